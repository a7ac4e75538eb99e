//! Lines of inboxes.

use entity::notice;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::error::AppResult;
use crate::kernel::AccountId;

/// How many lines of an account's inbox nobody has read.
///
/// # Errors
/// The database's.
pub async fn unread(conn: &impl ConnectionTrait, account: AccountId) -> AppResult<u64> {
    let lines = notice::Entity::find().filter(notice::Column::AccountId.eq(account.0)).filter(notice::Column::ReadAt.is_null());
    Ok(lines.count(conn).await?)
}
