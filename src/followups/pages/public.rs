//! What anybody may read without an account: the commitments of a unit, with agency, last day and state, without persons.

use axum::extract::State as AppState;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::AppError;
use crate::followups::pages::before::{Before, before};
use crate::followups::pages::lines::{label, names};
use crate::followups::rules::{Commitment, Outcome, StateWord};
use crate::followups::store::lists::{Filter, open_states, page_of_unit};
use crate::followups::store::progress;
use crate::i18n;
use crate::kernel::PageRequest;
use crate::organisation::{heir_of, unit};
use crate::web::{PageResult, Path, Query, View, Visit};

crate::alphabet! {
    /// The state as the public reads it. An explanation is not called a solution.
    pub enum PublicState {
        InWork = "in-work",
        Overdue = "overdue",
        Reported = "reported",
        Resolved = "resolved",
        Explained = "explained",
        Impossible = "impossible",
    }
}

impl PublicState {
    fn of(commitment: &Commitment, now: chrono::DateTime<chrono::Utc>) -> Self {
        let outcome = commitment.state.check().and(commitment.state.report()).map(|report| report.outcome);
        match (outcome, commitment.timing(now)) {
            (Some(Outcome::Done), _) => Self::Resolved,
            (Some(Outcome::Explained), _) => Self::Explained,
            (Some(Outcome::Impossible), _) => Self::Impossible,
            (None, _) if commitment.state.word() == StateWord::Reported => Self::Reported,
            (None, timing) if timing.is_overdue() => Self::Overdue,
            (None, _) => Self::InWork,
        }
    }

    const fn tone(self) -> &'static str {
        match self {
            Self::InWork => "blue",
            Self::Overdue => "red",
            Self::Reported => "purple",
            Self::Resolved => "green",
            Self::Explained | Self::Impossible => "grey",
        }
    }
}

/// A commitment as the public reads it.
#[derive(Debug, Serialize)]
pub struct PublicLine {
    pub label: String,
    pub code: String,
    pub wording: String,
    pub agency: String,
    pub before: Vec<Before>,
    pub due_on: NaiveDate,
    pub state: &'static str,
    pub tone: &'static str,
    pub answered_on: Option<NaiveDate>,
    pub resolved_on: Option<NaiveDate>,
}

/// A choice of what is shown.
#[derive(Debug, Serialize)]
pub struct Choice {
    pub value: &'static str,
    pub label: String,
    pub selected: bool,
}

/// The page.
#[derive(Debug, Serialize)]
pub struct PublicList {
    pub unit: String,
    /// Code and name of who goes on with the work of a unit that has ended.
    pub heir: Option<(String, String)>,
    pub address: String,
    pub lines: Vec<PublicLine>,
    pub shown: Vec<Choice>,
    pub number: u64,
    pub last: u64,
    pub total: u64,
    pub base: String,
}

impl View for PublicList {
    const TEMPLATE: &'static str = "pages/followups/public";

    fn samples() -> Vec<Self> {
        let line = |(state, done): (&PublicState, bool)| PublicLine {
            label: "3/2025".into(),
            code: "7GK2MRQ".into(),
            wording: "Nạo vét cống".into(),
            agency: "Phòng Kinh tế".into(),
            before: if done { vec![Before::sample()] } else { Vec::new() },
            due_on: NaiveDate::default(),
            state: state.as_str(),
            tone: state.tone(),
            answered_on: done.then(NaiveDate::default),
            resolved_on: done.then(NaiveDate::default),
        };
        let sample = |lines: Vec<PublicLine>| Self {
            unit: "phường Chiềng An".into(),
            heir: lines.is_empty().then(|| ("03668".into(), "Xã Mới".into())),
            address: "/public/03667/commitments".into(),
            lines,
            shown: vec![Choice { value: "", label: "Tất cả".into(), selected: true }],
            number: 1,
            last: 1,
            total: 2,
            base: "/public/03667/commitments?show=&page=".into(),
        };
        let lines = PublicState::ALL.iter().zip([true, false].into_iter().cycle()).map(line).collect();
        vec![sample(lines), sample(Vec::new())]
    }
}

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
pub struct PublicQuery {
    /// `open`, `done`, or nothing for all.
    #[serde(default)]
    show: String,
    page: Option<u64>,
}

/// GET /public/{unit}/commitments
///
/// # Errors
/// `NotFound` for a unit that does not take part.
pub async fn list(
    AppState(app): AppState<App>,
    visit: Visit,
    Path(code): Path<String>,
    Query(query): Query<PublicQuery>,
) -> PageResult {
    let conn = app.db().read();
    let unit = unit(conn, &code).await?;
    if unit.activated_at.is_none() {
        return Err(AppError::NotFound);
    }
    let shown = ["", "open", "done"].into_iter().find(|word| *word == query.show).unwrap_or("");
    let states = match shown {
        "open" => open_states().into_iter().filter(|word| *word != StateWord::Verified).collect(),
        "done" => vec![StateWord::Verified, StateWord::Closed],
        _ => Vec::new(),
    };
    let filter = Filter { states, ..Filter::default() };
    let page = page_of_unit(conn, &unit.code, &filter, PageRequest::number(query.page)).await?;
    let names = names(&app, page.rows.iter().map(|commitment| commitment.lead)).await?;
    let now = visit.ctx.now;
    let steps = progress::of(conn, &page.rows.iter().map(|commitment| commitment.id).collect::<Vec<_>>()).await?;
    let mut lines = Vec::with_capacity(page.rows.len());
    for commitment in &page.rows {
        let state = PublicState::of(commitment, now);
        lines.push(PublicLine {
            label: label(commitment),
            code: commitment.code.clone(),
            wording: commitment.wording.clone(),
            agency: names.get(&commitment.lead).cloned().unwrap_or_default(),
            before: before(conn, commitment, &steps).await?,
            due_on: commitment.due_on,
            state: state.as_str(),
            tone: state.tone(),
            answered_on: commitment.answered_on,
            resolved_on: commitment.resolved_on(),
        });
    }
    let choice = |value: &'static str| Choice {
        label: i18n::text(
            visit.locale,
            if value.is_empty() {
                "all"
            } else if value == "open" {
                "public-open"
            } else {
                "public-done"
            },
            &[],
        ),
        selected: value == shown,
        value,
    };
    let heir = heir_of(conn, unit.clone(), visit.ctx.today()).await?;
    visit.page(&PublicList {
        heir: (heir.code != unit.code).then_some((heir.code, heir.name)),
        unit: unit.in_a_sentence(),
        address: format!("/public/{}/commitments", unit.code),
        shown: ["", "open", "done"].map(choice).into(),
        number: page.number,
        last: page.last(),
        total: page.total,
        base: format!("/public/{}/commitments?show={shown}&page=", unit.code),
        lines,
    })
}
