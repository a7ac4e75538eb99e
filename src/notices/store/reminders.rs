//! The ledger of reminders: planned, sent, skipped with the reason.

use chrono::{DateTime, Utc};
use entity::reminder::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Set};

use crate::db::Conn;
use crate::error::AppResult;
use crate::kernel::ids::fresh_uuid;
use crate::notices::rules::ledger::{Line, State, Why};
use crate::notices::rules::reminders::{Kind, Reminder};

/// Keys asked for at once; both databases limit the parameters of a statement.
const CHUNK: usize = 400;

fn from_row(row: Model) -> AppResult<Line> {
    Ok(Line {
        key: row.key,
        kind: row.code.parse()?,
        subject: row.subject_id,
        state: row.state.parse()?,
        why: row.note.parse().ok(),
    })
}

/// The planned lines of these kinds and all lines with these keys, each once.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, kinds: &[Kind], wanted: &[Reminder]) -> AppResult<Vec<Line>> {
    let of_kinds = Column::Code.is_in(kinds.iter().map(|kind| kind.as_str()));
    let planned = Condition::all().add(of_kinds).add(Column::State.eq(State::Planned.as_str()));
    let mut rows = Entity::find().filter(planned).all(conn).await?;
    for chunk in wanted.chunks(CHUNK) {
        let settled = Column::Key.is_in(chunk.iter().map(|reminder| reminder.key.as_str()));
        rows.extend(Entity::find().filter(settled).filter(Column::State.ne(State::Planned.as_str())).all(conn).await?);
    }
    rows.into_iter().map(from_row).collect()
}

/// Plans a reminder, once per key.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, subject_kind: &str, reminder: &Reminder) -> AppResult<()> {
    let row = ActiveModel {
        id: Set(fresh_uuid()),
        key: Set(reminder.key.clone()),
        code: Set(reminder.kind.to_string()),
        subject_kind: Set(subject_kind.to_owned()),
        subject_id: Set(reminder.subject),
        due_at: Set(reminder.due_at),
        state: Set(State::Planned.to_string()),
        decided_at: Set(None),
        note: Set(String::new()),
    };
    Entity::insert(row).on_conflict(OnConflict::column(Column::Key).do_nothing().to_owned()).exec_without_returning(conn).await?;
    Ok(())
}

/// Moves the line from one state to another; `false` when it was not in the first, because another run was faster.
///
/// # Errors
/// The database's.
pub async fn save_state(
    conn: &Conn,
    key: &str,
    (from, to): (State, State),
    why: Option<Why>,
    now: DateTime<Utc>,
) -> AppResult<bool> {
    let row = ActiveModel {
        state: Set(to.to_string()),
        decided_at: Set((to != State::Planned).then_some(now)),
        note: Set(why.map(|why| why.to_string()).unwrap_or_default()),
        ..Default::default()
    };
    let result =
        Entity::update_many().set(row).filter(Column::Key.eq(key)).filter(Column::State.eq(from.as_str())).exec(conn).await?;
    Ok(result.rows_affected == 1)
}
