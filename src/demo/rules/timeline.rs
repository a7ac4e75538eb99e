//! Puts all stories into one order of time: what happens when. What lies after `now` has not happened. Pure.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};

use super::keeping::{self, Deed};
use super::receptions::{self, ReceptionDeed};
use super::reports::ReportDeed;
use super::story::{Fate, Reply, SessionStory, Until};
use super::{ReportStory, UnitStory};
use crate::kernel::clock::{instant, local};

/// One act of the play. Numbers are places of issues in their session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Plan,
    Announce,
    Move,
    Cancel,
    OpenCall,
    HandIn(usize),
    Withdraw(usize),
    SendBack(usize),
    Improve(usize),
    Accept(usize),
    Decide(usize),
    Assign(usize),
    Answer(usize),
    ReturnAnswer(usize),
    ApproveAnswer(usize),
    Invite,
    /// Those on the list say whether they come.
    Reply,
    BuildAgenda,
    FreezeAgenda,
    PublishAgenda,
    Begin,
    Tick,
    Note(usize),
    End,
    SignAsChair,
    SignAsClerk,
    DraftConclusion,
    WriteConclusion,
    SignConclusion,
    /// In which of the three usual channels.
    Publish(usize),
    Keep(usize, Deed),
    /// Place of the report in its unit.
    Report(usize, ReportDeed),
    /// The unit's series of days of reception.
    BeginReceptions,
    /// Place of the day of reception in its unit.
    Receive(usize, ReceptionDeed),
}

/// An act with its instant, its unit and its session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub at: DateTime<Utc>,
    pub unit: usize,
    pub session: usize,
    pub act: Act,
}

/// Everything that has happened by `now`, in its order.
#[must_use]
pub fn steps(units: &[UnitStory], now: DateTime<Utc>) -> Vec<Step> {
    let mut all = Vec::new();
    for (unit, story) in units.iter().enumerate() {
        for (session, told) in story.sessions.iter().enumerate() {
            let acts = of_session(told).into_iter().map(|(at, act)| Step { at: instant(at), unit, session, act });
            all.extend(acts);
        }
        let act = |at, act| Step { at: instant(at), unit, session: 0, act };
        let begun = story.receives_since.map(|since| act(at(receptions::decided_on(since), 9, 0), Act::BeginReceptions));
        all.extend(begun);
        for (place, told) in story.receptions.iter().enumerate() {
            all.extend(receptions::deeds(told).into_iter().map(|(at, deed)| act(at, Act::Receive(place, deed))));
        }
        for (place, report) in story.reports.iter().enumerate() {
            let acts = of_report(report);
            all.extend(acts.into_iter().map(|(at, deed)| Step { at, unit, session: 0, act: Act::Report(place, deed) }));
        }
    }
    all.retain(|step| step.at <= now);
    all.sort_by_key(|step| step.at);
    all
}

fn at(day: NaiveDate, hour: u32, minute: u32) -> NaiveDateTime {
    day.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default())
}

/// The day itself, or the next one on which an office works; holidays aside.
#[must_use]
pub fn office_day(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day + TimeDelta::days(2),
        Weekday::Sun => day + TimeDelta::days(1),
        _ => day,
    }
}

/// The day itself, or the last one before on which an office works.
fn office_day_before(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day - TimeDelta::days(1),
        Weekday::Sun => day - TimeDelta::days(2),
        _ => day,
    }
}

/// First and last day of the call.
#[must_use]
pub fn window(story: &SessionStory) -> (NaiveDate, NaiveDate) {
    let on = announced_for(story).date();
    (office_day_before(on - TimeDelta::days(31)), office_day_before(on - TimeDelta::days(9)))
}

/// What was announced first; a session that was moved is held a week later.
#[must_use]
pub fn announced_for(story: &SessionStory) -> NaiveDateTime {
    if story.moved { story.starts - TimeDelta::days(7) } else { story.starts }
}

/// How far an act lies in the course of its session, to compare with [`Until`].
const fn reach(act: Act) -> Until {
    match act {
        Act::Plan => Until::Planned,
        Act::FreezeAgenda => Until::AgendaFrozen,
        Act::PublishAgenda | Act::Begin | Act::Tick | Act::Note(0 | 1) => Until::Room,
        Act::Note(_) | Act::End => Until::Held,
        Act::SignAsChair => Until::HalfSigned,
        Act::SignAsClerk => Until::Closed,
        Act::DraftConclusion | Act::WriteConclusion => Until::Drafted,
        Act::SignConclusion => Until::Signed,
        Act::Publish(_) | Act::Keep(..) => Until::End,
        _ => Until::AgendaDraft,
    }
}

fn of_session(story: &SessionStory) -> Vec<(NaiveDateTime, Act)> {
    let first = announced_for(story);
    let before = |days| office_day_before(first.date() - TimeDelta::days(days));
    let (opens, _) = window(story);
    let mut acts = vec![(at(before(60), 9, 0), Act::Plan), (at(before(33), 9, 0), Act::Announce)];
    if story.until == Until::Cancelled {
        acts.push((at(before(10), 15, 0), Act::Cancel));
        return acts;
    }
    acts.push((at(opens, 8, 0), Act::OpenCall));
    if story.moved {
        acts.push((at(before(6), 16, 0), Act::Move));
    }
    for place in 0..story.issues.len() {
        acts.extend(of_issue(story, place));
    }
    acts.extend(in_the_hall(story));
    acts.extend(afterwards(story));
    acts.retain(|(_, act)| reach(*act) <= story.until);
    acts
}

/// Days of a call after which nothing is handed in any more.
const LAST_HAND_IN: i64 = 17;

/// From hand-in to the approved answer.
fn of_issue(story: &SessionStory, place: usize) -> Vec<(NaiveDateTime, Act)> {
    let Some(issue) = story.issues.get(place) else { return Vec::new() };
    let before = |days| office_day_before(announced_for(story).date() - TimeDelta::days(days));
    let (count, index) = (count(story.issues.len()).max(1), count(place));
    // However many there are, the last comes in some days before the call ends.
    let handed_in = before(30 - (index * 20 / count).min(LAST_HAND_IN));
    let minute = u32::try_from(place % 50).unwrap_or(0);
    let later = |days, most| office_day(handed_in + TimeDelta::days(days)).min(before(most));
    let mut acts = vec![(at(handed_in, 9, minute), Act::HandIn(place))];
    let shift = match issue.fate {
        Fate::Floor => return Vec::new(),
        Fate::Draft | Fate::Submitted | Fate::Complaint => return acts,
        Fate::Withdrawn => {
            acts.push((at(later(1, 5), 16, minute), Act::Withdraw(place)));
            return acts;
        }
        Fate::Returned | Fate::Improved => {
            acts.push((at(later(1, 7), 10, minute), Act::SendBack(place)));
            if issue.fate == Fate::Returned {
                return acts;
            }
            acts.push((at(later(2, 6), 10, minute), Act::Improve(place)));
            2
        }
        _ => 0,
    };
    acts.push((at(later(1 + shift, 6), 11, minute), Act::Accept(place)));
    if issue.fate != Fate::Accepted {
        acts.push((at(later(2 + shift, 5), 14, minute), Act::Decide(place)));
    }
    if !issue.fate.is_worked_on() {
        return acts;
    }
    acts.push((at(later(2 + shift, 5), 15, minute), Act::Assign(place)));
    if issue.reply != Reply::None {
        acts.push((at(later(5 + shift, 4), 15, minute), Act::Answer(place)));
    }
    match issue.reply {
        Reply::None | Reply::Draft | Reply::Waiting => {}
        Reply::Returned => acts.push((at(later(6 + shift, 3), 15, minute), Act::ReturnAnswer(place))),
        Reply::Approved => acts.push((at(later(6 + shift, 3), 16, minute), Act::ApproveAnswer(place))),
    }
    acts
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Agenda, room and minutes.
fn in_the_hall(story: &SessionStory) -> Vec<(NaiveDateTime, Act)> {
    let before = |days| office_day_before(story.on() - TimeDelta::days(days));
    let minutes = |minutes| story.starts + TimeDelta::minutes(minutes);
    let mut acts = vec![
        (at(before(15), 10, 0), Act::Invite),
        (at(before(14), 9, 0), Act::Reply),
        (at(before(5), 16, 0), Act::BuildAgenda),
        (at(before(4), 17, 0), Act::FreezeAgenda),
        (at(before(1), 16, 0), Act::PublishAgenda),
        (minutes(0), Act::Begin),
        (minutes(5), Act::Tick),
    ];
    for (place, issue) in story.issues.iter().enumerate() {
        if issue.fate.is_in_the_hall() {
            acts.push((minutes(20 + 8 * count(place)), Act::Note(place)));
        }
    }
    acts.push((minutes(200), Act::End));
    acts
}

/// Signatures, conclusion, publication, promises.
fn afterwards(story: &SessionStory) -> Vec<(NaiveDateTime, Act)> {
    let after = |days| office_day(story.on() + TimeDelta::days(days));
    let mut acts = vec![
        (at(after(1), 9, 0), Act::SignAsChair),
        (at(after(1), 10, 0), Act::SignAsClerk),
        (at(after(2), 9, 0), Act::DraftConclusion),
        (at(after(2), 16, 0), Act::WriteConclusion),
        (at(after(4), 9, 0), Act::SignConclusion),
        (at(after(5), 8, 0), Act::Publish(0)),
        (at(after(6), 8, 0), Act::Publish(1)),
        (at(after(8), 8, 0), Act::Publish(2)),
    ];
    in_order(&mut acts);
    for (place, issue) in story.issues.iter().enumerate() {
        if issue.promise.is_empty() || !issue.fate.is_in_the_hall() {
            continue;
        }
        let due = promised_for(story, place);
        let deeds = keeping::deeds(issue.life, after(4), due).into_iter();
        let mut deeds: Vec<_> = deeds.map(|(day, deed)| (at(office_day(day), 14, 0), Act::Keep(place, deed))).collect();
        in_order(&mut deeds);
        acts.extend(deeds);
    }
    acts
}

/// What follows each other does so although weekends push it together.
fn in_order(acts: &mut [(NaiveDateTime, Act)]) {
    for later in 1..acts.len() {
        let least = acts[later - 1].0 + TimeDelta::minutes(10);
        acts[later].0 = acts[later].0.max(least);
    }
}

/// The last day of what is promised for the issue at `place`.
#[must_use]
pub fn promised_for(story: &SessionStory, place: usize) -> NaiveDate {
    let days = story.issues.get(place).and_then(|issue| issue.days).unwrap_or(0);
    office_day(story.on() + TimeDelta::days(days))
}

fn of_report(report: &ReportStory) -> Vec<(DateTime<Utc>, ReportDeed)> {
    let deeds = report.deeds().into_iter().enumerate();
    let at = |(order, (days, deed)): (usize, (i64, ReportDeed))| {
        let day = office_day(report.begun_on + TimeDelta::days(days));
        (instant(at(day, 10, u32::try_from(order).unwrap_or(0))), deed)
    };
    deeds.map(at).collect()
}

/// The last office day at least `days` days before `now`, at `hour` o'clock.
#[must_use]
pub fn days_ago(now: DateTime<Utc>, days: i64, hour: u32) -> NaiveDateTime {
    at(office_day_before(local(now).date() - TimeDelta::days(days)), hour, 0)
}

/// The first office day at least `days` days after `now`, at `hour` o'clock.
#[must_use]
pub fn days_ahead(now: DateTime<Utc>, days: i64, hour: u32) -> NaiveDateTime {
    at(office_day(local(now).date() + TimeDelta::days(days)), hour, 0)
}
