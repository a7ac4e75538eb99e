//! The days on which a commune receives people: two fixed ones each month, as the regulation of the Politburo asks. Pure.
//!
//! It foresees which sessions the unit's two series will open, with the same law; the actions let them happen.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use super::Chance;
use super::timeline::office_day;
use crate::alphabet;
use crate::kernel::clock::local_date;
use crate::law::{IfMissing, SeriesRule, ShiftRule, SlotOutcome, WorkingCalendar, expand};

alphabet! {
    /// What becomes of a day of reception.
    pub enum ReceptionEnd {
        Held = "held",
        /// Held some days later than announced.
        Moved = "moved",
        Cancelled = "cancelled",
    }
}

/// One step of a day of reception.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceptionDeed {
    Announce,
    Move,
    Cancel,
    Begin,
    /// The room closes, both sign.
    End,
}

/// One day of reception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceptionStory {
    /// Place of its series in [`DAYS`].
    pub series: usize,
    /// Its identity in the series: the wall time that the rule gives.
    pub key: NaiveDateTime,
    /// Wall time for which it is announced.
    pub first: NaiveDateTime,
    /// Wall time at which it is held.
    pub starts: NaiveDateTime,
    pub citizens: i32,
    pub end: ReceptionEnd,
}

/// The fixed days of the month (Regulation 11-QĐi/TW, Art. 4(1): two at least).
pub const DAYS: &[u32] = &[5, 20];
/// On a day off it goes to the next working day.
pub const SHIFT: ShiftRule = ShiftRule::NextWorking;
/// How long people are received, in minutes.
pub const MINUTES: i32 = 210;
/// Days before the first reception on which its series is begun.
const AHEAD: i64 = 20;
/// Of so many days of reception one is moved and one cancelled.
const OFTEN: usize = 12;

/// Eight o'clock on the first occurrence of the fixed day in or after the month of `since`.
#[must_use]
pub fn begins(since: NaiveDate, day: u32) -> NaiveDateTime {
    since.with_day(day).unwrap_or(since).and_time(eight())
}

/// The first day of the month that lies so many months before the one of `today`.
#[must_use]
pub fn months_ago(today: NaiveDate, months: u32) -> NaiveDate {
    let first = today.with_day(1).unwrap_or(today);
    first.checked_sub_months(Months::new(months)).unwrap_or(first)
}

/// The last day for which receptions are fixed: the end of the year, in December of the next one.
#[must_use]
pub fn fixed_until(now: DateTime<Utc>) -> NaiveDate {
    super::day((local_date(now) + TimeDelta::days(31)).year(), 12, 31)
}

/// The first day of communes without districts above them (Law 72/2025/QH15): nothing is decided for one before.
#[must_use]
pub fn communes_begin() -> NaiveDate {
    super::day(2025, 7, 1)
}

/// When the office begins the series whose receptions start in the month of `since`.
#[must_use]
pub fn decided_on(since: NaiveDate) -> NaiveDate {
    office_day((since - TimeDelta::days(AHEAD)).max(communes_begin()))
}

fn eight() -> NaiveTime {
    NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default()
}

/// The receptions from the month of `since` on whose announcement may have come by `now`.
///
/// # Errors
/// A day that is in no month.
pub fn story(since: NaiveDate, chance: &mut Chance, now: DateTime<Utc>) -> Result<Vec<ReceptionStory>, String> {
    let (calendar, until) = (WorkingCalendar::builtin(), local_date(now) + TimeDelta::days(AHEAD));
    let mut all = Vec::new();
    for (series, day) in DAYS.iter().enumerate() {
        let first = begins(since, *day);
        let rule = SeriesRule::day_of_month(*day, IfMissing::LastDay, first).map_err(|error| error.to_string())?;
        let slots = expand(&rule, SHIFT, &calendar, since, until).map_err(|error| error.to_string())?;
        let opened = |slot: &&crate::law::Slot| slot.merged_with.is_none() && slot.outcome != SlotOutcome::NoWorkingDay;
        all.extend(slots.iter().filter(opened).map(|slot| ReceptionStory {
            series,
            key: slot.key,
            first: slot.at(),
            starts: slot.at(),
            citizens: 0,
            end: ReceptionEnd::Held,
        }));
    }
    all.sort_by_key(|one| one.first);
    // The year in which the communes began is told the same way to everybody: each day is kept as it was announced.
    let begun = all.partition_point(|one| one.first.year() <= communes_begin().year());
    let (first, usual) = all.split_at_mut(begun);
    for some in usual.chunks_mut(OFTEN) {
        let (moved, cancelled) = (chance.below(OFTEN), chance.below(OFTEN));
        for (at, one) in some.iter_mut().enumerate() {
            one.citizens = visitors(chance);
            if at == cancelled {
                one.end = ReceptionEnd::Cancelled;
            } else if at == moved {
                one.end = ReceptionEnd::Moved;
                one.starts = calendar_day(&calendar, one.first.date() + TimeDelta::days(1)).and_time(eight());
            }
        }
    }
    for one in first {
        one.citizens = visitors(chance);
    }
    Ok(all)
}

fn visitors(chance: &mut Chance) -> i32 {
    2 + i32::try_from(chance.below(14)).unwrap_or(0)
}

/// The day itself, or the next one on which offices work.
fn calendar_day(calendar: &WorkingCalendar, day: NaiveDate) -> NaiveDate {
    day.iter_days().find(|day| calendar.is_working(*day)).unwrap_or(day)
}

/// The steps of a reception with their wall times, in their order.
#[must_use]
pub fn deeds(told: &ReceptionStory) -> Vec<(NaiveDateTime, ReceptionDeed)> {
    use ReceptionDeed::{Announce, Begin, Cancel, End, Move};
    let before = |days, hours| told.first - TimeDelta::days(days) + TimeDelta::hours(hours);
    let held = [(told.starts, Begin), (told.starts + TimeDelta::minutes(MINUTES.into()), End)];
    // A new commune announces its first reception as soon as its series are there.
    let ten = NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default();
    let announced = (before(10, 1).max(communes_begin().and_time(ten)), Announce);
    match told.end {
        ReceptionEnd::Held => [&[announced][..], &held].concat(),
        ReceptionEnd::Moved => [&[announced, (before(3, 7), Move)][..], &held].concat(),
        ReceptionEnd::Cancelled => vec![announced, (before(2, 2), Cancel)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-20T03:00:00Z".parse().unwrap()
    }

    fn told(seed: u64) -> Vec<ReceptionStory> {
        story(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(), &mut Chance::new(seed), now()).unwrap()
    }

    fn since_the_communes_began(seed: u64) -> Vec<ReceptionStory> {
        story(communes_begin(), &mut Chance::new(seed), now()).unwrap()
    }

    #[test]
    fn two_fixed_days_a_month_go_to_the_next_working_day() {
        let days: Vec<String> = told(1).iter().map(|one| one.first.format("%d/%m").to_string()).collect();
        // 5/4, 5/7 and 20/9 are Sundays, 20/6 and 5/9 Saturdays; 20/2 lies in the days off of Tết, which end on Sunday, 22/2.
        let year = [
            "05/01", "20/01", "05/02", "23/02", "05/03", "20/03", "06/04", "20/04", "05/05", "20/05", "05/06", "22/06", "06/07",
            "20/07", "05/08", "20/08", "07/09", "21/09", "05/10", "20/10", "05/11", "20/11", "07/12",
        ];
        assert_eq!(days, year);
    }

    #[test]
    fn the_half_year_since_the_communes_began_has_its_twelve() {
        let all = since_the_communes_began(1);
        let (first, rest): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.first.year() == 2025);
        let days: Vec<String> = first.iter().map(|one| one.first.format("%d/%m").to_string()).collect();
        // 5/7, 20/9 and 20/12 are Saturdays, 20/7 and 5/10 Sundays.
        let half = ["07/07", "21/07", "05/08", "20/08", "05/09", "22/09", "06/10", "20/10", "05/11", "20/11", "05/12", "22/12"];
        assert_eq!(days, half);
        assert!(first.iter().all(|one| one.end == ReceptionEnd::Held && one.starts == one.first && one.citizens >= 2));
        // What comes after goes as it would without them.
        assert_eq!(rest.into_iter().cloned().collect::<Vec<_>>(), told(1));
    }

    #[test]
    fn nothing_is_decided_or_announced_before_the_communes_began() {
        assert_eq!(decided_on(communes_begin()).to_string(), "2025-07-01");
        assert_eq!(decided_on(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()).to_string(), "2025-12-12");
        let announced = |one: &ReceptionStory| deeds(one)[0];
        let all = since_the_communes_began(1);
        assert_eq!(announced(&all[0]), ("2025-07-01T10:00:00".parse().unwrap(), ReceptionDeed::Announce));
        // Ten days before 21/7, an hour after it would begin.
        assert_eq!(announced(&all[1]).0, "2025-07-11T09:00:00".parse().unwrap());
        for one in &all {
            assert!(deeds(one).is_sorted_by_key(|(at, _)| *at), "{one:?}");
        }
    }

    #[test]
    fn most_are_held_and_another_seed_leaves_out_others() {
        let count = |end| told(1).iter().filter(|one| one.end == end).count();
        assert!(count(ReceptionEnd::Held) >= 18, "{}", count(ReceptionEnd::Held));
        assert_eq!(told(1), told(1));
        assert_ne!(told(1), told(2));
        for one in told(3).iter().filter(|one| one.end == ReceptionEnd::Moved) {
            assert!(one.starts > one.first && (one.starts - one.first).num_days() <= 10, "{one:?}");
        }
    }
}
