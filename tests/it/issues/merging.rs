//! Merging and taking apart: every submitter stays, chains are flattened, circles refused, everything restored.

use doithoai::issues::{IssueState, StateWord};

use super::{Ward, press};

impl Ward {
    async fn merge(&self, issue: &str, target: &str) -> crate::support::Page {
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
    // The women's union does not learn who else brought it.
    ward.women.get(&main).await.is(200).not_see("Hội Nông dân");
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
