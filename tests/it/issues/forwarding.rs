//! Twins at other units: all or none, what travels and what stays, giving back, taking back, chains.

use doithoai::issues::{Issue, StateWord, of_session};
use doithoai::kernel::{Role, SessionId};
use doithoai::organisation::BodyKind;

use super::{Ward, press};
use crate::support::{Page, Person, details};

/// Sơn La, above the ward, and Phường Chiềng Cơi, beside it.
pub(super) const ABOVE: &str = "14";
pub(super) const BESIDE: &str = "03670";

/// Another unit's office, with a dialogue ahead.
pub(super) struct Neighbour {
    pub office: Person,
    session: SessionId,
}

impl Neighbour {
    pub async fn new(ward: &Ward, unit: &str, day: &str) -> Self {
        ward.app.activate(unit).await;
        let name = format!("Văn Phòng {unit}");
        let office = ward.app.person(&name, unit, BodyKind::PartyOffice, &[Role::Office]).await;
        let session = ward.app.announced(unit, details("Đối thoại của đơn vị nhận", &format!("{day} 08:00"))).await;
        Self { office, session }
    }

    pub async fn received(&self, ward: &Ward) -> Vec<Issue> {
        of_session(ward.app.read(), self.session, &[]).await.unwrap()
    }

    /// The only issue here, by its address.
    pub async fn only(&self, ward: &Ward) -> String {
        let all = self.received(ward).await;
        assert_eq!(all.len(), 1);
        format!("/issues/{}", all[0].id)
    }
}

impl Ward {
    pub(super) async fn forward(&self, issue: &str, to: &[&str], wording: &str) -> Page {
        let version = self.issue(issue).await.version.to_string();
        let mut fields = vec![("version", version.as_str()), ("forward_wording", wording)];
        fields.extend(to.iter().map(|code| ("forward_to", *code)));
        self.office.post(&format!("{issue}/forward"), &fields).await
    }
}

#[tokio::test]
async fn the_twin_has_its_own_number_and_state_and_only_state_and_public_answer_come_back() {
    let ward = Ward::new().await;
    let province = Neighbour::new(&ward, ABOVE, "2025-05-20").await;
    let page = ward
        .typed(
            &ward.women,
            &[
                ("issue_wording", "Bà Lò Thị Kín đề nghị sửa đường tỉnh 106"),
                ("petitioner_name", "Lò Thị Kín"),
                ("act", "submit"),
            ],
        )
        .await
        .is(303);
    let origin = page.location().unwrap();
    ward.decide(&origin, "accept").await.is(303);
    ward.office.get(&format!("{origin}/forward")).await.is(200).see("tỉnh Sơn La").see("Cấp trên");
    ward.forward(&origin, &[ABOVE], "Đề nghị sửa đường tỉnh 106").await.is(303);
    let kept = ward.issue(&origin).await;
    assert_eq!((kept.number, kept.state.word()), (Some(1), StateWord::Forwarded));
    let twin = province.only(&ward).await;
    let page = province.office.get(&twin).await.is(200);
    let page = page.see("Đề nghị sửa đường tỉnh 106").see("phường Chiềng An").see("Ý kiến số 1");
    page.not_see("Kín").not_see("Hội Phụ nữ").not_see("Xem người kiến nghị");
    // Each office has its own number; neither opens the other's.
    province.office.fill(&province.office.get(&twin).await, &[("act", "accept")]).await.is(303);
    province.office.get(&origin).await.is(404);
    ward.office.get(&twin).await.is(404);
    ward.office.get(&origin).await.see("Đã chuyển đến").see("tỉnh Sơn La").see("Đã tiếp nhận").see("Số tại nơi nhận: 1");
    // The province's own answer, prepared by its own department by its own day, travels back once it is given. By default an
    // answer is due three working days before the session: that of the province is on Tuesday 20 May, that of the ward on Friday
    // 25 April.
    let department = ward.app.person("Cầm Văn Mẫu", ABOVE, BodyKind::Department, &[Role::Answering]).await;
    let due = |form: &Page| form.form_with(&["answer_due"]).fields.into_iter().find(|(name, _)| name == "answer_due").unwrap().1;
    let form = province.office.get(&format!("{twin}/assign")).await.is(200);
    assert_eq!(due(&form), "15/05/2025");
    let own = ward.accepted("Nạo vét cống bản Cá").await;
    assert_eq!(due(&ward.office.get(&format!("{own}/assign")).await.is(200)), "22/04/2025");
    let lead = department.body.id.to_string();
    let fields = [("lead_agency", lead.as_str()), ("answer_due", "9/5/2025"), ("assignment_note", "Ghi chú nội bộ")];
    province.office.fill(&form, &fields).await.is(303);
    province.office.fill(&province.office.get(&twin).await, &[("act", "written")]).await.is(303);
    let form = department.get(&format!("{twin}/answer")).await.is(200);
    department.fill(&form, &[("prepared_text", "Sửa xong trước 30/9"), ("act", "submit")]).await.is(303);
    ward.office.get(&origin).await.not_see("Sửa xong trước 30/9");
    let page = province.office.get(&twin).await;
    let approve = page.forms().into_iter().find(|form| form.action.ends_with("/approve")).unwrap().action;
    press(&province.office, &page, &approve).await.is(303);
    for who in [&ward.office, &ward.women] {
        who.get(&origin).await.is(200).see("Sửa xong trước 30/9").see("Đã trả lời").not_see("Ghi chú nội bộ");
    }
    let page = ward.app.visitor().get(&format!("/track?code={}", kept.receipt_code)).await.is(200);
    page.see("đã được chuyển").see("tỉnh Sơn La").see("Đã trả lời").see("Sửa xong trước 30/9");
}

#[tokio::test]
async fn b088_two_receivers_or_none() {
    let ward = Ward::new().await;
    let beside = Neighbour::new(&ward, BESIDE, "2025-06-02").await;
    // The province takes part, but has nothing ahead for which an issue could come in; the ward beside is served first.
    ward.app.activate(ABOVE).await;
    let origin = ward.accepted("Sửa đường tỉnh 106").await;
    let page = ward.forward(&origin, &[BESIDE, ABOVE], "Sửa đường tỉnh 106").await.is(422);
    page.see("tỉnh Sơn La chưa có cuộc đối thoại");
    assert_eq!((beside.received(&ward).await.len(), ward.state(&origin).await), (0, StateWord::Accepted));
    assert_eq!(ward.app.audit_count(Some("issue.came-in-forwarded")).await, 0);
    let province = Neighbour::new(&ward, ABOVE, "2025-05-20").await;
    ward.forward(&origin, &[ABOVE, BESIDE], "Sửa đường tỉnh 106").await.is(303);
    assert_eq!((province.received(&ward).await.len(), beside.received(&ward).await.len()), (1, 1));
    // A unit that does not take part is no receiver.
    ward.forward(&origin, &["03679"], "Sửa đường tỉnh 106").await.is(422);
}

#[tokio::test]
async fn b089_what_may_not_be_forwarded_says_why() {
    let ward = Ward::new().await;
    let province = Neighbour::new(&ward, ABOVE, "2025-05-20").await;
    let open = ward.hand_in(&ward.women, "Chưa tiếp nhận").await;
    ward.forward(&open, &[ABOVE], "x").await.is(422).see("Tiếp nhận ý kiến trước rồi mới chuyển");
    let chosen = ward.accepted("Đưa ra hội trường").await;
    ward.decide(&chosen, "select").await.is(303);
    ward.forward(&chosen, &[ABOVE], "x").await.is(422).see("đã chọn đưa ra hội nghị");
    let fine = ward.accepted("Chuyển được").await;
    ward.forward(&fine, &[], "x").await.is(422).see("Chọn ít nhất một nơi nhận");
    assert_eq!(province.received(&ward).await.len(), 0);
}

#[tokio::test]
async fn b090_the_chain_outlives_an_origin_that_was_withdrawn() {
    let ward = Ward::new().await;
    let province = Neighbour::new(&ward, ABOVE, "2025-05-20").await;
    let beside = Neighbour::new(&ward, BESIDE, "2025-06-02").await;
    let origin = ward.accepted("Đường tỉnh 106 ngập").await;
    ward.forward(&origin, &[ABOVE], "Đường tỉnh 106 ngập").await.is(303);
    let twin = province.only(&ward).await;
    province.office.fill(&province.office.get(&twin).await, &[("act", "accept")]).await.is(303);
    let page = ward.women.get(&format!("{origin}/withdraw")).await.is(200);
    press(&ward.women, &page, &format!("{origin}/withdraw")).await.is(303);
    province.office.get(&twin).await.is(200).see("phường Chiềng An").see("Đã rút");
    // It can be sent on all the same, though not home.
    let version = province.received(&ward).await[0].version.to_string();
    let send = |to| [("version", version.as_str()), ("forward_wording", "Đường tỉnh 106 ngập"), ("forward_to", to)];
    province.office.post(&format!("{twin}/forward"), &send("03667")).await.is(422).see("do phường Chiềng An chuyển đến");
    province.office.post(&format!("{twin}/forward"), &send(BESIDE)).await.is(303);
    let last = beside.only(&ward).await;
    beside.office.get(&last).await.is(200).see("tỉnh Sơn La").see("Ý kiến số 1");
    assert_eq!(ward.state(&origin).await, StateWord::Withdrawn);
}

#[tokio::test]
async fn b091_the_same_issue_sent_twice_is_asked_about() {
    let ward = Ward::new().await;
    let province = Neighbour::new(&ward, ABOVE, "2025-05-20").await;
    let origin = ward.accepted("Sửa đường tỉnh 106").await;
    ward.forward(&origin, &[ABOVE], "Sửa đường tỉnh 106").await.is(303);
    let page = ward.forward(&origin, &[ABOVE], "Sửa đường tỉnh 106").await.is(422);
    assert!(page.error_at("forward_again").is_some_and(|why| why.contains("tỉnh Sơn La")));
    assert_eq!(province.received(&ward).await.len(), 1);
    // Word by word the same from somebody else is the same, however the province has worded it for the public.
    let twin = province.only(&ward).await;
    let form = province.office.get(&format!("{twin}/classify")).await.is(200);
    province.office.fill(&form, &[("public_wording", "Đề nghị tu sửa đường tỉnh 106 qua phường Chiềng An")]).await.is(303);
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let other = ward.hand_in(&farmers, "Đường tỉnh 106 hỏng").await;
    ward.decide(&other, "accept").await.is(303);
    let page = ward.forward(&other, &[ABOVE], "Sửa đường tỉnh 106").await.is(422);
    ward.office.fill(&page, &[("forward_to", ABOVE), ("forward_again", "yes")]).await.is(303);
    assert_eq!(province.received(&ward).await.len(), 2);
}

#[tokio::test]
async fn the_receiver_gives_it_back_and_the_sender_takes_it_up_again() {
    let ward = Ward::new().await;
    let province = Neighbour::new(&ward, ABOVE, "2025-05-20").await;
    let origin = ward.accepted("Sửa đường bản Cá").await;
    ward.forward(&origin, &[ABOVE], "Sửa đường bản Cá").await.is(303);
    let twin = province.only(&ward).await;
    let form = province.office.get(&format!("{twin}/decide?what=return")).await.is(200);
    province.office.fill(&form, &[("reason", "Thuộc thẩm quyền cấp xã"), ("act", "return")]).await.is(303);
    ward.office.get(&origin).await.see("Thuộc thẩm quyền cấp xã");
    // Its reasons are for this office, not for the organisation.
    ward.women.get(&origin).await.is(200).not_see("Thuộc thẩm quyền cấp xã");
    let page = ward.office.get(&origin).await;
    press(&ward.office, &page, &format!("{origin}/take-back")).await.is(303);
    assert_eq!(ward.state(&origin).await, StateWord::Accepted);
    // Sent again, and taken back before anybody there looked; then not any more.
    ward.forward(&origin, &[ABOVE], "Sửa đường bản Cá").await.is(303);
    let page = ward.office.get(&origin).await;
    press(&ward.office, &page, &format!("{origin}/take-back")).await.is(303);
    let states = province.received(&ward).await.into_iter().map(|issue| issue.state.word()).collect::<Vec<_>>();
    assert!(states.contains(&StateWord::Withdrawn) && states.contains(&StateWord::Returned), "{states:?}");
    ward.forward(&origin, &[ABOVE], "Sửa đường bản Cá").await.is(303);
    let stale = ward.office.get(&origin).await;
    let all = province.received(&ward).await;
    let alive = all.iter().find(|issue| issue.state.word() == StateWord::Submitted).unwrap().id;
    let page = province.office.get(&format!("/issues/{alive}")).await;
    province.office.fill(&page, &[("act", "accept")]).await.is(303);
    press(&ward.office, &stale, &format!("{origin}/take-back")).await.is(422).see("Nơi nhận đang giải quyết");
    let page = ward.office.get(&origin).await.is(200);
    assert!(page.forms().iter().all(|form| !form.action.ends_with("/take-back")), "{}", page.text());
}

#[tokio::test]
async fn only_the_office_of_the_unit_sends_on() {
    let ward = Ward::new().await;
    let province = Neighbour::new(&ward, ABOVE, "2025-05-20").await;
    let origin = ward.accepted("Sửa đường").await;
    for (who, path) in [(&ward.women, "forward"), (&province.office, "forward"), (&province.office, "take-back")] {
        who.post(&format!("{origin}/{path}"), &[("version", "2"), ("forward_to", ABOVE), ("forward_wording", "x")]).await.is(404);
    }
    assert_eq!(province.received(&ward).await.len(), 0);
}
