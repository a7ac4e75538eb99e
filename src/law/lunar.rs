//! The Vietnamese lunar calendar: dates between the sun's year and the moon's, for lunar years 1900 to 2199.
//!
//! Months begin on the local day (UTC+7) of the new moon; month 11 holds the winter solstice; a leap month is the first
//! without a principal solar term between two solstices. UTC+7 is applied throughout, also to years in which history used
//! another zone. Neighbours: `astronomy` computes, `holidays` asks for Tết and Giỗ Tổ.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::astronomy::{mean_new_moon_before, new_moon, sun_longitude};

/// First and last lunar year that are converted.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;
/// Days of universal time by which Vietnam is ahead.
const ZONE: f64 = 7.0 / 24.0;
/// The one new moon of the range that is nearer to midnight than `astronomy` can tell: 7 July 1967 at 17:00:03 universal
/// time by the ephemeris (PyEphem), so 8 July in Vietnam; the series here falls some seconds before.
const NEW_MOON_AT_MIDNIGHT: i32 = -402;
/// Julian day number of the day before 1 January of year 1.
const JULIAN_OF_CE: i32 = 1_721_425;

/// A day of the lunar calendar; `leap` marks the second month of the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct LunarDate {
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 30.
    pub day: u32,
    pub leap: bool,
}

/// Why a date cannot be converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LunarError {
    #[error("year {0} is outside of 1900 to 2199")]
    Year(i32),
    #[error("lunar year {0} has no such day")]
    Day(i32),
}

/// The months from one month 11 (inclusive) to the next: 12, or 13 with a leap month.
struct Months {
    year: i32,
    /// Number of the new moon that begins month 11 of `year`.
    first: i32,
    /// Place of the leap month, counted from month 11 as 0.
    leap: Option<i32>,
}

/// The lunar date of a day.
///
/// # Errors
/// Outside of the lunar years 1900 to 2199.
pub fn to_lunar(day: NaiveDate) -> Result<LunarDate, LunarError> {
    if !(1900..=2200).contains(&day.year()) {
        return Err(LunarError::Year(day.year()));
    }
    let target = day.num_days_from_ce();
    let mut moon = mean_new_moon_before(f64::from(target + JULIAN_OF_CE)) + 1;
    while first_day(moon) > target {
        moon -= 1;
    }
    let mut months = Months::from_solstice_of(day.year());
    if moon < months.first {
        months = Months::from_solstice_of(day.year() - 1);
    }
    let place = moon - months.first;
    let leap = months.leap == Some(place);
    // Months are counted on from 11 to 22, which is month 10 of the next lunar year.
    let count = 11 + place - i32::from(months.leap.is_some_and(|at| place >= at));
    let year = if count > 12 { months.year + 1 } else { months.year };
    if !YEARS.contains(&year) {
        return Err(LunarError::Year(year));
    }
    let month = if count > 12 { count - 12 } else { count };
    Ok(LunarDate { year, month: month.unsigned_abs(), day: (target - first_day(moon) + 1).unsigned_abs(), leap })
}

/// The day on which a lunar date falls.
///
/// # Errors
/// Outside of 1900 to 2199, or when that year has no such month or that month no such day.
pub fn to_solar(date: LunarDate) -> Result<NaiveDate, LunarError> {
    let LunarDate { year, month, day, leap } = date;
    if !YEARS.contains(&year) {
        return Err(LunarError::Year(year));
    }
    let missing = LunarError::Day(year);
    let month = i32::try_from(month).ok().filter(|m| (1..=12).contains(m)).ok_or(missing)?;
    let (months, count) =
        if month >= 11 { (Months::from_solstice_of(year), month) } else { (Months::from_solstice_of(year - 1), month + 12) };
    let ordinary = count - 11;
    let place = match months.leap {
        Some(at) if leap && at == ordinary + 1 => at,
        _ if leap => return Err(missing),
        Some(at) if ordinary >= at => ordinary + 1,
        _ => ordinary,
    };
    let start = first_day(months.first + place);
    let length = first_day(months.first + place + 1) - start;
    let offset = i32::try_from(day).ok().filter(|d| (1..=length).contains(d)).ok_or(missing)?;
    NaiveDate::from_num_days_from_ce_opt(start + offset - 1).ok_or(missing)
}

impl Months {
    fn from_solstice_of(year: i32) -> Self {
        let first = solstice_month(year);
        let following = solstice_month(year + 1);
        let leap = (following - first == 13)
            .then(|| (1..13).find(|&place| principal_term(first + place) == principal_term(first + place + 1)))
            .flatten();
        Self { year, first, leap }
    }
}

/// The new moon that begins the month with the winter solstice (270°) of `year`.
fn solstice_month(year: i32) -> i32 {
    let new_years_eve = NaiveDate::from_ymd_opt(year, 12, 31).map_or(0, |day| day.num_days_from_ce());
    let mut moon = mean_new_moon_before(f64::from(new_years_eve + JULIAN_OF_CE)) + 1;
    while first_day(moon) > new_years_eve {
        moon -= 1;
    }
    // At the first midnight of the right month the sun has not yet reached the solstice.
    if sun_at_start(first_day(moon)) >= 270.0 { moon - 1 } else { moon }
}

/// Which twelfth of its circle the sun is in when the month begins; equal at both ends means: no principal term inside.
fn principal_term(moon: i32) -> i32 {
    (sun_at_start(first_day(moon)) / 30.0) as i32
}

fn sun_at_start(day: i32) -> f64 {
    sun_longitude(f64::from(day + JULIAN_OF_CE) - 0.5 - ZONE)
}

/// The local day (days from the common era) on which new moon number `moon` falls.
fn first_day(moon: i32) -> i32 {
    let day = (new_moon(moon) + 0.5 + ZONE).floor() as i32 - JULIAN_OF_CE;
    day + i32::from(moon == NEW_MOON_AT_MIDNIGHT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn solar(year: i32, month: u32, day: u32, leap: bool) -> Result<NaiveDate, LunarError> {
        to_solar(LunarDate { year, month, day, leap })
    }

    #[test]
    fn tet_and_hung_kings_day_of_the_known_years() {
        let known = [
            (2019, (2, 5), (4, 14)),
            (2020, (1, 25), (4, 2)),
            (2021, (2, 12), (4, 21)),
            (2022, (2, 1), (4, 10)),
            (2023, (1, 22), (4, 29)),
            (2024, (2, 10), (4, 18)),
            (2025, (1, 29), (4, 7)),
            (2026, (2, 17), (4, 26)),
            (2027, (2, 6), (4, 16)),
            (2028, (1, 26), (4, 4)),
            (2029, (2, 13), (4, 23)),
            (2030, (2, 2), (4, 12)),
            (2031, (1, 23), (4, 1)),
            (2032, (2, 11), (4, 19)),
            (2033, (1, 31), (4, 9)),
            (2034, (2, 19), (4, 28)),
            (2035, (2, 8), (4, 17)),
        ];
        for (year, tet, kings) in known {
            assert_eq!(solar(year, 1, 1, false), Ok(ymd(year, tet.0, tet.1)), "Tết {year}");
            assert_eq!(solar(year, 3, 10, false), Ok(ymd(year, kings.0, kings.1)), "Giỗ Tổ {year}");
        }
    }

    #[test]
    fn vietnam_is_not_china_in_1985_2007_and_2030() {
        // China kept 20/2/1985, 18/2/2007 and 3/2/2030; in 1985 the whole month was another.
        assert_eq!(solar(1985, 1, 1, false), Ok(ymd(1985, 1, 21)));
        assert_eq!(solar(2007, 1, 1, false), Ok(ymd(2007, 2, 17)));
        assert_eq!(solar(2030, 1, 1, false), Ok(ymd(2030, 2, 2)));
    }

    #[test]
    fn leap_months_are_where_they_are_and_nowhere_else() {
        for (year, month) in [(2014, 9), (2017, 6), (2020, 4), (2023, 2), (2025, 6), (2028, 5), (2031, 3), (2033, 11)] {
            for m in 1..=12 {
                assert_eq!(solar(year, m, 1, true).is_ok(), m == month, "{year} month {m}");
            }
        }
        assert_eq!(to_lunar(ymd(2025, 7, 25)), Ok(LunarDate { year: 2025, month: 6, day: 1, leap: true }));
        assert_eq!(to_lunar(ymd(2026, 2, 16)), Ok(LunarDate { year: 2025, month: 12, day: 29, leap: false }));
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        assert_eq!(solar(2026, 13, 1, false), Err(LunarError::Day(2026)));
        assert_eq!(solar(2025, 12, 30, false), Err(LunarError::Day(2025)));
        assert_eq!(solar(1899, 1, 1, false), Err(LunarError::Year(1899)));
        assert_eq!(to_lunar(ymd(2200, 6, 1)), Err(LunarError::Year(2200)));
    }

    /// Every month of 300 years against `tests/law_oracle/lunar_oracle.py` (PyEphem: other theory, other code).
    #[test]
    fn every_month_agrees_with_the_oracle() {
        let table = include_str!("../../tests/law_oracle/lunar_years.csv");
        let mut years = 0;
        for row in table.lines().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            let year: i32 = cells[0].parse().unwrap();
            let mut start: NaiveDate = cells[1].parse().unwrap();
            let leap: u32 = cells[2].parse().unwrap();
            let names = (1..=12u32).flat_map(|m| [(m, false)].into_iter().chain((m == leap).then_some((m, true))));
            for ((month, leap), length) in names.zip(cells[3].chars()) {
                let days = if length == 'x' { 30 } else { 29 };
                assert_eq!(solar(year, month, 1, leap), Ok(start), "{year} month {month} leap {leap}");
                assert_eq!(solar(year, month, 30, leap).is_ok(), days == 30, "{year} month {month} leap {leap}");
                start += chrono::TimeDelta::days(days);
            }
            years += 1;
        }
        assert_eq!(years, 300);
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_day(offset in 0i64..109_000) {
            let day = ymd(1900, 2, 1) + chrono::TimeDelta::days(offset);
            prop_assert_eq!(to_solar(to_lunar(day).unwrap()), Ok(day));
        }
    }
}
