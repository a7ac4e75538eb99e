//! The list behind one figure of a report: exactly the records that it counts.

use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::csv_file;
use super::show::Seen;
use super::words::{Names, title_of, value};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::i18n;
use crate::kernel::{Action, ReportId};
use crate::reports::exports;
use crate::reports::rules::figures::{Figure, figure, rows};
use crate::reports::rules::formulas::FIELD;
use crate::reports::rules::{Record, Row};
use crate::reports::store::labels::{Label, labels};
use crate::reports::store::reports::{self, Found, target};
use crate::web::{PageResult, Path, Query, View, Visit};

/// Whether the records as they are now are wanted, where the report shows signed figures.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    live: String,
}

/// A record.
#[derive(Debug, Serialize)]
pub struct RowView {
    pub code: String,
    pub text: String,
    pub field: String,
    pub state: String,
    pub on: Option<NaiveDate>,
    pub href: Option<String>,
    pub weight: u32,
    /// For a rate: stands in the numerator too.
    pub counted: bool,
}

/// The page of the list.
#[derive(Debug, Serialize)]
pub struct List {
    pub id: String,
    pub code: String,
    pub name: String,
    pub report: String,
    pub unit: String,
    /// The formula in words: what counts, what does not.
    pub how: String,
    pub value: String,
    pub fraction: Option<String>,
    pub is_rate: bool,
    /// Rows that add more than one each.
    pub is_weighted: bool,
    /// As signed, not as the records are now.
    pub frozen: bool,
    /// The value on the other side of the signature, where it differs.
    pub other: Option<String>,
    pub other_href: String,
    /// Catalogue key of what the date of a row is.
    pub date_key: &'static str,
    pub rows: Vec<RowView>,
    pub csv: String,
    pub may_remark: bool,
}

impl View for List {
    const TEMPLATE: &'static str = "pages/reports/figure";

    fn samples() -> Vec<Self> {
        let row = |href: Option<&str>, counted| RowView {
            code: "12".into(),
            text: "Nạo vét cống đường Lê Hồng Phong".into(),
            field: "Hạ tầng".into(),
            state: "Đã trả lời".into(),
            on: Some(NaiveDate::default()),
            href: href.map(str::to_owned),
            weight: 63,
            counted,
        };
        let sample = |is_rate: bool, rows: Vec<RowView>| Self {
            id: "0193".into(),
            code: "resolved-rate".into(),
            name: "Tỷ lệ giải quyết".into(),
            report: "Báo cáo năm 2025".into(),
            unit: "phường Hải An".into(),
            how: "Tử số … mẫu số …".into(),
            value: "78,4%".into(),
            fraction: is_rate.then(|| "109/139".into()),
            is_rate,
            is_weighted: !is_rate,
            frozen: is_rate,
            other: is_rate.then(|| "79,1%".into()),
            other_href: "/reports/0193/figures/resolved-rate?live=1".into(),
            date_key: "report-column-day",
            rows,
            csv: "/reports/0193/figures/resolved-rate/csv".into(),
            may_remark: is_rate,
        };
        let bare = RowView { on: None, code: String::new(), text: String::new(), ..row(None, false) };
        vec![
            sample(true, vec![row(Some("/issues/0193"), true), bare]),
            sample(false, vec![row(None, true)]),
            sample(false, vec![]),
        ]
    }
}

/// What the page and the file have in common.
struct Read {
    found: Found,
    names: Names,
    seen: Seen,
    frozen: bool,
    figure: Figure,
    rows: Vec<RowView>,
    record: Option<Record>,
}

async fn read(app: &App, visit: &Visit, id: ReportId, code: &str, live: bool) -> AppResult<Read> {
    let conn = app.db().read();
    let found = reports::find(conn, &visit.ctx, Action::ReadReport, id).await?;
    let seen = Seen::load(app, &visit.ctx, &found).await?;
    let frozen = seen.frozen && !live;
    let facts = if frozen { &seen.facts } else { &seen.live };
    let behind = rows(code, facts).ok_or(AppError::NotFound)?;
    let known = !code.starts_with(FIELD) || seen.figures.contains_key(code) || !behind.is_empty();
    let figure = figure(code, facts).filter(|_| known).ok_or(AppError::NotFound)?;
    let names = Names::load(app, visit.locale).await?;
    let mut labels = labels(conn, &behind).await?;
    let rows =
        behind.iter().map(|row| row_view(visit, &names, &found, row, labels.remove(&row.id).unwrap_or_default())).collect();
    Ok(Read { record: behind.first().map(|row| row.record), found, names, seen, frozen, figure, rows })
}

fn row_view(visit: &Visit, names: &Names, found: &Found, row: &Row, label: Label) -> RowView {
    let opens = match row.record {
        Record::Session => Action::ReadSessions,
        Record::Turn => Action::ReadMinutes,
        Record::Issue => Action::ReadIssue,
        Record::Commitment => Action::ReadCommitment,
        Record::Person => Action::ReadReport,
    };
    let opens = if row.record == Record::Issue && label.href.starts_with("/dialogues/") { Action::ReadMinutes } else { opens };
    let may_open = visit.ctx.permit(opens, &found.unit.target()).is_ok();
    let state =
        if i18n::has(visit.locale, &label.state_key) { i18n::text(visit.locale, &label.state_key, &[]) } else { String::new() };
    let text = match (label.text.is_empty(), may_open && !label.original.is_empty()) {
        (false, _) => label.text,
        (true, true) => label.original,
        (true, false) => i18n::text(visit.locale, "figure-no-public-wording", &[]),
    };
    RowView {
        code: label.code,
        text,
        field: names.field(&label.field).unwrap_or_default(),
        state,
        on: label.on,
        href: Some(label.href).filter(|href| may_open && !href.is_empty()),
        weight: row.weight,
        counted: row.counted,
    }
}

const fn date_key(record: Option<Record>) -> &'static str {
    match record {
        Some(Record::Issue) => "report-column-handed-in",
        Some(Record::Commitment) => "report-column-due",
        _ => "report-column-day",
    }
}

fn how(visit: &Visit, code: &str) -> String {
    let key = if code.starts_with(FIELD) { "formula-field".to_owned() } else { format!("formula-{code}") };
    i18n::text(visit.locale, &key, &[])
}

/// GET /reports/{id}/figures/{code}
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn list(
    State(app): State<App>,
    visit: Visit,
    Path((id, code)): Path<(ReportId, String)>,
    Query(query): Query<ListQuery>,
) -> PageResult {
    let read = read(&app, &visit, id, &code, !query.live.is_empty()).await?;
    let locale = visit.locale;
    let other = read.seen.frozen.then(|| {
        let facts = if read.frozen { &read.seen.live } else { &read.seen.facts };
        figure(&code, facts).filter(|other| *other != read.figure).map(|other| value(locale, Some(other)))
    });
    let address = format!("/reports/{id}/figures/{code}");
    let found = &read.found;
    visit.page(&List {
        id: id.to_string(),
        name: read.names.figure(&code),
        report: title_of(locale, &found.report),
        unit: found.unit.name.clone(),
        how: how(&visit, &code),
        value: value(locale, Some(read.figure)),
        fraction: exports::fraction(locale, Some(read.figure)),
        is_rate: read.figure.is_rate(),
        is_weighted: read.rows.iter().any(|row| row.weight != 1),
        frozen: read.frozen,
        other: other.flatten(),
        other_href: if read.frozen { format!("{address}?live=1") } else { address.clone() },
        date_key: date_key(read.record),
        csv: format!("{address}/csv{}", if query.live.is_empty() { "" } else { "?live=1" }),
        may_remark: visit.ctx.permit(Action::ReviewReport, &target(&found.unit, Action::ReviewReport)).is_ok()
            && matches!(found.report.state, crate::reports::rules::ReportState::Sent { .. }),
        rows: read.rows,
        code,
    })
}

/// GET /reports/{id}/figures/{code}/csv
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn csv(
    State(app): State<App>,
    visit: Visit,
    Path((id, code)): Path<(ReportId, String)>,
    Query(query): Query<ListQuery>,
) -> PageResult {
    let read = read(&app, &visit, id, &code, !query.live.is_empty()).await?;
    let word = |key: &str| i18n::text(visit.locale, key, &[]);
    let head = [
        "report-column-number",
        "report-column-content",
        "report-column-field",
        "report-column-state",
        date_key(read.record),
        "report-column-adds",
    ];
    let mut table: Vec<Vec<String>> = vec![head.iter().map(|key| word(key)).collect()];
    for row in &read.rows {
        let adds = if row.counted { row.weight.to_string() } else { "0".to_owned() };
        let on = row.on.map(|on| i18n::format::date(visit.locale, on)).unwrap_or_default();
        table.push(vec![row.code.clone(), row.text.clone(), row.field.clone(), row.state.clone(), on, adds]);
    }
    csv_file(&format!("{}-{}-{}", read.found.unit.code, read.found.report.year, code), &table)
}
