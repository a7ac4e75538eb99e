//! What was raised before: linked by the office, followed across sessions and units that ended, told in one sentence.

use doithoai::db::WriteTx;
use doithoai::issues::actions::calls::{self as call_actions, CallInput};
use doithoai::kernel::{Action, Event, Role};
use doithoai::organisation::{BodyKind, successions, unit};

use super::{Ward, open_call, session};
use crate::support::details;

const OLD: &str = "03670";

#[tokio::test]
async fn the_office_links_what_repeats_and_one_sentence_tells_it() {
    let ward = Ward::new().await;
    let first = ward.accepted("Nạo vét cống thoát nước bản Cá bị tắc").await;
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let same = ward.hand_in(&farmers, "Cống thoát nước bản Cá tắc").await;
    let version = ward.issue(&same).await.version.to_string();
    let target = first.trim_start_matches("/issues/");
    ward.office.post(&format!("{same}/merge"), &[("version", &version), ("merge_target", target)]).await.is(303);
    // A year later in another session, from the women's union again.
    ward.app.at("2026-03-03 08:00");
    let next = session(&ward.app, "Đối thoại quý II năm 2026", "2026-04-24 08:00").await;
    open_call(&ward.app, next, "2026-03-01", "2026-04-15").await;
    let form = ward.women.get(&format!("/issues/new?session={next}&kind=proposal")).await.is(200);
    let sent = [("issue_wording", "Đề nghị nạo vét cống thoát nước bản Cá"), ("act", "submit")];
    let again = ward.women.fill(&form, &sent).await.is(303).location().unwrap();
    // A first time has nothing to tell.
    ward.office.get(&again).await.is(200).not_see("Việc này đã nêu");
    ward.office.get(&format!("{again}/memory")).await.see("Đã nêu 1 lần từ 2026 bởi 1 tổ chức; chưa hứa lần nào.");
    let form = ward.office.get(&format!("{again}/repeats")).await.is(200);
    let form = form.see("Nạo vét cống thoát nước bản Cá bị tắc").see("2025");
    ward.office.fill(&form, &[("act", "set")]).await.is(422);
    ward.office.fill(&form, &[("repeats", target), ("act", "set")]).await.is(303);
    ward.office.get(&again).await.see("Việc này đã nêu 3 lần");
    // Three times: the first, the one merged into it, this one; by two organisations.
    let page = ward.office.get(&format!("{again}/memory")).await.is(200);
    let page = page.see("Đã nêu 3 lần từ 2025 bởi 2 tổ chức; chưa hứa lần nào.").see("Hội Nông dân");
    assert_eq!(page.count("tbody tr"), 3);
    // Who else raised it is not told to organisations.
    ward.women.get(&format!("{again}/memory")).await.is(404);
    ward.women.get(&again).await.is(200).not_see("Việc này đã nêu");
    // The earlier one cannot repeat the later, nor anything itself.
    let version = ward.issue(&first).await.version.to_string();
    let later = again.trim_start_matches("/issues/");
    for wrong in [later, target] {
        ward.office.post(&format!("{first}/repeats"), &[("version", &version), ("repeats", wrong), ("act", "set")]).await.is(422);
    }
    let form = ward.office.get(&format!("{again}/repeats")).await.is(200);
    ward.office.fill(&form, &[("act", "clear")]).await.is(303);
    ward.office.get(&again).await.not_see("Việc này đã nêu");
}

#[tokio::test]
async fn what_was_raised_in_a_unit_that_ended_is_remembered_by_its_heir() {
    let ward = Ward::new().await;
    ward.app.activate(OLD).await;
    // The ward that ends: its own women's union, its own session and call.
    let women = ward.app.person("Tòng Thị Mẫu", OLD, "Hội Phụ nữ", &[Role::Submitter]).await;
    let office = ward.app.person("Hoàng Văn Mẫu", OLD, BodyKind::PartyOffice, &[Role::Office]).await;
    let held = ward.app.announced(OLD, details("Đối thoại ở phường cũ", "2025-04-10 08:00")).await;
    let bodies = call_actions::submitting_bodies(&ward.app.app, &ward.app.ctx(), OLD).await.unwrap();
    let input = CallInput {
        opens_on: "2025-03-01".parse().unwrap(),
        closes_on: "2025-04-05".parse().unwrap(),
        guidance: String::new(),
        addressees: bodies.iter().map(|body| body.id).collect(),
    };
    call_actions::save(&ward.app.app, &ward.app.ctx(), held, 0, input, true).await.unwrap();
    let form = women.get(&format!("/issues/new?session={held}&kind=proposal")).await.is(200);
    let sent = [("issue_wording", "Sửa cầu treo suối Nặm La xuống cấp"), ("act", "submit")];
    let old = women.fill(&form, &sent).await.is(303).location().unwrap();
    office.fill(&office.get(&old).await, &[("act", "accept")]).await.is(303);
    ward.app.at("2025-04-08 08:00");
    let new = ward.accepted("Cầu treo suối Nặm La xuống cấp, đề nghị sửa").await;
    // Another unit's issue is no earlier one.
    let link = async || {
        let all = doithoai::issues::of_session(ward.app.read(), ward.session, &[]).await.unwrap();
        let version = all.iter().find(|one| new.ends_with(&one.id.to_string())).unwrap().version.to_string();
        let earlier = old.trim_start_matches("/issues/");
        ward.office.post(&format!("{new}/repeats"), &[("version", &version), ("repeats", earlier), ("act", "set")]).await
    };
    link().await.is(422);
    ward.office.get(&format!("{new}/repeats")).await.is(200).not_see("Sửa cầu treo");
    // The old ward and its union go on in this ward and its union from 7 April.
    let ctx = ward.app.ctx();
    let last = "2025-04-06".parse().unwrap();
    let tx = WriteTx::begin(ward.app.app.db(), &ctx).await.unwrap();
    let ended = unit(tx.conn(), OLD).await.unwrap();
    let permit = ctx.permit(Action::ManageOrganisation, &ended.target()).unwrap();
    successions::end_body(tx.conn(), &permit, &women.body, last, Some(ward.women.body.id)).await.unwrap();
    successions::end_unit(tx.conn(), &permit, OLD, last, Some("03667")).await.unwrap();
    tx.commit(Event::new("reorganisation.published", "reorganisation", "x", "03667")).await.unwrap();
    ward.office.get(&format!("{new}/repeats")).await.is(200).see("Sửa cầu treo suối Nặm La").see("phường Chiềng Cơi");
    link().await.is(303);
    // Both unions are one organisation of today.
    let page = ward.office.get(&format!("{new}/memory")).await.is(200);
    page.see("Đã nêu 2 lần từ 2025 bởi 1 tổ chức; chưa hứa lần nào.").see("phường Chiềng Cơi").see("phường Chiềng An");
}
