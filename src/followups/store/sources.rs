//! What this room reads of the issues behind its commitments: who handed one in, how it is worded. Reads only.

use entity::issue;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::AppResult;
use crate::issues;
use crate::kernel::IssueId;

/// The bodies that handed an issue in, with those of the issues that were merged into it.
///
/// # Errors
/// The database's.
pub async fn submitters(conn: &Conn, issue: IssueId) -> AppResult<Vec<Uuid>> {
    let query = issue::Entity::find()
        .select_only()
        .column(issue::Column::SubmitterId)
        .filter(Condition::any().add(issue::Column::Id.eq(issue.0)).add(issue::Column::MergedInto.eq(issue.0)));
    let read = async {
        let found: Vec<Option<Uuid>> = query.into_tuple().all(conn).await?;
        let mut bodies: Vec<Uuid> = found.into_iter().flatten().collect();
        bodies.sort_unstable();
        bodies.dedup();
        Ok(bodies)
    };
    conn.recalled("submitters", issue, read).await
}

/// An issue as it may be named beside its commitment: number and wording without persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueLine {
    pub id: IssueId,
    pub number: Option<i32>,
    pub wording: String,
}

/// The issue behind a commitment, unless it went the way of complaints; the caller has checked that the commitment may be read.
///
/// # Errors
/// The database's.
pub async fn issue_line(conn: &Conn, id: IssueId) -> AppResult<Option<IssueLine>> {
    let read = async {
        let row = issue::Entity::find_by_id(id.0).one(conn).await?;
        let Some(row) = row else { return Ok(None) };
        let state: issues::StateWord = row.state.parse()?;
        Ok((!state.is_shielded()).then(|| IssueLine {
            id: row.id.into(),
            number: row.number,
            wording: issues::shown_wording(&row.public_wording, &row.wording, state),
        }))
    };
    conn.recalled("issue-line", id, read).await
}
