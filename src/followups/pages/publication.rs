//! Noting that a conclusion was published in one channel, with its day and proof.

use axum::extract::State as AppState;
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::dialogues;
use crate::error::{AppError, AppResult};
use crate::followups::actions::publication as actions;
use crate::followups::forms;
use crate::followups::store::conclusions;
use crate::i18n::{Locale, format};
use crate::kernel::{Action, SessionId};
use crate::law::parameters::Channel;
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// The form of one channel.
#[derive(Debug, Serialize)]
pub struct Publish {
    pub session: String,
    pub title: String,
    pub channel: &'static str,
    pub form: FormState,
}

impl View for Publish {
    const TEMPLATE: &'static str = "pages/followups/publish";

    fn samples() -> Vec<Self> {
        let sample = |channel: &Channel| Self {
            session: "0193".into(),
            title: "Đối thoại".into(),
            channel: channel.as_str(),
            form: FormState::with(json!({ "version": 1 })),
        };
        Channel::ALL.iter().map(sample).collect()
    }
}

fn channel(word: &str) -> AppResult<Channel> {
    word.parse().map_err(|_| AppError::NotFound)
}

/// GET /dialogues/{id}/conclusion/channels/{channel}
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn form(AppState(app): AppState<App>, visit: Visit, Path((id, word)): Path<(SessionId, String)>) -> PageResult {
    let channel = channel(&word)?;
    let conn = app.db().read();
    let found = dialogues::find(conn, &visit.ctx, Action::IssueConclusion, id).await?;
    let conclusion = conclusions::of_session(conn, &visit.ctx, &found.unit, id).await?.ok_or(AppError::NotFound)?;
    let known = conclusions::publications(conn, conclusion.id).await?.into_iter().find(|known| known.channel == channel);
    let done_on = known.as_ref().map_or_else(|| visit.ctx.today(), |known| known.done_on);
    let form = FormState::with(json!({
        "version": conclusion.version,
        "done_on": format::date(Locale::Vi, done_on),
        "proof": known.map(|known| known.proof),
    }));
    visit.page(&Publish { session: id.to_string(), title: found.session.title, channel: channel.as_str(), form })
}

/// POST /dialogues/{id}/conclusion/channels/{channel}
///
/// # Errors
/// `Conflict`, `Denied`.
pub async fn save(
    AppState(app): AppState<App>,
    visit: Visit,
    Path((id, word)): Path<(SessionId, String)>,
    posted: Posted,
) -> PageResult {
    let channel = channel(&word)?;
    let result = match forms::publication(&posted, channel) {
        Ok((version, publication)) => actions::publish(&app, &visit.ctx, id, version, publication).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/dialogues/{id}/conclusion"), "flash-conclusion-published"),
        Err(violations) => {
            let found = dialogues::find(app.db().read(), &visit.ctx, Action::IssueConclusion, id).await?;
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&Publish { session: id.to_string(), title: found.session.title, channel: channel.as_str(), form })
        }
    }
}
