//! Last days that were counted from a session's date and kept: when the calendar moves the count, they move along. A day that
//! an office chose by itself is another day than the counted one, and stays.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{assignment, call, issue};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::db::Conn;
use crate::duties::Moved;
use crate::error::AppResult;
use crate::kernel::Permit;
use crate::law::DateKind;

/// Sessions in one UPDATE.
const CHUNK: usize = 500;

/// Moves windows of calls and agencies' days that stand on the moved dates and have not passed; none of them into the past, and
/// none of what is answered already. A second time it moves nothing.
/// Answers how many.
///
/// # Errors
/// The database's.
pub async fn recount(conn: &Conn, _permit: &Permit, today: NaiveDate, moved: &[Moved]) -> AppResult<u64> {
    let mut together: BTreeMap<(DateKind, NaiveDate, NaiveDate), Vec<Uuid>> = BTreeMap::new();
    for one in moved.iter().filter(|one| one.from >= today) {
        together.entry((one.kind, one.from, Ord::max(one.to, today))).or_default().push(one.session.0);
    }
    let mut count = 0;
    for ((kind, from, to), sessions) in together {
        for sessions in sessions.chunks(CHUNK) {
            let sessions = sessions.iter().copied();
            count += match kind {
                DateKind::IntakeOpens => move_call(conn, call::Column::OpensOn, sessions, from, to).await?,
                DateKind::IntakeCloses => move_call(conn, call::Column::ClosesOn, sessions, from, to).await?,
                DateKind::Answers => {
                    let issues = Query::select()
                        .column(issue::Column::Id)
                        .from(issue::Entity)
                        .and_where(issue::Column::SessionId.is_in(sessions))
                        .and_where(issue::Column::AnsweredAt.is_null())
                        .take();
                    let result = assignment::Entity::update_many()
                        .col_expr(assignment::Column::DueOn, Expr::value(to))
                        .filter(assignment::Column::DueOn.eq(from))
                        .filter(assignment::Column::IssueId.in_subquery(issues))
                        .exec(conn)
                        .await?;
                    result.rows_affected
                }
                _ => 0,
            };
        }
    }
    Ok(count)
}

async fn move_call(
    conn: &Conn,
    column: call::Column,
    sessions: impl Iterator<Item = Uuid>,
    from: NaiveDate,
    to: NaiveDate,
) -> AppResult<u64> {
    let result = call::Entity::update_many()
        .col_expr(column, Expr::value(to))
        .col_expr(call::Column::Version, Expr::col(call::Column::Version).add(1))
        .filter(column.eq(from))
        .filter(call::Column::SessionId.is_in(sessions))
        .exec(conn)
        .await?;
    Ok(result.rows_affected)
}
