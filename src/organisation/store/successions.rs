//! What became of units and bodies: ending them for an heir, new names, and who came before whom.
//!
//! It decides nothing; the room of reorganisations does, above all rooms.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{body, former_name, holding, membership, person, post, unit};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use crate::db::{Conn, saved};
use crate::error::AppResult;
use crate::kernel::text::fold;
use crate::kernel::{AccountId, BodyId, Permit, Role, ids};
use crate::organisation::store::bodies::Body;
use crate::organisation::store::units::{self, NewUnit, Unit};

/// Steps from heir to heir that are followed; nobody reorganises more often within one memory.
const MOST_STEPS: usize = 16;

/// Ends a unit with `last`.
///
/// # Errors
/// [`crate::error::AppError::Conflict`] when it has ended already.
pub async fn end_unit(conn: &Conn, _permit: &Permit, code: &str, last: NaiveDate, heir: Option<&str>) -> AppResult<()> {
    let row = unit::ActiveModel { valid_to: Set(Some(last)), successor_code: Set(heir.map(str::to_owned)), ..Default::default() };
    let ended = unit::Entity::update_many().set(row).filter(unit::Column::Code.eq(code)).filter(unit::Column::ValidTo.is_null());
    saved(ended.exec(conn).await?.rows_affected)
}

/// Ends a body with `last`.
///
/// # Errors
/// [`crate::error::AppError::Conflict`] when somebody else saved first.
pub async fn end_body(conn: &Conn, _permit: &Permit, body: &Body, last: NaiveDate, heir: Option<BodyId>) -> AppResult<()> {
    let row = body::ActiveModel {
        valid_to: Set(Some(last)),
        successor_id: Set(heir.map(Into::into)),
        version: Set(body.version + 1),
        ..Default::default()
    };
    let ended = body::Entity::update_many().set(row).filter(body::Column::Id.eq(body.id.0));
    saved(ended.filter(body::Column::Version.eq(body.version)).exec(conn).await?.rows_affected)
}

/// Adds a unit that begins on `from` and takes part.
///
/// # Errors
/// The database's.
pub async fn insert_unit(conn: &Conn, _permit: &Permit, new: &NewUnit, from: NaiveDate, now: DateTime<Utc>) -> AppResult<()> {
    units::upsert(conn, std::slice::from_ref(new)).await?;
    let row = unit::ActiveModel { valid_from: Set(Some(from)), activated_at: Set(Some(now)), ..Default::default() };
    unit::Entity::update_many().set(row).filter(unit::Column::Code.eq(&new.code)).exec(conn).await?;
    Ok(())
}

/// Gives a unit another name after `last`; the former one is kept.
///
/// # Errors
/// The database's.
pub async fn rename_unit(conn: &Conn, _permit: &Permit, unit: &Unit, name: &str, last: NaiveDate) -> AppResult<()> {
    let former = former_name::ActiveModel {
        id: Set(ids::fresh_uuid()),
        unit_code: Set(Some(unit.code.clone())),
        body_id: Set(None),
        name: Set(unit.name.clone()),
        short_name: Set(unit.name.clone()),
        last_on: Set(last),
    };
    former_name::Entity::insert(former).exec_without_returning(conn).await?;
    let row = unit::ActiveModel { name: Set(name.to_owned()), folded: Set(fold(name)), ..Default::default() };
    unit::Entity::update_many().set(row).filter(unit::Column::Code.eq(&unit.code)).exec(conn).await?;
    Ok(())
}

/// Gives a body other names after `last`; the former ones are kept.
///
/// # Errors
/// [`crate::error::AppError::Conflict`] when somebody else saved first.
pub async fn rename_body(
    conn: &Conn,
    _permit: &Permit,
    body: &Body,
    (name, short_name): (&str, &str),
    last: NaiveDate,
) -> AppResult<()> {
    let former = former_name::ActiveModel {
        id: Set(ids::fresh_uuid()),
        unit_code: Set(None),
        body_id: Set(Some(body.id.0)),
        name: Set(body.name.clone()),
        short_name: Set(body.short_name.clone()),
        last_on: Set(last),
    };
    former_name::Entity::insert(former).exec_without_returning(conn).await?;
    let row = body::ActiveModel {
        name: Set(name.to_owned()),
        short_name: Set(short_name.to_owned()),
        version: Set(body.version + 1),
        ..Default::default()
    };
    let renamed = body::Entity::update_many().set(row).filter(body::Column::Id.eq(body.id.0));
    saved(renamed.filter(body::Column::Version.eq(body.version)).exec(conn).await?.rows_affected)
}

/// A name until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerName {
    pub name: String,
    pub short_name: String,
    pub last_on: NaiveDate,
}

/// Names that a body had, the oldest first.
///
/// # Errors
/// The database's.
pub async fn former_names_of_body(conn: &Conn, id: BodyId) -> AppResult<Vec<FormerName>> {
    let read = former_names(conn, Condition::all().add(former_name::Column::BodyId.eq(id.0)));
    conn.recalled("former-names-of-body", id, read).await
}

/// Names that a unit had, the oldest first.
///
/// # Errors
/// The database's.
pub async fn former_names_of_unit(conn: &Conn, code: &str) -> AppResult<Vec<FormerName>> {
    former_names(conn, Condition::all().add(former_name::Column::UnitCode.eq(code))).await
}

async fn former_names(conn: &Conn, of: Condition) -> AppResult<Vec<FormerName>> {
    let rows = former_name::Entity::find().filter(of).order_by_asc(former_name::Column::LastOn).all(conn).await?;
    let name = |row: former_name::Model| FormerName { name: row.name, short_name: row.short_name, last_on: row.last_on };
    Ok(rows.into_iter().map(name).collect())
}

/// All units that ended for an heir, by code: few, and asked for by many pages.
///
/// # Errors
/// The database's.
async fn succeeded(conn: &Conn) -> AppResult<std::sync::Arc<BTreeMap<String, Unit>>> {
    let read = async {
        let rows = unit::Entity::find().filter(unit::Column::SuccessorCode.gt("")).order_by_asc(unit::Column::Path);
        rows.all(conn).await?.into_iter().map(|row| Ok((row.code.clone(), units::from_row(row)?))).collect()
    };
    conn.known("succeeded-units", "", read).await
}

/// The units whose work these units go on with on `today`, at whatever remove, by path.
///
/// # Errors
/// The database's.
pub async fn predecessors(conn: &Conn, codes: &[String], today: NaiveDate) -> AppResult<Vec<Unit>> {
    let all = succeeded(conn).await?;
    let mut heirs: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
    for _ in 0..MOST_STEPS {
        let before = heirs.len();
        let of = |one: &&Unit| one.has_ended(today) && one.heir.as_deref().is_some_and(|heir| heirs.contains(heir));
        let found: Vec<&str> = all.values().filter(of).map(|one| one.code.as_str()).collect();
        heirs.extend(found);
        if heirs.len() == before {
            break;
        }
    }
    let mut found: Vec<Unit> =
        all.values().filter(|one| heirs.contains(one.code.as_str()) && !codes.contains(&one.code)).cloned().collect();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// The unit that goes on with the work of `unit` on `today`, at whatever remove: itself while it exists.
///
/// # Errors
/// The database's.
pub async fn heir_of(conn: &Conn, unit: Unit, today: NaiveDate) -> AppResult<Unit> {
    let mut at = unit;
    for _ in 0..MOST_STEPS {
        match at.heir.clone().filter(|_| at.has_ended(today)) {
            Some(heir) => at = units::unit(conn, &heir).await?,
            None => break,
        }
    }
    Ok(at)
}

/// The bodies whose work these bodies go on with on `today`, each with the one of `ids` that does.
///
/// # Errors
/// The database's.
pub async fn bodies_before(conn: &Conn, ids: &[BodyId], today: NaiveDate) -> AppResult<Vec<(BodyId, Body)>> {
    let mut seats: BTreeMap<Uuid, BodyId> = ids.iter().map(|id| (id.0, *id)).collect();
    let (mut asked, mut found): (Vec<Uuid>, Vec<(BodyId, Body)>) = (seats.keys().copied().collect(), Vec::new());
    for _ in 0..MOST_STEPS {
        let rows = body::Entity::find()
            .filter(body::Column::SuccessorId.is_in(asked))
            .filter(body::Column::ValidTo.lt(today))
            .order_by_asc(body::Column::Sort)
            .order_by_asc(body::Column::Id)
            .all(conn)
            .await?;
        let mut next = Vec::new();
        for row in rows {
            let Some(seat) = row.successor_id.and_then(|heir| seats.get(&heir).copied()) else { continue };
            if let Entry::Vacant(place) = seats.entry(row.id) {
                place.insert(seat);
                next.push(row.id);
                found.push((seat, super::bodies::from_row(row)?));
            }
        }
        if next.is_empty() {
            break;
        }
        asked = next;
    }
    Ok(found)
}

/// The body that goes on with the work of `id` on `today`: itself while it exists.
///
/// # Errors
/// The database's.
pub async fn heir_of_body(conn: &Conn, id: BodyId, today: NaiveDate) -> AppResult<BodyId> {
    let mut at = id;
    for _ in 0..MOST_STEPS {
        let body = super::bodies::body(conn, at).await?;
        match body.heir.filter(|_| body.valid_to.is_some_and(|to| to < today)) {
            Some(heir) => at = heir,
            None => break,
        }
    }
    Ok(at)
}

/// As [`heir_of_body`] for several, with as many queries as the longest chain has links.
///
/// # Errors
/// The database's.
pub async fn heirs_of_bodies(conn: &Conn, ids: &[BodyId], today: NaiveDate) -> AppResult<BTreeMap<BodyId, BodyId>> {
    let mut heirs: BTreeMap<BodyId, BodyId> = ids.iter().map(|id| (*id, *id)).collect();
    for _ in 0..MOST_STEPS {
        let ended = super::bodies::bodies_by_ids(conn, heirs.values().copied()).await?;
        let next: BTreeMap<BodyId, BodyId> = ended
            .into_iter()
            .filter(|body| body.valid_to.is_some_and(|to| to < today))
            .filter_map(|body| Some((body.id, body.heir?)))
            .collect();
        if next.is_empty() {
            break;
        }
        for heir in heirs.values_mut() {
            *heir = next.get(heir).copied().unwrap_or(*heir);
        }
    }
    Ok(heirs)
}

/// Somebody's role in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleIn {
    pub account: AccountId,
    pub name: String,
    pub body: BodyId,
    pub role: Role,
}

/// The roles in these bodies that go on after `last`.
///
/// # Errors
/// The database's.
pub async fn roles_after(conn: &Conn, bodies: &[BodyId], last: NaiveDate) -> AppResult<Vec<RoleIn>> {
    let rows = membership::Entity::find()
        .filter(membership::Column::BodyId.is_in(bodies.iter().map(|id| id.0)))
        .filter(goes_on(membership::Column::ToOn, last))
        .order_by_asc(membership::Column::Id)
        .all(conn)
        .await?;
    let accounts = entity::account::Entity::find()
        .filter(entity::account::Column::Id.is_in(rows.iter().map(|row| row.account_id).collect::<BTreeSet<_>>()))
        .all(conn)
        .await?;
    let people = person::Entity::find().filter(person::Column::Id.is_in(accounts.iter().map(|row| row.person_id)));
    let people = people.all(conn).await?;
    let name = |account: Uuid| {
        let person = accounts.iter().find(|row| row.id == account)?.person_id;
        people.iter().find(|row| row.id == person).map(|row| row.full_name.clone())
    };
    let role = |row: membership::Model| {
        let name = name(row.account_id).unwrap_or_default();
        Ok(RoleIn { account: row.account_id.into(), name, body: row.body_id.into(), role: row.role.parse()? })
    };
    rows.into_iter().map(role).collect()
}

fn goes_on(to_on: impl ColumnTrait, last: NaiveDate) -> Condition {
    Condition::any().add(to_on.is_null()).add(to_on.gt(last))
}

/// Ends the roles in these bodies with `last`.
///
/// # Errors
/// The database's.
pub async fn end_roles(conn: &Conn, _permit: &Permit, bodies: &[BodyId], last: NaiveDate) -> AppResult<()> {
    let row = membership::ActiveModel { to_on: Set(Some(last)), ..Default::default() };
    let roles = membership::Entity::update_many().set(row);
    let roles = roles.filter(membership::Column::BodyId.is_in(bodies.iter().map(|id| id.0)));
    roles.filter(goes_on(membership::Column::ToOn, last)).exec(conn).await?;
    Ok(())
}

/// Somebody who holds a post in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub body: BodyId,
    pub title: String,
    pub name: String,
}

/// Who holds posts of these bodies beyond `last`.
///
/// # Errors
/// The database's.
pub async fn holders_after(conn: &Conn, bodies: &[BodyId], last: NaiveDate) -> AppResult<Vec<Holder>> {
    let posts = post::Entity::find()
        .filter(post::Column::BodyId.is_in(bodies.iter().map(|id| id.0)))
        .order_by_asc(post::Column::Sort)
        .all(conn)
        .await?;
    let held = holding::Entity::find()
        .filter(holding::Column::PostId.is_in(posts.iter().map(|row| row.id)))
        .filter(goes_on(holding::Column::ToOn, last))
        .order_by_asc(holding::Column::Id)
        .all(conn)
        .await?;
    let people = person::Entity::find().filter(person::Column::Id.is_in(held.iter().map(|row| row.person_id))).all(conn).await?;
    let holder = |row: &holding::Model| {
        let post = posts.iter().find(|post| post.id == row.post_id)?;
        let name = people.iter().find(|person| person.id == row.person_id)?.full_name.clone();
        Some(Holder { body: post.body_id.into(), title: post.title.clone(), name })
    };
    Ok(held.iter().filter_map(holder).collect())
}

/// Ends what is held of the posts of these bodies with `last`; the posts themselves are no longer offered.
///
/// # Errors
/// The database's.
pub async fn end_holdings(conn: &Conn, _permit: &Permit, bodies: &[BodyId], last: NaiveDate) -> AppResult<()> {
    let posts: Vec<Uuid> = post::Entity::find()
        .select_only()
        .column(post::Column::Id)
        .filter(post::Column::BodyId.is_in(bodies.iter().map(|id| id.0)))
        .into_tuple()
        .all(conn)
        .await?;
    let row = holding::ActiveModel { to_on: Set(Some(last)), ..Default::default() };
    let held = holding::Entity::update_many().set(row).filter(holding::Column::PostId.is_in(posts));
    held.filter(goes_on(holding::Column::ToOn, last)).exec(conn).await?;
    Ok(())
}

/// Bodies under one that has ended stand under its heir.
///
/// # Errors
/// The database's.
pub async fn move_children(conn: &Conn, _permit: &Permit, from: BodyId, to: BodyId) -> AppResult<()> {
    let heir = super::bodies::body(conn, to).await?;
    let row = body::ActiveModel { parent_id: Set(Some(to.0)), ..Default::default() };
    let below = body::Entity::update_many().set(row).filter(body::Column::ParentId.eq(from.0));
    let below = below.filter(body::Column::UnitCode.eq(heir.unit_code)).filter(body::Column::Id.ne(to.0));
    below.filter(body::Column::ValidTo.is_null()).exec(conn).await?;
    Ok(())
}

/// People of a unit that has ended belong to its heir.
///
/// # Errors
/// The database's.
pub async fn move_people(conn: &Conn, _permit: &Permit, from: &str, to: &str) -> AppResult<u64> {
    let row = person::ActiveModel { unit_code: Set(to.to_owned()), ..Default::default() };
    Ok(person::Entity::update_many().set(row).filter(person::Column::UnitCode.eq(from)).exec(conn).await?.rows_affected)
}
