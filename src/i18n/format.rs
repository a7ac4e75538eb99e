//! Dates and numbers as people write them: 28/08/2025, 08:30, 1.234,5 (English: 28 Aug 2025, 1,234.5).
//!
//! Pure. Instants are shown on the Vietnamese clock (+07); the week begins on Monday. Neighbour: `web::helpers` feeds it JSON.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};

use super::Locale;
use crate::kernel::clock;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS_VI: [&str; 7] = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"];
const WEEKDAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// "28/08/2025"; in English "28 Aug 2025".
#[must_use]
pub fn date(locale: Locale, day: NaiveDate) -> String {
    match locale {
        Locale::Vi => format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()),
        Locale::En => format!("{} {} {}", day.day(), month_en(day), day.year()),
    }
}

fn month_en(day: NaiveDate) -> &'static str {
    MONTHS.get(day.month0() as usize).copied().unwrap_or("")
}

/// The name of the weekday: "Thứ Năm"; "Thursday".
#[must_use]
pub fn weekday(locale: Locale, day: NaiveDate) -> &'static str {
    let names = match locale {
        Locale::Vi => WEEKDAYS_VI,
        Locale::En => WEEKDAYS_EN,
    };
    names.get(day.weekday().num_days_from_monday() as usize).copied().unwrap_or("")
}

/// The date with its weekday: "Thứ Năm, 28/08/2025"; "Thursday, 28 Aug 2025".
#[must_use]
pub fn date_long(locale: Locale, day: NaiveDate) -> String {
    format!("{}, {}", weekday(locale, day), date(locale, day))
}

/// Hours and minutes of a 24-hour clock: "08:30".
#[must_use]
pub fn time(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// An instant on the Vietnamese clock: "08:30, 28/08/2025"; "28 Aug 2025, 08:30".
#[must_use]
pub fn datetime(locale: Locale, at: DateTime<Utc>) -> String {
    let wall = clock::local(at);
    let (day, hour) = (date(locale, wall.date()), time(wall.time()));
    match locale {
        Locale::Vi => format!("{hour}, {day}"),
        Locale::En => format!("{day}, {hour}"),
    }
}

/// A number with groups of three and at most `digits` decimals, halves away from zero, zeros at the end dropped:
/// "1.234,5"; "1,234.5".
#[must_use]
pub fn number(locale: Locale, value: f64, digits: usize) -> String {
    let (group, point) = match locale {
        Locale::Vi => ('.', ','),
        Locale::En => (',', '.'),
    };
    let scale = 10_f64.powi(i32::try_from(digits).unwrap_or(0));
    let plain = format!("{:.digits$}", (value.abs() * scale).round() / scale);
    let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    let rest = rest.trim_end_matches('0');
    if !rest.is_empty() {
        text.push(point);
        text.push_str(rest);
    }
    if value < 0.0 && text.contains(|c: char| ('1'..='9').contains(&c)) { format!("-{text}") } else { text }
}

/// A share of one as per cent with at most one decimal: 0.875 gives "87,5%"; "87.5%".
#[must_use]
pub fn percent(locale: Locale, share: f64) -> String {
    format!("{}%", number(locale, share * 100.0, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn dates_are_written_as_in_an_office() {
        // 28 August 2025 was a Thursday; 3 May 2026 is a Sunday (any wall calendar).
        assert_eq!(date(Locale::Vi, day(2025, 8, 28)), "28/08/2025");
        assert_eq!(date(Locale::En, day(2025, 8, 28)), "28 Aug 2025");
        assert_eq!(date_long(Locale::Vi, day(2025, 8, 28)), "Thứ Năm, 28/08/2025");
        assert_eq!(date_long(Locale::En, day(2026, 5, 3)), "Sunday, 3 May 2026");
        assert_eq!(date(Locale::Vi, day(2026, 2, 3)), "03/02/2026");
    }

    #[test]
    fn instants_are_shown_on_the_vietnamese_clock() {
        let at = "2025-08-27T17:05:00Z".parse().unwrap();
        assert_eq!(datetime(Locale::Vi, at), "00:05, 28/08/2025");
        assert_eq!(datetime(Locale::En, at), "28 Aug 2025, 00:05");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(number(Locale::Vi, 1234.5, 2), "1.234,5");
        assert_eq!(number(Locale::En, 1234.5, 2), "1,234.5");
        assert_eq!(number(Locale::Vi, 1_000_000.0, 2), "1.000.000");
        assert_eq!(number(Locale::Vi, 999.0, 0), "999");
        assert_eq!(number(Locale::Vi, -1500.25, 1), "-1.500,3");
        assert_eq!(number(Locale::Vi, -0.001, 1), "0");
        assert_eq!(percent(Locale::Vi, 0.875), "87,5%");
        assert_eq!(percent(Locale::En, 1.0), "100%");
    }
}
