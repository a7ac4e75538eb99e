//! The country in short: communes of several provinces beside the ward, reviewed by their own provinces and seen by the centre.

use doithoai::demo::{self, PASSWORD, Scale};
use doithoai::kernel::Role;

use super::unused;
use crate::support::Page;

/// Two communes of Hà Nội, two of Sơn La and the ward that is told in full.
const TOLD: &[&str] = &["00070", "00073", "03646", "03667", "11413"];

fn leads_to(page: &Page, unit: &str) -> bool {
    page.links().iter().any(|link| link.href.contains(&format!("unit={unit}&")))
}

#[tokio::test]
async fn the_centre_sees_communes_of_all_provinces_and_each_province_its_own() {
    let app = unused().await;
    let loaded = demo::load_of(&app.app, Scale::National, 1, |code| TOLD.contains(&code)).await.unwrap();
    assert_eq!(loaded.unit, "00");
    let superiors: Vec<&str> =
        loaded.logins.iter().filter(|line| line.role == Role::Superior).map(|line| line.login.as_str()).collect();
    assert_eq!(superiors.len(), 4, "the centre, Hà Nội, Sơn La and Hải Phòng: {superiors:?}");
    let rows = async |login: &str| {
        let browser = app.visitor();
        browser.sign_in(login, PASSWORD).await;
        let page = browser.get("/radar?year=2026").await.is(200);
        TOLD.iter().filter(|code| leads_to(&page, code)).copied().collect::<Vec<_>>()
    };
    assert_eq!(rows("vanphongthanhuy.01").await, ["00070", "00073"]);
    assert_eq!(rows("vanphongthanhuy.14").await, ["03646", "03667"]);
    let browser = app.visitor();
    browser.sign_in("trunguong", PASSWORD).await;
    let page = browser.get("/radar?year=2026").await.is(200);
    for province in ["01", "14", "31"] {
        assert!(leads_to(&page, province), "{province}");
    }
}
