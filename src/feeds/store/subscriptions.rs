//! Subscriptions. Only the hash of a secret is kept.

use chrono::{DateTime, Utc};
use entity::feed::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::Conn;
use crate::error::{AppError, AppResult};
use crate::feeds::rules::{FeedKind, Owner, Subscription};
use crate::kernel::{AccountId, FeedId};

fn from_row(row: Model) -> AppResult<Subscription> {
    let lacking = || AppError::Internal(format!("feed {}: owner is missing", row.id));
    let owner = match row.kind.parse::<FeedKind>()? {
        FeedKind::Person => Owner::Person(row.person_id.ok_or_else(lacking)?.into()),
        FeedKind::Body => Owner::Body(row.body_id.ok_or_else(lacking)?.into()),
        FeedKind::Dav => Owner::Dav(row.person_id.ok_or_else(lacking)?.into()),
    };
    Ok(Subscription {
        id: row.id.into(),
        owner,
        name: row.name,
        created_by: row.created_by,
        created_at: row.created_at,
        revoked_at: row.revoked_at,
        last_fetched_at: row.last_fetched_at,
        last_client: row.last_client,
    })
}

/// The live subscriptions that an account made, newest first.
///
/// # Errors
/// The database's.
pub async fn of_account(conn: &Conn, account: AccountId) -> AppResult<Vec<Subscription>> {
    let rows = Entity::find()
        .filter(Condition::all().add(Column::CreatedBy.eq(account.0)).add(Column::RevokedAt.is_null()))
        .order_by_desc(Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The live subscription behind a secret's hash.
///
/// # Errors
/// The database's.
pub async fn by_token(conn: &Conn, token_hash: &str) -> AppResult<Option<Subscription>> {
    let row = Entity::find().filter(Column::TokenHash.eq(token_hash)).filter(Column::RevokedAt.is_null()).one(conn).await?;
    row.map(from_row).transpose()
}

/// Adds a subscription.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, new: &Subscription, unit_code: &str, token_hash: &str) -> AppResult<()> {
    let (kind, person, body) = match new.owner {
        Owner::Person(person) => (FeedKind::Person, Some(person.into()), None),
        Owner::Body(body) => (FeedKind::Body, None, Some(body.into())),
        Owner::Dav(person) => (FeedKind::Dav, Some(person.into()), None),
    };
    let row = ActiveModel {
        id: Set(new.id.0),
        kind: Set(kind.to_string()),
        unit_code: Set(Some(unit_code.to_owned())),
        person_id: Set(person),
        body_id: Set(body),
        token_hash: Set(token_hash.to_owned()),
        name: Set(new.name.clone()),
        created_by: Set(new.created_by),
        created_at: Set(new.created_at),
        revoked_at: Set(None),
        last_fetched_at: Set(None),
        last_client: Set(String::new()),
    };
    Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// Ends a subscription of `account`.
///
/// # Errors
/// [`AppError::NotFound`] where the account has no such live subscription.
pub async fn revoke(conn: &Conn, account: AccountId, id: FeedId, now: DateTime<Utc>) -> AppResult<()> {
    let row = ActiveModel { revoked_at: Set(Some(now)), ..Default::default() };
    let result = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(id.0))
        .filter(Column::CreatedBy.eq(account.0))
        .filter(Column::RevokedAt.is_null())
        .exec(conn)
        .await?;
    if result.rows_affected == 1 { Ok(()) } else { Err(AppError::NotFound) }
}

/// Notes a fetch.
///
/// # Errors
/// The database's.
pub async fn save_fetched(conn: &Conn, id: FeedId, at: DateTime<Utc>, client: &str) -> AppResult<()> {
    let row = ActiveModel { last_fetched_at: Set(Some(at)), last_client: Set(client.to_owned()), ..Default::default() };
    Entity::update_many().set(row).filter(Column::Id.eq(id.0)).exec(conn).await?;
    Ok(())
}
