//! Whether what an organisation hands in is approved inside first: said by who leads it or administers its unit.

use serde_json::json;

use crate::app::App;
use crate::db::{Conn, WriteTx};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, BodyId, Ctx, Event, Permit, Refusal, Role};
use crate::organisation::store::bodies::{self, Body};
use crate::organisation::store::people::{self, Recipient};
use crate::organisation::store::units;

/// The collecting body `id` with the proof that the actor may say how it hands in.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or it does not collect issues, [`AppError::Denied`].
pub async fn settable(conn: &Conn, ctx: &Ctx, id: BodyId) -> AppResult<(Body, Permit)> {
    let body = bodies::body(conn, id).await?;
    let unit = units::unit(conn, &body.unit_code).await?;
    let permit = ctx.permit(Action::SetApproval, &unit.target().owned_by([id.0]))?;
    if body.kind.submits() { Ok((body, permit)) } else { Err(AppError::NotFound) }
}

/// Who may let an issue leave this body today.
///
/// # Errors
/// The database's.
pub async fn approvers(conn: &Conn, ctx: &Ctx, id: BodyId) -> AppResult<Vec<Recipient>> {
    people::people_with_role(conn, Role::Approver, &[id], ctx.today()).await
}

/// Asks for approval inside the body from now on, or no longer. What waits for approval goes on waiting.
///
/// # Errors
/// `body.no-approver` where nobody could approve; [`AppError::Conflict`], [`AppError::Denied`].
pub async fn set(app: &App, ctx: &Ctx, id: BodyId, version: i32, first: bool) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (body, permit) = settable(tx.conn(), ctx, id).await?;
    if first && approvers(tx.conn(), ctx, id).await?.is_empty() {
        return Err(Refusal::on("approves_first", "body.no-approver").into());
    }
    let facts = json!({ "before": { "approves_first": body.approves_first }, "after": { "approves_first": first } });
    let event = Event::new("body.approval-set", "body", id, &body.unit_code).facts(facts);
    bodies::save(tx.conn(), &permit, &Body { approves_first: first, version, ..body }).await?;
    tx.commit(event).await
}
