//! What is remembered of a matter: how often it was raised, by whom, what was promised, what was kept; each figure with its list.
//! It crosses sessions and the boundaries of units that have ended. For the unit's own staff: who else raised a matter is no
//! organisation's business.

use std::collections::HashMap;

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::lines::{Line, lines};
use crate::app::App;
use crate::error::AppResult;
use crate::followups::rules::memory::{Promises, is_kept, tally};
use crate::followups::rules::{StateWord, Timing};
use crate::followups::store::lists::of_issues;
use crate::i18n::{self, Locale};
use crate::issues::{self, Raising};
use crate::kernel::text::sort_key;
use crate::kernel::{Action, BodyId, IssueId};
use crate::organisation::{bodies_by_ids, heirs_of_bodies, unit};
use crate::web::{PageResult, Path, View, Visit};

/// One time that the matter was raised.
#[derive(Debug, Serialize)]
pub struct RaisedLine {
    /// None where the reader may not open it.
    pub id: Option<String>,
    pub number: Option<i32>,
    pub at: DateTime<Utc>,
    /// The organisation as it was called, "another unit" for what one sent on; empty for a question from the floor.
    pub by: String,
    pub unit: String,
    pub wording: String,
    pub state: &'static str,
}

/// A promise with what became of it.
#[derive(Debug, Serialize)]
pub struct PromiseLine {
    pub line: Line,
    pub kept: bool,
    /// The lead agency's last day at first: a promise that was put off is still that promise.
    pub first_due_on: NaiveDate,
}

/// The page.
#[derive(Debug, Serialize)]
pub struct Memory {
    pub id: String,
    pub number: Option<i32>,
    pub wording: String,
    /// The one sentence with all figures.
    pub sentence: String,
    pub raised: Vec<RaisedLine>,
    /// Organisations of today that raised it, or whose predecessors did.
    pub organisations: Vec<String>,
    pub promises: Vec<PromiseLine>,
    pub kept: usize,
}

impl View for Memory {
    const TEMPLATE: &'static str = "pages/followups/memory";

    fn samples() -> Vec<Self> {
        let raised = |id: Option<&str>, by: &str| RaisedLine {
            id: id.map(str::to_owned),
            number: id.map(|_| 4),
            at: DateTime::default(),
            by: by.into(),
            unit: "phường Hải An".into(),
            wording: "Đề nghị nạo vét cống".into(),
            state: "answered",
        };
        let promise = |kept| PromiseLine {
            line: Line::sample(StateWord::Closed, Timing::DoneLate),
            kept,
            first_due_on: NaiveDate::default(),
        };
        let page = |raised: Vec<RaisedLine>, promises: Vec<PromiseLine>| Self {
            id: "0193".into(),
            number: (!promises.is_empty()).then_some(4),
            wording: "Đề nghị nạo vét cống".into(),
            sentence: "Đã nêu 2 lần từ 2023 bởi 1 tổ chức; hứa 2 lần, đã giữ 1.".into(),
            organisations: if promises.is_empty() { Vec::new() } else { vec!["Hội Phụ nữ".into()] },
            raised,
            kept: promises.iter().filter(|promise| promise.kept).count(),
            promises,
        };
        vec![
            page(vec![raised(Some("0193"), "Hội Phụ nữ"), raised(None, "")], vec![promise(true), promise(false)]),
            page(vec![raised(Some("0193"), "")], Vec::new()),
        ]
    }
}

/// "Đã nêu 5 lần từ 2023 bởi 3 tổ chức; hứa 2 lần, đã giữ 1."
#[must_use]
pub fn sentence(locale: Locale, raising: &Raising, promises: Promises) -> String {
    let count = |number: usize| number.to_string();
    let args =
        [("times", count(raising.times)), ("since", raising.since.to_string()), ("organisations", count(raising.organisations))];
    let raised = i18n::text(locale, if raising.organisations == 0 { "memory-raised-floor" } else { "memory-raised" }, &args);
    let kept = if promises.promised == 0 { "memory-promised-none" } else { "memory-promised" };
    let kept = i18n::text(locale, kept, &[("promised", count(promises.promised)), ("kept", count(promises.kept))]);
    format!("{raised}; {kept}.")
}

/// GET /issues/{id}/memory
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn memory(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>) -> PageResult {
    let conn = app.db().read();
    let found = issues::find(conn, &visit.ctx, Action::ReadIssue, id).await?;
    visit.ctx.permit(Action::ReadIssue, &found.unit.target())?;
    let past = issues::past_of(conn, &found.issue).await?;
    let promises = of_issues(conn, &past.matters).await?;
    let bodies = bodies_by_ids(conn, past.raised.iter().filter_map(|one| one.submitter)).await?;
    let names: HashMap<BodyId, &str> = bodies.iter().map(|body| (body.id, body.name.as_str())).collect();
    let heirs = heirs_of_bodies(conn, &bodies.iter().map(|body| body.id).collect::<Vec<_>>(), visit.ctx.today()).await?;
    let name = |body: Option<BodyId>| body.and_then(|body| names.get(&body)).copied().unwrap_or_default().to_owned();
    let sent_on = i18n::text(visit.locale, "issue-forwarded-in", &[]);
    let times = past.times();
    let raising = issues::count_raised(&times, |body| heirs.get(&body).copied().unwrap_or(body));
    let mut raised = Vec::with_capacity(past.raised.len());
    for one in &past.raised {
        let of = unit(conn, &one.unit_code).await?;
        raised.push(RaisedLine {
            id: visit.ctx.permit(Action::ReadIssue, &of.target()).is_ok().then(|| one.id.to_string()),
            number: one.number,
            at: one.submitted_at.unwrap_or(one.created_at),
            by: if one.links.forwarded_from.is_some() { sent_on.clone() } else { name(one.submitter) },
            unit: of.in_a_sentence(),
            wording: one.shown_wording(),
            state: one.state.word().as_str(),
        });
    }
    let opened = |unit_code: &str| unit_code == found.unit.code;
    let mut shown = lines(&app, &promises, visit.ctx.now).await?;
    for (line, promise) in shown.iter_mut().zip(&promises) {
        line.opens = opened(&promise.unit_code);
    }
    let told = tally(&promises);
    let organisations = today(conn, heirs.values().copied()).await?;
    visit.page(&Memory {
        id: id.to_string(),
        number: found.issue.number,
        wording: found.issue.shown_wording(),
        sentence: raising.map(|raising| sentence(visit.locale, &raising, told)).unwrap_or_default(),
        raised,
        organisations,
        kept: told.kept,
        promises: shown
            .into_iter()
            .zip(&promises)
            .map(|(line, promise)| PromiseLine { line, kept: is_kept(promise), first_due_on: promise.first_due_on })
            .collect(),
    })
}

/// The names of these organisations, each once.
async fn today(conn: &crate::db::Conn, ids: impl Iterator<Item = BodyId>) -> AppResult<Vec<String>> {
    let mut ids: Vec<BodyId> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let mut names: Vec<String> = bodies_by_ids(conn, ids).await?.into_iter().map(|body| body.name).collect();
    names.sort_by_cached_key(|name| sort_key(name));
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sentence_says_it_all_in_both_languages() {
        let of = |times, organisations| Raising { times, since: 2023, organisations };
        let said = |locale, raising: &Raising, promised, kept| sentence(locale, raising, Promises { promised, kept });
        assert_eq!(said(Locale::Vi, &of(5, 3), 2, 1), "Đã nêu 5 lần từ 2023 bởi 3 tổ chức; hứa 2 lần, đã giữ 1.");
        assert_eq!(said(Locale::Vi, &of(2, 0), 0, 0), "Đã nêu 2 lần từ 2023 tại hội nghị; chưa hứa lần nào.");
        assert_eq!(said(Locale::En, &of(5, 3), 2, 1), "Raised 5 times since 2023 by 3 organisations; promised twice, kept once.");
        assert_eq!(said(Locale::En, &of(1, 1), 1, 0), "Raised once since 2023 by one organisation; promised once, never kept.");
        assert_eq!(
            said(Locale::En, &of(3, 1), 4, 3),
            "Raised 3 times since 2023 by one organisation; promised 4 times, kept 3 times."
        );
    }
}
