//! The list of series, and one of them with its sentence and its sessions.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::Serialize;
use serde_json::json;

use super::series_words::told;
use crate::app::App;
use crate::db::audit;
use crate::dialogues::actions::decisions::waiting;
use crate::dialogues::actions::series::trouble;
use crate::dialogues::pages::sessions::tone;
use crate::dialogues::rules::Session;
use crate::dialogues::rules::occasions::Follows;
use crate::dialogues::rules::rhythm::Occurrence;
use crate::dialogues::rules::series::{Series, SeriesWord, Trouble};
use crate::dialogues::store::series::{self, FoundSeries};
use crate::dialogues::store::sessions;
use crate::error::AppResult;
use crate::i18n::Locale;
use crate::kernel::{Action, SeriesId};
use crate::web::{FormState, HistoryLine, PageResult, Path, View, Visit};

/// A series in the list.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub id: String,
    pub title: String,
    pub kind: &'static str,
    pub sentence: String,
    pub state: &'static str,
}

impl Row {
    fn of(series: &Series, locale: Locale) -> Self {
        Self {
            id: series.id.to_string(),
            title: series.title.clone(),
            kind: series.kind.as_str(),
            sentence: told(locale, &series.rhythm, series.shift),
            state: series.state.as_str(),
        }
    }

    fn sample(state: &'static str) -> Self {
        let (id, title) = ("0193".into(), "Tiếp dân định kỳ".into());
        Self { id, title, kind: "reception", sentence: "Ngày 25 hằng tháng, lúc 08:00".into(), state }
    }
}

/// The list's view.
#[derive(Debug, Serialize)]
pub struct List {
    pub rows: Vec<Row>,
    pub may_plan: bool,
}

impl View for List {
    const TEMPLATE: &'static str = "pages/series/list";

    fn samples() -> Vec<Self> {
        let rows = vec![Row::sample("active"), Row::sample("ended")];
        vec![Self { rows, may_plan: true }, Self { rows: Vec::new(), may_plan: false }]
    }
}

/// GET /series
///
/// # Errors
/// The database's.
pub async fn list(State(app): State<App>, visit: Visit) -> PageResult {
    let all = series::list(app.db().read(), &visit.ctx, Action::ReadPlannedSessions).await?;
    let may_plan = !visit.ctx.scope(Action::PlanDialogues).is_empty();
    visit.page(&List { rows: all.iter().map(|one| Row::of(one, visit.locale)).collect(), may_plan })
}

/// A session of the series.
#[derive(Debug, Clone, Serialize)]
pub struct SessionRow {
    pub id: String,
    pub code: String,
    pub on: NaiveDate,
    pub starts_at: DateTime<Utc>,
    /// The day of its series, if that is another one.
    pub slot_on: Option<NaiveDate>,
    pub state: &'static str,
    pub tone: &'static str,
}

impl From<&Session> for SessionRow {
    fn from(session: &Session) -> Self {
        let word = session.state.word();
        let slot = session.slot_key.as_deref().and_then(|key| NaiveDateTime::parse_from_str(key, "%Y-%m-%dT%H:%M").ok());
        Self {
            id: session.id.to_string(),
            code: session.code.clone(),
            on: session.on(),
            starts_at: session.starts_at,
            slot_on: slot.map(|at| at.date()).filter(|on| *on != session.on()),
            state: word.as_str(),
            tone: tone(word),
        }
    }
}

impl SessionRow {
    /// For the samples of pages that show it.
    pub(super) fn sample(slot_on: Option<NaiveDate>) -> Self {
        Self {
            id: "0193".into(),
            code: "03667-2026-04".into(),
            on: NaiveDate::default(),
            starts_at: DateTime::default(),
            slot_on,
            state: "planned",
            tone: "grey",
        }
    }
}

/// An occurrence whose day is only proposed.
#[derive(Debug, Serialize)]
pub struct WaitingDay {
    pub key: String,
    pub original: NaiveDate,
    pub proposed: NaiveDate,
}

/// A session whose occasion has moved, or was called off.
#[derive(Debug, Serialize)]
pub struct WaitingSession {
    pub session: SessionRow,
    /// The day of the occasion now; none where it was called off.
    pub held_on: Option<NaiveDate>,
}

/// What a person has to decide.
#[derive(Debug, Default, Serialize)]
pub struct WaitingRows {
    pub days: Vec<WaitingDay>,
    pub sessions: Vec<WaitingSession>,
}

async fn waiting_rows(app: &App, visit: &Visit, series: &Series) -> AppResult<WaitingRows> {
    let waiting = waiting(app.db().read(), &visit.ctx, series).await?;
    let day = |one: Occurrence| WaitingDay { original: one.slot.key.date(), proposed: one.slot.on, key: one.key };
    let sessions = waiting.sessions.iter().map(|one| WaitingSession {
        session: SessionRow::from(&one.session),
        held_on: match one.follows {
            Follows::AskMoved { held_on, .. } => Some(held_on),
            _ => None,
        },
    });
    Ok(WaitingRows { sessions: sessions.collect(), days: waiting.days.into_iter().map(day).collect() })
}

/// One series.
#[derive(Debug, Serialize)]
pub struct Show {
    pub row: Row,
    pub counterpart: String,
    pub place: String,
    /// Why it opens no sessions, for those who may mend it.
    pub trouble: Option<&'static str>,
    /// For those who may decide.
    pub waiting: Option<WaitingRows>,
    pub sessions: Vec<SessionRow>,
    pub may_edit: bool,
    pub version: i32,
    pub history: Vec<HistoryLine>,
    pub form: FormState,
}

impl View for Show {
    const TEMPLATE: &'static str = "pages/series/show";

    fn samples() -> Vec<Self> {
        let session = SessionRow::sample;
        let day = NaiveDate::default();
        let gone = |held_on| WaitingSession { session: session(None), held_on };
        let waiting = || WaitingRows {
            days: vec![WaitingDay { key: "2026-04-25T08:00".into(), original: day, proposed: day }],
            sessions: vec![gone(None), gone(Some(day))],
        };
        let show = |state, sessions, may_edit| Self {
            row: Row::sample(state),
            counterpart: "Nhân dân".into(),
            place: if may_edit { "Trụ sở UBND".into() } else { String::new() },
            trouble: None,
            waiting: may_edit.then(waiting),
            sessions,
            may_edit,
            version: 1,
            history: vec![HistoryLine::sample("Lập lịch định kỳ")],
            form: FormState::with(json!({ "from_on": "2026-04-01" })),
        };
        let troubled = |trouble: &Trouble| Self { trouble: Some(trouble.as_str()), ..show("active", Vec::new(), true) };
        let fine = vec![
            show("active", vec![session(None), session(Some(NaiveDate::default()))], true),
            show("ended", Vec::new(), false),
        ];
        fine.into_iter().chain(Trouble::ALL.iter().map(troubled)).collect()
    }
}

pub(super) async fn show_view(app: &App, visit: &Visit, id: SeriesId, form: FormState) -> AppResult<Show> {
    let conn = app.db().read();
    let FoundSeries { series, unit, .. } = series::find(conn, &visit.ctx, Action::ReadPlannedSessions, id).await?;
    let own = sessions::of_series(conn, id).await?;
    let history = audit::history(conn, "series", id).await?.into_iter();
    let may_plan = visit.ctx.permit(Action::PlanDialogues, &unit.target()).is_ok();
    let may_edit = may_plan && series.state == SeriesWord::Active;
    let trouble = if may_edit { trouble(conn, &visit.ctx, &series).await? } else { None };
    let waiting = if may_plan { Some(waiting_rows(app, visit, &series).await?) } else { None };
    Ok(Show {
        row: Row::of(&series, visit.locale),
        counterpart: series.counterpart,
        place: series.place,
        trouble: trouble.map(Trouble::as_str),
        waiting: waiting.filter(|rows| !rows.days.is_empty() || !rows.sessions.is_empty()),
        sessions: own.iter().map(SessionRow::from).collect(),
        may_edit,
        version: series.version,
        history: history.map(|step| HistoryLine::of(visit.locale, step.at, step.actor, &step.code)).collect(),
        form,
    })
}

/// GET /series/{id}
///
/// # Errors
/// Not found, or denied.
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<SeriesId>) -> PageResult {
    let form = FormState::with(json!({ "from_on": visit.ctx.today() }));
    visit.page(&show_view(&app, &visit, id, form).await?)
}
