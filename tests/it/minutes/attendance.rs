//! The attendance list.

use doithoai::db::WriteTx;
use doithoai::kernel::Event;
use doithoai::organisation::BodyKind;
use doithoai::organisation::store::{bodies, people};

use super::{Hall, UNIT};
use crate::support::Person;

/// Makes `person` the head of a body.
async fn head(hall: &Hall, person: &Person, kind: BodyKind) {
    let body = hall.app.body(UNIT, kind).await;
    let post = bodies::posts(hall.app.read(), &[body.id]).await.unwrap().remove(0);
    let ctx = hall.app.ctx();
    let tx = WriteTx::begin(hall.app.app.db(), &ctx).await.unwrap();
    people::insert_holding(tx.conn(), post.id, person.person, ctx.today(), "").await.unwrap();
    tx.commit(Event::new("holding.began", "post", post.id, UNIT)).await.unwrap();
}

#[tokio::test]
async fn the_list_is_filled_from_heads_and_clerks_and_b098_a_signatory_is_never_absent() {
    let hall = Hall::new().await;
    head(&hall, &hall.leader, BodyKind::PartyCommittee).await;
    head(&hall, &hall.office, BodyKind::Police).await;
    hall.press(&hall.office, "attendance", "attendance/seed").await.is(303);
    let page = hall.office.get(&hall.at("attendance")).await.is(200);
    let cells = page.html();
    let parts = cells.select("main td").into_iter().filter(|cell| cell.attribute("data-label") == Some("Vai trò"));
    assert_eq!(parts.map(crate::support::html::Element::visible).collect::<Vec<_>>(), ["Chủ trì", "Thư ký", "Trả lời"]);
    let named = page.texts("main tbody th");
    assert!(named[0].starts_with("Lò Văn Mẫu") && named[2].contains("Trưởng Công an"), "{named:?}");
    hall.press(&hall.office, "attendance", "attendance/seed").await.is(422);

    let form = page.forms().into_iter().find(|form| form.action == hall.at("attendance")).unwrap();
    let select = |at: usize| {
        let names: Vec<&String> = form.names.iter().filter(|name| name.starts_with("status_")).collect();
        names[at].clone()
    };
    let browser = hall.office.awake().await;
    let refused = browser.send_form(&form, &[(&select(0), "absent"), (&select(2), "excused")]).await.is(422);
    assert_eq!(refused.errors().len(), 2, "{:?}", refused.errors());
    assert!(refused.errors()[0].starts_with("Lò Văn Mẫu") && refused.errors()[1].contains("lý do"));
    let note = select(2).replace("status", "note");
    let ticks = [(select(0), "present"), (select(2), "excused"), (note, "Họp tại tỉnh")];
    let ticks: Vec<(&str, &str)> = ticks.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    browser.send_form(&form, &ticks).await.is(303);
    let page = hall.office.get(&hall.at("attendance")).await.see("Có mặt 1 trên 3");
    assert!(page.source().contains("value=\"Họp tại tỉnh\""));
    // The same sheet again, made from versions that are no longer the newest, would undo it: it is not taken.
    browser.send_form(&form, &[(&select(0), "invited")]).await.is(409);
}
