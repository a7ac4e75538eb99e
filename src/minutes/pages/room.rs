//! The room at a glance: what is open, who came, what is left before it can be closed, who has signed.

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::dialogues::{Found, StateWord, find};
use crate::error::{AppError, AppResult};
use crate::i18n::{self, Locale, format};
use crate::kernel::{Action, SessionId};
use crate::minutes::actions::room as actions;
use crate::minutes::actions::room::Saved;
use crate::minutes::forms;
use crate::minutes::pages::agenda::{carried, json_response, name_of};
use crate::minutes::pages::memory::{MemoryLine, memory_of};
use crate::minutes::rules::{AgendaItem, Item, Minutes, MinutesState, Outcome, Signer, Tally};
use crate::minutes::store::record::digest;
use crate::minutes::store::{agenda, clashes, items, minutes};
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// A line of the minutes in the list.
#[derive(Debug, Serialize)]
pub struct Line {
    pub id: String,
    pub number: i32,
    pub late: bool,
    pub name: String,
    pub asked_by: String,
    pub needs_outcome: bool,
    pub outcome: Option<&'static str>,
    pub tone: &'static str,
    pub promises: usize,
    /// What is remembered of its issue, for the unit's staff.
    pub memory: Option<MemoryLine>,
    /// Two people wrote different texts and nobody has decided yet.
    pub clash: bool,
}

/// A signature as shown.
#[derive(Debug, Serialize)]
pub struct Signed {
    pub by: String,
    pub at: DateTime<Utc>,
}

/// What the actor may do in the room now.
#[derive(Debug, Default, Serialize)]
pub struct Acts {
    pub begin: bool,
    /// Catalogue key of why the room cannot be opened yet.
    pub begin_blocked: Option<&'static str>,
    pub write: bool,
    pub end: bool,
    pub sign_chair: bool,
    pub sign_clerk: bool,
    pub give_back: bool,
}

/// The room's view.
#[derive(Debug, Serialize)]
pub struct Show {
    pub id: String,
    pub title: String,
    pub session_state: &'static str,
    /// State of the minutes; none before the room was opened.
    pub state: Option<&'static str>,
    pub tone: &'static str,
    pub began_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub lines: Vec<Line>,
    pub undecided: usize,
    pub citizens: i32,
    pub general: String,
    pub tally: Figures,
    pub chair: Option<Signed>,
    pub clerk: Option<Signed>,
    pub digest: Option<String>,
    /// The signed text still has the fingerprint that was signed.
    pub intact: bool,
    pub acts: Acts,
    pub form: FormState,
    /// What somebody else saved meanwhile, beside a refused form.
    pub stored_general: Option<String>,
}

/// The sums of the minutes.
#[derive(Debug, Default, Serialize)]
pub struct Figures {
    pub speakers: u32,
    pub opinions: u32,
    pub contents: u32,
    pub answered: u32,
    pub promises: u32,
}

impl From<Tally> for Figures {
    fn from(tally: Tally) -> Self {
        Self {
            speakers: tally.speakers,
            opinions: tally.opinions,
            contents: tally.contents,
            answered: tally.answered_in_the_room,
            promises: tally.promises,
        }
    }
}

impl View for Show {
    const TEMPLATE: &'static str = "pages/minutes/room";

    fn samples() -> Vec<Self> {
        let line = |needs_outcome, outcome: Option<&'static str>, clash| Line {
            id: "0194".into(),
            number: 4,
            late: clash,
            name: "Đường ngõ 193 hay ngập".into(),
            asked_by: "Nguyễn Thị Mẫu".into(),
            needs_outcome,
            outcome,
            tone: "green",
            promises: usize::from(clash),
            memory: needs_outcome.then(MemoryLine::sample),
            clash,
        };
        let all = |may| Acts {
            begin: may,
            begin_blocked: (!may).then_some("minutes-blocked-no-agenda"),
            write: may,
            end: may,
            sign_chair: may,
            sign_clerk: may,
            give_back: may,
        };
        let signed = || Signed { by: "Trần Văn Mẫu".into(), at: DateTime::default() };
        let sample = |state: Option<&'static str>, undecided, done: bool, acts| Self {
            id: "0193".into(),
            title: "Hội nghị đối thoại trực tiếp năm 2025".into(),
            session_state: "in-session",
            state,
            tone: "orange",
            began_at: state.map(|_| DateTime::default()),
            ended_at: done.then(DateTime::default),
            lines: vec![line(true, None, false), line(true, Some("promised"), true), line(false, None, false)],
            undecided,
            citizens: 63,
            general: "Hội nghị diễn ra đúng chương trình.".into(),
            tally: Figures { speakers: 10, opinions: 12, contents: 19, answered: 8, promises: 4 },
            chair: done.then(signed),
            clerk: done.then(signed),
            digest: done.then(|| "ba7816bf".into()),
            intact: undecided == 0,
            acts,
            form: FormState::with(json!({ "version": 1, "citizens": 63 })),
            stored_general: done.then(|| "Đông người".into()),
        };
        vec![
            sample(None, 0, false, all(true)),
            sample(None, 0, false, all(false)),
            sample(Some("taking"), 2, false, all(true)),
            sample(Some("signing"), 0, true, all(true)),
            sample(Some("locked"), 0, true, Acts::default()),
            sample(Some("locked"), 1, true, Acts::default()),
        ]
    }
}

pub(super) const fn tone(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Answered | Outcome::Explained => "green",
        Outcome::Promised => "blue",
        Outcome::WrittenAnswer => "teal",
        Outcome::OutOfCompetence => "purple",
        Outcome::Noted => "grey",
    }
}

fn acts(visit: &Visit, found: &Found, minutes: Option<&Minutes>, has_agenda: bool) -> Acts {
    let target = found.unit.target();
    let may = |action| visit.ctx.permit(action, &target).is_ok();
    let Some(minutes) = minutes else {
        let takes = may(Action::TakeMinutes);
        let blocked = match found.session.clone().begin(visit.ctx.now) {
            Err(refused) if refused.0.iter().any(|one| one.code == "session.too-early") => Some("minutes-blocked-too-early"),
            Err(_) => Some("minutes-blocked-state"),
            Ok(_) if !has_agenda => Some("minutes-blocked-no-agenda"),
            Ok(_) => None,
        };
        return Acts { begin: takes && blocked.is_none(), begin_blocked: blocked.filter(|_| takes), ..Acts::default() };
    };
    let signing = matches!(minutes.state, MinutesState::Signing { .. });
    let signs = |signer, action| signing && minutes.state.signature(signer).is_none() && may(action);
    Acts {
        write: minutes.may_write().is_ok() && may(Action::TakeMinutes),
        end: minutes.state == MinutesState::Taking && may(Action::TakeMinutes),
        sign_chair: signs(Signer::Chair, Action::SignAsChair),
        sign_clerk: signs(Signer::Clerk, Action::SignAsClerk),
        give_back: signing && minutes.may_write().is_err() && (may(Action::SignAsChair) || may(Action::SignAsClerk)),
        ..Acts::default()
    }
}

/// The lines of the minutes in the order of the agenda.
pub(super) async fn placed(app: &App, found: &Found, minutes: &Minutes) -> AppResult<Vec<(AgendaItem, Item)>> {
    let conn = app.db().read();
    let plan = agenda::agenda(conn, found.session.id, &found.unit.code).await?;
    let mut lines = items::items(conn, minutes.id).await?;
    let take = |entry: AgendaItem| {
        let at = lines.iter().position(|line| line.agenda_item == entry.id)?;
        Some((entry, lines.swap_remove(at)))
    };
    Ok(plan.map(|plan| plan.items).unwrap_or_default().into_iter().filter_map(take).collect())
}

/// The room for whoever may read the minutes, with `form` in place of the stored values.
pub(super) async fn view(app: &App, visit: &Visit, id: SessionId, form: Option<FormState>) -> AppResult<Show> {
    let conn = app.db().read();
    let found = find(conn, &visit.ctx, Action::ReadMinutes, id).await?;
    let minutes = minutes::minutes_of(conn, id, &found.unit.code).await?;
    let lines = match &minutes {
        Some(minutes) => placed(app, &found, minutes).await?,
        None => Vec::new(),
    };
    let ids: Vec<_> = lines.iter().map(|(_, item)| item.id).collect();
    let open = clashes::open_clashes(conn, &ids).await?;
    let has_agenda = agenda::agenda(conn, id, &found.unit.code).await?.is_some();
    let tally = Tally::of(lines.iter().map(|(entry, item)| (entry.kind, &item.content)));
    let memory = memory_of(app, visit, &found, lines.iter().map(|(entry, _)| entry)).await?;
    let line = |(entry, item): (AgendaItem, Item)| Line {
        memory: entry.issue.and_then(|issue| memory.get(&issue)).cloned(),
        id: item.id.to_string(),
        number: entry.number,
        late: entry.late,
        name: name_of(&entry, visit.locale),
        asked_by: item.content.asked_by,
        needs_outcome: entry.kind.needs_outcome(),
        outcome: item.content.outcome.map(Outcome::as_str),
        tone: item.content.outcome.map_or("red", tone),
        promises: item.content.promises.len(),
        clash: open.iter().any(|clash| clash.item == item.id),
    };
    let lines: Vec<Line> = lines.into_iter().map(line).collect();
    let acts = acts(visit, &found, minutes.as_ref(), has_agenda);
    let kept = minutes.as_ref();
    let signature = |signer| {
        let signature = kept.and_then(|minutes| minutes.state.signature(signer));
        signature.map(|one| Signed { by: one.by.clone(), at: one.at })
    };
    let stored = || {
        FormState::with(json!({
            "version": kept.map(|minutes| minutes.version), "citizens": kept.map(|minutes| minutes.citizens),
            "general": kept.map(|minutes| minutes.general.clone()),
        }))
    };
    let (seal, intact) = match kept.map(|minutes| &minutes.state) {
        Some(MinutesState::Locked { digest: seal, frozen, .. }) => (Some(seal.clone()), digest(frozen) == *seal),
        _ => (None, true),
    };
    Ok(Show {
        id: id.to_string(),
        session_state: found.session.state.word().as_str(),
        state: kept.map(|minutes| minutes.state.word().as_str()),
        tone: match kept.map(|minutes| &minutes.state) {
            Some(MinutesState::Locked { .. }) => "green",
            Some(MinutesState::Signing { .. }) => "teal",
            _ => "orange",
        },
        began_at: kept.map(|minutes| minutes.began_at),
        ended_at: kept.and_then(|minutes| minutes.state.ended_at()),
        undecided: lines.iter().filter(|line| line.needs_outcome && line.outcome.is_none()).count(),
        lines,
        citizens: kept.map_or(0, |minutes| minutes.citizens),
        general: kept.map(|minutes| minutes.general.clone()).unwrap_or_default(),
        tally: tally.into(),
        chair: signature(Signer::Chair),
        clerk: signature(Signer::Clerk),
        digest: seal,
        intact,
        acts,
        form: form.unwrap_or_else(stored),
        stored_general: None,
        title: found.session.title,
    })
}

/// GET /dialogues/{id}/minutes
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    visit.page(&view(&app, &visit, id, None).await?)
}

/// POST /dialogues/{id}/minutes/begin
///
/// # Errors
/// [`AppError::Denied`].
pub async fn begin(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let found = find(app.db().read(), &visit.ctx, Action::TakeMinutes, id).await?;
    let previous = previous_results(&app, &visit, &found).await?;
    match outcome(actions::begin(&app, &visit.ctx, id, previous).await)? {
        Ok(()) => visit.redirect(&format!("/dialogues/{id}/minutes"), "flash-minutes-begun"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, Some(form)).await?)
        }
    }
}

/// What the line about earlier sessions begins with: the open promises as they stand now, in the language of the papers.
async fn previous_results(app: &App, visit: &Visit, found: &Found) -> AppResult<String> {
    let lines = carried(app, visit, found).await?;
    let line = |(at, one): (usize, &crate::minutes::pages::agenda::CarriedLine)| {
        let state = if one.overdue { "carried-overdue" } else { "carried-running" };
        let args = [
            ("number", (at + 1).to_string()),
            ("wording", one.wording.clone()),
            ("lead", one.lead.clone()),
            ("due", format::date(Locale::Vi, one.due_on)),
            ("state", i18n::text(Locale::Vi, state, &[])),
        ];
        i18n::text(Locale::Vi, "carried-line", &args)
    };
    Ok(lines.iter().enumerate().map(line).collect::<Vec<_>>().join("\n"))
}

/// POST /dialogues/{id}/minutes: citizens and the general remark, also by itself from the open page.
///
/// # Errors
/// [`AppError::Conflict`] for the page's own script when somebody else saved first; [`AppError::Denied`].
pub async fn describe(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let result = match forms::general(&posted) {
        Ok((version, citizens, general)) => actions::describe(&app, &visit.ctx, id, version, citizens, general).await,
        Err(violations) => Err(violations.into()),
    };
    if visit.wants_json {
        return match result? {
            Saved::Version(version) => Ok(json_response(json!({ "version": version }))),
            Saved::Clash => Err(AppError::Conflict),
        };
    }
    match outcome(result)? {
        Ok(Saved::Version(_)) => visit.redirect(&format!("/dialogues/{id}/minutes"), "flash-minutes-saved"),
        Ok(Saved::Clash) => {
            let refusal = crate::kernel::Refusal::on("general", "minutes.general-clash").into();
            let mut form = FormState::refused(&posted, &refusal, visit.locale);
            let mut page = view(&app, &visit, id, None).await?;
            form.values.insert("version".into(), page.form.values.remove("version").unwrap_or_default());
            page.stored_general = Some(page.general.clone());
            visit.refused(&Show { form, ..page })
        }
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, Some(form)).await?)
        }
    }
}

/// Whether the session's room is open or was: pages of single lines are found only then.
pub(super) fn was_opened(found: &Found) -> bool {
    matches!(found.session.state.word(), StateWord::InSession | StateWord::Held | StateWord::Closed)
}
