//! Calendars by CalDAV: what python caldav, vdirsyncer and khal see of a person's calendars, what programs are refused, and
//! that hostile requests are.

use std::path::Path;

use axum::body::Body;
use axum::http::Request;
use doithoai::dialogues::actions::sessions;
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{announced, planned};
use crate::support::{Page, Person, TestApp, peers};

/// Makes a password for programs by the form and answers login and password.
async fn password(person: &Person) -> (String, String) {
    let page = person.get("/calendar").await.is(200);
    let form = page.form_with(&["name", "body"]);
    let made = person.browser.send_form(&form, &[("name", "Thunderbird"), ("body", "dav")]).await.is(200);
    let shown = made.see("chỉ hiện một lần").texts("code");
    assert!(shown[0].ends_with("/caldav/"), "{shown:?}");
    (shown[1].clone(), shown[2].clone())
}

async fn ask(app: &TestApp, method: &str, path: &str, with: &(String, String), depth: &str, body: &str) -> Page {
    let basic = data_encoding::BASE64.encode(format!("{}:{}", with.0, with.1).as_bytes());
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Basic {basic}"))
        .header("depth", depth)
        .header("content-type", "application/xml");
    app.visitor().send(request.body(Body::from(body.to_owned())).unwrap()).await
}

const SYNC: &str = r#"<d:sync-collection xmlns:d="DAV:"><d:sync-token>TOKEN</d:sync-token><d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>"#;

fn between<'a>(text: &'a str, open: &str, close: &str) -> &'a str {
    let from = text.find(open).unwrap_or_else(|| panic!("{open} is not in {text}")) + open.len();
    &text[from..from + text[from..].find(close).unwrap()]
}

#[tokio::test(flavor = "multi_thread")]
async fn three_programs_read_every_calendar_of_a_person_and_can_write_none() {
    let app = TestApp::new().await;
    announced(&app, "Đối thoại với phụ nữ", "2025-03-20 08:00").await;
    let cancelled = announced(&app, "Tiếp dân tháng 4", "2025-04-10 08:00").await;
    sessions::cancel(&app.app, &app.ctx(), cancelled, 2, "Bão".into()).await.unwrap();
    planned(&app, "Mới dự kiến", "2025-05-15 14:00").await;
    let mai = app.person("Mai", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let (login, secret) = password(&mai).await;
    let (address, folder) = (app.listen().await, tempfile::tempdir().unwrap());
    let told = tokio::task::spawn_blocking(move || {
        let url = format!("{address}/caldav/");
        let arguments = [url.as_ref(), login.as_ref(), secret.as_ref(), folder.path()];
        peers::python("read_caldav.py", &arguments.map(Path::new))
    });
    let told = told.await.unwrap();

    // 08:00 in Sơn La is 08:00+07:00 wherever it is read. Only the office knows what is planned.
    let public = serde_json::json!([
        ["Đối thoại với phụ nữ", "2025-03-20T08:00:00+07:00", "CONFIRMED"],
        ["[HỦY] Tiếp dân tháng 4", "2025-04-10T08:00:00+07:00", "CANCELLED"],
    ]);
    let own = serde_json::json!([
        ["Mới dự kiến", "2025-05-15T14:00:00+07:00", "CONFIRMED"],
        ["Đối thoại với phụ nữ", "2025-03-20T08:00:00+07:00", "CONFIRMED"],
        ["[HỦY] Tiếp dân tháng 4", "2025-04-10T08:00:00+07:00", "CANCELLED"],
    ]);
    let sorted = |rows: &serde_json::Value| {
        let mut rows = rows.as_array().unwrap().clone();
        rows.sort_by_key(ToString::to_string);
        rows
    };
    let calendars = &told["caldav"]["calendars"];
    assert_eq!(calendars.as_object().unwrap().len(), 3, "{calendars}");
    assert_eq!(sorted(&calendars["Đối Thoại – Mai"]["events"]), sorted(&own), "{calendars}");
    assert_eq!(sorted(&calendars["Đối thoại – Phường Chiềng An"]["events"]), sorted(&public), "{calendars}");
    assert_eq!(calendars["Đối Thoại – Mai"]["march"], serde_json::json!([public[0]]));
    assert_eq!((&calendars["Đối Thoại – Mai"]["synced"], &calendars["Đối Thoại – Mai"]["changed"]), (&3.into(), &0.into()));
    assert_ne!(told["caldav"]["refused"], "", "a program could write");
    assert_eq!(sorted(&told["vdirsyncer"]["told"]["me"]), sorted(&own), "{told}");
    let listed = told["khal"].to_string();
    assert!(listed.contains("08:00 Đối thoại với phụ nữ") && listed.contains("14:00 Mới dự kiến"), "{listed}");
}

const BETWEEN: &str = r#"<c:calendar-query xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:"><d:prop><d:getetag/></d:prop><c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="FROM" end="TO"/></c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"#;

#[tokio::test(flavor = "multi_thread")]
async fn b026_a_series_is_one_object_with_its_overrides_and_a_round_trip_loses_nothing() {
    let app = TestApp::new().await;
    let id = super::series::begun(&app).await;
    announced(&app, "Đối thoại với phụ nữ", "2025-03-20 08:00").await;
    let mai = app.person("Mai", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let with = password(&mai).await;
    let object = format!("/caldav/calendars/me/{id}.ics");
    let source = ask(&app, "GET", &object, &with, "0", "").await.is(200).source();
    // One master, and the two occurrences that were shifted off days off.
    assert_eq!((source.matches("BEGIN:VEVENT").count(), source.matches("RECURRENCE-ID").count()), (3, 2));
    assert!(!source.contains("METHOD"), "{source}");
    // 25 July is an occurrence that no component names; in August there is one, between them nothing.
    for (from, to, is_there) in [("20250725", "20250726", true), ("20250726", "20250825", false), ("20260101", "20270101", false)]
    {
        let query = BETWEEN.replace("FROM", &format!("{from}T000000Z")).replace("TO", &format!("{to}T000000Z"));
        let found = ask(&app, "REPORT", "/caldav/calendars/me/", &with, "1", &query).await.is(207);
        assert_eq!(found.source().contains(&object), is_there, "{from} {to}: {}", found.source());
    }

    let listed = ask(&app, "PROPFIND", "/caldav/calendars/me/", &with, "1", "").await.is(207).source();
    let hrefs: Vec<&str> = listed.split("<d:href>").skip(1).filter_map(|part| part.split('<').next()).collect();
    let hrefs: std::collections::BTreeSet<&str> = hrefs.into_iter().filter(|href| href.ends_with(".ics")).collect();
    assert_eq!(hrefs.len(), 2);
    let mut ours = Vec::new();
    for href in hrefs {
        ours.push(ask(&app, "GET", href, &with, "0", "").await.is(200).source().replace("\r\n", "\n"));
    }
    ours.sort();
    let (address, folder) = (app.listen().await, tempfile::tempdir().unwrap());
    let told = tokio::task::spawn_blocking(move || {
        let url = format!("{address}/caldav/");
        let arguments = [url.as_ref(), with.0.as_ref(), with.1.as_ref(), folder.path()];
        peers::python("read_caldav.py", &arguments.map(Path::new))
    });
    let told = told.await.unwrap();
    let copies = told["vdirsyncer"]["files"]["me"].as_array().unwrap().iter();
    let mut copies: Vec<String> = copies.map(|copy| copy.as_str().unwrap().replace("\r\n", "\n")).collect();
    copies.sort();
    assert_eq!(copies, ours);
    // khal expands what vdirsyncer brought: 25 March, 25 April, and 26 May in place of Sunday the 25th.
    let days: Vec<&str> = told["khal"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let after = |day: &str| days.iter().skip_while(|line| !line.contains(day)).nth(1).copied().unwrap_or_default();
    for day in ["25/03/2025", "25/04/2025", "26/05/2025"] {
        assert!(after(day).contains("08:00 Tiếp dân ngày 25"), "{day}: {days:?}");
    }
    assert!(days.iter().all(|line| !line.contains("25/05/2025")), "{days:?}");
}

#[tokio::test]
async fn a_change_is_told_to_whoever_holds_a_token_and_an_unknown_token_is_refused() {
    let app = TestApp::new().await;
    let id = announced(&app, "Đối thoại", "2025-04-10 08:00").await;
    let mai = app.person("Mai", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let with = password(&mai).await;
    let calendar = "/caldav/calendars/unit-03667/";
    let first = ask(&app, "REPORT", calendar, &with, "0", &SYNC.replace("TOKEN", "")).await.is(207);
    let token = between(&first.source(), "<d:sync-token>", "</d:sync-token>").to_owned();
    let etag = between(&first.source(), "<d:getetag>", "</d:getetag>").to_owned();
    assert!(first.source().contains(&format!("{calendar}{id}.ics")), "{}", first.source());
    let same = ask(&app, "REPORT", calendar, &with, "0", &SYNC.replace("TOKEN", &token)).await.is(207);
    assert!(!same.source().contains("<d:response>"), "{}", same.source());

    sessions::cancel(&app.app, &app.ctx(), id, 2, "Bão".into()).await.unwrap();
    let changed = ask(&app, "REPORT", calendar, &with, "0", &SYNC.replace("TOKEN", &token)).await.is(207);
    assert_ne!(between(&changed.source(), "<d:getetag>", "</d:getetag>"), etag);
    assert_ne!(between(&changed.source(), "<d:sync-token>", "</d:sync-token>"), token);
    let unknown = ask(&app, "REPORT", calendar, &with, "0", &SYNC.replace("TOKEN", "data:,0")).await.is(403);
    assert!(unknown.source().contains("<d:valid-sync-token/>"), "{}", unknown.source());
}

#[tokio::test]
async fn b032_only_the_password_made_for_programs_opens_and_only_until_it_is_revoked() {
    let app = TestApp::new().await;
    let mai = app.person("Mai", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let binh = app.person("Bình", "03667", BodyKind::FatherlandFront, &[Role::Supervisor]).await;
    let (hers, his) = (password(&mai).await, password(&binh).await);
    let find = |with: (String, String)| {
        let app = &app;
        async move { ask(app, "PROPFIND", "/caldav/", &with, "0", "").await }
    };
    find(hers.clone()).await.is(207);
    let asked = app.visitor().get("/caldav/").await.is(401);
    assert_eq!(asked.header("www-authenticate"), Some("Basic realm=\"Doi Thoai\", charset=\"UTF-8\""));
    find((hers.0.clone(), his.1.clone())).await.is(401);
    find((hers.0.clone(), crate::support::PASSWORD.to_owned())).await.is(401);
    // The password is no address of a feed, and what is another's is not found.
    app.visitor().get(&format!("/feeds/s/{}.ics", hers.1)).await.is(404);
    ask(&app, "PROPFIND", "/caldav/calendars/unit-11413/", &hers, "0", "").await.is(404);

    let page = mai.get("/calendar").await.is(200).see("CalDAV").see("Thunderbird");
    let revoke = page.forms().into_iter().find(|form| form.action.ends_with("/revoke")).unwrap();
    mai.browser.send_form(&revoke, &[]).await.is(303);
    find(hers).await.is(401);
    find(his).await.is(207);
}

#[tokio::test]
async fn programs_are_told_that_they_only_read_and_hostile_requests_are_refused() {
    let app = TestApp::new().await;
    let id = announced(&app, "Đối thoại", "2025-04-10 08:00").await;
    let mai = app.person("Mai", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let with = password(&mai).await;
    let moved = app.visitor().get("/.well-known/caldav").await.is(301);
    assert_eq!(moved.header("location"), Some("/caldav/"));
    let object = format!("/caldav/calendars/me/{id}.ics");
    for method in ["PUT", "DELETE", "MKCALENDAR", "MOVE", "POST", "LOCK"] {
        let refused = ask(&app, method, &object, &with, "0", "BEGIN:VCALENDAR").await.is(403);
        assert!(refused.source().contains("<d:need-privileges/>"), "{method}: {}", refused.source());
    }
    // A bare 403 would make a wide-spread program stop for good.
    let patch =
        r#"<d:propertyupdate xmlns:d="DAV:"><d:set><d:prop><d:displayname>x</d:displayname></d:prop></d:set></d:propertyupdate>"#;
    let patched = ask(&app, "PROPPATCH", "/caldav/calendars/me/", &with, "0", patch).await.is(207);
    assert!(patched.source().contains("<d:displayname/></d:prop><d:status>HTTP/1.1 403 Forbidden"), "{}", patched.source());
    let unknown = r#"<d:propfind xmlns:d="DAV:"><d:prop><d:displayname/><x xmlns="urn:x"/></d:prop></d:propfind>"#;
    let found = ask(&app, "PROPFIND", "/caldav/calendars/me/", &with, "0", unknown).await.is(207);
    assert!(found.source().contains("HTTP/1.1 200 OK") && found.source().contains("HTTP/1.1 404 Not Found"));

    let bomb =
        r#"<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><d:propfind xmlns:d="DAV:"><d:prop>&y;</d:prop></d:propfind>"#;
    let long = format!("<a>{}</a>", "x".repeat(70_000));
    for hostile in [bomb, &long, "<a", "<d:propfind/>", "\u{0}"] {
        ask(&app, "PROPFIND", "/caldav/calendars/me/", &with, "0", hostile).await.is(400);
    }
    ask(&app, "PROPFIND", "/caldav/calendars/me/", &with, "infinity", "").await.is(403);
    ask(&app, "GET", &object, &with, "0", "").await.is(200);
    for path in ["/caldav/calendars/me/..%2f..%2fx", "/caldav/nobody/", "/caldav/calendars/body-x/"] {
        ask(&app, "PROPFIND", path, &with, "0", "").await.is(404);
    }
}

/// The status of the next answer on a connection, its body read away.
async fn status(stream: &mut (impl tokio::io::AsyncRead + Unpin)) -> u16 {
    let mut told = Vec::new();
    let length = loop {
        let mut byte = [0];
        stream.read_exact(&mut byte).await.unwrap();
        told.push(byte[0]);
        if told.ends_with(b"\r\n\r\n") {
            let head = String::from_utf8(told.clone()).unwrap().to_lowercase();
            assert!(!head.contains("connection: close"), "{head}");
            break between(&head, "content-length: ", "\r\n").parse::<usize>().unwrap();
        }
    };
    stream.read_exact(&mut vec![0; length]).await.unwrap();
    std::str::from_utf8(&told[9..12]).unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_question_without_a_password_leaves_the_connection_open_for_the_same_with_one() {
    let app = TestApp::new().await;
    let mai = app.person("Mai", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let with = password(&mai).await;
    let address = app.listen().await;
    let mut stream = tokio::net::TcpStream::connect(address.strip_prefix("http://").unwrap()).await.unwrap();
    let body = r#"<d:propfind xmlns:d="DAV:"><d:prop><d:current-user-principal/></d:prop></d:propfind>"#;
    let basic = data_encoding::BASE64.encode(format!("{}:{}", with.0, with.1).as_bytes());
    let signed = format!("Authorization: Basic {basic}\r\n");
    for (path, more, told) in [("/.well-known/caldav", "", 301), ("/caldav/", "", 401), ("/caldav/", signed.as_str(), 207)] {
        let head = format!("PROPFIND {path} HTTP/1.1\r\nHost: a\r\n{more}Depth: 0\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all(head.as_bytes()).await.unwrap();
        // The body comes a while after its head, as on a busy line: the server has long looked at the head.
        for _ in 0..1_000 {
            tokio::task::yield_now().await;
        }
        stream.write_all(body.as_bytes()).await.unwrap();
        assert_eq!(status(&mut stream).await, told, "{path}");
    }
    // What is too long to be read is answered all the same, with a word that the connection ends.
    let long = ask(&app, "PUT", "/caldav/", &with, "0", &" ".repeat(100_000)).await.is(403);
    assert_eq!(long.header("connection"), Some("close"));
}
