//! The superior's page: who has reported and who not, the figures side by side, the sum of what was accepted.

use axum::extract::State;
use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};

use super::csv_file;
use super::words::{Choice, Names, boundaries, title, tone, value};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::i18n::{self, Locale};
use crate::organisation::Unit;
use crate::reports::actions::review;
use crate::reports::exports;
use crate::reports::rules::consolidated::{Consolidated, UnitLine};
use crate::reports::rules::figures::{formula, group};
use crate::reports::rules::formulas::MAIN;
use crate::reports::rules::{Boundaries, PeriodKey};
use crate::web::{PageResult, Path, Query, View, Visit};

/// The query of the page, which is also its address.
#[derive(Debug, Default, Deserialize)]
pub struct BelowQuery {
    year: Option<i32>,
    #[serde(default)]
    period: String,
    unit: Option<String>,
    #[serde(default)]
    boundaries: String,
    /// Only the units of then behind this unit of today.
    of: Option<String>,
}

/// A figure of one unit.
#[derive(Debug, Serialize)]
pub struct Cell {
    pub name: String,
    pub value: String,
    pub fraction: Option<String>,
    pub href: Option<String>,
}

/// One unit.
#[derive(Debug, Serialize)]
pub struct Line {
    pub code: String,
    pub name: String,
    pub href: Option<String>,
    pub sent_at: Option<DateTime<Utc>>,
    /// Word of the state; `missing` where nothing was sent.
    pub state: &'static str,
    pub tone: &'static str,
    /// Counted in the sum.
    pub accepted: bool,
    pub cells: Vec<Cell>,
}

/// How far the reporting is.
#[derive(Debug, Serialize)]
pub struct ProgressView {
    pub owed: usize,
    pub sent: usize,
    pub returned: usize,
    pub accepted: usize,
    pub missing: usize,
    pub held: usize,
}

/// The page's view.
#[derive(Debug, Serialize)]
pub struct Below {
    pub unit: String,
    pub title: String,
    pub year: i32,
    pub periods: Vec<Choice>,
    pub boundaries: Vec<Choice>,
    pub progress: ProgressView,
    pub columns: Vec<String>,
    pub lines: Vec<Line>,
    pub totals: Vec<Cell>,
    /// Names of the units that sent nothing.
    pub missing: Vec<String>,
    pub csv: String,
}

impl View for Below {
    const TEMPLATE: &'static str = "pages/reports/below";

    fn samples() -> Vec<Self> {
        let cell = |href: Option<&str>| Cell {
            name: "Tỷ lệ giải quyết".into(),
            value: "78,4%".into(),
            fraction: Some("109/139".into()),
            href: href.map(str::to_owned),
        };
        let line = |state, accepted: bool| Line {
            code: "11413".into(),
            name: "Phường Hải An".into(),
            href: accepted.then(|| "/reports/0193".into()),
            sent_at: accepted.then(DateTime::default),
            state,
            tone: "grey",
            accepted,
            cells: vec![cell(accepted.then_some("/reports/0193/figures/resolved-rate"))],
        };
        let sample = |lines: Vec<Line>, missing: &[&str]| Self {
            unit: "thành phố Hải Phòng".into(),
            title: "Báo cáo năm 2025".into(),
            year: 2025,
            periods: vec![Choice { value: "year".into(), label: "Cả năm".into(), selected: true }],
            boundaries: boundaries(Locale::Vi, Boundaries::Now),
            progress: ProgressView { owed: 2, sent: 0, returned: 0, accepted: 1, missing: 1, held: 1 },
            columns: vec!["Tỷ lệ giải quyết".into()],
            lines,
            totals: vec![cell(Some("/reports/below/figures/resolved-rate?year=2025&period=year"))],
            missing: missing.iter().map(|name| (*name).to_owned()).collect(),
            csv: "/reports/below/csv?year=2025&period=year".into(),
        };
        vec![sample(vec![line("accepted", true), line("missing", false)], &["Phường Phù Liễn"]), sample(Vec::new(), &[])]
    }
}

/// What was asked for: the table, and the period in words.
struct Asked {
    above: Unit,
    key: PeriodKey,
    year: i32,
    boundaries: Boundaries,
    table: Consolidated,
}

async fn asked(app: &App, visit: &Visit, query: &BelowQuery) -> AppResult<Asked> {
    let above = review::reviewed_unit(app, &visit.ctx, query.unit.as_deref().filter(|unit| !unit.is_empty())).await?;
    let key = if query.period.is_empty() { PeriodKey::YEAR } else { query.period.parse().map_err(|_| AppError::NotFound)? };
    // In January nobody asks about the year that has just begun.
    let today = visit.ctx.today();
    let year = query.year.unwrap_or(if today.month() <= 4 { today.year() - 1 } else { today.year() });
    let boundaries = Boundaries::of(&query.boundaries);
    let table = review::consolidated(app, &visit.ctx, &above, key, year, boundaries).await?;
    Ok(Asked { above, key, year, boundaries, table })
}

impl Asked {
    fn query(&self) -> String {
        format!("year={}&period={}&unit={}{}", self.year, self.key, self.above.code, self.boundaries.query())
    }
}

fn line(names: &Names, asked: &Asked, unit: &UnitLine, codes: &[&str]) -> Line {
    let cell = |code: &&str| {
        let figure = unit.report.as_ref().and_then(|report| report.figures.get(*code).copied());
        Cell {
            name: names.figure(code),
            value: value(names.locale, figure),
            fraction: exports::fraction(names.locale, figure),
            href: unit.report.as_ref().filter(|_| figure.is_some()).map(|report| match unit.parts.as_slice() {
                [] => format!("/reports/{}/figures/{code}", report.id),
                _ => format!("/reports/below/figures/{code}?{}&of={}", asked.query(), unit.code),
            }),
        }
    };
    let report = unit.report.as_ref();
    Line {
        code: unit.code.clone(),
        name: unit.name.clone(),
        href: report.filter(|_| unit.parts.is_empty()).map(|report| format!("/reports/{}", report.id)),
        sent_at: report.and_then(|report| report.sent_at),
        state: report.map_or("missing", |report| report.state.as_str()),
        tone: report.map_or("red", |report| tone(report.state)),
        accepted: unit.accepted().is_some(),
        cells: codes.iter().map(cell).collect(),
    }
}

fn total(names: &Names, asked: &Asked, code: &str) -> Cell {
    let figure = asked.table.sum(code);
    Cell {
        name: names.figure(code),
        value: value(names.locale, figure),
        fraction: exports::fraction(names.locale, figure),
        href: figure.is_some().then(|| format!("/reports/below/figures/{code}?{}", asked.query())),
    }
}

fn period_choices(visit: &Visit, key: PeriodKey) -> Vec<Choice> {
    let months = (1..=12).map(|month| format!("month-{month:02}"));
    let words = ["year", "m9", "h1", "q1", "q2", "q3", "q4"].into_iter().map(str::to_owned).chain(months);
    let choice = |word: String| {
        let parsed: PeriodKey = word.parse().unwrap_or(PeriodKey::YEAR);
        let month = [("month", parsed.month.unwrap_or(0).to_string())];
        let label = i18n::text(visit.locale, &format!("report-period-{}", parsed.kind), &month);
        Choice { value: word, label, selected: parsed == key }
    };
    words.map(choice).collect()
}

/// GET /reports/below
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn show(State(app): State<App>, visit: Visit, Query(query): Query<BelowQuery>) -> PageResult {
    let asked = asked(&app, &visit, &query).await?;
    let names = Names::load(&app, visit.locale).await?;
    let progress = asked.table.progress();
    visit.page(&Below {
        unit: asked.above.name.clone(),
        title: title(visit.locale, asked.key, asked.year),
        year: asked.year,
        periods: period_choices(&visit, asked.key),
        boundaries: boundaries(visit.locale, asked.boundaries),
        progress: ProgressView {
            owed: progress.owed,
            sent: progress.sent,
            returned: progress.returned,
            accepted: progress.accepted,
            missing: progress.missing,
            held: progress.held,
        },
        columns: MAIN.iter().map(|code| names.figure(code)).collect(),
        lines: asked.table.units.iter().map(|unit| line(&names, &asked, unit, MAIN)).collect(),
        totals: MAIN.iter().map(|code| total(&names, &asked, code)).collect(),
        missing: asked
            .table
            .units
            .iter()
            .flat_map(UnitLine::leaves)
            .filter(|unit| unit.report.is_none())
            .map(|unit| unit.name.clone())
            .collect(),
        csv: format!("/reports/below/csv?{}", asked.query()),
    })
}

/// GET /reports/below/csv
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn csv(State(app): State<App>, visit: Visit, Query(query): Query<BelowQuery>) -> PageResult {
    let asked = asked(&app, &visit, &query).await?;
    let names = Names::load(&app, visit.locale).await?;
    let word = |key: &str| i18n::text(visit.locale, key, &[]);
    let state = |word: &str| i18n::text(visit.locale, &format!("state-report-{word}"), &[]);
    // A rate takes two columns more: its numerator and denominator.
    let cells = |cell: &Cell, is_rate: bool| {
        let mut cells = vec![cell.value.clone()];
        cells.extend(is_rate.then(|| cell.fraction.clone().unwrap_or_default()));
        cells
    };
    let rates: Vec<bool> = MAIN.iter().map(|code| code.ends_with("-rate")).collect();
    let mut head = vec![word("report-column-unit-code"), word("report-column-unit"), word("report-column-state")];
    for (code, is_rate) in MAIN.iter().zip(&rates) {
        head.push(names.figure(code));
        head.extend(is_rate.then(|| format!("{} ({})", names.figure(code), word("report-column-fraction"))));
    }
    let mut rows = vec![head];
    for unit in &asked.table.units {
        let line = line(&names, &asked, unit, MAIN);
        let mut row = vec![line.code, line.name, state(line.state)];
        row.extend(line.cells.iter().zip(&rates).flat_map(|(cell, is_rate)| cells(cell, *is_rate)));
        rows.push(row);
    }
    let mut sum = vec![asked.above.code.clone(), word("report-total"), String::new()];
    sum.extend(MAIN.iter().zip(&rates).flat_map(|(code, is_rate)| cells(&total(&names, &asked, code), *is_rate)));
    rows.push(sum);
    csv_file(&format!("{}-{}-{}", asked.above.code, asked.key, asked.year), &rows)
}

/// One figure over all units.
#[derive(Debug, Serialize)]
pub struct OneFigure {
    pub name: String,
    pub title: String,
    pub unit: String,
    pub lines: Vec<Line>,
    pub total: Cell,
    pub back: String,
}

impl View for OneFigure {
    const TEMPLATE: &'static str = "pages/reports/below_figure";

    fn samples() -> Vec<Self> {
        let Some(page) = Below::samples().into_iter().next() else { return Vec::new() };
        let cell = Cell { name: "Số ý kiến".into(), value: "19".into(), fraction: None, href: None };
        vec![Self {
            name: "Số ý kiến".into(),
            title: page.title,
            unit: page.unit,
            lines: page.lines,
            total: cell,
            back: "/reports/below?year=2025&period=year".into(),
        }]
    }
}

/// GET /reports/below/figures/{code}
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn figure(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
    Query(query): Query<BelowQuery>,
) -> PageResult {
    if group(&code).is_none() || (formula(&code).is_none() && code.len() > 80) {
        return Err(AppError::NotFound);
    }
    let asked = asked(&app, &visit, &query).await?;
    let names = Names::load(&app, visit.locale).await?;
    let of = match &query.of {
        Some(of) => Some(asked.table.units.iter().find(|unit| unit.code == *of).ok_or(AppError::NotFound)?),
        None => None,
    };
    // What stands in the cell of a unit of today is told over all of its reports.
    let (unit, total) = match of {
        Some(of) => {
            let cell = line(&names, &asked, of, &[&code]).cells.pop().ok_or(AppError::NotFound)?;
            (of.name.clone(), Cell { href: None, ..cell })
        }
        None => (asked.above.name.clone(), total(&names, &asked, &code)),
    };
    let shown: Vec<&UnitLine> = of.map_or_else(|| asked.table.units.iter().collect(), |of| of.leaves().collect());
    visit.page(&OneFigure {
        name: names.figure(&code),
        title: title(visit.locale, asked.key, asked.year),
        unit,
        lines: shown.into_iter().map(|unit| line(&names, &asked, unit, &[&code])).collect(),
        total,
        back: format!("/reports/below?{}", asked.query()),
    })
}
