//! Agencies of one unit: merged, renamed, ended with an heir chosen for each thing.

use doithoai::kernel::Role;
use doithoai::organisation::{BodyKind, body};

use super::*;

fn paper<'a>(act: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let base = [("act", act), ("effective_on", "01/07/2026"), ("paper", "7/QĐ-UBND"), ("paper_on", "20/06/2026")];
    base.into_iter().chain(more.iter().copied()).collect()
}

#[tokio::test]
async fn an_agency_ends_and_each_thing_goes_to_the_heir_that_was_chosen_for_it() {
    let app = TestApp::new().await;
    app.at("2026-01-05 08:00");
    communes(&app).await;
    let admin = app.admin("Quản Trị").await;
    let session = held(&app, A, "2026-05-20").await;
    let (economy, culture) = (app.body(A, ECONOMY).await, app.body(A, CULTURE).await);
    let police = app.body(A, BodyKind::Police).await;
    promised(&app, A, session, economy.id, "AAAAAAA", "2026-09-30").await;
    promised(&app, A, session, economy.id, "BBBBBBB", "2026-10-31").await;
    let officer = app.person("Trần Văn Mẫu", A, ECONOMY, &[Role::Answering]).await;
    app.at("2026-07-02 08:00");
    let (old, heir) = (economy.id.to_string(), culture.id.to_string());
    let draft = drafted(&admin, "body", A, &paper("abolition", &[("old", &old), ("heir", &heir)])).await;
    admin.get(&draft).await.is(200).see("Trần Văn Mẫu").see("AAAAAAA");
    published(&admin, &draft).await.is(303);
    // The day has passed: what is confirmed moves at once. The first goes to the heir, the second to the police.
    let page = admin.get(&draft).await.is(200).see("Chờ bàn giao: 2");
    let to = police.id.to_string();
    admin.fill(&page, &[("to", &heir), ("to", &to)]).await.is(303);
    let expected =
        [("AAAAAAA".to_owned(), "2026-09-30".to_owned(), culture.id), ("BBBBBBB".to_owned(), "2026-10-31".to_owned(), police.id)];
    assert_eq!(commitments_of(&app, A).await, expected);
    assert_eq!(app.audit_count(Some("commitment.handed-over")).await, 2);
    // Who worked there works in the heir, and sees what the heir has; what went elsewhere is no longer his.
    let mine = officer.get("/commitments").await.is(200).see("AAAAAAA");
    mine.not_see("BBBBBBB");
    assert_eq!(body(app.read(), economy.id).await.unwrap().valid_to.unwrap().to_string(), "2026-06-30");
    // A body in use is not removed, neither the old one nor its heir.
    for id in [economy.id, culture.id] {
        admin.post(&format!("/admin/bodies/{id}/remove"), &[]).await.is(422).see("hồ sơ liên quan");
    }
}

#[tokio::test]
async fn two_agencies_become_a_new_one_with_its_posts_and_people() {
    let app = TestApp::new().await;
    app.at("2026-01-05 08:00");
    communes(&app).await;
    let admin = app.admin("Quản Trị").await;
    let (economy, culture) = (app.body(A, ECONOMY).await, app.body(A, CULTURE).await);
    let officer = app.person("Trần Văn Mẫu", A, ECONOMY, &[Role::Answering]).await;
    let both = [("old", economy.id.to_string()), ("old", culture.id.to_string())];
    let name = "Phòng Kinh tế - Xã hội phường Chiềng An";
    let more: Vec<(&str, &str)> = both.iter().map(|(field, id)| (*field, id.as_str())).chain([("new_name", name)]).collect();
    app.at("2026-07-01 08:00");
    let draft = drafted(&admin, "body", A, &paper("merge", &more)).await;
    published(&admin, &draft).await.is(303);
    let new = app.body(A, "Phòng Kinh tế - Xã hội").await;
    assert_eq!((new.name.as_str(), new.kind), (name, BodyKind::Department));
    admin.get(&format!("/admin/bodies/{}", new.id)).await.is(200).see("Trưởng phòng");
    let grants: Vec<_> = officer.ctx().await.actor.grants().iter().map(|grant| grant.body).collect();
    assert_eq!(grants, [new.id.0, economy.id.0, culture.id.0], "its heir reads and finishes what both left");
}

#[tokio::test]
async fn an_agency_gets_another_name_and_keeps_what_it_has() {
    let app = TestApp::new().await;
    app.at("2026-01-05 08:00");
    communes(&app).await;
    let admin = app.admin("Quản Trị").await;
    let session = held(&app, A, "2026-05-20").await;
    let economy = app.body(A, ECONOMY).await;
    let commitment = promised(&app, A, session, economy.id, "AAAAAAA", "2026-09-30").await;
    let officer = app.person("Trần Văn Mẫu", A, ECONOMY, &[Role::Answering]).await;
    app.at("2026-07-01 08:00");
    let id = economy.id.to_string();
    let more = [("old", id.as_str()), ("new_name", "Phòng Kinh tế phường Chiềng An")];
    let draft = drafted(&admin, "body", A, &paper("rename", &more)).await;
    published(&admin, &draft).await.is(303);
    let renamed = body(app.read(), economy.id).await.unwrap();
    assert_eq!((renamed.name.as_str(), renamed.short_name.as_str()), ("Phòng Kinh tế phường Chiềng An", "Phòng Kinh tế"));
    let page = officer.get(&format!("/commitments/{commitment}")).await.is(200);
    page.see("trước đây: Phòng Kinh tế, Hạ tầng và Đô thị phường Chiềng An (đến 30/06/2026)");
}
