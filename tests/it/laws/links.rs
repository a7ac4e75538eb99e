//! No dead ends: every address that a page leads or sends to is in the table of routes, and whoever clicks on everything
//! that he sees never meets a fault.

use std::collections::{BTreeMap, BTreeSet};

use doithoai::demo::PASSWORD;
use doithoai::i18n::Locale;
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use doithoai::routes::{ROUTES, Verb};
use doithoai::views::views;
use doithoai::web::view::{Shell, render_value};

use super::code;
use crate::demo;
use crate::support::{Browser, Page, TestApp, html};

/// Addresses of machines, which are not in the table.
const MACHINES: &[&str] = &["/assets", "/healthz", "/readyz", "/robots.txt"];

/// Stands for what a template fills in.
const ANYTHING: &str = "*";

/// How often one page is looked at with different questions: calendars go on for ever.
const SAME_PAGE: usize = 4;

/// Whether the address below `/` can be reached with this method.
fn is_route(verb: Verb, address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let steps: Vec<&str> = path.split('/').collect();
    let below = |starts: &[&str]| starts.iter().any(|start| path == *start || path.starts_with(&format!("{start}/")));
    let fits = |pattern: &str| {
        let wanted: Vec<&str> = pattern.split('/').collect();
        wanted.len() == steps.len()
            && wanted
                .iter()
                .zip(&steps)
                .all(|(want, step)| step.contains(ANYTHING) || want.contains('{') && !step.is_empty() || want == step)
    };
    below(MACHINES) || ROUTES.iter().any(|route| route.verb == verb && fits(route.path))
}

#[test]
fn every_address_on_a_page_exists() {
    let mut dead = BTreeSet::new();
    for spec in views() {
        for sample in (spec.samples)() {
            let Ok(source) = render_value(spec.template, &Shell::sample(Locale::Vi), &sample) else { continue };
            let Ok(page) = html::read(&source) else { continue };
            let links = page.select("a[href], link[href]").into_iter().map(|link| (Verb::Get, link.text_of("href")));
            let forms = page.select("form").into_iter().map(|form| {
                let verb = if form.attribute("method") == Some("post") { Verb::Post } else { Verb::Get };
                (verb, form.text_of("action"))
            });
            let ours = links.chain(forms).filter(|(_, address)| address.starts_with('/'));
            let wrong = ours.filter(|(verb, address)| !is_route(*verb, address));
            dead.extend(wrong.map(|(verb, address)| format!("{}: {verb:?} {address}", spec.template)));
        }
    }
    assert!(dead.is_empty(), "addresses that no route has:\n{}", dead.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_address_that_a_template_spells_out_exists() {
    let mut dead = Vec::new();
    for file in code::files("templates", ".hbs") {
        for (mark, verb) in
            [("href=\"/", Verb::Get), ("method=\"post\" action=\"/", Verb::Post), ("method=\"get\" action=\"/", Verb::Get)]
        {
            for rest in file.text.split(mark).skip(1) {
                let address = with_anything_for_names(&format!("/{rest}"));
                if !is_route(verb, &address) {
                    dead.push(format!("{}: {verb:?} {address}", file.path));
                }
            }
        }
    }
    assert!(dead.is_empty(), "addresses that no route has:\n{}", dead.join("\n"));
}

/// The address up to its closing quotation mark, with [`ANYTHING`] for each `{{…}}`.
fn with_anything_for_names(rest: &str) -> String {
    let (mut address, mut inside) = (String::new(), 0_usize);
    for c in rest.chars() {
        match c {
            '{' => inside += 1,
            '}' => {
                inside -= 1;
                address.push_str(if inside == 0 { ANYTHING } else { "" });
            }
            '"' if inside == 0 => break,
            _ if inside == 0 => address.push(c),
            _ => {}
        }
    }
    address
}

/// Clicks on every link of every page that can be reached from `start`; answers what could not be shown.
async fn crawl(person: &Browser, start: &str) -> (usize, Vec<String>) {
    let (mut waiting, mut seen, mut faults) = (vec![(start.to_owned(), String::new())], BTreeSet::new(), Vec::new());
    let mut visits: BTreeMap<String, usize> = BTreeMap::new();
    while let Some((address, from)) = waiting.pop() {
        let address = address.split('#').next().unwrap_or_default().to_owned();
        if !address.starts_with('/') || !seen.insert(address.clone()) {
            continue;
        }
        let visited = visits.entry(address.split('?').next().unwrap_or_default().to_owned()).or_default();
        *visited += 1;
        if *visited > SAME_PAGE {
            continue;
        }
        let page: Page = person.get(&address).await;
        match page.status {
            200 if page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) => {
                if page.source().contains('⟦') {
                    faults.push(format!("{address} has words without a text"));
                }
                waiting.extend(page.links().into_iter().map(|link| (link.href, address.clone())));
            }
            303 => waiting.extend(page.location().map(|to| (to, address.clone()))),
            200 => {}
            status => faults.push(format!("{address} on {from} leads to {status}")),
        }
    }
    (seen.len(), faults)
}

#[tokio::test]
async fn whoever_clicks_on_everything_meets_no_fault() {
    let app = TestApp::new().await;
    for (name, body, roles) in [
        ("Văn phòng", BodyKind::PartyOffice, &[Role::Office][..]),
        ("Bí thư", BodyKind::PartyCommittee, &[Role::Leader]),
        ("Hội", BodyKind::MassOrganization, &[Role::Submitter]),
        ("Phòng", BodyKind::Department, &[Role::Answering]),
        ("Mặt trận", BodyKind::FatherlandFront, &[Role::Supervisor]),
    ] {
        let person = app.person(name, "03667", body, roles).await;
        let (seen, faults) = crawl(person.awake().await, "/").await;
        assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
        assert!(seen > 5, "{name} finds only {seen} pages");
    }
    let (_, faults) = crawl(app.admin("Quản trị").await.awake().await, "/").await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test]
async fn whoever_clicks_on_everything_in_the_demonstration_meets_no_fault() {
    let ward = demo::ward().await;
    let app = ward.copy().await;
    let logins: BTreeSet<&str> = ward.loaded.logins.iter().map(|line| line.login.as_str()).collect();
    for login in logins {
        let browser = app.visitor();
        browser.sign_in(login, PASSWORD).await.is(303);
        let (seen, faults) = crawl(&browser, "/").await;
        assert!(faults.is_empty(), "{login}:\n{}", faults.join("\n"));
        assert!(seen > 5, "{login} finds only {seen} pages");
    }
}
