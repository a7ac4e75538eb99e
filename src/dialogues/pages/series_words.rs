//! A series as a sentence: "Ngày 25 hằng tháng, lúc 08:00, đến hết 31/12/2026".

use crate::dialogues::rules::rhythm::Rhythm;
use crate::i18n::{self, Locale, format};
use crate::law::{BeforeOccasion, DayUnit, Description, End, IfMissing, Pattern, ShiftRule};

/// Months of which a day at the end of each is that of a quarter.
const QUARTERS: [u32; 4] = [3, 6, 9, 12];

/// The sentence of what a series follows.
pub(super) fn told(locale: Locale, rhythm: &Rhythm, shift: ShiftRule) -> String {
    match rhythm {
        Rhythm::Calendar(rule) => sentence(locale, &rule.describe(), shift),
        Rhythm::Before(rule) => before(locale, rule, shift),
        Rhythm::Unreadable { .. } => i18n::text(locale, "series-unreadable", &[]),
    }
}

/// "10 ngày làm việc trước mỗi kỳ họp HĐND, lúc 08:00".
fn before(locale: Locale, rule: &BeforeOccasion, shift: ShiftRule) -> String {
    let say = |key: &str, args: &[(&str, String)]| i18n::text(locale, key, args);
    let occasion = say(&format!("occasion-each-{}", rule.kind()), &[]);
    let days = [("days", rule.days().to_string()), ("occasion", occasion)];
    let mut parts = vec![say(&format!("series-before-{}", rule.unit()), &days)];
    parts.push(say("series-at", &[("time", format::time(rule.first().time()))]));
    parts.extend(rule.last().map(|on| say("series-until", &[("day", format::date(locale, on))])));
    // Counted in working days it never falls on a day off.
    if rule.unit() != DayUnit::Working {
        parts.push(say("series-on-days-off", &[("shift", say(&format!("shift-{shift}"), &[]))]));
    }
    parts.join(", ")
}

/// The sentence of a series in the reader's language; what happens on days off comes last.
fn sentence(locale: Locale, told: &Description, shift: ShiftRule) -> String {
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
        Pattern::LastDay if told.months == QUARTERS && shift == ShiftRule::PreviousWorking => {
            say("series-last-working-day-of-quarter", &[])
        }
        Pattern::LastDay if told.months == QUARTERS => say("series-last-day-of-quarter", &[]),
        Pattern::LastDay if shift == ShiftRule::PreviousWorking => say("series-last-working-day", &[]),
        Pattern::LastDay => say("series-last-day", &[]),
        Pattern::Other { rrule } => say("series-other", &[("rule", rrule.clone())]),
    }];
    if told.interval > 1 && !matches!(told.pattern, Pattern::Weekly { .. } | Pattern::Other { .. }) {
        parts.push(say("series-every-months", &[("months", told.interval.to_string())]));
    }
    let is_quarter = told.pattern == Pattern::LastDay && told.months == QUARTERS;
    if !told.months.is_empty() && !is_quarter {
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
        super::told(Locale::Vi, &Rhythm::Calendar(rule.clone()), shift)
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
            "Ngày làm việc cuối cùng của quý, lúc 08:00, 4 lần, trùng ngày nghỉ thì chuyển lên ngày làm việc liền trước"
        );
    }

    #[test]
    fn b018_every_few_months_and_before_occasions_are_told_too() {
        let first = "2026-01-25T08:00:00".parse().unwrap();
        let every_other = SeriesRule::day_of_month(25, IfMissing::Skip, first).unwrap().every(2);
        let told = told(&every_other, ShiftRule::MakeUp);
        assert_eq!(told, "Ngày 25 hằng tháng, cứ 2 tháng một lần, lúc 08:00, trùng ngày nghỉ thì tổ chức bù vào ngày khác");
        let before = |days, unit| BeforeOccasion::new(crate::law::OccasionKind::CouncilMeeting, days, unit, first).unwrap();
        let said = |rule: BeforeOccasion, locale| super::told(locale, &Rhythm::Before(rule), ShiftRule::PreviousWorking);
        let working = before(10, DayUnit::Working).until("2026-12-31".parse().unwrap());
        let vietnamese = "10 ngày làm việc trước mỗi kỳ họp HĐND, lúc 08:00, đến hết 31/12/2026";
        assert_eq!(said(working.clone(), Locale::Vi), vietnamese);
        let english = "10 working days before each meeting of the people's council, at 08:00, until 31 Dec 2026";
        assert_eq!(said(working, Locale::En), english);
        let calendar = said(before(7, DayUnit::Calendar), Locale::Vi);
        let shifted = "trùng ngày nghỉ thì chuyển lên ngày làm việc liền trước";
        assert_eq!(calendar, format!("7 ngày trước mỗi kỳ họp HĐND, lúc 08:00, {shifted}"));
    }
}
