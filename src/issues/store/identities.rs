//! The petitioners' identities. Readers have shown `Action::ReadIdentity` before they come here.

use std::collections::HashMap;

use entity::issue;
use entity::issue_identity::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use crate::db::Conn;
use crate::error::{AppError, AppResult};
use crate::issues::rules::Identity;
use crate::kernel::{Action, BodyId, IssueId, Permit, SessionId};

/// Identities written by one statement.
const AT_ONCE: usize = 500;

/// The petitioner of an issue, if one is recorded.
///
/// # Errors
/// [`AppError::Internal`] without a permit for reading identities.
pub async fn find(conn: &Conn, permit: &Permit, issue: IssueId) -> AppResult<Option<Identity>> {
    if permit.action() != Action::ReadIdentity {
        return Err(AppError::Internal("identity asked without its permit".into()));
    }
    let row = Entity::find_by_id(issue.0).one(conn).await?;
    Ok(row.map(|row| Identity { full_name: row.full_name, address: row.address, contact: row.contact }))
}

/// Puts `identity` in place of what was recorded; an empty one removes it.
///
/// # Errors
/// The database's.
pub async fn save(conn: &Conn, _permit: &Permit, issue: IssueId, identity: &Identity) -> AppResult<()> {
    if identity.is_empty() {
        Entity::delete_by_id(issue.0).exec(conn).await?;
        return Ok(());
    }
    let row = row(&(issue, identity.clone()));
    let newest =
        OnConflict::column(Column::IssueId).update_columns([Column::FullName, Column::Address, Column::Contact]).to_owned();
    Entity::insert(row).on_conflict(newest).exec_without_returning(conn).await?;
    Ok(())
}

/// Adds the identities of issues that are new; empty ones are left out.
///
/// # Errors
/// The database's.
pub async fn insert_all(conn: &Conn, _permit: &Permit, identities: &[(IssueId, Identity)]) -> AppResult<()> {
    let known: Vec<ActiveModel> = identities.iter().filter(|(_, identity)| !identity.is_empty()).map(row).collect();
    for some in known.chunks(AT_ONCE) {
        Entity::insert_many(some.to_vec()).exec_without_returning(conn).await?;
    }
    Ok(())
}

fn row((issue, identity): &(IssueId, Identity)) -> ActiveModel {
    ActiveModel {
        issue_id: Set(issue.0),
        full_name: Set(identity.full_name.clone()),
        address: Set(identity.address.clone()),
        contact: Set(identity.contact.clone()),
    }
}

/// The petitioners of what `body` has brought to `session`, for who may read the identities of that body's issues.
///
/// # Errors
/// [`AppError::Internal`] without a permit for reading identities.
pub async fn of_body(conn: &Conn, permit: &Permit, session: SessionId, body: BodyId) -> AppResult<HashMap<IssueId, Identity>> {
    if permit.action() != Action::ReadIdentity {
        return Err(AppError::Internal("identities asked without their permit".into()));
    }
    let own = Query::select()
        .column(issue::Column::Id)
        .from(issue::Entity)
        .and_where(issue::Column::SessionId.eq(session.0))
        .and_where(issue::Column::SubmitterId.eq(body.0))
        .take();
    let rows = Entity::find().filter(Column::IssueId.in_subquery(own)).all(conn).await?;
    let identity = |row: Model| Identity { full_name: row.full_name, address: row.address, contact: row.contact };
    Ok(rows.into_iter().map(|row| (row.issue_id.into(), identity(row))).collect())
}

/// Whether an identity is recorded, which is no secret to those who may read the issue.
///
/// # Errors
/// The database's.
pub async fn is_recorded(conn: &Conn, issue: IssueId) -> AppResult<bool> {
    Ok(Entity::find_by_id(issue.0).one(conn).await?.is_some())
}
