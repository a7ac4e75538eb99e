//! Two languages: the browser's wish, the visitor's choice, the account's setting.

use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use crate::support::{PASSWORD, TestApp};

#[tokio::test]
async fn a_visitor_reads_the_language_that_he_wants() {
    let app = TestApp::new().await;
    assert_eq!(app.visitor().get("/sign-in").await.h1(), "Đăng nhập");
    let browser = app.visitor().with("accept-language", "en-GB,en;q=0.9,vi;q=0.5");
    let page = browser.get("/sign-in?back=L2FjY291bnQ").await;
    assert_eq!(page.h1(), "Sign in");
    let back = browser.fill(&page, &[("locale", "vi")]).await.is(303);
    let page = browser.follow(back).await;
    assert_eq!((page.asked.as_str(), page.h1().as_str()), ("GET /sign-in?back=L2FjY291bnQ", "Đăng nhập"));
    assert_eq!(page.html().select("html[lang=vi]").len(), 1);
}

#[tokio::test]
async fn the_choice_of_a_signed_in_person_goes_with_the_account() {
    let app = TestApp::new().await;
    let an = app.person("An", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    an.get("/account").await.see("Đổi mật khẩu");
    an.post("/language", &[("locale", "en")]).await.is(303);
    let elsewhere = app.visitor();
    elsewhere.sign_in(&an.login, PASSWORD).await.is(303);
    elsewhere.get("/account").await.see("Change password").not_see("Đổi mật khẩu");
    // A word that is no language changes to the first one and breaks nothing.
    an.post("/language", &[("locale", "klingon")]).await.is(303);
    an.get("/account").await.see("Đổi mật khẩu");
}
