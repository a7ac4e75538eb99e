//! The handover list of a published reorganisation: what still hangs on the old ones and where it goes, what went over; and the
//! same as a paper.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::list::tone;
use crate::app::App;
use crate::error::AppResult;
use crate::i18n::{self, Locale};
use crate::kernel::ReorganisationId;
use crate::reorganisations::actions::{handing_over, look};
use crate::reorganisations::forms;
use crate::reorganisations::rules::{Choice as To, Decision, Kind, Level, Line, LineKind, Stage};
use crate::web::{Choice, FormState, PageResult, Path, Posted, View, Visit, outcome};

/// An open line.
#[derive(Debug, Serialize)]
pub struct OpenLine {
    pub key: String,
    pub kind: LineKind,
    pub what: String,
    pub due_on: Option<NaiveDate>,
    pub from: String,
    pub options: Vec<Choice>,
    /// Decided for the day to come: by whom.
    pub decided_by: String,
    /// What is wrong with the choice; empty when nothing is.
    pub fault: String,
}

/// A line that went over.
#[derive(Debug, Serialize)]
pub struct DoneLine {
    pub kind: LineKind,
    pub what: String,
    pub from: String,
    /// Empty for what was called off.
    pub to: String,
    pub by: String,
    pub at: Option<DateTime<Utc>>,
}

/// The page.
#[derive(Debug, Serialize)]
pub struct Book {
    pub id: String,
    pub kind: Kind,
    pub level: Level,
    pub stage: Stage,
    pub tone: &'static str,
    pub unit: String,
    pub olds: Vec<String>,
    pub heir: String,
    pub on: NaiveDate,
    pub last: NaiveDate,
    pub paper: String,
    pub paper_on: NaiveDate,
    pub by: String,
    pub at: Option<DateTime<Utc>>,
    pub in_force: bool,
    pub in_place: bool,
    pub open: Vec<OpenLine>,
    pub done: Vec<DoneLine>,
    pub form: FormState,
}

impl Book {
    fn sample(stage: Stage, is_full: bool) -> Self {
        let open = |(kind, at): (&LineKind, usize)| OpenLine {
            key: format!("{kind}/{at}"),
            kind: *kind,
            what: "7GK2MRQ: Nạo vét cống".into(),
            due_on: (*kind != LineKind::Series).then(NaiveDate::default),
            from: "Phòng Kinh tế xã Cũ".into(),
            options: vec![Choice::new("", "Để sau"), Choice::new("0193", "Phòng Kinh tế xã Mới").selected(true)],
            decided_by: if *kind == LineKind::Assignment { "Quản Trị".into() } else { String::new() },
            fault: if *kind == LineKind::Commitment { "Không giao được".into() } else { String::new() },
        };
        let done = |kind: &LineKind| DoneLine {
            kind: *kind,
            what: "03667-2026-02".into(),
            from: "Xã Cũ Một".into(),
            to: if *kind == LineKind::Session { String::new() } else { "Xã Mới".into() },
            by: "Quản Trị".into(),
            at: (*kind != LineKind::Series).then(DateTime::default),
        };
        Self {
            id: "0193".into(),
            kind: if is_full { Kind::Merge } else { Kind::Rename },
            level: Level::Unit,
            stage,
            tone: tone(stage),
            unit: "Sơn La".into(),
            olds: vec!["Xã Cũ Một".into(), "Xã Cũ Hai".into()],
            heir: if is_full { "Xã Mới".into() } else { String::new() },
            on: NaiveDate::default(),
            last: NaiveDate::default(),
            paper: "12/NQ-HĐND".into(),
            paper_on: NaiveDate::default(),
            by: "Quản Trị".into(),
            at: Some(DateTime::default()),
            in_force: stage == Stage::Settled,
            in_place: !is_full,
            open: if is_full { LineKind::ALL.iter().zip(1..).map(open).collect() } else { Vec::new() },
            done: if is_full { LineKind::ALL.iter().map(done).collect() } else { Vec::new() },
            form: FormState::default(),
        }
    }
}

impl View for Book {
    const TEMPLATE: &'static str = "pages/reorganisations/book";

    fn samples() -> Vec<Self> {
        vec![Self::sample(Stage::Settled, true), Self::sample(Stage::Published, true), Self::sample(Stage::Settled, false)]
    }
}

/// The paper.
#[derive(Debug, Serialize)]
pub struct Paper {
    pub book: Book,
}

impl View for Paper {
    const TEMPLATE: &'static str = "pages/reorganisations/print";

    fn samples() -> Vec<Self> {
        Book::samples().into_iter().map(|book| Self { book }).collect()
    }
}

fn options(locale: Locale, book: &look::Book, line: &Line) -> Vec<Choice> {
    let word = |key: &str| i18n::text(locale, key, &[]);
    let chosen = line.chosen();
    let mut options = vec![Choice::new("", word("handover-later"))];
    if line.key.kind.is_of_the_unit() {
        if let Some(heir) = &book.heir {
            options.push(Choice::new(To::Heir.to_string(), heir.name.clone()).selected(chosen == Some(To::Heir)));
        }
        options.push(Choice::new(To::CallOff.to_string(), word("handover-call-off")).selected(chosen == Some(To::CallOff)));
    } else {
        options.extend(book.options.iter().map(|body| {
            let to = To::Body(body.id);
            Choice::new(to.to_string(), body.name.clone()).selected(chosen == Some(to))
        }));
    }
    options
}

pub(super) async fn view(app: &App, visit: &Visit, id: ReorganisationId, form: FormState) -> AppResult<Book> {
    let book = look::book(app, &visit.ctx, id).await?;
    let conn = app.db().read();
    let heir = match (&book.heir, book.act.heir_body) {
        (Some(unit), _) => unit.name.clone(),
        (None, Some(body)) => crate::organisation::body(conn, body).await?.name,
        (None, None) => book.act.new_name.clone(),
    };
    let open = book.lines.iter().enumerate().map(|(at, line)| OpenLine {
        key: line.key.to_string(),
        kind: line.key.kind,
        what: line.what.clone(),
        due_on: line.due_on,
        from: line.from_name.clone(),
        options: options(visit.locale, &book, line),
        decided_by: line.decided.as_ref().map(|decision| decision.by.clone()).unwrap_or_default(),
        fault: form.error(&format!("to-{}", at + 1)).to_owned(),
    });
    let done = |decision: &Decision| DoneLine {
        kind: decision.key.kind,
        what: decision.what.clone(),
        from: decision.from_name.clone(),
        to: decision.to_name.clone(),
        by: decision.by.clone(),
        at: decision.moved_at,
    };
    let (stage, act) = (book.act.stage(), &book.act);
    Ok(Book {
        id: id.to_string(),
        kind: act.kind,
        level: act.level,
        stage,
        tone: tone(stage),
        unit: book.unit.name.clone(),
        olds: act.olds.iter().map(|old| old.name.clone()).collect(),
        heir,
        on: act.effective_on,
        last: act.last_day(),
        paper: act.paper.clone(),
        paper_on: act.paper_on,
        by: act.published_by.clone(),
        at: act.published_at,
        in_force: book.in_force,
        in_place: act.renames_in_place(),
        open: open.collect(),
        done: book.done.iter().map(done).collect(),
        form,
    })
}

/// POST /admin/reorganisations/{id}/hand-over
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`]; [`crate::error::AppError::Conflict`] for a line that
/// went over meanwhile.
pub async fn hand_over(State(app): State<App>, visit: Visit, Path(id): Path<ReorganisationId>, posted: Posted) -> PageResult {
    let result = match forms::lines(&posted) {
        Ok(chosen) => handing_over::confirm(&app, &visit.ctx, id, &chosen).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(_) => visit.redirect(&format!("/admin/reorganisations/{id}"), "flash-handed-over"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, form).await?)
        }
    }
}

/// GET /admin/reorganisations/{id}/print
///
/// # Errors
/// [`crate::error::AppError::NotFound`] also for a draft; [`crate::error::AppError::Denied`].
pub async fn print(State(app): State<App>, visit: Visit, Path(id): Path<ReorganisationId>) -> PageResult {
    visit.page(&Paper { book: view(&app, &visit, id, FormState::default()).await? })
}
