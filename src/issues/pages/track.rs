//! Following an issue by its receipt code, without an account: its state and its public answer, nothing about people.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::links::{PublicAnswer, Stand, public_answers, stands};
use super::parts::tone;
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::issues::forms;
use crate::issues::rules::{IssueState, StateWord};
use crate::issues::store::{issues, sessions};
use crate::kernel::{Refusal, Violations, ids};
use crate::organisation::unit;
use crate::web::{FormState, PageResult, Query, View, Visit};

/// The code typed.
#[derive(Debug, Default, Deserialize)]
pub struct TrackQuery {
    #[serde(default)]
    code: String,
}

/// What a receipt shows.
#[derive(Debug, Serialize)]
pub struct Tracked {
    pub code: String,
    pub unit: String,
    /// The state of the issue itself, or of the one that it was merged into.
    pub state: &'static str,
    pub tone: &'static str,
    pub state_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub merged: bool,
    /// The session's day, where it is public and the issue goes there.
    pub on: Option<NaiveDate>,
    pub ground: Option<&'static str>,
    pub answers: Vec<PublicAnswer>,
    /// How its contents stand, and what other units made of it.
    pub stands: Vec<Stand>,
}

/// The tracking page.
#[derive(Debug, Serialize)]
pub struct Track {
    pub form: FormState,
    pub found: Option<Tracked>,
}

impl View for Track {
    const TEMPLATE: &'static str = "pages/issues/track";

    fn samples() -> Vec<Self> {
        let found = |state: &'static str, full: bool| Tracked {
            code: "AB3DEFGH7K".into(),
            unit: "phường Hải An".into(),
            state,
            tone: "green",
            state_at: DateTime::default(),
            submitted_at: Some(DateTime::default()),
            merged: full,
            on: full.then(NaiveDate::default),
            ground: (state == "refused").then_some("settled"),
            answers: if full { PublicAnswer::sample() } else { Vec::new() },
            stands: if full { Stand::sample() } else { Vec::new() },
        };
        let page = |found| Self { form: FormState::default(), found };
        vec![
            page(None),
            page(Some(found("answered", true))),
            page(Some(found("refused", false))),
            page(Some(found("diverted", false))),
            page(Some(found("split", true))),
            page(Some(found("forwarded", true))),
        ]
    }
}

/// GET /track
///
/// # Errors
/// The database's.
pub async fn track(State(app): State<App>, visit: Visit, Query(query): Query<TrackQuery>) -> PageResult {
    let code = forms::receipt(&query.code);
    if query.code.trim().is_empty() {
        return visit.page(&Track { form: FormState::default(), found: None });
    }
    let refusal = if ids::is_public_code(&code) {
        match find(&app, &code).await {
            Ok(found) => return visit.page(&Track { form: FormState::with(json!({ "code": code })), found: Some(found) }),
            Err(AppError::NotFound) => Refusal::on("code", "track.unknown"),
            Err(error) => return Err(error),
        }
    } else {
        Refusal::on("code", "track.mistyped")
    };
    let mut form = FormState::refused(&crate::web::Posted::default(), &Violations::from(refusal), visit.locale);
    form.values.insert("code".to_owned(), json!(query.code.chars().take(60).collect::<String>()));
    visit.refused(&Track { form, found: None })
}

async fn find(app: &App, code: &str) -> AppResult<Tracked> {
    let conn = app.db().read();
    let own = issues::by_receipt(conn, code).await?;
    let main = issues::main_of(conn, &own).await?;
    let session = sessions::session_of(conn, &main.unit_code, main.session).await?;
    let word = main.state.word();
    let goes_there = matches!(word, StateWord::Selected | StateWord::Answered) && session.state.is_public();
    Ok(Tracked {
        code: code.to_owned(),
        unit: unit(conn, &own.unit_code).await?.in_a_sentence(),
        state: word.as_str(),
        tone: tone(word),
        state_at: main.state_at,
        submitted_at: own.submitted_at,
        merged: main.id != own.id,
        on: goes_there.then(|| session.on()),
        ground: match main.state {
            IssueState::Refused { ground, .. } => Some(ground.as_str()),
            _ => None,
        },
        answers: public_answers(conn, &main).await?,
        stands: stands(conn, &main).await?,
    })
}
