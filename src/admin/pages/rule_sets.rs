//! A drafted text of an instrument with everything that publishing it does.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;

use crate::admin::actions::rule_sets as actions;
use crate::admin::rules::rule_sets::{Both, DutyChange, Move, Shortfall};
use crate::app::App;
use crate::duties::{Changed, changed_rules};
use crate::error::AppResult;
use crate::i18n::Locale;
use crate::kernel::RuleDraftId;
use crate::law::{DateKind, seeds};
use crate::web::form::refusal_text;
use crate::web::{Fields, FormState, PageResult, Path, Posted, View, Visit, outcome};

/// Lines that the page shows before it only counts.
const MOST_LINES: usize = 100;

/// A number before and after.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct BothShown {
    pub before: u32,
    pub after: u32,
}

impl From<Both> for BothShown {
    fn from(both: Both) -> Self {
        Self { before: both.before, after: both.after }
    }
}

/// Units of one kind whose duty of a year changes.
#[derive(Debug, Clone, Serialize)]
pub struct DutyLine {
    pub year: i32,
    pub kind: &'static str,
    pub duty: &'static str,
    pub per: &'static str,
    pub units: usize,
    pub due: BothShown,
    pub short_units: BothShown,
}

impl From<&DutyChange> for DutyLine {
    fn from(change: &DutyChange) -> Self {
        Self {
            year: change.year,
            kind: change.kind,
            duty: change.duty.as_str(),
            per: change.per.as_str(),
            units: change.units,
            due: change.due.into(),
            short_units: change.short_units.into(),
        }
    }
}

/// A unit that falls short.
#[derive(Debug, Clone, Serialize)]
pub struct ShortLine {
    pub unit: String,
    pub year: i32,
    pub duty: &'static str,
    pub per: &'static str,
    pub due: u32,
    pub held: u32,
    pub planned: u32,
    pub short: u32,
}

/// A date around a session that moves.
#[derive(Debug, Clone, Serialize)]
pub struct MoveLine {
    pub unit: String,
    pub code: String,
    pub on: NaiveDate,
    pub kind: DateKind,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// The draft's page.
#[derive(Debug, Serialize)]
pub struct Draft {
    pub id: String,
    /// `new-set`, `new-version`, `amend`.
    pub aim: &'static str,
    pub name: String,
    pub code: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    /// The last day of the text before, if it ends by this one.
    pub closes_on: Option<NaiveDate>,
    /// Why it cannot be published as it stands.
    pub refused: Vec<String>,
    pub changes: Vec<Changed>,
    pub bound: Vec<String>,
    pub bound_count: usize,
    pub duties: Vec<DutyLine>,
    pub shortfalls: Vec<ShortLine>,
    pub short_count: usize,
    pub moves: Vec<MoveLine>,
    pub moves_count: usize,
    pub version: i32,
    pub seal: String,
    pub form: FormState,
}

impl View for Draft {
    const TEMPLATE: &'static str = "pages/admin/rule_draft";

    fn samples() -> Vec<Self> {
        let (day, all) = (NaiveDate::default(), seeds().unwrap_or_default());
        let changes = match all.as_slice() {
            [old, new, ..] => changed_rules(Locale::Vi, Some(old), new),
            _ => Vec::new(),
        };
        let both = BothShown { before: 1, after: 2 };
        let duty = |kind, duty, per| DutyLine { year: 2027, kind, duty, per, units: 3, due: both, short_units: both };
        let short = ShortLine {
            unit: "Phường Chiềng An".into(),
            year: 2027,
            duty: "dialogue",
            per: "year",
            due: 2,
            held: 0,
            planned: 1,
            short: 1,
        };
        let moved = |from, to| MoveLine {
            unit: "Phường Chiềng An".into(),
            code: "03667-2027-01".into(),
            on: day,
            kind: DateKind::PublicNotice,
            from,
            to,
        };
        let full = Self {
            id: "0193".into(),
            aim: "new-version",
            name: "Luật 72".into(),
            code: "law-commune-2025".into(),
            valid_from: day,
            valid_to: Some(day),
            closes_on: Some(day),
            refused: Vec::new(),
            changes,
            bound: vec!["Phường Chiềng An".into()],
            bound_count: 31,
            duties: vec![
                duty("phường", "dialogue", "year"),
                duty("xã", "reception", "month"),
                duty("tỉnh", "reception", "week"),
                duty("đặc khu", "reception", "month"),
                duty("thành phố trung ương", "dialogue", "year"),
            ],
            shortfalls: vec![short],
            short_count: 2,
            moves: vec![moved(Some(day), Some(day)), moved(None, Some(day)), moved(Some(day), None)],
            moves_count: 300,
            version: 1,
            seal: "x".into(),
            form: FormState::default(),
        };
        let empty = Self {
            id: "0193".into(),
            aim: "new-set",
            name: "Quy chế đối thoại".into(),
            code: "quy-che-2026".into(),
            valid_from: day,
            valid_to: None,
            closes_on: None,
            refused: vec!["Phiên bản mới bắt đầu sớm nhất từ ngày mai".into()],
            changes: Vec::new(),
            bound: Vec::new(),
            bound_count: 0,
            duties: Vec::new(),
            shortfalls: Vec::new(),
            short_count: 0,
            moves: Vec::new(),
            moves_count: 0,
            version: 1,
            seal: "x".into(),
            form: FormState::default(),
        };
        vec![full, empty]
    }
}

async fn view(app: &App, visit: &Visit, id: RuleDraftId, form: FormState) -> AppResult<Draft> {
    let preview = actions::preview(app, &visit.ctx, id).await?;
    let (draft, effect) = (&preview.draft, &preview.effect);
    let name = |code: &str| preview.units.get(code).cloned().unwrap_or_else(|| code.to_owned());
    let short = |one: &Shortfall| ShortLine {
        unit: name(&one.unit_code),
        year: one.year,
        duty: one.duty.as_str(),
        per: one.per.as_str(),
        due: one.due,
        held: one.held,
        planned: one.planned,
        short: one.short,
    };
    let moved = |one: &Move| MoveLine {
        unit: name(&one.unit_code),
        code: one.code.clone(),
        on: one.on,
        kind: one.kind,
        from: one.from,
        to: one.to,
    };
    let closed = preview.after.before(draft.set.valid_from);
    Ok(Draft {
        id: id.to_string(),
        aim: draft.aim.word().as_str(),
        name: draft.set.name.clone(),
        code: draft.set.code.clone(),
        valid_from: draft.set.valid_from,
        valid_to: draft.set.valid_to,
        closes_on: closed.and_then(|version| version.set.valid_to),
        refused: preview.refused.iter().map(|refusal| refusal_text(visit.locale, refusal)).collect(),
        changes: changed_rules(visit.locale, preview.replaces.as_ref(), &draft.set),
        bound: effect.bound.iter().take(MOST_LINES).map(|code| name(code)).collect(),
        bound_count: effect.bound.len(),
        duties: effect.duties.iter().map(DutyLine::from).collect(),
        shortfalls: effect.shortfalls.iter().take(MOST_LINES).map(short).collect(),
        short_count: effect.shortfalls.len(),
        moves: effect.moves.iter().take(MOST_LINES).map(moved).collect(),
        moves_count: effect.moves.len(),
        version: draft.version,
        seal: preview.seal(),
        form,
    })
}

/// GET /admin/rule-drafts/{id}
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn draft(State(app): State<App>, visit: Visit, Path(id): Path<RuleDraftId>) -> PageResult {
    visit.page(&view(&app, &visit, id, FormState::default()).await?)
}

/// POST /admin/rule-drafts/{id}/publish
///
/// # Errors
/// As [`draft`]; [`crate::error::AppError::Conflict`].
pub async fn publish(State(app): State<App>, visit: Visit, Path(id): Path<RuleDraftId>, posted: Posted) -> PageResult {
    let mut fields = Fields::new(&posted);
    let version = fields.version();
    let result = match fields.finish(|| version) {
        Ok(version) => actions::publish(&app, &visit.ctx, id, version, posted.get("seal").unwrap_or_default()).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(set) => visit.redirect(&format!("/admin/rules/{set}"), "flash-rules-published"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, form).await?)
        }
    }
}
