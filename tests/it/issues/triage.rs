//! The office decides: accept with a number, select, in writing, refuse, classify; conflicts and rights.

use doithoai::issues::StateWord;
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use super::Ward;

#[tokio::test]
async fn numbers_run_within_the_session_and_stay() {
    let ward = Ward::new().await;
    let (first, second) = (ward.accepted("Việc một").await, ward.accepted("Việc hai").await);
    assert_eq!((ward.issue(&first).await.number, ward.issue(&second).await.number), (Some(1), Some(2)));
    ward.decide(&first, "select").await.is(303);
    ward.office.get(&first).await.see("Ý kiến số 1").see("Đưa ra hội nghị");
    ward.decide(&first, "written").await.is(303);
    ward.decide(&first, "accept").await.is(303);
    assert_eq!((ward.issue(&first).await.number, ward.state(&first).await), (Some(1), StateWord::Accepted));
    // A refused step takes no number: the next issue is the third.
    ward.office.post(&format!("{first}/decide"), &[("version", "99"), ("act", "accept")]).await.is(409);
    let third = ward.accepted("Việc ba").await;
    assert_eq!(ward.issue(&third).await.number, Some(3));
}

#[tokio::test]
async fn refusing_needs_ground_and_reason_and_the_receipt_says_so() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị X").await;
    let page = ward.office.get(&format!("{issue}/decide?what=refuse")).await.is(200);
    let again = ward.office.fill(&page, &[("reason", ""), ("act", "refuse")]).await.is(422);
    assert_eq!(again.errors().len(), 2);
    ward.office.fill(&page, &[("ground", "settled"), ("reason", "Đã trả lời năm 2024"), ("act", "refuse")]).await.is(303);
    ward.women.get(&issue).await.see("Đã có kết quả giải quyết có hiệu lực").see("Đã trả lời năm 2024");
    let receipt = ward.issue(&issue).await.receipt_code;
    let page = ward.app.visitor().get(&format!("/track?code={receipt}")).await.is(200);
    page.see("không được tiếp nhận").see("Đã có kết quả giải quyết").not_see("Đã trả lời năm 2024");
}

#[tokio::test]
async fn the_list_is_filtered_by_its_address_and_counted_by_state() {
    let ward = Ward::new().await;
    let accepted = ward.accepted("Đường bản Cá ngập nước").await;
    ward.hand_in(&ward.women, "Trường mầm non chật").await;
    let form = ward.office.get(&format!("{accepted}/classify")).await.is(200);
    let sent = [("issue_field", "transport-drainage"), ("competence", "province"), ("public_wording", "Chống ngập bản Cá")];
    ward.office.fill(&form, &sent).await.is(303);
    // An upper field finds what stands below it; words are found without diacritics.
    ward.office.get("/issues?field=transport").await.see("Chống ngập bản Cá").not_see("mầm non");
    ward.office.get("/issues?q=truong+mam+non").await.see("Trường mầm non chật").not_see("Chống ngập");
    let page = ward.office.get("/issues").await.is(200);
    let counters = page.texts(".dt-stat");
    assert!(counters.contains(&"1Chờ xử lý".to_owned()) && counters.contains(&"1Đã tiếp nhận".to_owned()), "{counters:?}");
    // The original stays beside the public wording.
    ward.office.get(&accepted).await.see("Đường bản Cá ngập nước").see("Chống ngập bản Cá").see("Cấp tỉnh");
    ward.office.get("/issues?q=%25").await.not_see("mầm non");
}

#[tokio::test]
async fn two_of_the_office_cannot_decide_over_each_other() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị Y").await;
    let (mine, yours) = (ward.office.get(&issue).await, ward.office.get(&issue).await);
    ward.office.fill(&mine, &[("act", "accept")]).await.is(303);
    ward.office.fill(&yours, &[("act", "accept")]).await.is(409);
}

#[tokio::test]
async fn only_the_office_of_the_unit_decides() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị Z").await;
    let stranger = ward.app.person("Ai Đó", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    let leader = ward.app.person("Bí Thư Mẫu", "03667", BodyKind::PartyCommittee, &[Role::Leader]).await;
    for path in ["decide", "classify", "merge", "assign", "unmerge"] {
        stranger.post(&format!("{issue}/{path}"), &[("version", "1"), ("act", "accept")]).await;
        for who in [&leader, &ward.women] {
            who.post(&format!("{issue}/{path}"), &[("version", "1"), ("act", "accept")]).await.is(404);
        }
    }
    stranger.get(&format!("{issue}/decide?what=refuse")).await.is(404);
    assert_eq!(ward.state(&issue).await, StateWord::Submitted);
}
