//! The office moves issues to another session of the unit: those of a cancelled one, so that none is lost, or some that it ticks.

use std::collections::{BTreeMap, HashMap};

use crate::app::App;
use crate::db::{Audience, Conn, Message, Notify, WriteTx};
use crate::dialogues::{self, Session};
use crate::error::{AppError, AppResult};
use crate::issues::actions::triage::next_number;
use crate::issues::rules::moving::{MOVABLE, Preferred, is_late};
use crate::issues::rules::{Issue, IssueState};
use crate::issues::store::{calls, issues, links, lists, moving, sessions};
use crate::kernel::clock::local_date;
use crate::kernel::permit::Permit;
use crate::kernel::{Action, BodyId, Ctx, Event, IssueId, Refusal, Role, SessionId};
use crate::organisation::unit;

/// Issues that one act moves; a session has seldom more, and what is left can be moved by the next one.
pub const MOST: usize = 500;

/// A session whose issues may be moved away.
#[derive(Debug, Clone)]
pub struct Source {
    pub session: Session,
    /// It was cancelled: its issues wait for another one.
    pub cancelled: bool,
    /// How many of them the office knows.
    pub issues: u64,
}

fn is_source(session: &Session) -> bool {
    sessions::is_ahead(session) || session.state.word() == dialogues::StateWord::Cancelled
}

/// The sessions of the actor's office with issues that can be moved, cancelled ones first, the nearest first.
///
/// # Errors
/// The database's.
pub async fn sources(conn: &Conn, ctx: &Ctx) -> AppResult<Vec<Source>> {
    let all = sessions::sessions_of(conn, ctx.scope(Action::TriageIssue).units).await?;
    let open: Vec<Session> = all.into_values().filter(is_source).collect();
    let counts = lists::count_in(conn, open.iter().map(|session| session.id), &MOVABLE).await?;
    let source = |session: Session| {
        let (issues, cancelled) = (*counts.get(&session.id)?, !sessions::is_ahead(&session));
        Some(Source { session, cancelled, issues })
    };
    let mut sources: Vec<Source> = open.into_iter().filter_map(source).collect();
    sources.sort_by_key(|source| (!source.cancelled, source.session.starts_at, source.session.id));
    Ok(sources)
}

/// How many issues of cancelled sessions wait for another one.
///
/// # Errors
/// The database's.
pub async fn count_left_behind(conn: &Conn, ctx: &Ctx) -> AppResult<u64> {
    let units = ctx.scope(Action::TriageIssue).units;
    if units.is_empty() {
        return Ok(0);
    }
    let all = sessions::sessions_of(conn, units).await?;
    let cancelled = all.into_values().filter(|session| session.state.word() == dialogues::StateWord::Cancelled);
    Ok(lists::count_in(conn, cancelled.map(|session| session.id), &MOVABLE).await?.into_values().sum())
}

/// The sessions of a unit that issues of `from` can go to.
///
/// # Errors
/// The database's.
pub async fn targets(conn: &Conn, unit_code: &str, from: SessionId) -> AppResult<Vec<Session>> {
    let mut all = dialogues::of_unit(conn, unit_code, &dialogues::Filter::default()).await?;
    all.retain(|session| sessions::is_ahead(session) && session.id != from);
    all.sort_by_key(|session| (session.starts_at, session.id));
    Ok(all)
}

/// What is moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    All,
    These(Vec<IssueId>),
}

/// Moves issues of `from` to `to`; all of them or none. Their organisations are told. Answers how many went.
///
/// # Errors
/// `move.session-began` on a session that is neither ahead nor cancelled, `form.choice` on the target, `move.nothing`,
/// `move.selected` for one that stands on the agenda of a session ahead; [`AppError::NotFound`], [`AppError::Denied`].
pub async fn move_issues(app: &App, ctx: &Ctx, from: SessionId, to: SessionId, which: Which) -> AppResult<usize> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let of_mine = sessions::sessions_of(tx.conn(), ctx.scope(Action::TriageIssue).units).await?;
    let source = of_mine.get(&from).ok_or(AppError::NotFound)?;
    let unit = unit(tx.conn(), &source.unit_code).await?;
    let permit = ctx.permit(Action::TriageIssue, &unit.target())?;
    if !is_source(source) {
        return Err(Refusal::new("move.session-began").into());
    }
    let ahead = targets(tx.conn(), &unit.code, from).await?;
    let Some(target) = ahead.iter().find(|session| session.id == to) else {
        return Err(Refusal::on("move_to", "form.choice").into());
    };
    let mut chosen = moving::of_session(tx.conn(), &permit, from, &MOVABLE).await?;
    match &which {
        // A draft is its organisation's: it goes along when the session fell away, nobody else picks it.
        Which::All if sessions::is_ahead(source) => chosen.retain(|issue| !issue.is_private()),
        Which::All => {}
        Which::These(ids) => chosen.retain(|issue| !issue.is_private() && ids.contains(&issue.id)),
    }
    chosen.truncate(MOST);
    if chosen.is_empty() {
        return Err(Refusal::on("pick", "move.nothing").into());
    }
    if sessions::is_ahead(source) && chosen.iter().any(|issue| issue.state == IssueState::Selected) {
        return Err(Refusal::on("pick", "move.selected").into());
    }
    let mut told: BTreeMap<BodyId, usize> = BTreeMap::new();
    let mut wholes: Vec<IssueId> = Vec::new();
    let mut last = None;
    let count = chosen.len();
    let move_all = Moving { tx: &tx, permit: &permit, target, of_mine: &of_mine };
    for issue in chosen {
        if let Some(body) = issue.submitter {
            *told.entry(body).or_default() += 1;
        }
        wholes.extend(issue.links.split_from.filter(|whole| !wholes.contains(whole)));
        for merged in issues::merged_into(tx.conn(), issue.id).await?.into_iter().filter(|merged| merged.session == from) {
            if let Some(body) = merged.submitter {
                *told.entry(body).or_default() += 1;
            }
            let event = move_all.one(merged, true).await?;
            tx.say(&event).await?;
        }
        if let Some(event) = last.replace(move_all.one(issue, false).await?) {
            tx.say(&event).await?;
        }
    }
    // An opinion goes where the last of its contents went.
    for whole in wholes {
        let parts = links::parts_of(tx.conn(), whole).await?;
        let issue = issues::load(tx.conn(), &permit, whole).await?;
        if issue.session == from && parts.iter().all(|part| part.session == to) {
            let event = move_all.one(issue, true).await?;
            tx.say(&event).await?;
        }
    }
    for (body, count) in told {
        tx.queue(&message(ctx, target, body, count)).await?;
    }
    tx.commit(last.ok_or_else(|| AppError::Internal("nothing was moved".into()))?).await?;
    Ok(count)
}

/// What every issue that is moved needs.
struct Moving<'a> {
    tx: &'a WriteTx,
    permit: &'a Permit,
    target: &'a Session,
    of_mine: &'a HashMap<SessionId, Session>,
}

impl Moving<'_> {
    async fn one(&self, issue: Issue, follows: bool) -> AppResult<Event> {
        let meant = moving::meant_for(self.tx.conn(), issue.id).await?.unwrap_or(issue.session);
        let session = self.of_mine.get(&meant).filter(|session| session.state.word() != dialogues::StateWord::Cancelled);
        let preferred = match (session, issue.submitted_at) {
            (Some(session), Some(submitted_at)) => {
                let call = calls::of_session(self.tx.conn(), session.id).await?;
                let was_closed = call.is_some_and(|call| local_date(submitted_at) > call.closes_on);
                Some(Preferred { starts_at: session.starts_at, was_closed })
            }
            _ => None,
        };
        let late = is_late(preferred, self.target.starts_at);
        let number = match issue.number {
            Some(_) => Some(next_number(self.tx, self.target.id).await?),
            None => None,
        };
        let (issue, event) = issue.move_to(self.target.id, number, late, follows)?;
        issues::save(self.tx.conn(), self.permit, &issue).await?;
        // Back where it was meant for, it is meant for no other.
        let meant = session.map(|session| session.id).filter(|meant| *meant != self.target.id);
        moving::note_meant_for(self.tx.conn(), self.permit, issue.id, meant).await?;
        Ok(event)
    }
}

fn message(ctx: &Ctx, target: &Session, body: BodyId, count: usize) -> Message {
    let notify = Notify {
        code: "issues-moved".to_owned(),
        to: vec![Audience::Role { role: Role::Submitter, bodies: vec![body.0] }],
        args: vec![
            ("title".to_owned(), target.title.clone()),
            ("at".to_owned(), target.starts_at.to_rfc3339()),
            ("count".to_owned(), count.to_string()),
        ],
        href: format!("/issues/own?session={}", target.id),
    };
    Message::notify(format!("issues-moved/{}/{body}/{}", target.id, ctx.now.timestamp_micros()), &notify)
}
