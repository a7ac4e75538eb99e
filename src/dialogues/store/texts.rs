//! What of a session can be found by its words, and by whom: a planned one inside the office only.

use entity::dialogue_session::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::sessions::from_row;
use crate::db::texts::keep as keep_texts;
use crate::db::{Conn, Reach, Seen, Term, Text, TextKind};
use crate::dialogues::rules::Session;
use crate::error::AppResult;
use crate::kernel::{Action, Ctx};

fn text(session: &Session) -> Text {
    let said = [&session.counterpart, &session.place, &session.code];
    Text {
        part: 0,
        kind: TextKind::Session,
        seen: if session.state.is_public() { Seen::Shown } else { Seen::Inside },
        unit_code: session.unit_code.clone(),
        session: Some(session.id.0),
        field: None,
        state: session.state.word().to_string(),
        day: session.on(),
        title: session.title.clone(),
        text: said.into_iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" · "),
    }
}

/// Brings the index in line with a session that was just saved.
///
/// # Errors
/// The database's.
pub(super) async fn keep(conn: &Conn, session: &Session) -> AppResult<()> {
    keep_texts(conn, session.id.0, &[text(session)]).await.map(drop)
}

/// Looks over the next `limit` sessions behind `after`: how many were not in line, and where it stopped; none at the end.
///
/// # Errors
/// The database's.
pub async fn index(conn: &Conn, after: Option<Uuid>, limit: u64) -> AppResult<(u64, Option<Uuid>)> {
    let mut query = Entity::find().order_by_asc(Column::Id).limit(limit);
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after));
    }
    let (mut done, mut last) = (0, None);
    for row in query.lock_exclusive().all(conn).await? {
        let session = from_row(row)?;
        done += u64::from(keep_texts(conn, session.id.0, &[text(&session)]).await?);
        last = Some(session.id.0);
    }
    Ok((done, last))
}

/// Which sessions this actor may find.
#[must_use]
pub fn reach(ctx: &Ctx) -> Reach {
    let all = Term::within(TextKind::Session, &ctx.scope(Action::ReadPlannedSessions), &[Seen::Shown, Seen::Inside]);
    let public = Term::within(TextKind::Session, &ctx.scope(Action::ReadSessions), &[Seen::Shown]);
    Reach { marked: vec![all, public], things: Vec::new() }
}
