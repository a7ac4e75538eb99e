//! What this room reads of its neighbours' tables, and only reads: fields of life, open commitments of earlier sessions.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{commitment, dialogue_session, field};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::error::AppResult;
use crate::i18n::Locale;
use crate::kernel::BodyId;

/// Names of the fields of life by code, with their order.
///
/// # Errors
/// The database's.
pub async fn field_names(conn: &impl ConnectionTrait, locale: Locale) -> AppResult<BTreeMap<String, (i32, String)>> {
    let rows = field::Entity::find().all(conn).await?;
    let name = |row: &field::Model| if locale == Locale::Vi { row.name_vi.clone() } else { row.name_en.clone() };
    Ok(rows.into_iter().map(|row| (row.code.clone(), (row.sort, name(&row)))).collect())
}

/// A promise of an earlier session that is not closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    pub code: String,
    pub wording: String,
    pub lead: BodyId,
    pub due_on: NaiveDate,
    /// Word of the commitment's state.
    pub state: String,
    pub overdue: bool,
}

/// What sessions of the unit before `before` promised and nobody has closed, by due date; overdue as of `today`.
///
/// # Errors
/// The database's.
pub async fn carried_over(
    conn: &impl ConnectionTrait,
    unit_code: &str,
    before: DateTime<Utc>,
    today: NaiveDate,
) -> AppResult<Vec<Carried>> {
    let earlier: Vec<_> = dialogue_session::Entity::find()
        .filter(dialogue_session::Column::UnitCode.eq(unit_code))
        .filter(dialogue_session::Column::StartsAt.lt(before))
        .all(conn)
        .await?
        .into_iter()
        .map(|row| row.id)
        .collect();
    let rows = commitment::Entity::find()
        .filter(commitment::Column::UnitCode.eq(unit_code))
        .filter(commitment::Column::State.ne("closed"))
        .filter(commitment::Column::SessionId.is_in(earlier))
        .order_by_asc(commitment::Column::DueOn)
        .order_by_asc(commitment::Column::Number)
        .all(conn)
        .await?;
    let carried = |row: commitment::Model| Carried {
        overdue: row.resolved_on.is_none() && row.due_on < today,
        code: row.code,
        wording: row.wording,
        lead: row.lead_id.into(),
        due_on: row.due_on,
        state: row.state,
    };
    Ok(rows.into_iter().map(carried).collect())
}
