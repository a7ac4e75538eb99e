//! A city with ten units: every state of everything is there.

use super::{city, states};

#[tokio::test]
async fn every_state_is_represented() {
    let city = city().await;
    assert_eq!(city.loaded.unit, "31");
    let app = city.copy().await;
    let states = states(&app.app).await;
    let all = |kind, words: &[&str]| {
        let missing: Vec<&&str> = words.iter().filter(|word| !states[kind].contains_key(**word)).collect();
        assert!(missing.is_empty(), "{kind}: {missing:?} in {:?}", states[kind]);
    };
    all("session", &["planned", "announced", "in-session", "held", "closed", "cancelled"]);
    all(
        "issue",
        &[
            "draft",
            "submitted",
            "returned",
            "accepted",
            "selected",
            "written-only",
            "answered",
            "refused",
            "diverted",
            "merged",
            "withdrawn",
        ],
    );
    all("answer", &["draft", "submitted", "returned", "approved"]);
    all("conclusion", &["draft", "signed", "published"]);
    all("commitment", &["assigned", "accepted", "contested", "in-progress", "reported", "verified", "closed"]);
    all("report", &["draft", "presented", "signed", "sent", "returned", "accepted"]);
    let issues: usize = states["issue"].values().sum();
    assert!((300..700).contains(&issues), "{issues}");
}
