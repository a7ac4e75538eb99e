//! What of an issue can be found by its words, and by whom: the same people as in `lists`, save that a complaint on its way to
//! its own procedure is found by nobody. The petitioner is never among the words.

use entity::issue::{Column, Entity};
use entity::{agenda_item, issue, minutes_item};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::answer_texts;
use super::attachments::OWNER;
use super::file_words;
use super::lists::{assigned, worked_on};
use super::rows::from_row;
use crate::db::texts::{add as add_texts, keep as keep_texts};
use crate::db::{Conn, Reach, Seen, Term, Text, TextKind};
use crate::error::AppResult;
use crate::issues::rules::Issue;
use crate::kernel::clock::local_date;
use crate::kernel::{Action, Ctx, IssueId, Scope, SessionId};

/// The wording that readers see, and beside it the one that came, where the office wrote another.
const SHOWN: u8 = 0;
const ORIGINAL: u8 = 1;
/// Names and words of attached files: for those who read the wording as it came.
const FILES: u8 = 3;

fn texts(issue: &Issue, files: &str) -> Vec<Text> {
    if issue.is_shielded() {
        // Even its office reads it only by a look that is recorded; a list of what was found would be an unrecorded one.
        return Vec::new();
    }
    let seen = |otherwise: Seen| if issue.is_private() { Seen::Own } else { otherwise };
    let text = |part: u8, seen: Seen, wording: &str, village: &str| Text {
        part,
        kind: TextKind::Issue,
        seen,
        unit_code: issue.unit_code.clone(),
        session: Some(issue.session.0),
        field: issue.content.field.clone(),
        state: issue.state.word().to_string(),
        day: local_date(issue.submitted_at.unwrap_or(issue.created_at)),
        title: String::new(),
        text: [wording, village].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · "),
    };
    let (shown, village) = (issue.shown_wording(), issue.shown_village());
    let mut all = vec![text(SHOWN, seen(Seen::Shown), &shown, &village)];
    if (&shown, &village) != (&issue.content.wording, &issue.content.village) {
        all.push(text(ORIGINAL, seen(Seen::Original), &issue.content.wording, &issue.content.village));
    }
    if !files.is_empty() {
        all.push(Text { text: files.to_owned(), ..text(FILES, seen(Seen::Files), "", "") });
    }
    all
}

/// Brings the index in line with what a file says, for the issues to which it is attached.
///
/// # Errors
/// The database's.
pub async fn index_file(conn: &Conn, sha256: &str) -> AppResult<()> {
    let owners = file_words::owners(conn, OWNER, sha256).await?;
    // Locked: an issue that is shielded meanwhile must not come back into the index.
    for row in Entity::find().filter(Column::Id.is_in(owners)).lock_exclusive().all(conn).await? {
        keep(conn, &from_row(row)?).await?;
    }
    Ok(())
}

/// Brings the index in line with an issue that was just saved.
///
/// # Errors
/// The database's.
pub async fn keep(conn: &Conn, issue: &Issue) -> AppResult<()> {
    if issue.accepted_at.is_some() {
        Box::pin(answer_texts::keep(conn, issue)).await?;
    }
    let id = issue.id.0;
    let files = file_words::of_owners(conn, OWNER, &[id]).await?.remove(&id).unwrap_or_default();
    keep_texts(conn, id, &texts(issue, &files)).await?;
    if issue.is_shielded() {
        forget_minutes(conn, issue.id).await?;
    }
    Ok(())
}

/// What was written in the room about an issue that is shielded now is found no more. The lines stay where they are; minutes
/// stand above this room, so that it is their rows and not their front door that is asked.
async fn forget_minutes(conn: &Conn, id: IssueId) -> AppResult<()> {
    let lines = Query::select()
        .column(agenda_item::Column::Id)
        .from(agenda_item::Entity)
        .and_where(agenda_item::Column::IssueId.eq(id.0))
        .take();
    let rows = minutes_item::Entity::find().filter(minutes_item::Column::AgendaItemId.in_subquery(lines)).all(conn).await?;
    for row in rows {
        keep_texts(conn, row.id, &[]).await?;
    }
    Ok(())
}

/// Puts new issues into the index.
///
/// # Errors
/// The database's.
pub(super) async fn add(conn: &Conn, issues: &[Issue]) -> AppResult<()> {
    let things: Vec<_> = issues.iter().map(|issue| (issue.id.0, texts(issue, ""))).collect();
    add_texts(conn, &things).await
}

/// As [`keep`] for all issues of a session that changed together.
///
/// # Errors
/// The database's.
pub(super) async fn keep_of_session(conn: &Conn, session: SessionId) -> AppResult<()> {
    for row in Entity::find().filter(Column::SessionId.eq(session.0)).all(conn).await? {
        keep(conn, &from_row(row)?).await?;
    }
    Ok(())
}

/// Looks over the next `limit` issues behind `after`: how many texts were not in line, and where it stopped; none at the end.
///
/// # Errors
/// The database's.
pub async fn index(conn: &Conn, after: Option<Uuid>, limit: u64) -> AppResult<(u64, Option<Uuid>)> {
    let mut query = Entity::find().order_by_asc(Column::Id).limit(limit);
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after));
    }
    let (mut done, mut last) = (0, None);
    // Locked: between reading and writing nobody may make one that is found into one that is not.
    let rows = query.lock_exclusive().all(conn).await?;
    let files = file_words::of_owners(conn, OWNER, &rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    for row in rows {
        let issue = from_row(row)?;
        let said = files.get(&issue.id.0).map_or("", String::as_str);
        done += u64::from(keep_texts(conn, issue.id.0, &texts(&issue, said)).await?);
        last = Some(issue.id.0);
    }
    Ok((done, last))
}

/// Which issues this actor may find, by their wordings and by what their files say.
#[must_use]
pub fn reach(ctx: &Ctx) -> Reach {
    reach_of(ctx, &[Seen::Shown, Seen::Original, Seen::Files])
}

/// Which issues this actor may find by their wordings.
#[must_use]
pub fn reach_of_wordings(ctx: &Ctx) -> Reach {
    reach_of(ctx, &[Seen::Shown, Seen::Original])
}

fn reach_of(ctx: &Ctx, seen: &[Seen]) -> Reach {
    let scope = ctx.scope(Action::ReadIssue);
    let whole = Scope { owners: Vec::new(), assigned: Vec::new(), ..scope.clone() };
    let marked = vec![Term::within(TextKind::Issue, &whole, seen)];
    let among = |seen: &[Seen]| Term::among(TextKind::Issue, seen);
    let mut things = Vec::new();
    if !scope.owners.is_empty() {
        things.push((among(&[seen, &[Seen::Own]].concat()), handed_in(&scope.owners)));
        things.push((among(&[Seen::Shown]), merged(&scope.owners)));
    }
    if !scope.assigned.is_empty() {
        things.push((among(seen), in_hand(&scope.assigned)));
    }
    Reach { marked, things }
}

/// What these bodies handed in or prepare.
fn handed_in(bodies: &[Uuid]) -> SelectStatement {
    Query::select()
        .column(issue::Column::Id)
        .from(issue::Entity)
        .and_where(issue::Column::SubmitterId.is_in(bodies.to_vec()))
        .take()
}

/// What issues of these bodies were merged into.
fn merged(bodies: &[Uuid]) -> SelectStatement {
    Query::select()
        .column(issue::Column::MergedInto)
        .from(issue::Entity)
        .and_where(issue::Column::SubmitterId.is_in(bodies.to_vec()))
        .and_where(issue::Column::MergedInto.is_not_null())
        .take()
}

/// What these bodies have to answer.
fn in_hand(bodies: &[Uuid]) -> SelectStatement {
    Entity::find().select_only().column(Column::Id).filter(assigned(bodies)).filter(worked_on()).into_query()
}
