//! How feeds are served: tags, 304, secrets, revocation.

use axum::body::Body;
use axum::http::Request;
use doithoai::dialogues::actions::sessions;
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use doithoai::organisation::store::accounts;

use super::{announced, secret_feed};
use crate::support::{Page, TestApp};

const FEED: &str = "/feeds/unit/03667.ics";

async fn fetch(app: &TestApp, path: &str, header: (&str, &str)) -> Page {
    app.visitor().send(Request::get(path).header(header.0, header.1).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn b038_an_unchanged_feed_is_not_sent_again_and_a_change_changes_the_tag() {
    let app = TestApp::new().await;
    let id = announced(&app, "Đối thoại", "2025-04-10 08:00").await;
    let first = app.visitor().get(FEED).await.is(200);
    assert_eq!(first.header("content-type"), Some("text/calendar; charset=utf-8"));
    assert_eq!(first.header("set-cookie"), None);
    let etag = first.header("etag").unwrap().to_owned();
    let again = fetch(&app, FEED, ("if-none-match", &etag)).await.is(304);
    assert_eq!((again.header("etag"), again.source().len()), (Some(etag.as_str()), 0));
    let modified = first.header("last-modified").unwrap();
    assert_eq!(modified, "Mon, 03 Mar 2025 01:00:00 GMT");
    fetch(&app, FEED, ("if-modified-since", modified)).await.is(304);
    sessions::cancel(&app.app, &app.ctx(), id, 2, "Bão".into()).await.unwrap();
    let changed = fetch(&app, FEED, ("if-none-match", &etag)).await.is(200);
    assert_ne!(changed.header("etag"), Some(etag.as_str()));
    let packed = fetch(&app, FEED, ("accept-encoding", "gzip")).await.is(200);
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
}

#[tokio::test]
async fn units_that_do_not_take_part_have_no_feed() {
    let app = TestApp::new().await;
    for path in [FEED, "/feeds/unit/99999.ics", "/feeds/unit/03667", "/feeds/s/ABC.ics"] {
        app.visitor().get(path).await.is(404);
    }
}

#[tokio::test]
async fn b032_a_secret_ends_when_it_is_revoked_or_its_owner_is_disabled() {
    let app = TestApp::new().await;
    announced(&app, "Đối thoại", "2025-04-10 08:00").await;
    let mai = app.person("Mai", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let binh = app.person("Bình", "03667", BodyKind::FatherlandFront, &[Role::Supervisor]).await;
    let (first, second) = (secret_feed(&mai, "").await, secret_feed(&binh, "").await);
    for path in [&first, &second] {
        let page = app.visitor().get(path).await.is(200);
        assert!(page.source().contains("SUMMARY:Đối thoại"));
        assert_eq!(page.header("cache-control"), Some("private, max-age=300"));
    }
    let tampered = first.replace(".ics", "A.ics");
    app.visitor().get(&tampered).await.is(404);
    app.visitor().post_raw(&first, &[]).await.is(405);
    // Somebody else's subscription cannot be ended, one's own can.
    let own = mai.get("/calendar").await.see("Tải gần nhất");
    let revoke = own.forms().into_iter().find(|form| form.action.ends_with("/revoke")).unwrap();
    binh.post(&revoke.action, &[]).await.is(404);
    app.visitor().get(&first).await.is(200);
    mai.post(&revoke.action, &[]).await.is(303);
    app.visitor().get(&first).await.is(404);
    let tx = doithoai::db::WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    accounts::save_disabled(tx.conn(), binh.account, Some(app.now())).await.unwrap();
    tx.commit(doithoai::kernel::Event::new("account.disabled", "account", binh.account, "")).await.unwrap();
    app.visitor().get(&second).await.is(404);
}

#[tokio::test]
async fn b033_a_secret_address_and_a_sign_in_together_are_refused() {
    let app = TestApp::new().await;
    announced(&app, "Đối thoại", "2025-04-10 08:00").await;
    let mai = app.person("Mai", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let feed = secret_feed(&mai, "").await;
    let refused = mai.get(&feed).await.is(400);
    assert!(refused.source().contains("dành cho chương trình lịch") && !refused.source().contains("VCALENDAR"));
    for header in
        [("authorization", "Bearer 222222"), ("authorization", "Basic bWFpOm1haQ=="), ("cookie", "a=b; __Host-doithoai=x")]
    {
        let refused = fetch(&app, &feed, header).await.is(400);
        assert!(!refused.source().contains("VCALENDAR"), "{header:?}");
    }
    // Cookies that say nobody, and what is public, are no sign-in.
    fetch(&app, &feed, ("cookie", "doithoai_lang=vi; doithoai=")).await.is(200);
    mai.get(FEED).await.is(200);
}

#[tokio::test]
async fn what_is_chosen_in_the_form_stands_in_the_address() {
    let app = TestApp::new().await;
    announced(&app, "Đối thoại", "2025-04-10 08:00").await;
    let mai = app.person("Mai", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let page = mai.get("/calendar").await.is(200);
    let form = page.form_with(&["name", "body"]);
    let chosen = [("name", "Google"), ("alarm", "1440"), ("cancelled", "title"), ("lunar", "1")];
    let made = mai.browser.send_form(&form, &chosen).await.is(200);
    let address = made.texts("code").remove(0);
    assert!(address.ends_with(".ics?cancelled=title&alarm=1440&lunar=1"), "{address}");
    let feed = app.visitor().get(&address[address.find("/feeds/").unwrap()..]).await.is(200).source();
    assert!(feed.contains("TRIGGER:-PT1440M"), "{feed}");
    let wrong = mai.browser.send_form(&form, &[("name", "x"), ("alarm", "7")]).await.is(422);
    wrong.see("Chuông nhắc");
}

#[tokio::test]
async fn the_office_sees_planned_sessions_in_its_own_feed_only() {
    let app = TestApp::new().await;
    super::planned(&app, "Chưa công bố", "2025-04-10 08:00").await;
    let mai = app.person("Mai", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let lan = app.person("Lan", "03667", "Hội Phụ nữ", &[Role::Submitter]).await;
    let (office, women) = (secret_feed(&mai, "").await, secret_feed(&lan, "").await);
    assert!(app.visitor().get(&office).await.source().contains("Chưa công bố"));
    assert!(!app.visitor().get(&women).await.source().contains("Chưa công bố"));
}
