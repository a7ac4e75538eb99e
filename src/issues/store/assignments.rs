//! Which agencies answer an issue, by when. Read by those who may read the issue.

use chrono::{DateTime, NaiveDate, Utc};
use entity::assignment::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::Conn;
use crate::error::AppResult;
use crate::issues::rules::Part;
use crate::kernel::{BodyId, IssueId, Permit, ids};

/// An agency's part in answering one issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    pub issue: IssueId,
    pub body: BodyId,
    pub part: Part,
    pub due_on: Option<NaiveDate>,
    pub note: String,
    pub assigned_at: DateTime<Utc>,
}

fn from_row(row: Model) -> AppResult<Assignment> {
    Ok(Assignment {
        issue: row.issue_id.into(),
        body: row.body_id.into(),
        part: row.part.parse()?,
        due_on: row.due_on,
        note: row.note,
        assigned_at: row.assigned_at,
    })
}

/// The agencies of one issue, the lead first.
///
/// # Errors
/// The database's.
pub async fn of_issue(conn: &Conn, issue: IssueId) -> AppResult<Vec<Assignment>> {
    conn.recalled("assignments", issue, of_issues(conn, &[issue])).await
}

/// The agencies of several issues, leads first.
///
/// # Errors
/// The database's.
pub async fn of_issues(conn: &Conn, issues: &[IssueId]) -> AppResult<Vec<Assignment>> {
    let ids = issues.iter().map(|id| id.0);
    let rows = Entity::find()
        .filter(Column::IssueId.is_in(ids))
        .order_by_asc(Column::AssignedAt)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    let mut all: Vec<Assignment> = rows.into_iter().map(from_row).collect::<AppResult<_>>()?;
    all.sort_by_key(|assignment| assignment.part);
    Ok(all)
}

/// Puts these agencies in place of those that an issue had; what an agency wrote stays.
///
/// # Errors
/// The database's.
pub async fn replace(conn: &Conn, _permit: &Permit, issue: IssueId, all: &[Assignment]) -> AppResult<()> {
    let kept = all.iter().map(|assignment| assignment.body.0);
    Entity::delete_many().filter(Column::IssueId.eq(issue.0)).filter(Column::BodyId.is_not_in(kept)).exec(conn).await?;
    for assignment in all {
        let row = ActiveModel {
            id: Set(ids::fresh_uuid()),
            issue_id: Set(issue.0),
            body_id: Set(assignment.body.0),
            part: Set(assignment.part.to_string()),
            due_on: Set(assignment.due_on),
            note: Set(assignment.note.clone()),
            assigned_at: Set(assignment.assigned_at),
        };
        let newest = OnConflict::columns([Column::IssueId, Column::BodyId])
            .update_columns([Column::Part, Column::DueOn, Column::Note])
            .to_owned();
        Entity::insert(row).on_conflict(newest).exec_without_returning(conn).await?;
    }
    Ok(())
}
