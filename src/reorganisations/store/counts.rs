//! What hangs on old units and bodies without being moved: subscriptions follow by themselves, reports stay where they are.

use entity::{feed, report};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};

use crate::db::Conn;
use crate::error::AppResult;
use crate::kernel::BodyId;

/// Live subscriptions to calendars of these bodies and of everything below these units.
///
/// # Errors
/// The database's.
pub async fn feeds(conn: &Conn, units: &[String], bodies: &[BodyId]) -> AppResult<u64> {
    let below = Condition::all().add(feed::Column::Kind.eq("below")).add(feed::Column::UnitCode.is_in(units));
    let own = Condition::any().add(feed::Column::BodyId.is_in(bodies.iter().map(|id| id.0))).add(below);
    Ok(feed::Entity::find().filter(own).filter(feed::Column::RevokedAt.is_null()).count(conn).await?)
}

/// Reports of these units that nobody has accepted.
///
/// # Errors
/// The database's.
pub async fn open_reports(conn: &Conn, units: &[String]) -> AppResult<u64> {
    let open = report::Entity::find().filter(report::Column::UnitCode.is_in(units));
    Ok(open.filter(report::Column::State.ne("accepted")).count(conn).await?)
}
