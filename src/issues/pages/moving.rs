//! Issues that wait for another session, and moving them there. For offices.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::parts::{Choice, Line, Names, Tab, sample_tabs, tabs};
use crate::app::App;
use crate::error::AppResult;
use crate::i18n::{self, Locale};
use crate::issues::actions::moving as actions;
use crate::issues::actions::moving::Source;
use crate::issues::forms::moving as forms;
use crate::issues::rules::moving::MOVABLE;
use crate::issues::store::lists;
use crate::kernel::SessionId;
use crate::web::{FormState, PageResult, Posted, Query, View, Visit, outcome};

/// Whose issues.
#[derive(Debug, Default, Deserialize)]
pub struct MoveQuery {
    #[serde(default)]
    session: String,
}

/// An issue that can be ticked.
#[derive(Debug, Serialize)]
pub struct Pick {
    pub line: Line,
    pub ticked: bool,
}

/// The page.
#[derive(Debug, Serialize)]
pub struct Move {
    pub tabs: Vec<Tab>,
    /// Sessions with issues that can be moved.
    pub sources: Vec<Choice>,
    /// The one that is looked at; none where there is nothing to move.
    pub session: Option<String>,
    pub title: String,
    pub cancelled: bool,
    pub total: u64,
    pub most: usize,
    pub picks: Vec<Pick>,
    pub targets: Vec<Choice>,
    pub form: FormState,
}

impl View for Move {
    const TEMPLATE: &'static str = "pages/issues/move";

    fn samples() -> Vec<Self> {
        let page = |session: Option<&str>, cancelled, targets| Self {
            tabs: sample_tabs(),
            sources: if session.is_some() { Choice::sample() } else { Vec::new() },
            session: session.map(str::to_owned),
            title: "Hội nghị đối thoại quý II".into(),
            cancelled,
            total: 2,
            most: 500,
            picks: vec![Pick { line: Line::sample(true), ticked: true }, Pick { line: Line::sample(false), ticked: false }],
            targets,
            form: FormState::default(),
        };
        vec![
            page(Some("0193"), true, Choice::sample()),
            page(Some("0193"), false, Choice::sample()),
            page(Some("0193"), true, Vec::new()),
            page(None, false, Vec::new()),
        ]
    }
}

fn source_choice(source: &Source, locale: Locale) -> Choice {
    let key = if source.cancelled { "move-source-cancelled" } else { "move-source" };
    let args = [("title", source.session.title.clone()), ("count", source.issues.to_string())];
    Choice::new(source.session.id, i18n::text(locale, key, &args))
}

async fn view(app: &App, visit: &Visit, session: &str, refused: Option<(FormState, Vec<String>)>) -> AppResult<Move> {
    let conn = app.db().read();
    let sources = actions::sources(conn, &visit.ctx).await?;
    let wanted: Option<SessionId> = session.parse().ok();
    let source = sources.iter().find(|source| Some(source.session.id) == wanted).or_else(|| sources.first());
    let id = source.map(|source| source.session.id);
    let (form, ticked) = refused.unwrap_or_else(|| (FormState::with(json!({ "session": id })), Vec::new()));
    let (mut picks, mut targets) = (Vec::new(), Vec::new());
    if let Some(source) = source {
        let issues = lists::of_session(conn, source.session.id, &MOVABLE).await?;
        let names = Names::load(app, visit.locale, issues.iter().filter_map(|issue| issue.submitter)).await?;
        let pick = |line: Line| Pick { ticked: ticked.contains(&line.id), line };
        picks = issues.iter().take(actions::MOST).map(|issue| pick(Line::of(&issue.into(), &names))).collect();
        let ahead = actions::targets(conn, &source.session.unit_code, source.session.id).await?;
        let day = |session: &crate::dialogues::Session| {
            let args = [("title", session.title.clone()), ("day", i18n::format::date(visit.locale, session.on()))];
            Choice::new(session.id, i18n::text(visit.locale, "move-target", &args))
        };
        targets = ahead.iter().map(day).collect();
    }
    Ok(Move {
        tabs: tabs(&visit.ctx, visit.locale, "/issues/move"),
        sources: sources.iter().map(|source| source_choice(source, visit.locale)).collect(),
        session: id.map(|id| id.to_string()),
        title: source.map(|source| source.session.title.clone()).unwrap_or_default(),
        cancelled: source.is_some_and(|source| source.cancelled),
        total: source.map_or(0, |source| source.issues),
        most: actions::MOST,
        picks,
        targets,
        form,
    })
}

/// GET /issues/move
///
/// # Errors
/// The database's.
pub async fn form(State(app): State<App>, visit: Visit, Query(query): Query<MoveQuery>) -> PageResult {
    visit.page(&view(&app, &visit, &query.session, None).await?)
}

/// POST /issues/move
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn act(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let result = match forms::moving(&posted) {
        Ok((from, to, which)) => actions::move_issues(&app, &visit.ctx, from, to, which).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(_) => visit.redirect("/issues/move", "flash-issues-moved"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            let ticked = posted.all("pick").map(str::to_owned).collect();
            let session = posted.get("session").unwrap_or("").to_owned();
            visit.refused(&view(&app, &visit, &session, Some((form, ticked))).await?)
        }
    }
}
