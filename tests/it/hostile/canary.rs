//! Marks that stand nowhere else are put where a petitioner and a complaint are kept, and looked for everywhere: on every page and
//! paper that anybody reaches, in every export, feed and search, in letters and messages, in the trail and in the log.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Arc, Mutex};

use doithoai::dialogues::{Filter, of_unit};
use doithoai::kernel::PageRequest;
use doithoai::routes::{ROUTES, Verb};
use doithoai::search::rules::Question;
use doithoai::search::store::find::{Wanted, find};
use doithoai::sweeps::SWEEPS;
use entity::{audit_entry, notice, outbox, searchable};
use sea_orm::EntityTrait;

use super::crawl::crawl;
use super::seats::SEATS;
use super::{route, ward};
use crate::issues::sheets::as_read;
use crate::support::{Page, Person, TestApp};

const UNIT: &str = "11413";
const NAME: &str = "Vũ Thị Kimyen";
const PHONE: &str = "0987612345";
const HOUSE: &str = "Ngõ Kindao 90817";
/// What the complaint says.
const WORDS: &str = "Bithumat khiếu nại quyết định thu hồi";
/// A line of our own, which tells that the log is listened to.
const HEARD: &str = "the log is heard";
/// One word of each, as it would be found.
const MARKS: [&str; 4] = ["Kimyen", "0987612345", "Kindao", "Bithumat"];

/// What the program logs on this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Hands in an issue or a complaint for a person with the marks; its address.
async fn handed_in(women: &Person, session: &str, kind: &str, wording: &str) -> String {
    let form = women.get(&format!("/issues/new?session={session}&kind={kind}")).await.is(200);
    let fields = [
        ("issue_wording", wording),
        ("petitioner_name", NAME),
        ("petitioner_address", HOUSE),
        ("petitioner_contact", PHONE),
        ("act", "submit"),
    ];
    women.fill(&form, &fields).await.is(303).location().unwrap()
}

/// Everything that a page or file says, workbooks unpacked.
fn said(page: &Page) -> String {
    if page.body.starts_with(b"PK") {
        return as_read(&page.body).iter().map(ToString::to_string).collect();
    }
    page.source()
}

/// All addresses that somebody reaches or could think of.
async fn addresses(person: &Person, issues: &[&str], codes: &[String]) -> BTreeSet<String> {
    let mut all = crawl(person, 1).await.addresses;
    for row in ROUTES.iter().filter(|row| row.verb == Verb::Get) {
        if !row.path.contains('{') {
            all.insert(row.path.to_owned());
        }
        let rest = row.path.strip_prefix("/issues/{id}").filter(|rest| !rest.contains('{'));
        all.extend(rest.iter().flat_map(|rest| issues.iter().map(move |issue| format!("{issue}{rest}"))));
    }
    all.extend(codes.iter().map(|code| format!("/track?code={code}")));
    all.insert(format!("/feeds/unit/{UNIT}.ics"));
    all.remove("/sign-out");
    all
}

async fn found_by(app: &TestApp, person: &Person, mark: &str) -> u64 {
    let wanted = Wanted { question: Question::read(mark), ..Wanted::default() };
    find(app.read(), &person.ctx().await, &wanted, PageRequest { number: 1, size: 20 }).await.unwrap().total
}

#[tokio::test]
async fn a_petitioner_and_a_complaint_are_nowhere_but_behind_the_recorded_click() {
    let log = Log::default();
    let writer = log.clone();
    let lines = tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).with_writer(move || writer.clone()).finish();
    let logged = tracing::subscriber::set_default(lines);

    let app = ward().await.thaw().await;
    let (office, women) = (app.known("vanphong").await, app.known("phunu").await);
    let all = of_unit(app.read(), UNIT, &Filter::default()).await.unwrap();
    let session = all.iter().find(|one| one.title == "Đối thoại về vỉa hè").unwrap().id.to_string();
    let issue = handed_in(&women, &session, "proposal", "Đề nghị sửa vỉa hè đường Lê Hồng Phong").await;
    let complaint = handed_in(&women, &session, "complaint", WORDS).await;
    for act in ["accept", "select"] {
        let page = office.get(&issue).await.is(200);
        office.fill(&page, &[("act", act)]).await.is(303);
    }
    // The two who may look at the petitioner, and the one who may look at the complaint, by the click that is recorded.
    office.post(&format!("{issue}/identity"), &[]).await.is(200).see(NAME).see(PHONE).see(HOUSE);
    women.post(&format!("{issue}/identity"), &[]).await.is(200).see(NAME);
    office.post(&format!("{complaint}/shielded"), &[]).await.is(200).see("Bithumat");
    women.post(&format!("{complaint}/shielded"), &[]).await.is(404);
    let issues = doithoai::issues::of_session(app.read(), all.iter().find(|one| one.id.to_string() == session).unwrap().id, &[]);
    let codes: Vec<String> = issues.await.unwrap().into_iter().map(|one| one.receipt_code).collect();
    for sweep in SWEEPS.iter().filter(|sweep| sweep.name == "delivery") {
        while (sweep.run)(app.app.clone(), app.ctx()).await.unwrap().more {}
    }

    let mut seen = BTreeSet::new();
    let mut asked = 0;
    let mut look = |who: &str, address: &str, page: &Page| {
        asked += 1;
        let said = said(page);
        for mark in MARKS.iter().filter(|mark| said.contains(**mark)) {
            let row = route(Verb::Get, address).map_or(address, |row| row.path);
            seen.insert(format!("{who} reads {mark} at {row}"));
        }
    };
    for login in SEATS {
        let person = app.known(login).await;
        for address in addresses(&person, &[&issue, &complaint], &codes).await {
            look(login, &address, &person.get(&address).await);
        }
        if !["vanphong", "phunu"].contains(login) {
            for act in [format!("{issue}/identity"), format!("{complaint}/identity"), format!("{complaint}/shielded")] {
                let page = person.post(&act, &[]).await;
                assert!([403, 404].contains(&page.status), "{login}: {act} gives {}", page.status);
                look(login, &act, &page);
            }
        }
        for mark in MARKS {
            assert_eq!(found_by(&app, &person, mark).await, 0, "{login} finds {mark}");
        }
    }
    let visitor = app.visitor();
    for address in ROUTES.iter().filter(|row| row.verb == Verb::Get && !row.path.contains('{')).map(|row| row.path.to_owned()) {
        look("nobody", &address, &visitor.get(&address).await);
    }
    for address in codes.iter().map(|code| format!("/track?code={code}")).chain([format!("/public/{UNIT}")]) {
        look("nobody", &address, &visitor.get(&address).await);
    }
    assert_eq!(seen, BTreeSet::new());
    assert!(asked > 1_000, "only {asked} answers were read");

    let mut kept: Vec<(String, String)> = Vec::new();
    let (conn, is_of) = (app.read(), |kind: &str, key: &str| format!("{kind} {key}"));
    kept.extend(
        audit_entry::Entity::find().all(conn).await.unwrap().into_iter().map(|row| (is_of("trail", &row.code), row.facts)),
    );
    kept.extend(
        outbox::Entity::find()
            .all(conn)
            .await
            .unwrap()
            .into_iter()
            .map(|row| (is_of("outbox", &row.key), row.payload.to_string())),
    );
    kept.extend(
        notice::Entity::find().all(conn).await.unwrap().into_iter().map(|row| (is_of("inbox", &row.code), format!("{row:?}"))),
    );
    kept.extend(
        searchable::Entity::find()
            .all(conn)
            .await
            .unwrap()
            .into_iter()
            .map(|row| (is_of("index", &row.kind), format!("{row:?}"))),
    );
    tracing::debug!("{HEARD}");
    drop(logged);
    let lines = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(lines.contains(HEARD), "the log was not heard");
    kept.extend(lines.lines().map(|line| ("log".to_owned(), line.to_owned())));
    let found: Vec<&(String, String)> = kept.iter().filter(|(_, text)| MARKS.iter().any(|mark| text.contains(mark))).collect();
    assert!(found.is_empty(), "{found:?}");
}
