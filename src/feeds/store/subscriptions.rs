//! Subscriptions. Only the hash of a secret is kept.

use chrono::{DateTime, Utc};
use entity::feed::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::db::{Conn, paged, scope};
use crate::error::{AppError, AppResult};
use crate::feeds::rules::{FeedKind, Owner, Subscription};
use crate::kernel::{AccountId, FeedId, Page, PageRequest, Scope};

fn from_row(row: Model) -> AppResult<Subscription> {
    let lacking = || AppError::Internal(format!("feed {}: owner is missing", row.id));
    let owner = match row.kind.parse::<FeedKind>()? {
        FeedKind::Person => Owner::Person(row.person_id.ok_or_else(lacking)?.into()),
        FeedKind::Body => Owner::Body(row.body_id.ok_or_else(lacking)?.into()),
        FeedKind::Dav => Owner::Dav(row.person_id.ok_or_else(lacking)?.into()),
        FeedKind::Below => Owner::Below(row.unit_code.clone().ok_or_else(lacking)?),
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

/// The subscriptions that an account ended last.
///
/// # Errors
/// The database's.
pub async fn revoked_of_account(conn: &Conn, account: AccountId, most: u64) -> AppResult<Vec<Subscription>> {
    let rows = Entity::find()
        .filter(Column::CreatedBy.eq(account.0))
        .filter(Column::RevokedAt.is_not_null())
        .order_by_desc(Column::RevokedAt)
        .order_by_desc(Column::Id)
        .limit(most)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// A page of the subscriptions of all units in `scope`: the live ones first, the newest first.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, scope: &Scope, page: PageRequest) -> AppResult<Page<Subscription>> {
    let query = Entity::find()
        .filter(scope::in_units(scope, Column::UnitCode))
        .order_by(Expr::col(Column::RevokedAt).is_null(), Order::Desc)
        .order_by_desc(Column::Id);
    paged(conn, query, page).await?.try_map(from_row)
}

/// The live subscription behind a secret's hash.
///
/// # Errors
/// The database's.
pub async fn by_token(conn: &Conn, token_hash: &str) -> AppResult<Option<Subscription>> {
    let read = async {
        let row = Entity::find().filter(Column::TokenHash.eq(token_hash)).filter(Column::RevokedAt.is_null()).one(conn).await?;
        row.map(from_row).transpose()
    };
    conn.recalled("feed", token_hash, read).await
}

/// Adds a subscription.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, new: &Subscription, unit_code: &str, token_hash: &str) -> AppResult<()> {
    let (kind, person, body) = match &new.owner {
        Owner::Person(person) => (FeedKind::Person, Some(person.0), None),
        Owner::Body(body) => (FeedKind::Body, None, Some(body.0)),
        Owner::Dav(person) => (FeedKind::Dav, Some(person.0), None),
        Owner::Below(_) => (FeedKind::Below, None, None),
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
