//! Series that follow dated occasions and no calendar rule: so many days before each meeting of the people's council.
//!
//! Pure counting; which occasions a unit has is not known here. Neighbours: `series` for rules of the calendar, `recurrence`
//! for slots and shifts, the dialogues room for the occasions.

use chrono::{Days, NaiveDate, NaiveDateTime};

use super::calendar::WorkingCalendar;
use super::deadline::{DayUnit, Deadline, DeadlineRule};
use super::recurrence::{ShiftRule, Slot, SlotOutcome, reason, shift_between};
use super::series::SeriesError;

/// The most days before an occasion.
pub const MOST_DAYS: u32 = 90;
/// How far before its counted day a session may be shifted, in days: over the longest Tết.
const BACK_DAYS: u64 = 31;

crate::alphabet! {
    /// What a dialogue is to precede.
    pub enum OccasionKind {
        /// A meeting of the people's council (kỳ họp HĐND).
        CouncilMeeting = "council-meeting",
        /// The deputies meet their voters.
        VoterContact = "voter-contact",
        Other = "other",
    }
}

/// So many days before each occasion of a kind, at one hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeforeOccasion {
    kind: OccasionKind,
    days: u32,
    unit: DayUnit,
    first: NaiveDateTime,
    until: Option<NaiveDate>,
}

impl BeforeOccasion {
    /// `first` is the earliest day and the hour of all.
    ///
    /// # Errors
    /// [`SeriesError::Day`] for no day at all or more than [`MOST_DAYS`]; [`SeriesError::Part`] for hours.
    pub fn new(kind: OccasionKind, days: u32, unit: DayUnit, first: NaiveDateTime) -> Result<Self, SeriesError> {
        if unit == DayUnit::Hours {
            return Err(SeriesError::Part(unit.to_string()));
        }
        if !(1..=MOST_DAYS).contains(&days) {
            return Err(SeriesError::Day(days));
        }
        Ok(Self { kind, days, unit, first, until: None })
    }

    /// The same up to and including the day `on`.
    #[must_use]
    pub fn until(self, on: NaiveDate) -> Self {
        Self { until: Some(on), ..self }
    }

    /// The same from a later day on.
    #[must_use]
    pub fn from(self, on: NaiveDate) -> Self {
        Self { first: on.max(self.first.date()).and_time(self.first.time()), ..self }
    }

    #[must_use]
    pub const fn kind(&self) -> OccasionKind {
        self.kind
    }

    #[must_use]
    pub const fn days(&self) -> u32 {
        self.days
    }

    #[must_use]
    pub const fn unit(&self) -> DayUnit {
        self.unit
    }

    #[must_use]
    pub const fn first(&self) -> NaiveDateTime {
        self.first
    }

    /// The last day, included; none while it goes on.
    #[must_use]
    pub const fn last(&self) -> Option<NaiveDate> {
        self.until
    }

    /// Whether a text is one of ours and no rule of RFC 5545.
    #[must_use]
    pub fn is_text(text: &str) -> bool {
        text.starts_with("BEFORE=")
    }

    /// As it is stored: `BEFORE=council-meeting;DAYS=10;UNIT=working;UNTIL=2026-12-31`.
    #[must_use]
    pub fn text(&self) -> String {
        let until = self.until.map(|on| format!(";UNTIL={on}")).unwrap_or_default();
        format!("BEFORE={};DAYS={};UNIT={}{until}", self.kind, self.days, self.unit)
    }

    /// A stored text.
    ///
    /// # Errors
    /// [`SeriesError::Part`] with what cannot be read, and the errors of [`Self::new`].
    pub fn parse(text: &str, first: NaiveDateTime) -> Result<Self, SeriesError> {
        let part = |name: &str| text.split(';').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
        let wrong = || SeriesError::Part(text.to_owned());
        let kind = part("BEFORE").and_then(|kind| kind.parse().ok()).ok_or_else(wrong)?;
        let days = part("DAYS").and_then(|days| days.parse().ok()).ok_or_else(wrong)?;
        let unit = part("UNIT").and_then(|unit| unit.parse().ok()).ok_or_else(wrong)?;
        let until = part("UNTIL").map(|on| on.parse().map_err(|_| wrong())).transpose()?;
        Ok(Self { until, ..Self::new(kind, days, unit, first)? })
    }

    /// The session before an occasion on `held_on`; none where the series does not reach it, or the calendar has no days to count.
    ///
    /// It is shifted as any occurrence, and always stays before its occasion.
    #[must_use]
    pub fn slot(&self, calendar: &WorkingCalendar, shift: ShiftRule, held_on: NaiveDate) -> Option<Slot> {
        let counted = match self.unit {
            DayUnit::Calendar => held_on.checked_sub_days(Days::new(self.days.into()))?,
            DayUnit::Working | DayUnit::Hours => {
                let days = i32::try_from(self.days).ok()?;
                Deadline::compute(calendar, held_on, DeadlineRule::working(-days)).ok()?.last_day()
            }
        };
        if counted < self.first.date() || self.until.is_some_and(|last| counted > last) {
            return None;
        }
        let earliest = counted.checked_sub_days(Days::new(BACK_DAYS))?;
        let (on, outcome) = shift_between(calendar, counted, shift, (earliest, held_on.pred_opt()?));
        let shifted_because = (outcome != SlotOutcome::Regular).then(|| reason(calendar, counted));
        Some(Slot { key: counted.and_time(self.first.time()), on, outcome, shifted_because, merged_with: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn before(days: u32, unit: DayUnit) -> BeforeOccasion {
        BeforeOccasion::new(OccasionKind::CouncilMeeting, days, unit, "2026-01-01T08:00:00".parse().unwrap()).unwrap()
    }

    fn slot(rule: &BeforeOccasion, shift: ShiftRule, held_on: &str) -> Option<(String, SlotOutcome)> {
        rule.slot(&WorkingCalendar::builtin(), shift, day(held_on)).map(|slot| (slot.at().to_string(), slot.outcome))
    }

    #[test]
    fn ten_working_days_before_a_meeting_of_the_council() {
        // Wednesday 15 July 2026: back over 14, 13, 10, 9, 8, 7, 6, 3, 2 July to Wednesday 1 July.
        let ten = before(10, DayUnit::Working);
        let expected = ("2026-07-01 08:00:00".to_owned(), SlotOutcome::Regular);
        assert_eq!(slot(&ten, ShiftRule::None, "2026-07-15"), Some(expected));
        // Two working days before Tuesday 24 February 2026, after Tết: Monday 23, and Friday 13 before the days off.
        let two = before(2, DayUnit::Working);
        assert_eq!(slot(&two, ShiftRule::None, "2026-02-24").unwrap().0, "2026-02-13 08:00:00");
    }

    #[test]
    fn a_shift_stays_before_its_occasion() {
        // Two days before Tuesday 20 October 2026 is Sunday 18: on to Monday, which is still before.
        let two = before(2, DayUnit::Calendar);
        assert_eq!(
            slot(&two, ShiftRule::NextWorking, "2026-10-20").unwrap(),
            ("2026-10-19 08:00:00".into(), SlotOutcome::Shifted)
        );
        // One day before Monday 19 is that Sunday: the way on leads to the occasion itself, so back to Friday 16.
        let one = before(1, DayUnit::Calendar);
        let turned = ("2026-10-16 08:00:00".into(), SlotOutcome::TurnedBack);
        assert_eq!(slot(&one, ShiftRule::NextWorking, "2026-10-19").unwrap(), turned);
        assert_eq!(slot(&one, ShiftRule::None, "2026-10-19").unwrap().1, SlotOutcome::OnDayOff);
    }

    #[test]
    fn only_within_its_days() {
        let ten = before(10, DayUnit::Calendar).until(day("2026-06-30"));
        assert_eq!(slot(&ten, ShiftRule::None, "2026-07-10").unwrap().0, "2026-06-30 08:00:00");
        assert_eq!(slot(&ten, ShiftRule::None, "2026-07-11"), None);
        assert_eq!(slot(&ten, ShiftRule::None, "2026-01-10"), None);
        assert_eq!(ten.from(day("2026-05-01")).first(), "2026-05-01T08:00:00".parse().unwrap());
    }

    #[test]
    fn it_is_stored_as_text_and_read_again_or_refused() {
        let rule = before(10, DayUnit::Working).until(day("2026-12-31"));
        assert_eq!(rule.text(), "BEFORE=council-meeting;DAYS=10;UNIT=working;UNTIL=2026-12-31");
        assert!(BeforeOccasion::is_text(&rule.text()) && !BeforeOccasion::is_text("FREQ=MONTHLY"));
        assert_eq!(BeforeOccasion::parse(&rule.text(), rule.first()), Ok(rule.clone()));
        for text in
            ["BEFORE=party;DAYS=1;UNIT=working", "BEFORE=other;DAYS=0;UNIT=working", "BEFORE=other;DAYS=2;UNIT=hours", "BEFORE="]
        {
            assert!(BeforeOccasion::parse(text, rule.first()).is_err(), "{text}");
        }
    }
}
