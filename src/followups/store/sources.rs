//! What this room reads of the minutes and the issues: promises, assessment, who handed an issue in. Reads only.

use chrono::NaiveDate;
use entity::{agenda_item, issue, minutes, minutes_item, promise};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::error::AppResult;
use crate::kernel::{BodyId, IssueId, SessionId};

/// A promise as the minutes have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    pub id: Uuid,
    pub issue: Option<IssueId>,
    pub wording: String,
    pub body: Option<BodyId>,
    pub due_on: Option<NaiveDate>,
}

/// The promises of a session in the order of its agenda.
///
/// # Errors
/// The database's.
pub async fn promises(conn: &impl ConnectionTrait, session: SessionId) -> AppResult<Vec<Promise>> {
    let agenda = agenda_item::Entity::find().filter(agenda_item::Column::SessionId.eq(session.0)).all(conn).await?;
    let items = minutes_item::Entity::find()
        .filter(minutes_item::Column::AgendaItemId.is_in(agenda.iter().map(|item| item.id)))
        .all(conn)
        .await?;
    let rows = promise::Entity::find().filter(promise::Column::ItemId.is_in(items.iter().map(|item| item.id))).all(conn).await?;
    let line = |row: &promise::Model| {
        let item = items.iter().find(|item| item.id == row.item_id)?;
        agenda.iter().find(|line| line.id == item.agenda_item_id)
    };
    let mut ordered: Vec<(i32, i32, Promise)> = rows
        .iter()
        .map(|row| {
            let line = line(row);
            let promise = Promise {
                id: row.id,
                issue: line.and_then(|line| line.issue_id).map(Into::into),
                wording: row.wording.clone(),
                body: row.body_id.map(Into::into),
                due_on: row.due_on,
            };
            (line.map_or(i32::MAX, |line| line.position), row.position, promise)
        })
        .collect();
    ordered.sort_by_key(|(line, position, promise)| (*line, *position, promise.id));
    Ok(ordered.into_iter().map(|(_, _, promise)| promise).collect())
}

/// The general assessment of the minutes, for the first draft; empty where there is none.
///
/// # Errors
/// The database's.
pub async fn assessment(conn: &impl ConnectionTrait, session: SessionId) -> AppResult<String> {
    let row = minutes::Entity::find().filter(minutes::Column::SessionId.eq(session.0)).one(conn).await?;
    Ok(row.map(|row| row.general).unwrap_or_default())
}

/// The bodies that handed an issue in, with those of the issues that were merged into it.
///
/// # Errors
/// The database's.
pub async fn submitters(conn: &impl ConnectionTrait, issue: IssueId) -> AppResult<Vec<Uuid>> {
    let rows = issue::Entity::find()
        .filter(Condition::any().add(issue::Column::Id.eq(issue.0)).add(issue::Column::MergedInto.eq(issue.0)))
        .all(conn)
        .await?;
    let mut bodies: Vec<Uuid> = rows.into_iter().filter_map(|row| row.submitter_id).collect();
    bodies.sort_unstable();
    bodies.dedup();
    Ok(bodies)
}

/// An issue as it may be named beside its commitment: number and wording without persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueLine {
    pub id: IssueId,
    pub number: Option<i32>,
    pub wording: String,
}

/// The issue behind a commitment; the caller has checked that the commitment may be read.
///
/// # Errors
/// The database's.
pub async fn issue_line(conn: &impl ConnectionTrait, id: IssueId) -> AppResult<Option<IssueLine>> {
    let row = issue::Entity::find_by_id(id.0).one(conn).await?;
    Ok(row.map(|row| IssueLine {
        id: row.id.into(),
        number: row.number,
        wording: if row.public_wording.is_empty() { row.wording } else { row.public_wording },
    }))
}
