//! Accounts and the roles they have in bodies.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{account, body, membership, person, unit};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, Set};

use crate::db::{Conn, saved};
use crate::error::{AppError, AppResult};
use crate::kernel::{AccountId, Actor, BodyId, Grant, PersonId, Role};
use crate::organisation::store::{absences, heads, successions};

/// An account as signing in needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub person: PersonId,
    pub login: String,
    pub password_hash: String,
    pub locale: String,
    pub must_change: bool,
    /// Whether calendar entries come with mails about sessions.
    pub calendar_mail: bool,
    pub disabled: bool,
    pub version: i32,
}

fn from_row(row: account::Model) -> Account {
    Account {
        id: row.id.into(),
        person: row.person_id.into(),
        login: row.login,
        password_hash: row.password_hash,
        locale: row.locale,
        must_change: row.must_change,
        calendar_mail: row.calendar_mail,
        disabled: row.disabled_at.is_some(),
        version: row.version,
    }
}

/// The account with this login name (already folded).
///
/// # Errors
/// The database's.
pub async fn by_login(conn: &Conn, login: &str) -> AppResult<Option<Account>> {
    Ok(account::Entity::find().filter(account::Column::Login.eq(login)).one(conn).await?.map(from_row))
}

/// The account with this id.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn by_id(conn: &Conn, id: AccountId) -> AppResult<Account> {
    account::Entity::find_by_id(id.0).one(conn).await?.map(from_row).ok_or(AppError::NotFound)
}

/// The login name of an account.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn login_of(conn: &Conn, id: AccountId) -> AppResult<String> {
    Ok(known(conn, id).await?.login)
}

/// As [`by_id`], up to a second old where another process writes: for recognising who comes, not for changing him.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn known(conn: &Conn, id: AccountId) -> AppResult<Account> {
    conn.recalled("account", id, by_id(conn, id)).await
}

/// The accounts of these people.
///
/// # Errors
/// The database's.
pub async fn of_people(conn: &Conn, people: &[PersonId]) -> AppResult<Vec<Account>> {
    let ids = people.iter().map(|id| id.0);
    let rows = account::Entity::find().filter(account::Column::PersonId.is_in(ids)).all(conn).await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// How many accounts there are; none means that the installation is not set up.
///
/// # Errors
/// The database's.
pub async fn count(conn: &Conn) -> AppResult<u64> {
    Ok(account::Entity::find().count(conn).await?)
}

/// Adds an account for a person.
///
/// # Errors
/// The database's.
pub async fn insert(
    conn: &Conn,
    person: PersonId,
    login: &str,
    password_hash: &str,
    must_change: bool,
    now: DateTime<Utc>,
) -> AppResult<AccountId> {
    let id = AccountId::fresh();
    let row = account::ActiveModel {
        id: Set(id.0),
        person_id: Set(person.0),
        login: Set(login.to_owned()),
        password_hash: Set(password_hash.to_owned()),
        locale: Set("vi".to_owned()),
        must_change: Set(must_change),
        calendar_mail: Set(true),
        disabled_at: Set(None),
        created_at: Set(now),
        version: Set(1),
    };
    account::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(id)
}

/// Replaces the password.
///
/// # Errors
/// [`AppError::Conflict`] when the account was saved meanwhile.
pub async fn save_password(conn: &Conn, account: &Account, password_hash: &str, must_change: bool) -> AppResult<()> {
    let row = account::ActiveModel {
        password_hash: Set(password_hash.to_owned()),
        must_change: Set(must_change),
        version: Set(account.version + 1),
        ..Default::default()
    };
    let result = account::Entity::update_many()
        .set(row)
        .filter(account::Column::Id.eq(account.id.0))
        .filter(account::Column::Version.eq(account.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}

/// Sets the language of an account's pages and mails.
///
/// # Errors
/// The database's.
pub async fn save_locale(conn: &Conn, id: AccountId, locale: &str) -> AppResult<()> {
    let row = account::ActiveModel { locale: Set(locale.to_owned()), ..Default::default() };
    account::Entity::update_many().set(row).filter(account::Column::Id.eq(id.0)).exec(conn).await?;
    Ok(())
}

/// Sets whether calendar entries come with mails about sessions.
///
/// # Errors
/// The database's.
pub async fn save_calendar_mail(conn: &Conn, id: AccountId, wants: bool) -> AppResult<()> {
    let row = account::ActiveModel { calendar_mail: Set(wants), ..Default::default() };
    account::Entity::update_many().set(row).filter(account::Column::Id.eq(id.0)).exec(conn).await?;
    Ok(())
}

/// Disables an account from `at`, or enables it again.
///
/// # Errors
/// The database's.
pub async fn save_disabled(conn: &Conn, id: AccountId, at: Option<DateTime<Utc>>) -> AppResult<()> {
    let row = account::ActiveModel { disabled_at: Set(at), ..Default::default() };
    account::Entity::update_many().set(row).filter(account::Column::Id.eq(id.0)).exec(conn).await?;
    Ok(())
}

/// Gives an account a role in a body from `from_on`.
///
/// # Errors
/// The database's.
pub async fn insert_membership(conn: &Conn, account: AccountId, body: BodyId, role: Role, from_on: NaiveDate) -> AppResult<()> {
    let row = membership::ActiveModel {
        id: Set(crate::kernel::ids::fresh_uuid()),
        account_id: Set(account.0),
        body_id: Set(body.0),
        role: Set(role.to_string()),
        from_on: Set(from_on),
        to_on: Set(None),
    };
    membership::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// The roles an account has on `today`, with what the posts of a collecting body's head and deputies give and that of an absent
/// head whose place it takes; a role in the heir of a body that has
/// ended is one in that body too, so that what it left can be read and finished. Such grants come last.
///
/// # Errors
/// The database's.
pub async fn grants(conn: &Conn, account: &Account, today: NaiveDate) -> AppResult<Vec<Grant>> {
    let taken = absences::taken_by(conn, account.person, today).await?;
    let memberships = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(account.id.0))
        .filter(membership::Column::FromOn.lte(today))
        .filter(Condition::any().add(membership::Column::ToOn.is_null()).add(membership::Column::ToOn.gte(today)))
        .all(conn)
        .await?;
    let led = heads::led_by(conn, account.person, today).await?;
    let all = memberships.iter().map(|row| row.body_id).chain(taken.iter().map(|place| place.body.0));
    let all = all.chain(led.iter().map(|body| body.0));
    let bodies = body::Entity::find().filter(body::Column::Id.is_in(all)).all(conn).await?;
    let units =
        unit::Entity::find().filter(unit::Column::Code.is_in(bodies.iter().map(|row| row.unit_code.clone()))).all(conn).await?;
    let own = memberships.into_iter().map(|row| Ok((row.role.parse::<Role>()?, row.body_id, None)));
    let taken = taken.into_iter().map(|place| Ok((Role::Leader, place.body.0, Some(place.absent))));
    let mut held = own.collect::<AppResult<Vec<_>>>()?;
    let by_post: Vec<_> = led.into_iter().map(|body| (Role::Approver, body.0, None)).filter(|one| !held.contains(one)).collect();
    held.extend(by_post);
    held.extend(taken.collect::<AppResult<Vec<_>>>()?);
    let grant = |(role, id, in_place_of)| {
        let body = bodies.iter().find(|body| body.id == id)?;
        let unit = units.iter().find(|unit| unit.code == body.unit_code)?;
        Some(Grant { role, body: id, unit_code: unit.code.clone(), unit_path: unit.path.clone(), in_place_of })
    };
    let mut grants: Vec<Grant> = held.into_iter().filter_map(grant).collect();
    let ids: Vec<BodyId> = bodies.iter().map(|body| body.id.into()).collect();
    let own = grants.clone();
    for (heir, before) in successions::bodies_before(conn, &ids, today).await? {
        let unit = super::units::unit(conn, &before.unit_code).await?;
        let inherited = own.iter().filter(|grant| grant.body == heir.0).map(|grant| Grant {
            role: grant.role,
            body: before.id.0,
            unit_code: unit.code.clone(),
            unit_path: unit.path.clone(),
            in_place_of: grant.in_place_of.clone(),
        });
        grants.extend(inherited);
    }
    Ok(grants)
}

/// The account as an actor with today's roles.
///
/// # Errors
/// The database's.
pub async fn actor(conn: &Conn, account: &Account, today: NaiveDate) -> AppResult<Actor> {
    let read = async {
        let person = person::Entity::find_by_id(account.person.0).one(conn).await?.ok_or(AppError::NotFound)?;
        let grants = grants(conn, account, today).await?;
        Ok(Actor::Person { account: account.id, person: account.person, name: person.full_name, grants })
    };
    conn.recalled("actor", format!("{} {today}", account.id), read).await
}

/// The actor and language of an account that may still sign in.
///
/// # Errors
/// The database's.
pub async fn live_actor_of_account(conn: &Conn, id: AccountId, today: NaiveDate) -> AppResult<Option<(Actor, String)>> {
    let Some(account) = account::Entity::find_by_id(id.0).one(conn).await?.map(from_row) else { return Ok(None) };
    if account.disabled {
        return Ok(None);
    }
    Ok(Some((actor(conn, &account, today).await?, account.locale)))
}
