//! Bodies and posts of units.

use chrono::NaiveDate;
use entity::{body, post};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::error::{AppError, AppResult};
use crate::kernel::{BodyId, PostId};
use crate::organisation::rules::{BodyKind, PostKind};

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
    pub valid_to: Option<NaiveDate>,
    pub sort: i32,
    pub version: i32,
}

fn from_row(row: body::Model) -> AppResult<Body> {
    Ok(Body {
        id: row.id.into(),
        unit_code: row.unit_code,
        parent: row.parent_id.map(Into::into),
        kind: row.kind.parse()?,
        name: row.name,
        short_name: row.short_name,
        symbol: row.symbol,
        email: row.email,
        valid_to: row.valid_to,
        sort: row.sort,
        version: row.version,
    })
}

/// The body with this id. That a body exists is public knowledge: no scope.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn body(conn: &impl ConnectionTrait, id: BodyId) -> AppResult<Body> {
    body::Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound).and_then(from_row)
}

/// The bodies of a unit that exist on `today`, in their official order.
///
/// # Errors
/// The database's.
pub async fn bodies_of_unit(conn: &impl ConnectionTrait, unit_code: &str, today: NaiveDate) -> AppResult<Vec<Body>> {
    let rows = body::Entity::find()
        .filter(body::Column::UnitCode.eq(unit_code))
        .filter(Condition::any().add(body::Column::ValidTo.is_null()).add(body::Column::ValidTo.gte(today)))
        .order_by_asc(body::Column::Sort)
        .order_by_asc(body::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The bodies with these ids, in official order.
///
/// # Errors
/// The database's.
pub async fn bodies_by_ids(conn: &impl ConnectionTrait, ids: impl IntoIterator<Item = BodyId>) -> AppResult<Vec<Body>> {
    let ids: Vec<_> = ids.into_iter().map(|id| id.0).collect();
    let rows = body::Entity::find().filter(body::Column::Id.is_in(ids)).order_by_asc(body::Column::Sort).all(conn).await?;
    rows.into_iter().map(from_row).collect()
}

/// Adds a body.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &impl ConnectionTrait, new: &Body) -> AppResult<()> {
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
        valid_from: Set(None),
        valid_to: Set(new.valid_to),
        version: Set(1),
    };
    body::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// Adds a post to a body.
///
/// # Errors
/// The database's.
pub async fn insert_post(conn: &impl ConnectionTrait, body: BodyId, title: &str, kind: PostKind, sort: i32) -> AppResult<PostId> {
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
pub async fn posts(conn: &impl ConnectionTrait, bodies: &[BodyId]) -> AppResult<Vec<Post>> {
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
