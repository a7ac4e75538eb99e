//! One session in a calendar's words. Neighbour: `series` changes what several of them share.

use chrono::NaiveDate;

use super::Content;
use crate::calendar::{Alarm, Entry, Organizer, Status, When, uid};
use crate::dialogues::{Session, SessionForm, SessionKind, SessionState};
use crate::feeds::rules::Cancelled;
use crate::i18n::{self, Locale};
use crate::kernel::clock::local;
use crate::law::lunar::to_lunar;

/// What is said of every session, looked up once for a feed.
pub struct Words {
    cancelled: String,
    counterpart: String,
    form: String,
    attend_how: String,
    kinds: Vec<(SessionKind, String)>,
    forms: Vec<(SessionForm, String)>,
}

impl Words {
    pub fn of(locale: Locale) -> Self {
        let say = |key: &str| i18n::text(locale, key, &[]);
        let kind = |kind: &SessionKind| (*kind, say(&format!("session-kind-{kind}")));
        let form = |form: &SessionForm| (*form, say(&format!("session-form-{form}")));
        Self {
            cancelled: say("feed-cancelled"),
            counterpart: say("field-counterpart"),
            form: say("field-form"),
            attend_how: say("field-attend-how"),
            kinds: SessionKind::ALL.iter().map(kind).collect(),
            forms: SessionForm::ALL.iter().map(form).collect(),
        }
    }
}

fn word<T: PartialEq>(words: &[(T, String)], of: &T) -> String {
    words.iter().find(|(one, _)| one == of).map(|(_, word)| word.clone()).unwrap_or_default()
}

/// The session as an entry under its own UID.
pub fn entry(content: &Content<'_>, words: &Words, session: &Session) -> Entry {
    let when = When::Timed { start: local(session.starts_at), end: Some(local(session.ends_at)) };
    let cancelled = matches!(session.state, SessionState::Cancelled { .. });
    let unit = content.units.get(&session.unit_code);
    let title = unit.map_or_else(|| session.title.clone(), |unit| format!("{unit}: {}", session.title));
    let prefix = if cancelled { format!("[{}] ", words.cancelled) } else { String::new() };
    let mut entry = Entry::new(uid(session.id), session.changed_at, when, &format!("{prefix}{title}"));
    entry.sequence = u32::try_from(session.sequence).unwrap_or(0);
    entry.location = Some(session.place.clone()).filter(|place| !place.is_empty());
    entry.url = Some(format!("{}/dialogues/{}", content.base, session.id));
    entry.organizer = Some(Organizer { name: unit.unwrap_or(&content.organizer).clone(), email: None });
    entry.categories = vec![word(&words.kinds, &session.kind)];
    entry.status = match (cancelled, content.options.cancelled) {
        (true, Cancelled::Status) => Status::Cancelled,
        _ => Status::Confirmed,
    };
    entry.is_busy = !cancelled;
    let mut lines = vec![
        format!("{}: {}", words.counterpart, session.counterpart),
        format!("{}: {}", words.form, word(&words.forms, &session.form)),
    ];
    if let SessionState::Cancelled { reason, .. } = &session.state {
        lines.insert(0, i18n::text(content.locale, "session-cancelled-because", &[("reason", reason.clone())]));
    }
    if !session.attend_how.is_empty() {
        lines.push(format!("{}: {}", words.attend_how, session.attend_how));
    }
    if content.options.lunar {
        lines.extend(lunar(content.locale, session.on()));
    }
    entry.description = Some(lines.join("\n"));
    if let Some(alarm) = content.options.alarm.filter(|_| !cancelled) {
        entry.alarms = vec![Alarm { minutes_before: alarm.minutes(), text: title }];
    }
    entry
}

/// The day by the moon, as people in the villages count it; none outside of the years that are computed.
fn lunar(locale: Locale, on: NaiveDate) -> Option<String> {
    let date = to_lunar(on).ok()?;
    let key = if date.leap { "feed-lunar-leap" } else { "feed-lunar" };
    Some(i18n::text(locale, key, &[("day", date.day.to_string()), ("month", date.month.to_string())]))
}
