//! Approval inside an organisation before its issues leave it: who asks, who lets go, and that nobody else learns of it.

use doithoai::db::WriteTx;
use doithoai::issues::{StateWord, of_session};
use doithoai::kernel::{Event, Role};
use doithoai::organisation::store::people;
use doithoai::organisation::{BodyKind, PostKind, posts};
use entity::issue;
use sea_orm::EntityTrait;

use super::sheets::foreign;
use super::{Ward, press};
use crate::support::{Page, Person};

/// The women's union approves inside; its writer, and the head who may let go.
async fn approving() -> (Ward, Person) {
    let ward = Ward::new().await;
    let head = ward.app.person("Lường Thị Hoa", "03667", "Hội Phụ nữ", &[Role::Approver]).await;
    switch(&head, &ward, "yes").await.is(303);
    (ward, head)
}

async fn switch(who: &Person, ward: &Ward, way: &str) -> Page {
    let address = format!("/bodies/{}/approval", ward.women.body.id);
    let page = who.get(&address).await.is(200);
    who.fill(&page, &[("approves_first", way)]).await
}

/// Presses the button `act` of the approval on an issue's page.
async fn decide(who: &Person, issue: &str, act: &str) -> Page {
    let page = who.get(issue).await.is(200);
    let here = format!("{issue}/approval");
    assert!(page.source().contains(&format!("value=\"{act}\"")), "{issue}: no button {act}");
    let form = page.forms().into_iter().find(|form| form.action == here).unwrap();
    who.awake().await.send_form(&form, &[("act", act)]).await
}

impl Ward {
    /// Every issue with its state and approval, drafts included, in the order of their making.
    async fn standing(&self) -> Vec<(String, Option<String>)> {
        let mut rows = issue::Entity::find().all(self.app.read()).await.unwrap();
        rows.sort_by_key(|row| row.id);
        rows.into_iter().map(|row| (row.state, row.approval)).collect()
    }
}

#[tokio::test]
async fn a_writer_asks_the_head_lets_go_and_the_receipt_says_who() {
    let (ward, head) = approving().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị mở lớp dạy nghề").await;
    ward.women.get(&issue).await.see("đã trình, đang chờ duyệt").not_see("Mã biên nhận:");
    assert_eq!(ward.standing().await, [("draft".to_owned(), Some("asked".to_owned()))]);
    ward.women.get(&format!("{issue}/edit")).await.is(422).see("đang chờ duyệt nội bộ");
    head.get("/").await.see("Duyệt 1 ý kiến trước khi gửi đến Đối thoại quý II").see("15/04/2025");
    ward.app.at("2025-04-16 08:00");
    decide(&head, &issue, "approve").await.is(303);
    let left = ward.issue(&issue).await;
    // The window counts when it leaves: asked in time, approved a day after the last one.
    assert_eq!((left.state.word(), left.late, left.submitted_at), (StateWord::Submitted, true, Some(ward.app.now())));
    ward.women.get(&issue).await.see("Lường Thị Hoa đã duyệt gửi");
    ward.women.get(&format!("{issue}/receipt")).await.see("Lường Thị Hoa, ngày 16/04/2025");
    for code in ["approval.asked", "approval.given", "issue.submitted"] {
        assert_eq!(ward.app.audit_count(Some(code)).await, 1, "{code}");
    }
    // The office sees the issue, and nothing of what was talked about inside.
    ward.office.get(&issue).await.is(200).see("dạy nghề").not_see("Duyệt nội bộ").not_see("đã duyệt gửi");
}

#[tokio::test]
async fn nothing_of_what_waits_leaves_the_organisation() {
    let (ward, _head) = approving().await;
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let issue = ward.hand_in(&ward.women, "Đề nghị xây nhà trẻ Chiềng Lề").await;
    let leader = ward.app.person("Bí Thư Mẫu", "03667", BodyKind::PartyCommittee, &[Role::Leader]).await;
    for stranger in [&ward.office, &farmers, &leader] {
        stranger.get(&issue).await.is(404);
        stranger.get(&format!("{issue}/receipt")).await.is(404);
        stranger.get("/search?q=nh%C3%A0+tr%E1%BA%BB").await.not_see("Chiềng Lề");
        stranger.post(&format!("{issue}/approval"), &[("version", "2"), ("act", "approve")]).await.is(404);
    }
    for list in ["/issues", "/issues/triage", "/issues/synthesis", "/issues/synthesis/csv"] {
        ward.office.get(list).await.is(200).not_see("Chiềng Lề");
    }
    farmers.get("/issues/own").await.is(200).not_see("Chiềng Lề");
    assert!(of_session(ward.app.read(), ward.session, &[]).await.unwrap().is_empty());
    let code = issue::Entity::find().one(ward.app.read()).await.unwrap().unwrap().receipt_code;
    ward.app.visitor().get(&format!("/track?code={code}")).await.not_see("đã nhận và đang xem xét");
    // The organisation itself finds it.
    ward.women.get("/issues/own").await.see("Chiềng Lề").see("Chờ duyệt nội bộ");
}

#[tokio::test]
async fn it_goes_back_with_a_remark_is_changed_and_asked_for_again() {
    let (ward, head) = approving().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị sửa đường").await;
    let page = head.get(&format!("{issue}/approval")).await.is(200);
    head.fill(&page, &[("approval_remark", " "), ("act", "return")]).await.is(422);
    head.fill(&page, &[("approval_remark", "Ghi rõ đoạn đường nào"), ("act", "return")]).await.is(303);
    ward.women.get("/").await.see("Sửa 1 ý kiến người duyệt trả lại");
    ward.women.get("/issues/own?approval=returned").await.see("Đề nghị sửa đường").see("Người duyệt trả lại");
    ward.women.get(&issue).await.see("Ghi rõ đoạn đường nào").see("Lường Thị Hoa trả lại để sửa");
    let form = ward.women.get(&format!("{issue}/edit")).await.is(200).see("Trình duyệt nội bộ");
    ward.women.fill(&form, &[("issue_wording", "Đề nghị sửa đường từ cầu đến chợ"), ("act", "submit")]).await.is(303);
    // What was said before is there for the second look.
    head.get(&issue).await.see("từ cầu đến chợ").see("Ghi rõ đoạn đường nào");
    decide(&ward.women, &issue, "take-back").await.is(303);
    ward.women.get(&format!("{issue}/edit")).await.is(200);
    let page = ward.women.get(&issue).await;
    press(&ward.women, &page, &format!("{issue}/submit")).await.is(303);
    assert_eq!(ward.app.audit_count(Some("approval.asked")).await, 3);
    decide(&head, &issue, "approve").await.is(303);
    // Approved words are changed by who may approve.
    ward.women.get(&format!("{issue}/edit")).await.is(422).see("hãy nhờ người duyệt sửa");
    head.get(&format!("{issue}/edit")).await.is(200);
    for entry in entity::audit_entry::Entity::find().all(ward.app.read()).await.unwrap() {
        assert!(!entry.facts.contains("đoạn đường"), "{}", entry.facts);
    }
}

#[tokio::test]
async fn what_came_back_from_the_office_leaves_again_only_with_an_approval() {
    let (ward, head) = approving().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị sửa đường").await;
    decide(&head, &issue, "approve").await.is(303);
    let page = ward.office.get(&format!("{issue}/decide?what=return")).await;
    ward.office.fill(&page, &[("reason", "Ghi rõ đoạn đường"), ("act", "return")]).await.is(303);
    let form = ward.women.get(&format!("{issue}/edit")).await.is(200);
    // A complaint would go its own way at once, past who approves.
    let refused = [("issue_kind", "complaint"), ("act", "save")];
    ward.women.fill(&form, &refused).await.is(422).see("hãy nhờ người duyệt sửa");
    ward.women.fill(&form, &[("issue_wording", "Đề nghị sửa đường từ cầu đến chợ"), ("act", "submit")]).await.is(303);
    assert_eq!(ward.standing().await, [("returned".to_owned(), Some("asked".to_owned()))]);
    decide(&head, &issue, "approve").await.is(303);
    assert_eq!(ward.state(&issue).await, StateWord::Submitted);
}

#[tokio::test]
async fn several_contents_of_one_form_wait_together() {
    let (ward, head) = approving().await;
    let typed = [("issue_wording", "Đề nghị một"), ("issue_wording_2", "Đề nghị hai"), ("act", "submit")];
    let sent = ward.typed(&ward.women, &typed).await.is(303);
    ward.women.follow(sent).await.see("Đã trình duyệt").see("Đề nghị hai");
    assert_eq!(ward.standing().await, vec![("draft".to_owned(), Some("asked".to_owned())); 2]);
    head.get("/issues/approval").await.see("2 ý kiến chờ duyệt");
}

#[tokio::test]
async fn the_writer_cannot_approve_and_another_organisations_head_neither() {
    let (ward, head) = approving().await;
    let other = ward.app.person("Vì Văn Trưởng", "03667", "Hội Nông dân", &[Role::Approver]).await;
    let issue = ward.hand_in(&ward.women, "Đề nghị A").await;
    for person in [&ward.women, &other] {
        person.post(&format!("{issue}/approval"), &[("version", "1"), ("act", "approve")]).await.is(404);
    }
    let (session, body) = (ward.session.to_string(), ward.women.body.id.to_string());
    let forged =
        [("session", &*session), ("body", &*body), ("seen", "2030-01-01T00:00:00Z"), ("count", "1"), ("act", "approve-all")];
    other.post("/issues/approval", &forged).await.is(404);
    ward.women.post("/issues/approval", &forged).await.is(404);
    ward.women.get(&format!("/bodies/{body}/approval")).await.is(404);
    ward.women.post(&format!("/bodies/{body}/approval"), &[("version", "2"), ("approves_first", "no")]).await.is(404);
    other.get("/issues/approval").await.is(200).not_see("Đề nghị A");
    assert_eq!(ward.standing().await, [("draft".to_owned(), Some("asked".to_owned()))]);
    // Who may approve hands in at once.
    let own = ward.hand_in(&head, "Đề nghị B").await;
    assert_eq!(ward.state(&own).await, StateWord::Submitted);
    head.get(&format!("{own}/receipt")).await.see("Lường Thị Hoa, ngày 03/03/2025");
}

#[tokio::test]
async fn an_import_without_the_right_waits_and_one_act_lets_all_go() {
    let (ward, head) = approving().await;
    let page = ward.look(&foreign("good", None)).await.is(200).see("Trình duyệt nội bộ trước khi gửi");
    ward.import(&page, &[("import_mode", "submit")]).await.see("đang chờ lãnh đạo tổ chức duyệt");
    assert!(ward.standing().await.iter().all(|(state, approval)| state == "draft" && approval.as_deref() == Some("asked")));
    let page = head.get("/issues/approval").await.is(200).see("2 ý kiến chờ duyệt");
    let stale = page.form_with(&["seen", "count"]);
    // One more is asked for after the page was shown: what nobody has read does not leave with the others.
    ward.app.at("2025-03-03 08:20");
    ward.hand_in(&ward.women, "Đề nghị thêm").await;
    head.awake().await.send_form(&stale, &[("act", "approve-all")]).await.is(422).see("Danh sách đã thay đổi");
    assert!(of_session(ward.app.read(), ward.session, &[]).await.unwrap().is_empty());
    ward.app.at("2025-03-03 08:40");
    let page = head.get("/issues/approval").await.is(200).see("Duyệt và gửi tất cả 3 ý kiến");
    head.awake().await.send_form(&page.form_with(&["seen", "count"]), &[("act", "approve-all")]).await.is(303);
    assert_eq!(of_session(ward.app.read(), ward.session, &[StateWord::Submitted]).await.unwrap().len(), 3);
    head.get("/issues/approval").await.see("Không có ý kiến nào chờ duyệt");
}

#[tokio::test]
async fn chosen_ones_leave_and_others_go_back_together() {
    let (ward, head) = approving().await;
    let mut issues = Vec::new();
    for wording in ["Đề nghị một", "Đề nghị hai", "Đề nghị ba"] {
        issues.push(ward.hand_in(&ward.women, wording).await);
    }
    let id = |at: usize| issues[at].trim_start_matches("/issues/").to_owned();
    let page = head.get("/issues/approval").await.is(200);
    let form = page.form_with(&["seen", "count"]);
    head.awake().await.send_form(&form, &[("act", "approve")]).await.is(422).see("Chọn ít nhất một ý kiến");
    head.awake().await.send_form(&form, &[("act", "approve"), ("issues", &id(0))]).await.is(303);
    assert_eq!(ward.state(&issues[0]).await, StateWord::Submitted);
    let page = head.get("/issues/approval").await.is(200).not_see("Đề nghị một");
    let form = page.form_with(&["seen", "count"]);
    let back = [("act", "return"), ("issues", &*id(1)), ("approval_remark", "Thiếu địa điểm")];
    head.awake().await.send_form(&form, &back).await.is(303);
    ward.women.get(&issues[1]).await.see("Thiếu địa điểm");
    // It does not wait any more: the page from before cannot let it go.
    head.awake().await.send_form(&form, &[("act", "approve"), ("issues", &id(1))]).await.is(422).see("Danh sách đã thay đổi");
    assert_eq!(ward.app.audit_count(Some("approval.given")).await, 1);
}

#[tokio::test]
async fn a_script_approves_nothing_unless_somebody_with_the_right_runs_it() {
    let (ward, head) = approving().await;
    let file = foreign("good", None);
    let told = super::command_line::json(&ward.command("a.xlsx", &file, &["--json"]).await);
    assert_eq!((told["written"].as_u64(), told["for_approval"].as_bool()), (Some(2), Some(true)), "{told}");
    assert!(of_session(ward.app.read(), ward.session, &[]).await.unwrap().is_empty());
    let other = "Nội dung,Loại,Số người\nĐề nghị mở lớp dạy nghề,kiến nghị,5\n".as_bytes();
    let told = super::command_line::json(&ward.command("b.csv", other, &["--json", "--as", &head.login]).await);
    assert_eq!((told["written"].as_u64(), told["for_approval"].as_bool()), (Some(1), Some(false)), "{told}");
    let left = of_session(ward.app.read(), ward.session, &[StateWord::Submitted]).await.unwrap();
    let left: Vec<_> = left.iter().map(|issue| &*issue.content.wording).collect();
    assert_eq!(left, ["Đề nghị mở lớp dạy nghề"]);
}

#[tokio::test]
async fn who_leads_a_body_approves_by_the_post_and_the_setting_needs_somebody() {
    let ward = Ward::new().await;
    let admin = ward.app.admin("Quản Trị Mẫu").await;
    // Nobody could approve yet.
    switch(&admin, &ward, "yes").await.is(422).see("Chưa có ai được duyệt");
    let chair = ward.app.person("Hà Thị Chủ", "03667", "Hội Phụ nữ", &[]).await;
    chair.get("/issues/approval").await.is(404);
    hold(&ward, &chair, PostKind::Head).await;
    switch(&admin, &ward, "yes").await.is(303);
    let issue = ward.hand_in(&ward.women, "Đề nghị A").await;
    chair.get("/issues/approval").await.is(200).see("Đề nghị A");
    decide(&chair, &issue, "approve").await.is(303);
    assert_eq!(ward.state(&issue).await, StateWord::Submitted);
    // Turned off by the head, writers hand in by themselves again.
    // Who writes for a body and leads it has everything once.
    let both = ward.app.person("Lò Thị Vừa", "03667", "Hội Phụ nữ", &[Role::Submitter, Role::Approver]).await;
    let list = both.get("/issues/own").await.is(200);
    assert_eq!((list.text().matches("Đề nghị A").count(), list.text().matches("Duyệt nội bộ trước khi gửi").count()), (1, 1));
    switch(&chair, &ward, "no").await.is(303);
    let free = ward.hand_in(&ward.women, "Đề nghị B").await;
    assert_eq!(ward.state(&free).await, StateWord::Submitted);
    assert_eq!(ward.app.audit_count(Some("body.approval-set")).await, 2);
}

/// Gives the post of this kind in his body to a person.
async fn hold(ward: &Ward, who: &Person, kind: PostKind) {
    let ctx = ward.app.ctx();
    let post = posts(ward.app.read(), &[who.body.id]).await.unwrap().into_iter().find(|post| post.kind == kind).unwrap();
    let tx = WriteTx::begin(ward.app.app.db(), &ctx).await.unwrap();
    people::insert_holding(tx.conn(), post.id, who.person, ctx.today(), "").await.unwrap();
    tx.commit(Event::new("post.taken-over", "body", who.body.id, "03667")).await.unwrap();
}

#[tokio::test]
async fn approvers_are_told_once_a_day_and_writers_of_what_became_of_it() {
    let (ward, head) = approving().await;
    let first = ward.hand_in(&ward.women, "Đề nghị A").await;
    ward.hand_in(&ward.women, "Đề nghị B").await;
    decide(&head, &first, "approve").await.is(303);
    let queued = entity::outbox::Entity::find().all(ward.app.read()).await.unwrap();
    let told = |code: &str| queued.iter().filter(|row| row.key.starts_with(&format!("{code}/"))).collect::<Vec<_>>();
    assert_eq!(told("approval-asked").len(), 1);
    let given = told("approval-given");
    assert_eq!(given.len(), 1);
    assert!(given[0].payload.to_string().contains(&ward.women.account.to_string()));
    assert!(queued.iter().all(|row| !row.payload.to_string().contains("Đề nghị")));
}
