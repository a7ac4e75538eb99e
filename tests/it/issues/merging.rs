//! Merging and taking apart: every submitter stays, chains are flattened, circles refused, everything restored.

use doithoai::issues::{IssueState, StateWord};
use entity::outbox;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Ward, press};

impl Ward {
    pub(super) async fn merge(&self, issue: &str, target: &str) -> crate::support::Page {
        let version = self.issue(issue).await.version.to_string();
        let target = target.trim_start_matches("/issues/");
        self.office.post(&format!("{issue}/merge"), &[("version", &version), ("merge_target", target)]).await
    }
}

#[tokio::test]
async fn b086_a_merged_issue_keeps_its_receipt_and_both_organisations_see_the_main_one() {
    let ward = Ward::new().await;
    let main = ward.accepted("Nạo vét cống bản Cá").await;
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let same = ward.hand_in(&farmers, "Cống bản Cá tắc, đề nghị nạo vét").await;
    farmers.get(&main).await.is(404);
    ward.merge(&same, &main).await.is(303);
    farmers.get(&same).await.is(200).see("Đã gộp vào");
    farmers.get(&main).await.is(200).see("Ý kiến số 1");
    ward.office.get(&main).await.see("Hội Nông dân");
    // Neither learns who else brought it, and what is the other's stays with it.
    ward.women.get(&main).await.is(200).not_see("Hội Nông dân");
    farmers.get(&main).await.see("Tổ chức khác").not_see("Phụ nữ").not_see("Quàng Thị Mẫu").not_see("Lò Văn Mẫu");
    let receipt = ward.issue(&same).await.receipt_code;
    let page = ward.app.visitor().get(&format!("/track?code={receipt}")).await.is(200);
    page.see("Đã tiếp nhận").see("cùng các ý kiến có nội dung giống nhau");
}

#[tokio::test]
async fn b084_without_target_into_itself_or_in_a_circle_is_refused() {
    let ward = Ward::new().await;
    let (a, b) = (ward.accepted("Việc A").await, ward.accepted("Việc B").await);
    let page = ward.office.get(&format!("{a}/merge")).await;
    let page = ward.office.fill(&page, &[("version", "2")]).await.is(422);
    assert!(page.error_at("merge_target").is_some());
    assert!(ward.merge(&a, &a).await.is(422).error_at("merge_target").is_some());
    ward.merge(&b, &a).await.is(303);
    // A now carries B: it cannot go into B.
    ward.merge(&a, &b).await.is(422).see("Không gộp được vào chính nó");
    let open = ward.hand_in(&ward.women, "Việc chưa tiếp nhận").await;
    ward.merge(&a, &open).await.is(422).see("phải đã được tiếp nhận");
}

#[tokio::test]
async fn b087_chains_are_flattened_and_taking_apart_restores_them() {
    let ward = Ward::new().await;
    let (a, b, c) = (ward.accepted("Việc A").await, ward.accepted("Việc B").await, ward.accepted("Việc C").await);
    ward.decide(&c, "select").await.is(303);
    ward.merge(&c, &b).await.is(303);
    ward.merge(&b, &a).await.is(303);
    let ends_at = async |address: &str| match ward.issue(address).await.state {
        IssueState::Merged { into, .. } => format!("/issues/{into}"),
        other => panic!("{address} is {other:?}"),
    };
    assert_eq!((ends_at(&c).await, ends_at(&b).await), (a.clone(), a.clone()));
    let page = ward.office.get(&b).await;
    press(&ward.office, &page, &format!("{b}/unmerge")).await.is(303);
    assert_eq!(ward.state(&b).await, StateWord::Accepted);
    assert_eq!(ends_at(&c).await, b);
    let page = ward.office.get(&c).await;
    press(&ward.office, &page, &format!("{c}/unmerge")).await.is(303);
    let restored = ward.issue(&c).await;
    assert_eq!((restored.state.word(), restored.number), (StateWord::Selected, Some(3)));
    assert_eq!(ward.app.audit_count(Some("issue.merged")).await, 2);
}

#[tokio::test]
async fn an_issue_that_carries_others_cannot_be_taken_back() {
    let ward = Ward::new().await;
    let (a, b) = (ward.accepted("Việc A").await, ward.accepted("Việc B").await);
    ward.merge(&b, &a).await.is(303);
    let page = ward.women.get(&format!("{a}/withdraw")).await;
    press(&ward.women, &page, &format!("{a}/withdraw")).await.is(422);
    assert_eq!(ward.state(&a).await, StateWord::Accepted);
}

/// The figures on the counters of the list: state and number.
async fn counters(ward: &Ward) -> Vec<String> {
    ward.office.get("/issues").await.is(200).texts(".dt-stat")
}

#[tokio::test]
async fn b085_what_is_done_to_a_merged_issue_is_done_to_the_main_one() {
    let ward = Ward::new().await;
    let main = ward.accepted("Nạo vét cống bản Cá").await;
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let same = ward.hand_in(&farmers, "Cống bản Cá tắc, đề nghị nạo vét").await;
    ward.merge(&same, &main).await.is(303);
    // The merged one takes no step of its own, and its page leads to the main one.
    let version = ward.issue(&same).await.version.to_string();
    for act in ["accept", "select", "written"] {
        ward.office.post(&format!("{same}/decide"), &[("version", &version), ("act", act)]).await.is(422);
    }
    ward.office
        .post(&format!("{same}/split"), &[("version", &version), ("part_wording_1", "A"), ("part_wording_2", "B")])
        .await
        .is(422);
    ward.office.post(&format!("{same}/classify"), &[("version", &version)]).await.is(422);
    assert_eq!(farmers.get(&same).await.is(200).link("Ý kiến số 1"), main);
    // What becomes of the main one is what the receipt of the merged one tells.
    ward.decide(&main, "select").await.is(303);
    let receipt = ward.issue(&same).await.receipt_code;
    ward.app.visitor().get(&format!("/track?code={receipt}")).await.is(200).see("được chọn đưa ra hội nghị");
    // One that says the same again is led to the end of the chain.
    let third = ward.accepted("Cống tắc").await;
    ward.merge(&third, &same).await.is(303);
    assert!(matches!(ward.issue(&third).await.state, IssueState::Merged { into, .. } if main.ends_with(&into.to_string())));
}

#[tokio::test]
async fn b086_states_may_differ_and_who_comes_to_an_answer_late_is_told() {
    let ward = Ward::new().await;
    let main = ward.accepted("Nạo vét cống bản Cá").await;
    let economy = ward.economy().await;
    ward.decide(&main, "written").await.is(303);
    let form = ward.office.get(&format!("{main}/assign")).await.is(200);
    let lead = economy.body.id.to_string();
    ward.office.fill(&form, &[("lead_agency", &lead), ("answer_due", "20/4/2025")]).await.is(303);
    let form = economy.get(&format!("{main}/answer")).await.is(200);
    economy.fill(&form, &[("prepared_text", "Đã nạo vét xong"), ("act", "submit")]).await.is(303);
    let page = ward.office.get(&main).await;
    let approve = page.forms().into_iter().find(|form| form.action.ends_with("/approve")).unwrap().action;
    press(&ward.office, &page, &approve).await.is(303);
    assert_eq!(ward.state(&main).await, StateWord::Answered);
    // One that waits and one that was chosen go into what is answered; the answered one goes nowhere.
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let waiting = ward.hand_in(&farmers, "Cống tắc").await;
    let chosen = ward.accepted("Cống lại tắc").await;
    ward.decide(&chosen, "select").await.is(303);
    ward.merge(&main, &chosen).await.is(422);
    ward.merge(&waiting, &main).await.is(303);
    ward.merge(&chosen, &main).await.is(303);
    farmers.get(&main).await.is(200).see("Đã nạo vét xong");
    let receipt = ward.issue(&waiting).await.receipt_code;
    ward.app.visitor().get(&format!("/track?code={receipt}")).await.see("Đã nạo vét xong");
    let told =
        outbox::Entity::find().filter(outbox::Column::Key.starts_with("issue-answered/")).all(ward.app.read()).await.unwrap();
    let told: Vec<&str> = told.iter().filter_map(|row| row.key.trim_start_matches("issue-answered/").split('/').next()).collect();
    for address in [&main, &waiting, &chosen] {
        assert!(told.contains(&address.trim_start_matches("/issues/")), "{address} is not in {told:?}");
    }
}

#[tokio::test]
async fn b087_taking_apart_restores_texts_files_receipts_people_counts_and_keeps_the_history() {
    let ward = Ward::new().await;
    let main = ward.accepted("Nạo vét cống bản Cá").await;
    let session = ward.session.to_string();
    let body = ward.women.body.id.to_string();
    let fields = [
        ("session", session.as_str()),
        ("body", &body),
        ("issue_kind", "proposal"),
        ("issue_wording", "Cống tắc, đề nghị nạo vét ngay"),
        ("people", "15"),
        ("village", "Bản Cá"),
        ("channel", "paper"),
        ("act", "submit"),
    ];
    let page = ward.women.upload("/issues", &fields, &[("files", "Đơn đề nghị.pdf", b"%PDF-1.7 mau")]).await.is(303);
    let same = page.location().unwrap();
    ward.decide(&same, "accept").await.is(303);
    let (before, counted) = (ward.issue(&same).await, counters(&ward).await);
    ward.merge(&same, &main).await.is(303);
    ward.office.get(&main).await.see("Cùng các ý kiến gộp: 16 người");
    assert_ne!(counters(&ward).await, counted);
    let page = ward.office.get(&same).await;
    press(&ward.office, &page, &format!("{same}/unmerge")).await.is(303);
    // The office reads on the main issue's page what came and went; who brought it does not.
    ward.office.get(&main).await.see("Nhận gộp một ý kiến trùng").see("Trả ra một ý kiến đã gộp");
    ward.women.get(&main).await.not_see("Trả ra một ý kiến đã gộp");
    let after = ward.issue(&same).await;
    // Everything is as it was but the row's version; the state dates from now.
    let as_before = doithoai::issues::Issue { version: before.version, state_at: before.state_at, ..after.clone() };
    assert_eq!(as_before, before);
    assert_eq!(after.version, before.version + 2);
    assert_eq!(counters(&ward).await, counted);
    let page = ward.office.get(&same).await.see("Đơn đề nghị.pdf").see("Gộp vào ý kiến khác").see("Tách ra như cũ");
    page.see("Gửi đến văn phòng");
    ward.office.get(&main).await.not_see("Cùng các ý kiến gộp");
    ward.app.visitor().get(&format!("/track?code={}", before.receipt_code)).await.see("Đã tiếp nhận").not_see("giống nhau");
}

#[tokio::test]
async fn files_and_village_of_the_main_one_are_not_for_those_merged_into_it() {
    let ward = Ward::new().await;
    let (session, body) = (ward.session.to_string(), ward.women.body.id.to_string());
    let fields = [
        ("session", &*session),
        ("body", &*body),
        ("issue_kind", "proposal"),
        ("issue_wording", "Nạo vét cống"),
        ("people", "3"),
        ("village", "Nhà bà Lò Thị Kín, số nhà 12"),
        ("channel", "paper"),
        ("act", "submit"),
    ];
    let sent = ward.women.upload("/issues", &fields, &[("files", "Đơn của bà Kín.pdf", b"%PDF-1.7 don")]).await;
    let main = sent.is(303).location().unwrap();
    ward.decide(&main, "accept").await.is(303);
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let same = ward.hand_in(&farmers, "Cống tắc").await;
    ward.merge(&same, &main).await.is(303);
    let file = ward.office.get(&main).await.is(200).see("số nhà 12").link("Đơn của bà Kín.pdf");
    ward.office.get(&file).await.is(200);
    ward.women.get(&file).await.is(200);
    farmers.get(&main).await.is(200).not_see("Đơn của bà").not_see("Kín").not_see("số nhà 12");
    farmers.get(&file).await.is(404);
    // In lists the village names nobody, as the wording.
    ward.office.get("/issues").await.is(200).not_see("Lò Thị Kín").not_see("số nhà 12");
}
