//! The ledger by head: who owed what when the head changed in mid-year, joint sessions, figures and the lists behind them.

use doithoai::db::WriteTx;
use doithoai::dialogues::actions::attendance::seed;
use doithoai::dialogues::actions::sessions::Details;
use doithoai::dialogues::{SessionKind, StateWord, find, save_step};
use doithoai::duties;
use doithoai::duties::actions::bindings::bind;
use doithoai::kernel::{Action, Event, Role, SessionId};
use doithoai::organisation::store::people::insert_holding;
use doithoai::organisation::{BodyKind, posts};

use super::{UNIT, commune};
use crate::support::html::Element;
use crate::support::{Page, Person, TestApp, details};

/// Gives the post at the head of the body of this kind.
pub async fn heads(app: &TestApp, kind: BodyKind, terms: &[(&str, &str, Option<&str>)]) {
    let body = app.body(UNIT, kind).await;
    let post = posts(app.read(), &[body.id]).await.unwrap().remove(0).id;
    let target = app.activate(UNIT).await.target();
    for (name, from, to) in terms {
        let person = app.person(name, UNIT, kind, &[Role::Leader]).await.person;
        let ctx = app.ctx();
        let tx = WriteTx::begin(app.app.db(), &ctx).await.unwrap();
        insert_holding(tx.conn(), post, person, from.parse().unwrap(), "QĐ 1").await.unwrap();
        tx.commit(Event::new("post.held", "post", post, UNIT)).await.unwrap();
        if let Some(to) = to {
            let tx = WriteTx::begin(app.app.db(), &ctx).await.unwrap();
            let permit = ctx.permit(Action::ManageOrganisation, &target).unwrap();
            let all = doithoai::organisation::store::holdings::of_posts(tx.conn(), &[post]).await.unwrap();
            let holding = all.into_iter().find(|one| one.person == person).unwrap();
            doithoai::organisation::store::holdings::save_end(tx.conn(), &permit, holding.id, to.parse().unwrap()).await.unwrap();
            tx.commit(Event::new("post.left", "post", post, UNIT)).await.unwrap();
        }
    }
}

/// A session of this kind that took place at `starts`; `joint`, it was led by the heads of that day together.
async fn held(app: &TestApp, kind: SessionKind, starts: &str, joint: bool) {
    let title = format!("Buổi {starts}");
    app.at(&format!("{} 06:00", &starts[..10]));
    let details = Details { kind, ..details(&title, starts) };
    let id = app.announced(UNIT, details).await;
    if joint {
        seed(&app.app, &app.ctx(), id).await.unwrap();
    }
    hold(app, id).await;
}

/// The room opens and closes.
async fn hold(app: &TestApp, id: SessionId) {
    let ctx = app.ctx();
    let tx = WriteTx::begin(app.app.db(), &ctx).await.unwrap();
    let found = find(tx.conn(), &ctx, Action::ManageAgenda, id).await.unwrap();
    let version = found.session.version;
    let (session, _) = found.session.begin(ctx.now).unwrap();
    let (session, event) = session.end().unwrap();
    assert_eq!((session.state.word(), session.version), (StateWord::Held, version));
    save_step(&tx, &found.permit, &session).await.unwrap();
    tx.commit(event).await.unwrap();
}

/// The cells of a row, from 0, of the table of a head, from 1, without the first column.
fn figures(page: &Page, head: usize, row: usize) -> Vec<String> {
    let rows = page.html().select(&format!("#head-{head} tbody tr"));
    rows[row].select("td").into_iter().map(Element::visible).collect()
}

async fn book(office: &Person) -> Page {
    office.get("/plans?year=2026").await.is(200)
}

#[tokio::test]
async fn a_change_of_head_in_mid_year_splits_the_ledger_and_shows_what_goes_over() {
    let (app, office, _) = commune().await;
    heads(&app, BodyKind::PartyCommittee, &[("An", "2025-07-01", Some("2026-07-15")), ("Bình", "2026-07-16", None)]).await;
    for starts in ["2026-06-10 08:00", "2026-07-03 08:00", "2026-07-20 08:00"] {
        held(&app, SessionKind::Reception, starts, false).await;
    }
    app.at("2026-08-03 08:00");
    app.planned(UNIT, Details { kind: SessionKind::Reception, ..details("Tiếp dân", "2026-08-10 08:00") }).await;
    let page = book(&office).await;
    // Two days a month. An: January to June, 12 due, one held. Bình: July to December, 12 due, two held of which An held one,
    // one planned in August: missing 1 in August and 2 in each of September to December.
    assert_eq!(figures(&page, 1, 0)[..5], ["12 Phải tổ chức", "0", "1 Đã tổ chức", "0", "11 Còn thiếu"]);
    let next = figures(&page, 2, 0);
    assert_eq!(next[0], "12 Phải tổ chức");
    assert_eq!(next[1], "1 Đã xếp lịch");
    assert_eq!(next[2], "2 Đã tổ chức trong đó An đã tổ chức: 1 Người tiền nhiệm đã tổ chức");
    assert_eq!(next[4], "9 Còn thiếu");
    let page = page.see("Ngày 16/07/2026: An bàn giao cho Bình").see("An: phải tổ chức 12, đã tổ chức 1, còn thiếu 11.");
    let page = page.see("Bình nhận: phải tổ chức 12, người tiền nhiệm đã tổ chức 1, đã xếp lịch 1, còn thiếu 9.");
    // Each figure opens its list.
    let of_bình = |what: &str| {
        let links = page.links();
        let found = links.iter().find(|link| link.href.contains("head=2026-07-16") && link.href.contains(what));
        found.unwrap_or_else(|| panic!("no {what}")).href.clone()
    };
    let list = office.get(&of_bình("/held?")).await.is(200).see("Buổi 2026-07-03 08:00").see("Buổi 2026-07-20 08:00");
    assert_eq!(list.count("tbody tr"), 2);
    list.not_see("Buổi 2026-06-10 08:00");
    let taken_over = office.get(&of_bình("/inherited?")).await.is(200).see("Buổi 2026-07-03 08:00");
    assert_eq!(taken_over.count("tbody tr"), 1);
    let short = office.get(&of_bình("/short?")).await.is(200).see("01/08/2026 – 31/08/2026");
    assert_eq!(short.count("tbody tr"), 5, "August to December");
    office.get(&format!("/ledger/{UNIT}/2026/99/due")).await.is(404);
    office.get(&format!("/ledger/{UNIT}/2026/0/due?head=1999-01-01")).await.is(404);
}

#[tokio::test]
async fn the_dialogue_of_the_year_belongs_to_the_head_of_31_december() {
    let (app, office, _) = commune().await;
    let terms = [("Cường", "2025-07-01", Some("2026-09-30")), ("Dung", "2026-10-01", None)];
    heads(&app, BodyKind::PeopleCommittee, &terms).await;
    held(&app, SessionKind::Periodic, "2026-05-20 08:00", false).await;
    app.at("2026-10-05 08:00");
    let page = book(&office).await;
    // The one dialogue of Article 43 is Dung's, held by Cường; nobody is known at the head of the party committee.
    assert_eq!((page.count("#head-2"), page.count("#head-3")), (1, 0));
    let row = figures(&page, 2, 0);
    assert_eq!((row[0].as_str(), row[4].as_str()), ("1 Phải tổ chức", "0"));
    assert_eq!(row[2], "1 Đã tổ chức trong đó Cường đã tổ chức: 1 Người tiền nhiệm đã tổ chức");
    page.see("chưa có người giữ chức vào cuối kỳ").see("Ngày 01/10/2026: Cường bàn giao cho Dung");
}

#[tokio::test]
async fn a_deputy_who_chairs_by_name_only_is_counted_as_delegated_never_as_the_head_in_person() {
    let (app, office, _) = commune().await;
    heads(&app, BodyKind::PartyCommittee, &[("Lò Văn Bí", "2025-07-01", None)]).await;
    for (starts, chair) in [("2026-06-10 08:00", "Hà Thị Phó"), ("2026-06-24 08:00", "lò văn bí")] {
        app.at(&format!("{} 06:00", &starts[..10]));
        let id = app.announced(UNIT, Details { kind: SessionKind::Reception, ..details("Tiếp dân", starts) }).await;
        let typed = [("name", chair), ("title", "Phó Bí thư"), ("part", "chair")];
        office.post(&format!("/dialogues/{id}/attendance/add"), &typed).await.is(303);
        hold(&app, id).await;
    }
    app.at("2026-07-01 08:00");
    // Two days were held: the one that the secretary led himself counts for him, the other stands apart.
    let row = figures(&book(&office).await, 1, 0);
    assert_eq!((row[2].as_str(), row[3].as_str()), ("1 Đã tổ chức", "1 Người khác chủ trì thay"), "{row:?}");
}

#[tokio::test]
async fn one_joint_reception_counts_once_for_the_head_of_the_party_and_once_for_the_chair() {
    let (app, office, _) = commune().await;
    heads(&app, BodyKind::PartyCommittee, &[("An", "2025-07-01", None)]).await;
    heads(&app, BodyKind::PeopleCommittee, &[("Cường", "2025-07-01", None)]).await;
    let sets = duties::rule_sets(app.read()).await.unwrap();
    let (set, _) = sets.iter().find(|(_, set)| set.code == "reception-commune-2026").unwrap();
    bind(&app.app, &app.ctx(), UNIT, *set, ("2026-07-01".parse().unwrap(), None)).await.unwrap();
    held(&app, SessionKind::Reception, "2026-07-10 08:00", true).await;
    app.at("2026-07-13 08:00");
    let page = book(&office).await;
    // Two regimes beside each other: 24 days of the year for the one, twelve from July on for the other; one day held for both.
    let (party, chair) = (figures(&page, 1, 0), page.html().select("#head-2 tbody tr"));
    assert_eq!((party[0].as_str(), party[2].as_str(), party[3].as_str()), ("24 Phải tổ chức", "1 Đã tổ chức", "0"));
    let receptions = chair.into_iter().find(|row| row.visible().contains("Tiếp dân")).unwrap();
    let cells: Vec<String> = receptions.select("td").into_iter().map(Element::visible).collect();
    assert_eq!((cells[0].as_str(), cells[2].as_str(), cells[3].as_str()), ("12 Phải tổ chức", "1 Đã tổ chức", "0"));
}
