//! The tasks of a draft.

use entity::conclusion_task::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::Conn;
use crate::error::{AppError, AppResult};
use crate::followups::rules::Task;
use crate::kernel::{ConclusionId, ConclusionTaskId, Permit};

fn from_row(row: Model) -> AppResult<Task> {
    Ok(Task {
        id: row.id.into(),
        position: row.position,
        promise: row.promise_id,
        issue: row.issue_id.map(Into::into),
        wording: row.wording,
        lead: row.lead_id.map(Into::into),
        supports: serde_json::from_value(row.supports)?,
        due_on: row.due_on,
    })
}

fn to_row(conclusion: ConclusionId, task: &Task) -> AppResult<ActiveModel> {
    Ok(ActiveModel {
        id: Set(task.id.0),
        conclusion_id: Set(conclusion.0),
        position: Set(task.position),
        promise_id: Set(task.promise),
        issue_id: Set(task.issue.map(Into::into)),
        wording: Set(task.wording.clone()),
        lead_id: Set(task.lead.map(Into::into)),
        supports: Set(serde_json::to_value(&task.supports)?),
        due_on: Set(task.due_on),
    })
}

/// The tasks of a conclusion in their order. The caller has checked that it may be read.
///
/// # Errors
/// The database's.
pub async fn of(conn: &Conn, conclusion: ConclusionId) -> AppResult<Vec<Task>> {
    let rows = Entity::find()
        .filter(Column::ConclusionId.eq(conclusion.0))
        .order_by_asc(Column::Position)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Adds tasks.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, conclusion: ConclusionId, tasks: &[Task]) -> AppResult<()> {
    let rows: AppResult<Vec<ActiveModel>> = tasks.iter().map(|task| to_row(conclusion, task)).collect();
    let rows = rows?;
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// Saves a task of the conclusion.
///
/// # Errors
/// [`AppError::NotFound`] when it is none of its tasks.
pub async fn save(conn: &Conn, _permit: &Permit, conclusion: ConclusionId, task: &Task) -> AppResult<()> {
    let result = Entity::update_many()
        .set(to_row(conclusion, task)?)
        .filter(Column::Id.eq(task.id.0))
        .filter(Column::ConclusionId.eq(conclusion.0))
        .exec(conn)
        .await?;
    if result.rows_affected == 1 { Ok(()) } else { Err(AppError::NotFound) }
}

/// Removes tasks of the conclusion.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &Conn, _permit: &Permit, conclusion: ConclusionId, tasks: &[ConclusionTaskId]) -> AppResult<()> {
    Entity::delete_many()
        .filter(Column::ConclusionId.eq(conclusion.0))
        .filter(Column::Id.is_in(tasks.iter().map(|id| id.0)))
        .exec(conn)
        .await?;
    Ok(())
}
