//! The page of one report: where it stands, its figures with the lists behind them, its text, what changed since it was
//! signed, remarks, history, and what can be done next.

use std::sync::Arc;

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::csv_file;
use super::words::{FigureLine, GroupLines, Names, groups, ordered, title_of, tone, value};
use crate::app::App;
use crate::db::audit;
use crate::error::AppResult;
use crate::i18n;
use crate::kernel::{Action, Ctx, ReportId};
use crate::reports::actions::digest;
use crate::reports::rules::figures::{self, Figures, adjustments};
use crate::reports::rules::narrative::{Piece, pieces};
use crate::reports::rules::{Facts, ReportState, Section, StateWord};
use crate::reports::store::reports::{self, Found, target};
use crate::reports::store::{comments, facts};
use crate::web::{HistoryLine, PageResult, Path, View, Visit};

/// A piece of text; with an address where it is a figure.
#[derive(Debug, Serialize)]
pub struct PieceView {
    pub text: String,
    pub href: Option<String>,
}

/// A section of the text.
#[derive(Debug, Serialize)]
pub struct SectionView {
    pub section: &'static str,
    pub paragraphs: Vec<Vec<PieceView>>,
}

/// A figure that the records no longer bear out.
#[derive(Debug, Serialize)]
pub struct Changed {
    pub name: String,
    pub frozen: String,
    pub live: String,
    pub href: String,
}

/// Who signed, and whether what is kept is still what was signed.
#[derive(Debug, Serialize)]
pub struct SealView {
    pub at: DateTime<Utc>,
    pub by: String,
    /// The post of a deputy who signed for the head; empty for the head.
    pub deputy: String,
    pub digest: String,
    pub intact: bool,
}

/// A remark of the superior.
#[derive(Debug, Serialize)]
pub struct RemarkLine {
    pub figure: Option<String>,
    pub text: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// How far the report has come.
#[derive(Debug, Serialize)]
pub struct Step {
    pub label: String,
    pub state: &'static str,
    pub note: Option<String>,
}

/// What this reader may do now.
#[derive(Debug, Default, Serialize)]
pub struct Acts {
    pub edit: bool,
    pub present: bool,
    pub sign: bool,
    pub reopen: bool,
    pub send: bool,
    pub review: bool,
}

/// The page of one report.
#[derive(Debug, Serialize)]
pub struct Show {
    pub id: String,
    pub title: String,
    pub unit: String,
    pub state: &'static str,
    pub tone: &'static str,
    pub data_from: NaiveDate,
    pub data_to: NaiveDate,
    pub due_on: Option<NaiveDate>,
    /// The last day counted, while the period runs; none once it is over.
    pub running: Option<NaiveDate>,
    /// Figures as signed, not as the records say now.
    pub frozen: bool,
    pub seal: Option<SealView>,
    pub steps: Vec<Step>,
    pub groups: Vec<GroupLines>,
    pub sections: Vec<SectionView>,
    pub changed: Vec<Changed>,
    pub remarks: Vec<RemarkLine>,
    pub history: Vec<HistoryLine>,
    pub acts: Acts,
    pub version: i32,
}

impl View for Show {
    const TEMPLATE: &'static str = "pages/reports/show";

    fn samples() -> Vec<Self> {
        super::show_samples::samples()
    }
}

/// Which figures a reader sees: those signed, or live ones while the unit is still at work.
pub(super) struct Seen {
    pub frozen: bool,
    pub figures: Figures,
    pub facts: Arc<Facts>,
    /// What the records say now.
    pub live: Arc<Facts>,
}

impl Seen {
    pub(super) async fn load(app: &App, ctx: &Ctx, found: &Found) -> AppResult<Self> {
        let live = facts::gather(app.db().read(), &found.unit, &found.report, ctx.today()).await?;
        let at_home = ctx.permit(Action::WriteReport, &found.unit.target()).is_ok()
            || ctx.permit(Action::SignReport, &found.unit.target()).is_ok();
        let frozen = found.frozen.clone().filter(|_| found.report.state.is_frozen() || !at_home);
        Ok(match frozen {
            Some(kept) => Self { frozen: true, figures: kept.figures, facts: kept.facts, live },
            None => Self { frozen: false, figures: figures::all(&live), facts: Arc::clone(&live), live },
        })
    }
}

/// GET /reports/{id}
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>) -> PageResult {
    let conn = app.db().read();
    let found = reports::find(conn, &visit.ctx, Action::ReadReport, id).await?;
    let seen = Seen::load(&app, &visit.ctx, &found).await?;
    let names = Names::load(&app, visit.locale).await?;
    let remarks = comments::list(conn, id).await?;
    let history = audit::history(conn, "report", id).await?;
    let report = &found.report;
    let href = |code: &str| format!("/reports/{id}/figures/{code}");
    let remark = |remark: comments::Comment| RemarkLine {
        figure: remark.figure.map(|code| names.figure(&code)),
        text: remark.text,
        by: remark.by,
        at: remark.at,
    };
    let step = |step: audit::Entry| HistoryLine::of(visit.locale, step.at, step.actor, &step.code);
    let today = visit.ctx.today();
    visit.page(&Show {
        id: id.to_string(),
        title: title_of(visit.locale, report),
        unit: found.unit.name.clone(),
        state: report.state.word().as_str(),
        tone: tone(report.state.word()),
        data_from: report.data_from,
        data_to: report.data_to,
        due_on: report.due_on,
        running: (today <= report.data_to && !seen.frozen).then_some(today),
        frozen: seen.frozen,
        seal: seal(&found)?,
        steps: steps(&visit, &report.state),
        groups: groups(&names, &seen.figures, &ordered(&seen.figures), href),
        sections: sections(&names, report.narrative.iter(), &seen.figures, href),
        changed: changed(&names, &seen, id),
        remarks: remarks.into_iter().map(remark).collect(),
        history: history.into_iter().map(step).collect(),
        acts: acts(&visit.ctx, &found),
        version: report.version,
    })
}

/// The seal of what is kept. After a return the text may have been changed already: only an untouched report is compared.
pub(super) fn seal(found: &Found) -> AppResult<Option<SealView>> {
    let (Some(seal), Some(frozen), true) = (found.report.state.seal(), &found.frozen, found.report.state.is_frozen()) else {
        return Ok(None);
    };
    let intact = digest(&found.report, frozen)? == seal.digest;
    Ok(Some(SealView { at: seal.at, by: seal.by.clone(), deputy: seal.deputy.clone(), digest: seal.digest.clone(), intact }))
}

fn steps(visit: &Visit, state: &ReportState) -> Vec<Step> {
    use StateWord::{Accepted, Draft, Presented, Sent, Signed};
    let way = [Draft, Presented, Signed, Sent, Accepted];
    // A returned report is on the desk again.
    let here = if state.word() == StateWord::Returned { Draft } else { state.word() };
    let here = way.iter().position(|word| *word == here).unwrap_or(0);
    let step = |(at, word): (usize, &StateWord)| Step {
        label: i18n::text(visit.locale, &format!("report-step-{word}"), &[]),
        state: match at.cmp(&here) {
            std::cmp::Ordering::Less => "done",
            std::cmp::Ordering::Equal if *word == Accepted => "done",
            std::cmp::Ordering::Equal => "current",
            std::cmp::Ordering::Greater => "todo",
        },
        note: None,
    };
    way.iter().enumerate().map(step).collect()
}

/// The text with its figures filled in.
pub(super) fn sections<'a>(
    names: &Names,
    narrative: impl Iterator<Item = (&'a Section, &'a String)>,
    figures: &Figures,
    href: impl Fn(&str) -> String,
) -> Vec<SectionView> {
    let piece = |piece: Piece| match piece {
        Piece::Text(text) => PieceView { text, href: None },
        Piece::Figure(code) => PieceView { text: value(names.locale, figures.get(&code).copied()), href: Some(href(&code)) },
    };
    let paragraphs = |text: &str| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| pieces(line).into_iter().map(&piece).collect()).collect()
    };
    let section = |(section, text): (&Section, &String)| SectionView { section: section.as_str(), paragraphs: paragraphs(text) };
    narrative.map(section).filter(|section: &SectionView| !section.paragraphs.is_empty()).collect()
}

/// What changed since the figures were signed.
fn changed(names: &Names, seen: &Seen, id: ReportId) -> Vec<Changed> {
    if !seen.frozen {
        return Vec::new();
    }
    let lines = adjustments(&seen.figures, &figures::all(&seen.live)).into_iter().map(|line| Changed {
        name: names.figure(&line.code),
        frozen: value(names.locale, line.frozen),
        live: value(names.locale, line.live),
        href: format!("/reports/{id}/figures/{}?live=1", line.code),
    });
    lines.collect()
}

fn acts(ctx: &Ctx, found: &Found) -> Acts {
    let may = |action: Action| ctx.permit(action, &target(&found.unit, action)).is_ok();
    let (write, sign) = (may(Action::WriteReport), may(Action::SignReport));
    let word = found.report.state.word();
    let open = found.report.state.is_open();
    Acts {
        edit: write && open,
        present: write && open,
        sign: sign && (open || word == StateWord::Presented),
        reopen: (write || sign) && matches!(word, StateWord::Presented | StateWord::Signed),
        send: write && word == StateWord::Signed,
        review: may(Action::ReviewReport) && word == StateWord::Sent,
    }
}

/// GET /reports/{id}/csv
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn csv(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>) -> PageResult {
    let found = reports::find(app.db().read(), &visit.ctx, Action::ReadReport, id).await?;
    let seen = Seen::load(&app, &visit.ctx, &found).await?;
    let names = Names::load(&app, visit.locale).await?;
    let word = |key: &str| i18n::text(visit.locale, key, &[]);
    let mut rows = vec![vec![
        word("report-column-group"),
        word("report-column-figure"),
        word("report-column-value"),
        word("report-column-fraction"),
    ]];
    for part in groups(&names, &seen.figures, &ordered(&seen.figures), |_| String::new()) {
        let group = i18n::text(visit.locale, &format!("figures-{}", part.group), &[]);
        let cells = |line: FigureLine| vec![group.clone(), line.name, line.value, line.fraction.unwrap_or_default()];
        rows.extend(part.lines.into_iter().map(cells));
    }
    csv_file(&format!("{}-{}-{}", found.unit.code, found.report.period, found.report.year), &rows)
}
