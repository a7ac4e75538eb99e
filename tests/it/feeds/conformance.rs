//! Every kind of calendar that the demonstration has, in every way of showing it, through the conformance check: files that are
//! subscribed to, and each object that CalDAV hands out.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use doithoai::calendar::{faults, read};
use doithoai::dialogues::actions::{series, sessions};
use doithoai::dialogues::{Filter, Session, of_unit};
use doithoai::law::End;

use super::secret_feed;
use super::series::reception;
use crate::demo;
use crate::support::{Page, Person, TestApp};

/// Ways of showing a calendar, as they stand in its address.
const WAYS: [&str; 4] = ["", "?cancelled=title", "?alarm=120&lunar=1", "?cancelled=title&alarm=30"];

/// What was checked.
#[derive(Default)]
struct Checked {
    files: usize,
    events: usize,
    names: BTreeSet<String>,
    wrong: Vec<String>,
}

impl Checked {
    fn look(&mut self, at: &str, page: Page) {
        let page = page.is(200);
        let found = faults(&page.body);
        if !found.is_empty() {
            self.wrong.push(format!("{at}: {found:?}"));
        }
        let Ok(calendars) = read(&page.body) else { return };
        self.files += 1;
        for calendar in calendars {
            for part in calendar.parts.iter().flat_map(|part| std::iter::once(part).chain(&part.parts)) {
                self.names.insert(part.name.clone());
                self.names.extend(part.properties.iter().map(|property| property.name.clone()));
            }
            self.events += calendar.parts_named("VEVENT").count();
        }
    }

    async fn file(&mut self, app: &TestApp, path: &str) {
        for way in WAYS {
            let address = format!("{path}{way}");
            self.look(&address, app.visitor().get(&address).await);
        }
    }

    /// All calendars of a person with every object in them.
    async fn dav(&mut self, app: &TestApp, person: &Person) {
        let page = person.get("/calendar").await.is(200);
        let form = page.form_with(&["name", "body"]);
        let made = person.browser.send_form(&form, &[("name", "Thunderbird"), ("body", "dav")]).await.is(200);
        let shown = made.texts("code");
        let basic = format!("Basic {}", data_encoding::BASE64.encode(format!("{}:{}", shown[1], shown[2]).as_bytes()));
        let ask = async |method: &str, path: &str| {
            let request = Request::builder().method(method).uri(path).header("authorization", &basic).header("depth", "1");
            app.visitor().send(request.body(Body::empty()).unwrap()).await
        };
        let hrefs = async |path: &str| -> BTreeSet<String> {
            let listed = ask("PROPFIND", path).await.is(207).source();
            listed.split("<d:href>").skip(1).filter_map(|part| part.split('<').next()).map(str::to_owned).collect()
        };
        let calendars: Vec<String> =
            hrefs("/caldav/calendars/").await.into_iter().filter(|href| href.len() > "/caldav/calendars/".len()).collect();
        assert!(calendars.len() >= 2, "{}: {calendars:?}", person.login);
        for calendar in calendars {
            for object in hrefs(&calendar).await.into_iter().filter(|href| href.ends_with(".ics")) {
                self.look(&object, ask("GET", &object).await);
            }
        }
    }
}

/// Begins one more series of the ward and calls off a day that nobody was told of, with others around it: it falls out of its
/// set. The demonstration announces all its days.
async fn leave_one_out(app: &TestApp, unit: &str) {
    let input = reception("2026-12-25", End::Until { on: "2027-04-30".parse().unwrap() });
    let id = series::create(&app.app, &app.ctx(), unit, input).await.unwrap();
    let all = of_unit(app.read(), unit, &Filter::default()).await.unwrap();
    let is_left_out = |one: &&Session| one.series == Some(id) && one.slot_key.as_deref() == Some("2027-02-25T08:00");
    let one = all.iter().find(is_left_out).unwrap();
    sessions::cancel(&app.app, &app.ctx(), one.id, one.version, "Trùng lịch".into()).await.unwrap();
}

#[tokio::test]
async fn b039_every_calendar_of_the_demonstration_conforms_in_every_way_of_showing_it() {
    let mut checked = Checked::default();
    let ward = demo::ward().await;
    let app = ward.copy().await;
    leave_one_out(&app, &ward.loaded.unit).await;
    checked.file(&app, &format!("/feeds/unit/{}.ics", ward.loaded.unit)).await;
    for login in ["vanphong", "bithu", "thuky", "kinhte", "phunu", "mattran"] {
        let person = app.known(login).await;
        person.awake().await;
        // The person's own, and that of the body in which he works.
        checked.file(&app, &secret_feed(&person, "").await).await;
        checked.file(&app, &secret_feed(&person, &person.body.id.to_string()).await).await;
    }
    for login in ["vanphong", "kinhte"] {
        checked.dav(&app, &app.known(login).await).await;
    }
    // A calendar of all units below, by who watches over them.
    let city = demo::city().await.copy().await;
    let superior = city.known("vanphongthanhuy").await;
    superior.awake().await;
    let below = superior.get("/calendar").await.is(200);
    let form = below.form_with(&["name", "body"]);
    let value = format!("below-{}", superior.body.unit_code);
    assert!(form.names.iter().any(|name| name == "body"));
    checked.file(&city, &secret_feed(&superior, &value).await).await;
    checked.file(&city, &secret_feed(&superior, "").await).await;

    assert!(checked.wrong.is_empty(), "{}", checked.wrong.join("\n"));
    // Nothing was left out: series with what differs and what falls out, last days, bells, what is called off.
    for name in ["VEVENT", "VTIMEZONE", "VALARM", "RRULE", "EXDATE", "RECURRENCE-ID", "STATUS", "SEQUENCE", "DESCRIPTION", "URL"]
    {
        assert!(checked.names.contains(name), "no {name} in {:?}", checked.names);
    }
    assert!(checked.files > 80 && checked.events > 500, "{} files, {} events", checked.files, checked.events);
}
