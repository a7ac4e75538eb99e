//! A series as a sentence: "Ngày 25 hằng tháng, lúc 08:00, đến hết 31/12/2026".

use crate::i18n::{self, Locale, format};
use crate::law::{Description, End, IfMissing, Pattern, ShiftRule};

/// The sentence of a series in the reader's language; what happens on days off comes last.
pub(super) fn sentence(locale: Locale, told: &Description, shift: ShiftRule) -> String {
    let say = |key: &str, args: &[(&str, String)]| i18n::text(locale, key, args);
    let weekday = |day: u32| say(&format!("weekday-{day}"), &[]);
    let mut parts = vec![match &told.pattern {
        Pattern::Weekly { weekday: day } if told.interval > 1 => {
            say("series-every-weeks", &[("weekday", weekday(*day)), ("weeks", told.interval.to_string())])
        }
        Pattern::Weekly { weekday: day } => say("series-weekly", &[("weekday", weekday(*day))]),
        Pattern::NthWeekday { nth, weekday: day } => {
            say("series-nth-weekday", &[("nth", say(&format!("nth-{nth}"), &[])), ("weekday", weekday(*day))])
        }
        Pattern::LastWeekday { weekday: day } => say("series-last-weekday", &[("weekday", weekday(*day))]),
        Pattern::DayOfMonth { day, if_missing } => match if_missing {
            IfMissing::Skip if *day > 28 => say("series-day-or-skip", &[("day", day.to_string())]),
            IfMissing::LastDay if *day > 28 => say("series-day-or-last", &[("day", day.to_string())]),
            _ => say("series-day", &[("day", day.to_string())]),
        },
        Pattern::LastDay if shift == ShiftRule::PreviousWorking => say("series-last-working-day", &[]),
        Pattern::LastDay => say("series-last-day", &[]),
        Pattern::Other { rrule } => say("series-other", &[("rule", rrule.clone())]),
    }];
    if !told.months.is_empty() {
        let months = told.months.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        parts.push(say("series-in-months", &[("months", months)]));
    }
    parts.push(say("series-at", &[("time", format::time(told.time))]));
    match told.end {
        End::Never => {}
        End::Until { on } => parts.push(say("series-until", &[("day", format::date(locale, on))])),
        End::Count { count } => parts.push(say("series-count", &[("count", count.to_string())])),
    }
    parts.push(say("series-on-days-off", &[("shift", say(&format!("shift-{shift}"), &[]))]));
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::SeriesRule;

    fn told(rule: &SeriesRule, shift: ShiftRule) -> String {
        sentence(Locale::Vi, &rule.describe(), shift)
    }

    #[test]
    fn b018_series_are_told_as_an_office_says_them() {
        let first = "2026-01-25T08:00:00".parse().unwrap();
        let fixed = SeriesRule::day_of_month(25, IfMissing::Skip, first).unwrap();
        assert_eq!(
            told(&fixed, ShiftRule::NextWorking),
            "Ngày 25 hằng tháng, lúc 08:00, trùng ngày nghỉ thì chuyển sang ngày làm việc kế tiếp"
        );
        let nth = SeriesRule::nth_weekday(2, chrono::Weekday::Thu, first).unwrap().until("2026-12-31".parse().unwrap());
        assert_eq!(
            told(&nth, ShiftRule::None),
            "Thứ Năm tuần thứ hai hằng tháng, lúc 08:00, đến hết 31/12/2026, trùng ngày nghỉ thì giữ nguyên ngày"
        );
        let last = SeriesRule::last_day_of_quarter(first).count(4);
        assert_eq!(
            told(&last, ShiftRule::PreviousWorking),
            "Ngày làm việc cuối cùng của tháng, vào các tháng 3, 6, 9, 12, lúc 08:00, 4 lần, trùng ngày nghỉ thì chuyển lên ngày làm việc liền trước"
        );
    }
}
