//! Free times for a session: in office hours of working days, when nobody and nothing that it needs is taken. Pure.
//!
//! Best first: announced in time, before the last safe day, on a day of its own, at the wished hour, early. Neighbours: `clashes`
//! says what gets in the way, `law` which days are worked.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

use super::clashes::{Need, shared};
use crate::kernel::clock::{instant, local};
use crate::law::WorkingCalendar;

/// Times offered at once.
const MOST_OFFERS: usize = 8;
/// Sessions begin at full quarters of an hour.
const QUARTER: u32 = 15;

/// What is looked for.
#[derive(Debug)]
pub struct Search<'a> {
    pub calendar: &'a WorkingCalendar,
    pub length: TimeDelta,
    /// The days between which it has to be, both included.
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// The hour at which it best begins.
    pub wished: NaiveTime,
    pub now: DateTime<Utc>,
    /// The last day of its public notice for a session on a day, where a rule asks for one.
    pub notice_by: &'a BTreeMap<NaiveDate, NaiveDate>,
    /// The last day on which what is owed still fits, where something is.
    pub safe_until: Option<NaiveDate>,
}

/// A free time, on Vietnamese walls, and what speaks for and against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub from: NaiveDateTime,
    pub to: NaiveDateTime,
    /// The last day of the public notice, where a rule asks for one.
    pub notice_by: Option<NaiveDate>,
    pub is_noticed_in_time: bool,
    /// Not after the last safe day.
    pub is_safe: bool,
    /// Whether the unit has nothing else on that day.
    pub is_alone: bool,
}

/// The best free times for `need`, whose own times do not count, beside what is `taken`.
#[must_use]
pub fn offers(search: &Search<'_>, need: &Need, taken: &[Need]) -> Vec<Offer> {
    let taken: Vec<&Need> = taken.iter().filter(|one| one.from < one.to).collect();
    let blocking = taken.iter().filter(|one| !shared(need, one).is_empty());
    let blocks = merged(blocking.map(|one| (local(one.from), local(one.to))).collect());
    let held: BTreeSet<NaiveDate> =
        taken.iter().filter(|one| one.unit.is_some() && one.unit == need.unit).map(|one| local(one.from).date()).collect();
    let today = local(search.now).date();
    let mut offers = Vec::new();
    let mut passed = 0;
    for day in search.first.iter_days().take_while(|day| *day <= search.last) {
        let midnight = day.and_time(NaiveTime::MIN);
        // Blocks that ended before this day block no later day either: they are merged, so their ends are in order too.
        passed += blocks[passed..].iter().take_while(|(_, to)| *to <= midnight).count();
        for (opens, closes) in stretches(search, day) {
            for (from, to) in gaps(&blocks[passed..], opens.max(local(search.now)), closes) {
                let Some(from) = begin(search, from, to) else { continue };
                let notice_by = search.notice_by.get(&day).copied();
                offers.push(Offer {
                    from,
                    to: from + search.length,
                    notice_by,
                    is_noticed_in_time: notice_by.is_none_or(|by| by >= today),
                    is_safe: search.safe_until.is_none_or(|safe| day <= safe),
                    is_alone: !held.contains(&day),
                });
            }
        }
    }
    let distance = |offer: &Offer| (offer.from.time() - search.wished).abs();
    offers.sort_by_key(|offer| (!offer.is_noticed_in_time, !offer.is_safe, !offer.is_alone, distance(offer), offer.from));
    offers.truncate(MOST_OFFERS);
    offers
}

/// The office hours of a day. What is longer than a morning may go on over noon.
fn stretches(search: &Search<'_>, day: NaiveDate) -> Vec<(NaiveDateTime, NaiveDateTime)> {
    let spans = search.calendar.spans(day);
    let fits = |opens: NaiveTime, closes: NaiveTime| closes - opens >= search.length;
    let on = |opens: NaiveTime, closes: NaiveTime| (day.and_time(opens), day.and_time(closes));
    let whole: Vec<_> =
        spans.iter().filter(|span| fits(span.opens, span.closes)).map(|span| on(span.opens, span.closes)).collect();
    match (spans.first(), spans.last()) {
        (Some(first), Some(last)) if whole.is_empty() && fits(first.opens, last.closes) => vec![on(first.opens, last.closes)],
        _ => whole,
    }
}

/// What the blocks, in their order, leave between two times.
fn gaps(
    blocks: &[(NaiveDateTime, NaiveDateTime)],
    from: NaiveDateTime,
    to: NaiveDateTime,
) -> Vec<(NaiveDateTime, NaiveDateTime)> {
    let (mut gaps, mut free_from) = (Vec::new(), from);
    for &(begins, ends) in blocks.iter().take_while(|(begins, _)| *begins < to) {
        if free_from < begins {
            gaps.push((free_from, begins));
        }
        free_from = free_from.max(ends);
    }
    if free_from < to {
        gaps.push((free_from, to));
    }
    gaps
}

/// The best beginning in a gap: the wished hour, or the quarter nearest to it; none where the session does not fit.
fn begin(search: &Search<'_>, from: NaiveDateTime, to: NaiveDateTime) -> Option<NaiveDateTime> {
    let quarter = |at: NaiveDateTime| {
        let time = NaiveTime::from_hms_opt(at.hour(), at.minute() / QUARTER * QUARTER, 0)?;
        Some(at.date().and_time(time))
    };
    let before = quarter(from)?;
    let earliest = if before == from { from } else { before + TimeDelta::minutes(QUARTER.into()) };
    let latest = quarter(to - search.length)?;
    (earliest <= latest).then(|| from.date().and_time(search.wished).clamp(earliest, latest))
}

/// Stretches in their order, those that touch or overlap as one.
fn merged(mut stretches: Vec<(NaiveDateTime, NaiveDateTime)>) -> Vec<(NaiveDateTime, NaiveDateTime)> {
    stretches.sort_unstable();
    let mut merged: Vec<(NaiveDateTime, NaiveDateTime)> = Vec::with_capacity(stretches.len());
    for (from, to) in stretches {
        match merged.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            _ => merged.push((from, to)),
        }
    }
    merged
}

impl Offer {
    /// The offer as instants.
    #[must_use]
    pub fn times(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        (instant(self.from), instant(self.to))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dialogues::rules::clashes::clashes;
    use crate::kernel::PersonId;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn wall(text: &str) -> DateTime<Utc> {
        instant(format!("{text}:00").parse().unwrap())
    }

    fn taken(from: &str, to: &str, unit: Option<&str>, people: &[u128]) -> Need {
        let people = people.iter().map(|&at| PersonId(uuid::Uuid::from_u128(at))).collect();
        Need { from: wall(from), to: wall(to), unit: unit.map(str::to_owned), place: String::new(), people }
    }

    fn need() -> Need {
        taken("2026-01-01T00:00", "2026-01-01T00:00", Some("03667"), &[1, 2])
    }

    fn told(offers: &[Offer]) -> Vec<String> {
        offers.iter().map(|offer| format!("{} – {}", offer.from.format("%m-%d %H:%M"), offer.to.format("%H:%M"))).collect()
    }

    /// Monday 9 to Wednesday 11 February 2026, three hours, best at eight.
    fn search<'a>(calendar: &'a WorkingCalendar, notice_by: &'a BTreeMap<NaiveDate, NaiveDate>) -> Search<'a> {
        Search {
            calendar,
            length: TimeDelta::hours(3),
            first: day("2026-02-09"),
            last: day("2026-02-11"),
            wished: NaiveTime::from_hms_opt(8, 0, 0).unwrap(),
            now: wall("2026-02-01T08:00"),
            notice_by,
            safe_until: None,
        }
    }

    #[test]
    fn mornings_at_the_wished_hour_come_before_afternoons() {
        let (calendar, none) = (WorkingCalendar::builtin(), BTreeMap::new());
        let offers = offers(&search(&calendar, &none), &need(), &[]);
        let expected = [
            "02-09 08:00 – 11:00",
            "02-10 08:00 – 11:00",
            "02-11 08:00 – 11:00",
            "02-09 13:00 – 16:00",
            "02-10 13:00 – 16:00",
            "02-11 13:00 – 16:00",
        ];
        assert_eq!(told(&offers), expected);
    }

    #[test]
    fn what_is_taken_is_left_out_and_what_concerns_others_is_not() {
        let (calendar, none) = (WorkingCalendar::builtin(), BTreeMap::new());
        let all = [
            // Person 1 until 8:10 on Monday: 8:15 is the next quarter. Person 3 does not matter, nor another unit.
            taken("2026-02-09T07:00", "2026-02-09T08:10", None, &[1]),
            taken("2026-02-10T07:00", "2026-02-10T17:00", None, &[3]),
            taken("2026-02-10T07:00", "2026-02-10T17:00", Some("11413"), &[]),
            // Person 2 is away from Tuesday noon to Wednesday night.
            taken("2026-02-10T12:00", "2026-02-12T00:00", None, &[2]),
            // Two that overlap leave an hour and a half of Monday's afternoon, which is too short.
            taken("2026-02-09T14:00", "2026-02-09T15:00", None, &[2]),
            taken("2026-02-09T14:30", "2026-02-09T15:30", None, &[1]),
        ];
        assert_eq!(told(&offers(&search(&calendar, &none), &need(), &all)), ["02-10 08:00 – 11:00", "02-09 08:15 – 11:15"]);
    }

    #[test]
    fn days_off_and_what_has_passed_are_not_offered() {
        let (calendar, none) = (WorkingCalendar::builtin(), BTreeMap::new());
        // Saturday 7, Sunday 8; the morning of Monday has begun: 9:40 leaves less than three hours of it.
        let week = Search {
            first: day("2026-02-07"),
            last: day("2026-02-09"),
            now: wall("2026-02-09T09:40"),
            ..search(&calendar, &none)
        };
        assert_eq!(told(&offers(&week, &need(), &[])), ["02-09 13:00 – 16:00"]);
        // Tết 2026: 16 to 20 February are off.
        let tet = Search { first: day("2026-02-14"), last: day("2026-02-22"), ..search(&calendar, &none) };
        assert_eq!(told(&offers(&tet, &need(), &[])), Vec::<String>::new());
    }

    #[test]
    fn a_day_with_another_session_comes_last_and_a_whole_day_goes_over_noon() {
        let (calendar, none) = (WorkingCalendar::builtin(), BTreeMap::new());
        let other = [taken("2026-02-09T13:00", "2026-02-09T14:00", Some("03667"), &[])];
        let found = offers(&search(&calendar, &none), &need(), &other);
        assert_eq!(told(&found)[4..], ["02-09 08:00 – 11:00", "02-09 14:00 – 17:00"]);
        assert!(!found[4].is_alone && found[0].is_alone);
        let long = Search { length: TimeDelta::hours(6), ..search(&calendar, &none) };
        assert_eq!(told(&offers(&long, &need(), &other)), ["02-10 08:00 – 14:00", "02-11 08:00 – 14:00"]);
        let endless = Search { length: TimeDelta::hours(12), ..search(&calendar, &none) };
        assert_eq!(offers(&endless, &need(), &[]), []);
    }

    #[test]
    fn what_can_be_announced_in_time_and_lies_before_the_last_safe_day_comes_first() {
        let calendar = WorkingCalendar::builtin();
        // Seven days before, and today is the third: the ninth is too soon, the tenth just in time.
        let notice_by: BTreeMap<NaiveDate, NaiveDate> =
            [("2026-02-09", "2026-02-02"), ("2026-02-10", "2026-02-03"), ("2026-02-11", "2026-02-04")]
                .map(|(on, by)| (day(on), day(by)))
                .into();
        let now = wall("2026-02-03T08:00");
        let found = offers(&Search { now, safe_until: Some(day("2026-02-10")), ..search(&calendar, &notice_by) }, &need(), &[]);
        let days: Vec<(u32, bool, bool)> =
            found.iter().map(|offer| (chrono::Datelike::day(&offer.from), offer.is_noticed_in_time, offer.is_safe)).collect();
        let expected =
            [(10, true, true), (10, true, true), (11, true, false), (11, true, false), (9, false, true), (9, false, true)];
        assert_eq!(days, expected);
        assert_eq!(found[0].notice_by, Some(day("2026-02-03")));
    }

    fn any_taken() -> impl Strategy<Value = Need> {
        (0_i64..6 * 24 * 4, 0_i64..40, prop::option::of(0_u8..2), prop::collection::btree_set(0_u128..4, 0..3)).prop_map(
            |(from, length, unit, people)| {
                let from = wall("2026-02-07T00:00") + TimeDelta::minutes(from * 15 + 5);
                let unit = unit.map(|at| ["03667", "11413"][usize::from(at)].to_owned());
                let people = people.into_iter().map(|at| PersonId(uuid::Uuid::from_u128(at))).collect();
                Need { from, to: from + TimeDelta::minutes(length * 10), unit, place: String::new(), people }
            },
        )
    }

    proptest! {
        #[test]
        fn no_offer_clashes_and_no_quarter_that_is_free_all_day_goes_unoffered(all in prop::collection::vec(any_taken(), 0..25)) {
            let (calendar, none) = (WorkingCalendar::builtin(), BTreeMap::new());
            let search = search(&calendar, &none);
            let found = offers(&search, &need(), &all);
            let at = |from: NaiveDateTime| Need { from: instant(from), to: instant(from + search.length), ..need() };
            for offer in &found {
                prop_assert_eq!(clashes(&[at(offer.from)], &all), Vec::new());
            }
            // By looking at every quarter of the office hours: each half day with a free beginning is offered, no other.
            let mut halves = BTreeSet::new();
            for on in [9, 10, 11] {
                for quarter in 0..96_u32 {
                    let time = NaiveTime::from_hms_opt(quarter / 4, quarter % 4 * 15, 0).unwrap();
                    let from = NaiveDate::from_ymd_opt(2026, 2, on).unwrap().and_time(time);
                    let (opens, closes) = if time.hour() < 12 { ((7, 30), (11, 30)) } else { ((13, 0), (17, 0)) };
                    let hour = |(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
                    let to = from + search.length;
                    let inside = time >= hour(opens) && to.date() == from.date() && to.time() <= hour(closes);
                    if inside && clashes(&[at(from)], &all).is_empty() {
                        halves.insert((on, time.hour() < 12));
                    }
                }
            }
            let offered: BTreeSet<(u32, bool)> = found.iter().map(|offer| (chrono::Datelike::day(&offer.from), offer.from.hour() < 12)).collect();
            prop_assert_eq!(offered, halves);
        }
    }
}
