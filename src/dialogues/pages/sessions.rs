//! The list of sessions and the page of one: facts, dates with their reasons, what can be done next.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::answers::{AnswerTag, Own, own};
use super::clash_lines::Clashes;
use super::delegation_lines::DelegationLine;
use super::session_help::{About, clashes_of};
use crate::app::App;
use crate::db::{Conn, audit};
use crate::dialogues::actions::decisions::asked_about;
use crate::dialogues::actions::delegation::delegations;
use crate::dialogues::rules::occasions::Follows;
use crate::dialogues::rules::{Session, SessionState, StateWord};
use crate::dialogues::store::attendance::attendance;
use crate::dialogues::store::sessions::{self, Filter};
use crate::duties::{self, DateLine, EditionName};
use crate::error::AppResult;
use crate::kernel::{Action, Ctx, PageRequest, SessionId};
use crate::law::DateKind;
use crate::organisation::Unit;
use crate::web::{FormState, HistoryLine, PageResult, Path, Query, View, Visit};

/// The query of the list, which is also its address.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    state: String,
    #[serde(default)]
    year: String,
    page: Option<u64>,
}

/// A session in a list.
#[derive(Debug, Serialize)]
pub struct Line {
    pub id: String,
    pub code: String,
    pub number: Option<i32>,
    pub title: String,
    pub counterpart: String,
    pub place: String,
    pub starts_at: DateTime<Utc>,
    pub on: NaiveDate,
    pub kind: &'static str,
    pub state: &'static str,
    pub tone: &'static str,
}

impl Line {
    fn of(session: &Session) -> Self {
        let word = session.state.word();
        Self {
            id: session.id.to_string(),
            code: session.code.clone(),
            number: session.number,
            title: session.title.clone(),
            counterpart: session.counterpart.clone(),
            place: session.place.clone(),
            starts_at: session.starts_at,
            on: session.on(),
            kind: session.kind.as_str(),
            state: word.as_str(),
            tone: tone(word),
        }
    }

    fn sample() -> Self {
        Self {
            id: "0193".into(),
            code: "11413-2025-01".into(),
            number: Some(1),
            title: "Hội nghị đối thoại trực tiếp năm 2025".into(),
            counterpart: "Nhân dân phường Hải An".into(),
            place: "Hội trường UBND phường".into(),
            starts_at: DateTime::default(),
            on: NaiveDate::default(),
            kind: "periodic",
            state: "announced",
            tone: "blue",
        }
    }
}

/// The colour that helps a state's word.
pub(super) const fn tone(word: StateWord) -> &'static str {
    match word {
        StateWord::Planned => "grey",
        StateWord::Announced => "blue",
        StateWord::InSession => "orange",
        StateWord::Held => "teal",
        StateWord::Closed => "green",
        StateWord::Cancelled => "red",
    }
}

/// A choice of the filter.
#[derive(Debug, Serialize)]
pub struct StateChoice {
    pub value: &'static str,
    pub selected: bool,
}

/// The list's view.
#[derive(Debug, Serialize)]
pub struct List {
    pub lines: Vec<Line>,
    pub number: u64,
    pub last: u64,
    pub total: u64,
    /// Address of this list up to the page number.
    pub base: String,
    pub states: Vec<StateChoice>,
    pub year: String,
    pub may_plan: bool,
}

impl View for List {
    const TEMPLATE: &'static str = "pages/dialogues/list";

    fn samples() -> Vec<Self> {
        let sample = |lines: Vec<Line>, may_plan| Self {
            lines,
            number: 1,
            last: 3,
            total: 120,
            base: "/dialogues?page=".into(),
            states: vec![StateChoice { value: "announced", selected: true }],
            year: "2025".into(),
            may_plan,
        };
        vec![sample(vec![Line::sample()], true), sample(Vec::new(), false)]
    }
}

/// GET /dialogues
///
/// # Errors
/// The database's.
pub async fn list(State(app): State<App>, visit: Visit, Query(query): Query<ListQuery>) -> PageResult {
    let state = query.state.parse::<StateWord>().ok();
    let filter = Filter { states: state.into_iter().collect(), year: query.year.parse().ok(), ..Filter::default() };
    let page = sessions::list(app.db().read(), &visit.ctx, &filter, PageRequest::number(query.page)).await?;
    let year = filter.year.map(|year| year.to_string()).unwrap_or_default();
    visit.page(&List {
        number: page.number,
        last: page.last(),
        total: page.total,
        base: format!("/dialogues?state={}&year={year}&page=", state.map_or("", StateWord::as_str)),
        states: StateWord::ALL.iter().map(|word| StateChoice { value: word.as_str(), selected: Some(*word) == state }).collect(),
        year,
        may_plan: !visit.ctx.scope(Action::PlanDialogues).is_empty(),
        lines: page.rows.iter().map(Line::of).collect(),
    })
}

/// A date of the session.
#[derive(Debug, Serialize)]
pub struct Dated {
    pub date: DateLine,
    pub passed: bool,
}

/// What the office may do with the session now.
#[derive(Debug, Default, Serialize)]
pub struct Acts {
    pub edit: bool,
    pub announce: bool,
    pub move_or_cancel: bool,
    pub make_up: bool,
    /// A new one can be made from it.
    pub copy: bool,
}

/// Another session, as a link.
#[derive(Debug, Serialize)]
pub struct Other {
    pub id: String,
    pub title: String,
    pub on: NaiveDate,
}

impl Other {
    fn of(session: &Session) -> Self {
        Self { id: session.id.to_string(), title: session.title.clone(), on: session.on() }
    }

    fn sample() -> Self {
        Self { id: "0193".into(), title: "Tiếp dân định kỳ".into(), on: NaiveDate::default() }
    }
}

/// What is asked because the occasion before which it stands has moved, or was called off.
#[derive(Debug, Serialize)]
pub struct Asked {
    /// The day of the occasion now; none where it was called off.
    pub held_on: Option<NaiveDate>,
    /// The day that would be counted now.
    pub proposed: Option<NaiveDate>,
}

impl Asked {
    fn of(follows: &Follows) -> Option<Self> {
        match *follows {
            Follows::AskMoved { held_on, proposed } => Some(Self { held_on: Some(held_on), proposed }),
            Follows::AskGone => Some(Self { held_on: None, proposed: None }),
            _ => None,
        }
    }
}

/// The page of one session.
#[derive(Debug, Serialize)]
pub struct Show {
    pub line: Line,
    pub unit: String,
    pub ends_at: DateTime<Utc>,
    pub session_form: &'static str,
    pub reason: String,
    pub triggers: Vec<String>,
    pub attend_how: String,
    pub cancelled_because: Option<String>,
    pub dates: Vec<Dated>,
    pub edition: Option<EditionName>,
    pub history: Vec<HistoryLine>,
    /// What its time collides with, for those who can move it; none where all is well.
    pub clashes: Option<Clashes>,
    pub asked: Option<Asked>,
    /// Heads who do not lead it although the rules want them, for those who plan.
    pub delegation: Vec<DelegationLine>,
    /// The cancelled session that it makes up for.
    pub makes_up: Option<Other>,
    /// The session that makes up for it.
    pub made_up_by: Option<Other>,
    pub acts: Acts,
    /// What the visitor himself is asked, if he is expected.
    pub own: Option<Own>,
    pub form: FormState,
    pub version: i32,
}

impl View for Show {
    const TEMPLATE: &'static str = "pages/dialogues/show";

    fn samples() -> Vec<Self> {
        let date = |passed| Dated { date: DateLine::sample(DateKind::PublicNotice, passed), passed };
        let sample = |state: &'static str, all: bool| Self {
            line: Line { state, ..Line::sample() },
            unit: "phường Hải An".into(),
            ends_at: DateTime::default(),
            session_form: "in-person",
            reason: "Nhiều người đề nghị".into(),
            triggers: vec!["many-people".into()],
            attend_how: "Đăng ký tại tổ dân phố".into(),
            cancelled_because: (state == "cancelled").then(|| "Mưa bão".into()),
            dates: vec![date(all), date(!all)],
            edition: all.then(EditionName::sample),
            history: vec![HistoryLine::sample("Đưa vào dự kiến")],
            clashes: all.then(Clashes::sample),
            asked: all.then(|| Asked { held_on: Some(NaiveDate::default()), proposed: Some(NaiveDate::default()) }),
            delegation: if all { vec![DelegationLine::sample()] } else { Vec::new() },
            makes_up: all.then(Other::sample),
            made_up_by: (!all).then(Other::sample),
            acts: Acts { edit: all, announce: all, move_or_cancel: all, make_up: !all, copy: all },
            own: Some(Own { open: all, answer: (!all).then(AnswerTag::sample) }),
            form: FormState::default(),
            version: 1,
        };
        let gone = Self { asked: Some(Asked { held_on: None, proposed: None }), ..sample("announced", true) };
        vec![sample("planned", true), sample("cancelled", false), gone]
    }
}

/// GET /dialogues/{id}
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    visit.page(&show_view(&app, &visit, id, FormState::default()).await?)
}

/// The page of one session; `form` is what was refused on it.
pub(super) async fn show_view(app: &App, visit: &Visit, id: SessionId, form: FormState) -> AppResult<Show> {
    let conn = app.db().read();
    let found = sessions::find(conn, &visit.ctx, Action::ReadSessions, id).await?;
    let today = visit.ctx.today();
    // A reception day gathers no issues beforehand and ends without a conclusion, so nothing is due around it.
    let dates = match found.session.kind.is_reception() {
        true => Vec::new(),
        false => duties::date_lines(conn, &found.session.unit_code, found.session.on()).await?,
    };
    let mut acts = acts(&visit.ctx, &found.session, &found.unit);
    let asked = if acts.move_or_cancel { asked_about(conn, &visit.ctx, &found.session).await? } else { Follows::Stays };
    let (makes_up, made_up_by) = linked(conn, &visit.ctx, &found.session).await?;
    acts.make_up &= made_up_by.is_none();
    let delegation = match acts.move_or_cancel {
        true => delegations(conn, &found.session, &found.unit, &attendance(conn, id).await?).await?,
        false => Vec::new(),
    };
    // Answers stand on the attendance list, which not everybody reads.
    let history = audit::history(conn, "session", id).await?.into_iter().filter(|step| !step.code.starts_with("invitation."));
    let clashes = match acts.move_or_cancel && found.session.ends_at > visit.ctx.now {
        true => {
            let about = About { unit_code: &found.unit.code, session: Some(&found.session) };
            let times = (found.session.starts_at, found.session.ends_at);
            clashes_of(app, visit, about, &found.session.place, Some(times)).await?
        }
        false => None,
    };
    let own = own(app, visit, &found.session).await?;
    Ok(Show {
        line: Line::of(&found.session),
        acts,
        asked: Asked::of(&asked),
        delegation: delegation.into_iter().map(DelegationLine::from).collect(),
        makes_up,
        made_up_by,
        own,
        form,
        clashes: clashes.filter(|clashes| !clashes.lines.is_empty()),
        unit: found.unit.in_a_sentence(),
        ends_at: found.session.ends_at,
        session_form: found.session.form.as_str(),
        cancelled_because: match &found.session.state {
            SessionState::Cancelled { reason, .. } => Some(reason.clone()),
            _ => None,
        },
        reason: found.session.reason,
        triggers: found.session.triggers,
        attend_how: found.session.attend_how,
        edition: duties::edition_name(conn).await?,
        dates: dates.into_iter().map(|date| Dated { passed: date.on < today, date }).collect(),
        history: history.map(|step| HistoryLine::of(visit.locale, step.at, step.actor, &step.code)).collect(),
        version: found.session.version,
    })
}

/// The sessions on both sides of a make-up, as far as the visitor may read them.
async fn linked(conn: &Conn, ctx: &Ctx, session: &Session) -> AppResult<(Option<Other>, Option<Other>)> {
    let mut makes_up = None;
    if let Some(id) = session.makes_up {
        makes_up = sessions::find(conn, ctx, Action::ReadSessions, id).await.ok().map(|found| Other::of(&found.session));
    }
    if !matches!(session.state, SessionState::Cancelled { .. }) {
        return Ok((makes_up, None));
    }
    // Both belong to one unit: who may not know a planned one there is told of it when it is announced.
    let by = sessions::make_up(conn, session.id)
        .await?
        .filter(|by| by.state.is_public() || ctx.scope(Action::ReadPlannedSessions).units.contains(&by.unit_code));
    Ok((makes_up, by.as_ref().map(Other::of)))
}

fn acts(ctx: &Ctx, session: &Session, unit: &Unit) -> Acts {
    let may = ctx.permit(Action::PlanDialogues, &unit.target()).is_ok();
    let planned = session.state == SessionState::Planned;
    let open = planned || matches!(session.state, SessionState::Announced { .. });
    let make_up = may && matches!(session.state, SessionState::Cancelled { .. });
    Acts { edit: may && open, announce: may && planned, move_or_cancel: may && open, make_up, copy: may }
}
