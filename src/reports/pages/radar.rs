//! The silence radar: a grid of units and duties, from done to missing; each cell opens the list that it counts, each column
//! can be reminded.

use axum::extract::State;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::words::{Choice, boundaries, title};
use crate::app::App;
use crate::dialogues;
use crate::error::{AppError, AppResult};
use crate::i18n::{self, Locale};
use crate::kernel::{Action, Ctx, Violations};
use crate::organisation::{Unit, children, unit};
use crate::reports::actions::radar::{self as actions, Grid};
use crate::reports::actions::review::reviewed_unit;
use crate::reports::rules::Boundaries;
use crate::reports::rules::radar::{Item, Mark, Of, Row, Step, Tally};
use crate::web::{Fields, FormState, PageResult, Posted, Query, View, Visit, outcome};

/// Lines of one list.
const MOST_LINES: usize = 500;

/// The query of the page, which is also its address.
#[derive(Debug, Default, Deserialize)]
pub struct RadarQuery {
    year: Option<i32>,
    month: Option<u32>,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    step: String,
    /// Only the unit's own duties, without those below it.
    #[serde(default)]
    own: String,
    #[serde(default)]
    boundaries: String,
    /// Letters to this unit alone.
    #[serde(default)]
    pub only: String,
    /// By which day a letter wants its answer.
    #[serde(default)]
    pub report_back_by: String,
}

impl RadarQuery {
    /// The column; the first where none is named.
    pub fn step(&self) -> AppResult<Step> {
        if self.step.is_empty() { Ok(Step::Plan) } else { self.step.parse().map_err(|_| AppError::NotFound) }
    }
}

/// What was asked for.
pub(super) struct Asked {
    pub above: Unit,
    pub year: i32,
    pub month: Option<u32>,
    pub boundaries: Boundaries,
}

impl Asked {
    pub async fn of(app: &App, visit: &Visit, query: &RadarQuery) -> AppResult<Self> {
        let above = reviewed_unit(app, &visit.ctx, Some(query.unit.as_str()).filter(|unit| !unit.is_empty())).await?;
        let year = query.year.filter(|year| (2019..=2100).contains(year)).unwrap_or(visit.ctx.today().year());
        let month = query.month.filter(|month| (1..=12).contains(month));
        Ok(Self { above, year, month, boundaries: Boundaries::of(&query.boundaries) })
    }

    pub fn address(&self, path: &str, unit: &str, step: Option<Step>) -> String {
        let month = self.month.map(|month| format!("&month={month}")).unwrap_or_default();
        let step = step.map(|step| format!("&step={step}")).unwrap_or_default();
        format!("{path}?unit={unit}&year={}{month}{step}{}", self.year, self.boundaries.query())
    }
}

/// One cell.
#[derive(Debug, Serialize)]
pub struct Cell {
    pub step: Step,
    pub mark: Mark,
    pub due: u32,
    pub done: u32,
    pub missing: u32,
    pub href: String,
}

impl Cell {
    fn of(step: Step, tally: Tally, href: String) -> Self {
        let Tally { due, done, missing } = tally;
        Self { step, mark: tally.mark(), due, done, missing, href }
    }

    fn sample(mark: Mark) -> Self {
        let (due, done, missing) = match mark {
            Mark::None => (0, 0, 0),
            Mark::Done => (2, 2, 0),
            Mark::Open => (2, 1, 0),
            Mark::Missing => (2, 1, 1),
        };
        Self { step: Step::Held, mark, due, done, missing, href: "/radar/cell?unit=03667&year=2026&step=held".into() }
    }
}

/// One unit, or a province with all of its units.
#[derive(Debug, Serialize)]
pub struct Line {
    pub name: String,
    /// Where its own units stand, if it has any.
    pub href: Option<String>,
    pub cells: Vec<Cell>,
}

/// The column's act.
#[derive(Debug, Serialize)]
pub struct Column {
    pub step: Step,
    /// Where the letters that remind are drafted.
    pub letters: String,
    /// Units with something missing.
    pub silent: usize,
}

/// The grid.
#[derive(Debug, Serialize)]
pub struct Radar {
    pub unit: String,
    pub unit_code: String,
    pub year: i32,
    pub months: Vec<Choice>,
    pub month: Option<u32>,
    pub boundaries: Vec<Choice>,
    pub columns: Vec<Column>,
    pub lines: Vec<Line>,
    pub totals: Vec<Cell>,
    /// Units below without an approved plan, where the year is not over.
    pub without_plan: usize,
    pub form: FormState,
}

impl View for Radar {
    const TEMPLATE: &'static str = "pages/reports/radar";

    fn samples() -> Vec<Self> {
        let line = |href: Option<&str>| Line {
            name: "Phường Chiềng An".into(),
            href: href.map(str::to_owned),
            cells: [Mark::None, Mark::Done, Mark::Open, Mark::Missing].map(Cell::sample).into(),
        };
        let sample = |lines: Vec<Line>, month| Self {
            unit: "tỉnh Sơn La".into(),
            unit_code: "14".into(),
            year: 2026,
            months: months(Locale::Vi, month),
            month,
            boundaries: boundaries(Locale::Vi, Boundaries::Then),
            columns: Step::ALL
                .iter()
                .map(|&step| Column { step, letters: "/radar/letters?unit=14".into(), silent: usize::from(month.is_some()) })
                .collect(),
            lines,
            totals: vec![Cell::sample(Mark::Missing)],
            without_plan: if month.is_some() { 9 } else { 0 },
            form: FormState::default(),
        };
        vec![sample(vec![line(None), line(Some("/radar?unit=14&year=2026"))], Some(3)), sample(Vec::new(), None)]
    }
}

fn months(locale: Locale, month: Option<u32>) -> Vec<Choice> {
    let whole = Choice { value: String::new(), label: i18n::text(locale, "radar-whole-year", &[]), selected: month.is_none() };
    let one = |number: u32| Choice {
        value: number.to_string(),
        label: i18n::text(locale, "month-name", &[("month", number.to_string())]),
        selected: month == Some(number),
    };
    [whole].into_iter().chain((1..=12).map(one)).collect()
}

async fn radar_view(app: &App, visit: &Visit, asked: &Asked, form: FormState) -> AppResult<Radar> {
    let grid = actions::grid(app, &visit.ctx, &asked.above, asked.year, asked.boundaries).await?;
    let conn = app.db().read();
    let cells = |row: &Row, unit: &str| -> Vec<Cell> {
        let cell = |&step: &Step| Cell::of(step, row.tally(step, asked.month), asked.address("/radar/cell", unit, Some(step)));
        Step::ALL.iter().map(cell).collect()
    };
    let mut lines = Vec::new();
    // The unit's own duties first, then those directly below it, each with everything below.
    let mut own = Row::default();
    let seated = grid.units.iter().filter(|one| one.seat.code == asked.above.code && !one.items.is_empty());
    let has_own = seated.map(|one| own.add(&one.row)).count() > 0;
    if has_own {
        let name = asked.above.name.clone();
        lines.push(Line { name, href: None, cells: own_cells(asked, &own, &asked.above.code) });
    }
    for below in children(conn, &asked.above.code).await? {
        let inside = grid.units.iter().filter(|one| one.seat.path.starts_with(&below.path)).count();
        if inside > 0 {
            let apart = grid.units.iter().filter(|one| one.unit.path.starts_with(&below.path)).count();
            let href = (apart > 1 || below.code.len() == 2).then(|| asked.address("/radar", &below.code, None));
            lines.push(Line { name: below.name, href, cells: cells(&grid.sum(&below.path), &below.code) });
        }
    }
    let silent = |&step: &Step| {
        let silent = grid.missing(step, asked.month).filter(|one| one.unit.code != asked.above.code).count();
        Column { step, letters: asked.address("/radar/letters", &asked.above.code, Some(step)), silent }
    };
    let is_unplanned = |row: &Row| matches!(row.tally(Step::Plan, None), Tally { due: 1.., done: 0, .. });
    let below = || grid.units.iter().filter(|one| one.unit.code != asked.above.code);
    let is_ahead = asked.year >= visit.ctx.today().year();
    Ok(Radar {
        without_plan: if is_ahead { below().filter(|one| is_unplanned(&one.row)).count() } else { 0 },
        unit: asked.above.in_a_sentence(),
        unit_code: asked.above.code.clone(),
        year: asked.year,
        months: months(visit.locale, asked.month),
        month: asked.month,
        boundaries: boundaries(visit.locale, asked.boundaries),
        columns: Step::ALL.iter().map(silent).collect(),
        totals: cells(&grid.sum(&asked.above.path), &asked.above.code),
        lines,
        form,
    })
}

/// A unit's own duties, without those below it.
fn own_cells(asked: &Asked, row: &Row, unit: &str) -> Vec<Cell> {
    let href = |step| format!("{}&own=1", asked.address("/radar/cell", unit, Some(step)));
    Step::ALL.iter().map(|&step| Cell::of(step, row.tally(step, asked.month), href(step))).collect()
}

/// GET /radar
///
/// # Errors
/// [`AppError::NotFound`] for a unit that the visitor does not review.
pub async fn show(State(app): State<App>, visit: Visit, Query(query): Query<RadarQuery>) -> PageResult {
    let asked = Asked::of(&app, &visit, &query).await?;
    visit.page(&radar_view(&app, &visit, &asked, FormState::default()).await?)
}

/// One duty of one unit.
#[derive(Debug, Serialize)]
pub struct ItemLine {
    pub unit: String,
    pub what: String,
    pub href: Option<String>,
    pub by: NaiveDate,
    pub due: u32,
    pub done: u32,
    pub mark: Mark,
}

/// The list behind a cell.
#[derive(Debug, Serialize)]
pub struct Behind {
    pub unit: String,
    pub back: String,
    /// Where the letters about what is missing are drafted.
    pub letters: Option<String>,
    pub step: Step,
    pub year: i32,
    pub month: Option<u32>,
    pub tally: Cell,
    pub lines: Vec<ItemLine>,
    pub has_more: bool,
}

impl View for Behind {
    const TEMPLATE: &'static str = "pages/reports/radar_cell";

    fn samples() -> Vec<Self> {
        let line = |href: Option<&str>| ItemLine {
            unit: "Phường Chiềng An".into(),
            what: "Đối thoại với Nhân dân".into(),
            href: href.map(str::to_owned),
            by: NaiveDate::default(),
            due: 1,
            done: 0,
            mark: Mark::Missing,
        };
        let sample = |lines: Vec<ItemLine>, month: Option<u32>| Self {
            unit: "tỉnh Sơn La".into(),
            back: "/radar?unit=14&year=2026".into(),
            letters: month.map(|_| "/radar/letters?unit=14".into()),
            step: Step::Minutes,
            year: 2026,
            month,
            tally: Cell::sample(Mark::Missing),
            has_more: month.is_some(),
            lines,
        };
        vec![sample(vec![line(None), line(Some("/dialogues/0193"))], Some(3)), sample(Vec::new(), None)]
    }
}

/// GET /radar/cell
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn cell(State(app): State<App>, visit: Visit, Query(query): Query<RadarQuery>) -> PageResult {
    let asked = Asked::of(&app, &visit, &query).await?;
    let step = query.step()?;
    let grid = actions::grid(&app, &visit.ctx, &asked.above, asked.year, asked.boundaries).await?;
    let wanted = |code: &str| query.own.is_empty() || code == asked.above.code;
    let mut row = Row::default();
    let mut found: Vec<(&Unit, &Item)> = Vec::new();
    for one in grid.units.iter().filter(|one| wanted(&one.seat.code)) {
        row.add(&one.row);
        let items = one.items.iter().filter(|item| item.step == step && asked.month.is_none_or(|month| item.month == month));
        found.extend(items.map(|item| (&one.unit, item)));
    }
    // What is missing first, then what is open, then what is done; each by its day.
    found.sort_by_key(|(_, item)| (std::cmp::Reverse(mark(item)), item.by));
    let has_more = found.len() > MOST_LINES;
    let mut lines = Vec::new();
    for (unit, item) in found.into_iter().take(MOST_LINES) {
        lines.push(line(&app, &visit, &asked, unit, item).await?);
    }
    let up = asked.above.parent_code.clone().filter(|_| !has_children(&grid, &asked.above));
    let (back, letters) = match up {
        Some(up) if unit_is_reviewed(&app, &visit, &up).await => {
            let letter = format!("{}&only={}", asked.address("/radar/letters", &up, Some(step)), asked.above.code);
            (asked.address("/radar", &up, None), Some(letter))
        }
        _ => (
            asked.address("/radar", &asked.above.code, None),
            query.own.is_empty().then(|| asked.address("/radar/letters", &asked.above.code, Some(step))),
        ),
    };
    let letters = letters.filter(|_| row.tally(step, asked.month).missing > 0);
    visit.page(&Behind {
        unit: asked.above.in_a_sentence(),
        back,
        letters,
        step,
        year: asked.year,
        month: asked.month,
        tally: Cell::of(step, row.tally(step, asked.month), String::new()),
        lines,
        has_more,
    })
}

fn has_children(grid: &Grid, above: &Unit) -> bool {
    grid.units.iter().any(|one| one.unit.code != above.code)
}

async fn unit_is_reviewed(app: &App, visit: &Visit, code: &str) -> bool {
    match unit(app.db().read(), code).await {
        Ok(unit) => visit.ctx.permit(Action::ReviewReport, &unit.target()).is_ok(),
        Err(_) => false,
    }
}

fn mark(item: &Item) -> Mark {
    Tally { due: item.due, done: item.done, missing: item.missing }.mark()
}

/// What an item is about, in words.
pub(super) async fn what(app: &App, ctx: &Ctx, locale: Locale, year: i32, item: &Item) -> AppResult<String> {
    let say = |key: &str, args: &[(&str, String)]| i18n::text(locale, key, args);
    let in_year = ("year", year.to_string());
    Ok(match item.of {
        Of::Plan => say("radar-item-plan", &[in_year]),
        Of::Period(_) if item.step == Step::Held => say("radar-item-unplanned", &[("count", item.due.to_string()), in_year]),
        Of::Period(from) => {
            let day = |day| i18n::format::date(locale, day);
            say("radar-item-reception", &[("from", day(from)), ("to", day(item.by))])
        }
        Of::Report(key) => title(locale, key, year),
        Of::Session(id) => dialogues::find(app.db().read(), ctx, Action::ReadSessions, id).await?.session.title,
    })
}

async fn line(app: &App, visit: &Visit, asked: &Asked, unit: &Unit, item: &Item) -> AppResult<ItemLine> {
    let may_plan = visit.ctx.permit(Action::PlanDialogues, &unit.target()).is_ok();
    let href = match item.of {
        Of::Session(id) => Some(format!("/dialogues/{id}")),
        _ => may_plan.then(|| format!("/plans?unit={}&year={}", unit.code, asked.year)),
    };
    Ok(ItemLine {
        unit: unit.name.clone(),
        what: what(app, &visit.ctx, visit.locale, asked.year, item).await?,
        href,
        by: item.by,
        due: item.due,
        done: item.done,
        mark: mark(item),
    })
}

/// POST /radar/plans
///
/// # Errors
/// [`AppError::NotFound`] for a unit that the visitor does not review.
pub async fn plans(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let mut fields = Fields::new(&posted);
    let (year, unit) = (fields.integer("year", 2019..=2100), fields.word::<String>("unit"));
    let (year, unit) = fields.finish(|| Some((year?, unit?)))?;
    let above = reviewed_unit(&app, &visit.ctx, Some(&unit)).await?;
    let asked = Asked { above, year, month: None, boundaries: Boundaries::Then };
    match outcome(dialogues::draft_plans_below(&app, &visit.ctx, &asked.above, year).await)? {
        Ok(_) => visit.redirect(&asked.address("/radar", &asked.above.code, None), "flash-plans-proposed"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&radar_view(&app, &visit, &asked, form).await?)
        }
    }
}

/// A column to be reminded.
struct Reminding {
    year: i32,
    step: Step,
    month: Option<u32>,
    unit: String,
}

fn reminding(posted: &Posted) -> Result<Reminding, Violations> {
    let mut fields = Fields::new(posted);
    let (year, step) = (fields.integer("year", 2019..=2100), fields.word::<Step>("step"));
    let month = fields.optional_integer("month", 1..=12);
    let unit = fields.word::<String>("unit");
    let month = month.map(|month| month.and_then(|month| u32::try_from(month).ok()));
    fields.finish(|| Some(Reminding { year: year?, step: step?, month: month?, unit: unit? }))
}

/// POST /radar/remind
///
/// # Errors
/// [`AppError::NotFound`] for a unit that the visitor does not review.
pub async fn remind(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let Reminding { year, step, month, unit } = reminding(&posted)?;
    let above = reviewed_unit(&app, &visit.ctx, Some(&unit)).await?;
    let asked = Asked { above, year, month, boundaries: Boundaries::Then };
    match outcome(actions::remind(&app, &visit.ctx, &asked.above, year, step, month).await)? {
        Ok(_) => visit.redirect(&asked.address("/radar", &asked.above.code, None), "flash-radar-reminded"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&radar_view(&app, &visit, &asked, form).await?)
        }
    }
}
