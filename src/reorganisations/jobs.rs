//! What this room does by itself: settling acts on their day.

use crate::app::App;
use crate::error::AppResult;
use crate::jobs::Tally;
use crate::kernel::Ctx;
use crate::reorganisations::actions::settling;

/// Settles the acts whose day has come.
///
/// # Errors
/// The database's.
pub async fn run(app: App, ctx: Ctx) -> AppResult<Tally> {
    settling::settle_due(&app, &ctx).await
}
