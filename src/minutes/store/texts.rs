//! What was written on the lines of minutes can be found by its words; who asked is not among them. Found by whoever reads
//! the minutes.

use entity::{agenda_item, dialogue_session, minutes, minutes_item};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::db::texts::keep as keep_texts;
use crate::db::{Conn, Reach, Seen, Term, Text, TextKind};
use crate::error::{AppError, AppResult};
use crate::issues::are_shielded;
use crate::kernel::clock::local_date;
use crate::kernel::{Action, Ctx, MinutesId};
use crate::minutes::rules::Item;
use crate::minutes::store::items;

/// Brings the index in line with a line of minutes that was just saved. Says whether anything was different.
///
/// # Errors
/// The database's.
pub(super) async fn keep(conn: &Conn, minutes: MinutesId, item: &Item) -> AppResult<bool> {
    let held = minutes::Entity::find_by_id(minutes.0).one(conn).await?.ok_or(AppError::NotFound)?;
    let session = dialogue_session::Entity::find_by_id(held.session_id).one(conn).await?.ok_or(AppError::NotFound)?;
    let line = agenda_item::Entity::find_by_id(item.agenda_item.0).one(conn).await?;
    let issue = line.as_ref().and_then(|line| line.issue_id);
    let is_shielded = !are_shielded(conn, issue.map(Into::into)).await?.is_empty();
    let content = &item.content;
    let answers = content.answers.iter().map(|answer| &answer.text);
    let promises = content.promises.iter().map(|promise| &promise.wording);
    let said: Vec<&str> = [&content.question]
        .into_iter()
        .chain(answers)
        .chain(promises)
        .chain([&content.outcome_note])
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    let text = Text {
        part: 0,
        kind: TextKind::Minutes,
        seen: Seen::Shown,
        unit_code: session.unit_code,
        session: Some(session.id),
        field: line.and_then(|line| line.field_code),
        state: content.outcome.map(|outcome| outcome.to_string()).unwrap_or_default(),
        day: local_date(session.starts_at),
        title: session.title,
        text: said.join(" · "),
    };
    let texts = if said.is_empty() || is_shielded { Vec::new() } else { vec![text] };
    keep_texts(conn, item.id.0, &texts).await
}

/// Looks over the next `limit` lines behind `after`: how many were not in line, and where it stopped; none at the end.
///
/// # Errors
/// The database's.
pub async fn index(conn: &Conn, after: Option<Uuid>, limit: u64) -> AppResult<(u64, Option<Uuid>)> {
    use minutes_item::{Column, Entity};
    let mut query = Entity::find().select_only().columns([Column::Id, Column::MinutesId]).order_by_asc(Column::Id).limit(limit);
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after));
    }
    let (mut done, mut last) = (0, None);
    // Locked, as all rows that are looked over.
    for (id, held) in query.lock_exclusive().into_tuple::<(Uuid, Uuid)>().all(conn).await? {
        let item = items::item(conn, held.into(), id.into()).await?;
        done += u64::from(keep(conn, held.into(), &item).await?);
        last = Some(id);
    }
    Ok((done, last))
}

/// Which lines of minutes this actor may find.
#[must_use]
pub fn reach(ctx: &Ctx) -> Reach {
    let marked = Term::within(TextKind::Minutes, &ctx.scope(Action::ReadMinutes), &[Seen::Shown]);
    Reach { marked: vec![marked], things: Vec::new() }
}
