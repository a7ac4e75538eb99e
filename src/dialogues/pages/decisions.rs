//! Deciding on a day that is only proposed, and making up for a cancelled session: one form with the day, what it collides with
//! and free times.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;

use super::session_help::{About, Help, asked, is_asked};
use crate::app::App;
use crate::dialogues::actions::decisions as actions;
use crate::dialogues::forms;
use crate::dialogues::rules::rhythm::Occurrence;
use crate::dialogues::rules::{Session, SessionKind, SessionState};
use crate::dialogues::store::series::FoundSeries;
use crate::dialogues::store::sessions;
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::i18n::{self, Locale, format};
use crate::kernel::clock::local;
use crate::kernel::{Action, SeriesId, SessionId};
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// The form.
#[derive(Debug, Serialize)]
pub struct Decide {
    /// Where it is sent; `/leave` below it leaves the day out, where that can be.
    pub action: String,
    pub back: String,
    pub may_leave_out: bool,
    pub title: String,
    /// Why somebody has to decide.
    pub why: String,
    /// Within which days it counts, in the reader's words; empty where no duty says so.
    pub counts: String,
    pub form: FormState,
    pub help: Help,
}

impl View for Decide {
    const TEMPLATE: &'static str = "pages/series/decide";

    fn samples() -> Vec<Self> {
        let sample = |may_leave_out, help| Self {
            action: "/series/0193/days/2026-04-25T08:00".into(),
            back: "/series/0193".into(),
            may_leave_out,
            title: "Tiếp dân ngày 25".into(),
            why: "25/04/2026 là ngày nghỉ".into(),
            counts: if may_leave_out { "Tính cho kỳ 01/04/2026 – 30/04/2026".into() } else { String::new() },
            form: FormState::with(json!({ "kind": "reception" })),
            help,
        };
        let helps = Help::samples().into_iter().map(|help| sample(false, help));
        helps.chain([sample(true, Help::default())]).collect()
    }
}

/// Within which days it counts.
async fn counts(app: &App, visit: &Visit, unit: &str, kind: SessionKind, on: NaiveDate) -> AppResult<String> {
    let Some((from, to)) = actions::counts_within(app, &visit.ctx, unit, kind, on).await? else { return Ok(String::new()) };
    let args = [("from", format::date(visit.locale, from)), ("to", format::date(visit.locale, to))];
    let key = if to > visit.ctx.today() { "make-up-counts" } else { "make-up-counts-no-more" };
    Ok(i18n::text(visit.locale, key, &args))
}

fn why(one: &Occurrence, locale: Locale) -> String {
    let because = one.slot.shifted_because.clone().unwrap_or_default();
    let key = format!("day-kind-{because}");
    let because = if i18n::has(locale, &key) { i18n::text(locale, &key, &[]) } else { because };
    let args = [("day", format::date(locale, one.slot.key.date())), ("why", because)];
    i18n::text(locale, &format!("slot-{}", one.slot.outcome), &args)
}

async fn day_view(
    app: &App,
    visit: &Visit,
    (found, one): (&FoundSeries, &Occurrence),
    form: FormState,
    help: Help,
) -> AppResult<Decide> {
    let series = &found.series;
    Ok(Decide {
        action: format!("/series/{}/days/{}", series.id, one.key),
        back: format!("/series/{}", series.id),
        may_leave_out: true,
        title: series.title.clone(),
        why: why(one, visit.locale),
        counts: counts(app, visit, &series.unit_code, series.kind, one.slot.key.date()).await?,
        form,
        help,
    })
}

/// GET /series/{id}/days/{key}
///
/// # Errors
/// Not found where nothing waits under this key, or denied.
pub async fn day(State(app): State<App>, visit: Visit, Path((id, key)): Path<(SeriesId, String)>) -> PageResult {
    let (found, one) = actions::waiting_day(app.db().read(), &visit.ctx, id, &key).await?;
    let (starts, ends) = found.series.times(&one.slot);
    let form = FormState::with(json!({
        "kind": found.series.kind,
        "on": starts.date(),
        "starts": format::time(starts.time()),
        "ends": format::time(ends.time()),
        "place": found.series.place,
    }));
    visit.page(&day_view(&app, &visit, (&found, &one), form, Help::default()).await?)
}

/// POST /series/{id}/days/{key}
///
/// # Errors
/// Not found where nothing waits under this key, or denied.
pub async fn hold(State(app): State<App>, visit: Visit, Path((id, key)): Path<(SeriesId, String)>, posted: Posted) -> PageResult {
    let (found, one) = actions::waiting_day(app.db().read(), &visit.ctx, id, &key).await?;
    if is_asked(&posted) {
        let about = About { unit_code: &found.unit.code, session: None };
        let (status, form, help) = asked(&app, &visit, about, &posted).await?;
        return visit.page_with(status, &day_view(&app, &visit, (&found, &one), form, help).await?);
    }
    let result = match forms::times_and_place(&posted) {
        Ok((times, place)) => actions::hold(&app, &visit.ctx, id, &key, times, place).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(session) => visit.redirect(&format!("/dialogues/{session}"), "flash-session-planned"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&day_view(&app, &visit, (&found, &one), form, Help::default()).await?)
        }
    }
}

/// POST /series/{id}/days/{key}/leave
///
/// # Errors
/// Not found where nothing waits under this key, or denied.
pub async fn leave(
    State(app): State<App>,
    visit: Visit,
    Path((id, key)): Path<(SeriesId, String)>,
    posted: Posted,
) -> PageResult {
    let (found, one) = actions::waiting_day(app.db().read(), &visit.ctx, id, &key).await?;
    let result = match forms::only_reason(&posted) {
        Ok(reason) => actions::leave_out(&app, &visit.ctx, id, &key, reason).await,
        Err(violations) => Err(AppError::from(violations)),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/series/{id}"), "flash-series-left-out"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&day_view(&app, &visit, (&found, &one), form, Help::default()).await?)
        }
    }
}

/// POST /dialogues/{id}/keep
///
/// # Errors
/// [`AppError::Refused`] once the room was open, [`AppError::Conflict`].
pub async fn keep(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    actions::keep(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect(&format!("/dialogues/{id}"), "flash-session-kept")
}

async fn make_up_view(app: &App, visit: &Visit, session: &Session, form: FormState, help: Help) -> AppResult<Decide> {
    let day = format::date(visit.locale, session.on());
    let reason = match &session.state {
        SessionState::Cancelled { reason, .. } => reason.clone(),
        _ => String::new(),
    };
    Ok(Decide {
        action: format!("/dialogues/{}/make-up", session.id),
        back: format!("/dialogues/{}", session.id),
        may_leave_out: false,
        title: session.title.clone(),
        why: i18n::text(visit.locale, "make-up-why", &[("day", day), ("why", reason)]),
        counts: counts(app, visit, &session.unit_code, session.kind, session.on()).await?,
        form,
        help,
    })
}

/// GET /dialogues/{id}/make-up
///
/// # Errors
/// Not found for a session that was not cancelled, or denied.
pub async fn make_up_form(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    let conn = app.db().read();
    let session = sessions::find(conn, &visit.ctx, Action::PlanDialogues, id).await?.session;
    if !matches!(session.state, SessionState::Cancelled { .. }) {
        return Err(AppError::NotFound);
    }
    let calendar = duties::calendar(conn).await?;
    let after = session.on().max(visit.ctx.today());
    let proposed = after.iter_days().skip(1).take(60).find(|day| calendar.is_working(*day));
    let (starts, ends) = (local(session.starts_at), local(session.ends_at));
    let form = FormState::with(json!({
        "kind": session.kind,
        "on": proposed,
        "starts": format::time(starts.time()),
        "ends": format::time(ends.time()),
        "place": session.place,
    }));
    visit.page(&make_up_view(&app, &visit, &session, form, Help::default()).await?)
}

/// POST /dialogues/{id}/make-up
///
/// # Errors
/// [`AppError::Denied`].
pub async fn make_up(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let session = sessions::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?.session;
    if is_asked(&posted) {
        let about = About { unit_code: &session.unit_code, session: Some(&session) };
        let (status, form, help) = asked(&app, &visit, about, &posted).await?;
        return visit.page_with(status, &make_up_view(&app, &visit, &session, form, help).await?);
    }
    let result = match forms::times_and_place(&posted) {
        Ok((times, place)) => actions::make_up(&app, &visit.ctx, id, times, place).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(session) => visit.redirect(&format!("/dialogues/{session}"), "flash-session-planned"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&make_up_view(&app, &visit, &session, form, Help::default()).await?)
        }
    }
}
