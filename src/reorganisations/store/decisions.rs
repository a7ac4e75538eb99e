//! Lines of the handover list that were decided.

use chrono::{DateTime, Utc};
use entity::handover::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::Conn;
use crate::error::AppResult;
use crate::kernel::{Permit, ReorganisationId};
use crate::reorganisations::rules::{Choice, Decision, Key};

fn from_row(row: Model) -> AppResult<Decision> {
    let choice = match row.to_id {
        Some(body) => Choice::Body(body.into()),
        None if row.choice == Choice::CallOff.to_string() => Choice::CallOff,
        None => Choice::Heir,
    };
    Ok(Decision {
        id: row.id,
        key: Key { kind: row.kind.parse()?, subject: row.subject_id, from: row.from_id.map(Into::into) },
        what: row.what,
        from_name: row.from_name,
        choice,
        to_name: row.to_name,
        at: row.decided_at,
        by: row.decided_by,
        moved_at: row.moved_at,
    })
}

/// All decisions of an act, in their order.
///
/// # Errors
/// The database's.
pub async fn of_act(conn: &Conn, act: ReorganisationId) -> AppResult<Vec<Decision>> {
    let rows = Entity::find()
        .filter(Column::ReorganisationId.eq(act.0))
        .order_by_asc(Column::DecidedAt)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Keeps a decision in the place of an earlier one about the same line that was not carried out.
///
/// # Errors
/// The database's.
pub async fn save(conn: &Conn, _permit: &Permit, act: ReorganisationId, decision: &Decision) -> AppResult<()> {
    let from = decision.key.from.map_or_else(|| Column::FromId.is_null(), |from| Column::FromId.eq(from.0));
    let same = Condition::all()
        .add(Column::ReorganisationId.eq(act.0))
        .add(Column::Kind.eq(decision.key.kind.as_str()))
        .add(Column::SubjectId.eq(decision.key.subject))
        .add(from)
        .add(Column::MovedAt.is_null());
    Entity::delete_many().filter(same).exec(conn).await?;
    let row = ActiveModel {
        id: Set(decision.id),
        reorganisation_id: Set(act.0),
        kind: Set(decision.key.kind.to_string()),
        subject_id: Set(decision.key.subject),
        what: Set(decision.what.clone()),
        from_name: Set(decision.from_name.clone()),
        from_id: Set(decision.key.from.map(Into::into)),
        to_id: Set(if let Choice::Body(body) = decision.choice { Some(body.0) } else { None }),
        to_name: Set(decision.to_name.clone()),
        choice: Set(if let Choice::Body(_) = decision.choice { "body".to_owned() } else { decision.choice.to_string() }),
        decided_at: Set(decision.at),
        decided_by: Set(decision.by.clone()),
        moved_at: Set(decision.moved_at),
    };
    Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// Notes that a decision was carried out.
///
/// # Errors
/// The database's.
pub async fn save_moved(conn: &Conn, _permit: &Permit, id: uuid::Uuid, at: DateTime<Utc>) -> AppResult<()> {
    let row = ActiveModel { moved_at: Set(Some(at)), ..Default::default() };
    Entity::update_many().set(row).filter(Column::Id.eq(id)).exec(conn).await?;
    Ok(())
}
