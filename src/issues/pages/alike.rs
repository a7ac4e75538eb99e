//! Issues that say the same, as forms and pages show them: while an organisation types, and beside an issue for the office.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::parts::{Names, excerpt, tone};
use crate::app::App;
use crate::error::AppResult;
use crate::issues::store::similar::{Likely, similar_to};
use crate::web::{Posted, Visit};

/// How many are shown.
const MOST: usize = 5;

/// An issue that says the same.
#[derive(Debug, Clone, Serialize)]
pub struct Alike {
    pub id: String,
    pub number: Option<i32>,
    pub wording: String,
    pub submitter: String,
    pub state: &'static str,
    pub tone: &'static str,
    pub submitted_at: Option<DateTime<Utc>>,
    /// How alike, in percent.
    pub percent: String,
}

impl Alike {
    pub(super) fn sample() -> Vec<Self> {
        vec![Self {
            id: "0193".into(),
            number: Some(4),
            wording: "Đề nghị nạo vét cống đường Lê Hồng Phong.".into(),
            submitter: "Hội Phụ nữ".into(),
            state: "accepted",
            tone: "blue",
            submitted_at: Some(DateTime::default()),
            percent: "86".into(),
        }]
    }
}

/// The issues like `likely` that this person may see.
///
/// # Errors
/// The database's.
pub(super) async fn alike(app: &App, visit: &Visit, likely: Likely) -> AppResult<Vec<Alike>> {
    let found = similar_to(app.db().read(), &visit.ctx, &Likely { limit: MOST, ..likely }).await?;
    let names = Names::load(app, visit.locale, found.iter().filter_map(|one| one.issue.submitter)).await?;
    Ok(found
        .into_iter()
        .map(|one| Alike {
            id: one.issue.id.to_string(),
            number: one.issue.number,
            wording: excerpt(&one.issue.wording),
            submitter: names.body(one.issue.submitter),
            state: one.issue.state.as_str(),
            tone: tone(one.issue.state),
            submitted_at: one.issue.submitted_at,
            percent: format!("{:.0}", one.score * 100.0),
        })
        .collect())
}

/// Whether the form asks what is like it, and not to be saved.
pub(super) fn is_asked(posted: &Posted) -> bool {
    posted.get("act") == Some("similar")
}

/// What was typed so far, to be compared.
pub(super) fn typed(posted: &Posted) -> Likely {
    let text = |name: &str| posted.get(name).unwrap_or("");
    Likely { wording: format!("{} · {}", text("issue_wording"), text("village")), ..Likely::default() }
}
