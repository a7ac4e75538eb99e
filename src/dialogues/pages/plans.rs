//! The ledger of a year and the year plan as they are read: what is due, planned, held and short; plan against held.

use axum::extract::State;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::App;
use crate::db::audit;
use crate::dialogues::actions::plans::{YearBook, year_book};
use crate::dialogues::forms::plans::TypedLine;
use crate::dialogues::pages::ledger::{self, Figures, HandOverCard, HeadSection, link};
use crate::dialogues::pages::plan_rows::{Row, mark, stored_row, typed_row};
use crate::dialogues::rules::StateWord;
use crate::dialogues::rules::plans::{Plan, PlanState};
use crate::dialogues::store::plans::{self, FoundPlan};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, PlanId};
use crate::law::LedgerLine;
use crate::web::{Choice, FormState, HistoryLine, PageResult, Path, Query, View, Visit};

/// Which year, and which unit for those who plan for several.
#[derive(Debug, Default, Deserialize)]
pub struct BookQuery {
    year: Option<i32>,
    #[serde(default)]
    unit: String,
}

/// One period of a duty.
#[derive(Debug, Clone, Serialize)]
pub struct PeriodRow {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub due: u32,
    pub held: u32,
    pub planned: u32,
    pub short: u32,
    pub last_safe_on: Option<NaiveDate>,
}

/// One duty of the year.
#[derive(Debug, Clone, Serialize)]
pub struct DutyRow {
    pub kind: &'static str,
    pub per: &'static str,
    /// How many in each period.
    pub count: u32,
    pub holder: Option<&'static str>,
    pub basis: String,
    pub due: u32,
    pub held: u32,
    pub planned: u32,
    pub short: u32,
    pub lost: u32,
    /// Held, but by a delegate where the rules want the head.
    pub delegated: u32,
    pub last_safe_on: Option<NaiveDate>,
    pub tone: &'static str,
    pub state: &'static str,
    pub figures: Figures,
    pub periods: Vec<PeriodRow>,
}

impl DutyRow {
    /// One duty of the year; `at` is its place in the ledger.
    fn of(book: &YearBook, at: usize, line: &LedgerLine) -> Self {
        let (state, tone) = match line {
            line if line.lost > 0 => ("lost", "red"),
            line if line.short > 0 => ("short", "orange"),
            line if line.held >= line.due => ("done", "green"),
            _ => ("planned", "blue"),
        };
        let period = |one: &crate::law::PeriodLine| PeriodRow {
            from: one.from,
            to: one.to,
            due: one.due,
            held: one.held,
            planned: one.planned,
            short: one.short,
            last_safe_on: one.last_safe_on,
        };
        Self {
            kind: line.duty.kind.as_str(),
            per: line.duty.per.as_str(),
            count: line.duty.count,
            holder: line.duty.holder.map(crate::law::parameters::DutyHolder::as_str),
            basis: line.duty.legal_basis.clone(),
            due: line.due,
            held: line.held,
            planned: line.planned,
            short: line.short,
            lost: line.lost,
            delegated: line.periods.iter().map(|one| one.delegated).sum(),
            last_safe_on: line.last_safe_on,
            tone,
            state,
            figures: Figures::of(line, &|what| link(&book.unit.code, book.year, at, None, what)),
            periods: if line.periods.len() > 1 { line.periods.iter().map(period).collect() } else { Vec::new() },
        }
    }
}

fn duty_rows(book: &YearBook) -> Vec<DutyRow> {
    book.ledger.iter().enumerate().map(|(at, line)| DutyRow::of(book, at, line)).collect()
}

/// The plan of the year in one line.
#[derive(Debug, Serialize)]
pub struct PlanLine {
    pub id: String,
    pub state: &'static str,
    pub lines: usize,
    pub number: String,
}

/// The year's page.
#[derive(Debug, Serialize)]
pub struct Book {
    pub year: i32,
    pub unit: String,
    pub unit_code: String,
    pub units: Vec<Choice>,
    pub duties: Vec<DutyRow>,
    pub heads: Vec<HeadSection>,
    pub hand_overs: Vec<HandOverCard>,
    pub plan: Option<PlanLine>,
    pub may_plan: bool,
    /// Whether the year is not over.
    pub ahead: bool,
    pub form: FormState,
}

impl View for Book {
    const TEMPLATE: &'static str = "pages/plans/book";

    fn samples() -> Vec<Self> {
        let day = NaiveDate::default();
        let period = PeriodRow { from: day, to: day, due: 2, held: 1, planned: 0, short: 1, last_safe_on: Some(day) };
        let duty = |state, tone, periods: Vec<PeriodRow>, holder, lost| DutyRow {
            kind: "reception",
            per: "month",
            count: 2,
            holder,
            basis: "Quy định 11-QĐi/TW, Điều 4 khoản 1".into(),
            due: 24,
            held: 3,
            planned: 2,
            short: 19,
            lost,
            delegated: lost,
            last_safe_on: (lost == 0).then_some(day),
            tone,
            state,
            figures: Figures::sample(),
            periods,
        };
        let book = |duties, plan, may_plan| Self {
            year: 2026,
            unit: "Phường Chiềng An".into(),
            unit_code: "03667".into(),
            units: vec![Choice::new("03667", "Phường Chiềng An"), Choice::new("14", "Sơn La")],
            duties,
            heads: if may_plan { Vec::new() } else { ledger::samples().0 },
            hand_overs: if may_plan { Vec::new() } else { ledger::samples().1 },
            plan,
            may_plan,
            ahead: may_plan,
            form: FormState::default(),
        };
        let plan = PlanLine { id: "0193".into(), state: "draft", lines: 25, number: "12-KH/ĐU".into() };
        let duties = vec![duty("short", "orange", vec![period], Some("party-head"), 0), duty("lost", "red", Vec::new(), None, 2)];
        vec![book(duties.clone(), Some(plan), false), book(duties, None, true), book(Vec::new(), None, false)]
    }
}

/// The unit that the visitor plans for: the one asked for, or the first of his own.
pub(super) fn own_unit(ctx: &Ctx, asked: &str) -> AppResult<String> {
    let units = ctx.scope(Action::ReadPlannedSessions).units;
    let wanted = units.iter().find(|code| *code == asked).or(units.first());
    wanted.cloned().ok_or(AppError::NotFound)
}

pub(super) async fn book_view(app: &App, visit: &Visit, unit: &str, year: Option<i32>, form: FormState) -> AppResult<Book> {
    let today = visit.ctx.today();
    let year = year.filter(|year| (2000..=2100).contains(year)).unwrap_or(today.year());
    let code = own_unit(&visit.ctx, unit)?;
    let book = year_book(app, &visit.ctx, &code, year).await?;
    let conn = app.db().read();
    let plan = plans::of_year(conn, &visit.ctx, &code, year).await?.map(|plan| PlanLine {
        id: plan.id.to_string(),
        state: plan.state.word().as_str(),
        lines: plan.lines.len(),
        number: plan.number,
    });
    let mut units: Vec<Choice> = Vec::new();
    for code in visit.ctx.scope(Action::ReadPlannedSessions).units {
        if units.iter().all(|known| known.value != code) {
            let name = crate::organisation::unit(conn, &code).await?.name;
            units.push(Choice::new(code, name));
        }
    }
    let (heads, hand_overs) = ledger::heads(conn, &book, today).await?;
    Ok(Book {
        year,
        unit: book.unit.name.clone(),
        unit_code: code,
        units: if units.len() > 1 { units } else { Vec::new() },
        duties: duty_rows(&book),
        heads,
        hand_overs,
        plan,
        may_plan: visit.ctx.permit(Action::PlanDialogues, &book.unit.target()).is_ok(),
        ahead: year >= today.year(),
        form,
    })
}

/// GET /plans
///
/// # Errors
/// The database's.
pub async fn book(State(app): State<App>, visit: Visit, Query(query): Query<BookQuery>) -> PageResult {
    visit.page(&book_view(&app, &visit, &query.unit, query.year, FormState::default()).await?)
}

/// How plan and reality compare.
#[derive(Debug, Default, Serialize)]
pub struct Against {
    pub planned: usize,
    pub held: usize,
    pub cancelled: usize,
    pub moved: usize,
    /// Sessions of the year that the plan did not foresee.
    pub beside: usize,
}

/// The plan's page.
#[derive(Debug, Serialize)]
pub struct Show {
    pub id: String,
    pub year: i32,
    pub unit: String,
    pub state: &'static str,
    pub tone: &'static str,
    pub number: String,
    pub returned: String,
    pub approved_at: Option<DateTime<Utc>>,
    pub approved_by: String,
    pub rows: Vec<Row>,
    /// The empty row for something more; none where nothing can be changed.
    pub blank: Option<Row>,
    pub against: Option<Against>,
    pub duties: Vec<DutyRow>,
    pub may_edit: bool,
    pub may_decide: bool,
    pub version: i32,
    pub history: Vec<HistoryLine>,
    pub form: FormState,
}

impl View for Show {
    const TEMPLATE: &'static str = "pages/plans/show";

    fn samples() -> Vec<Self> {
        let show = |state, may_edit, may_decide, rows, against: Option<Against>| Self {
            id: "0193".into(),
            year: 2026,
            unit: "Phường Chiềng An".into(),
            state,
            tone: "blue",
            number: "12-KH/ĐU".into(),
            returned: if may_edit { "Thêm một buổi quý II".into() } else { String::new() },
            approved_at: against.as_ref().map(|_| DateTime::default()),
            approved_by: "Lò Văn Mẫu".into(),
            rows,
            blank: may_edit.then(|| Row::sample(None, None)),
            against,
            duties: Book::samples().remove(0).duties,
            may_edit,
            may_decide,
            version: 1,
            history: vec![HistoryLine::sample("Lập dự thảo")],
            form: FormState::default(),
        };
        vec![
            show("draft", true, false, vec![Row::sample(None, None)], None),
            show("draft", true, false, vec![Row::faulty_sample(), Row::sample(None, None)], None),
            show("submitted", false, true, vec![Row::faulty_sample()], None),
            show(
                "approved",
                false,
                false,
                vec![Row::sample(Some("held"), Some(NaiveDate::default())), Row::sample(Some("planned"), None)],
                Some(Against::default()),
            ),
        ]
    }
}

fn against(plan: &Plan, rows: &[Row], book: &YearBook) -> Option<Against> {
    let PlanState::Approved { .. } = plan.state else { return None };
    let is = |word: &'static str| move |row: &&Row| row.state == Some(word);
    let held = |row: &&Row| matches!(row.state, Some("held" | "closed"));
    let beside = book.sessions.iter().filter(|one| one.plan != Some(plan.id) && one.state.word() != StateWord::Cancelled);
    Some(Against {
        planned: rows.len(),
        held: rows.iter().filter(held).count(),
        cancelled: rows.iter().filter(is("cancelled")).count(),
        moved: rows.iter().filter(|row| row.moved_to.is_some()).count(),
        beside: beside.filter(|one| one.on().year() == plan.year).count(),
    })
}

/// The page of a plan; `refused` are the rows and the form of a refused change.
pub(super) async fn plan_view(
    app: &App,
    visit: &Visit,
    id: PlanId,
    refused: Option<(Vec<TypedLine>, FormState)>,
) -> AppResult<Show> {
    let conn = app.db().read();
    let FoundPlan { plan, unit, .. } = plans::find(conn, &visit.ctx, Action::ReadPlannedSessions, id).await?;
    let book = year_book(app, &visit.ctx, &unit.code, plan.year).await?;
    let (mut rows, form): (Vec<Row>, FormState) = match refused {
        Some((typed, form)) if !typed.is_empty() => {
            (typed.into_iter().map(|row| typed_row(row, &plan, &book.calendar, visit.locale)).collect(), form)
        }
        other => {
            let rows = plan.lines.iter().map(|line| stored_row(line, &book.sessions, &book.calendar, visit.locale));
            (rows.collect(), other.map(|(_, form)| form).unwrap_or_default())
        }
    };
    mark(&mut rows, &form);
    let may_edit = plan.is_draft() && visit.ctx.permit(Action::PlanDialogues, &unit.target()).is_ok();
    let may_decide = plan.state == PlanState::Submitted && visit.ctx.permit(Action::ApprovePlan, &unit.target()).is_ok();
    let blank = TypedLine { starts: "08:00".into(), ends: "11:30".into(), kind: "periodic".into(), ..TypedLine::default() };
    let history = audit::history(conn, "plan", id).await?.into_iter();
    let (returned, approved_at, approved_by) = match &plan.state {
        PlanState::Draft { returned } => (returned.clone(), None, String::new()),
        PlanState::Submitted => (String::new(), None, String::new()),
        PlanState::Approved { at, by } => (String::new(), Some(*at), by.clone()),
    };
    Ok(Show {
        id: id.to_string(),
        year: plan.year,
        unit: unit.name,
        state: plan.state.word().as_str(),
        tone: match plan.state {
            PlanState::Draft { .. } => "grey",
            PlanState::Submitted => "orange",
            PlanState::Approved { .. } => "green",
        },
        number: plan.number.clone(),
        returned,
        approved_at,
        approved_by,
        against: against(&plan, &rows, &book),
        blank: may_edit.then(|| typed_row(blank, &plan, &book.calendar, visit.locale)),
        rows,
        duties: duty_rows(&book),
        may_edit,
        may_decide,
        version: plan.version,
        history: history.map(|step| HistoryLine::of(visit.locale, step.at, step.actor, &step.code)).collect(),
        form,
    })
}

/// GET /plans/{id}
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<PlanId>) -> PageResult {
    let mut view = plan_view(&app, &visit, id, None).await?;
    if view.may_decide {
        view.form = FormState::with(json!({ "number": view.number }));
    }
    visit.page(&view)
}
