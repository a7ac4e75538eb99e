//! Sessions and deadlines as calendar entries. Pure: the same rows give the same bytes.

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::{self, Alarm, Color, Entry, Feed, Organizer, Status, When, uid};
use crate::dialogues::{Session, SessionState};
use crate::feeds::rules::{Cancelled, Due, Options};
use crate::i18n::{self, Locale};
use crate::kernel::clock::{instant, local, start_of};
use crate::law::lunar::to_lunar;

/// The colour of all our calendars.
pub const COLOR: Color = Color::Teal;

/// What a feed is written from.
#[derive(Debug, Clone)]
pub struct Content<'a> {
    pub name: String,
    pub organizer: String,
    /// Address of the installation, without a slash at its end.
    pub base: &'a str,
    /// Page with the same for people.
    pub page: String,
    pub locale: Locale,
    pub options: Options,
    pub sessions: &'a [Session],
    pub dues: &'a [Due],
}

/// A feed as it goes out.
#[derive(Debug)]
pub struct Written {
    pub bytes: Vec<u8>,
    pub content_type: &'static str,
    /// Strong, with its quotation marks.
    pub etag: String,
    /// The last change of anything in it.
    pub changed_at: DateTime<Utc>,
}

/// Writes the feed.
#[must_use]
pub fn write(content: &Content<'_>) -> Written {
    let (feed, changed_at) = feed(content);
    let bytes = calendar::render(&feed);
    Written { etag: calendar::etag(&bytes), content_type: calendar::CONTENT_TYPE, bytes, changed_at }
}

/// One entry of a feed, as a file of its own.
#[derive(Debug)]
pub struct Object {
    pub file: String,
    /// Strong, with its quotation marks.
    pub etag: String,
    pub bytes: Vec<u8>,
    pub content_type: &'static str,
    pub changed_at: DateTime<Utc>,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
}

impl Object {
    fn of(entry: &Entry) -> Self {
        let bytes = calendar::render_object(entry);
        let (from, to) = match entry.when {
            When::Timed { start, end } => (instant(start), instant(end.unwrap_or(start))),
            When::AllDay { first, last } => (start_of(first), start_of(last.succ_opt().unwrap_or(last))),
        };
        let file = format!("{}.ics", entry.uid.split('@').next().unwrap_or_default());
        let (etag, content_type) = (calendar::etag(&bytes), calendar::CONTENT_TYPE);
        Self { file, etag, bytes, content_type, changed_at: entry.changed_at, from, to }
    }

    /// Whether it overlaps the stretch of time, which is open where a bound is missing (RFC 4791, 9.9).
    #[must_use]
    pub fn is_between(&self, from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>) -> bool {
        to.is_none_or(|to| self.from < to) && from.is_none_or(|from| self.to > from)
    }
}

/// What the feed shows as single files, by their names.
#[must_use]
pub fn objects(content: &Content<'_>) -> Vec<Object> {
    let mut objects: Vec<Object> = entries(content).iter().map(Object::of).collect();
    objects.sort_by(|a, b| a.file.cmp(&b.file));
    objects
}

fn entries(content: &Content<'_>) -> Vec<Entry> {
    let sessions = content.sessions.iter().map(|session| session_entry(content, session));
    let dues = content.dues.iter().map(|due| due_entry(content, due));
    sessions.chain(dues).collect()
}

fn feed(content: &Content<'_>) -> (Feed, DateTime<Utc>) {
    let mut feed = Feed::new(&content.name);
    feed.url = Some(format!("{}{}", content.base, content.page));
    feed.color = Some(COLOR);
    feed.entries = entries(content);
    let changed_at = feed.entries.iter().map(|entry| entry.changed_at).max().unwrap_or_default();
    (feed, changed_at)
}

fn session_entry(content: &Content<'_>, session: &Session) -> Entry {
    let say = |key: &str| i18n::text(content.locale, key, &[]);
    let when = When::Timed { start: local(session.starts_at), end: Some(local(session.ends_at)) };
    let cancelled = matches!(session.state, SessionState::Cancelled { .. });
    let prefix = if cancelled { format!("[{}] ", say("feed-cancelled")) } else { String::new() };
    let mut entry = Entry::new(uid(session.id), session.changed_at, when, &format!("{prefix}{}", session.title));
    entry.sequence = u32::try_from(session.sequence).unwrap_or(0);
    entry.location = Some(session.place.clone()).filter(|place| !place.is_empty());
    entry.url = Some(format!("{}/dialogues/{}", content.base, session.id));
    entry.organizer = Some(Organizer { name: content.organizer.clone(), email: None });
    entry.categories = vec![say(&format!("session-kind-{}", session.kind))];
    entry.status = match (cancelled, content.options.cancelled) {
        (true, Cancelled::Status) => Status::Cancelled,
        _ => Status::Confirmed,
    };
    entry.is_busy = !cancelled;
    let mut lines = vec![
        format!("{}: {}", say("field-counterpart"), session.counterpart),
        format!("{}: {}", say("field-form"), say(&format!("session-form-{}", session.form))),
    ];
    if let SessionState::Cancelled { reason, .. } = &session.state {
        lines.insert(0, i18n::text(content.locale, "session-cancelled-because", &[("reason", reason.clone())]));
    }
    if !session.attend_how.is_empty() {
        lines.push(format!("{}: {}", say("field-attend-how"), session.attend_how));
    }
    if content.options.lunar {
        lines.extend(lunar(content.locale, session.on()));
    }
    entry.description = Some(lines.join("\n"));
    if let Some(alarm) = content.options.alarm.filter(|_| !cancelled) {
        entry.alarms = vec![Alarm { minutes_before: alarm.minutes(), text: session.title.clone() }];
    }
    entry
}

/// The day by the moon, as people in the villages count it; none outside of the years that are computed.
fn lunar(locale: Locale, on: NaiveDate) -> Option<String> {
    let date = to_lunar(on).ok()?;
    let key = if date.leap { "feed-lunar-leap" } else { "feed-lunar" };
    Some(i18n::text(locale, key, &[("day", date.day.to_string()), ("month", date.month.to_string())]))
}

/// A deadline is a whole day that blocks nobody's time, and leaves the feed as soon as it is met.
fn due_entry(content: &Content<'_>, due: &Due) -> Entry {
    let summary = i18n::text(content.locale, &format!("feed-due-{}", due.kind), &[("what", due.what.clone())]);
    let mut entry = Entry::new(
        uid(format!("{}-{}", due.id, due.kind)),
        due.changed_at,
        When::AllDay { first: due.on, last: due.on },
        &summary,
    );
    entry.is_busy = false;
    entry.url = Some(format!("{}{}", content.base, due.href));
    entry
}
