//! The communes of the country: one year in short, some of them silent, so that a superior sees what he would see. Pure.

use chrono::{DateTime, Utc};

use super::commune::{ANSWERS, PLACES, Topic, promise, session};
use super::keeping::Life;
use super::people::Seat;
use super::reports::{ReportEnd, ReportStory};
use super::story::{Fate, IssueStory, Reply, SessionStory, Until};
use super::timeline::{days_ago, days_ahead};
use super::{Chance, UnitStory, receptions};
use crate::kernel::clock::local_date;

/// A commune of the official list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commune {
    pub code: String,
    /// Code of its province.
    pub province: String,
}

/// One commune in so many does nothing at all.
const SILENT: usize = 25;
/// One commune in so many records no receptions.
const WITHOUT_RECEPTIONS: usize = 8;
/// One commune in so many talks with one group besides.
const THEMATIC: usize = 4;
/// The dialogue of the year lies between so many days ago and so many days ahead.
const AGO: usize = 300;
const AHEAD: usize = 50;
const WITHIN: usize = AGO + AHEAD;
/// For how many months people have been received: all years of all communes would take long to load.
const RECEIVES_FOR_MONTHS: u32 = 1;
const ISSUES: usize = 2;
const SUBMITTERS: &[Seat] = &[Seat::Front, Seat::VillageOne];
/// How far the dialogues of the past come; most of them to their end.
const ENDS: &[Until] = &[
    Until::End,
    Until::End,
    Until::End,
    Until::End,
    Until::End,
    Until::End,
    Until::End,
    Until::AgendaFrozen,
    Until::End,
    Until::Held,
    Until::HalfSigned,
    Until::Closed,
    Until::Drafted,
    Until::Signed,
    Until::Cancelled,
];
/// How promises go where two seats have to do with them.
const LIVES: &[Life] =
    &[Life::OnTime, Life::OnTime, Life::Late, Life::Untouched, Life::Progress, Life::Extended, Life::Explained];
const REPORTS: &[Option<ReportEnd>] =
    &[Some(ReportEnd::Accepted), Some(ReportEnd::Sent), Some(ReportEnd::Accepted), Some(ReportEnd::Signed), None];

/// The year of `commune`.
///
/// # Errors
/// A day that is in no month.
pub fn story(commune: &Commune, topics: &[Topic], chance: &mut Chance, now: DateTime<Utc>) -> Result<UnitStory, String> {
    let silent = chance.below(SILENT) == 0;
    let today = local_date(now);
    let sessions = if silent { Vec::new() } else { sessions(topics, chance, now) };
    let receives = !silent && chance.below(WITHOUT_RECEPTIONS) > 0;
    let receives_since = receives.then(|| receptions::months_ago(today, RECEIVES_FOR_MONTHS));
    let receptions = receives_since.map_or_else(|| Ok(Vec::new()), |since| receptions::story(since, chance, now))?;
    let report = chance.pick(REPORTS).copied().flatten().filter(|_| !silent);
    Ok(UnitStory {
        code: commune.code.clone(),
        province: commune.province.clone(),
        seats: Seat::SHORT,
        sessions,
        reports: report.map(|end| ReportStory::last_month(today, 20, end)).into_iter().collect(),
        receives_since,
        receptions,
    })
}

fn sessions(topics: &[Topic], chance: &mut Chance, now: DateTime<Utc>) -> Vec<SessionStory> {
    let place = chance.below(WITHIN);
    let days = |days: usize| i64::try_from(days).unwrap_or(0);
    let (starts, until) = if place < AGO {
        (days_ago(now, days(1 + place), 8), chance.pick(ENDS).copied().unwrap_or(Until::End))
    } else {
        (days_ahead(now, days(1 + place - AGO), 8), Until::AgendaDraft)
    };
    let title = "Đối thoại định kỳ giữa người đứng đầu cấp ủy, chính quyền với Nhân dân";
    let mut all = vec![SessionStory { in_plan: true, ..session(title, starts, until) }];
    if chance.below(THEMATIC) == 0 {
        let starts = days_ago(now, days(5 + chance.below(AGO)), 14);
        let counterpart = "Hội viên nông dân".to_owned();
        let title = "Đối thoại với hội viên nông dân về sản xuất, môi trường";
        all.push(SessionStory { kind: "thematic", counterpart, ..session(title, starts, Until::End) });
    }
    for session in &mut all {
        session.citizens = 30 + i32::try_from(chance.below(90)).unwrap_or(0);
        // Neighbours in the list are different topics, so that promises can be told apart.
        let from = chance.below(topics.len());
        session.issues =
            (0..ISSUES).filter_map(|place| issue(place, topics.get((from + place) % topics.len())?, chance)).collect();
    }
    all
}

fn issue(place: usize, topic: &Topic, chance: &mut Chance) -> Option<IssueStory> {
    let spot = chance.pick(PLACES)?;
    let wording = topic.wording.replace("{place}", &spot.replace("Khu", "khu"));
    Some(IssueStory {
        session: String::new(),
        by: *SUBMITTERS.get(place % SUBMITTERS.len())?,
        people: 5 + i32::try_from(chance.below(80)).unwrap_or(0),
        field: topic.field.clone(),
        promise: promise(&wording),
        wording,
        fate: Fate::Selected,
        lead: Seat::Economy,
        support: None,
        answer: (*chance.pick(ANSWERS)?).to_owned(),
        reply: if chance.below(6) == 0 { Reply::Waiting } else { Reply::Approved },
        outcome: "promised".to_owned(),
        days: Some(30 + i64::try_from(chance.below(6)).unwrap_or(0) * 15),
        life: *chance.pick(LIVES)?,
    })
}
