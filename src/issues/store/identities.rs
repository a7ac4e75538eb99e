//! The petitioners' identities. Readers have shown `Action::ReadIdentity` before they come here.

use entity::issue_identity::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};

use crate::db::Conn;
use crate::error::{AppError, AppResult};
use crate::issues::rules::Identity;
use crate::kernel::{Action, IssueId, Permit};

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
    let row = ActiveModel {
        issue_id: Set(issue.0),
        full_name: Set(identity.full_name.clone()),
        address: Set(identity.address.clone()),
        contact: Set(identity.contact.clone()),
    };
    let newest =
        OnConflict::column(Column::IssueId).update_columns([Column::FullName, Column::Address, Column::Contact]).to_owned();
    Entity::insert(row).on_conflict(newest).exec_without_returning(conn).await?;
    Ok(())
}

/// Whether an identity is recorded, which is no secret to those who may read the issue.
///
/// # Errors
/// The database's.
pub async fn is_recorded(conn: &Conn, issue: IssueId) -> AppResult<bool> {
    Ok(Entity::find_by_id(issue.0).one(conn).await?.is_some())
}
