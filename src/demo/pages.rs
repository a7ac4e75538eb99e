//! The button of the set-up page that loads the demonstration: whoever holds the one-time link may press it.

use axum::extract::State;

use crate::app::App;
use crate::demo::{self, Scale};
use crate::error::AppError;
use crate::organisation::set_up;
use crate::web::{PageResult, Posted, Visit, outcome};

/// The seed of the demonstration where nobody asks for another one.
pub const SEED: u64 = 2025;

/// POST /set-up/demo
///
/// # Errors
/// [`AppError::NotFound`] without the right secret; [`AppError::Refused`] as `demo::load` says.
pub async fn load(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    set_up::check(&app, posted.get("key").unwrap_or("")).await?;
    outcome(demo::load(&app, Scale::Commune, SEED).await)?.map_err(AppError::Refused)?;
    visit.redirect("/sign-in", "flash-demo-loaded")
}
