//! Asking people to a session and keeping what they answer, on the page or by mail.
//!
//! An act that changes what people were told queues the session here; the feeds room settles it a little later, so that a
//! burst of changes makes one letter. Neighbour: `replies` takes the mails that come back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::app::App;
use crate::db::{Conn, Message, WriteTx};
use crate::dialogues::rules::invitations::{Answer, Call, Given, GivenBy, Invitation, Standing, Subject, counting, is_open};
use crate::dialogues::rules::series::Repeated;
use crate::dialogues::rules::{Session, StateWord};
use crate::dialogues::store::sessions::{self, Found};
use crate::dialogues::store::{attendance, invitations, series};
use crate::error::{AppError, AppResult};
use crate::kernel::ids::{fresh_uuid, secret};
use crate::kernel::{Action, Ctx, Event, InvitationId, PersonId, Refusal, SessionId};
use crate::organisation::{Reachable, person_name, reachable, save_setting, setting, token_hash};

/// Deliverer of what [`changed`] queues.
pub const KIND: &str = "invite";
/// How long a change waits for further ones.
const QUIET: TimeDelta = TimeDelta::seconds(60);
/// The secret behind all tokens, made when the first is needed.
const KEY: &str = "invitation-key";

/// Lets the invitations of a session be settled, if anybody was told of it.
///
/// # Errors
/// The database's.
pub async fn changed(tx: &WriteTx, ctx: &Ctx, session: &Session) -> AppResult<()> {
    if !session.state.is_public() {
        return Ok(());
    }
    let key = format!("{KIND}/{}/{}", session.id, fresh_uuid());
    tx.queue_for(&Message { key, kind: KIND, payload: json!({ "session": session.id }) }, ctx.now + QUIET).await
}

/// Whom a letter with a calendar reaches, of those on the list: they need no other mail about the same.
///
/// # Errors
/// The database's.
pub async fn by_letter(conn: &Conn, session: SessionId) -> AppResult<Vec<PersonId>> {
    let people = people(conn, session).await?;
    let reachable = reachable(conn, &people).await?;
    Ok(reachable.into_iter().filter(|one| one.address().is_some()).map(|one| one.person).collect())
}

async fn people(conn: &Conn, session: SessionId) -> AppResult<Vec<PersonId>> {
    let lines = attendance::attendance(conn, session).await?;
    let known: BTreeSet<PersonId> = lines.into_iter().filter_map(|line| line.person).collect();
    Ok(Vec::from_iter(known))
}

/// A letter that is due.
#[derive(Debug, Clone)]
pub struct Due {
    pub call: Call,
    pub invitation: Invitation,
    pub session: Session,
    pub to: Reachable,
    /// What he said to the time that is asked now.
    pub answer: Option<Answer>,
    /// Part of the address at which answers to this letter arrive.
    pub token: String,
}

/// Settles the invitations of a session: makes and keeps them, and answers which letters are due. Again, it answers none.
/// `sends` says whether letters can leave at all; series are counted as calendars do that show sessions from `from` on.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else settled first.
pub async fn settle(tx: &WriteTx, ctx: &Ctx, id: SessionId, sends: bool, from: DateTime<Utc>) -> AppResult<Vec<Due>> {
    let Found { session, permit, .. } = sessions::find(tx.conn(), ctx, Action::ManageAgenda, id).await?;
    if session.state.word() == StateWord::Planned {
        return Ok(Vec::new());
    }
    let known = invitations::of_session(tx.conn(), id).await?;
    let on_list = people(tx.conn(), id).await?;
    let series = series_of(tx.conn(), &session, from).await?;
    let subject = Subject::of(&session, series.as_ref().map(|repeated| &repeated.series));
    let all: BTreeSet<PersonId> = on_list.iter().copied().chain(known.iter().map(|one| one.person)).collect();
    let reachable = reachable(tx.conn(), &Vec::from_iter(all.iter().copied())).await?;
    let answers = answers(tx.conn(), &session, &known).await?;
    let key = key(tx).await?;
    let mut due = Vec::new();
    for person in all {
        let before = known.iter().find(|one| one.person == person).cloned();
        let expected = on_list.contains(&person);
        if before.is_none() && !(expected && is_open(&session, ctx.now)) {
            continue;
        }
        let before = before.unwrap_or_else(|| Invitation::new(id, person, subject.clone()));
        let to = reachable.iter().find(|one| one.person == person);
        let address = to.and_then(Reachable::address).filter(|_| sends);
        let (after, call) = before.clone().settle(&session, number(&session, series.as_ref()), expected, address, ctx.now);
        if after == before && before.version > 0 {
            continue;
        }
        let token = token(&key, after.id)?;
        invitations::save(tx.conn(), &permit, &after, &token_hash(&token)).await?;
        if let (Some(call), Some(to)) = (call, to) {
            let answer = answers.get(&person).filter(|given| after.is_answered_by(given)).map(|given| given.answer);
            due.push(Due { call, invitation: after, session: session.clone(), to: to.clone(), answer, token });
        }
    }
    Ok(due)
}

async fn series_of(conn: &Conn, session: &Session, from: DateTime<Utc>) -> AppResult<Option<Repeated>> {
    let Some(id) = session.series else { return Ok(None) };
    Ok(series::repeated(conn, &[id], from).await?.into_iter().next())
}

/// SEQUENCE as the calendars to subscribe to have it: a series counts all its sessions.
fn number(session: &Session, series: Option<&Repeated>) -> i32 {
    series.map_or(session.sequence, |repeated| i32::try_from(repeated.sequence).unwrap_or(i32::MAX))
}

async fn key(tx: &WriteTx) -> AppResult<String> {
    if let Some(Value::String(key)) = setting(tx.conn(), KEY).await? {
        return Ok(key);
    }
    let key = secret();
    save_setting(tx.conn(), KEY, json!(key)).await?;
    Ok(key)
}

/// The same for the same invitation, so that all its letters come from one address; only its hash is kept.
fn token(key: &str, id: InvitationId) -> AppResult<String> {
    let wrong = |_| AppError::Internal("invitation key".to_owned());
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(wrong)?;
    mac.update(id.0.as_bytes());
    let tag = mac.finalize().into_bytes();
    // 160 bits; mail servers may change capitals.
    Ok(data_encoding::BASE32_NOPAD.encode(tag.get(..20).unwrap_or(&tag)).to_lowercase())
}

/// The answers that count for a session, by who gave them.
///
/// # Errors
/// The database's.
pub async fn answers(conn: &Conn, session: &Session, known: &[Invitation]) -> AppResult<BTreeMap<PersonId, Given>> {
    let series = match session.series {
        Some(id) => series::repeated(conn, &[id], DateTime::UNIX_EPOCH).await?.into_iter().next(),
        None => None,
    };
    let subject = Subject::of(session, series.as_ref().map(|repeated| &repeated.series));
    let own = Subject { id: session.id.0, slot: String::new() };
    let subjects = [subject.clone(), subject.whole(), own.clone()];
    let (mut single, mut whole) = (BTreeMap::new(), BTreeMap::new());
    for (to, person, given) in invitations::answers(conn, &subjects).await? {
        if to == own || to == subject {
            single.insert(person, given);
        } else if to == subject.whole() {
            whole.insert(person, given);
        }
    }
    let people: BTreeSet<PersonId> = single.keys().chain(whole.keys()).copied().collect();
    let of = |person: &PersonId| {
        let invitation = known.iter().find(|one| one.person == *person);
        let counts = counting(invitation, single.get(person), whole.get(person))?;
        Some((*person, counts.clone()))
    };
    Ok(people.iter().filter_map(of).collect())
}

/// Answers on the page of the session, for oneself.
///
/// # Errors
/// `invitation.over` when nobody is asked any longer; [`AppError::NotFound`] for who is not on the list.
pub async fn answer(app: &App, ctx: &Ctx, id: SessionId, answer: Answer) -> AppResult<()> {
    let person = ctx.actor.person().ok_or(AppError::NotSignedIn)?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let Found { session, permit, unit } = sessions::find(tx.conn(), ctx, Action::ReadSessions, id).await?;
    if !people(tx.conn(), id).await?.contains(&person) {
        return Err(AppError::NotFound);
    }
    if !is_open(&session, ctx.now) {
        return Err(Refusal::new("invitation.over").into());
    }
    let known = invitations::of_session(tx.conn(), id).await?;
    let invitation = known.iter().find(|one| one.person == person && one.standing == Standing::Live);
    let series = series_of(tx.conn(), &session, DateTime::UNIX_EPOCH).await?;
    let subject = invitation
        .map_or_else(|| Subject::of(&session, series.as_ref().map(|one| &one.series)), |invitation| invitation.subject.clone());
    let sequence = invitation.map_or(0, |invitation| invitation.sequence);
    let given = Given { answer, by: GivenBy::Page, at: ctx.now, stamped_at: ctx.now, sequence, note: String::new() };
    invitations::save_answer(tx.conn(), &permit, &subject, person, &given).await?;
    let name = person_name(tx.conn(), person).await?;
    let facts = json!({ "name": name, "answer": answer, "way": given.by });
    tx.commit(Event::new("invitation.answered", "session", id, &unit.code).facts(facts)).await
}
