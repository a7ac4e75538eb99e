//! The program against other people's sums: 100,000 random deadlines, and every lunar day of three hundred years.

use std::path::Path;
use std::process::Command;

use chrono::{Days, NaiveDate};
use serde_json::Value;

use super::answer;
use crate::support::peers::python_program;

/// Random deadlines over 2019 to 2030.
const DEADLINES: usize = 100_000;
/// Another seed, other deadlines; this one stays so that a failure can be looked at again.
const SEED: &str = "20260820";
/// How many of them are asked for their receipts as well.
const RECEIPTS: usize = 2_000;

/// Days on which the package `holidays` has not heard what was announced: the swap of 2 January 2026 (worked on Saturday 10),
/// and 24 November with its days in lieu, which no law has made a day off yet. The oracle's own list corrects them; a newer
/// package may know more of them and never others.
const NOT_YET_IN_HOLIDAYS: &[&str] =
    &["2026-01-02", "2026-01-10", "2026-11-24", "2027-11-24", "2028-11-24", "2029-11-26", "2030-11-25"];

/// Lunar months that begin within two minutes of midnight, where the short series of `lunar-vn` falls on the other day.
/// PyEphem has the new moons, in Vietnam's time, on 20 June 1944 at 23:59:32, 9 December 2072 at 23:58:28 and 15 November
/// 2077 at 23:59:34.
const TOO_CLOSE_FOR_LUNAR_VN: [(&str, &str); 3] =
    [("1944-06-20", "1944-07-19"), ("2072-12-09", "2073-01-07"), ("2077-11-15", "2077-12-14")];

fn oracle(script: &str, arguments: &[&str]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/law_oracle").join(script);
    let output = Command::new(python_program()).arg(script).args(arguments).env("PYTHONUTF8", "1").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The first few lines on which the two disagree.
fn disagreements<'a>(asked: impl Iterator<Item = &'a str>, found: &'a str, expected: &'a str) -> Vec<String> {
    assert_eq!(found.lines().count(), expected.lines().count());
    let lines = asked.zip(found.lines()).zip(expected.lines());
    let wrong = lines.filter(|((_, found), expected)| found != expected);
    wrong.take(10).map(|((asked, found), expected)| format!("{asked}: {found}, the oracle says {expected}")).collect()
}

#[test]
fn a_hundred_thousand_deadlines_agree_with_python_holidays_and_a_plain_count() {
    let folder = tempfile::tempdir().unwrap();
    let told: Value =
        serde_json::from_str(&oracle("deadline_oracle.py", &[folder.path().to_str().unwrap(), &DEADLINES.to_string(), SEED]))
            .unwrap();
    let differences = told["differences"].as_array().unwrap();
    let unknown = differences.iter().filter(|day| !NOT_YET_IN_HOLIDAYS.contains(&day.as_str().unwrap()));
    assert_eq!(unknown.collect::<Vec<_>>(), Vec::<&Value>::new());
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let (queries, expected) = (read("queries.txt"), read("expected.txt"));
    assert_eq!(queries.lines().count(), DEADLINES);
    let found = answer(&["deadline", "--batch", folder.path().join("queries.txt").to_str().unwrap()], "");
    let wrong = disagreements(queries.lines(), &found, &expected);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    receipts_explain_the_answers(&queries, &expected);
}

/// A receipt begins with the event, ends with the last day, leaves out no day between and counts as many as were asked for.
fn receipts_explain_the_answers(queries: &str, expected: &str) {
    let some: Vec<&str> = queries.lines().take(RECEIPTS).collect();
    let found = answer(&["deadline", "--json", "--batch", "-"], &some.join("\n"));
    for ((asked, found), last) in some.iter().zip(found.lines()).zip(expected.lines()) {
        let found: Value = serde_json::from_str(found).unwrap();
        let receipt = found["receipt"].as_array().unwrap();
        let days: Vec<NaiveDate> = receipt.iter().map(|line| line["date"].as_str().unwrap().parse().unwrap()).collect();
        assert_eq!(days[0].to_string(), asked[..10], "{asked}");
        assert_eq!(days[days.len() - 1].to_string(), last[..10], "{asked}");
        if !asked.contains("next") && !asked.contains("previous") {
            assert!(days.windows(2).all(|pair| (pair[1] - pair[0]).num_days().abs() == 1), "{asked}");
        }
        let wanted = found["count"].as_i64().unwrap().abs();
        let counted = receipt.iter().filter(|line| line["reason"] == "counted").count();
        if found["unit"] == "hours" {
            let minutes: i64 = receipt.iter().map(|line| line["minutes"].as_i64().unwrap_or(0)).sum();
            assert_eq!(minutes, wanted * 60, "{asked}");
        } else {
            assert_eq!(i64::try_from(counted).unwrap(), wanted, "{asked}");
        }
    }
}

/// Every day of the lunar years 1900 to 2199 by the table that PyEphem wrote, with its name.
fn ephemeris() -> Vec<(NaiveDate, String)> {
    let table = include_str!("../../law_oracle/lunar_years.csv");
    let mut all = Vec::with_capacity(110_000);
    for row in table.lines().skip(1) {
        let [year, first, leap, lengths]: [&str; 4] = row.split(',').collect::<Vec<_>>().try_into().unwrap();
        let leap: u32 = leap.parse().unwrap();
        let months = (1..=12).flat_map(|month| [(month, "")].into_iter().chain((month == leap).then_some((month, " leap"))));
        let mut day: NaiveDate = first.parse().unwrap();
        for ((month, mark), length) in months.zip(lengths.chars()) {
            for number in 1..=(if length == 'x' { 30 } else { 29 }) {
                all.push((day, format!("{number}/{month}/{year}{mark}")));
                day = day + Days::new(1);
            }
        }
    }
    all
}

#[test]
fn every_lunar_day_of_three_hundred_years_is_that_of_the_ephemeris() {
    let all = ephemeris();
    let days: Vec<String> = all.iter().map(|(day, _)| day.to_string()).collect();
    assert_eq!((days[0].as_str(), days[days.len() - 1].as_str()), ("1900-01-31", "2200-02-14"));
    assert!(all.windows(2).all(|pair| pair[1].0 == pair[0].0 + Days::new(1)), "the table has gaps");
    let expected: Vec<&str> = all.iter().map(|(_, name)| name.as_str()).collect();
    let found = answer(&["lunar", "--batch", "-"], &days.join("\n"));
    let wrong = disagreements(days.iter().map(String::as_str), &found, &expected.join("\n"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_lunar_day_that_lunar_vn_covers_is_the_same_but_for_months_that_begin_at_midnight() {
    let (first, last): (NaiveDate, NaiveDate) = ("1900-01-31".parse().unwrap(), "2100-12-31".parse().unwrap());
    let days: Vec<String> = first.iter_days().take_while(|day| *day <= last).map(|day| day.to_string()).collect();
    let theirs = oracle("lunar_vn_oracle.py", &[&first.to_string(), &last.to_string()]);
    let ours = answer(&["lunar", "--batch", "-"], &days.join("\n"));
    assert_eq!((ours.lines().count(), theirs.lines().count()), (days.len(), days.len()));
    let lines = days.iter().zip(ours.lines()).zip(theirs.lines());
    let different: Vec<&String> = lines.filter(|((_, ours), theirs)| ours != theirs).map(|((day, _), _)| day).collect();
    let close = |day: &&String| TOO_CLOSE_FOR_LUNAR_VN.iter().any(|(from, to)| (*from..=*to).contains(&day.as_str()));
    assert_eq!(different.iter().filter(|day| !close(day)).collect::<Vec<_>>(), Vec::<&&String>::new());
}
