//! What this room reads of the issues behind its commitments: who handed one in, how it is worded. Reads only.

use entity::issue;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::AppResult;
use crate::kernel::IssueId;

/// The bodies that handed an issue in, with those of the issues that were merged into it.
///
/// # Errors
/// The database's.
pub async fn submitters(conn: &Conn, issue: IssueId) -> AppResult<Vec<Uuid>> {
    let rows = issue::Entity::find()
        .filter(Condition::any().add(issue::Column::Id.eq(issue.0)).add(issue::Column::MergedInto.eq(issue.0)))
        .all(conn)
        .await?;
    let mut bodies: Vec<Uuid> = rows.into_iter().filter_map(|row| row.submitter_id).collect();
    bodies.sort_unstable();
    bodies.dedup();
    Ok(bodies)
}

/// An issue as it may be named beside its commitment: number and wording without persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueLine {
    pub id: IssueId,
    pub number: Option<i32>,
    pub wording: String,
}

/// The issue behind a commitment; the caller has checked that the commitment may be read.
///
/// # Errors
/// The database's.
pub async fn issue_line(conn: &Conn, id: IssueId) -> AppResult<Option<IssueLine>> {
    let row = issue::Entity::find_by_id(id.0).one(conn).await?;
    Ok(row.map(|row| IssueLine {
        id: row.id.into(),
        number: row.number,
        wording: if row.public_wording.is_empty() { row.wording } else { row.public_wording },
    }))
}
