//! Collects what the synthesis of a session counts. Reads only.

use std::collections::{BTreeMap, HashSet};

use crate::app::App;
use crate::dialogues::Session;
use crate::error::{AppError, AppResult};
use crate::issues::rules::grains::{Grain, Way, is_received};
use crate::issues::rules::synthesis::{FLOOR, FORWARDED, Item};
use crate::issues::rules::{Issue, Part, StateWord};
use crate::issues::store::{assignments, fields, lists, sessions};
use crate::kernel::{Action, Ctx, IssueId, SessionId};
use crate::organisation::unit;

/// A session with its issues, as the table and its lists need them.
#[derive(Debug, Clone)]
pub struct Synthesis {
    pub session: Session,
    pub items: Vec<Item>,
    /// By number and time.
    pub issues: Vec<Issue>,
}

/// The sessions of the units that the actor reads, the newest first.
///
/// # Errors
/// The database's.
pub async fn sessions_read(app: &App, ctx: &Ctx) -> AppResult<Vec<Session>> {
    let mut all: Vec<Session> =
        sessions::sessions_of(app.db().read(), ctx.scope(Action::ReadIssue).units).await?.into_values().collect();
    all.sort_by_key(|session| std::cmp::Reverse((session.starts_at, session.id)));
    Ok(all)
}

/// The session that is looked at when none was asked for: the one with issues that comes first from today on, else the latest
/// with issues, else the latest.
///
/// # Errors
/// The database's.
pub async fn usual(app: &App, ctx: &Ctx, all: &[Session]) -> AppResult<Option<SessionId>> {
    let received = lists::received(app.db().read(), all.iter().map(|session| session.id)).await?;
    let (ahead, past): (Vec<_>, Vec<_>) =
        all.iter().filter(|session| received.contains_key(&session.id)).partition(|session| session.starts_at >= ctx.now);
    // The newest come first: of those ahead the last one is the nearest.
    Ok(ahead.last().or(past.first()).copied().or(all.first()).map(|session| session.id))
}

/// The synthesis of a session that the actor may read all issues of.
///
/// # Errors
/// [`AppError::NotFound`] for a session of another unit.
pub async fn synthesis(app: &App, ctx: &Ctx, id: SessionId) -> AppResult<Synthesis> {
    let conn = app.db().read();
    let session = sessions_read(app, ctx).await?.into_iter().find(|session| session.id == id).ok_or(AppError::NotFound)?;
    ctx.permit(Action::ReadIssue, &unit(conn, &session.unit_code).await?.target())?;
    let words: Vec<StateWord> = StateWord::ALL.iter().copied().filter(|word| is_received(*word)).collect();
    // Of a complaint that went its own way only that it came.
    let sealed = |issue: Issue| if issue.is_shielded() { issue.without_content() } else { issue };
    let issues: Vec<Issue> = lists::of_session(conn, id, &words).await?.into_iter().map(sealed).collect();
    let ids: Vec<IssueId> = issues.iter().map(|issue| issue.id).collect();
    let leads = assignments::of_issues(conn, &ids).await?.into_iter().filter(|one| one.part == Part::Lead);
    let leads: BTreeMap<IssueId, uuid::Uuid> = leads.map(|one| (one.issue, one.body.0)).collect();
    let parents: BTreeMap<String, String> =
        fields::fields(conn).await?.iter().cloned().filter_map(|field| Some((field.code, field.parent?))).collect();
    let sent_here: HashSet<IssueId> =
        issues.iter().filter(|issue| issue.links.forwarded_from.is_some()).map(|issue| issue.id).collect();
    let is_sent_here =
        |issue: &Issue| sent_here.contains(&issue.id) || issue.links.split_from.is_some_and(|whole| sent_here.contains(&whole));
    let item = |issue: &Issue| Item {
        grain: Grain {
            id: issue.id.0,
            session: issue.session.0,
            submitter: issue.submitter.map(Into::into),
            state: issue.state.word(),
            is_part: issue.links.split_from.is_some(),
        },
        way: Way::of(issue.content.channel),
        upper: issue.content.field.as_ref().and_then(|code| parents.get(code)).cloned(),
        field: issue.content.field.clone(),
        organisation: match issue.submitter {
            Some(body) => body.to_string(),
            None if is_sent_here(issue) => FORWARDED.to_owned(),
            None => FLOOR.to_owned(),
        },
        group: issue.group,
        agency: leads.get(&issue.id).copied(),
        competence: issue.competence,
    };
    Ok(Synthesis { session, items: issues.iter().map(item).collect(), issues })
}
