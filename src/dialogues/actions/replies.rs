//! Taking mails that come back on invitations: one use case, whichever way they came.
//!
//! Every mail leaves a record with its reason, and the same mail counts once. Neighbour: `invitations` asks.

use chrono::{DateTime, Utc};

use crate::app::App;
use crate::db::{Audience, Message, Notify, WriteTx};
use crate::dialogues::rules::Session;
use crate::dialogues::rules::invitations::{
    Content, Given, Invitation, Known, Letter, Received, Reply, Said, Subject, Verdict, Way, addressed, newer, slot_at,
};
use crate::dialogues::rules::series::Series;
use crate::dialogues::store::{invitations, series, sessions};
use crate::error::AppResult;
use crate::kernel::ids::fresh_uuid;
use crate::kernel::{Action, Ctx, Permit, Role, SessionId, Target};
use crate::organisation::{Unit, bodies_of_unit, person_name, token_hash};

/// Longest name of a sender that is kept, in characters.
const LONGEST: usize = 254;

/// Whom a token names, with all that decides about his answer.
struct Asked {
    invitation: Invitation,
    session: Session,
    series: Option<Series>,
    unit: Unit,
    permit: Permit,
}

/// Takes a mail; answers what became of each of its parts. A mail that was taken before becomes nothing.
///
/// # Errors
/// The database's: then nothing of the mail is kept, and it is to be handed in again.
pub async fn take(app: &App, ctx: &Ctx, way: Way, letter: Letter) -> AppResult<Vec<Verdict>> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    if invitations::is_received(tx.conn(), &letter.digest).await? {
        return Ok(Vec::new());
    }
    let hashes: Vec<String> = letter.tokens.iter().map(|token| token_hash(token)).collect();
    let asked = match invitations::by_tokens(tx.conn(), &hashes).await? {
        Some(invitation) => Some(asked(&tx, ctx, invitation).await?),
        None => None,
    };
    let post = Post { ctx, way, letter: &letter, asked: asked.as_ref() };
    let mut all = Vec::new();
    match &letter.content {
        Content::Replies(replies) => {
            for reply in replies {
                let (verdict, on) = match &asked {
                    Some(asked) => reply_to(&tx, ctx, asked, reply).await?,
                    None => (Verdict::WrongToken, meant(&tx, reply).await?),
                };
                all.push(post.record(all.len(), verdict, Some(reply), on));
            }
        }
        Content::Counter(replies) => {
            let reply = replies.first();
            let verdict = match (&asked, reply) {
                (None, _) => Verdict::WrongToken,
                (Some(asked), Some(reply)) => match addressed(&asked.known(), reply, ctx.now) {
                    Ok(_) => Verdict::Counter,
                    Err(verdict) => verdict,
                },
                (Some(_), None) => Verdict::NoAnswer,
            };
            all.push(post.record(0, verdict, reply, None));
        }
        Content::Other(verdict) => all.push(post.record(0, *verdict, None, None)),
    }
    let permit = ctx.permit(Action::ManageAgenda, &Target::unit(""))?;
    let unit_code = asked.as_ref().map_or("", |asked| asked.unit.code.as_str());
    for received in &all {
        invitations::insert_received(tx.conn(), &permit, received).await?;
        if let Some(asked) = asked.as_ref().filter(|_| received.verdict.asks_office()) {
            tell_office(&tx, ctx, asked, received).await?;
        }
    }
    let verdicts = all.iter().map(|received| received.verdict).collect();
    let Some((last, others)) = all.split_last() else { return Ok(verdicts) };
    for received in others {
        tx.say(&received.event(unit_code)).await?;
    }
    tx.commit(last.event(unit_code)).await?;
    Ok(verdicts)
}

async fn asked(tx: &WriteTx, ctx: &Ctx, invitation: Invitation) -> AppResult<Asked> {
    let found = sessions::find(tx.conn(), ctx, Action::ManageAgenda, invitation.session).await?;
    let series = match found.session.series {
        Some(id) => Some(series::find(tx.conn(), ctx, Action::PlanDialogues, id).await?.series),
        None => None,
    };
    Ok(Asked { invitation, session: found.session, series, unit: found.unit, permit: found.permit })
}

impl Asked {
    fn known(&self) -> Known<'_> {
        Known { invitation: &self.invitation, session: &self.session, series: self.series.as_ref() }
    }
}

/// Keeps what one reply says, if it counts; names the session that it is about, where that is another than the token's.
async fn reply_to(tx: &WriteTx, ctx: &Ctx, asked: &Asked, reply: &Reply) -> AppResult<(Verdict, Option<SessionId>)> {
    // Nobody has answered a letter that was never sent.
    let reply = Reply { sequence: reply.sequence.min(asked.invitation.sequence), ..reply.clone() };
    let (subject, said) = match addressed(&asked.known(), &reply, ctx.now) {
        Ok(addressed) => addressed,
        Err(verdict) => return Ok((verdict, None)),
    };
    let answer = match said {
        Said::Answer(answer) => answer,
        Said::Delegated => return Ok((Verdict::Delegated, None)),
        Said::Nothing => return Ok((Verdict::NoAnswer, None)),
    };
    let person = asked.invitation.person;
    let kept = kept(tx, &subject, asked).await?;
    let given = match newer(kept.as_ref(), &reply, answer, ctx.now) {
        Ok(given) => given,
        Err(verdict) => return Ok((verdict, None)),
    };
    invitations::save_answer(tx.conn(), &asked.permit, &subject, person, &given).await?;
    let is_other = subject != asked.invitation.subject && !subject.slot.is_empty();
    let on = if is_other { invitations::session_at(tx.conn(), subject.id, &subject.slot).await? } else { None };
    Ok((Verdict::Counted, on))
}

/// The session of which a stranger speaks: calendars to subscribe to tell its name to everybody.
async fn meant(tx: &WriteTx, reply: &Reply) -> AppResult<Option<SessionId>> {
    let Some(subject) = reply.subject else { return Ok(None) };
    match reply.occurrence {
        Some(at) => invitations::session_at(tx.conn(), subject, &slot_at(at)).await,
        None => invitations::session_of(tx.conn(), subject).await,
    }
}

async fn kept(tx: &WriteTx, subject: &Subject, asked: &Asked) -> AppResult<Option<Given>> {
    let all = invitations::answers(tx.conn(), std::slice::from_ref(subject)).await?;
    Ok(all.into_iter().find(|(_, person, _)| *person == asked.invitation.person).map(|(_, _, given)| given))
}

/// A mail in the making of its records.
struct Post<'a> {
    ctx: &'a Ctx,
    way: Way,
    letter: &'a Letter,
    asked: Option<&'a Asked>,
}

impl Post<'_> {
    /// What became of the part number `part`; `on` is its session, where that is another than the token's.
    fn record(&self, part: usize, verdict: Verdict, reply: Option<&Reply>, on: Option<SessionId>) -> Received {
        let said = match verdict {
            Verdict::Counter => reply.and_then(|reply| reply.starts_at).as_ref().map(DateTime::<Utc>::to_rfc3339),
            _ => reply.and_then(|reply| {
                reply
                    .attendees
                    .iter()
                    .find_map(|(_, said)| if let Said::Answer(answer) = said { Some(answer.to_string()) } else { None })
            }),
        };
        // Only the one who was asked is named: a stranger who guessed an address is not he.
        let is_his = !matches!(verdict, Verdict::NotInvited | Verdict::WrongToken);
        Received {
            id: fresh_uuid(),
            digest: self.letter.digest.clone(),
            part: i32::try_from(part).unwrap_or(i32::MAX),
            at: self.ctx.now,
            way: self.way,
            session: on.or(self.asked.map(|asked| asked.session.id)),
            person: self.asked.filter(|_| is_his).map(|asked| asked.invitation.person),
            sender: self.letter.sender.chars().take(LONGEST).collect(),
            verdict,
            said: said.unwrap_or_default(),
            note: reply.map(|reply| reply.comment.clone()).unwrap_or_default(),
        }
    }
}

/// A line for the office of the unit, once for each mail.
async fn tell_office(tx: &WriteTx, ctx: &Ctx, asked: &Asked, received: &Received) -> AppResult<()> {
    let bodies = bodies_of_unit(tx.conn(), &asked.unit.code, ctx.today()).await?.iter().map(|body| body.id.0).collect();
    let code = match received.verdict {
        Verdict::Counter => "invitation-counter",
        Verdict::Delegated => "invitation-delegated",
        Verdict::Bounce => "invitation-bounce",
        _ => "invitation-words",
    };
    let notify = Notify {
        code: code.to_owned(),
        to: vec![Audience::Role { role: Role::Office, bodies }],
        args: vec![
            ("name".to_owned(), person_name(tx.conn(), asked.invitation.person).await?),
            ("title".to_owned(), asked.session.title.clone()),
            ("at".to_owned(), received.said.clone()),
            ("reason".to_owned(), received.note.clone()),
        ],
        href: format!("/dialogues/{}/attendance", asked.session.id),
    };
    tx.queue(&Message::notify(format!("{code}/{}", received.id), &notify)).await
}
