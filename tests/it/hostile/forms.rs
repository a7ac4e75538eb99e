//! Every form of the table of routes as somebody sees it, with nonsense in one field after the other: refused beside the field
//! in Vietnamese with what was typed, or accepted and stored clean; never a fault, never half saved.

use std::collections::{BTreeMap, BTreeSet};

use doithoai::routes::{ROUTES, Verb};
use sea_orm::{DbBackend, FromQueryResult, Statement};
use tokio::sync::OnceCell;

use super::crawl::{Found, crawl, likeness};
use super::kinds::{Bad, Control, EMOJI, Kind, NFC, NFD, bad, controls};
use super::seats::{CITY_SEATS, ELSEWHERE, SEATS};
use super::{city, elsewhere, is_ours, route, ward};
use crate::support::database::is_postgres;
use crate::support::html::Element;
use crate::support::{Page, Person, TestApp, all};

/// Which demonstration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    Ward,
    City,
}

impl Base {
    async fn app(self) -> TestApp {
        match self {
            Self::Ward => ward().await.thaw().await,
            Self::City => city().await.thaw().await,
        }
    }
}

/// A form that somebody sees: who, where, and what tells it from the page's other forms.
#[derive(Debug, Clone)]
pub(super) struct Place {
    base: Base,
    login: &'static str,
    at: String,
    action: String,
    names: Vec<String>,
    /// The named button that is pressed.
    button: Option<(String, String)>,
}

/// The ward's forms by row of the table: of those that are alike one.
static FOUND: OnceCell<Ward> = OnceCell::const_new();

/// What there is in the ward.
#[derive(Default)]
pub struct Ward {
    pub(super) forms: BTreeMap<&'static str, Vec<Place>>,
    dead: Vec<String>,
    /// Addresses of each person of the ward, of those that are alike one.
    pub addresses: Vec<(&'static str, String)>,
}

pub async fn found() -> &'static Ward {
    FOUND.get_or_init(find).await
}

async fn find() -> Ward {
    let city = elsewhere(|| look_around(Base::City, CITY_SEATS));
    let seats: Vec<(&str, usize)> = SEATS.iter().map(|seat| (*seat, 3)).collect();
    let mut there = look_around(Base::Ward, &seats).await;
    let city = city.await;
    there.dead.extend(city.dead);
    for (row, places) in city.forms {
        there.forms.entry(row).or_insert(places);
    }
    there
}

async fn look_around(base: Base, seats: &[(&'static str, usize)]) -> Ward {
    let app = &base.app().await;
    let walk = async |&(login, alike)| (login, crawl(&app.known(login).await, alike).await);
    let (mut there, mut seen, mut likenesses) = (Ward::default(), BTreeSet::new(), BTreeSet::new());
    for (login, reach) in all(seats.iter().map(walk)).await {
        there.dead.extend(reach.dead);
        let fresh = reach.addresses.into_iter().filter(|address| likenesses.insert((login, likeness(address))));
        there.addresses.extend(fresh.map(|address| (login, address)));
        for Found { at, form } in reach.forms {
            let Some(row) = route(Verb::Post, &form.action) else { continue };
            let mut buttons: Vec<_> = form.buttons.iter().cloned().map(Some).collect();
            if buttons.is_empty() {
                buttons.push(None);
            }
            let known: BTreeSet<String> = form.names.iter().cloned().collect();
            for button in buttons {
                if seen.insert((row.path, known.clone(), button.clone())) {
                    let (at, action, names) = (at.clone(), form.action.clone(), form.names.clone());
                    there.forms.entry(row.path).or_default().push(Place { base, login, at, action, names, button });
                }
            }
        }
    }
    there
}

/// The form of the page that goes to `action` with these names.
fn same<'a>(html: &'a Element, page: &Page, action: &str, names: &[String]) -> Option<&'a Element> {
    let at = page.forms().iter().position(|form| form.action == action && form.names == names)?;
    html.select("form").into_iter().nth(at)
}

/// A copy of the ward and who is signed in there.
struct Stage {
    app: TestApp,
    base: Base,
    people: BTreeMap<&'static str, Person>,
    /// Since the form was read.
    changed: bool,
    /// Since the copy was made.
    used: bool,
}

impl Stage {
    async fn new(base: Base) -> Self {
        Self { app: base.app().await, base, people: BTreeMap::new(), changed: false, used: false }
    }

    fn touched(&mut self) {
        (self.changed, self.used) = (true, true);
    }

    async fn person(&mut self, login: &'static str) -> &Person {
        if !self.people.contains_key(login) {
            let person = self.app.known(login).await;
            self.people.insert(login, person);
        }
        &self.people[login]
    }

    /// The form as it stands, with its controls; none where the page has it no longer.
    async fn form(&mut self, place: &Place) -> Option<(Vec<(String, String)>, Vec<Control>)> {
        let page = self.person(place.login).await.get(&place.at).await;
        if page.status != 200 {
            return None;
        }
        let html = page.html();
        let element = same(html, &page, &place.action, &place.names)?;
        let form = page.forms().into_iter().find(|form| form.action == place.action && form.names == place.names)?;
        let mut fields: Vec<(String, String)> = form.fields.into_iter().filter(|(name, _)| name != "_csrf").collect();
        fields.extend(place.button.clone());
        Some((fields, controls(element, html)))
    }
}

/// What was tried and what was wrong.
#[derive(Default)]
pub(super) struct Tried {
    pub posts: usize,
    pub accepted: usize,
    pub refused: usize,
    pub wrong: Vec<String>,
}

/// The fields with `bad` in place of what stands in the control.
fn with(fields: &[(String, String)], control: &Control, bad: &Bad) -> Vec<(String, String)> {
    let mut all = fields.to_vec();
    match all.iter_mut().find(|(name, _)| *name == control.name) {
        Some((_, value)) => value.clone_from(&bad.value),
        None => all.push((control.name.clone(), bad.value.clone())),
    }
    all
}

/// A typed text as its field shows it again: NUL cannot be shown, a text field has no lines.
fn shown(control: &Control, value: &str) -> String {
    let value = value.replace('\0', "");
    if control.kind == Kind::Area { value } else { value.replace(['\n', '\r'], "") }
}

/// Whether a refusal is one as people need it: summary, message beside the field, text kept.
fn is_helpful(page: &Page, control: &Control, bad: &Bad) -> Result<(), String> {
    let html = page.html();
    let entries = html.select(".govuk-error-summary__list li");
    if entries.is_empty() {
        return Err("refused without a summary".to_owned());
    }
    if control.kind == Kind::Hidden {
        // Nobody sees the field: there is no place to lead to.
        return Ok(());
    }
    for link in html.select(".govuk-error-summary__list a[href]") {
        let target = link.text_of("href");
        if html.select(&target).is_empty() {
            return Err(format!("the summary leads to {target}, which is not there"));
        }
        if html.select(&format!("{target}-error")).is_empty() {
            return Err(format!("nothing stands beside {target}"));
        }
    }
    if !matches!(control.kind, Kind::Line | Kind::Area | Kind::Date | Kind::Time | Kind::Number) {
        return Ok(());
    }
    let again = html.select("main input, main textarea");
    let kept =
        again.iter().filter(|element| element.text_of("name") == control.name).map(|element| match element.name.as_str() {
            "textarea" => element.raw_text().trim_start_matches('\n').to_owned(),
            _ => element.text_of("value"),
        });
    let kept: Vec<String> = kept.collect();
    let wanted = shown(control, &bad.value);
    if kept.contains(&wanted) {
        Ok(())
    } else {
        let kept: Vec<String> = kept.iter().map(|value| value.chars().take(60).collect()).collect();
        Err(format!("what was typed is gone: {kept:?}"))
    }
}

async fn try_everything(tried: &mut Tried, stage: &mut Stage, row: &str, place: &Place) {
    let Some((mut fields, all)) = stage.form(place).await else {
        tried.wrong.push(format!("{row}: the form is not at {} in a fresh copy", place.at));
        return;
    };
    let pressed = place.button.as_ref().map(|(_, value)| value);
    let is_read = |control: &&Control| control.acts.as_ref().is_none_or(|acts| pressed.is_none_or(|act| acts.contains(act)));
    for control in all.iter().filter(is_read) {
        for bad in bad(control.kind) {
            if stage.changed {
                let again = stage.form(place).await;
                let again = again.filter(|(_, controls)| controls.iter().any(|known| known.name == control.name));
                fields = match again {
                    Some((fields, _)) => fields,
                    None => {
                        *stage = Stage::new(place.base).await;
                        let Some((fields, _)) = stage.form(place).await else { return };
                        fields
                    }
                };
                stage.changed = false;
            }
            let sent = with(&fields, control, &bad);
            one(tried, stage, row, place, control, &bad, &sent).await;
        }
    }
    // Every value twice, and one that the form does not know.
    let twice: Vec<(String, String)> = fields.iter().chain(&fields).cloned().collect();
    let strange = [&fields[..], &[("không_có".to_owned(), "\u{0}".to_owned()), ("id".to_owned(), "1".to_owned())]].concat();
    for (name, sent) in [("everything twice", twice), ("unknown fields", strange)] {
        if stage.changed {
            *stage = Stage::new(place.base).await;
        }
        let control = Control { name: String::new(), kind: Kind::Hidden, acts: None };
        let bad = Bad { name, value: String::new(), never: false };
        one(tried, stage, row, place, &control, &bad, &sent).await;
    }
}

async fn one(
    tried: &mut Tried,
    stage: &mut Stage,
    row: &str,
    place: &Place,
    control: &Control,
    bad: &Bad,
    sent: &[(String, String)],
) {
    let pairs: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let before = stage.app.audit_count(None).await;
    let page = stage.person(place.login).await.post(&place.action, &pairs).await;
    let grown = stage.app.audit_count(None).await - before;
    let denied = page.status == 404;
    tried.posts += 1;
    let mut wrong = |what: String| {
        let button = place.button.as_ref().map(|(name, value)| format!(" {name}={value}")).unwrap_or_default();
        tried.wrong.push(format!(
            "{row}{button} ({} at {}): {} = {}: {} {what}",
            place.login, place.at, control.name, bad.name, page.status
        ));
    };
    if let Err(what) = is_ours(&page) {
        wrong(what);
        stage.touched();
        return;
    }
    match page.status {
        303 => {
            tried.accepted += 1;
            stage.touched();
            if bad.never {
                tried.wrong.push(format!("{row} ({} at {}): {} = {} is accepted", place.login, place.at, control.name, bad.name));
            }
        }
        200 => stage.touched(),
        422 => {
            tried.refused += 1;
            let is_problem = page.count(".dt-problem") == 1;
            if grown > 0 {
                wrong("refused, but something is saved".to_owned());
            } else if is_problem && !matches!(control.kind, Kind::Hidden | Kind::Tick) {
                wrong(format!("a page apart: {}", page.text().chars().take(300).collect::<String>()));
            } else if !is_problem && let Err(what) = is_helpful(&page, control, bad) {
                wrong(what);
            }
        }
        404 | 409 if control.kind == Kind::Hidden || control.kind == Kind::Choice => {
            if grown > u64::from(denied) {
                wrong("refused, but something is saved".to_owned());
            }
        }
        status => wrong(format!("{status} is no answer")),
    }
}

/// Text columns of every table.
#[derive(Debug, FromQueryResult)]
struct Column {
    of: String,
    name: String,
}

/// What stands in the database that should have been cleaned: marks after their letters, NUL, marks of direction.
async fn residue(app: &TestApp) -> Vec<String> {
    let conn = app.read();
    let backend = if is_postgres() { DbBackend::Postgres } else { DbBackend::Sqlite };
    let columns = match backend {
        DbBackend::Postgres => {
            "SELECT table_name::text AS of, column_name::text AS name FROM information_schema.columns \
             WHERE table_schema = 'public' AND data_type IN ('text', 'character varying')"
        }
        _ => {
            "SELECT m.name AS of, c.name AS name FROM sqlite_master m, pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND lower(c.type) IN ('text', 'varchar')"
        }
    };
    let columns = Column::find_by_statement(Statement::from_string(backend, columns)).all(conn).await.unwrap();
    assert!(columns.len() > 100, "{} text columns", columns.len());
    let mut found = Vec::new();
    for Column { of, name } in columns {
        let marks =
            ["\u{323}", "\u{302}\u{301}", "\u{202E}", "\u{200F}", "\u{7}"].map(|mark| format!("\"{name}\" LIKE '%{mark}%'"));
        let nul = if backend == DbBackend::Postgres { String::new() } else { format!(" OR instr(\"{name}\", char(0)) > 0") };
        let query = format!("SELECT \"{name}\" AS name, '' AS of FROM \"{of}\" WHERE {}{nul} LIMIT 1", marks.join(" OR "));
        let rows = Column::find_by_statement(Statement::from_string(backend, query)).all(conn).await.unwrap();
        found.extend(rows.into_iter().map(|row| format!("{of}.{name}: {:?}", row.name.chars().take(200).collect::<String>())));
    }
    found
}

/// Tries the forms one after the other; whatever has changed something leaves the next one a fresh copy.
pub(super) async fn one_by_one(places: &[(&str, &Place)]) -> Tried {
    let mut tried = Tried::default();
    let mut stage: Option<Stage> = None;
    for &(row, place) in places {
        let mut here = match stage.take() {
            Some(stage) if !stage.used && stage.base == place.base => stage,
            left => {
                look_for_residue(&mut tried, left.as_ref(), row).await;
                Stage::new(place.base).await
            }
        };
        try_everything(&mut tried, &mut here, row, place).await;
        stage = Some(here);
    }
    look_for_residue(&mut tried, stage.as_ref(), "the end").await;
    tried
}

async fn look_for_residue(tried: &mut Tried, stage: Option<&Stage>, before: &str) {
    if let Some(stage) = stage.filter(|stage| stage.used) {
        let left = residue(&stage.app).await;
        tried.wrong.extend(left.into_iter().map(|what| format!("before {before}: not cleaned: {what}")));
    }
}

#[tokio::test]
async fn no_link_of_the_ward_is_dead() {
    let dead = &found().await.dead;
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

#[tokio::test]
async fn every_form_was_there() {
    let seen = &found().await.forms;
    let missing = ROUTES.iter().filter(|row| row.verb == Verb::Post && !seen.contains_key(row.path)).map(|row| row.path);
    let missing: Vec<&str> = missing.filter(|row| !ELSEWHERE.contains(row)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[tokio::test]
async fn what_comes_in_pieces_is_stored_whole() {
    let mut stage = Stage::new(Base::Ward).await;
    let office = stage.person("vanphong").await;
    let form = office.get("/dialogues/new").await.is(200);
    let done = office
        .fill(
            &form,
            &[
                ("title", NFD),
                ("place", EMOJI),
                ("counterpart", "Nhân dân"),
                ("on", "01/12/2026"),
                ("starts", "08:00"),
                ("ends", "11:00"),
            ],
        )
        .await
        .is(303);
    let page = office.follow(done).await.is(200).see(NFC).not_see("\u{202E}").not_see("\u{200F}");
    assert!(page.text().contains("👩‍🌾"), "{}", page.text());
}
