//! Bodies and posts of units.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::{body, post};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, saved};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, BodyId, Ctx, Permit, PostId};
use crate::organisation::rules::{BodyKind, PostKind};
use crate::organisation::store::units;

/// A body of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    pub id: BodyId,
    pub unit_code: String,
    pub parent: Option<BodyId>,
    pub kind: BodyKind,
    pub name: String,
    pub short_name: String,
    pub symbol: String,
    pub email: Option<String>,
    /// Its first day; none where it was there before the program.
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    /// The body that goes on with its work.
    pub heir: Option<BodyId>,
    /// What it hands in is approved inside first.
    pub approves_first: bool,
    pub sort: i32,
    pub version: i32,
}

impl Body {
    /// Whether it exists on `day`.
    #[must_use]
    pub fn exists_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| to >= day)
    }
}

pub(super) fn from_row(row: body::Model) -> AppResult<Body> {
    Ok(Body {
        id: row.id.into(),
        unit_code: row.unit_code,
        parent: row.parent_id.map(Into::into),
        kind: row.kind.parse()?,
        name: row.name,
        short_name: row.short_name,
        symbol: row.symbol,
        email: row.email,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        heir: row.successor_id.map(Into::into),
        approves_first: row.approves_first,
        sort: row.sort,
        version: row.version,
    })
}

/// The body with this id. That a body exists is public knowledge: no scope.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn body(conn: &Conn, id: BodyId) -> AppResult<Body> {
    body::Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound).and_then(from_row)
}

/// The body `id` with the proof that the actor may manage it.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn managed(conn: &Conn, ctx: &Ctx, id: BodyId) -> AppResult<(Body, Permit)> {
    let body = body(conn, id).await?;
    let unit = units::unit(conn, &body.unit_code).await?;
    let permit = ctx.permit(Action::ManageOrganisation, &unit.target())?;
    Ok((body, permit))
}

/// The bodies of a unit that exist on `today`, in their official order.
///
/// # Errors
/// The database's.
pub async fn bodies_of_unit(conn: &Conn, unit_code: &str, today: NaiveDate) -> AppResult<Vec<Body>> {
    let query = body::Entity::find()
        .filter(body::Column::UnitCode.eq(unit_code))
        .filter(Condition::any().add(body::Column::ValidFrom.is_null()).add(body::Column::ValidFrom.lte(today)))
        .filter(Condition::any().add(body::Column::ValidTo.is_null()).add(body::Column::ValidTo.gte(today)))
        .order_by_asc(body::Column::Sort)
        .order_by_asc(body::Column::Id);
    let read = async { query.all(conn).await?.into_iter().map(from_row).collect() };
    conn.recalled("bodies", format!("{unit_code} {today}"), read).await
}

/// The bodies with these ids, in official order.
///
/// # Errors
/// The database's.
pub async fn bodies_by_ids(conn: &Conn, ids: impl IntoIterator<Item = BodyId>) -> AppResult<Vec<Body>> {
    let ids: BTreeSet<_> = ids.into_iter().map(|id| id.0).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let of = format!("{ids:?}");
    let query = body::Entity::find().filter(body::Column::Id.is_in(ids)).order_by_asc(body::Column::Sort);
    let read = async { query.all(conn).await?.into_iter().map(from_row).collect() };
    conn.recalled("bodies-by-id", of, read).await
}

/// Adds a body.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, new: &Body) -> AppResult<()> {
    let row = body::ActiveModel {
        id: Set(new.id.0),
        unit_code: Set(new.unit_code.clone()),
        parent_id: Set(new.parent.map(Into::into)),
        kind: Set(new.kind.to_string()),
        name: Set(new.name.clone()),
        short_name: Set(new.short_name.clone()),
        symbol: Set(new.symbol.clone()),
        email: Set(new.email.clone()),
        sort: Set(new.sort),
        valid_from: Set(new.valid_from),
        valid_to: Set(new.valid_to),
        version: Set(1),
        successor_id: Set(new.heir.map(Into::into)),
        approves_first: Set(new.approves_first),
    };
    body::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// Adds a post to a body.
///
/// # Errors
/// The database's.
pub async fn insert_post(conn: &Conn, body: BodyId, title: &str, kind: PostKind, sort: i32) -> AppResult<PostId> {
    let id = PostId::fresh();
    let row = post::ActiveModel {
        id: Set(id.0),
        body_id: Set(body.0),
        title: Set(title.to_owned()),
        kind: Set(kind.to_string()),
        sort: Set(sort),
        valid_to: Set(None),
        version: Set(1),
    };
    post::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(id)
}

/// A post of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    pub id: PostId,
    pub body: BodyId,
    pub title: String,
    pub kind: PostKind,
}

/// The posts of these bodies in their order.
///
/// # Errors
/// The database's.
pub async fn posts(conn: &Conn, bodies: &[BodyId]) -> AppResult<Vec<Post>> {
    let rows = post::Entity::find()
        .filter(post::Column::BodyId.is_in(bodies.iter().map(|id| id.0)))
        .filter(post::Column::ValidTo.is_null())
        .order_by_asc(post::Column::Sort)
        .order_by_asc(post::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| Ok(Post { id: row.id.into(), body: row.body_id.into(), title: row.title, kind: row.kind.parse()? }))
        .collect()
}

/// All bodies of a unit in official order, those that have ended included: for administrators.
///
/// # Errors
/// The database's.
pub async fn all_of_unit(conn: &Conn, unit_code: &str) -> AppResult<Vec<Body>> {
    let rows = body::Entity::find()
        .filter(body::Column::UnitCode.eq(unit_code))
        .order_by_asc(body::Column::Sort)
        .order_by_asc(body::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Saves names, address and end of a body that was read at `body.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, body: &Body) -> AppResult<()> {
    let row = body::ActiveModel {
        name: Set(body.name.clone()),
        short_name: Set(body.short_name.clone()),
        symbol: Set(body.symbol.clone()),
        email: Set(body.email.clone()),
        valid_to: Set(body.valid_to),
        approves_first: Set(body.approves_first),
        version: Set(body.version + 1),
        ..Default::default()
    };
    let result = body::Entity::update_many()
        .set(row)
        .filter(body::Column::Id.eq(body.id.0))
        .filter(body::Column::Version.eq(body.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}

/// Removes a body with its posts; the caller has asked [`super::uses::of_body`].
///
/// # Errors
/// The database's, which refuses where a row still names the body.
pub async fn delete(conn: &Conn, _permit: &Permit, id: BodyId) -> AppResult<()> {
    post::Entity::delete_many().filter(post::Column::BodyId.eq(id.0)).exec(conn).await?;
    body::Entity::delete_by_id(id.0).exec(conn).await?;
    Ok(())
}

/// The post with this id.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn post(conn: &Conn, id: PostId) -> AppResult<Post> {
    let row = post::Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound)?;
    Ok(Post { id: row.id.into(), body: row.body_id.into(), title: row.title, kind: row.kind.parse()? })
}

/// Removes a post that nobody ever held.
///
/// # Errors
/// The database's.
pub async fn delete_post(conn: &Conn, _permit: &Permit, id: PostId) -> AppResult<()> {
    post::Entity::delete_by_id(id.0).exec(conn).await?;
    Ok(())
}
