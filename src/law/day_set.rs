//! A set of days as bits, so that counting walks over 64 days at a time.

use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate};

/// First and last year that are laid out: what the calendar knows by rule.
const YEARS: (i32, i32) = (2000, 2100);
/// More empty words than this in a row (256 days and more) and the search is left to whoever counts day by day and knows when
/// to give up.
const MOST_EMPTY: usize = 4;

/// Days of the years 2000 to 2100; copies share their memory.
#[derive(Debug, Clone)]
pub(super) struct DaySet {
    /// Number of the first day in the common era.
    base: i32,
    words: Arc<[u64]>,
}

impl DaySet {
    /// The days for which `holds`.
    pub(super) fn of(holds: impl Fn(NaiveDate) -> bool) -> Self {
        let first = NaiveDate::from_ymd_opt(YEARS.0, 1, 1).unwrap_or_default();
        let mut words = Vec::new();
        for (at, day) in first.iter_days().take_while(|day| day.year() <= YEARS.1).enumerate() {
            if at % 64 == 0 {
                words.push(0);
            }
            if let Some(word) = words.last_mut().filter(|_| holds(day)) {
                *word |= 1 << (at % 64);
            }
        }
        Self { base: first.num_days_from_ce(), words: words.into() }
    }

    /// The same set with single days put in or taken out; those outside of the years are passed over.
    pub(super) fn with(mut self, changes: impl Iterator<Item = (NaiveDate, bool)>) -> Self {
        let places: Vec<(usize, bool)> = changes.filter_map(|(day, holds)| Some((self.at(day)?, holds))).collect();
        let words = Arc::make_mut(&mut self.words);
        for (at, holds) in places {
            if let Some(word) = words.get_mut(at / 64) {
                *word = *word & !(1 << (at % 64)) | u64::from(holds) << (at % 64);
            }
        }
        self
    }

    fn at(&self, day: NaiveDate) -> Option<usize> {
        let at = usize::try_from(day.num_days_from_ce().checked_sub(self.base)?).ok()?;
        // The rest of the last word is no laid-out day.
        (at / 64 + 1 < self.words.len()).then_some(at)
    }

    /// Whether `day` is in the set; none outside of the years.
    pub(super) fn contains(&self, day: NaiveDate) -> Option<bool> {
        let at = self.at(day)?;
        Some(self.words.get(at / 64)? >> (at % 64) & 1 == 1)
    }

    /// The `count`-th day of the set after `from`, or before it with `back`; `from` itself does not count.
    pub(super) fn nth(&self, from: NaiveDate, count: u32, back: bool) -> Option<NaiveDate> {
        let start = self.at(from)?;
        let (mut left, mut empty) = (count.checked_sub(1)?, 0);
        let mut at = start / 64;
        // What lies on the wrong side of the start does not count.
        let mut word = self.words.get(at)? & if back { below(start % 64) } else { !below(start % 64) & !(1 << (start % 64)) };
        loop {
            if word.count_ones() > left {
                let bit = if back { nth_highest(word, left) } else { nth_lowest(word, left) };
                let found = i64::try_from(at * 64).ok()? + i64::from(bit) - i64::try_from(start).ok()?;
                let days = Days::new(found.unsigned_abs());
                return if back { from.checked_sub_days(days) } else { from.checked_add_days(days) };
            }
            empty = if word == 0 { empty + 1 } else { 0 };
            if empty > MOST_EMPTY {
                return None;
            }
            left -= word.count_ones();
            at = if back { at.checked_sub(1)? } else { at + 1 };
            // The last word is only partly laid out: whoever counts day by day goes on there.
            word = *self.words.get(at).filter(|_| at + 1 < self.words.len())?;
        }
    }
}

/// The bits below `bit`.
const fn below(bit: usize) -> u64 {
    (1 << bit) - 1
}

fn nth_lowest(mut word: u64, nth: u32) -> u32 {
    (0..nth).for_each(|_| word &= word - 1);
    word.trailing_zeros()
}

fn nth_highest(mut word: u64, nth: u32) -> u32 {
    (0..nth).for_each(|_| word &= !(1 << (63 - word.leading_zeros())));
    63 - word.leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn is_in(day: NaiveDate) -> bool {
        // Two of five days, and a hole of two months.
        day.num_days_from_ce() % 5 < 2 && !(day.year() == 2026 && matches!(day.month(), 3 | 4))
    }

    #[test]
    fn outside_of_the_years_it_does_not_know() {
        let set = DaySet::of(|_| true);
        assert_eq!(set.contains(day(1999, 12, 31)), None);
        assert_eq!(set.contains(day(2101, 1, 1)), None);
        assert_eq!(set.contains(day(2000, 1, 1)), Some(true));
        assert_eq!(set.nth(day(2000, 1, 3), 2, true), Some(day(2000, 1, 1)));
        assert_eq!(set.nth(day(2000, 1, 3), 3, true), None);
        assert_eq!(set.nth(day(2100, 12, 1), 400, false), None);
    }

    #[test]
    fn single_days_are_changed_in_a_copy() {
        let set = DaySet::of(is_in);
        let changed = set.clone().with([(day(2026, 3, 5), true), (day(1999, 1, 1), true)].into_iter());
        assert_eq!((set.contains(day(2026, 3, 5)), changed.contains(day(2026, 3, 5))), (Some(false), Some(true)));
        let back = changed.with([(day(2026, 3, 5), false)].into_iter());
        assert_eq!(back.contains(day(2026, 3, 5)), Some(false));
        assert_eq!(back.contains(day(2026, 3, 6)), set.contains(day(2026, 3, 6)));
    }

    #[test]
    fn an_empty_set_gives_up() {
        let set = DaySet::of(|_| false);
        assert_eq!(set.nth(day(2026, 1, 1), 1, false), None);
        assert_eq!(set.nth(day(2026, 1, 1), 1, true), None);
        assert_eq!(set.nth(day(2026, 1, 1), 0, false), None, "the day itself is not counted to");
    }

    proptest! {
        #[test]
        fn it_counts_like_a_walk(from in 0..30_000u64, count in 1..700u32, back: bool) {
            let set = DaySet::of(is_in);
            let from = day(2005, 1, 1) + Days::new(from);
            let walk = |back: bool| -> Option<NaiveDate> {
                let mut left = count;
                let mut at = from;
                while left > 0 {
                    at = if back { at.pred_opt()? } else { at.succ_opt()? };
                    left -= u32::from(is_in(at));
                }
                Some(at)
            };
            if let Some(found) = set.nth(from, count, back) {
                prop_assert_eq!(Some(found), walk(back));
            } else {
                let reached = walk(back).unwrap();
                prop_assert!(reached < day(2000, 3, 10) || reached > day(2100, 10, 20), "{} is laid out", reached);
            }
            prop_assert_eq!(set.contains(from), Some(is_in(from)));
        }
    }
}
