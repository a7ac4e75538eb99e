//! Absences of heads, and whose places a deputy takes because of them.

use chrono::NaiveDate;
use entity::{absence, body};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, saved, scope};
use crate::error::{AppError, AppResult};
use crate::kernel::{AbsenceId, Action, BodyId, Ctx, Permit, PersonId, Role};
use crate::organisation::rules::PostKind;
use crate::organisation::rules::absences::Absence;
use crate::organisation::store::accounts;
use crate::organisation::store::bodies::{self, Body};
use crate::organisation::store::people::{accounts_with_role, head_on, person_name, post_in};
use crate::organisation::store::units::{self, Unit};

fn from_row(row: absence::Model) -> Absence {
    Absence {
        id: row.id.into(),
        body: row.body_id.into(),
        person: row.person_id.into(),
        deputy: row.deputy_id.into(),
        from_on: row.from_on,
        to_on: row.to_on,
        reason: row.reason,
        document: row.document,
        stated_at: row.stated_at,
        stated_by: row.stated_by,
        ended_at: row.ended_at,
        version: row.version,
    }
}

/// Adds an absence.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, absence: &Absence) -> AppResult<()> {
    let row = absence::ActiveModel {
        id: Set(absence.id.0),
        body_id: Set(absence.body.0),
        person_id: Set(absence.person.0),
        deputy_id: Set(absence.deputy.0),
        from_on: Set(absence.from_on),
        to_on: Set(absence.to_on),
        reason: Set(absence.reason.clone()),
        document: Set(absence.document.clone()),
        stated_at: Set(absence.stated_at),
        stated_by: Set(absence.stated_by.clone()),
        ended_at: Set(absence.ended_at),
        version: Set(absence.version),
    };
    absence::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// Keeps that an absence was ended.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else did so meanwhile.
pub async fn save_end(conn: &Conn, _permit: &Permit, absence: &Absence) -> AppResult<()> {
    let row = absence::ActiveModel { ended_at: Set(absence.ended_at), version: Set(absence.version), ..Default::default() };
    let result = absence::Entity::update_many()
        .set(row)
        .filter(absence::Column::Id.eq(absence.id.0))
        .filter(absence::Column::Version.eq(absence.version - 1))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}

/// An absence, its body and unit, and the proof that the actor may state and end it.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, [`AppError::Denied`] where it is not for this actor.
pub async fn find(conn: &Conn, ctx: &Ctx, id: AbsenceId) -> AppResult<(Absence, Unit, Permit)> {
    let absence = absence::Entity::find_by_id(id.0).one(conn).await?.map(from_row).ok_or(AppError::NotFound)?;
    let unit = units::unit(conn, &bodies::body(conn, absence.body).await?.unit_code).await?;
    let permit = ctx.permit(Action::StateAbsence, &unit.target().about(absence.person))?;
    Ok((absence, unit, permit))
}

async fn latest(conn: &Conn, which: Condition) -> AppResult<Vec<Absence>> {
    let rows = absence::Entity::find()
        .filter(which)
        .order_by_desc(absence::Column::FromOn)
        .order_by_asc(absence::Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// All absences of these bodies, latest first. The caller asks rights for them.
///
/// # Errors
/// The database's.
pub async fn of_bodies(conn: &Conn, bodies: &[BodyId]) -> AppResult<Vec<Absence>> {
    latest(conn, Condition::all().add(absence::Column::BodyId.is_in(bodies.iter().map(|id| id.0)))).await
}

/// The absences that the actor may state, and those in which he acts, latest first.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, ctx: &Ctx) -> AppResult<Vec<Absence>> {
    let seen = ctx.scope(Action::StateAbsence);
    let bodies = body::Entity::find().filter(scope::in_units(&seen, body::Column::UnitCode)).all(conn).await?;
    let own: Vec<_> = ctx.actor.person().into_iter().map(|person| person.0).collect();
    let concerned = Condition::any()
        .add(absence::Column::BodyId.is_in(bodies.iter().map(|body| body.id)))
        .add(absence::Column::PersonId.is_in(own.iter().copied()))
        .add(absence::Column::DeputyId.is_in(own));
    latest(conn, concerned).await
}

/// A place that a deputy takes today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub body: BodyId,
    pub deputy: PersonId,
    /// The absent head's name.
    pub absent: String,
}

/// Whether `person` heads `body` on a day and leads it by a role of an account of his own.
///
/// # Errors
/// The database's.
pub async fn leads(conn: &Conn, person: PersonId, body: BodyId, on: NaiveDate) -> AppResult<bool> {
    let is_head = head_on(conn, body, on).await?.is_some_and(|head| head.person == person);
    if !is_head {
        return Ok(false);
    }
    let leaders = accounts_with_role(conn, Role::Leader, &[body], on).await?;
    Ok(accounts::of_people(conn, &[person]).await?.iter().any(|account| leaders.contains(&account.id)))
}

async fn taken(conn: &Conn, which: Condition, today: NaiveDate) -> AppResult<Vec<Taken>> {
    let rows = absence::Entity::find()
        .filter(which)
        .filter(absence::Column::FromOn.lte(today))
        .filter(absence::Column::ToOn.gte(today))
        .filter(absence::Column::EndedAt.is_null())
        .order_by_asc(absence::Column::Id)
        .all(conn)
        .await?;
    let mut places = Vec::with_capacity(rows.len());
    for Absence { body, person, deputy, .. } in rows.into_iter().map(from_row) {
        // Both as the posts stand today: who has left his post neither gives his place nor takes one.
        let is_deputy = matches!(post_in(conn, deputy, body, today).await?, Some((_, PostKind::Deputy)));
        if is_deputy && leads(conn, person, body, today).await? {
            places.push(Taken { body, deputy, absent: person_name(conn, person).await? });
        }
    }
    Ok(places)
}

/// The places that `deputy` takes today.
///
/// # Errors
/// The database's.
pub async fn taken_by(conn: &Conn, deputy: PersonId, today: NaiveDate) -> AppResult<Vec<Taken>> {
    taken(conn, Condition::all().add(absence::Column::DeputyId.eq(deputy.0)), today).await
}

/// The places in these bodies that are taken today.
///
/// # Errors
/// The database's.
pub async fn taken_in(conn: &Conn, bodies: &[BodyId], today: NaiveDate) -> AppResult<Vec<Taken>> {
    taken(conn, Condition::all().add(absence::Column::BodyId.is_in(bodies.iter().map(|id| id.0))), today).await
}

/// A head who can be absent, with those who can act for him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub body: Body,
    pub person: PersonId,
    pub name: String,
    pub title: String,
    /// Person, name, title.
    pub deputies: Vec<(PersonId, String, String)>,
}

/// The heads of the unit's bodies who lead by a role of their own, each with the deputies of the same body who can sign in.
///
/// # Errors
/// The database's.
pub async fn places(conn: &Conn, unit_code: &str, today: NaiveDate) -> AppResult<Vec<Place>> {
    let mut places = Vec::new();
    for body in bodies::bodies_of_unit(conn, unit_code, today).await? {
        let Some(head) = head_on(conn, body.id, today).await? else { continue };
        if !leads(conn, head.person, body.id, today).await? {
            continue;
        }
        let posts = bodies::posts(conn, &[body.id]).await?;
        let posts: Vec<_> = posts.into_iter().filter(|post| post.kind == PostKind::Deputy).collect();
        let ids: Vec<_> = posts.iter().map(|post| post.id).collect();
        let mut deputies: Vec<(PersonId, String, String)> = Vec::new();
        for holding in super::holdings::of_posts(conn, &ids).await? {
            let holds = holding.from_on <= today && holding.to_on.is_none_or(|last| today <= last);
            let known = deputies.iter().any(|(person, ..)| *person == holding.person);
            if holds && !known && !super::people::accounts_of_people(conn, &[holding.person]).await?.is_empty() {
                let title = posts.iter().find(|post| post.id == holding.post).map(|post| post.title.clone());
                deputies.push((holding.person, holding.name, title.unwrap_or_default()));
            }
        }
        places.push(Place { body, person: head.person, name: head.name, title: head.title, deputies });
    }
    Ok(places)
}
