//! What somebody has to do in this room now.

use chrono::TimeDelta;

use crate::app::App;
use crate::dialogues::{Filter, Session, StateWord, list};
use crate::error::AppResult;
use crate::kernel::clock::local_date;
use crate::kernel::{Action, Ctx, PageRequest, Task};
use crate::minutes::rules::{AgendaState, Signer};
use crate::minutes::store::{agenda, minutes};
use crate::organisation::unit;

/// Days before a session from which its agenda is asked for.
const AGENDA_AHEAD: i64 = 14;

/// Most sessions whose next step is asked for.
const MOST: PageRequest = PageRequest { number: 1, size: 200 };

/// Agendas to make, rooms to open, minutes to finish and to sign.
///
/// # Errors
/// The database's.
pub async fn tasks(app: &App, ctx: &Ctx) -> AppResult<Vec<Task>> {
    let mut tasks = Vec::new();
    let rights = [Action::ManageAgenda, Action::SignAsChair, Action::SignAsClerk];
    if rights.iter().all(|action| ctx.scope(*action).is_empty()) {
        return Ok(tasks);
    }
    let states = vec![StateWord::Announced, StateWord::InSession, StateWord::Held];
    for session in &list(app.db().read(), ctx, &Filter { states, ..Filter::default() }, MOST).await?.rows {
        tasks.extend(of_session(app, ctx, session).await?);
    }
    Ok(tasks)
}

async fn of_session(app: &App, ctx: &Ctx, session: &Session) -> AppResult<Option<Task>> {
    let conn = app.db().read();
    let target = unit(conn, &session.unit_code).await?.target();
    let may = |action| ctx.permit(action, &target).is_ok();
    let at = |key, page: &str| Task::new(key, format!("/dialogues/{}/{page}", session.id)).arg("title", &session.title);
    let on = session.on();
    Ok(match session.state.word() {
        StateWord::Announced if may(Action::ManageAgenda) => {
            let plan = agenda::agenda(conn, session.id, &session.unit_code).await?;
            let published = plan.as_ref().is_some_and(|plan| plan.state == AgendaState::Published);
            let soon = on <= ctx.today() + TimeDelta::days(AGENDA_AHEAD);
            if on <= ctx.today() && plan.is_some() {
                Some(at("task-minutes-begin", "minutes").due(Some(on)))
            } else if soon && !published {
                Some(at("task-agenda", "agenda").due(on.pred_opt()))
            } else {
                None
            }
        }
        StateWord::InSession if may(Action::TakeMinutes) => Some(at("task-minutes-take", "minutes").due(Some(on))),
        StateWord::Held => {
            let kept = minutes::minutes_of(conn, session.id, &session.unit_code).await?;
            let Some(kept) = kept else { return Ok(None) };
            let ended = kept.state.ended_at().map(local_date);
            let missing = |signer, action| kept.state.signature(signer).is_none() && may(action);
            if missing(Signer::Chair, Action::SignAsChair) {
                Some(at("task-minutes-sign-chair", "minutes").due(ended))
            } else if missing(Signer::Clerk, Action::SignAsClerk) {
                Some(at("task-minutes-sign-clerk", "minutes").due(ended))
            } else {
                None
            }
        }
        _ => None,
    })
}
