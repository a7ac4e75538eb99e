//! Looking through the audit trail by unit, person, event and day. It only reads; neighbour: `audit` writes and verifies.

use chrono::{DateTime, NaiveDate, Utc};
use entity::audit_entry::{Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoSimpleExpr, QueryFilter, QueryOrder, QuerySelect};

use crate::db::{Conn, paged, scope};
use crate::error::AppResult;
use crate::kernel::clock::{end_of, start_of};
use crate::kernel::{Action, Ctx, Page, PageRequest, Target};

/// What is looked for; empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    pub unit_code: String,
    /// A part of the actor's name, capitals and small letters alike.
    pub actor: String,
    pub code: String,
    pub day: Option<NaiveDate>,
}

/// One entry as a reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub actor: String,
    pub code: String,
    pub subject_kind: String,
    pub subject_id: String,
    pub unit_code: String,
    pub facts: String,
}

/// A page of the entries that the actor may read, newest first. Entries without a unit are for those who read the whole trail.
///
/// # Errors
/// The database's.
pub async fn search(conn: &Conn, ctx: &Ctx, wanted: &Search, page: PageRequest) -> AppResult<Page<Found>> {
    let whole = ctx.permit(Action::ReadAudit, &Target::unit("00/")).is_ok();
    let visible = if whole { Condition::all() } else { scope::in_units(&ctx.scope(Action::ReadAudit), Column::UnitCode) };
    let mut narrowed = Condition::all();
    if !wanted.unit_code.is_empty() {
        narrowed = narrowed.add(Column::UnitCode.eq(&wanted.unit_code));
    }
    if !wanted.code.is_empty() {
        narrowed = narrowed.add(Column::Code.eq(&wanted.code));
    }
    if !wanted.actor.is_empty() {
        let typed = wanted.actor.replace(['%', '_', '\\'], "");
        let either = Condition::any()
            .add(Column::Actor.contains(&typed))
            .add(Expr::expr(Func::lower(Column::Actor.into_simple_expr())).like(format!("%{}%", typed.to_lowercase())));
        narrowed = narrowed.add(either);
    }
    if let Some(day) = wanted.day {
        narrowed = narrowed.add(Column::At.gte(start_of(day))).add(Column::At.lt(end_of(day)));
    }
    let query = Entity::find().filter(visible).filter(narrowed).order_by_desc(Column::Seq);
    Ok(paged(conn, query, page).await?.map(|row| Found {
        seq: row.seq,
        at: row.at,
        actor: row.actor,
        code: row.code,
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        unit_code: row.unit_code,
        facts: row.facts,
    }))
}

/// The events that occur in the trail, by their codes.
///
/// # Errors
/// The database's.
pub async fn codes(conn: &Conn) -> AppResult<Vec<String>> {
    Ok(Entity::find().select_only().column(Column::Code).distinct().order_by_asc(Column::Code).into_tuple().all(conn).await?)
}
