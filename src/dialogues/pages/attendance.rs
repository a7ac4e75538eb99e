//! The attendance list of a session: filling, ticking off in the room, correcting a line.

use axum::extract::State;
use serde::Serialize;
use serde_json::json;

use super::answers::{AnswerTag, Answers, answers};
use super::delegation_lines::DelegationLine;
use crate::app::App;
use crate::dialogues::actions::attendance as actions;
use crate::dialogues::actions::delegation::delegations;
use crate::dialogues::forms::{attendance as forms, version};
use crate::dialogues::rules::SessionState;
use crate::dialogues::rules::attendance::{Attendee, Part, Presence};
use crate::dialogues::store::sessions::{Found, find};
use crate::dialogues::store::{attendance as store, sessions};
use crate::error::AppResult;
use crate::i18n::{self, Locale};
use crate::kernel::{Action, AttendeeId, SessionId, Violations};
use crate::organisation::bodies_of_unit;
use crate::web::{self, FormState, PageResult, Path, Posted, View, Visit, outcome};

/// A choice in words.
#[derive(Debug, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

fn parts(locale: Locale) -> Vec<Choice> {
    let choice = |part: &Part| Choice {
        value: part.to_string(),
        label: i18n::text(locale, &format!("part-{}", part.as_str()), &[]),
        selected: *part == Part::Invited,
    };
    Part::ALL.iter().map(choice).collect()
}

/// The parts in words, for other tables.
pub(super) fn part_words(locale: Locale) -> Vec<web::Choice> {
    parts(locale).into_iter().map(|part| web::Choice::new(part.value, part.label)).collect()
}

/// A line of the sheet.
#[derive(Debug, Serialize)]
pub struct Line {
    pub id: String,
    pub name: String,
    pub title: String,
    pub part: &'static str,
    pub presence: &'static str,
    pub tone: &'static str,
    /// Reason of an absence or name of who came instead.
    pub note: String,
    pub version: i32,
    pub statuses: Vec<Choice>,
    /// What he answered to his invitation.
    pub answer: Option<AnswerTag>,
    /// Whether he can be asked: he is known as a person.
    pub askable: bool,
}

impl Line {
    fn of(attendee: &Attendee, typed: Option<&Posted>, locale: Locale) -> Self {
        let said = |what: &str| typed.and_then(|posted| posted.get(&format!("{what}_{}", attendee.id)));
        let chosen = said("status").unwrap_or(attendee.presence.as_str());
        let stored = if attendee.presence == Presence::Replaced { &attendee.replaced_by } else { &attendee.note };
        let status = |one: &Presence| Choice {
            value: one.to_string(),
            label: i18n::text(locale, &format!("presence-{one}"), &[]),
            selected: one.as_str() == chosen,
        };
        Self {
            id: attendee.id.to_string(),
            name: attendee.name.clone(),
            title: attendee.title.clone(),
            part: attendee.part.as_str(),
            presence: attendee.presence.as_str(),
            tone: tone(attendee.presence),
            note: said("note").unwrap_or(stored).to_owned(),
            version: attendee.version,
            statuses: Presence::ALL.iter().map(status).collect(),
            answer: None,
            askable: attendee.person.is_some(),
        }
    }
}

const fn tone(presence: Presence) -> &'static str {
    match presence {
        Presence::Invited => "grey",
        Presence::Present => "green",
        Presence::Excused | Presence::Replaced => "yellow",
        Presence::Absent => "red",
    }
}

/// The attendance list.
#[derive(Debug, Serialize)]
pub struct Sheet {
    pub id: String,
    pub title: String,
    pub lines: Vec<Line>,
    pub present: usize,
    /// What people answered, once they were asked.
    pub answers: Option<Answers>,
    pub may_change: bool,
    /// The list can be ticked off: the session is public and not closed.
    pub may_tick: bool,
    pub parts: Vec<Choice>,
    pub bodies: Vec<Choice>,
    /// Heads who do not lead by this list, although the rules want them in person.
    pub delegation: Vec<DelegationLine>,
    pub form: FormState,
}

impl View for Sheet {
    const TEMPLATE: &'static str = "pages/minutes/attendance";

    fn samples() -> Vec<Self> {
        let attendee = Attendee {
            id: AttendeeId(uuid::Uuid::nil()),
            session: SessionId(uuid::Uuid::nil()),
            person: None,
            body: None,
            name: "Trần Văn Mẫu".into(),
            title: "Bí thư Đảng ủy".into(),
            part: Part::Chair,
            presence: Presence::Present,
            note: String::new(),
            replaced_by: String::new(),
            sort: 1,
            version: 1,
        };
        let away = Attendee {
            name: "Lê Thị Mẫu".into(),
            title: "Trưởng phòng Kinh tế".into(),
            part: Part::Answering,
            presence: Presence::Excused,
            note: "Họp tại thành phố".into(),
            ..attendee.clone()
        };
        let sample = |lines: &[Attendee], may: bool| Self {
            id: "0193".into(),
            title: "Hội nghị đối thoại trực tiếp năm 2025".into(),
            lines: lines
                .iter()
                .map(|line| Line { answer: may.then(AnswerTag::sample), askable: may, ..Line::of(line, None, Locale::Vi) })
                .collect(),
            present: 1,
            answers: may.then(Answers::sample),
            may_change: may,
            may_tick: may,
            parts: parts(Locale::Vi),
            bodies: vec![Choice { value: "0193".into(), label: "Phòng Kinh tế".into(), selected: false }],
            delegation: if may { vec![DelegationLine::sample()] } else { Vec::new() },
            form: FormState::default(),
        };
        vec![sample(&[attendee.clone(), away.clone()], true), sample(&[attendee, away], false), sample(&[], true)]
    }
}

/// The form of one line.
#[derive(Debug, Serialize)]
pub struct EditLine {
    pub id: String,
    pub line: String,
    pub title: String,
    pub name: String,
    pub parts: Vec<Choice>,
    pub bodies: Vec<Choice>,
    pub form: FormState,
}

impl View for EditLine {
    const TEMPLATE: &'static str = "pages/minutes/attendance_line";

    fn samples() -> Vec<Self> {
        vec![Self {
            id: "0193".into(),
            line: "0194".into(),
            title: "Hội nghị đối thoại".into(),
            name: "Trần Văn Mẫu".into(),
            parts: parts(Locale::Vi),
            bodies: Vec::new(),
            form: FormState::with(json!({ "version": 1 })),
        }]
    }
}

async fn bodies(app: &App, found: &Found) -> AppResult<Vec<Choice>> {
    let bodies = bodies_of_unit(app.db().read(), &found.unit.code, found.session.on()).await?;
    Ok(bodies.into_iter().map(|body| Choice { value: body.id.to_string(), label: body.name, selected: false }).collect())
}

async fn sheet(app: &App, visit: &Visit, found: Found, form: FormState, typed: Option<&Posted>) -> AppResult<Sheet> {
    let attendees = store::attendance(app.db().read(), found.session.id).await?;
    let is_open = !matches!(found.session.state, SessionState::Closed { .. } | SessionState::Cancelled { .. });
    let is_taker = visit.ctx.permit(Action::ManageAgenda, &found.unit.target()).is_ok();
    let may_change = is_open && is_taker;
    let delegation = match may_change {
        true => delegations(app.db().read(), &found.session, &found.unit, &as_typed(&attendees, found.session.id, typed)).await?,
        false => Vec::new(),
    };
    let answers = answers(app, visit.locale, &found.session, &attendees, is_taker).await?;
    let answer = |person| answers.as_ref().and_then(|answers| answers.by_person.get(&person)).cloned();
    let line = |one: &Attendee| Line { answer: one.person.and_then(answer), ..Line::of(one, typed, visit.locale) };
    Ok(Sheet {
        id: found.session.id.to_string(),
        lines: attendees.iter().map(line).collect(),
        present: attendees.iter().filter(|line| matches!(line.presence, Presence::Present | Presence::Replaced)).count(),
        may_change,
        may_tick: may_change && found.session.state != SessionState::Planned,
        parts: parts(visit.locale),
        bodies: bodies(app, &found).await?,
        delegation: delegation.into_iter().map(DelegationLine::from).collect(),
        title: found.session.title,
        form,
        answers,
    })
}

/// The list as it would be with what is typed: the ticks of the sheet, or the person who is being added. What cannot be read
/// yet changes nothing.
fn as_typed(attendees: &[Attendee], session: SessionId, typed: Option<&Posted>) -> Vec<Attendee> {
    let mut lines = attendees.to_vec();
    let Some(posted) = typed else { return lines };
    for tick in forms::ticks(posted, attendees).unwrap_or_default() {
        if let Some(line) = lines.iter_mut().find(|line| line.id == tick.line)
            && let Ok(marked) = line.clone().mark(tick.mark)
        {
            *line = marked;
        }
    }
    lines.extend(forms::details(posted).ok().map(|details| details.line(session)));
    lines
}

/// Whether the page only looks at what is typed; nothing is saved.
fn is_look(posted: &Posted) -> bool {
    posted.get("act") == Some("look")
}

/// The list as it is typed so far.
async fn look(app: &App, visit: &Visit, id: SessionId, posted: &Posted) -> PageResult {
    let found = find(app.db().read(), &visit.ctx, Action::ManageAgenda, id).await?;
    let form = FormState::refused(posted, &Violations::default(), visit.locale);
    visit.page(&sheet(app, visit, found, form, Some(posted)).await?)
}

/// The list again after a refusal; `typed` is the ticked sheet, if that was refused.
async fn refused(app: &App, visit: &Visit, id: SessionId, form: FormState, typed: Option<&Posted>) -> PageResult {
    let found = find(app.db().read(), &visit.ctx, Action::ReadMinutes, id).await?;
    visit.refused(&sheet(app, visit, found, form, typed).await?)
}

/// GET /dialogues/{id}/attendance
///
/// # Errors
/// [`crate::error::AppError::Denied`] for whoever may not read the minutes.
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    let found = sessions::find(app.db().read(), &visit.ctx, Action::ReadMinutes, id).await?;
    visit.page(&sheet(&app, &visit, found, FormState::default(), None).await?)
}

/// POST /dialogues/{id}/attendance
///
/// # Errors
/// [`crate::error::AppError::Conflict`], [`crate::error::AppError::Denied`].
pub async fn tick(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    find(app.db().read(), &visit.ctx, Action::ManageAgenda, id).await?;
    if is_look(&posted) {
        return look(&app, &visit, id, &posted).await;
    }
    let lines = store::attendance(app.db().read(), id).await?;
    let result = match forms::ticks(&posted, &lines) {
        Ok(ticks) => actions::tick(&app, &visit.ctx, id, ticks).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/dialogues/{id}/attendance"), "flash-attendance-saved"),
        Err(violations) => {
            let state = FormState::refused(&Posted::default(), &violations, visit.locale);
            refused(&app, &visit, id, state, Some(&posted)).await
        }
    }
}

/// POST /dialogues/{id}/attendance/seed
///
/// # Errors
/// [`crate::error::AppError::Denied`].
pub async fn seed(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    match outcome(actions::seed(&app, &visit.ctx, id).await)? {
        Ok(()) => visit.redirect(&format!("/dialogues/{id}/attendance"), "flash-attendance-seeded"),
        Err(violations) => refused(&app, &visit, id, FormState::refused(&posted, &violations, visit.locale), None).await,
    }
}

/// POST /dialogues/{id}/attendance/add
///
/// # Errors
/// [`crate::error::AppError::Denied`].
pub async fn add(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    if is_look(&posted) {
        return look(&app, &visit, id, &posted).await;
    }
    let result = match forms::details(&posted) {
        Ok(details) => actions::add(&app, &visit.ctx, id, details).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/dialogues/{id}/attendance"), "flash-attendance-added"),
        Err(violations) => refused(&app, &visit, id, FormState::refused(&posted, &violations, visit.locale), None).await,
    }
}

async fn edit_view(app: &App, visit: &Visit, id: SessionId, line: AttendeeId, form: Option<FormState>) -> AppResult<EditLine> {
    let found = find(app.db().read(), &visit.ctx, Action::ManageAgenda, id).await?;
    let attendee = store::line(app.db().read(), id, line).await?;
    let stored = || {
        FormState::with(json!({
            "version": attendee.version, "name": attendee.name, "title": attendee.title, "part": attendee.part,
            "body": attendee.body,
        }))
    };
    Ok(EditLine {
        id: id.to_string(),
        line: line.to_string(),
        form: form.unwrap_or_else(stored),
        parts: parts(visit.locale),
        bodies: bodies(app, &found).await?,
        title: found.session.title,
        name: attendee.name,
    })
}

/// GET /dialogues/{id}/attendance/{line}
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn edit(State(app): State<App>, visit: Visit, Path((id, line)): Path<(SessionId, AttendeeId)>) -> PageResult {
    visit.page(&edit_view(&app, &visit, id, line, None).await?)
}

/// POST /dialogues/{id}/attendance/{line}
///
/// # Errors
/// [`crate::error::AppError::Conflict`], [`crate::error::AppError::Denied`].
pub async fn save(
    State(app): State<App>,
    visit: Visit,
    Path((id, line)): Path<(SessionId, AttendeeId)>,
    posted: Posted,
) -> PageResult {
    let result = match (version(&posted), forms::details(&posted)) {
        (Ok(version), Ok(details)) => actions::change(&app, &visit.ctx, id, line, version, details).await,
        (Err(violations), _) | (_, Err(violations)) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/dialogues/{id}/attendance"), "flash-attendance-saved"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&edit_view(&app, &visit, id, line, Some(form)).await?)
        }
    }
}

/// POST /dialogues/{id}/attendance/{line}/remove
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path((id, line)): Path<(SessionId, AttendeeId)>,
    _posted: Posted,
) -> PageResult {
    actions::remove(&app, &visit.ctx, id, line).await?;
    visit.redirect(&format!("/dialogues/{id}/attendance"), "flash-attendance-removed")
}
