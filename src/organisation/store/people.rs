//! People, the posts they hold, and who has which role.

use chrono::NaiveDate;
use entity::{account, holding, membership, person, post};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, saved};
use crate::error::{AppError, AppResult};
use crate::kernel::text::{fold, name_sort_key};
use crate::kernel::{AccountId, Action, BodyId, Ctx, Permit, PersonId, PostId, Role};
use crate::organisation::store::absences;
use crate::organisation::store::units::{self, Unit};

/// A person to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    pub unit_code: String,
    pub full_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// Adds a person.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, new: &NewPerson) -> AppResult<PersonId> {
    let id = PersonId::fresh();
    let row = person::ActiveModel {
        id: Set(id.0),
        unit_code: Set(new.unit_code.clone()),
        full_name: Set(new.full_name.clone()),
        sort_key: Set(name_sort_key(&new.full_name)),
        folded: Set(fold(&new.full_name)),
        email: Set(new.email.clone()),
        phone: Set(new.phone.clone()),
        version: Set(1),
    };
    person::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(id)
}

/// A person as administrators see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub unit_code: String,
    pub full_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub version: i32,
}

fn from_row(row: person::Model) -> Person {
    Person {
        id: row.id.into(),
        unit_code: row.unit_code,
        full_name: row.full_name,
        email: row.email,
        phone: row.phone,
        version: row.version,
    }
}

/// The person `id`, the person's unit, and the proof that the actor may manage it.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn find(conn: &Conn, ctx: &Ctx, id: PersonId) -> AppResult<(Person, Unit, Permit)> {
    let person = person::Entity::find_by_id(id.0).one(conn).await?.map(from_row).ok_or(AppError::NotFound)?;
    let unit = units::unit(conn, &person.unit_code).await?;
    let permit = ctx.permit(Action::ManageOrganisation, &unit.target())?;
    Ok((person, unit, permit))
}

/// The people of a unit in the order of Vietnamese lists (given name first). The caller holds a permit for the unit.
///
/// # Errors
/// The database's.
pub async fn of_unit(conn: &Conn, _permit: &Permit, unit_code: &str) -> AppResult<Vec<Person>> {
    let rows = person::Entity::find().filter(person::Column::UnitCode.eq(unit_code)).all(conn).await?;
    let mut rows: Vec<person::Model> = rows;
    rows.sort_by(|a, b| a.sort_key.cmp(&b.sort_key));
    Ok(rows.into_iter().map(from_row).collect())
}

/// Saves name and addresses of a person that was read at `person.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, person: &Person) -> AppResult<()> {
    let row = person::ActiveModel {
        full_name: Set(person.full_name.clone()),
        sort_key: Set(name_sort_key(&person.full_name)),
        folded: Set(fold(&person.full_name)),
        email: Set(person.email.clone()),
        phone: Set(person.phone.clone()),
        version: Set(person.version + 1),
        ..Default::default()
    };
    let result = person::Entity::update_many()
        .set(row)
        .filter(person::Column::Id.eq(person.id.0))
        .filter(person::Column::Version.eq(person.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}

/// The name of a person.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn person_name(conn: &Conn, id: PersonId) -> AppResult<String> {
    person::Entity::find_by_id(id.0).one(conn).await?.map(|row| row.full_name).ok_or(AppError::NotFound)
}

/// Gives a post to a person from `from_on`.
///
/// # Errors
/// The database's.
pub async fn insert_holding(conn: &Conn, post: PostId, person: PersonId, from_on: NaiveDate, document: &str) -> AppResult<()> {
    let row = holding::ActiveModel {
        id: Set(crate::kernel::ids::fresh_uuid()),
        post_id: Set(post.0),
        person_id: Set(person.0),
        from_on: Set(from_on),
        to_on: Set(None),
        document: Set(document.to_owned()),
    };
    holding::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// Who heads a body on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadOn {
    pub person: PersonId,
    pub name: String,
    pub title: String,
}

/// The head of `body` on `day`, if the post is held.
///
/// # Errors
/// The database's.
pub async fn head_on(conn: &Conn, body: BodyId, day: NaiveDate) -> AppResult<Option<HeadOn>> {
    conn.recalled("head-on", format!("{body} {day}"), read_head_on(conn, body, day)).await
}

async fn read_head_on(conn: &Conn, body: BodyId, day: NaiveDate) -> AppResult<Option<HeadOn>> {
    let posts = post::Entity::find()
        .filter(post::Column::BodyId.eq(body.0))
        .filter(post::Column::Kind.eq(crate::organisation::rules::PostKind::Head.as_str()))
        .order_by_asc(post::Column::Sort)
        .all(conn)
        .await?;
    for post in posts {
        let held = holding::Entity::find()
            .filter(holding::Column::PostId.eq(post.id))
            .filter(holding::Column::FromOn.lte(day))
            .filter(Condition::any().add(holding::Column::ToOn.is_null()).add(holding::Column::ToOn.gte(day)))
            .order_by_desc(holding::Column::FromOn)
            .one(conn)
            .await?;
        if let Some(held) = held {
            let name = person_name(conn, held.person_id.into()).await?;
            return Ok(Some(HeadOn { person: held.person_id.into(), name, title: post.title }));
        }
    }
    Ok(None)
}

/// Title and kind of the post that `person` holds in `body` on `day`, the highest where there are several.
///
/// # Errors
/// The database's.
pub async fn post_in(
    conn: &Conn,
    person: PersonId,
    body: BodyId,
    day: NaiveDate,
) -> AppResult<Option<(String, crate::organisation::rules::PostKind)>> {
    let posts = post::Entity::find().filter(post::Column::BodyId.eq(body.0)).order_by_asc(post::Column::Sort).all(conn).await?;
    let held = holding::Entity::find()
        .filter(holding::Column::PersonId.eq(person.0))
        .filter(holding::Column::PostId.is_in(posts.iter().map(|post| post.id)))
        .filter(holding::Column::FromOn.lte(day))
        .filter(Condition::any().add(holding::Column::ToOn.is_null()).add(holding::Column::ToOn.gte(day)))
        .all(conn)
        .await?;
    let post = posts.into_iter().find(|post| held.iter().any(|holding| holding.post_id == post.id));
    post.map(|post| Ok((post.title, post.kind.parse()?))).transpose()
}

/// Someone who can be told something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub account: AccountId,
    pub person: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub locale: String,
}

/// The accounts that hold `role` in one of `bodies` on `today`, each once; who acts for an absent leader is among the leaders,
/// and who has the right to approve by his post among those who have it by a role.
///
/// # Errors
/// The database's.
pub async fn people_with_role(conn: &Conn, role: Role, bodies: &[BodyId], today: NaiveDate) -> AppResult<Vec<Recipient>> {
    let mut accounts = accounts_with_role(conn, role, bodies, today).await?;
    if role == Role::Leader {
        let acting: Vec<PersonId> = absences::taken_in(conn, bodies, today).await?.iter().map(|place| place.deputy).collect();
        accounts.extend(accounts_of_people(conn, &acting).await?);
    }
    if role == Role::Approver {
        let leading = super::heads::leading(conn, bodies, today).await?;
        accounts.extend(accounts_of_people(conn, &leading).await?);
    }
    recipients(conn, &accounts).await
}

/// The accounts whose own role in one of `bodies` is `role` on a day.
///
/// # Errors
/// The database's.
pub(super) async fn accounts_with_role(conn: &Conn, role: Role, bodies: &[BodyId], on: NaiveDate) -> AppResult<Vec<AccountId>> {
    let rows = membership::Entity::find()
        .filter(membership::Column::Role.eq(role.as_str()))
        .filter(membership::Column::BodyId.is_in(bodies.iter().map(|id| id.0)))
        .filter(membership::Column::FromOn.lte(on))
        .filter(Condition::any().add(membership::Column::ToOn.is_null()).add(membership::Column::ToOn.gte(on)))
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| row.account_id.into()).collect())
}

/// The accounts of these persons that can sign in.
///
/// # Errors
/// The database's.
pub async fn accounts_of_people(conn: &Conn, people: &[PersonId]) -> AppResult<Vec<AccountId>> {
    let rows = account::Entity::find()
        .filter(account::Column::PersonId.is_in(people.iter().map(|id| id.0)))
        .filter(account::Column::DisabledAt.is_null())
        .order_by_asc(account::Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| row.id.into()).collect())
}

/// The people behind these accounts, each once; disabled accounts are left out.
///
/// # Errors
/// The database's.
pub async fn recipients(conn: &Conn, accounts: &[AccountId]) -> AppResult<Vec<Recipient>> {
    let accounts = account::Entity::find()
        .filter(account::Column::Id.is_in(accounts.iter().map(|id| id.0)))
        .filter(account::Column::DisabledAt.is_null())
        .order_by_asc(account::Column::Id)
        .all(conn)
        .await?;
    let people =
        person::Entity::find().filter(person::Column::Id.is_in(accounts.iter().map(|row| row.person_id))).all(conn).await?;
    let recipient = |account: account::Model| {
        let person = people.iter().find(|person| person.id == account.person_id)?;
        Some(Recipient {
            account: account.id.into(),
            person: person.id.into(),
            name: person.full_name.clone(),
            email: person.email.clone(),
            locale: account.locale,
        })
    };
    Ok(accounts.into_iter().filter_map(recipient).collect())
}

/// Somebody as letters about sessions reach him, with or without an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reachable {
    pub person: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub locale: String,
    /// Whether he wants calendar entries in his mail.
    pub wants_calendar: bool,
}

impl Reachable {
    /// Where letters with a calendar go.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        self.email.as_deref().filter(|email| self.wants_calendar && !email.is_empty())
    }
}

/// These people, each once. Who has no account gets his letters in Vietnamese.
///
/// # Errors
/// The database's.
pub async fn reachable(conn: &Conn, people: &[PersonId]) -> AppResult<Vec<Reachable>> {
    let ids = || people.iter().map(|id| id.0);
    let rows = person::Entity::find().filter(person::Column::Id.is_in(ids())).order_by_asc(person::Column::Id).all(conn).await?;
    let accounts = account::Entity::find()
        .filter(account::Column::PersonId.is_in(ids()))
        .filter(account::Column::DisabledAt.is_null())
        .order_by_asc(account::Column::Id)
        .all(conn)
        .await?;
    let reachable = |row: person::Model| {
        let account = accounts.iter().find(|account| account.person_id == row.id);
        Reachable {
            person: row.id.into(),
            name: row.full_name,
            email: row.email,
            locale: account.map_or_else(|| "vi".to_owned(), |account| account.locale.clone()),
            wants_calendar: account.is_none_or(|account| account.calendar_mail),
        }
    };
    Ok(rows.into_iter().map(reachable).collect())
}
