//! Who holds which post from when to when.

use chrono::NaiveDate;
use entity::{holding, person};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::{AppError, AppResult};
use crate::kernel::{Permit, PersonId, PostId};

/// A post held by somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    pub id: Uuid,
    pub post: PostId,
    pub person: PersonId,
    pub name: String,
    pub from_on: NaiveDate,
    /// The last day, included.
    pub to_on: Option<NaiveDate>,
    /// The decision that gave the post.
    pub document: String,
}

/// Who holds and held these posts, latest first.
///
/// # Errors
/// The database's.
pub async fn of_posts(conn: &Conn, posts: &[PostId]) -> AppResult<Vec<Holding>> {
    let rows = holding::Entity::find()
        .filter(holding::Column::PostId.is_in(posts.iter().map(|id| id.0)))
        .order_by_desc(holding::Column::FromOn)
        .all(conn)
        .await?;
    let people = person::Entity::find().filter(person::Column::Id.is_in(rows.iter().map(|row| row.person_id))).all(conn).await?;
    let name = |id: Uuid| people.iter().find(|person| person.id == id).map(|person| person.full_name.clone()).unwrap_or_default();
    let holding = |row: holding::Model| Holding {
        id: row.id,
        post: row.post_id.into(),
        person: row.person_id.into(),
        name: name(row.person_id),
        from_on: row.from_on,
        to_on: row.to_on,
        document: row.document,
    };
    Ok(rows.into_iter().map(holding).collect())
}

/// The post and first day of one holding.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn post_of(conn: &Conn, id: Uuid) -> AppResult<(PostId, NaiveDate)> {
    let row = holding::Entity::find_by_id(id).one(conn).await?.ok_or(AppError::NotFound)?;
    Ok((row.post_id.into(), row.from_on))
}

/// Ends a holding with `last`.
///
/// # Errors
/// The database's.
pub async fn save_end(conn: &Conn, _permit: &Permit, id: Uuid, last: NaiveDate) -> AppResult<()> {
    let row = holding::ActiveModel { to_on: Set(Some(last)), ..Default::default() };
    holding::Entity::update_many().set(row).filter(holding::Column::Id.eq(id)).exec(conn).await?;
    Ok(())
}
