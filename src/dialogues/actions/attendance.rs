//! The attendance list: filled from the heads of the unit's bodies, corrected, ticked off in the room.
//!
//! It stands still once the session is closed; the minutes keep their own copy of what was signed.

use std::collections::BTreeSet;

use crate::app::App;
use crate::db::WriteTx;
use crate::dialogues::actions::invitations;
use crate::dialogues::rules::attendance::{Attendee, Mark, Part, Presence, event};
use crate::dialogues::rules::{SessionState, StateWord};
use crate::dialogues::store::attendance;
use crate::dialogues::store::sessions::{self, Found};
use crate::error::{AppError, AppResult};
use crate::kernel::text::fold;
use crate::kernel::{Action, AttendeeId, BodyId, Ctx, PersonId, Refusal, Role, SessionId, Violations};
use crate::organisation::{Body, BodyKind, bodies_of_unit, head_on, people_with_role};

/// Longest attendance list.
const MOST_LINES: usize = 300;

async fn open_list(tx: &WriteTx, ctx: &Ctx, id: SessionId) -> AppResult<Found> {
    let found = sessions::find(tx.conn(), ctx, Action::ManageAgenda, id).await?;
    if matches!(found.session.state, SessionState::Closed { .. } | SessionState::Cancelled { .. }) {
        return Err(Refusal::new("session.wrong-state").arg("state", found.session.state.word()).into());
    }
    Ok(found)
}

/// Puts the heads of the unit's bodies on the list who are not on it: the party's head chairs, the government's and the
/// council's beside, clerks take the minutes, agencies answer, all others are invited. A person comes once.
///
/// # Errors
/// `attendance.nothing-new` when all are on it already.
pub async fn seed(app: &App, ctx: &Ctx, id: SessionId) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = open_list(&tx, ctx, id).await?;
    let present = attendance::attendance(tx.conn(), id).await?;
    let mut known: BTreeSet<PersonId> = present.iter().filter_map(|line| line.person).collect();
    let mut sort = present.iter().map(|line| line.sort).max().unwrap_or(0);
    let mut has_chair = present.iter().any(|line| line.part == Part::Chair);
    let mut lines = Vec::new();
    for expected in expected(&tx, ctx, &found).await? {
        if !known.insert(expected.person) || present.len() + lines.len() >= MOST_LINES {
            continue;
        }
        let part = if expected.part == Part::Chair && has_chair { Part::CoChair } else { expected.part };
        has_chair = has_chair || part == Part::Chair;
        sort += 1;
        lines.push(Attendee {
            id: AttendeeId::fresh(),
            session: id,
            person: Some(expected.person),
            body: Some(expected.body),
            name: expected.name,
            title: expected.title,
            part,
            presence: Presence::Invited,
            note: String::new(),
            replaced_by: String::new(),
            sort,
            version: 1,
        });
    }
    if lines.is_empty() {
        return Err(Refusal::new("attendance.nothing-new").into());
    }
    attendance::insert(tx.conn(), &found.permit, &lines).await?;
    invitations::changed(&tx, ctx, &found.session).await?;
    tx.commit(event("attendance.seeded", id, &found.unit.code, lines.len())).await
}

struct Expected {
    person: PersonId,
    body: BodyId,
    name: String,
    title: String,
    part: Part,
}

/// Who should come, in the order of the list.
async fn expected(tx: &WriteTx, ctx: &Ctx, found: &Found) -> AppResult<Vec<Expected>> {
    let on = found.session.on();
    let bodies = bodies_of_unit(tx.conn(), &found.unit.code, on).await?;
    let mut people = Vec::new();
    for body in &bodies {
        if let Some(head) = head_on(tx.conn(), body.id, on).await? {
            let part = match body.kind {
                BodyKind::PartyCommittee => Part::Chair,
                BodyKind::PeopleCommittee | BodyKind::PeopleCouncil => Part::CoChair,
                kind if kind.answers() => Part::Answering,
                _ => Part::Invited,
            };
            let title = as_read_out(body, &head.title);
            people.push(Expected { person: head.person, body: body.id, name: head.name, title, part });
        }
    }
    for body in &bodies {
        for clerk in people_with_role(tx.conn(), Role::Clerk, &[body.id], ctx.today()).await? {
            let title = body.short_name.clone();
            people.push(Expected { person: clerk.person, body: body.id, name: clerk.name, title, part: Part::Clerk });
        }
    }
    people.sort_by_key(|one| one.part);
    Ok(people)
}

/// The title of the head of `body` as a list says it: with the body where the title alone would not name it.
pub(super) fn as_read_out(body: &Body, title: &str) -> String {
    let is_named = fold(title).contains(&fold(&body.short_name));
    let needs_body = body.kind != BodyKind::PeopleCommittee && (body.kind.submits() || body.kind.answers()) && !is_named;
    said_once(&if needs_body { format!("{title} {}", body.short_name) } else { title.to_owned() })
}

/// "Trưởng Công an Công an" is said as "Trưởng Công an"; "Trưởng phòng Phòng Kinh tế" as "Trưởng phòng Kinh tế".
fn said_once(title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    for length in (1..=words.len() / 2).rev() {
        for at in 0..=words.len() - 2 * length {
            let (first, second) = (&words[at..at + length], &words[at + length..at + 2 * length]);
            if first.iter().zip(second).all(|(one, other)| one.to_lowercase() == other.to_lowercase()) {
                return [&words[..at + length], &words[at + 2 * length..]].concat().join(" ");
            }
        }
    }
    title.to_owned()
}

/// What is said about a new or changed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    pub name: String,
    pub title: String,
    pub part: Part,
    pub body: Option<BodyId>,
}

impl Details {
    /// A new line of the list of `session`, at its beginning.
    #[must_use]
    pub fn line(self, session: SessionId) -> Attendee {
        Attendee {
            id: AttendeeId::fresh(),
            session,
            person: None,
            body: self.body,
            name: self.name,
            title: self.title,
            part: self.part,
            presence: Presence::Invited,
            note: String::new(),
            replaced_by: String::new(),
            sort: 1,
            version: 1,
        }
    }
}

/// Adds somebody by name.
///
/// # Errors
/// `attendance.too-long`; [`AppError::Denied`].
pub async fn add(app: &App, ctx: &Ctx, id: SessionId, details: Details) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = open_list(&tx, ctx, id).await?;
    let present = attendance::attendance(tx.conn(), id).await?;
    if present.len() >= MOST_LINES {
        return Err(Refusal::new("attendance.too-long").arg("most", MOST_LINES).into());
    }
    let body = known_body(&tx, &found, details.body).await?;
    let sort = present.iter().map(|line| line.sort).max().unwrap_or(0) + 1;
    let line = Attendee { body, sort, ..details.line(id) };
    attendance::insert(tx.conn(), &found.permit, std::slice::from_ref(&line)).await?;
    tx.commit(event("attendance.added", id, &found.unit.code, 1)).await
}

/// A body of the session's own unit.
async fn known_body(tx: &WriteTx, found: &Found, body: Option<BodyId>) -> AppResult<Option<BodyId>> {
    let Some(body) = body else { return Ok(None) };
    let bodies = bodies_of_unit(tx.conn(), &found.unit.code, found.session.on()).await?;
    if bodies.iter().any(|one| one.id == body) { Ok(Some(body)) } else { Err(Refusal::on("body", "form.choice").into()) }
}

/// Words a line anew.
///
/// # Errors
/// Those of [`Attendee::describe`]; [`AppError::Conflict`].
pub async fn change(app: &App, ctx: &Ctx, id: SessionId, line: AttendeeId, version: i32, details: Details) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = open_list(&tx, ctx, id).await?;
    let attendee = attendance::line(tx.conn(), id, line).await?;
    if attendee.version != version {
        return Err(AppError::Conflict);
    }
    let body = known_body(&tx, &found, details.body).await?;
    let attendee = Attendee { body, ..attendee.describe(details.name, details.title, details.part)? };
    attendance::save(tx.conn(), &found.permit, &attendee).await?;
    tx.commit(event("attendance.changed", id, &found.unit.code, 1)).await
}

/// Takes a line away.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn remove(app: &App, ctx: &Ctx, id: SessionId, line: AttendeeId) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = open_list(&tx, ctx, id).await?;
    let attendee = attendance::line(tx.conn(), id, line).await?;
    attendance::remove(tx.conn(), &found.permit, attendee.id).await?;
    invitations::changed(&tx, ctx, &found.session).await?;
    tx.commit(event("attendance.removed", id, &found.unit.code, 1)).await
}

/// One line of the ticked sheet: which version was seen, and what is said now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    pub line: AttendeeId,
    pub version: i32,
    pub mark: Mark,
}

/// Saves the ticks that say something new; all or none.
///
/// # Errors
/// Every refusal of every line; [`AppError::Conflict`] when a ticked line was changed meanwhile.
pub async fn tick(app: &App, ctx: &Ctx, id: SessionId, ticks: Vec<Tick>) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = open_list(&tx, ctx, id).await?;
    if matches!(found.session.state.word(), StateWord::Planned) {
        return Err(Refusal::new("session.wrong-state").arg("state", found.session.state.word()).into());
    }
    let lines = attendance::attendance(tx.conn(), id).await?;
    let mut violations = Violations::default();
    let mut changed = 0;
    for tick in ticks {
        let Some(line) = lines.iter().find(|line| line.id == tick.line).cloned() else { return Err(AppError::Conflict) };
        let version = line.version;
        let before = line.clone();
        match line.mark(tick.mark) {
            Ok(line) if line == before => {}
            Ok(_) if version != tick.version => return Err(AppError::Conflict),
            Ok(line) => {
                attendance::save(tx.conn(), &found.permit, &line).await?;
                changed += 1;
            }
            Err(refused) => violations.0.extend(refused.0),
        }
    }
    violations.or(())?;
    if changed == 0 {
        return Ok(());
    }
    tx.commit(event("attendance.ticked", id, &found.unit.code, changed)).await
}

#[cfg(test)]
mod tests {
    use super::said_once;

    #[test]
    fn titles_do_not_say_a_body_twice() {
        assert_eq!(said_once("Trưởng Công an Công an"), "Trưởng Công an");
        assert_eq!(said_once("Trưởng phòng Phòng Kinh tế"), "Trưởng phòng Kinh tế");
        assert_eq!(said_once("Chủ tịch Hội Nông dân Hội Nông dân"), "Chủ tịch Hội Nông dân");
        assert_eq!(said_once("Giám đốc Trung tâm Phục vụ hành chính công"), "Giám đốc Trung tâm Phục vụ hành chính công");
        assert_eq!(said_once("Bí thư Đoàn Đoàn Thanh niên"), "Bí thư Đoàn Thanh niên");
    }
}
