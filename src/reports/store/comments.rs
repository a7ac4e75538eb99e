//! Remarks of the superior on a report or on one of its figures. Only added, never changed.

use chrono::{DateTime, Utc};
use entity::report_comment::{ActiveModel, Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::Conn;
use crate::error::AppResult;
use crate::kernel::ids::fresh_uuid;
use crate::kernel::{Ctx, Permit, ReportId};

/// One remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Code of the figure that it is about; none for the report as a whole.
    pub figure: Option<String>,
    pub text: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// The remarks on a report, oldest first. The caller has found the report.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, report: ReportId) -> AppResult<Vec<Comment>> {
    let rows = Entity::find().filter(Column::ReportId.eq(report.0)).order_by_asc(Column::SavedAt).order_by_asc(Column::Id);
    let comment =
        |row: entity::report_comment::Model| Comment { figure: row.figure, text: row.text, by: row.saved_by, at: row.saved_at };
    let read = async { Ok(rows.all(conn).await?.into_iter().map(comment).collect()) };
    conn.recalled("remarks", report, read).await
}

/// Adds a remark of the actor.
///
/// # Errors
/// The database's.
pub async fn insert(
    conn: &Conn,
    _permit: &Permit,
    ctx: &Ctx,
    report: ReportId,
    figure: Option<String>,
    text: String,
) -> AppResult<()> {
    let row = ActiveModel {
        id: Set(fresh_uuid()),
        report_id: Set(report.0),
        figure: Set(figure),
        text: Set(text),
        saved_by: Set(ctx.actor_name().to_owned()),
        saved_at: Set(ctx.now),
    };
    Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}
