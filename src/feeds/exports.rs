//! Sessions and deadlines as calendar entries. Pure: the same rows give the same bytes.
//!
//! `session` words one session, `series` makes one set of those that repeat; here they become a feed or single files.
//! `invitation` makes the message to one person, `reply` reads what comes back.

mod invitation;
mod reply;
mod series;
mod session;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use self::session::Words;
use crate::calendar::{self, Color, Entry, Feed, When, uid};
use crate::dialogues::{Repeated, Session};
use crate::feeds::rules::{Due, Options};
use crate::i18n::{self, Locale};
use crate::kernel::SeriesId;
use crate::kernel::clock::{instant, start_of};

pub use invitation::{Asking, calendar_part, plus_address};
pub use reply::letter;

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
    /// Only what the reader may see; what is not here is nowhere in the feed.
    pub sessions: &'a [Session],
    /// The series of these sessions. A session whose series is not here stands for itself.
    pub series: &'a [Repeated],
    pub dues: &'a [Due],
    /// Names of units by code, where a title must say which unit it is.
    pub units: &'a BTreeMap<String, String>,
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
    /// Sessions and deadlines that it shows.
    pub shown: usize,
}

/// Writes the feed.
#[must_use]
pub fn write(content: &Content<'_>) -> Written {
    let mut feed = Feed::new(&content.name);
    feed.url = Some(format!("{}{}", content.base, content.page));
    feed.color = Some(COLOR);
    let sets = sets(content);
    let shown = sets.iter().map(|set| set.spans.len()).sum();
    feed.entries = sets.into_iter().flat_map(|set| set.entries).collect();
    let changed_at = feed.entries.iter().map(|entry| entry.changed_at).max().unwrap_or_default();
    let bytes = calendar::render(&feed);
    Written { etag: calendar::etag(&bytes), content_type: calendar::CONTENT_TYPE, bytes, changed_at, shown }
}

/// Breaches of the standard in the bytes of a feed, in technical words; none is expected.
#[must_use]
pub fn breaches(bytes: &[u8]) -> Vec<String> {
    calendar::faults(bytes).iter().map(ToString::to_string).collect()
}

/// All entries of one UID as a file of its own: what RFC 4791 (4.1) calls a calendar object resource.
#[derive(Debug)]
pub struct Object {
    pub file: String,
    /// Strong, with its quotation marks.
    pub etag: String,
    pub bytes: Vec<u8>,
    pub content_type: &'static str,
    pub changed_at: DateTime<Utc>,
    spans: Vec<Span>,
}

impl Object {
    fn of(set: Set) -> Self {
        let bytes = calendar::render_object(&set.entries);
        let first = set.entries.first().map_or("", |entry| entry.uid.as_str());
        let file = format!("{}.ics", first.split('@').next().unwrap_or_default());
        let changed_at = set.entries.iter().map(|entry| entry.changed_at).max().unwrap_or_default();
        let (etag, content_type) = (calendar::etag(&bytes), calendar::CONTENT_TYPE);
        Self { file, etag, bytes, content_type, changed_at, spans: set.spans }
    }

    /// Sessions and deadlines that it shows.
    #[must_use]
    pub const fn shown(&self) -> usize {
        self.spans.len()
    }

    /// Whether any of it overlaps the stretch of time, which is open where a bound is missing (RFC 4791, 9.9).
    #[must_use]
    pub fn is_between(&self, from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>) -> bool {
        self.spans.iter().any(|span| to.is_none_or(|to| span.from < to) && from.is_none_or(|from| span.to > from))
    }
}

/// What the feed shows as single files, by their names.
#[must_use]
pub fn objects(content: &Content<'_>) -> Vec<Object> {
    let mut objects: Vec<Object> = sets(content).into_iter().map(Object::of).collect();
    objects.sort_by(|a, b| a.file.cmp(&b.file));
    objects
}

/// From when to when something takes place.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
}

/// All entries of one UID, the master first, and when they take place.
#[derive(Debug)]
struct Set {
    entries: Vec<Entry>,
    spans: Vec<Span>,
}

impl Set {
    fn single(entry: Entry) -> Self {
        let (from, to) = match entry.when {
            When::Timed { start, end } => (instant(start), instant(end.unwrap_or(start))),
            When::AllDay { first, last } => (start_of(first), start_of(last.succ_opt().unwrap_or(last))),
        };
        Self { entries: vec![entry], spans: vec![Span { from, to }] }
    }
}

fn sets(content: &Content<'_>) -> Vec<Set> {
    let words = Words::of(content.locale);
    let single = |session: &Session| Set::single(session::entry(content, &words, session));
    let mut repeating: BTreeMap<SeriesId, Vec<&Session>> = content.series.iter().map(|one| (one.series.id, Vec::new())).collect();
    let mut sets = Vec::new();
    for session in content.sessions {
        match session.series.and_then(|series| repeating.get_mut(&series)) {
            Some(together) => together.push(session),
            None => sets.push(single(session)),
        }
    }
    for repeated in content.series {
        let told = series::told(content, &words, repeated, repeating.remove(&repeated.series.id).unwrap_or_default());
        sets.extend(told.set);
        sets.extend(told.alone.into_iter().map(single));
    }
    sets.extend(content.dues.iter().map(|due| Set::single(due_entry(content, due))));
    sets
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
