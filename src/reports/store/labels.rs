//! The lists behind figures in words: what each record is called, and where it is found. Names of petitioners are never
//! read here; a record that the reader may not open has no address and shows no original wording.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{agenda_item, attendance, commitment, dialogue_session, issue, minutes_item, person};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::AppResult;
use crate::issues;
use crate::kernel::clock::local_date;
use crate::reports::rules::{Record, Row};

/// A record in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// Number or code that people quote.
    pub code: String,
    pub text: String,
    /// The original wording of an issue, for those alone who may open it; it can name people.
    pub original: String,
    /// Code of the field of life, for issues.
    pub field: String,
    /// Catalogue key of the state; empty where there is none.
    pub state_key: String,
    pub on: Option<NaiveDate>,
    /// Address of the record's own page; empty where there is none.
    pub href: String,
}

/// The labels of these rows by id.
///
/// # Errors
/// The database's.
pub async fn labels(conn: &Conn, rows: &[Row]) -> AppResult<BTreeMap<Uuid, Label>> {
    let ids = |record: Record| rows.iter().filter(|row| row.record == record).map(|row| row.id).collect::<Vec<_>>();
    let mut labels = BTreeMap::new();
    sessions(conn, ids(Record::Session), &mut labels).await?;
    issue_labels(conn, ids(Record::Issue), &mut labels).await?;
    commitments(conn, ids(Record::Commitment), &mut labels).await?;
    turns(conn, ids(Record::Turn), &mut labels).await?;
    people(conn, ids(Record::Person), &mut labels).await?;
    Ok(labels)
}

type Labels = BTreeMap<Uuid, Label>;

async fn sessions(conn: &Conn, ids: Vec<Uuid>, labels: &mut Labels) -> AppResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let rows = dialogue_session::Entity::find().filter(dialogue_session::Column::Id.is_in(ids)).all(conn).await?;
    labels.extend(rows.into_iter().map(|row| {
        let label = Label {
            code: row.code,
            text: row.title,
            state_key: format!("state-session-{}", row.state),
            on: Some(local_date(row.starts_at)),
            href: format!("/dialogues/{}", row.id),
            ..Label::default()
        };
        (row.id, label)
    }));
    Ok(())
}

async fn issue_labels(conn: &Conn, ids: Vec<Uuid>, labels: &mut Labels) -> AppResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let rows = issue::Entity::find().filter(issue::Column::Id.is_in(ids.iter().copied())).all(conn).await?;
    // Questions that stand in the minutes alone carry the id of their line.
    let lines = ids.into_iter().filter(|id| !rows.iter().any(|row| row.id == *id)).collect();
    turns(conn, lines, labels).await?;
    labels.extend(rows.into_iter().map(|row| {
        // A complaint that went its own way is counted, not shown.
        let is_shielded = row.state.parse::<issues::StateWord>().is_ok_and(issues::StateWord::is_shielded);
        let open = |text: String| if is_shielded { String::new() } else { text };
        let label = Label {
            code: row.number.map(|number| number.to_string()).unwrap_or_default(),
            text: open(row.public_wording),
            original: open(row.wording),
            field: row.field_code.unwrap_or_default(),
            state_key: format!("state-issue-{}", row.state),
            on: row.submitted_at.map(local_date),
            href: open(format!("/issues/{}", row.id)),
        };
        (row.id, label)
    }));
    Ok(())
}

async fn commitments(conn: &Conn, ids: Vec<Uuid>, labels: &mut Labels) -> AppResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let rows = commitment::Entity::find().filter(commitment::Column::Id.is_in(ids)).all(conn).await?;
    labels.extend(rows.into_iter().map(|row| {
        let label = Label {
            code: row.code,
            text: row.wording,
            state_key: format!("state-commitment-{}", row.state),
            on: Some(row.due_on),
            href: format!("/commitments/{}", row.id),
            ..Label::default()
        };
        (row.id, label)
    }));
    Ok(())
}

/// Opinions heard: the line of the agenda, never who spoke.
async fn turns(conn: &Conn, ids: Vec<Uuid>, labels: &mut Labels) -> AppResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let lines = minutes_item::Entity::find().filter(minutes_item::Column::Id.is_in(ids)).all(conn).await?;
    let agenda = agenda_item::Entity::find()
        .filter(agenda_item::Column::Id.is_in(lines.iter().map(|line| line.agenda_item_id)))
        .all(conn)
        .await?;
    let sessions = dialogue_session::Entity::find()
        .filter(dialogue_session::Column::Id.is_in(agenda.iter().map(|entry| entry.session_id)))
        .all(conn)
        .await?;
    let shielded = issues::are_shielded(conn, agenda.iter().filter_map(|entry| entry.issue_id).map(Into::into)).await?;
    let is_shielded = |entry: &agenda_item::Model| entry.issue_id.is_some_and(|id| shielded.contains(&id.into()));
    for line in lines {
        let Some(entry) = agenda.iter().find(|entry| entry.id == line.agenda_item_id) else { continue };
        let label = Label {
            code: entry.number.to_string(),
            text: if is_shielded(entry) { String::new() } else { entry.title.clone() },
            field: entry.field_code.clone().unwrap_or_default(),
            state_key: line.outcome.map(|word| format!("minutes-outcome-{word}")).unwrap_or_default(),
            on: sessions.iter().find(|session| session.id == entry.session_id).map(|session| local_date(session.starts_at)),
            href: format!("/dialogues/{}", entry.session_id),
            original: String::new(),
        };
        labels.insert(line.id, label);
    }
    Ok(())
}

/// Officials: by person, or by line of attendance where the person is not known.
async fn people(conn: &Conn, ids: Vec<Uuid>, labels: &mut Labels) -> AppResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let known = person::Entity::find().filter(person::Column::Id.is_in(ids.iter().copied())).all(conn).await?;
    labels.extend(known.into_iter().map(|row| (row.id, Label { text: row.full_name, ..Label::default() })));
    let rest: Vec<Uuid> = ids.into_iter().filter(|id| !labels.contains_key(id)).collect();
    let lines = attendance::Entity::find().filter(attendance::Column::Id.is_in(rest)).all(conn).await?;
    labels.extend(lines.into_iter().map(|row| {
        let text = if row.status == "replaced" && !row.replaced_by.is_empty() { row.replaced_by } else { row.name };
        (row.id, Label { text, ..Label::default() })
    }));
    Ok(())
}

/// Names of the fields of life by code, in Vietnamese and English.
///
/// # Errors
/// The database's.
pub async fn field_names(conn: &Conn) -> AppResult<BTreeMap<String, (String, String)>> {
    Ok(issues::fields(conn).await?.iter().cloned().map(|field| (field.code, (field.name_vi, field.name_en))).collect())
}
