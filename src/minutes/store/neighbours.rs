//! What this room reads of its neighbours: selected issues with their prepared answers, open commitments of earlier sessions.
//!
//! Commitments belong to `followups`, which builds on this room; their table is therefore read here, and only read.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{commitment, dialogue_session};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::db::Conn;
use crate::error::AppResult;
use crate::issues;
use crate::kernel::{BodyId, IssueId, SessionId};
use crate::minutes::rules::Topic;
use crate::organisation::bodies_by_ids;

/// A promise of an earlier session that is not closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    pub code: String,
    pub wording: String,
    pub lead: BodyId,
    pub due_on: NaiveDate,
    pub overdue: bool,
}

/// What sessions of the unit before `before` promised and nobody has closed, by due date; overdue as of `today`.
///
/// # Errors
/// The database's.
pub async fn carried_over(conn: &Conn, unit_code: &str, before: DateTime<Utc>, today: NaiveDate) -> AppResult<Vec<Carried>> {
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
        overdue: row.resolved_on.is_none() && row.stopped_on.is_none() && row.due_on < today,
        code: row.code,
        wording: row.wording,
        lead: row.lead_id.into(),
        due_on: row.due_on,
    };
    Ok(rows.into_iter().map(carried).collect())
}

/// A selected issue with what helps whoever writes it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selected {
    pub topic: Topic,
    /// Village, else the body that handed it in.
    pub from: String,
}

/// The issues selected for a session before it began, by field and number.
///
/// # Errors
/// The database's.
pub async fn selected(conn: &Conn, session: SessionId) -> AppResult<Vec<Selected>> {
    let chosen: Vec<_> =
        issues::selected(conn, session).await?.into_iter().filter(|one| one.content.channel != issues::Channel::Floor).collect();
    let fields = issues::fields(conn).await?;
    let bodies = bodies_by_ids(conn, chosen.iter().filter_map(|one| one.submitter)).await?;
    let from = |one: &issues::Issue| {
        let body = bodies.iter().find(|body| Some(body.id) == one.submitter).map(|body| body.short_name.clone());
        if one.content.village.is_empty() { body.unwrap_or_default() } else { one.content.village.clone() }
    };
    let place = |code: &Option<String>| fields.iter().position(|field| Some(&field.code) == code.as_ref());
    let mut found: Vec<Selected> = chosen
        .iter()
        .map(|one| {
            let (field, title) = (one.content.field.clone(), one.shown_wording());
            Selected { topic: Topic { issue: one.id, field, title }, from: from(one) }
        })
        .collect();
    // Issues without a field come last.
    found.sort_by_key(|one| (one.topic.field.is_none(), place(&one.topic.field)));
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
pub async fn prepared(conn: &Conn, issue: IssueId) -> AppResult<Vec<Prepared>> {
    let answers = issues::answers_of(conn, &[issue]).await?;
    let approved = answers.into_iter().filter(|answer| answer.state.word() == issues::AnswerWord::Approved);
    Ok(approved.map(|answer| Prepared { body: answer.body, text: answer.text }).collect())
}

/// Which issues of a session still wait for an answer, selected or not.
///
/// # Errors
/// The database's.
pub async fn waiting(conn: &Conn, session: SessionId) -> AppResult<BTreeSet<IssueId>> {
    use issues::StateWord::{Accepted, Selected, WrittenOnly};
    let found = issues::of_session(conn, session, &[Accepted, Selected, WrittenOnly]).await?;
    Ok(found.into_iter().map(|one| one.id).collect())
}
