//! What an administrator of the installation does with jobs and deliveries.

use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::db::{WriteTx, delivery};
use crate::error::{AppError, AppResult};
use crate::jobs::store as jobs;
use crate::kernel::{Action, Ctx, Event};
use crate::organisation::unit;

/// The unit above all others: who administers it administers the installation.
const ROOT: &str = "00";

/// Whether the actor administers the installation.
///
/// # Errors
/// [`AppError::Denied`].
pub async fn check(app: &App, ctx: &Ctx) -> AppResult<()> {
    let root = unit(app.db().read(), ROOT).await?;
    ctx.permit(Action::ManageOrganisation, &root.target())?;
    Ok(())
}

/// Makes a job due at once; the alarm runs it within seconds.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such job; [`AppError::Denied`].
pub async fn run_now(app: &App, ctx: &Ctx, name: &str) -> AppResult<()> {
    check(app, ctx).await?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    jobs::save_due(tx.conn(), name, ctx.now).await?;
    tx.commit(Event::new("job.requested", "job", name, "")).await
}

/// Lets a delivery that was given up be tried again.
///
/// # Errors
/// [`AppError::NotFound`] when it was not given up; [`AppError::Denied`].
pub async fn retry(app: &App, ctx: &Ctx, id: Uuid) -> AppResult<()> {
    check(app, ctx).await?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    if !delivery::revive(tx.conn(), id, ctx.now).await? {
        return Err(AppError::NotFound);
    }
    tx.ring_after();
    tx.commit(Event::new("delivery.retried", "delivery", id, "").facts(json!({}))).await
}
