//! The synthesis outside of the screen: printed, as CSV and as a workbook.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;

use super::synthesis::{Labels, Row, Section, SynthesisQuery, TABLE, asked, sections};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::i18n;
use crate::issues::actions::memory::pasts_of;
use crate::issues::actions::synthesis::Synthesis;
use crate::issues::exports::synthesis::{FigureRow, IssueRow, book, figures_csv};
use crate::issues::rules::Competence;
use crate::issues::rules::grains::is_content;
use crate::issues::rules::synthesis::{Axis, NONE};
use crate::kernel::IssueId;
use crate::organisation::unit;
use crate::web::{PageResult, Query, View, Visit, download};

/// A content in the printed list.
#[derive(Debug, Serialize)]
pub struct Printed {
    pub number: Option<i32>,
    pub wording: String,
    pub from: String,
    pub village: String,
    pub field: String,
    pub competence: String,
    pub agency: String,
    pub repeats: String,
}

/// The paper.
#[derive(Debug, Serialize)]
pub struct Print {
    pub unit: String,
    pub title: String,
    pub on: NaiveDate,
    pub session: String,
    pub sections: Vec<Section>,
    pub contents: Vec<Printed>,
}

impl View for Print {
    const TEMPLATE: &'static str = "pages/issues/synthesis_print";

    fn samples() -> Vec<Self> {
        let content = |full: bool| Printed {
            number: full.then_some(4),
            wording: "Nạo vét cống".into(),
            from: "Hội Phụ nữ".into(),
            village: if full { "Tổ 3".into() } else { String::new() },
            field: "Thoát nước".into(),
            competence: "Cấp xã".into(),
            agency: "Phòng Kinh tế".into(),
            repeats: if full { "Đã nêu 3 lần".into() } else { String::new() },
        };
        vec![Self {
            unit: "Phường Hải An".into(),
            title: "Hội nghị đối thoại".into(),
            on: NaiveDate::default(),
            session: "0193".into(),
            sections: vec![Section::sample(Axis::All), Section::sample(Axis::Field)],
            contents: vec![content(true), content(false)],
        }]
    }
}

/// The contents in words, for paper and workbook.
async fn rows(app: &App, visit: &Visit, found: &Synthesis, labels: &Labels) -> AppResult<Vec<IssueRow>> {
    let mut rows = Vec::new();
    let repeating: Vec<IssueId> =
        found.issues.iter().filter(|issue| issue.links.repeats.is_some()).map(|issue| issue.id).collect();
    let pasts = pasts_of(app.db().read(), &repeating).await?;
    let contents = found.issues.iter().zip(&found.items).filter(|(issue, _)| is_content(issue.state.word()));
    for (issue, item) in contents {
        let label = |axis, key: &str| labels.label(axis, key).unwrap_or_default();
        let times = pasts.get(&issue.id).map_or(0, |past| past.raised.len());
        let agency = item.agency.map_or_else(|| NONE.to_owned(), |body| body.to_string());
        rows.push(IssueRow {
            number: issue.number,
            wording: issue.shown_wording(),
            from: label(Axis::Organisation, &item.organisation),
            village: issue.content.village.clone(),
            people: issue.content.people,
            field: label(Axis::Field, item.field.as_deref().unwrap_or(NONE)),
            group: label(Axis::Group, item.group.as_str()),
            competence: label(Axis::Competence, item.competence.map_or(NONE, Competence::as_str)),
            agency: label(Axis::Agency, &agency),
            state: i18n::text(visit.locale, &format!("state-issue-{}", issue.state.word()), &[]),
            repeats: if times > 1 {
                i18n::text(visit.locale, "synthesis-raised", &[("count", times.to_string())])
            } else {
                String::new()
            },
        });
    }
    Ok(rows)
}

fn figures(visit: &Visit, labels: &Labels, found: &Synthesis) -> Vec<FigureRow> {
    let part = |axis: &str| i18n::text(visit.locale, &format!("synthesis-by-{axis}"), &[]);
    let count = |row: &Row, at: usize| row.figures.get(at).map_or(0, |figure| figure.value);
    sections(labels, found)
        .into_iter()
        .flat_map(|section| section.rows.into_iter().map(move |row| (section.axis, row)))
        .map(|(axis, row)| FigureRow {
            part: part(axis),
            counts: [count(&row, 0), count(&row, 1), count(&row, 2)],
            label: if row.lower { format!("– {}", row.label) } else { row.label },
        })
        .collect()
}

/// GET /issues/synthesis/print
///
/// # Errors
/// [`AppError::NotFound`] for a session of another unit.
pub async fn print(State(app): State<App>, visit: Visit, Query(query): Query<SynthesisQuery>) -> PageResult {
    let Some(found) = asked(&app, &visit, &query).await? else { return visit.go(TABLE) };
    let labels = Labels::load(&app, &visit, &found).await?;
    let printed = |row: IssueRow| Printed {
        number: row.number,
        wording: row.wording,
        from: row.from,
        village: row.village,
        field: row.field,
        competence: row.competence,
        agency: row.agency,
        repeats: row.repeats,
    };
    visit.page(&Print {
        // It stands alone on its line, as a name does.
        unit: unit(app.db().read(), &found.session.unit_code).await?.name,
        title: found.session.title.clone(),
        on: found.session.on(),
        session: found.session.id.to_string(),
        sections: sections(&labels, &found),
        contents: rows(&app, &visit, &found, &labels).await?.into_iter().map(printed).collect(),
    })
}

/// GET /issues/synthesis/csv
///
/// # Errors
/// [`AppError::NotFound`] for a session of another unit.
pub async fn csv(State(app): State<App>, visit: Visit, Query(query): Query<SynthesisQuery>) -> PageResult {
    let Some(found) = asked(&app, &visit, &query).await? else { return visit.go(TABLE) };
    let labels = Labels::load(&app, &visit, &found).await?;
    let name = format!("{}.csv", i18n::text(visit.locale, "synthesis-file", &[]));
    download(&name, "text/csv; charset=utf-8", figures_csv(visit.locale, &figures(&visit, &labels, &found)))
}

/// GET /issues/synthesis/xlsx
///
/// # Errors
/// [`AppError::NotFound`] for a session of another unit.
pub async fn xlsx(State(app): State<App>, visit: Visit, Query(query): Query<SynthesisQuery>) -> PageResult {
    let Some(found) = asked(&app, &visit, &query).await? else { return visit.go(TABLE) };
    let labels = Labels::load(&app, &visit, &found).await?;
    let issues = rows(&app, &visit, &found, &labels).await?;
    let bytes = book(visit.locale, visit.ctx.today(), &figures(&visit, &labels, &found), &issues);
    let bytes = bytes.map_err(|error| AppError::Internal(error.to_string()))?;
    let name = format!("{}.xlsx", i18n::text(visit.locale, "synthesis-file", &[]));
    download(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes)
}
