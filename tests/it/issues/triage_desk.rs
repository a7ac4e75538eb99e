//! The office's desk: one act for many, told what was left, undone within half a minute, and who else looks.

use chrono::TimeDelta;
use doithoai::issues::{StateWord, assignments_of};
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use entity::{issue_hold, notice, triage_act};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Ward, press};
use crate::notices::{sweep, sweep_all};
use crate::support::{Form, Page, Person};

pub(super) const DESK: &str = "/issues/triage";

impl Ward {
    /// The issue as the desk's tick sends it.
    async fn pick(&self, address: &str) -> String {
        let issue = self.issue(address).await;
        format!("{}.{}", issue.id, issue.version)
    }

    /// The office ticks these issues and presses `act`.
    async fn at_desk(&self, issues: &[&String], act: &str, typed: &[(&str, &str)]) -> Page {
        let mut picks = Vec::new();
        for issue in issues {
            picks.push(self.pick(issue).await);
        }
        let open = [("open", picks[0].as_str())];
        let picks = open.into_iter().chain(picks.iter().map(|pick| ("pick", pick.as_str())));
        let fields: Vec<(&str, &str)> = picks.chain(typed.iter().copied()).chain([("act", act)]).collect();
        self.office.post(DESK, &fields).await
    }

    async fn states(&self, issues: &[&String]) -> Vec<StateWord> {
        let mut states = Vec::new();
        for issue in issues {
            states.push(self.state(issue).await);
        }
        states
    }
}

/// The button that takes the last act back.
pub(super) fn undo_form(page: &Page) -> Form {
    page.forms().into_iter().find(|form| form.action.starts_with("/issues/triage/undo")).unwrap()
}

/// Presses it.
pub(super) async fn undo(who: &Person, page: &Page) -> Page {
    press(who, page, &undo_form(page).action).await
}

#[tokio::test]
async fn one_act_goes_over_many_and_is_taken_back_as_a_whole() {
    let ward = Ward::new().await;
    let mut all = Vec::new();
    for wording in ["Nạo vét cống bản Cá", "Sửa đèn đường tổ 3", "Cấp sổ đỏ bản Hài"] {
        all.push(ward.hand_in(&ward.women, wording).await);
    }
    let (one, two, three) = (&all[0], &all[1], &all[2]);
    let page = ward.office.get(DESK).await.is(200).see("Nạo vét cống bản Cá").see("Sửa đèn đường tổ 3");
    // What came first stands first and is open.
    assert!(page.texts(".dt-desk__row")[0].contains("Nạo vét cống bản Cá"));
    assert_eq!(page.texts(".dt-desk__open .govuk-body-l"), ["Nạo vét cống bản Cá"]);
    assert_eq!(page.texts(".dt-chip"), ["Chờ xử lý 3"]);

    let page = ward.at_desk(&[one, two], "accept", &[]).await.is(303);
    let page = ward.office.follow(page).await.is(200).see("Đã tiếp nhận 2 ý kiến.").see("còn 30 giây");
    assert_eq!(ward.states(&[one, two, three]).await, [StateWord::Accepted, StateWord::Accepted, StateWord::Submitted]);
    assert_eq!((ward.issue(one).await.number, ward.issue(two).await.number), (Some(1), Some(2)));
    assert_eq!(page.texts(".dt-desk__row").len(), 1);
    assert_eq!(page.texts(".dt-desk__open .govuk-body-l"), ["Cấp sổ đỏ bản Hài"], "not the second, which was ticked too");

    let page = ward.office.follow(undo(&ward.office, &page).await.is(303)).await.is(200);
    page.see("Đã hoàn tác 2 ý kiến.").not_see("còn 30 giây");
    assert_eq!(ward.states(&[one, two, three]).await, [StateWord::Submitted; 3]);
    // Numbers are never given twice: the next one is the third.
    ward.decide(three, "accept").await.is(303);
    assert_eq!(ward.issue(three).await.number, Some(3));
    ward.decide(one, "accept").await.is(303);
    assert_eq!(ward.issue(one).await.number, Some(1));
    assert_eq!(ward.app.audit_count(Some("issue.undone")).await, 2);
}

#[tokio::test]
async fn nobody_is_told_of_what_was_undone_and_everybody_of_what_stood() {
    let ward = Ward::new().await;
    let (one, two) = (ward.hand_in(&ward.women, "Việc một").await, ward.hand_in(&ward.women, "Việc hai").await);
    sweep_all(&ward.app).await;
    let told = async || {
        let returned = notice::Entity::find().filter(notice::Column::Code.eq("issue-returned"));
        returned.all(ward.app.read()).await.unwrap().len()
    };
    let page = ward.at_desk(&[&one, &two], "return", &[("reason", "Ghi rõ địa điểm")]).await.is(303);
    let page = ward.office.follow(page).await.see("Đã trả lại 2 ý kiến.");
    sweep(&ward.app, "delivery").await;
    assert_eq!(told().await, 0, "the messages wait");
    undo(&ward.office, &page).await.is(303);
    ward.app.at("2025-03-10 09:00");
    sweep_all(&ward.app).await;
    assert_eq!((told().await, ward.states(&[&one, &two]).await), (0, vec![StateWord::Submitted; 2]));

    let page = ward.at_desk(&[&one], "return", &[("reason", "Ghi rõ địa điểm")]).await.is(303);
    let page = ward.office.follow(page).await;
    let form = page.forms().into_iter().find(|form| form.action.starts_with("/issues/triage/undo")).unwrap();
    ward.app.at("2025-03-10 09:01");
    sweep(&ward.app, "delivery").await;
    assert_eq!(told().await, 1);
    // A minute later it is too late, and said so.
    let late = ward.office.awake().await.send_form(&form, &[]).await.is(422);
    late.see("Chỉ hoàn tác được trong 30 giây");
    assert_eq!(ward.state(&one).await, StateWord::Returned);
}

#[tokio::test]
async fn what_cannot_be_done_is_left_and_told_issue_by_issue() {
    let ward = Ward::new().await;
    let (good, moved) = (ward.hand_in(&ward.women, "Còn chờ").await, ward.hand_in(&ward.women, "Đã có người làm").await);
    let stale = ward.pick(&moved).await;
    ward.decide(&moved, "accept").await.is(303);
    let fields = [("pick", ward.pick(&good).await), ("pick", stale), ("act", "accept".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = ward.office.post(DESK, &fields).await.is(422);
    let page = page.see("Đã tiếp nhận 1 ý kiến.");
    assert_eq!(page.errors(), ["“Đã có người làm” Ý kiến vừa được người khác xử lý. Hãy xem lại trước khi làm tiếp."]);
    assert_eq!(ward.states(&[&good, &moved]).await, [StateWord::Accepted; 2]);
    // Wrong for all of them alike: the form says it and keeps what was typed.
    let refused = ward.at_desk(&[&good], "return", &[("reason", "")]).await.is(422);
    assert!(refused.error_at("reason").is_some());
    let refused = ward.at_desk(&[&good], "field", &[("issue_field", "no-such")]).await.is(422);
    assert!(refused.error_at("issue_field").is_some(), "{}", refused.text());
    ward.office.post(DESK, &[("act", "accept")]).await.is(422).see("Chưa chọn ý kiến nào.");
    let many: Vec<String> = (0..201).map(|_| format!("{}.1", doithoai::kernel::IssueId::fresh())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|pick| ("pick", pick.as_str())).chain([("act", "accept")]).collect();
    ward.office.post(DESK, &many).await.is(422).see("tối đa 200 ý kiến");
}

#[tokio::test]
async fn assigning_takes_on_what_waits_and_undoing_takes_the_agency_off() {
    let ward = Ward::new().await;
    let economy = ward.economy().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị nạo vét cống").await;
    let lead = economy.body.id.to_string();
    let typed = [("lead_agency", lead.as_str()), ("answer_due", "20/4/2025")];
    let page = ward.at_desk(&[&issue], "assign", &typed).await.is(303);
    assert_eq!(ward.state(&issue).await, StateWord::Accepted);
    let id = ward.issue(&issue).await.id;
    let named = async || assignments_of(ward.app.read(), &[id]).await.unwrap().iter().map(|one| one.body).collect::<Vec<_>>();
    assert_eq!(named().await, [economy.body.id]);
    let page = ward.office.follow(page).await.see("Đã giao trả lời 1 ý kiến.");
    undo(&ward.office, &page).await.is(303);
    assert_eq!((named().await, ward.state(&issue).await), (vec![], StateWord::Submitted));
    ward.app.at("2025-03-10 09:00");
    sweep_all(&ward.app).await;
    let told = notice::Entity::find().filter(notice::Column::Code.eq("issue-assigned")).all(ward.app.read()).await.unwrap();
    assert!(told.is_empty(), "{told:?}");
    // A day that has passed and a body that does not answer are faults of the form; nothing is taken on.
    let women = ward.women.body.id.to_string();
    let refused = ward.at_desk(&[&issue], "assign", &[("lead_agency", &women), ("answer_due", "1/1/2025")]).await.is(422);
    assert!(refused.error_at("lead_agency").is_some() && refused.error_at("answer_due").is_some());
    assert_eq!(ward.state(&issue).await, StateWord::Submitted);
}

#[tokio::test]
async fn b087_many_are_merged_at_once_and_come_apart_at_once() {
    let ward = Ward::new().await;
    let main = ward.accepted("Nạo vét cống bản Cá").await;
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let (one, two) = (ward.hand_in(&ward.women, "Cống bản Cá tắc").await, ward.hand_in(&farmers, "Khơi thông cống bản Cá").await);
    let before = [ward.issue(&one).await, ward.issue(&two).await];
    // Since when each of them is where it is, is told with its receipt: merging and undoing leave it.
    let later = |seconds| ward.app.app.clock().set(ward.app.now() + TimeDelta::seconds(seconds));
    later(600);
    let target = ward.issue(&main).await.id.to_string();
    // The target may be ticked with the others: it stays what it is.
    let page = ward.at_desk(&[&one, &two, &main], "merge", &[("merge_target", &target)]).await.is(303);
    assert_eq!(ward.states(&[&one, &two, &main]).await, [StateWord::Merged, StateWord::Merged, StateWord::Accepted]);
    let page = ward.office.follow(page).await.see("Đã gộp 2 ý kiến.");
    later(10);
    undo(&ward.office, &page).await.is(303);
    for (address, before) in [&one, &two].into_iter().zip(before) {
        let after = ward.issue(address).await;
        assert_eq!((after.state, after.state_at), (before.state, before.state_at));
        assert_eq!((after.receipt_code, after.content, after.number), (before.receipt_code, before.content, before.number));
    }
    assert!(farmers.get(&main).await.status == 404, "no longer one of theirs");
    let said = async |code| ward.app.audit_count(Some(code)).await;
    assert_eq!((said("issue.undone").await, said("issue.unmerged").await), (2, 0));
    assert_eq!((said("issue.took-in").await, said("issue.gave-back").await), (2, 2));
}

#[tokio::test]
async fn two_at_the_desk_see_each_other_and_only_ones_own_act_is_undone() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị Y").await;
    let second = ward.app.person("Tòng Thị Hai", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let at = format!("{DESK}?at={}", ward.issue(&issue).await.id);
    ward.office.get(&at).await.is(200).not_see("đang xem");
    second.get(&at).await.is(200).see("Lò Văn Mẫu đang xem").see("Lò Văn Mẫu cũng đang mở ý kiến này");
    ward.office.get(DESK).await.is(200).see("Tòng Thị Hai đang xem");
    // Two minutes without a sign and nobody is there.
    let opened = ward.app.now();
    for (seconds, there) in [(119, true), (121, false)] {
        ward.app.app.clock().set(opened + TimeDelta::seconds(seconds));
        let page = ward.office.get(DESK).await.is(200);
        assert_eq!(page.text().contains("Tòng Thị Hai đang xem"), there, "after {seconds} seconds");
    }
    // The night removes what is left of it.
    let page = ward.office.follow(ward.at_desk(&[&issue], "accept", &[]).await).await;
    let form = page.forms().into_iter().find(|form| form.action.starts_with("/issues/triage/undo")).unwrap();
    let act = form.fields.iter().find(|(name, _)| name == "undo").map(|(_, value)| value.clone()).unwrap();
    second.post(&form.action, &[("undo", &act)]).await.is(404);
    assert_eq!(ward.state(&issue).await, StateWord::Accepted);
    // He may open it and decide: then it is no slip of a finger any more.
    ward.decide(&issue, "select").await.is(303);
    ward.office.awake().await.send_form(&form, &[]).await.is(422).see("vừa được người khác xử lý");
    ward.app.at("2025-03-10 09:00");
    second.get(&format!("{at}&state=all")).await.is(200).not_see("đang xem");
    sweep(&ward.app, "tidy").await;
    assert_eq!(triage_act::Entity::find().all(ward.app.read()).await.unwrap().len(), 0);
    assert_eq!(issue_hold::Entity::find().all(ward.app.read()).await.unwrap().len(), 1, "the second one's, just opened");
}

#[tokio::test]
async fn earlier_decisions_propose_and_nothing_is_applied_by_itself() {
    let ward = Ward::new().await;
    let economy = ward.economy().await;
    let lead = economy.body.id.to_string();
    for wording in
        ["Nạo vét cống thoát nước bản Cá bị tắc", "Cống thoát nước tổ 5 tắc, mưa ngập", "Khơi thông cống thoát nước chợ"]
    {
        let issue = ward.hand_in(&ward.women, wording).await;
        ward.at_desk(&[&issue], "field", &[("issue_field", "transport-drainage")]).await.is(303);
        ward.at_desk(&[&issue], "assign", &[("lead_agency", &lead), ("answer_due", "20/4/2025")]).await.is(303);
    }
    let new = ward.hand_in(&ward.women, "Đề nghị xử lý cống thoát nước trước trường học bị tắc").await;
    let page = ward.office.get(DESK).await.is(200);
    let proposed = page.texts(".dt-desk__propose");
    assert_eq!(proposed.len(), 2, "{proposed:?}");
    assert!(proposed.iter().all(|line| line.starts_with("Như 3 ý kiến trước đây:")), "{proposed:?}");
    assert_eq!((ward.issue(&new).await.content.field, ward.state(&new).await), (None, StateWord::Submitted));
    // One press takes it, and what is proposed is sent, not what stands in the field above.
    let taken = ward.office.fill(&page, &[("act", "propose-field"), ("issue_field", "")]).await.is(303);
    assert_eq!(ward.issue(&new).await.content.field.as_deref(), Some("transport-drainage"));
    let page = ward.office.follow(taken).await.is(200);
    assert_eq!(page.texts(".dt-desk__propose").len(), 1, "the field is decided");
    ward.office.fill(&page, &[("act", "propose-agency"), ("answer_due", "20/4/2025")]).await.is(303);
    assert_eq!(ward.state(&new).await, StateWord::Accepted);
}

#[tokio::test]
async fn the_desk_goes_on_with_the_next_and_keeps_its_filters() {
    let ward = Ward::new().await;
    for wording in ["Việc một", "Việc hai", "Việc ba"] {
        ward.hand_in(&ward.women, wording).await;
    }
    let body = ward.women.body.id.to_string();
    let page = ward.office.get(&format!("{DESK}?body={body}&q=viec")).await.is(200);
    let next = page.links().into_iter().find(|link| link.text.contains("Ý kiến sau")).map(|link| link.href);
    assert!(next.is_some(), "{:?}", page.links().iter().map(|link| &link.text).collect::<Vec<_>>());
    let page = ward.office.fill(&page, &[("act", "accept")]).await.is(303);
    let to = page.location().unwrap();
    assert!(to.contains(&format!("body={}", body.replace('-', "%2D"))) && to.contains("q=viec"), "{to}");
    let page = ward.office.follow(page).await.is(200);
    assert_eq!(page.texts(".dt-desk__open .govuk-body-l"), ["Việc hai"]);
    // Enter in a field sends the first button, which only looks.
    let page = ward.office.fill(&page, &[("act", "look")]).await.is(303);
    let page = ward.office.follow(page).await.is(200);
    assert_eq!(page.texts(".dt-desk__open .govuk-body-l"), ["Việc hai"]);
    // What says more about an issue leaves it open.
    let page = ward.office.fill(&page, &[("act", "competence"), ("competence", "province")]).await.is(303);
    let page = ward.office.follow(page).await.is(200).see("Đã ghi thẩm quyền cho 1 ý kiến.");
    assert_eq!(page.texts(".dt-desk__open .govuk-body-l"), ["Việc hai"]);
}

#[tokio::test]
async fn only_the_office_of_the_unit_has_the_desk() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị Z").await;
    let pick = ward.pick(&issue).await;
    let stranger = ward.app.person("Ai Đó", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    let leader = ward.app.person("Bí Thư Mẫu", "03667", BodyKind::PartyCommittee, &[Role::Leader]).await;
    stranger.get(DESK).await.is(200).not_see("Đề nghị Z").see("Không còn ý kiến nào chờ xử lý");
    stranger.get(&format!("{DESK}?at={}", ward.issue(&issue).await.id)).await.is(404);
    stranger.post(DESK, &[("pick", &pick), ("act", "accept")]).await.is(404);
    for who in [&leader, &ward.women] {
        who.get(DESK).await.is(404);
        who.post(DESK, &[("pick", &pick), ("act", "accept")]).await.is(404);
    }
    assert_eq!(ward.state(&issue).await, StateWord::Submitted);
}

#[tokio::test]
async fn a_complaint_led_away_by_a_slip_comes_back_with_its_words() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị lắp đèn bản Cá").await;
    let page = ward.at_desk(&[&issue], "divert", &[("reason", "Nhầm")]).await.is(303);
    assert_eq!(ward.state(&issue).await, StateWord::Diverted);
    let page = ward.office.follow(page).await.is(200);
    undo(&ward.office, &page).await.is(303);
    assert_eq!(ward.state(&issue).await, StateWord::Submitted);
    ward.office.get(&issue).await.is(200).see("Đề nghị lắp đèn bản Cá");
    ward.office.get("/search?q=den+ban+ca").await.see("Tìm thấy 1 kết quả");
}

#[tokio::test]
async fn a_content_of_a_split_opinion_is_not_led_away_alone() {
    let ward = Ward::new().await;
    let whole = ward.accepted("Cống tắc; việc của ông Bịa").await;
    let form = ward.office.get(&format!("{whole}/split")).await.is(200);
    let parts = [("part_wording_1", "Nạo vét cống"), ("part_wording_2", "Về ông Bịa"), ("act", "split")];
    ward.office.fill(&form, &parts).await.is(303);
    let all = doithoai::issues::of_session(ward.app.read(), ward.session, &[]).await.unwrap();
    let part = all.iter().find(|issue| issue.content.wording == "Về ông Bịa").unwrap();
    let page = ward.office.get(&format!("/issues/{}", part.id)).await.is(200);
    assert!(page.links().iter().all(|link| !link.href.contains("what=divert")));
    let fields = [("version", "1"), ("reason", "Tố cáo"), ("act", "divert")];
    ward.office.post(&format!("/issues/{}/decide", part.id), &fields).await.is(422).see("Hãy bỏ tách trước");
}

#[tokio::test]
async fn a_page_that_the_list_no_longer_has_shows_the_last_one() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Nạo vét cống bản Cá").await;
    let page = ward.office.get(&format!("{DESK}?page=7")).await.is(200).see("Nạo vét cống bản Cá");
    assert_eq!(page.count(".dt-desk__row"), 1);
    ward.office.get("/issues?page=7").await.is(200).see("Nạo vét cống bản Cá");
    // Merging an issue into itself is no merging, and says so.
    ward.decide(&issue, "accept").await.is(303);
    let id = issue.trim_start_matches("/issues/");
    let page = ward.at_desk(&[&issue], "merge", &[("merge_target", id)]).await.is(422);
    page.see("Không gộp được vào chính nó");
}
