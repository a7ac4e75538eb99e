//! Issues that say the same: how good the rule is on labelled pairs, and what each person is shown.

use std::collections::HashMap;

use doithoai::issues::rules::similar::{SAME, score};
use doithoai::issues::{Likely, similar_to};
use serde::Deserialize;

use crate::issues::Ward;

#[derive(Debug, Deserialize)]
struct Pair {
    one: String,
    other: String,
    same: String,
    half: String,
}

/// The labelled pairs: real wordings, paraphrases of them, and wordings that only look alike.
fn pairs() -> (HashMap<String, String>, Vec<Pair>) {
    let issues = include_str!("../../data/issues.csv");
    let issues = csv::Reader::from_reader(issues.as_bytes()).into_deserialize().map(Result::unwrap).collect();
    let pairs = include_str!("../../data/similar.csv");
    (issues, csv::Reader::from_reader(pairs.as_bytes()).into_deserialize().map(Result::unwrap).collect())
}

#[test]
fn the_pairs_are_many_and_half_of_them_are_not_the_same() {
    let (_, pairs) = pairs();
    let different = pairs.iter().filter(|pair| pair.same == "no").count();
    assert!(pairs.len() >= 300 && different * 2 >= pairs.len(), "{} pairs, {different} different", pairs.len());
}

#[test]
fn on_pairs_that_it_was_not_tuned_on_the_rule_is_right_nine_times_of_ten_and_finds_eight_of_ten() {
    let (issues, pairs) = pairs();
    for half in ["tuned", "measured"] {
        let (mut right, mut wrong, mut missed) = (0_u32, 0_u32, 0_u32);
        for pair in pairs.iter().filter(|pair| pair.half == half) {
            match (score(&issues[&pair.one], &issues[&pair.other]) >= SAME, pair.same == "yes") {
                (true, true) => right += 1,
                (true, false) => wrong += 1,
                (false, true) => missed += 1,
                (false, false) => {}
            }
        }
        let precision = f64::from(right) / f64::from(right + wrong);
        let recall = f64::from(right) / f64::from(right + missed);
        println!("{half}: precision {precision:.3}, recall {recall:.3} at {SAME}");
        assert!(precision >= 0.9 && recall >= 0.8, "{half}: precision {precision:.3}, recall {recall:.3}");
    }
}

#[tokio::test]
async fn the_office_sees_what_says_the_same_over_all_sessions_and_others_their_own() {
    let ward = Ward::new().await;
    let first = ward.accepted("Đề nghị nạo vét cống thoát nước đường Lê Hồng Phong, mưa là ngập").await;
    ward.hand_in(&ward.women, "Đề nghị lắp đèn tín hiệu trên đường Lê Hồng Phong").await;
    let farmers = ward.submitter("Nông Văn Mẫu", "Hội Nông dân").await;
    let same = ward.hand_in(&farmers, "Đường Lê Hồng Phong cứ mưa là ngập, mong phường thông cống").await;
    let page = ward.office.get(&same).await.is(200).see("Ý kiến có nội dung tương tự").see("Ý kiến số 1").not_see("đèn tín hiệu");
    assert!(page.links().iter().any(|link| link.href == first));
    // The organisation is not shown what others say.
    farmers.get(&same).await.is(200).not_see("Ý kiến có nội dung tương tự");

    let likely = Likely { wording: "nao vet cong duong le hong phong dang ngap".into(), limit: 5, ..Likely::default() };
    let of = async |who: &crate::support::Person| {
        let found = similar_to(ward.app.read(), &who.ctx().await, &likely).await.unwrap();
        found.into_iter().map(|one| format!("/issues/{}", one.issue.id)).collect::<Vec<_>>()
    };
    assert_eq!(of(&ward.women).await, std::slice::from_ref(&first));
    assert_eq!(of(&farmers).await, std::slice::from_ref(&same));
    let mut both = of(&ward.office).await;
    both.sort();
    let mut expected = [first.clone(), same.clone()];
    expected.sort();
    assert_eq!(both, expected);
    let elsewhere = Likely { unit_code: Some("11413".into()), ..likely.clone() };
    assert!(similar_to(ward.app.read(), &ward.app.ctx(), &elsewhere).await.unwrap().is_empty());
    let found =
        similar_to(ward.app.read(), &ward.app.ctx(), &Likely { unit_code: Some("03667".into()), ..likely }).await.unwrap();
    assert!(found.iter().all(|one| one.score >= SAME && one.shared.contains(&"le hong phong".to_owned())), "{found:?}");
}

#[tokio::test]
async fn the_form_shows_what_was_handed_in_before_and_saves_nothing() {
    let ward = Ward::new().await;
    let before = ward.hand_in(&ward.women, "Đề nghị nạo vét cống thoát nước bản Cá").await;
    let again = [("issue_wording", "Cống thoát nước bản Cá tắc, cần nạo vét"), ("village", "Bản Cá"), ("act", "similar")];
    let page = ward.typed(&ward.women, &again).await.is(200).see("Ý kiến có nội dung tương tự");
    assert!(page.links().iter().any(|link| link.href == before));
    let kept = page.form_with(&["village"]).fields.into_iter().find(|(name, _)| name == "village").unwrap().1;
    assert_eq!(kept, "Bản Cá", "what was typed stays");
    // From there it can be handed in all the same.
    ward.women.fill(&page, &[("act", "submit")]).await.is(303);
    ward.typed(&ward.women, &[("issue_wording", "Xây trường mầm non"), ("act", "similar")])
        .await
        .is(200)
        .see("Chưa thấy ý kiến nào tương tự");
    // Its own wording is no similar issue.
    let form = ward.women.get(&format!("{before}/edit")).await.is(200);
    let page = ward.women.fill(&form, &[("act", "similar")]).await.is(200);
    assert!(!page.links().iter().any(|link| link.href == before));
    // Others are not told of it, whoever asks for whom.
    let farmers = ward.submitter("Nông Văn Mẫu", "Hội Nông dân").await;
    ward.typed(&farmers, &again).await.is(200).see("Chưa thấy ý kiến nào tương tự").not_see("Đề nghị nạo vét");
    let body = ward.women.body.id.to_string();
    let session = ward.session.to_string();
    let foreign =
        [("session", session.as_str()), ("body", body.as_str()), ("issue_wording", "nạo vét cống bản Cá"), ("act", "similar")];
    farmers.post("/issues", &foreign).await.is(404);
}
