//! Every address × every role: who may come gets an answer, everybody else learns nothing; nothing that is asked for
//! with GET changes anything; nothing is changed without the form's own token or from another site.

use axum::body::Body;
use axum::http::{Request, header};
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use doithoai::organisation::actions::set_up::ROOT;
use doithoai::routes::{ROUTES, Route, Verb, Who};

use crate::support::{Browser, Page, Person, TestApp};

const UNIT: &str = "03667";

/// The address with well-formed parameters that name nothing.
fn address(route: &Route) -> String {
    let fill = |part: &str| match part.trim_start_matches('{').trim_end_matches('}') {
        name if name == part => part.to_owned(),
        "year" => "2031".to_owned(),
        "on" | "day" | "date" => "2031-01-02".to_owned(),
        "unit" | "code" => "99999".to_owned(),
        "token" | "secret" | "key" => "2".repeat(34),
        _ => "01890000-0000-7000-8000-000000000000".to_owned(),
    };
    route.path.split('/').map(fill).collect::<Vec<_>>().join("/")
}

fn has_parameters(route: &Route) -> bool {
    route.path.contains('{')
}

fn is_for(route: &Route, role: Role) -> bool {
    match route.who {
        Who::Everyone | Who::SignedIn => true,
        Who::Roles(roles) => roles.contains(&role),
    }
}

/// One person per role, all in the same commune but the administrator.
async fn everybody(app: &TestApp) -> Vec<(Role, Person)> {
    let mut people = Vec::new();
    for &role in Role::ALL {
        let (unit, body) = match role {
            Role::Admin | Role::Auditor => (ROOT, BodyKind::Administration),
            Role::Submitter | Role::Approver => (UNIT, BodyKind::MassOrganization),
            Role::Answering => (UNIT, BodyKind::Department),
            Role::Supervisor => (UNIT, BodyKind::FatherlandFront),
            Role::Superior => ("14", BodyKind::PartyOffice),
            Role::Office | Role::Leader | Role::Clerk => (UNIT, BodyKind::PartyOffice),
        };
        people.push((role, app.person(&format!("Người {role}"), unit, body, &[role]).await));
    }
    people
}

fn rows(verb: Verb) -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().filter(move |route| route.verb == verb)
}

/// Collects what is wrong, so that one run shows every wrong row.
#[derive(Default)]
struct Report(Vec<String>);

impl Report {
    fn expect(&mut self, who: &str, page: &Page, good: &[u16]) {
        if !good.contains(&page.status) {
            self.0.push(format!("{who}: {} gives {}, not {good:?}", page.asked, page.status));
        }
    }

    fn done(self) {
        assert!(self.0.is_empty(), "{}", self.0.join("\n"));
    }
}

#[tokio::test]
async fn every_page_is_shown_to_those_whom_its_row_names_and_changes_nothing() {
    let app = TestApp::new().await;
    let people = everybody(&app).await;
    let mut report = Report::default();
    let before = app.audit_count(None).await;
    for route in rows(Verb::Get) {
        let path = address(route);
        let page = app.visitor().get(&path).await;
        if route.who == Who::Everyone {
            report.expect("anybody", &page, &[200, 303, 404]);
        } else {
            report.expect("a stranger", &page, &[303]);
            if !page.location().is_some_and(|to| to.starts_with("/sign-in?back=")) {
                report.0.push(format!("a stranger: {} leads to {:?}", page.asked, page.location()));
            }
        }
        for (role, person) in &people {
            let page = person.get(&path).await;
            let good: &[u16] = match (is_for(route, *role), has_parameters(route) || route.who == Who::Everyone) {
                (false, _) => &[404],
                (true, true) => &[200, 303, 404],
                (true, false) => &[200, 303],
            };
            report.expect(role.as_str(), &page, good);
        }
    }
    let changed = app.audit_count(None).await - before - app.audit_count(Some("access.denied")).await;
    assert_eq!(changed, 0, "a GET has changed something");
    report.done();
}

#[tokio::test]
async fn every_act_asks_for_role_token_and_own_site() {
    let app = TestApp::new().await;
    let people = everybody(&app).await;
    let mut report = Report::default();
    let before = app.audit_count(None).await;
    for route in rows(Verb::Post) {
        let path = address(route);
        let stranger = app.visitor();
        if route.who == Who::Everyone {
            report.expect("anybody without token", &stranger.post_raw(&path, &[]).await, &[403]);
        } else {
            report.expect("a stranger", &stranger.post(&path, &[]).await, &[401]);
        }
        report.expect("a stranger from elsewhere", &foreign(&stranger, &path).await, &[403]);
        for (role, person) in &people {
            let awake = person.awake().await;
            if is_for(route, *role) {
                report.expect(&format!("{role} without token"), &awake.post_raw(&path, &[]).await, &[403]);
                report.expect(&format!("{role} with a wrong token"), &awake.post_raw(&path, &[("_csrf", "x")]).await, &[403]);
            } else {
                report.expect(role.as_str(), &awake.post(&path, &[]).await, &[404]);
            }
        }
    }
    assert_eq!(app.audit_count(None).await, before, "a refused act has changed something");
    report.done();
}

/// The right token, but the browser says that the form stood on another site; then one that only tells the origin.
async fn foreign(browser: &Browser, path: &str) -> Page {
    let body = format!("_csrf={}", browser.token().await);
    let request = |name: &'static str, value: &'static str| {
        let form = "application/x-www-form-urlencoded";
        Request::post(path).header(header::CONTENT_TYPE, form).header(name, value).body(Body::from(body.clone())).unwrap()
    };
    for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "same-site")] {
        let page = browser.send(request(name, value)).await;
        assert_eq!(page.status, 403, "{name}: {value}: {}", page.asked);
    }
    browser.send(request("sec-fetch-site", "cross-site")).await
}

#[tokio::test]
async fn an_empty_form_is_refused_in_words_and_never_breaks_anything() {
    let app = TestApp::new().await;
    let mut report = Report::default();
    for (role, person) in everybody(&app).await {
        for route in rows(Verb::Post).filter(|route| is_for(route, role)) {
            let page = person.post(&address(route), &[]).await;
            report.expect(role.as_str(), &page, &[200, 303, 404, 409, 422, 429]);
            if page.status == 422 {
                assert!(!page.errors().is_empty() || page.count(".dt-problem") == 1, "{}: {}", page.asked, page.source());
            }
            let junk = person.get(&address(route).replace("01890000-0000-7000-8000-000000000000", "%3Cscript%3E")).await;
            report.expect(role.as_str(), &junk, &[200, 303, 404, 405]);
        }
    }
    report.done();
}

#[test]
fn the_table_has_no_row_twice() {
    let mut rows: Vec<String> = ROUTES.iter().map(|route| format!("{:?} {}", route.verb, route.path)).collect();
    let count = rows.len();
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows.len(), count);
    assert!(ROUTES.iter().all(|route| !matches!(route.who, Who::Roles([]))), "a row for nobody");
}
