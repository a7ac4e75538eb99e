//! `doithoai deadline` and `doithoai lunar`: answers, receipts, files of questions, and what they say to nonsense.

use serde_json::{Value, json};

use super::{answer, refusal, run};

fn deadline(question: &str) -> String {
    let words: Vec<&str> = ["deadline"].into_iter().chain(question.split(' ')).collect();
    answer(&words, "")
}

#[test]
fn the_vectors_of_tet_swaps_and_holiday_runs() {
    // Tết 14 to 22 February 2026 is passed over.
    assert_eq!(deadline("2026-02-09 10 working"), "2026-03-02");
    // Saturday 22 August 2026 counts, Monday 31 does not, nor 1 and 2 September.
    assert_eq!(deadline("2026-08-20 10 working"), "2026-09-07");
    // The tenth day is a Sunday before two holidays.
    assert_eq!(deadline("2026-08-20 10 calendar"), "2026-08-30");
    assert_eq!(deadline("2026-08-20 10 calendar --roll next"), "2026-09-03");
    assert_eq!(deadline("2026-08-20 10 calendar --roll previous --calendar state"), "2026-08-28");
    // Notice of a dialogue on Wednesday 29 October 2025, at least seven days before.
    assert_eq!(deadline("2025-10-29 -7 calendar"), "2025-10-22");
    // The 25th of April 2026 is a Saturday before Giỗ Tổ and the Monday in lieu of it.
    assert_eq!(deadline("2026-04-25 0 calendar --roll next"), "2026-04-28");
    assert_eq!(deadline("2026-08-20T15:00 4 hours"), "2026-08-21T09:30");
    assert_eq!(deadline("2026-08-20 10 hours"), "2026-08-21T09:30");
}

#[test]
fn b041_b044_the_day_of_the_event_is_day_zero_whatever_day_it_is() {
    for day in ["2026-10-16", "2026-10-17", "2026-10-18"] {
        assert_eq!(deadline(&format!("{day} 5 working")), "2026-10-23");
    }
    assert_eq!(deadline("2026-09-02 1 working"), "2026-09-03");
    // Giỗ Tổ of 2024 is a Thursday: from Wednesday the first working day is Friday.
    assert_eq!(deadline("2024-04-17 1 working"), "2024-04-19");
}

#[test]
fn b042_b043_leap_years_new_year_and_ends_on_days_off() {
    assert_eq!(deadline("2024-02-20 10 calendar"), "2024-03-01");
    assert_eq!(deadline("2026-02-20 10 calendar"), "2026-03-02");
    assert_eq!(deadline("2025-12-29 3 working"), "2026-01-05");
    assert_eq!(deadline("2026-10-06 10 calendar --roll next"), "2026-10-16");
    assert_eq!(deadline("2026-10-07 10 calendar --roll next"), "2026-10-19");
}

#[test]
fn the_receipt_lists_every_day_with_its_reason() {
    let found: Value = serde_json::from_str(&deadline("2026-08-28 2 calendar --roll next --json")).unwrap();
    let line = |date: &str, kind: &str, reason: &str, number: Value, label: Value| json!({ "date": date, "kind": kind, "reason": reason, "number": number, "minutes": null, "label": label });
    let swapped = json!("Nghỉ hoán đổi, làm bù thứ Bảy 22/08/2026");
    let receipt = [
        line("2026-08-28", "working", "day-zero", json!(0), json!(null)),
        line("2026-08-29", "weekend", "counted", json!(1), json!(null)),
        line("2026-08-30", "weekend", "counted", json!(2), json!(null)),
        line("2026-08-31", "day-in-lieu", "rolled-over", json!(null), swapped),
        line("2026-09-01", "holiday", "rolled-over", json!(null), json!("Quốc khánh")),
        line("2026-09-02", "holiday", "rolled-over", json!(null), json!("Quốc khánh")),
        line("2026-09-03", "working", "rolled-to", json!(null), json!(null)),
    ];
    let expected = json!({
        "start": "2026-08-28", "count": 2, "unit": "calendar", "roll": "next", "calendar": "state",
        "last_day": "2026-09-03", "announced_until": "2026-12-31", "forecast": false, "receipt": receipt,
    });
    assert_eq!(found, expected);
}

#[test]
fn a_year_without_a_notice_is_called_a_forecast() {
    let forecast = |question: &str| {
        let found: Value = serde_json::from_str(&deadline(question)).unwrap();
        found["forecast"].as_bool().unwrap()
    };
    assert!(!forecast("2026-12-21 5 working --json"));
    assert!(forecast("2026-12-28 5 working --json"));
    assert!(forecast("2027-01-04 -5 working --json"));
}

#[test]
fn nonsense_gets_one_clear_sentence() {
    for (question, sentence) in [
        ("2026-02-30 10 working", "\"2026-02-30\" is no day of the calendar: write it as 2026-08-20"),
        ("20/08/2026 10 working", "\"20/08/2026\" is no day of the calendar: write it as 2026-08-20"),
        ("2026-08-20T25:00 4 hours", "\"2026-08-20T25:00\" is no day of the calendar: write it as 2026-08-20"),
        ("2026-08-20T09:00 4 working", "\"2026-08-20T09:00\" has a time of the day, which means something for hours only"),
        ("2026-08-20 ten working", "\"ten\" is no whole number: write it as 10, or -7 for before"),
        ("2026-08-20 99999999999 working", "\"99999999999\" is no whole number: write it as 10, or -7 for before"),
        ("2026-08-20 10 weeks", "\"weeks\" is no unit: write working, calendar or hours"),
        ("2026-08-20 10 working --roll up", "\"up\" is no way to roll: write none, next or previous"),
        ("2026-08-20 10 working --calendar china", "\"china\" is no calendar: write state"),
        ("2026-08-20 3661 working", "3661 is more than the 3660 that are counted"),
        ("2018-12-28 10 working", "2018-12-28 is outside of the calendar, which knows 2019 to 2100"),
        ("2019-01-02 -5 working", "2018-12-24 is outside of the calendar, which knows 2019 to 2100"),
        ("2100-12-30 5 calendar", "2101-01-04 is outside of the calendar, which knows 2019 to 2100"),
    ] {
        let words: Vec<&str> = ["deadline"].into_iter().chain(question.split(' ')).collect();
        assert_eq!(refusal(&words), sentence);
    }
    assert_eq!(refusal(&["deadline", "--batch", "/no/such/file"]), "/no/such/file: No such file or directory (os error 2)");
    assert_eq!(refusal(&["lunar", "1899-12-31"]), "year 1899 is outside of 1900 to 2199");
    assert_eq!(refusal(&["lunar", "2200-02-20"]), "year 2200 is outside of 1900 to 2199");
    assert_eq!(refusal(&["lunar", "hôm nay"]), "\"hôm nay\" is no day of the calendar: write it as 2026-08-20");
}

#[test]
fn a_file_of_questions_is_answered_line_by_line_and_bad_lines_in_their_place() {
    let long = "x".repeat(3000);
    let lines = [
        "\u{feff}2026-08-20 10 working",
        "2026-08-20 10 calendar --roll next\r",
        "",
        "2026-08-20 10",
        &long,
        "2026-08-20 10 calendar previous",
        "  2025-10-29   -7 calendar --roll=none ",
    ];
    let output = run(&["deadline", "--batch", "-"], &lines.join("\n"));
    let shape = "error: a line has a day, a number and a unit: 2026-08-20 10 working";
    let expected =
        ["2026-09-07", "2026-09-03", shape, shape, "error: the line is longer than 1000 bytes", "2026-08-28", "2025-10-22"];
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().collect::<Vec<_>>(), expected);
    assert!(!output.status.success());
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "doithoai: 3 of 7 lines have no answer, first line 3\n");
}

#[test]
fn a_file_is_read_with_the_roll_of_the_command_and_written_as_objects() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("questions.txt");
    std::fs::write(&file, b"2026-08-20 10 calendar\n\xff\xfe\n").unwrap();
    let output = run(&["deadline", "--roll", "next", "--json", "--batch", file.to_str().unwrap()], "");
    let lines: Vec<Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["last_day"], "2026-09-03");
    assert_eq!(lines[1], json!({ "error": "the line is no text in UTF-8" }));
    assert_eq!((lines.len(), output.status.success()), (2, false));
    assert_eq!(answer(&["deadline", "--batch", "-"], ""), "");
}

#[test]
fn lunar_dates_are_vietnams() {
    // Tết of 2030 is a day before China's; 25 July 2025 begins the second sixth month.
    assert_eq!(answer(&["lunar", "2030-02-02"], ""), "1/1/2030");
    assert_eq!(answer(&["lunar", "2026-02-17"], ""), "1/1/2026");
    assert_eq!(answer(&["lunar", "2025-07-25"], ""), "1/6/2025 leap");
    let found: Value = serde_json::from_str(&answer(&["lunar", "2026-04-26", "--json"], "")).unwrap();
    assert_eq!(found, json!({ "date": "2026-04-26", "lunar": { "year": 2026, "month": 3, "day": 10, "leap": false } }));
    let output = run(&["lunar", "--batch", "-"], "2030-02-02\nTết\n2030-02-03\n");
    let expected = "1/1/2030\nerror: \"Tết\" is no day of the calendar: write it as 2026-08-20\n2/1/2030\n";
    assert_eq!((String::from_utf8(output.stdout).unwrap().as_str(), output.status.success()), (expected, false));
}

#[test]
fn neither_settings_nor_a_database_are_looked_at() {
    let output = run(&["--config", "/no/such/settings.toml", "deadline", "2026-08-20", "10", "working"], "");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "2026-09-07\n");
}
