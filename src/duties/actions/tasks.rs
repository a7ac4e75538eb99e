//! What has to be done in this room now: by administrators only, who alone can do it.

use crate::app::App;
use crate::duties::actions::bindings::level_of;
use crate::duties::store::{bindings, days};
use crate::error::AppResult;
use crate::kernel::{Action, Ctx, Role, Target, Task};
use crate::organisation::active_units;

/// The calendar that runs out, and units that take part without any rules.
///
/// # Errors
/// The database's.
pub async fn tasks(app: &App, ctx: &Ctx) -> AppResult<Vec<Task>> {
    let mut tasks = Vec::new();
    if !ctx.actor.has_role(Role::Admin) {
        return Ok(tasks);
    }
    let conn = app.db().read();
    if ctx.permit(Action::ManageCalendar, &Target::unit("00/")).is_ok() {
        let calendar = days::calendar(conn).await?;
        if calendar.is_running_out(ctx.today()) {
            tasks.push(Task::new("task-calendar-running-out", "/admin/days").due(calendar.covers_until()));
        }
    }
    let bound = bindings::all(conn).await?;
    for path in ctx.scope(Action::ManageRules).subtrees {
        for unit in active_units(conn, &path).await? {
            if level_of(&unit).is_some() && bound.iter().all(|binding| binding.unit_code != unit.code) {
                let task = Task::new("task-unit-without-rules", format!("/admin/units/{}", unit.code));
                tasks.push(task.arg("unit", &unit.name));
            }
        }
    }
    Ok(tasks)
}
