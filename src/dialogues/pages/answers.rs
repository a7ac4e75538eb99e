//! What people answered to their invitations: on the attendance list for the office, on the page of the session for oneself.

use std::collections::BTreeMap;

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::sessions::show_view;
use crate::app::App;
use crate::dialogues::actions::invitations as actions;
use crate::dialogues::rules::attendance::Attendee;
use crate::dialogues::rules::invitations::{Answer, Count, Given, Received, Verdict, is_open};
use crate::dialogues::rules::{Session, SessionState};
use crate::dialogues::store::{attendance, invitations};
use crate::error::AppResult;
use crate::i18n::{self, Locale, format};
use crate::kernel::{PersonId, SessionId};
use crate::web::{Fields, FormState, PageResult, Path, Posted, Visit, outcome};

/// Mails that the office is shown.
const MOST_MAILS: u64 = 20;

/// An answer in words.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerTag {
    pub answer: &'static str,
    pub tone: &'static str,
    pub by: &'static str,
    pub at: DateTime<Utc>,
    pub note: String,
}

impl AnswerTag {
    fn of(given: &Given) -> Self {
        let tone = match given.answer {
            Answer::Accepted => "green",
            Answer::Tentative => "yellow",
            Answer::Declined => "red",
        };
        Self { answer: given.answer.as_str(), tone, by: given.by.as_str(), at: given.at, note: given.note.clone() }
    }

    fn with_words(self, words: bool) -> Self {
        if words { self } else { Self { note: String::new(), ..self } }
    }

    /// One for the views' samples.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            answer: "accepted", tone: "green", by: "mail", at: DateTime::default(), note: "Tôi đến muộn 10 phút".into()
        }
    }
}

/// A mail that did not simply count, as a sentence.
#[derive(Debug, Serialize)]
pub struct MailLine {
    pub at: DateTime<Utc>,
    pub text: String,
    pub note: String,
}

/// What the attendance list shows of answers.
#[derive(Debug, Serialize)]
pub struct Answers {
    pub count: Count,
    pub mails: Vec<MailLine>,
    #[serde(skip)]
    pub by_person: BTreeMap<PersonId, AnswerTag>,
}

impl Answers {
    /// One for the views' samples.
    #[must_use]
    pub fn sample() -> Self {
        let text = "Lê Thị Mẫu xin họp vào lúc khác: 14:00, 11/04/2025".into();
        Self {
            count: Count { accepted: 12, declined: 3, tentative: 1, silent: 4 },
            mails: vec![MailLine { at: DateTime::default(), text, note: "Chiều tôi mới về".into() }],
            by_person: BTreeMap::new(),
        }
    }
}

/// The answers of those on the list; none as long as nobody was asked. Who stands there by name alone cannot be asked. What
/// people wrote beside their answers, `words`, is for the office alone.
pub(super) async fn answers(
    app: &App,
    locale: Locale,
    session: &Session,
    list: &[Attendee],
    words: bool,
) -> AppResult<Option<Answers>> {
    if !session.state.is_public() {
        return Ok(None);
    }
    let conn = app.db().read();
    let known = invitations::of_session(conn, session.id).await?;
    let given = actions::answers(conn, session, &known).await?;
    let mails = if words { invitations::received(conn, session.id, MOST_MAILS).await? } else { Vec::new() };
    let people = || list.iter().filter_map(|line| line.person);
    if people().next().is_none() && mails.is_empty() {
        return Ok(None);
    }
    let name = |person: Option<PersonId>| {
        let line = person.and_then(|person| list.iter().find(|line| line.person == Some(person)));
        line.map(|line| line.name.clone())
    };
    let uncounted = mails.iter().filter(|mail| mail.verdict != Verdict::Counted);
    Ok(Some(Answers {
        count: Count::of(people().map(|person| given.get(&person).map(|given| given.answer))),
        mails: uncounted.map(|mail| mail_line(locale, mail, name(mail.person))).collect(),
        by_person: given.iter().map(|(person, given)| (*person, AnswerTag::of(given).with_words(words))).collect(),
    }))
}

fn mail_line(locale: Locale, mail: &Received, name: Option<String>) -> MailLine {
    let sender = if mail.sender.is_empty() { i18n::text(locale, "mail-sender-unknown", &[]) } else { mail.sender.clone() };
    let time = DateTime::parse_from_rfc3339(&mail.said).map(|at| format::datetime(locale, at.with_timezone(&Utc)));
    let args = [("name", name.unwrap_or(sender)), ("time", time.unwrap_or_default())];
    let text = i18n::text(locale, &format!("mail-verdict-{}", mail.verdict), &args);
    MailLine { at: mail.at, text, note: mail.note.clone() }
}

/// What the page of a session asks the visitor himself.
#[derive(Debug, Serialize)]
pub struct Own {
    /// Whether an answer still counts.
    pub open: bool,
    pub answer: Option<AnswerTag>,
}

/// The visitor's own place on the list; none where he is not expected, or nothing is asked yet.
pub(super) async fn own(app: &App, visit: &Visit, session: &Session) -> AppResult<Option<Own>> {
    let Some(person) = visit.ctx.actor.person().filter(|_| session.state.is_public()) else { return Ok(None) };
    let conn = app.db().read();
    if !attendance::attendance(conn, session.id).await?.iter().any(|line| line.person == Some(person)) {
        return Ok(None);
    }
    let known = invitations::of_session(conn, session.id).await?;
    let answer = actions::answers(conn, session, &known).await?.get(&person).map(AnswerTag::of);
    let open = is_open(session, visit.ctx.now);
    let is_off = matches!(session.state, SessionState::Cancelled { .. });
    Ok((open || (answer.is_some() && !is_off)).then_some(Own { open, answer }))
}

/// POST /dialogues/{id}/answer: `answer`, for oneself.
///
/// # Errors
/// [`crate::error::AppError::NotFound`] for who is not on the list.
pub async fn answer(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let mut fields = Fields::new(&posted);
    let chosen = fields.word::<Answer>("answer");
    let result = match fields.finish(|| chosen) {
        Ok(answer) => actions::answer(&app, &visit.ctx, id, answer).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/dialogues/{id}"), "flash-invitation-answered"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&show_view(&app, &visit, id, form).await?)
        }
    }
}
