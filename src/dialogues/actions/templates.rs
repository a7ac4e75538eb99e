//! Templates of sessions: keeping them, and what a new session or series takes over from one, or from a former session.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};

use crate::app::App;
use crate::db::{Conn, WriteTx};
use crate::dialogues::actions::attendance::as_read_out;
use crate::dialogues::actions::sessions::{Details, Origin, new_session};
use crate::dialogues::rules::attendance::{Attendee, Part, Presence, event as invited};
use crate::dialogues::rules::templates::{Arrangement, Guest, Section, Template, pattern_of};
use crate::dialogues::rules::{Session, SessionForm, SessionKind};
use crate::dialogues::store::templates::{self, FoundTemplate};
use crate::dialogues::store::{attendance, contents, sessions};
use crate::error::{AppError, AppResult};
use crate::kernel::clock::{local, local_date};
use crate::kernel::{Action, AttendeeId, Ctx, Permit, PersonId, Refusal, Role, SessionId, TemplateId};
use crate::organisation::{Unit, bodies_of_unit, head_on, people_with_role, unit};

/// What the office says in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub name: String,
    pub kind: SessionKind,
    pub form: SessionForm,
    pub title: String,
    pub counterpart: String,
    pub place: String,
    pub attend_how: String,
    pub starts: NaiveTime,
    pub duration_minutes: i32,
    pub arrangement: Arrangement,
}

impl From<Template> for Input {
    fn from(one: Template) -> Self {
        Self {
            name: one.name,
            kind: one.kind,
            form: one.form,
            title: one.title,
            counterpart: one.counterpart,
            place: one.place,
            attend_how: one.attend_how,
            starts: one.starts,
            duration_minutes: one.duration_minutes,
            arrangement: one.arrangement,
        }
    }
}

impl Input {
    fn template(self, id: TemplateId, unit_code: &str, version: i32) -> Template {
        Template {
            id,
            unit_code: unit_code.to_owned(),
            name: self.name,
            kind: self.kind,
            form: self.form,
            title: self.title,
            counterpart: self.counterpart,
            place: self.place,
            attend_how: self.attend_how,
            starts: self.starts,
            duration_minutes: self.duration_minutes,
            arrangement: self.arrangement,
            version,
        }
    }
}

/// Keeps a new template of a unit.
///
/// # Errors
/// Those of [`Template::check`]; [`AppError::Denied`].
pub async fn add(app: &App, ctx: &Ctx, unit_code: &str, input: Input) -> AppResult<TemplateId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let unit = unit(tx.conn(), unit_code).await?;
    let permit = ctx.permit(Action::PlanDialogues, &unit.target())?;
    let template = input.template(TemplateId::fresh(), &unit.code, 1);
    template.check(&templates::of_unit(tx.conn(), &unit.code).await?)?;
    templates::insert(tx.conn(), &permit, &template).await?;
    tx.commit(template.event("template.added")).await?;
    Ok(template.id)
}

/// Says a template anew. What was taken from it before stays as it is.
///
/// # Errors
/// Those of [`Template::check`]; [`AppError::Conflict`], [`AppError::Denied`].
pub async fn change(app: &App, ctx: &Ctx, id: TemplateId, version: i32, input: Input) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let FoundTemplate { unit, permit, .. } = current(&tx, ctx, id, version).await?;
    let template = input.template(id, &unit.code, version);
    template.check(&templates::of_unit(tx.conn(), &unit.code).await?)?;
    templates::save(tx.conn(), &permit, &template).await?;
    tx.commit(template.event("template.changed")).await
}

/// Takes a template away. What was taken from it before stays as it is.
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn remove(app: &App, ctx: &Ctx, id: TemplateId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let FoundTemplate { template, permit, .. } = current(&tx, ctx, id, version).await?;
    templates::remove(tx.conn(), &permit, id, version).await?;
    tx.commit(template.event("template.removed")).await
}

async fn current(tx: &WriteTx, ctx: &Ctx, id: TemplateId, version: i32) -> AppResult<FoundTemplate> {
    let found = templates::find(tx.conn(), ctx, Action::PlanDialogues, id).await?;
    if found.template.version == version { Ok(found) } else { Err(AppError::Conflict) }
}

/// What a template of this session would say; without a name. The caller has found the session.
///
/// # Errors
/// The database's.
pub async fn of_session(conn: &Conn, session: &Session) -> AppResult<Input> {
    let mut guests: Vec<Guest> = Vec::new();
    for line in attendance::attendance(conn, session.id).await? {
        if let Some(body) = line.body
            && line.part != Part::Citizen
            && guests.iter().all(|known| known.body != body)
        {
            guests.push(Guest { body, part: line.part });
        }
    }
    let sections = contents::sections(conn, session.id).await?;
    Ok(Input {
        name: String::new(),
        kind: session.kind,
        form: session.form,
        title: pattern_of(&session.title, session.on()),
        counterpart: session.counterpart.clone(),
        place: session.place.clone(),
        attend_how: session.attend_how.clone(),
        starts: local(session.starts_at).time(),
        duration_minutes: i32::try_from((session.ends_at - session.starts_at).num_minutes()).unwrap_or(i32::MAX),
        arrangement: Arrangement { guests, sections },
    })
}

/// What a new session takes over beside what its form says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The attendance list of a former session; nobody has come yet.
    PeopleOf(SessionId),
    /// The sections of the agenda of a former session: never its issues, never what was said.
    AgendaOf(SessionId),
    /// Who is asked to come by a template.
    Guests(TemplateId),
    /// The sections of a template.
    Sections(TemplateId),
}

/// Plans one session that takes something over.
///
/// # Errors
/// Those of [`super::sessions::plan`]; `template.gone`; [`AppError::NotFound`] for a session of another unit.
pub async fn plan(app: &App, ctx: &Ctx, unit_code: &str, details: Details, taken: &[Taken]) -> AppResult<SessionId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let unit = unit(tx.conn(), unit_code).await?;
    let permit = ctx.permit(Action::PlanDialogues, &unit.target())?;
    let on = local_date(details.starts_at);
    let arrangement = arrangement(tx.conn(), ctx, &unit, taken).await?;
    let (session, event) = new_session(&tx, ctx, &permit, &unit, details, Origin::default()).await?;
    for one in taken {
        if let Taken::PeopleOf(former) = one {
            let former = of_own_unit(tx.conn(), ctx, &unit, *former).await?;
            let lines = attendance::attendance(tx.conn(), former).await?;
            let lines: Vec<Attendee> = lines.into_iter().map(|line| line.invited_to(session)).collect();
            attendance::insert(tx.conn(), &permit, &lines).await?;
            tx.say(&invited("attendance.copied", session, &unit.code, lines.len())).await?;
        }
    }
    arrange(&tx, ctx, &permit, &unit, (session, on), &arrangement).await?;
    tx.commit(event).await?;
    Ok(session)
}

async fn of_own_unit(conn: &Conn, ctx: &Ctx, unit: &Unit, id: SessionId) -> AppResult<SessionId> {
    let found = sessions::find(conn, ctx, Action::PlanDialogues, id).await?;
    if found.unit.code == unit.code { Ok(id) } else { Err(AppError::NotFound) }
}

/// Guests and sections that are taken over, as they are now.
///
/// # Errors
/// `template.gone` where somebody has taken the template away; [`AppError::NotFound`] for a session of another unit.
pub(super) async fn arrangement(conn: &Conn, ctx: &Ctx, unit: &Unit, taken: &[Taken]) -> AppResult<Arrangement> {
    let known = templates::of_unit(conn, &unit.code).await?;
    let of = |id: TemplateId| {
        let template = known.iter().find(|template| template.id == id);
        template.map(|template| template.arrangement.clone()).ok_or(Refusal::new("template.gone"))
    };
    let mut all = Arrangement::default();
    for one in taken {
        match *one {
            Taken::Guests(id) => all.guests = of(id)?.guests,
            Taken::Sections(id) => all.sections = of(id)?.sections,
            Taken::AgendaOf(former) => {
                all.sections = contents::sections(conn, of_own_unit(conn, ctx, unit, former).await?).await?;
            }
            Taken::PeopleOf(_) => {}
        }
    }
    Ok(all)
}

/// Asks the guests to a new session and lays down what its agenda begins with.
///
/// # Errors
/// The database's.
pub(super) async fn arrange(
    tx: &WriteTx,
    ctx: &Ctx,
    permit: &Permit,
    unit: &Unit,
    (session, on): (SessionId, NaiveDate),
    arrangement: &Arrangement,
) -> AppResult<()> {
    if !arrangement.guests.is_empty() {
        let present = attendance::attendance(tx.conn(), session).await?;
        let lines = lines(tx, ctx, unit, (session, on), &arrangement.guests, &present).await?;
        attendance::insert(tx.conn(), permit, &lines).await?;
        tx.say(&invited("attendance.seeded", session, &unit.code, lines.len())).await?;
    }
    if !arrangement.sections.is_empty() {
        templates::save_outline(tx.conn(), permit, session, &arrangement.sections).await?;
    }
    Ok(())
}

/// One line for each guest who is not on the list: whoever heads the body on the day, or takes minutes for it; the body itself
/// where nobody does. A body that has ended by then is left out.
async fn lines(
    tx: &WriteTx,
    ctx: &Ctx,
    unit: &Unit,
    (session, on): (SessionId, NaiveDate),
    guests: &[Guest],
    present: &[Attendee],
) -> AppResult<Vec<Attendee>> {
    let bodies = bodies_of_unit(tx.conn(), &unit.code, on).await?;
    let mut known: BTreeSet<PersonId> = present.iter().filter_map(|line| line.person).collect();
    let mut sort = present.iter().map(|line| line.sort).max().unwrap_or(0);
    let mut guests: Vec<&Guest> = guests.iter().collect();
    guests.sort_by_key(|guest| (guest.part, bodies.iter().position(|body| body.id == guest.body)));
    let mut lines = Vec::new();
    for guest in guests {
        let Some(body) = bodies.iter().find(|body| body.id == guest.body) else { continue };
        let clerks = match guest.part {
            Part::Clerk => people_with_role(tx.conn(), Role::Clerk, &[body.id], ctx.today()).await?,
            _ => Vec::new(),
        };
        let mut named: Vec<(Option<PersonId>, String, String)> =
            clerks.into_iter().map(|clerk| (Some(clerk.person), clerk.name, body.short_name.clone())).collect();
        if named.is_empty() {
            let head = head_on(tx.conn(), body.id, on).await?;
            named.push(match head {
                Some(head) => (Some(head.person), head.name, as_read_out(body, &head.title)),
                None => (None, body.name.clone(), String::new()),
            });
        }
        for (person, name, title) in named.into_iter().filter(|(person, ..)| person.is_none_or(|person| known.insert(person))) {
            sort += 1;
            lines.push(Attendee {
                id: AttendeeId::fresh(),
                session,
                person,
                body: Some(body.id),
                name,
                title,
                part: guest.part,
                presence: Presence::Invited,
                note: String::new(),
                replaced_by: String::new(),
                sort,
                version: 1,
            });
        }
    }
    Ok(lines)
}

/// What the agenda of a session begins with beside its issues: for the room that builds agendas, which has found the session.
///
/// # Errors
/// The database's.
pub async fn outline(conn: &Conn, session: SessionId) -> AppResult<Vec<Section>> {
    templates::outline(conn, session).await
}
