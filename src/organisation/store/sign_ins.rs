//! Signed-in browsers and failed attempts. Tokens are kept as hashes only.

use chrono::{DateTime, Utc};
use entity::{sign_in, sign_in_failure};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::AppResult;
use crate::kernel::AccountId;
use crate::kernel::ids::fresh_uuid;

/// A browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    pub id: Uuid,
    pub account: AccountId,
    pub last_seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Records a new signed-in browser.
///
/// # Errors
/// The database's.
pub async fn insert(
    conn: &Conn,
    account: AccountId,
    token_hash: &str,
    agent: &str,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> AppResult<Uuid> {
    let id = fresh_uuid();
    let row = sign_in::ActiveModel {
        id: Set(id),
        token_hash: Set(token_hash.to_owned()),
        account_id: Set(account.0),
        created_at: Set(now),
        last_seen_at: Set(now),
        expires_at: Set(expires_at),
        agent: Set(agent.to_owned()),
    };
    sign_in::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(id)
}

/// The signed-in browser with this token hash, whether or not it is still fresh.
///
/// # Errors
/// The database's.
pub async fn by_token(conn: &Conn, token_hash: &str) -> AppResult<Option<SignIn>> {
    let row = sign_in::Entity::find().filter(sign_in::Column::TokenHash.eq(token_hash)).one(conn).await?;
    Ok(row.map(|row| SignIn {
        id: row.id,
        account: row.account_id.into(),
        last_seen_at: row.last_seen_at,
        expires_at: row.expires_at,
    }))
}

/// As [`by_token`], up to a second old; when the browser was last seen may be older still.
///
/// # Errors
/// The database's.
pub async fn known(conn: &Conn, token_hash: &str) -> AppResult<Option<SignIn>> {
    conn.recalled("sign-in", token_hash, by_token(conn, token_hash)).await
}

/// Notes that the browser was seen.
///
/// # Errors
/// The database's.
pub async fn save_seen(conn: &Conn, id: Uuid, now: DateTime<Utc>) -> AppResult<()> {
    let row = sign_in::ActiveModel { last_seen_at: Set(now), ..Default::default() };
    sign_in::Entity::update_many().set(row).filter(sign_in::Column::Id.eq(id)).exec(conn).await?;
    Ok(())
}

/// Signs a browser out.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &Conn, id: Uuid) -> AppResult<()> {
    sign_in::Entity::delete_by_id(id).exec(conn).await?;
    Ok(())
}

/// Signs an account out everywhere, except in the browser `keep`.
///
/// # Errors
/// The database's.
pub async fn delete_of(conn: &Conn, account: AccountId, keep: Option<Uuid>) -> AppResult<()> {
    let mut delete = sign_in::Entity::delete_many().filter(sign_in::Column::AccountId.eq(account.0));
    if let Some(keep) = keep {
        delete = delete.filter(sign_in::Column::Id.ne(keep));
    }
    delete.exec(conn).await?;
    Ok(())
}

/// Removes browsers whose time is over and failures that no longer count.
///
/// # Errors
/// The database's.
pub async fn delete_old(conn: &Conn, now: DateTime<Utc>, failures_before: DateTime<Utc>) -> AppResult<u64> {
    let expired = sign_in::Entity::delete_many().filter(sign_in::Column::ExpiresAt.lt(now)).exec(conn).await?;
    let failures =
        sign_in_failure::Entity::delete_many().filter(sign_in_failure::Column::At.lt(failures_before)).exec(conn).await?;
    Ok(expired.rows_affected + failures.rows_affected)
}

/// Records a failed attempt.
///
/// # Errors
/// The database's.
pub async fn insert_failure(conn: &Conn, login: &str, client: &str, now: DateTime<Utc>) -> AppResult<()> {
    let row = sign_in_failure::ActiveModel {
        id: Set(fresh_uuid()),
        login: Set(login.to_owned()),
        client: Set(client.to_owned()),
        at: Set(now),
    };
    sign_in_failure::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// Instants of the failures since `since` for this login or from this client (the more numerous of the two), newest first.
///
/// # Errors
/// The database's.
pub async fn failures(conn: &Conn, login: &str, client: &str, since: DateTime<Utc>) -> AppResult<Vec<DateTime<Utc>>> {
    let of = |column: sign_in_failure::Column, value: &str| {
        sign_in_failure::Entity::find()
            .filter(column.eq(value))
            .filter(sign_in_failure::Column::At.gte(since))
            .order_by_desc(sign_in_failure::Column::At)
    };
    let by_login = of(sign_in_failure::Column::Login, login).all(conn).await?;
    let by_client = of(sign_in_failure::Column::Client, client).all(conn).await?;
    let most = if by_client.len() > by_login.len() * 4 { by_client } else { by_login };
    Ok(most.into_iter().map(|row| row.at).collect())
}

/// Forgets the failures of a login after a success.
///
/// # Errors
/// The database's.
pub async fn delete_failures(conn: &Conn, login: &str) -> AppResult<()> {
    sign_in_failure::Entity::delete_many().filter(sign_in_failure::Column::Login.eq(login)).exec(conn).await?;
    Ok(())
}
