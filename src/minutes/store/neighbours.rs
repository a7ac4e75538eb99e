//! What this room reads of its neighbours' tables, and only reads: fields of life, selected issues with
//! their prepared answers, open commitments of earlier sessions.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{answer, commitment, dialogue_session, field, issue};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::error::AppResult;
use crate::kernel::{BodyId, IssueId, SessionId};
use crate::minutes::rules::Topic;

/// A field of life: its place in the list and its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldName {
    pub sort: i32,
    pub vi: String,
    pub en: String,
}

/// The fields of life by code.
///
/// # Errors
/// The database's.
pub async fn field_names(conn: &impl ConnectionTrait) -> AppResult<BTreeMap<String, FieldName>> {
    let rows = field::Entity::find().all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.code, FieldName { sort: row.sort, vi: row.name_vi, en: row.name_en })).collect())
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

/// A selected issue with what helps whoever writes it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selected {
    pub topic: Topic,
    /// Village or handing-in body.
    pub from: String,
}

/// The issues selected for a session, by field and number.
///
/// # Errors
/// The database's.
pub async fn selected(conn: &impl ConnectionTrait, session: SessionId) -> AppResult<Vec<Selected>> {
    let rows = issue::Entity::find()
        .filter(issue::Column::SessionId.eq(session.0))
        .filter(issue::Column::State.eq("selected"))
        .filter(issue::Column::Channel.ne("floor"))
        .order_by_asc(issue::Column::Number)
        .order_by_asc(issue::Column::Id)
        .all(conn)
        .await?;
    let fields = field_names(conn).await?;
    let order = |code: &Option<String>| code.as_ref().and_then(|code| fields.get(code)).map_or(i32::MAX, |name| name.sort);
    let mut found: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let title = if row.public_wording.is_empty() { row.wording } else { row.public_wording };
            Selected { topic: Topic { issue: row.id.into(), field: row.field_code, title }, from: row.village }
        })
        .collect();
    found.sort_by_key(|one| (order(&one.topic.field), one.topic.field.clone()));
    Ok(found)
}

/// An approved answer that an agency prepared for an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    pub body: BodyId,
    pub text: String,
}

/// The approved answers to `issue`.
///
/// # Errors
/// The database's.
pub async fn prepared(conn: &impl ConnectionTrait, issue: IssueId) -> AppResult<Vec<Prepared>> {
    let rows = answer::Entity::find()
        .filter(answer::Column::IssueId.eq(issue.0))
        .filter(answer::Column::State.eq("approved"))
        .order_by_asc(answer::Column::ApprovedAt)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| Prepared { body: row.body_id.into(), text: row.text }).collect())
}
