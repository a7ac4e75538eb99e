//! Calls for issues and the organisations that they are addressed to.

use entity::call::{ActiveModel, Column, Entity, Model};
use entity::call_body;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, saved, scope};
use crate::error::{AppError, AppResult};
use crate::issues::rules::Call;
use crate::kernel::{Action, BodyId, Ctx, Permit, SessionId};

async fn with_bodies(conn: &Conn, rows: Vec<Model>) -> AppResult<Vec<Call>> {
    let ids = rows.iter().map(|row| row.id);
    let addressed = call_body::Entity::find().filter(call_body::Column::CallId.is_in(ids)).all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| Call {
            id: row.id.into(),
            session: row.session_id.into(),
            unit_code: row.unit_code,
            opens_on: row.opens_on,
            closes_on: row.closes_on,
            guidance: row.guidance,
            opened_at: row.opened_at,
            addressees: addressed.iter().filter(|to| to.call_id == row.id).map(|to| BodyId::from(to.body_id)).collect(),
            version: row.version,
        })
        .collect())
}

/// The call of a session, if it has one; whoever asks, with rights asked about the session.
///
/// # Errors
/// The database's.
pub async fn of_session(conn: &Conn, session: SessionId) -> AppResult<Option<Call>> {
    let read = async {
        let rows = Entity::find().filter(Column::SessionId.eq(session.0)).all(conn).await?;
        Ok(with_bodies(conn, rows).await?.into_iter().next())
    };
    conn.recalled("call", session, read).await
}

/// The open calls that a body of this actor may hand in to, by last day, newest first.
///
/// # Errors
/// The database's.
pub async fn open_for_me(conn: &Conn, ctx: &Ctx) -> AppResult<Vec<Call>> {
    let bodies = ctx.scope(Action::SubmitIssue).owners;
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let mine = Query::select()
        .column(call_body::Column::CallId)
        .from(call_body::Entity)
        .and_where(call_body::Column::BodyId.is_in(bodies))
        .take();
    let rows = Entity::find()
        .filter(Column::OpenedAt.is_not_null())
        .filter(Column::Id.in_subquery(mine))
        .order_by_desc(Column::ClosesOn)
        .all(conn)
        .await?;
    with_bodies(conn, rows).await
}

/// The open call of `session` that `body` was asked in.
///
/// # Errors
/// [`AppError::NotFound`] where there is none.
pub async fn asked(conn: &Conn, session: SessionId, body: BodyId) -> AppResult<Call> {
    let call = of_session(conn, session).await?.ok_or(AppError::NotFound)?;
    if call.opened_at.is_some() && call.addressees.contains(&body) { Ok(call) } else { Err(AppError::NotFound) }
}

/// The calls of the units whose office the actor is, newest first.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, ctx: &Ctx) -> AppResult<Vec<Call>> {
    let within = scope::in_units(&ctx.scope(Action::OpenCall), Column::UnitCode);
    let rows = Entity::find().filter(within).order_by_desc(Column::ClosesOn).all(conn).await?;
    with_bodies(conn, rows).await
}

fn to_row(call: &Call) -> ActiveModel {
    ActiveModel {
        id: Set(call.id.0),
        session_id: Set(call.session.0),
        unit_code: Set(call.unit_code.clone()),
        opens_on: Set(call.opens_on),
        closes_on: Set(call.closes_on),
        guidance: Set(call.guidance.clone()),
        opened_at: Set(call.opened_at),
        version: Set(call.version),
    }
}

async fn address(conn: &Conn, call: &Call) -> AppResult<()> {
    call_body::Entity::delete_many().filter(call_body::Column::CallId.eq(call.id.0)).exec(conn).await?;
    let rows = call.addressees.iter().map(|body| call_body::ActiveModel { call_id: Set(call.id.0), body_id: Set(body.0) });
    call_body::Entity::insert_many(rows).exec_without_returning(conn).await?;
    Ok(())
}

/// Adds a call (`version` 0) or saves one that was read at `call.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, call: &Call) -> AppResult<()> {
    let mut row = to_row(call);
    row.version = Set(call.version + 1);
    if call.version == 0 {
        Entity::insert(row).exec_without_returning(conn).await?;
    } else {
        let newest = Entity::update_many().set(row).filter(Column::Id.eq(call.id.0)).filter(Column::Version.eq(call.version));
        saved(newest.exec(conn).await?.rows_affected)?;
    }
    address(conn, call).await
}
