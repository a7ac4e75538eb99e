//! What falls due for bodies, read from the tables of the rooms that own the matters. Only codes and numbers, never wording or names.

use chrono::{DateTime, Utc};
use entity::{answer, assignment, call, call_body, commitment, issue};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::AppResult;
use crate::feeds::rules::{Due, DueKind};
use crate::kernel::clock::local_date;

/// States in which a prepared answer is out of the agency's hands.
const HANDED_OVER: [&str; 2] = ["submitted", "approved"];
/// States in which a commitment is no longer the agency's to fulfil.
const DONE: [&str; 3] = ["reported", "verified", "closed"];
/// States in which an agency works on an issue.
const WORKED_ON: [&str; 3] = ["accepted", "selected", "written-only"];

/// Answers that `bodies` owe: gone from the list as soon as the answer is handed over.
///
/// # Errors
/// The database's.
pub async fn answers(conn: &Conn, bodies: &[Uuid], from: DateTime<Utc>) -> AppResult<Vec<Due>> {
    let rows = assignment::Entity::find()
        .filter(assignment::Column::BodyId.is_in(bodies.iter().copied()))
        .filter(assignment::Column::DueOn.gte(local_date(from)))
        .all(conn)
        .await?;
    let issues: Vec<Uuid> = rows.iter().map(|row| row.issue_id).collect();
    let done = answer::Entity::find()
        .filter(answer::Column::IssueId.is_in(issues.clone()))
        .filter(answer::Column::State.is_in(HANDED_OVER))
        .all(conn)
        .await?;
    let open = issue::Entity::find()
        .filter(issue::Column::Id.is_in(issues))
        .filter(issue::Column::State.is_in(WORKED_ON))
        .all(conn)
        .await?;
    let due = |row: assignment::Model| {
        let issue = open.iter().find(|issue| issue.id == row.issue_id)?;
        let is_done = done.iter().any(|answer| answer.issue_id == row.issue_id && answer.body_id == row.body_id);
        let what = issue.number.map_or_else(|| issue.receipt_code.clone(), |number| number.to_string());
        let due = Due {
            id: row.id,
            kind: DueKind::Answer,
            on: row.due_on?,
            changed_at: row.assigned_at,
            what,
            href: format!("/issues/{}", row.issue_id),
        };
        (!is_done).then_some(due)
    };
    Ok(rows.into_iter().filter_map(due).collect())
}

/// Commitments that `bodies` lead and have not reported done.
///
/// # Errors
/// The database's.
pub async fn commitments(conn: &Conn, bodies: &[Uuid], from: DateTime<Utc>) -> AppResult<Vec<Due>> {
    let rows = commitment::Entity::find()
        .filter(commitment::Column::LeadId.is_in(bodies.iter().copied()))
        .filter(commitment::Column::DueOn.gte(local_date(from)))
        .filter(commitment::Column::State.is_not_in(DONE))
        .filter(commitment::Column::StoppedOn.is_null())
        .all(conn)
        .await?;
    let due = |row: commitment::Model| Due {
        id: row.id,
        kind: DueKind::Commitment,
        on: row.due_on,
        changed_at: row.state_at,
        what: row.code,
        href: format!("/commitments/{}", row.id),
    };
    Ok(rows.into_iter().map(due).collect())
}

/// Calls that are open to `bodies`: the last day for handing in.
///
/// # Errors
/// The database's.
pub async fn calls(conn: &Conn, bodies: &[Uuid], from: DateTime<Utc>) -> AppResult<Vec<Due>> {
    let addressed = call_body::Entity::find().filter(call_body::Column::BodyId.is_in(bodies.iter().copied())).all(conn).await?;
    let rows = call::Entity::find()
        .filter(call::Column::Id.is_in(addressed.iter().map(|row| row.call_id)))
        .filter(call::Column::ClosesOn.gte(local_date(from)))
        .all(conn)
        .await?;
    let due = |row: call::Model| {
        let due = Due {
            id: row.id,
            kind: DueKind::Intake,
            on: row.closes_on,
            changed_at: row.opened_at?,
            what: String::new(),
            href: format!("/dialogues/{}", row.session_id),
        };
        Some(due)
    };
    Ok(rows.into_iter().filter_map(due).collect())
}
