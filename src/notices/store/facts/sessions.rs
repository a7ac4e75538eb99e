//! Sessions as reminders see them: what comes, who owes something for it, what waits after it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{answer, assignment, attendance, call, call_body, conclusion, dialogue_session as session, issue, minutes};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::AppResult;
use crate::kernel::Role;
use crate::kernel::clock::local_date;
use crate::law::DateKind;
use crate::notices::rules::reminders::{AnswersOwed, ComingSession, HeldSession};
use crate::{dialogues, duties};

use dialogues::StateWord;

/// Days ahead: the intake closes some ten days before a session, and its reminder comes before that.
const AHEAD_DAYS: i64 = 45;
/// Days back in which minutes and conclusion are still waited for.
const BACK_DAYS: i64 = 90;
/// Ids asked for at once.
const CHUNK: usize = 400;

/// States of an issue in which the agency assigned has to prepare an answer.
const ISSUE_WAITS: [&str; 3] = ["accepted", "selected", "written-only"];
/// States of an answer in which the agency has done its part.
const ANSWER_DONE: [&str; 2] = ["submitted", "approved"];

/// All rows whose `column` is one of `ids`, asked for in portions.
async fn rows_of<E: EntityTrait>(
    conn: &Conn,
    column: E::Column,
    ids: &[Uuid],
    narrow: impl Fn(Select<E>) -> Select<E>,
) -> AppResult<Vec<E::Model>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        rows.extend(narrow(E::find().filter(column.is_in(chunk.iter().copied()))).all(conn).await?);
    }
    Ok(rows)
}

/// The sessions announced and not begun at `now`, with what is owed for them. A planned one is nobody's business yet.
///
/// # Errors
/// The database's.
pub async fn coming(conn: &Conn, now: DateTime<Utc>) -> AppResult<Vec<ComingSession>> {
    let rows = session::Entity::find()
        .filter(session::Column::State.eq(StateWord::Announced.as_str()))
        .filter(session::Column::StartsAt.gt(now))
        .filter(session::Column::StartsAt.lt(now + TimeDelta::days(AHEAD_DAYS)))
        .all(conn)
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut people = people(conn, &ids).await?;
    let mut intakes = intakes(conn, &ids).await?;
    let mut owed = owed(conn, &ids).await?;
    let coming = |row: session::Model| ComingSession {
        people: people.remove(&row.id).unwrap_or_default(),
        intake: intakes.remove(&row.id),
        owed: owed.remove(&row.id).unwrap_or_default(),
        id: row.id,
        unit_code: row.unit_code,
        title: row.title,
        place: row.place,
        starts_at: row.starts_at,
    };
    Ok(rows.into_iter().map(coming).collect())
}

/// The sessions called off whose date lies within the reminders' reach.
///
/// # Errors
/// The database's.
pub async fn cancelled(conn: &Conn, now: DateTime<Utc>) -> AppResult<BTreeSet<Uuid>> {
    let rows = session::Entity::find()
        .filter(session::Column::State.eq(StateWord::Cancelled.as_str()))
        .filter(session::Column::StartsAt.gt(now - TimeDelta::days(BACK_DAYS)))
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

async fn people(conn: &Conn, sessions: &[Uuid]) -> AppResult<BTreeMap<Uuid, Vec<Uuid>>> {
    let rows = rows_of::<attendance::Entity>(conn, attendance::Column::SessionId, sessions, |query| query).await?;
    let mut people: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for row in rows {
        people.entry(row.session_id).or_default().extend(row.person_id);
    }
    Ok(people)
}

/// Per session the last day of the open intake and the bodies called that have handed in nothing.
async fn intakes(conn: &Conn, sessions: &[Uuid]) -> AppResult<BTreeMap<Uuid, (chrono::NaiveDate, Vec<Uuid>)>> {
    let calls = rows_of::<call::Entity>(conn, call::Column::SessionId, sessions, |query| {
        query.filter(call::Column::OpenedAt.is_not_null())
    })
    .await?;
    let ids: Vec<Uuid> = calls.iter().map(|row| row.id).collect();
    let called = rows_of::<call_body::Entity>(conn, call_body::Column::CallId, &ids, |query| query).await?;
    let handed_in = rows_of::<issue::Entity>(conn, issue::Column::SessionId, sessions, |query| {
        query.filter(issue::Column::SubmittedAt.is_not_null())
    })
    .await?;
    let handed_in: BTreeSet<(Uuid, Uuid)> =
        handed_in.into_iter().filter_map(|row| Some((row.session_id, row.submitter_id?))).collect();
    let silent = |call: &call::Model| {
        let bodies = called.iter().filter(|row| row.call_id == call.id).map(|row| row.body_id);
        bodies.filter(|body| !handed_in.contains(&(call.session_id, *body))).collect()
    };
    Ok(calls.iter().map(|call| (call.session_id, (call.closes_on, silent(call)))).collect())
}

/// Per session the prepared answers that are missing, counted by agency and day.
async fn owed(conn: &Conn, sessions: &[Uuid]) -> AppResult<BTreeMap<Uuid, Vec<AnswersOwed>>> {
    let issues = rows_of::<issue::Entity>(conn, issue::Column::SessionId, sessions, |query| {
        query.filter(issue::Column::State.is_in(ISSUE_WAITS)).filter(issue::Column::AnsweredAt.is_null())
    })
    .await?;
    let ids: Vec<Uuid> = issues.iter().map(|row| row.id).collect();
    let assigned = rows_of::<assignment::Entity>(conn, assignment::Column::IssueId, &ids, |query| {
        query.filter(assignment::Column::Part.eq("lead")).filter(assignment::Column::DueOn.is_not_null())
    })
    .await?;
    let done = rows_of::<answer::Entity>(conn, answer::Column::IssueId, &ids, |query| {
        query.filter(answer::Column::State.is_in(ANSWER_DONE))
    })
    .await?;
    let done: BTreeSet<(Uuid, Uuid)> = done.into_iter().map(|row| (row.issue_id, row.body_id)).collect();
    let session_of: BTreeMap<Uuid, Uuid> = issues.iter().map(|row| (row.id, row.session_id)).collect();
    let mut counts: BTreeMap<(Uuid, Uuid, chrono::NaiveDate), u64> = BTreeMap::new();
    for row in assigned.iter().filter(|row| !done.contains(&(row.issue_id, row.body_id))) {
        if let (Some(session), Some(due_on)) = (session_of.get(&row.issue_id), row.due_on) {
            *counts.entry((*session, row.body_id, due_on)).or_default() += 1;
        }
    }
    let mut owed: BTreeMap<Uuid, Vec<AnswersOwed>> = BTreeMap::new();
    for ((session, body, due_on), count) in counts {
        owed.entry(session).or_default().push(AnswersOwed { body, due_on, count });
    }
    Ok(owed)
}

/// The sessions held lately, with the signatures and the conclusion that are missing.
///
/// # Errors
/// The database's; rule sets that this version cannot read.
pub async fn held(conn: &Conn, now: DateTime<Utc>) -> AppResult<Vec<HeldSession>> {
    let over = [StateWord::Held.as_str(), StateWord::Closed.as_str()];
    let rows = session::Entity::find()
        .filter(session::Column::State.is_in(over))
        .filter(session::Column::StartsAt.gt(now - TimeDelta::days(BACK_DAYS)))
        .all(conn)
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let minutes = rows_of::<minutes::Entity>(conn, minutes::Column::SessionId, &ids, |query| query).await?;
    let unsigned: BTreeMap<Uuid, _> = minutes.iter().filter_map(|row| Some((row.session_id, unsigned(row)?))).collect();
    let concluded = rows_of::<conclusion::Entity>(conn, conclusion::Column::SessionId, &ids, |query| {
        query.filter(conclusion::Column::SignedAt.is_not_null())
    })
    .await?;
    let concluded: BTreeSet<Uuid> = concluded.into_iter().map(|row| row.session_id).collect();
    let mut held = Vec::new();
    for row in rows {
        let owes_none = concluded.contains(&row.id) || row.kind == dialogues::SessionKind::Reception.as_str();
        let conclusion_by = if owes_none { None } else { conclusion_by(conn, &row).await? };
        let unsigned = unsigned.get(&row.id).cloned();
        held.push(HeldSession { id: row.id, unit_code: row.unit_code, title: row.title, unsigned, conclusion_by });
    }
    Ok(held)
}

/// When the room closed and whose signature is missing.
fn unsigned(row: &minutes::Model) -> Option<(DateTime<Utc>, Vec<Role>)> {
    let chair = row.chair_signed_at.is_none().then_some(Role::Leader);
    let clerk = row.clerk_signed_at.is_none().then_some(Role::Clerk);
    let roles: Vec<Role> = chair.into_iter().chain(clerk).collect();
    (!roles.is_empty()).then_some((row.ended_at?, roles))
}

async fn conclusion_by(conn: &Conn, row: &session::Model) -> AppResult<Option<chrono::NaiveDate>> {
    duties::last_day(conn, &row.unit_code, local_date(row.starts_at), DateKind::ConclusionNotice).await
}
