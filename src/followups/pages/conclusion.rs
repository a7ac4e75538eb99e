//! The page of a session's conclusion: when it is due, what it says, its tasks, where it was published.

use axum::extract::State as AppState;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::app::App;
use crate::dialogues::{self, Session, SessionState};
use crate::duties::{self, DateLine};
use crate::error::AppResult;
use crate::followups::actions::conclusions as actions;
use crate::followups::actions::publication::required;
use crate::followups::forms;
use crate::followups::pages::lines::{self, Line};
use crate::followups::pages::paper::symbol;
use crate::followups::rules::{Conclusion, Publication, StateWord, Task, Timing};
use crate::followups::store::{conclusions, lists, tasks};
use crate::kernel::{Action, SessionId};
use crate::law::parameters::Channel;
use crate::law::{DateKind, WorkingCalendar};
use crate::organisation::body;
use crate::web::{PageResult, Path, Posted, View, Visit};

/// A task of the draft.
#[derive(Debug, Serialize)]
pub struct TaskLine {
    pub id: String,
    pub position: i32,
    pub wording: String,
    pub lead: Option<String>,
    pub supports: Vec<String>,
    pub due_on: Option<NaiveDate>,
    /// The next working day, where the last day is off.
    pub off_until: Option<NaiveDate>,
    /// Promised in the room: cannot be dropped.
    pub is_promise: bool,
}

/// A channel of publication.
#[derive(Debug, Serialize)]
pub struct ChannelLine {
    pub channel: &'static str,
    pub required: bool,
    pub done_on: Option<NaiveDate>,
    pub proof: String,
    /// Published after the last day.
    pub late: bool,
}

/// What stands in the conclusion.
#[derive(Debug, Serialize)]
pub struct Written {
    pub state: &'static str,
    pub tone: &'static str,
    /// "15-TB/ĐU"; empty while there is no number.
    pub symbol: String,
    pub body: String,
    pub general: String,
    pub tasks: Vec<TaskLine>,
    pub commitments: Vec<Line>,
    pub channels: Vec<ChannelLine>,
    /// Whether the channels come from rules or only from habit.
    pub channels_by_rule: bool,
    pub signed_at: Option<DateTime<Utc>>,
    pub signed_by: String,
    pub signed_late: bool,
    pub version: i32,
}

/// The page.
#[derive(Debug, Serialize)]
pub struct Show {
    pub session: String,
    pub session_title: String,
    pub held_on: NaiveDate,
    pub dates: Vec<DateLine>,
    pub written: Option<Written>,
    /// Whether the minutes are signed and locked.
    pub minutes_signed: bool,
    pub may_prepare: bool,
    pub may_write: bool,
    pub may_sign: bool,
    pub may_publish: bool,
}

impl View for Show {
    const TEMPLATE: &'static str = "pages/followups/conclusion";

    fn samples() -> Vec<Self> {
        let day = NaiveDate::default;
        let task = |full: bool| TaskLine {
            id: "0193".into(),
            position: 1,
            wording: "Nạo vét cống".into(),
            lead: full.then(|| "Phòng Kinh tế".into()),
            supports: if full { vec!["Công an".into()] } else { Vec::new() },
            due_on: full.then(day),
            off_until: full.then(day),
            is_promise: full,
        };
        let line = |opens| Line { opens, ..Line::sample(StateWord::Assigned, Timing::Soon) };
        let channel = |done: bool| ChannelLine {
            channel: "mass-media",
            required: done,
            done_on: done.then(day),
            proof: "Biên bản niêm yết".into(),
            late: done,
        };
        let written = |signed: bool| Written {
            state: if signed { "signed" } else { "draft" },
            tone: "blue",
            symbol: if signed { "15-TB/ĐU".into() } else { String::new() },
            body: "Đảng ủy".into(),
            general: if signed { "Hội nghị đạt yêu cầu.".into() } else { String::new() },
            tasks: if signed { Vec::new() } else { vec![task(true), task(false)] },
            commitments: if signed { vec![line(true), line(false)] } else { Vec::new() },
            channels: vec![channel(true), channel(false)],
            channels_by_rule: signed,
            signed_at: signed.then(DateTime::default),
            signed_by: "Lò Văn Mẫu".into(),
            signed_late: signed,
            version: 1,
        };
        let show = |written, all: bool| Self {
            session: "0193".into(),
            session_title: "Hội nghị đối thoại năm 2025".into(),
            held_on: day(),
            dates: vec![DateLine::sample(DateKind::ConclusionNotice, true), DateLine::sample(DateKind::Publication, false)],
            written,
            minutes_signed: all,
            may_prepare: all,
            may_write: all,
            may_sign: all,
            may_publish: all,
        };
        vec![
            show(None, true),
            show(None, false),
            show(Some(written(false)), true),
            show(Some(Written { tasks: Vec::new(), ..written(false) }), false),
            show(Some(written(true)), true),
            show(Some(Written { commitments: Vec::new(), ..written(true) }), false),
        ]
    }
}

/// GET /dialogues/{id}/conclusion
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn show(AppState(app): AppState<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    let (conn, ctx) = (app.db().read(), &visit.ctx);
    let found = dialogues::find(conn, ctx, Action::ReadSessions, id).await?;
    let session = &found.session;
    let minutes_signed = matches!(session.state, SessionState::Closed { .. });
    let was_held = minutes_signed || matches!(session.state, SessionState::Held { .. });
    let conclusion = conclusions::of_session(conn, ctx, &found.unit, id).await?;
    let may = |action| ctx.permit(action, &found.unit.target()).is_ok();
    let ours = |date: &DateLine| matches!(date.kind, DateKind::ConclusionNotice | DateKind::Publication);
    let dates = duties::date_lines(conn, &session.unit_code, session.on()).await?;
    let dates: Vec<DateLine> = dates.into_iter().filter(ours).collect();
    let is_draft = conclusion.as_ref().is_some_and(Conclusion::is_draft);
    let written = match &conclusion {
        Some(conclusion) => Some(written(&app, &visit, session, conclusion, &dates).await?),
        None => None,
    };
    visit.page(&Show {
        session: id.to_string(),
        session_title: session.title.clone(),
        held_on: session.on(),
        dates,
        may_prepare: conclusion.is_none() && was_held && may(Action::IssueConclusion),
        may_write: is_draft && may(Action::IssueConclusion),
        may_sign: is_draft && may(Action::SignConclusion),
        may_publish: conclusion.is_some() && !is_draft && may(Action::IssueConclusion),
        written,
        minutes_signed,
    })
}

async fn written(app: &App, visit: &Visit, session: &Session, conclusion: &Conclusion, dates: &[DateLine]) -> AppResult<Written> {
    let conn = app.db().read();
    let issuer = body(conn, conclusion.body).await?;
    let drafted = if conclusion.is_draft() { tasks::of(conn, conclusion.id).await? } else { Vec::new() };
    let given = if conclusion.is_draft() { Vec::new() } else { lists::of_session(conn, session.id).await? };
    let opened = lists::opened_of_session(conn, &visit.ctx, session.id).await?;
    let promises = lines::lines(app, &given, visit.ctx.now).await?.into_iter().zip(&given);
    let known = conclusions::publications(conn, conclusion.id).await?;
    let (required, channels_by_rule) = required(&*duties::merged_rules(conn, &session.unit_code, session.on()).await?);
    let last_day = |kind: DateKind| dates.iter().find(|date| date.kind == kind).map(|date| date.on);
    let signed_at = conclusion.signature().map(|signature| signature.at);
    let signed_on = signed_at.map(crate::kernel::clock::local_date);
    Ok(Written {
        state: conclusion.word().as_str(),
        tone: match conclusion.word().as_str() {
            "draft" => "grey",
            "signed" => "blue",
            _ => "green",
        },
        symbol: symbol(conclusion, &issuer),
        body: issuer.name,
        general: conclusion.general.clone(),
        tasks: task_lines(app, &drafted).await?,
        commitments: promises.map(|(line, given)| Line { opens: opened.contains(&given.id), ..line }).collect(),
        channels: channel_lines(&required, &known, last_day(DateKind::Publication)),
        channels_by_rule,
        signed_at,
        signed_by: conclusion.signature().map(|signature| signature.by.clone()).unwrap_or_default(),
        signed_late: signed_on.zip(last_day(DateKind::ConclusionNotice)).is_some_and(|(on, last)| on > last),
        version: conclusion.version,
    })
}

async fn task_lines(app: &App, drafted: &[Task]) -> AppResult<Vec<TaskLine>> {
    let calendar = duties::calendar(app.db().read()).await?;
    let names = lines::names(app, drafted.iter().flat_map(|task| task.supports.iter().copied().chain(task.lead))).await?;
    let name = |id: &crate::kernel::BodyId| names.get(id).cloned().unwrap_or_default();
    Ok(drafted
        .iter()
        .map(|task| TaskLine {
            id: task.id.to_string(),
            position: task.position,
            wording: task.wording.clone(),
            lead: task.lead.as_ref().map(name),
            supports: task.supports.iter().map(name).collect(),
            due_on: task.due_on,
            off_until: task.due_on.and_then(|day| off_until(&calendar, day)),
            is_promise: task.promise.is_some(),
        })
        .collect())
}

/// The next working day, where `day` is off.
pub(super) fn off_until(calendar: &WorkingCalendar, day: NaiveDate) -> Option<NaiveDate> {
    calendar.working_on_or_after(day).ok().filter(|next| *next != day)
}

/// The required channels in their order, then others in which it was shown all the same.
fn channel_lines(required: &[Channel], known: &[Publication], last_day: Option<NaiveDate>) -> Vec<ChannelLine> {
    let others = known.iter().map(|publication| publication.channel).filter(|channel| !required.contains(channel));
    let mut channels: Vec<Channel> = required.to_vec();
    channels.extend(others);
    channels
        .into_iter()
        .map(|channel| {
            let proof = known.iter().find(|publication| publication.channel == channel);
            let done_on = proof.map(|publication| publication.done_on);
            ChannelLine {
                channel: channel.as_str(),
                required: required.contains(&channel),
                done_on,
                proof: proof.map(|publication| publication.proof.clone()).unwrap_or_default(),
                late: done_on.zip(last_day).is_some_and(|(on, last)| on > last),
            }
        })
        .collect()
}

/// POST /dialogues/{id}/conclusion: begins the draft.
///
/// # Errors
/// `Refused`, `Conflict`, `Denied`.
pub async fn prepare(AppState(app): AppState<App>, visit: Visit, Path(id): Path<SessionId>, _posted: Posted) -> PageResult {
    actions::prepare(&app, &visit.ctx, id).await?;
    visit.redirect(&format!("/dialogues/{id}/conclusion"), "flash-conclusion-prepared")
}

/// POST /dialogues/{id}/conclusion/refresh: takes over what changed in the minutes.
///
/// # Errors
/// `Refused`, `Conflict`, `Denied`.
pub async fn refresh(AppState(app): AppState<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    actions::refresh(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect(&format!("/dialogues/{id}/conclusion"), "flash-conclusion-refreshed")
}
