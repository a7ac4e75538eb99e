//! What is remembered of a matter that was promised: from the hall to the agenda of the next year, by real minutes, notices and
//! commitments, past the end of the unit. Figures by hand.

use doithoai::db::WriteTx;
use doithoai::followups::of_session;
use doithoai::issues::actions::calls::{self as calls, CallInput};
use doithoai::issues::ensure_fields;
use doithoai::kernel::{Action, Event, Role, SessionId};
use doithoai::minutes::actions::{agenda, closing, items, room};
use doithoai::minutes::rules::{Content, Promise};
use doithoai::minutes::{Outcome, agenda_items};
use doithoai::organisation::{BodyKind, successions, unit};

use super::{UNIT, Ward, version};
use crate::support::{Person, details};

/// The unit that goes on with the work of this one.
const HEIR: &str = "03670";

/// A session with a call to everybody who collects.
async fn called(ward: &Ward, unit_code: &str, title: &str, starts: &str, until: &str) -> SessionId {
    let app = &ward.app;
    let id = app.announced(unit_code, details(title, starts)).await;
    let bodies = calls::submitting_bodies(&app.app, &app.ctx(), unit_code).await.unwrap();
    let input = CallInput {
        opens_on: app.ctx().today(),
        closes_on: until.parse().unwrap(),
        guidance: String::new(),
        addressees: bodies.iter().map(|body| body.id).collect(),
    };
    calls::save(&app.app, &app.ctx(), id, 0, input, true).await.unwrap();
    id
}

/// `who` hands it in, `office` takes it on and chooses it for the hall, as the next time of `earlier`.
async fn chosen(office: &Person, who: &Person, session: SessionId, wording: &str, earlier: Option<&str>) -> String {
    let form = who.get(&format!("/issues/new?session={session}&kind=proposal")).await.is(200);
    let issue = who.fill(&form, &[("issue_wording", wording), ("act", "submit")]).await.is(303).location().unwrap();
    for act in ["accept", "select"] {
        let page = office.get(&issue).await.is(200);
        office.fill(&page, &[("act", act)]).await.is(303);
    }
    if let Some(earlier) = earlier {
        let form = office.get(&format!("{issue}/repeats")).await.is(200);
        let fields = [("repeats", earlier.trim_start_matches("/issues/")), ("act", "set")];
        office.fill(&form, &fields).await.is(303);
    }
    issue
}

/// The session of `day` is held: the department of economy promises the issue's matter until `due`; minutes and notice are signed.
async fn promised(ward: &Ward, session: SessionId, day: &str, due: &str, number: &str) {
    let (app, ctx) = (&ward.app.app, || ward.app.ctx());
    ward.app.at(&format!("{day} 08:00"));
    room::begin(app, &ctx(), session, String::new()).await.unwrap();
    let planned = agenda_items(ward.app.read(), session).await.unwrap();
    let minutes = doithoai::minutes::minutes_of(ward.app.read(), session, UNIT).await.unwrap().unwrap();
    for line in doithoai::minutes::lines(ward.app.read(), minutes.id).await.unwrap() {
        let is_issue = planned.iter().any(|item| item.id == line.agenda_item && item.issue.is_some());
        let promise = Promise {
            wording: format!("Nạo vét cống trước {due}"),
            body: Some(ward.economy.body.id),
            due_on: Some(due.parse().unwrap()),
        };
        let (outcome, promises) = if is_issue { (Outcome::Promised, vec![promise]) } else { (Outcome::Noted, Vec::new()) };
        let content = Content { outcome: Some(outcome), promises, ..line.content };
        items::note(app, &ctx(), session, line.id, line.revision, content).await.unwrap();
    }
    ward.app.at(&format!("{day} 11:30"));
    closing::end(app, &ctx(), session).await.unwrap();
    ward.sign_minutes(session).await;
    let page = ward.office.get(&format!("/dialogues/{session}/conclusion")).await;
    ward.office.browser.send_form(&page.form_with(&["_csrf"]), &[]).await.is(303);
    let page = ward.office.get(&format!("/dialogues/{session}/conclusion/edit")).await.is(200);
    ward.office.fill(&page, &[("number", number), ("general", "Hội nghị đạt yêu cầu.")]).await.is(303);
    let page = ward.leader.get(&format!("/dialogues/{session}/conclusion/sign")).await.is(200);
    ward.leader.fill(&page, &[("version", &version(&page))]).await.is(303);
}

#[tokio::test]
async fn what_was_promised_stands_beside_the_matter_whenever_it_comes_again() {
    let ward = Ward::new().await;
    ensure_fields(&ward.app.app, &ward.app.ctx()).await.unwrap();
    let women = ward.app.person("Tòng Thị Mẫu", UNIT, "Hội Phụ nữ", &[Role::Submitter]).await;
    let farmers = ward.app.person("Lường Văn Mẫu", UNIT, "Hội Nông dân", &[Role::Submitter]).await;

    // 2025: the women's union raises it, the department promises it for 30 September.
    ward.app.at("2025-08-01 08:00");
    let first = called(&ward, UNIT, "Đối thoại năm 2025", "2025-08-28 08:00", "2025-08-20").await;
    let one = chosen(&ward.office, &women, first, "Nạo vét cống đường Lê Hồng Phong hay ngập", None).await;
    agenda::build(&ward.app.app, &ward.app.ctx(), first).await.unwrap();
    // What was never raised before has nothing to tell.
    ward.office.get(&format!("/dialogues/{first}/agenda")).await.see("Lê Hồng Phong").not_see("Đã nêu");
    promised(&ward, first, "2025-08-28", "2025-09-30", "15").await;
    ward.office.get(&format!("{one}/memory")).await.see("Đã nêu 1 lần từ 2025 bởi 1 tổ chức; hứa 1 lần, đã giữ 0.");

    // It is done on 3 October, three days late, and the Front finds it done: a promise kept.
    let commitment = of_session(ward.app.read(), first).await.unwrap().remove(0);
    let path = format!("/commitments/{}", commitment.id);
    ward.app.at("2025-10-04 08:00");
    let page = ward.economy.get(&path).await.is(200);
    ward.economy.post(&format!("{path}/accept"), &[("version", &version(&page))]).await.is(303);
    let form = ward.economy.get(&format!("{path}/agency/report")).await.is(200);
    let typed = [("finished_as", "done"), ("done_on", "03/10/2025"), ("words", "Đã nạo vét 300 m")];
    ward.economy.fill(&form, &typed).await.is(303);
    // What the agency says of itself keeps no promise yet.
    ward.office.get(&format!("{one}/memory")).await.see("hứa 1 lần, đã giữ 0.");
    let form = ward.front.get(&format!("{path}/front/confirm")).await.is(200);
    ward.front.fill(&form, &[("words", "Đã xem tại chỗ")]).await.is(303);
    ward.office.get(&format!("{one}/memory")).await.see("hứa 1 lần, đã giữ 1.");

    // 2026: the farmers' union raises it again. Agenda and room say what was before, to the unit's own people alone.
    ward.app.at("2026-02-02 08:00");
    let second = called(&ward, UNIT, "Đối thoại năm 2026", "2026-03-26 08:00", "2026-03-20").await;
    let two = chosen(&ward.office, &farmers, second, "Cống đường Lê Hồng Phong lại tắc", Some(&one)).await;
    agenda::build(&ward.app.app, &ward.app.ctx(), second).await.unwrap();
    let line = "Đã nêu 2 lần từ 2025 (2 tổ chức), hứa 1, giữ 1";
    let shown = ward.office.get(&format!("/dialogues/{second}/agenda")).await.see(line);
    assert!(shown.links().iter().any(|link| link.href == format!("{two}/memory")));
    ward.clerk.get(&format!("/dialogues/{second}/agenda")).await.see(line);
    let agenda_of = async |who: &Person| who.get(&format!("/dialogues/{second}/agenda")).await;
    let version_of = version(&agenda_of(&ward.office).await);
    ward.office.post(&format!("/dialogues/{second}/agenda/freeze"), &[("version", &version_of)]).await.is(303);
    // In the table of fixed numbers as in the list to be put in order.
    let version_of = version(&agenda_of(&ward.office).await.see(line));
    ward.office.post(&format!("/dialogues/{second}/agenda/publish"), &[("version", &version_of)]).await.is(303);
    for other in [&women, &farmers, &ward.economy] {
        agenda_of(other).await.is(200).see("Lê Hồng Phong").not_see("Đã nêu");
    }
    // Promised for 30 April and never done.
    promised(&ward, second, "2026-03-26", "2026-04-30", "3").await;
    ward.clerk.get(&format!("/dialogues/{second}/minutes")).await.see("Đã nêu 2 lần từ 2025 (2 tổ chức), hứa 2, giữ 1");
    // The paper that people sign and get does not argue with itself.
    ward.clerk.get(&format!("/dialogues/{second}/minutes/print")).await.is(200).not_see("Đã nêu");
    ward.app.at("2026-06-01 08:00");
    let told = ward.office.get(&format!("{two}/memory")).await;
    let told = told.see("Đã nêu 2 lần từ 2025 bởi 2 tổ chức; hứa 2 lần, đã giữ 1.");
    told.see("Nạo vét cống trước 2025-09-30").see("Nạo vét cống trước 2026-04-30");

    // The ward ends on 30 June; another goes on with its work, its women's union with that of the old one.
    ward.app.activate(HEIR).await;
    let heir_office = ward.app.person("Hoàng Văn Mẫu", HEIR, BodyKind::PartyOffice, &[Role::Office]).await;
    let heir_women = ward.app.person("Quàng Thị Hai", HEIR, "Hội Phụ nữ", &[Role::Submitter]).await;
    let ctx = ward.app.ctx();
    let last = "2026-06-30".parse().unwrap();
    let tx = WriteTx::begin(ward.app.app.db(), &ctx).await.unwrap();
    let ended = unit(tx.conn(), UNIT).await.unwrap();
    let permit = ctx.permit(Action::ManageOrganisation, &ended.target()).unwrap();
    successions::end_body(tx.conn(), &permit, &women.body, last, Some(heir_women.body.id)).await.unwrap();
    successions::end_unit(tx.conn(), &permit, UNIT, last, Some(HEIR)).await.unwrap();
    tx.commit(Event::new("reorganisation.published", "reorganisation", "x", HEIR)).await.unwrap();
    ward.app.at("2026-08-03 08:00");
    let third = called(&ward, HEIR, "Đối thoại quý III năm 2026", "2026-09-24 08:00", "2026-09-15").await;
    let three = chosen(&heir_office, &heir_women, third, "Cống đường Lê Hồng Phong vẫn tắc", Some(&two)).await;
    agenda::build(&ward.app.app, &ward.app.ctx(), third).await.unwrap();
    // Three times, by two organisations of today: the women's unions are one. Two promises, one kept.
    let line = "Đã nêu 3 lần từ 2025 (2 tổ chức), hứa 2, giữ 1";
    heir_office.get(&format!("/dialogues/{third}/agenda")).await.see(line);
    heir_office.get(&format!("{three}/memory")).await.see("Đã nêu 3 lần từ 2025 bởi 2 tổ chức; hứa 2 lần, đã giữ 1.");
}
