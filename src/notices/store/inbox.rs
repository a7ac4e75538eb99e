//! Lines of inboxes. Every find asks for the account: nobody reads another's inbox.

use chrono::{DateTime, Utc};
use entity::notice::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, Set, TryInsertResult};
use uuid::Uuid;

use crate::db::{Conn, Notify, paged};
use crate::error::{AppError, AppResult};
use crate::kernel::ids::fresh_uuid;
use crate::kernel::{AccountId, NoticeId, Page, PageRequest};

/// A line of an inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: NoticeId,
    pub code: String,
    pub args: Vec<(String, String)>,
    /// Where the matter is dealt with, an address of ours.
    pub href: String,
    pub created_at: DateTime<Utc>,
    pub is_read: bool,
}

fn from_row(row: Model) -> AppResult<Line> {
    Ok(Line {
        id: row.id.into(),
        code: row.code,
        args: serde_json::from_value(row.args)?,
        href: row.href,
        created_at: row.created_at,
        is_read: row.read_at.is_some(),
    })
}

/// How many lines of an account's inbox nobody has read.
///
/// # Errors
/// The database's.
pub async fn unread(conn: &Conn, account: AccountId) -> AppResult<u64> {
    let lines = Entity::find().filter(Column::AccountId.eq(account.0)).filter(Column::ReadAt.is_null());
    conn.recalled("unread", account, async { Ok(lines.count(conn).await?) }).await
}

/// A page of an account's inbox: unread lines first, then newest first.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, account: AccountId, page: PageRequest) -> AppResult<Page<Line>> {
    let query = Entity::find()
        .filter(Column::AccountId.eq(account.0))
        .order_by(Expr::col(Column::ReadAt).is_null(), Order::Desc)
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id);
    paged(conn, query, page).await?.try_map(from_row)
}

/// A line of the account's own inbox.
///
/// # Errors
/// [`AppError::NotFound`], also for a line of somebody else.
pub async fn find(conn: &Conn, account: AccountId, id: NoticeId) -> AppResult<Line> {
    let row = Entity::find_by_id(id.0).filter(Column::AccountId.eq(account.0)).one(conn).await?;
    row.ok_or(AppError::NotFound).and_then(from_row)
}

/// Puts a line into an inbox, once per key. `false` when it was there.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, account: AccountId, key: &str, notify: &Notify, now: DateTime<Utc>) -> AppResult<bool> {
    let row = ActiveModel {
        id: Set(fresh_uuid()),
        account_id: Set(account.0),
        key: Set(key.to_owned()),
        code: Set(notify.code.clone()),
        args: Set(serde_json::to_value(&notify.args)?),
        href: Set(notify.href.clone()),
        created_at: Set(now),
        read_at: Set(None),
    };
    let inserted =
        Entity::insert(row).on_conflict_do_nothing_on([Column::AccountId, Column::Key]).exec_without_returning(conn).await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0))
}

/// Marks lines of an account as read: the one given, or all.
///
/// # Errors
/// The database's.
pub async fn save_read(conn: &Conn, account: AccountId, only: Option<NoticeId>, now: DateTime<Utc>) -> AppResult<u64> {
    let row = ActiveModel { read_at: Set(Some(now)), ..Default::default() };
    let mut update = Entity::update_many().set(row).filter(Column::AccountId.eq(account.0)).filter(Column::ReadAt.is_null());
    if let Some(id) = only {
        update = update.filter(Column::Id.eq(Uuid::from(id)));
    }
    Ok(update.exec(conn).await?.rows_affected)
}

/// Removes lines that were read before `before`.
///
/// # Errors
/// The database's.
pub async fn delete_read(conn: &Conn, before: DateTime<Utc>) -> AppResult<u64> {
    Ok(Entity::delete_many().filter(Column::ReadAt.lt(before)).exec(conn).await?.rows_affected)
}
