//! The drafted edition of the working calendar with its effect, and a published one with what it moved.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::json;

use crate::admin::actions::calendar::{self as actions, Preview, told};
use crate::admin::rules::calendar::{PromiseMove, Standing};
use crate::app::App;
use crate::db::Conn;
use crate::dialogues;
use crate::duties::{Change, Edition, Paper, editions};
use crate::error::{AppError, AppResult};
use crate::i18n;
use crate::kernel::{Action, Refusal, Role, SessionId, Violations};
use crate::law::{DateKind, WorkingCalendar};
use crate::organisation::unit;
use crate::web::{Fields, FormState, PageResult, Path, Posted, View, Visit, outcome};

/// Moved dates that a page shows; the rest is counted.
const MOST_LINES: usize = 300;
/// Units that the preview names; the rest is counted.
const MOST_UNITS: usize = 30;

/// One day of an edition.
#[derive(Debug, Serialize)]
pub struct ChangeLine {
    pub on: NaiveDate,
    /// What the day is without the edition; none on the page of a published one.
    pub was: Option<DayWords>,
    pub becomes: DayWords,
    pub source: String,
    /// Its entry is taken away.
    pub removed: bool,
}

/// A kind of day and its reason.
#[derive(Debug, Serialize)]
pub struct DayWords {
    pub kind: &'static str,
    pub label: String,
}

impl DayWords {
    fn of(calendar: &WorkingCalendar, on: NaiveDate) -> Self {
        Self { kind: calendar.kind(on).as_str(), label: calendar.label(on).unwrap_or_default().to_owned() }
    }
}

/// A date that moves.
#[derive(Debug, Serialize)]
pub struct MoveLine {
    pub kind: DateKind,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub session: SessionLine,
}

/// A session that the edition concerns.
#[derive(Debug, Clone, Serialize)]
pub struct SessionLine {
    /// None where the visitor may not open it.
    pub id: Option<String>,
    pub code: String,
    pub title: String,
    pub on: NaiveDate,
    pub slot_on: Option<NaiveDate>,
}

impl SessionLine {
    fn sample() -> Self {
        Self {
            id: Some("0193".into()),
            code: "03667-2026-04".into(),
            title: "Đối thoại với Nhân dân".into(),
            on: NaiveDate::default(),
            slot_on: Some(NaiveDate::default()),
        }
    }
}

/// A session that goes to another day by itself.
#[derive(Debug, Serialize)]
pub struct RecountLine {
    pub session: SessionLine,
    pub to: NaiveDate,
}

/// A commitment that ends on another day.
#[derive(Debug, Serialize)]
pub struct PromiseLine {
    /// None where the visitor may not open it.
    pub id: Option<String>,
    pub code: String,
    /// Its wording, or its unit for those who may not read it.
    pub what: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// A unit that is told, with the roles.
#[derive(Debug, Serialize)]
pub struct ToldLine {
    pub unit: String,
    pub roles: String,
}

/// The draft.
#[derive(Debug, Serialize)]
pub struct Draft {
    pub changes: Vec<ChangeLine>,
    pub moves: Vec<MoveLine>,
    /// All of them, shown or not.
    pub moves_count: usize,
    pub on_days_off: Vec<SessionLine>,
    pub recounted: Vec<RecountLine>,
    pub promises: Vec<PromiseLine>,
    /// All of them, shown or not.
    pub promises_count: usize,
    pub shifted: Vec<SessionLine>,
    pub told: Vec<ToldLine>,
    pub told_count: usize,
    pub version: i32,
    pub seal: String,
    pub form: FormState,
}

fn move_sample() -> MoveLine {
    MoveLine { kind: DateKind::Answers, from: NaiveDate::default(), to: NaiveDate::default(), session: SessionLine::sample() }
}

fn change_sample(was: bool, removed: bool) -> ChangeLine {
    let words = |kind, label: &str| DayWords { kind, label: label.into() };
    ChangeLine {
        on: NaiveDate::default(),
        was: was.then(|| words("working", "")),
        becomes: words("holiday", "Ngày Văn hóa Việt Nam"),
        source: "Thông báo 12/TB".into(),
        removed,
    }
}

impl View for Draft {
    const TEMPLATE: &'static str = "pages/admin/calendar_draft";

    fn samples() -> Vec<Self> {
        let told = || ToldLine { unit: "Phường Chiềng An".into(), roles: "Văn phòng, Thư ký".into() };
        let promise = |id| PromiseLine {
            id,
            code: "7GK2MRQ".into(),
            what: "Nạo vét cống".into(),
            from: NaiveDate::default(),
            to: NaiveDate::default(),
        };
        let empty = Self {
            changes: vec![change_sample(true, false), change_sample(true, true)],
            moves: Vec::new(),
            moves_count: 0,
            on_days_off: Vec::new(),
            recounted: Vec::new(),
            promises: Vec::new(),
            promises_count: 0,
            shifted: Vec::new(),
            told: Vec::new(),
            told_count: 0,
            version: 1,
            seal: "x".into(),
            form: FormState::default(),
        };
        let full = Self {
            changes: vec![change_sample(true, false)],
            moves: vec![move_sample()],
            moves_count: 301,
            on_days_off: vec![SessionLine::sample()],
            recounted: vec![RecountLine { session: SessionLine::sample(), to: NaiveDate::default() }],
            promises: vec![promise(Some("0193".into())), promise(None)],
            promises_count: 301,
            shifted: vec![SessionLine { id: None, ..SessionLine::sample() }],
            told: vec![told()],
            told_count: 31,
            version: 1,
            seal: "x".into(),
            form: FormState::with(json!({ "title": "Nghỉ Tết 2027", "source": "TB 12", "link": "https://example.vn" })),
        };
        vec![full, empty]
    }
}

async fn draft_view(app: &App, visit: &Visit, preview: Preview, form: Option<FormState>) -> AppResult<Draft> {
    let conn = app.db().read();
    let mut known = Units::default();
    let mut moves = Vec::new();
    for one in preview.effect.moves.iter().take(MOST_LINES) {
        let session = known.line(conn, visit, &one.session).await?;
        moves.push(MoveLine { kind: one.kind, from: one.from, to: one.to, session });
    }
    let (mut on_days_off, mut shifted) = (Vec::new(), Vec::new());
    for session in preview.effect.on_days_off.iter().take(MOST_LINES) {
        on_days_off.push(known.line(conn, visit, session).await?);
    }
    for session in preview.effect.shifted.iter().take(MOST_LINES) {
        shifted.push(known.line(conn, visit, session).await?);
    }
    let mut recounted = Vec::new();
    for (session, to) in preview.effect.recounted.iter().take(MOST_LINES) {
        recounted.push(RecountLine { session: known.line(conn, visit, session).await?, to: *to });
    }
    let mut promises = Vec::new();
    for promise in preview.effect.promises.iter().take(MOST_LINES) {
        promises.push(promise_line(conn, visit, promise).await?);
    }
    let units = preview.units();
    let mut told_lines = Vec::new();
    for (code, concerned) in units.iter().take(MOST_UNITS) {
        let mut roles = told(&concerned.kinds);
        if concerned.promises() > 0 && !roles.contains(&Role::Answering) {
            // By a notice of its own for each commitment.
            roles.push(Role::Answering);
        }
        let roles: Vec<String> = roles.iter().map(|role| i18n::text(visit.locale, &format!("role-{role}"), &[])).collect();
        told_lines.push(ToldLine { unit: unit(conn, code).await?.name, roles: roles.join(", ") });
    }
    let source = preview.edition.changes.iter().find_map(|change| match change {
        Change::Enter(day) => Some(day.source.clone()).filter(|source| !source.is_empty()),
        Change::Remove(_) => None,
    });
    Ok(Draft {
        changes: changes(&preview),
        moves,
        moves_count: preview.effect.moves.len(),
        on_days_off,
        recounted,
        promises,
        promises_count: preview.effect.promises.len(),
        shifted,
        told: told_lines,
        told_count: units.len(),
        version: preview.edition.version,
        seal: preview.seal(),
        form: form.unwrap_or_else(|| FormState::with(json!({ "source": source.unwrap_or_default() }))),
    })
}

/// Who may not read a commitment learns its code and its unit.
async fn promise_line(conn: &Conn, visit: &Visit, promise: &PromiseMove) -> AppResult<PromiseLine> {
    let unit = unit(conn, &promise.unit_code).await?;
    let may_open = visit.ctx.permit(Action::ReadCommitment, &unit.target()).is_ok();
    Ok(PromiseLine {
        id: may_open.then(|| promise.id.to_string()),
        code: promise.code.clone(),
        what: if may_open { promise.wording.clone() } else { unit.name },
        from: promise.from,
        to: promise.to,
    })
}

fn changes(preview: &Preview) -> Vec<ChangeLine> {
    let line = |change: &Change| ChangeLine {
        on: change.on(),
        was: Some(DayWords::of(&preview.before, change.on())),
        becomes: DayWords::of(&preview.after, change.on()),
        source: source(change),
        removed: matches!(change, Change::Remove(_)),
    };
    preview.edition.changes.iter().map(line).collect()
}

fn source(change: &Change) -> String {
    match change {
        Change::Enter(day) => day.source.clone(),
        Change::Remove(_) => String::new(),
    }
}

/// Names of units and whether the visitor knows what is planned there, each asked once.
#[derive(Default)]
struct Units(BTreeMap<String, (String, bool)>);

impl Units {
    async fn line(&mut self, conn: &Conn, visit: &Visit, session: &Standing) -> AppResult<SessionLine> {
        let (unit, may_open) = match self.0.get(&session.unit_code) {
            Some(known) => known.clone(),
            None => {
                let unit = unit(conn, &session.unit_code).await?;
                let may_open = visit.ctx.permit(Action::ReadPlannedSessions, &unit.target()).is_ok();
                self.0.insert(session.unit_code.clone(), (unit.name.clone(), may_open));
                (unit.name, may_open)
            }
        };
        Ok(SessionLine {
            id: may_open.then(|| session.id.to_string()),
            // What is planned inside an office has no title for others.
            title: if may_open { session.title.clone() } else { unit },
            code: session.code.clone(),
            on: session.on,
            slot_on: session.slot_on,
        })
    }
}

/// GET /admin/days/draft
///
/// # Errors
/// The database's.
pub async fn draft(State(app): State<App>, visit: Visit) -> PageResult {
    match actions::preview(&app, &visit.ctx).await? {
        Some(preview) => visit.page(&draft_view(&app, &visit, preview, None).await?),
        None => visit.redirect("/admin/days", "flash-edition-none"),
    }
}

/// What somebody publishes: which draft, as he saw it, with which paper.
fn published(posted: &Posted) -> Result<(i32, String, Paper), Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let (title, source) = (fields.line("title", 120), fields.line("source", 300));
    let link = fields.optional_line("link", 500);
    let is_address = |link: &str| link.is_empty() || link.starts_with("https://") || link.starts_with("http://");
    if link.as_deref().is_some_and(|link| !is_address(link)) {
        fields.refuse(Refusal::on("link", "edition.link"));
    }
    let seal = posted.get("seal").unwrap_or_default().to_owned();
    fields.finish(|| Some((version?, seal, Paper { title: title?, source: source?, link: link? })))
}

/// POST /admin/days/draft/publish
///
/// # Errors
/// Conflict, denied.
pub async fn publish(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let result = match published(&posted) {
        Ok((version, seal, paper)) => actions::publish(&app, &visit.ctx, version, &seal, paper).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(number) => visit.redirect(&format!("/working-days/{number}"), "flash-edition-published"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            let preview = actions::preview(&app, &visit.ctx).await?.ok_or(AppError::NotFound)?;
            visit.refused(&draft_view(&app, &visit, preview, Some(form)).await?)
        }
    }
}

/// A published edition.
#[derive(Debug, Serialize)]
pub struct Issued {
    pub number: i32,
    pub title: String,
    pub source: String,
    pub link: String,
    pub at: Option<DateTime<Utc>>,
    pub by: String,
    pub changes: Vec<ChangeLine>,
    pub moves: Vec<MoveLine>,
    /// There are more than are shown.
    pub has_more: bool,
}

impl View for Issued {
    const TEMPLATE: &'static str = "pages/admin/calendar_edition";

    fn samples() -> Vec<Self> {
        let issued = |link: &str, moves: Vec<MoveLine>| Self {
            number: 2,
            title: "Nghỉ Tết Đinh Mùi 2027".into(),
            source: "Thông báo 12/TB".into(),
            link: link.into(),
            at: Some(DateTime::default()),
            by: if link.is_empty() { String::new() } else { "Quản Trị".into() },
            changes: vec![change_sample(false, link.is_empty())],
            has_more: !moves.is_empty(),
            moves,
        };
        vec![issued("https://example.vn", vec![move_sample()]), issued("", Vec::new())]
    }
}

/// What the edition says of each of its days.
fn issued_changes(edition: &Edition) -> Vec<ChangeLine> {
    let line = |change: &Change| match change {
        Change::Enter(day) => ChangeLine {
            on: day.on,
            was: None,
            becomes: DayWords { kind: day.kind.as_str(), label: day.label.clone() },
            source: day.source.clone(),
            removed: false,
        },
        Change::Remove(on) => ChangeLine {
            on: *on,
            was: None,
            becomes: DayWords { kind: "", label: String::new() },
            source: String::new(),
            removed: true,
        },
    };
    edition.changes.iter().map(line).collect()
}

/// GET /working-days/{number}
///
/// # Errors
/// Not found.
pub async fn edition(State(app): State<App>, visit: Visit, Path(number): Path<i32>) -> PageResult {
    let conn = app.db().read();
    let edition = editions::published(conn, number).await?;
    let found = editions::moves(conn, &visit.ctx, &edition, MOST_LINES as u64 + 1).await?;
    let has_more = found.len() > MOST_LINES;
    let mut lines: BTreeMap<SessionId, SessionLine> = BTreeMap::new();
    let mut moves = Vec::new();
    for one in found.iter().take(MOST_LINES) {
        if let Entry::Vacant(unknown) = lines.entry(one.session) {
            let session = dialogues::find(conn, &visit.ctx, Action::ReadSessions, one.session).await?.session;
            let on = session.on();
            let id = Some(one.session.to_string());
            let line = SessionLine { id, code: session.code, title: session.title, on, slot_on: None };
            unknown.insert(line);
        }
        moves.push(MoveLine { kind: one.kind, from: one.from, to: one.to, session: lines[&one.session].clone() });
    }
    let publication = edition.published.as_ref();
    visit.page(&Issued {
        number,
        title: edition.paper.title.clone(),
        source: edition.paper.source.clone(),
        link: edition.paper.link.clone(),
        at: publication.map(|publication| publication.at),
        by: publication.map(|publication| publication.by.clone()).unwrap_or_default(),
        changes: issued_changes(&edition),
        moves,
        has_more,
    })
}
