//! The receipt: every day between event and end, whether it counts and why. The same lines for officer, superior and citizen.
//!
//! It shows what `count` did and decides nothing.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::Serialize;

use super::count::LAST_MOMENT;
use super::rule::DayUnit;
use super::{Deadline, WorkingCalendar};
use crate::law::day::DayKind;
use crate::law::hours::Span;

crate::alphabet! {
    /// Why a day stands in a receipt as it does.
    pub enum Reason {
        /// The day of the event, which is not counted (Civil Code 2015, Art. 147.2).
        DayZero = "day-zero",
        Counted = "counted",
        /// A day off that working days and hours pass over.
        DayOff = "day-off",
        /// A day off on which the deadline may not end.
        RolledOver = "rolled-over",
        /// A day on which the rule forbids to end.
        NotAllowed = "not-allowed",
        /// The last day, reached only because the counted one was no day to end on.
        RolledTo = "rolled-to",
    }
}

/// One day of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptLine {
    pub date: NaiveDate,
    pub kind: DayKind,
    pub reason: Reason,
    /// 0 for the day of the event, then 1, 2 … (−1, −2 … for deadlines before); none for a day not counted, and for hours.
    pub number: Option<i32>,
    /// Minutes of office time counted on the day; only where hours are counted.
    pub minutes: Option<i64>,
    /// The hours worked on such a day, whatever of them counts; only where hours are counted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
    /// Why the day is special, in Vietnamese.
    pub label: Option<String>,
}

impl ReceiptLine {
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.reason == Reason::Counted
    }
}

impl Deadline {
    /// Every day from the event to the last day in the order of counting, each with why it counts or not.
    ///
    /// `calendar` must be the one that the deadline was computed with.
    #[must_use]
    pub fn receipt(&self, calendar: &WorkingCalendar) -> Vec<ReceiptLine> {
        let (start, counted_to) = (self.start.date(), self.counted_to.date());
        let back = counted_to < start || (counted_to == start && self.last_day < start);
        let mut lines = Vec::with_capacity(1 + usize::try_from((counted_to - start).num_days().abs()).unwrap_or(0));
        let mut number = 0;
        let mut add = |date: NaiveDate, rolled: bool| {
            let kind = calendar.kind(date);
            let minutes = (self.rule.unit == DayUnit::Hours && !rolled).then(|| self.minutes(calendar, date));
            let reason = match (rolled, self.rule.unit) {
                (true, _) if date == self.last_day => Reason::RolledTo,
                (true, _) if self.rule.not_on.contains(date) => Reason::NotAllowed,
                (true, _) => Reason::RolledOver,
                (false, DayUnit::Hours) if minutes > Some(0) => Reason::Counted,
                (false, _) if date == start => Reason::DayZero,
                (false, DayUnit::Calendar) => Reason::Counted,
                (false, _) if kind.is_working() => Reason::Counted,
                (false, _) => Reason::DayOff,
            };
            number += match reason {
                Reason::Counted if back => -1,
                Reason::Counted => 1,
                _ => 0,
            };
            let numbered = minutes.is_none() && matches!(reason, Reason::Counted | Reason::DayZero);
            let label = calendar.label(date).map(str::to_owned);
            let spans = if minutes.is_some() { calendar.spans(date).to_vec() } else { Vec::new() };
            lines.push(ReceiptLine { date, kind, reason, number: numbered.then_some(number), minutes, spans, label });
        };
        days_between(start, counted_to).for_each(|date| add(date, false));
        days_between(counted_to, self.last_day).skip(1).for_each(|date| add(date, true));
        lines
    }

    /// Minutes of office time on `day` between the event and the end of the count.
    fn minutes(&self, calendar: &WorkingCalendar, day: NaiveDate) -> i64 {
        let (first, last) =
            if self.counted_to < self.start { (self.counted_to, self.start) } else { (self.start, self.counted_to) };
        let on = |moment: NaiveDateTime, otherwise| if moment.date() == day { moment.time() } else { otherwise };
        let (from, to) = (on(first, NaiveTime::MIN), on(last, LAST_MOMENT));
        calendar.spans(day).iter().map(|span| span.within(from, to).num_minutes()).sum()
    }
}

/// The days from `from` to `to`, both included, in either direction.
fn days_between(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(from), move |&day| match day.cmp(&to) {
        std::cmp::Ordering::Less => day.succ_opt(),
        std::cmp::Ordering::Greater => day.pred_opt(),
        std::cmp::Ordering::Equal => None,
    })
}
