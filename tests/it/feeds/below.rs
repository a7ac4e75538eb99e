//! One calendar of all units below a province, for who watches over them, as long as he does.

use doithoai::calendar::{faults, read};
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use super::{announced, planned, secret_feed};
use crate::support::{Person, TestApp, details};

/// The province of Phường Chiềng An.
const PROVINCE: &str = "14";

async fn titles(app: &TestApp, feed: &str) -> Vec<String> {
    let bytes = app.visitor().get(feed).await.is(200).body;
    assert_eq!(faults(&bytes), []);
    let mut titles: Vec<String> =
        read(&bytes).unwrap()[0].parts_named("VEVENT").filter_map(|event| event.text("SUMMARY")).collect();
    titles.sort();
    titles
}

/// The administrator takes all roles away with the end of 3 March.
async fn end_roles(app: &TestApp, person: &Person) {
    let admin = app.admin("Quản trị").await;
    let page = admin.get(&format!("/admin/people/{}", person.person)).await.is(200);
    for form in page.forms().into_iter().filter(|form| form.action.ends_with("/end")) {
        admin.browser.send_form(&form, &[("last_on", "3/3/2025")]).await.is(303);
    }
}

#[tokio::test]
async fn b072_a_superior_sees_all_units_below_that_take_part_until_the_right_ends() {
    let app = TestApp::new().await;
    announced(&app, "Đối thoại với phụ nữ", "2025-04-10 08:00").await;
    planned(&app, "Mới dự kiến", "2025-05-15 14:00").await;
    // A unit of another province.
    app.announced("11413", details("Ở nơi khác", "2025-04-11 08:00")).await;
    let superior = app.person("Vì Thị Trên", PROVINCE, BodyKind::PartyOffice, &[Role::Superior]).await;
    superior.get("/calendar").await.see("mọi đơn vị bên dưới");
    let feed = secret_feed(&superior, "below-14").await;
    let both = ["Phường Chiềng An: Mới dự kiến", "Phường Chiềng An: Đối thoại với phụ nữ"];
    assert_eq!(titles(&app, &feed).await, both);
    // A unit that begins to take part is there at the next fetch.
    app.announced(PROVINCE, details("Đối thoại cấp tỉnh", "2025-06-10 08:00")).await;
    assert_eq!(titles(&app, &feed).await.len(), 3);
    let source = app.visitor().get(&feed).await.source();
    assert!(source.contains("CN=\"Phường Chiềng An\""), "{source}");
    end_roles(&app, &superior).await;
    app.visitor().get(&feed).await.is(200);
    app.at("2025-03-04 08:00");
    app.visitor().get(&feed).await.is(404);
}

#[tokio::test]
async fn b073_nobody_else_can_make_such_a_calendar() {
    let app = TestApp::new().await;
    let leader = app.person("Lò Văn Trưởng", PROVINCE, BodyKind::PartyCommittee, &[Role::Leader]).await;
    let superior = app.person("Vì Thị Trên", PROVINCE, BodyKind::PartyOffice, &[Role::Superior]).await;
    leader.get("/calendar").await.not_see("below-14");
    for (person, unit) in [(&leader, "14"), (&superior, "31"), (&superior, "00"), (&superior, "99999"), (&superior, "")] {
        let body = format!("below-{unit}");
        person.post("/calendar/subscriptions", &[("name", "x"), ("body", &body)]).await.is(404);
    }
    // A commune below may be taken alone.
    app.activate("03667").await;
    superior.post("/calendar/subscriptions", &[("name", "x"), ("body", "below-03667")]).await.is(200);
}
