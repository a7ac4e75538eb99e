//! Busy calendars of those who lead: which there are, whether they are read, giving one, taking one away.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::dialogues::actions::busy::{self as actions, Given};
use crate::dialogues::exports::busy_times;
use crate::dialogues::forms::busy::{self as forms, Input};
use crate::dialogues::rules::busy::{Origin, Problem, Source, SourceKind, window};
use crate::dialogues::store::busy;
use crate::dialogues::store::people::{Needed, leaders};
use crate::error::AppResult;
use crate::i18n::{self, Locale};
use crate::kernel::{Action, BusySourceId, Ctx, Refusal};
use crate::organisation::{person_name, unit};
use crate::web::{Choice, FormState, PageResult, Path, Posted, View, Visit, outcome};

/// Larger files are not even looked at, in bytes.
const MOST_READ: u64 = 4 << 20;

/// One calendar.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    pub id: String,
    pub person: String,
    pub kind: &'static str,
    /// Host of the address; empty for a file.
    pub host: String,
    pub state: &'static str,
    pub tone: &'static str,
    pub read_at: Option<DateTime<Utc>>,
    /// Busy times known from now on.
    pub ahead: u64,
    pub covers_until: Option<NaiveDate>,
    /// Events that could not be read.
    pub unread: u32,
    pub failing_since: Option<DateTime<Utc>>,
    /// Why, in the reader's words.
    pub problem: String,
    pub next_try_at: Option<DateTime<Utc>>,
}

impl Line {
    fn of(source: &Source, person: String, ahead: u64, locale: Locale) -> Self {
        let (state, tone) = match (source.failing, source.read_at, source.kind) {
            (Some(_), _, _) => ("failing", "orange"),
            (None, None, _) => ("waiting", "grey"),
            (None, Some(_), SourceKind::Address) => ("read", "green"),
            (None, Some(_), SourceKind::File) => ("file", "blue"),
        };
        let problem = |problem: Problem| i18n::text(locale, &format!("busy-problem-{problem}"), &[]);
        Self {
            id: source.id.to_string(),
            person,
            kind: source.kind.as_str(),
            host: source.address.masked(),
            state,
            tone,
            read_at: source.read_at,
            ahead,
            covers_until: source.covers_until(),
            unread: source.unread,
            failing_since: source.failing.map(|failing| failing.since),
            problem: source.failing.map(|failing| problem(failing.problem)).unwrap_or_default(),
            next_try_at: source.next_try_at.filter(|_| source.failing.is_some()),
        }
    }

    fn sample(kind: SourceKind, state: &'static str) -> Self {
        let (is_read, fails) = (state != "waiting", state == "failing");
        Self {
            id: "0193".into(),
            person: "Lò Văn Mẫu".into(),
            kind: kind.as_str(),
            host: if kind == SourceKind::Address { "https://calendar.example.vn/…".into() } else { String::new() },
            state,
            tone: "green",
            read_at: is_read.then(DateTime::default),
            ahead: 12,
            covers_until: is_read.then(NaiveDate::default),
            unread: u32::from(fails),
            failing_since: fails.then(DateTime::default),
            problem: if fails { "Không kết nối được".into() } else { String::new() },
            next_try_at: fails.then(DateTime::default),
        }
    }
}

/// The page.
#[derive(Debug, Serialize)]
pub struct Busy {
    pub lines: Vec<Line>,
    /// Whose calendar may be given.
    pub people: Vec<Choice>,
    pub sources: Vec<Choice>,
    pub form: FormState,
}

impl View for Busy {
    const TEMPLATE: &'static str = "pages/dialogues/busy";

    fn samples() -> Vec<Self> {
        let sample =
            |lines, people: Vec<Choice>| Self { lines, people, sources: sources(Locale::Vi), form: FormState::default() };
        let lines = vec![
            Line::sample(SourceKind::Address, "read"),
            Line::sample(SourceKind::Address, "failing"),
            Line::sample(SourceKind::Address, "waiting"),
            Line::sample(SourceKind::File, "file"),
        ];
        vec![sample(lines, vec![Choice::new("0193", "Lò Văn Mẫu – Bí thư Đảng ủy")]), sample(Vec::new(), Vec::new())]
    }
}

fn sources(locale: Locale) -> Vec<Choice> {
    Choice::words(SourceKind::ALL.iter().map(|word| word.as_str()), "busy-source", locale)
}

/// Those whose calendars the visitor may keep, each with the unit where he leads.
async fn people(app: &App, ctx: &Ctx) -> AppResult<Vec<(Needed, String)>> {
    let conn = app.db().read();
    let mut people: Vec<(Needed, String)> = Vec::new();
    for code in ctx.actor.units() {
        let unit = unit(conn, code).await?;
        for leader in leaders(conn, code, ctx.today()).await? {
            let may = ctx.permit(Action::KeepBusyTimes, &unit.target().about(leader.person)).is_ok();
            if may && people.iter().all(|(known, _)| known.person != leader.person) {
                people.push((leader, code.to_owned()));
            }
        }
    }
    Ok(people)
}

async fn view(app: &App, visit: &Visit, form: FormState) -> AppResult<Busy> {
    let conn = app.db().read();
    let all = busy::list(conn, &visit.ctx).await?;
    let ahead = busy::count_ahead(conn, &all, visit.ctx.now).await?;
    let mut lines = Vec::with_capacity(all.len());
    for (source, ahead) in all.iter().zip(ahead) {
        lines.push(Line::of(source, person_name(conn, source.person).await?, ahead, visit.locale));
    }
    let people = people(app, &visit.ctx).await?.into_iter();
    let people = people.map(|(one, _)| Choice::new(one.person.to_string(), format!("{} – {}", one.name, one.title)));
    Ok(Busy { lines, people: people.collect(), sources: sources(visit.locale), form })
}

/// GET /busy
///
/// # Errors
/// The database's.
pub async fn show(State(app): State<App>, visit: Visit) -> PageResult {
    let form = FormState::with(json!({ "way": SourceKind::Address }));
    visit.page(&view(&app, &visit, form).await?)
}

/// What was given, with the times of a file.
fn given(visit: &Visit, posted: &Posted, input: Input) -> Result<Given, Refusal> {
    if let Some(address) = input.address {
        return Ok(Given { origin: Origin::Address(address), times: Vec::new() });
    }
    let (_, bytes) = posted.file_bytes("ics", MOST_READ).map_err(|refusal| match refusal.code {
        "file.too-large" => Refusal::on("ics", "busy.file-too-large"),
        _ => refusal,
    })?;
    let (times, unread) = busy_times(&bytes, window(visit.ctx.today())).map_err(|problem| match problem {
        Problem::TooLarge => Refusal::on("ics", "busy.file-too-large"),
        Problem::TooMuch => Refusal::on("ics", "busy.file-too-much"),
        _ => Refusal::on("ics", "busy.file-no-calendar"),
    })?;
    Ok(Given { origin: Origin::File { unread }, times })
}

/// POST /busy
///
/// # Errors
/// [`crate::error::AppError::Denied`].
pub async fn add(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let read = forms::input(&posted, &app.config().own_calendar_hosts);
    let read = read.and_then(|input| Ok((input.person, given(&visit, &posted, input)?)));
    let result = match read {
        Ok((person, given)) => match people(&app, &visit.ctx).await?.into_iter().find(|(one, _)| one.person == person) {
            Some((_, unit)) => actions::add(&app, &visit.ctx, &unit, person, given).await,
            None => Err(Refusal::on("person", "busy.no-leader").into()),
        },
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(_) => visit.redirect("/busy", "flash-busy-added"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, form).await?)
        }
    }
}

/// POST /busy/{id}/remove
///
/// # Errors
/// Not found, or denied.
pub async fn remove(State(app): State<App>, visit: Visit, Path(id): Path<BusySourceId>, _posted: Posted) -> PageResult {
    actions::remove(&app, &visit.ctx, id).await?;
    visit.redirect("/busy", "flash-busy-removed")
}

/// POST /busy/{id}/again
///
/// # Errors
/// Not found, or denied; refused for a file.
pub async fn again(State(app): State<App>, visit: Visit, Path(id): Path<BusySourceId>, _posted: Posted) -> PageResult {
    actions::again(&app, &visit.ctx, id).await?;
    visit.redirect("/busy", "flash-busy-again")
}
