//! Sessions of a series as one set under one UID: a master with its rule, what falls out of the rule (EXDATE), and what
//! differs (RECURRENCE-ID). Neighbour: `session` words each of them.
//!
//! A subscribed telephone shows the sessions that the reader may see and nothing else. So the rule ends with the last of
//! them and never by a count, and a slot without one falls out. Who may see one session of a series so learns its rule, and
//! nothing else of it: what is said of all is what most of the sessions say, not what the series says inside the office.
//!
//! Cancelled occurrences: one that nobody was told of falls out, for there is nothing to take back. One that was announced
//! stays as an override that says so, like a single session: Apple and Thunderbird strike it through, Outlook shows our word in
//! the title, Google hides it (or shows the title, by the subscriber's choice). The master is never cancelled while any
//! session takes place, because Google would hide all of it.
//!
//! SEQUENCE and LAST-MODIFIED are those of the whole series for every reader, so they do not fall when somebody may see less.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDateTime};

use super::session::Words;
use super::{Content, Set, Span, session};
use crate::calendar::{Entry, Rule, Start, When, uid};
use crate::dialogues::{Repeated, Session, SessionState};
use crate::kernel::clock::local;
use crate::law::SeriesRule;

/// Slots of one set. Feeds hold no more sessions, and a rule gives one a day.
const MOST_SLOTS: u16 = 1_000;
/// How far back a slot is looked for that lies before a session moved to the front.
const LOOK_BACK: Days = Days::new(400);

/// A series as it is told.
pub struct Told<'a> {
    /// None where nothing of it can be seen.
    pub set: Option<Set>,
    /// Sessions that the rule cannot carry: they stand under UIDs of their own.
    pub alone: Vec<&'a Session>,
}

/// The sessions of one series.
pub fn told<'a>(content: &Content<'_>, words: &Words, repeated: &Repeated, sessions: Vec<&'a Session>) -> Told<'a> {
    let (mut placed, mut alone) = (BTreeMap::new(), Vec::new());
    for session in sessions.into_iter().filter(|session| !is_untold(session)) {
        match slot(session).filter(|key| !placed.contains_key(key)) {
            Some(key) => _ = placed.insert(key, session),
            None => alone.push(session),
        }
    }
    // What follows occasions has no rule that a calendar program knows: each of its sessions stands for itself.
    let framed = repeated.series.rhythm.rule().and_then(|rule| frame(rule, &mut placed, &mut alone));
    let set = match framed {
        Some((rule, slots)) => Some(set(content, words, repeated, rule, &slots, &placed)),
        None => {
            alone.extend(placed.into_values());
            None
        }
    };
    Told { set, alone }
}

/// The local time of a stored slot key (`2026-04-25T08:00`).
fn slot(session: &Session) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(session.slot_key.as_deref()?, "%Y-%m-%dT%H:%M").ok()
}

/// Called off before anybody heard of it.
fn is_untold(session: &Session) -> bool {
    matches!(session.state, SessionState::Cancelled { announced_at: None, .. })
}

/// The rule with its end, and its slots from the master's start to the last session. Sessions that the rule does not know, or
/// that would begin before the master does, which some programs refuse, go to `alone`.
fn frame<'a>(
    rule: &SeriesRule,
    placed: &mut BTreeMap<NaiveDateTime, &'a Session>,
    alone: &mut Vec<&'a Session>,
) -> Option<(Rule, Vec<NaiveDateTime>)> {
    let mut put_aside = |placed: &mut BTreeMap<NaiveDateTime, &'a Session>, stays: &dyn Fn(&NaiveDateTime, &Session) -> bool| {
        let gone: Vec<NaiveDateTime> = placed.iter().filter(|(key, session)| !stays(key, session)).map(|(key, _)| *key).collect();
        alone.extend(gone.iter().filter_map(|key| placed.remove(key)));
    };
    let mut slots = between(rule, *placed.first_key_value()?.0, *placed.last_key_value()?.0)?;
    put_aside(placed, &|key, _| slots.binary_search(key).is_ok());
    loop {
        let (first, last) = (*placed.first_key_value()?.0, *placed.last_key_value()?.0);
        let earliest = placed.values().map(|session| local(session.starts_at)).min()?;
        let begin = if earliest >= first {
            Some(first)
        } else {
            slots = earliest.checked_sub_days(LOOK_BACK).and_then(|from| between(rule, from, last)).unwrap_or(slots);
            slots.iter().copied().take_while(|slot| *slot <= earliest).last()
        };
        if let Some(begin) = begin {
            slots.retain(|slot| (begin..=last).contains(slot));
            let ended = rule.rrule().parse::<Rule>().ok()?.ending(Start::DateTime(last));
            return Some((ended, slots));
        }
        put_aside(placed, &|_, session| local(session.starts_at) >= first);
    }
}

/// The slots of the rule between two of its slots, whatever end it has: announced sessions may stand beyond it.
fn between(rule: &SeriesRule, first: NaiveDateTime, last: NaiveDateTime) -> Option<Vec<NaiveDateTime>> {
    rule.clone().until(last.date()).occurrences(first.date(), last.date(), MOST_SLOTS).ok()
}

fn set(
    content: &Content<'_>,
    words: &Words,
    repeated: &Repeated,
    rule: Rule,
    slots: &[NaiveDateTime],
    placed: &BTreeMap<NaiveDateTime, &Session>,
) -> Set {
    let uid = uid(repeated.series.id);
    let told: Vec<(NaiveDateTime, Entry)> = placed.iter().map(|(key, one)| (*key, session::entry(content, words, one))).collect();
    let looks: Vec<Entry> = told.iter().map(|(_, entry)| look(entry)).collect();
    let common = usual(&told, &looks);
    let begin = slots.first().copied().unwrap_or_default();
    let mut master = Entry {
        uid: uid.clone(),
        sequence: repeated.sequence,
        changed_at: repeated.changed_at,
        url: Some(format!("{}{}", content.base, content.page)),
        rrule: Some(rule),
        exdates: slots.iter().filter(|slot| !placed.contains_key(slot)).map(|slot| Start::DateTime(*slot)).collect(),
        ..looks[common].clone()
    };
    master.when = moved(master.when, begin);
    let mut entries = vec![master];
    for ((key, entry), own) in told.into_iter().zip(&looks) {
        if *own != looks[common] || entry.when.start() != Start::DateTime(key) {
            let recurrence_id = Some(Start::DateTime(key));
            entries.push(Entry { uid: uid.clone(), sequence: repeated.sequence, recurrence_id, ..entry });
        }
    }
    let spans = placed.values().map(|session| Span { from: session.starts_at, to: session.ends_at }).collect();
    Set { entries, spans }
}

/// The entry without what is its own, so that those that look alike are equal.
fn look(entry: &Entry) -> Entry {
    Entry {
        uid: String::new(),
        sequence: 0,
        changed_at: Default::default(),
        url: None,
        when: moved(entry.when, NaiveDateTime::default()),
        ..entry.clone()
    }
}

/// The same length from another start.
fn moved(when: When, to: NaiveDateTime) -> When {
    match when {
        When::Timed { start, end } => When::Timed { start: to, end: end.map(|end| to + (end - start)) },
        When::AllDay { .. } => when,
    }
}

/// Which look the most sessions at their slots have, the earliest of equals; one that takes place before one that does not.
fn usual(told: &[(NaiveDateTime, Entry)], looks: &[Entry]) -> usize {
    let in_place = |at: &usize| told[*at].1.when.start() == Start::DateTime(told[*at].0);
    let mut best = (0, (false, 0));
    for at in 0..looks.len() {
        if looks[..at].contains(&looks[at]) {
            continue;
        }
        let alike = (at..looks.len()).filter(|other| looks[*other] == looks[at] && in_place(other)).count();
        // What is cancelled blocks nobody's time, by whichever way it is told.
        let weight = (looks[at].is_busy, alike);
        if at == 0 || weight > best.1 {
            best = (at, weight);
        }
    }
    best.0
}
