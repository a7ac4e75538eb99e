//! What is written on the lines of the agenda: rows with their answers and promises. Readers have asked for the session.

use entity::{minutes_answer, minutes_item, promise};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use crate::db::{Conn, saved};
use crate::error::{AppError, AppResult};
use crate::kernel::ids::fresh_uuid;
use crate::kernel::{MinutesId, MinutesItemId, Permit};
use crate::minutes::rules::{Answer, Content, Item, Promise};
use crate::minutes::store::texts;

/// A promise as it stands in its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPromise {
    pub id: Uuid,
    pub item: MinutesItemId,
    pub promise: Promise,
}

fn from_row(row: minutes_item::Model, answers: &[minutes_answer::Model], promises: &[promise::Model]) -> AppResult<Item> {
    let own_answers = answers.iter().filter(|answer| answer.item_id == row.id).map(|answer| Answer {
        body: answer.body_id.map(Into::into),
        by: answer.answered_by.clone(),
        text: answer.text.clone(),
    });
    let own_promises = promises.iter().filter(|promise| promise.item_id == row.id).map(promise_from_row);
    let content = Content {
        asked_by: row.asked_by,
        asked_from: row.asked_from,
        question: row.question,
        contents: row.contents,
        answers: own_answers.collect(),
        outcome: row.outcome.as_deref().map(str::parse).transpose()?,
        outcome_note: row.outcome_note,
        promises: own_promises.collect(),
    };
    Ok(Item {
        id: row.id.into(),
        agenda_item: row.agenda_item_id.into(),
        content,
        revision: row.revision,
        updated_by: row.updated_by,
        updated_at: row.updated_at,
    })
}

fn promise_from_row(row: &promise::Model) -> Promise {
    Promise { wording: row.wording.clone(), body: row.body_id.map(Into::into), due_on: row.due_on }
}

async fn with_parts(conn: &Conn, rows: Vec<minutes_item::Model>) -> AppResult<Vec<Item>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let answers = minutes_answer::Entity::find()
        .filter(minutes_answer::Column::ItemId.is_in(ids.clone()))
        .order_by_asc(minutes_answer::Column::Position)
        .all(conn)
        .await?;
    let promises = promise::Entity::find()
        .filter(promise::Column::ItemId.is_in(ids))
        .order_by_asc(promise::Column::Position)
        .all(conn)
        .await?;
    rows.into_iter().map(|row| from_row(row, &answers, &promises)).collect()
}

/// All lines of the minutes, in no particular order.
///
/// # Errors
/// The database's.
pub async fn items(conn: &Conn, minutes: MinutesId) -> AppResult<Vec<Item>> {
    let rows = minutes_item::Entity::find().filter(minutes_item::Column::MinutesId.eq(minutes.0)).all(conn).await?;
    with_parts(conn, rows).await
}

/// One line of `minutes`.
///
/// # Errors
/// [`AppError::NotFound`], also where the line belongs to other minutes.
pub async fn item(conn: &Conn, minutes: MinutesId, id: MinutesItemId) -> AppResult<Item> {
    let row = minutes_item::Entity::find_by_id(id.0).filter(minutes_item::Column::MinutesId.eq(minutes.0)).one(conn).await?;
    with_parts(conn, row.into_iter().collect()).await?.pop().ok_or(AppError::NotFound)
}

/// The promises of the minutes with their ids, by line and place.
///
/// # Errors
/// The database's.
pub async fn promises(conn: &Conn, minutes: MinutesId) -> AppResult<Vec<StoredPromise>> {
    let rows = minutes_item::Entity::find().filter(minutes_item::Column::MinutesId.eq(minutes.0)).all(conn).await?;
    let found = promise::Entity::find()
        .filter(promise::Column::ItemId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(promise::Column::ItemId)
        .order_by_asc(promise::Column::Position)
        .all(conn)
        .await?;
    Ok(found
        .into_iter()
        .map(|row| StoredPromise { id: row.id, item: row.item_id.into(), promise: promise_from_row(&row) })
        .collect())
}

fn to_row(minutes: MinutesId, item: &Item) -> minutes_item::ActiveModel {
    minutes_item::ActiveModel {
        id: Set(item.id.0),
        minutes_id: Set(minutes.0),
        agenda_item_id: Set(item.agenda_item.0),
        asked_by: Set(item.content.asked_by.clone()),
        asked_from: Set(item.content.asked_from.clone()),
        question: Set(item.content.question.clone()),
        contents: Set(item.content.contents),
        outcome: Set(item.content.outcome.map(|outcome| outcome.to_string())),
        outcome_note: Set(item.content.outcome_note.clone()),
        revision: Set(item.revision),
        updated_by: Set(item.updated_by.clone()),
        updated_at: Set(item.updated_at),
    }
}

/// Adds a line.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, permit: &Permit, minutes: MinutesId, item: &Item) -> AppResult<()> {
    minutes_item::Entity::insert(to_row(minutes, item)).exec_without_returning(conn).await?;
    save_parts(conn, permit, item).await?;
    Box::pin(texts::keep(conn, minutes, item)).await.map(drop)
}

/// Saves a line whose revision before was `item.revision - 1`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, permit: &Permit, minutes: MinutesId, item: &Item) -> AppResult<()> {
    let result = minutes_item::Entity::update_many()
        .set(to_row(minutes, item))
        .filter(minutes_item::Column::Id.eq(item.id.0))
        .filter(minutes_item::Column::Revision.eq(item.revision - 1))
        .exec(conn)
        .await?;
    saved(result.rows_affected)?;
    minutes_answer::Entity::delete_many().filter(minutes_answer::Column::ItemId.eq(item.id.0)).exec(conn).await?;
    promise::Entity::delete_many().filter(promise::Column::ItemId.eq(item.id.0)).exec(conn).await?;
    save_parts(conn, permit, item).await?;
    Box::pin(texts::keep(conn, minutes, item)).await.map(drop)
}

async fn save_parts(conn: &Conn, _permit: &Permit, item: &Item) -> AppResult<()> {
    let answers = (0..).zip(&item.content.answers).map(|(position, answer)| minutes_answer::ActiveModel {
        id: Set(fresh_uuid()),
        item_id: Set(item.id.0),
        position: Set(position),
        body_id: Set(answer.body.map(Into::into)),
        answered_by: Set(answer.by.clone()),
        text: Set(answer.text.clone()),
    });
    if !item.content.answers.is_empty() {
        minutes_answer::Entity::insert_many(answers).exec_without_returning(conn).await?;
    }
    let promises = (0..).zip(&item.content.promises).map(|(position, promise)| promise::ActiveModel {
        id: Set(fresh_uuid()),
        item_id: Set(item.id.0),
        position: Set(position),
        wording: Set(promise.wording.clone()),
        body_id: Set(promise.body.map(Into::into)),
        due_on: Set(promise.due_on),
    });
    if !item.content.promises.is_empty() {
        promise::Entity::insert_many(promises).exec_without_returning(conn).await?;
    }
    Ok(())
}
