//! The roles that accounts have in bodies, with their dates: for administrators. What counts today gives `accounts::grants`.

use chrono::NaiveDate;
use entity::{body, membership};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::{AppError, AppResult};
use crate::kernel::{AccountId, BodyId, Permit, Role};

/// A role in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub id: Uuid,
    pub account: AccountId,
    pub body: BodyId,
    pub body_name: String,
    pub unit_code: String,
    pub role: Role,
    pub from_on: NaiveDate,
    /// The last day, included.
    pub to_on: Option<NaiveDate>,
}

async fn with_bodies(conn: &Conn, rows: Vec<membership::Model>) -> AppResult<Vec<Membership>> {
    let bodies = body::Entity::find().filter(body::Column::Id.is_in(rows.iter().map(|row| row.body_id))).all(conn).await?;
    rows.into_iter()
        .filter_map(|row| Some((bodies.iter().find(|body| body.id == row.body_id)?, row)))
        .map(|(body, row)| {
            Ok(Membership {
                id: row.id,
                account: row.account_id.into(),
                body: body.id.into(),
                body_name: body.name.clone(),
                unit_code: body.unit_code.clone(),
                role: row.role.parse()?,
                from_on: row.from_on,
                to_on: row.to_on,
            })
        })
        .collect()
}

/// All roles of these accounts, ended ones included, by their first day.
///
/// # Errors
/// The database's.
pub async fn of_accounts(conn: &Conn, accounts: &[AccountId]) -> AppResult<Vec<Membership>> {
    let rows = membership::Entity::find()
        .filter(membership::Column::AccountId.is_in(accounts.iter().map(|id| id.0)))
        .order_by_asc(membership::Column::FromOn)
        .order_by_asc(membership::Column::Id)
        .all(conn)
        .await?;
    with_bodies(conn, rows).await
}

/// One role.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn by_id(conn: &Conn, id: Uuid) -> AppResult<Membership> {
    let row = membership::Entity::find_by_id(id).one(conn).await?.ok_or(AppError::NotFound)?;
    with_bodies(conn, vec![row]).await?.pop().ok_or(AppError::NotFound)
}

/// Ends a role with `last`.
///
/// # Errors
/// The database's.
pub async fn save_end(conn: &Conn, _permit: &Permit, id: Uuid, last: NaiveDate) -> AppResult<()> {
    let row = membership::ActiveModel { to_on: Set(Some(last)), ..Default::default() };
    membership::Entity::update_many().set(row).filter(membership::Column::Id.eq(id)).exec(conn).await?;
    Ok(())
}

/// Other accounts that administer the whole installation on `today`; the last one cannot lose the role.
///
/// # Errors
/// The database's.
pub async fn count_other_root_admins(conn: &Conn, except: AccountId, root: &str, today: NaiveDate) -> AppResult<usize> {
    let bodies: Vec<Uuid> =
        body::Entity::find().filter(body::Column::UnitCode.eq(root)).all(conn).await?.into_iter().map(|row| row.id).collect();
    let rows = membership::Entity::find()
        .filter(membership::Column::Role.eq(Role::Admin.as_str()))
        .filter(membership::Column::BodyId.is_in(bodies))
        .filter(membership::Column::AccountId.ne(except.0))
        .filter(membership::Column::FromOn.lte(today))
        .filter(Condition::any().add(membership::Column::ToOn.is_null()).add(membership::Column::ToOn.gte(today)))
        .all(conn)
        .await?;
    let enabled = entity::account::Entity::find()
        .filter(entity::account::Column::Id.is_in(rows.into_iter().map(|row| row.account_id)))
        .filter(entity::account::Column::DisabledAt.is_null())
        .all(conn)
        .await?;
    Ok(enabled.len())
}
