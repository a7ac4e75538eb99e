//! Units together with their rules.

use crate::app::App;
use crate::duties;
use crate::error::AppResult;
use crate::kernel::Ctx;
use crate::organisation::{self, Unit, set_up};

/// The first set-up: unit, province, administrator, and the rule sets that were chosen for the unit. Its province follows the
/// rules of its own level.
///
/// # Errors
/// Refusals on the fields; not found for a wrong secret.
pub async fn run(app: &App, token: &str, ctx: &Ctx, input: set_up::SetUp, rule_sets: &[String]) -> AppResult<Unit> {
    let (unit, _) = set_up::run(app, token, ctx, input).await?;
    let system = Ctx::system(ctx.now, &ctx.request_id);
    duties::bind_chosen(app, &system, &unit.code, rule_sets).await?;
    if let Some(province) = unit.parent_code.as_deref().filter(|parent| *parent != set_up::ROOT) {
        duties::bind_defaults(app, &system, province).await?;
    }
    Ok(unit)
}

/// Lets a unit take part: its bodies, posts and rules.
///
/// # Errors
/// Not found for an unknown code; denied without the right.
pub async fn activate(app: &App, ctx: &Ctx, code: &str) -> AppResult<Unit> {
    let unit = organisation::activate(app, ctx, code).await?;
    duties::bind_defaults(app, ctx, code).await?;
    Ok(unit)
}
