//! What of reports can be found by its words, and by whom: those that were sent by whoever reads reports, others by those who
//! write and sign them.

use entity::report::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::reports::from_row;
use crate::db::texts::keep as keep_texts;
use crate::db::{Conn, Reach, Seen, Term, Text, TextKind};
use crate::error::AppResult;
use crate::kernel::{Action, Ctx};
use crate::reports::rules::report::Report;

fn text(report: &Report) -> Text {
    Text {
        part: 0,
        kind: TextKind::Report,
        seen: if report.state.sent_at().is_some() { Seen::Shown } else { Seen::Inside },
        unit_code: report.unit_code.clone(),
        session: None,
        field: None,
        state: report.state.word().to_string(),
        day: report.data_to,
        title: format!("{} – {}", report.data_from.format("%d/%m/%Y"), report.data_to.format("%d/%m/%Y")),
        text: report.narrative.values().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join("\n"),
    }
}

/// Brings the index in line with a report that was just saved.
///
/// # Errors
/// The database's.
pub(super) async fn keep(conn: &Conn, report: &Report) -> AppResult<()> {
    keep_texts(conn, report.id.0, &[text(report)]).await.map(drop)
}

/// Looks over the next `limit` reports behind `after`: how many were not in line, and where it stopped; none at the end.
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
        let (report, _) = from_row(row)?;
        done += u64::from(keep_texts(conn, report.id.0, &[text(&report)]).await?);
        last = Some(report.id.0);
    }
    Ok((done, last))
}

/// Which reports this actor may find.
#[must_use]
pub fn reach(ctx: &Ctx) -> Reach {
    let at_home = |action| Term::within(TextKind::Report, &ctx.scope(action), &[Seen::Shown, Seen::Inside]);
    let sent = Term::within(TextKind::Report, &ctx.scope(Action::ReadReport), &[Seen::Shown]);
    Reach { marked: vec![at_home(Action::WriteReport), at_home(Action::SignReport), sent], things: Vec::new() }
}
