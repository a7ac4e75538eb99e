//! What a rule set says, in words: one line per parameter with the article behind it. It shows and decides nothing.

use serde::Serialize;

use crate::i18n::{self, Locale};
use crate::law::parameters::{Stated, When};
use crate::law::{DeadlineRule, NotOn, PeriodRule, Roll, RuleSet, TermKind};

/// One parameter in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    pub label: String,
    pub value: String,
    /// The article that says so.
    pub basis: String,
}

/// Levels as words: "Cấp tỉnh, Cấp xã".
#[must_use]
pub fn levels(locale: Locale, set: &RuleSet) -> String {
    list(locale, "level", set.levels.iter().map(|level| level.as_str()))
}

fn list(locale: Locale, prefix: &str, words: impl Iterator<Item = &'static str>) -> String {
    words.map(|word| i18n::text(locale, &format!("{prefix}-{word}"), &[])).collect::<Vec<_>>().join(", ")
}

/// A term in words: "chậm nhất 7 ngày trước", "trong 10 ngày làm việc".
fn term(locale: Locale, when: When) -> String {
    match when {
        When::Offset(DeadlineRule { amount, unit, roll, not_on }) => {
            let side = if amount < 0 { "before" } else { "within" };
            let days = ("days", amount.unsigned_abs().to_string());
            let mut text = i18n::text(locale, &format!("term-{side}-{unit}"), &[days]);
            if roll != Roll::None {
                text = format!("{text}; {}", i18n::text(locale, &format!("roll-{roll}"), &[]));
            }
            if !not_on.is_empty() {
                text = format!("{text}; {}", i18n::text(locale, "term-not-on", &[("days", forbidden(locale, not_on))]));
            }
            text
        }
        When::BeforeDay { before_day_of_month } => {
            i18n::text(locale, "term-before-day", &[("day", before_day_of_month.to_string())])
        }
    }
}

/// Days on which a term may not end: "thứ Sáu, ngày 31".
fn forbidden(locale: Locale, not_on: NotOn) -> String {
    let weekdays = not_on.weekdays().map(|day| i18n::text(locale, &format!("weekday-{}", day.number_from_monday()), &[]));
    let month_days = not_on.month_days().map(|day| i18n::text(locale, "term-month-day", &[("day", day.to_string())]));
    weekdays.chain(month_days).collect::<Vec<_>>().join(", ")
}

/// Everything the set fixes, in the order of work. What it does not fix is not mentioned.
#[must_use]
pub fn parameters(locale: Locale, set: &RuleSet) -> Vec<Line> {
    let p = &set.parameters;
    let mut lines = Vec::new();
    let mut add = |key: &str, value: String, basis: &str| {
        let label = i18n::text(locale, &format!("parameter-{key}"), &[]);
        lines.push(Line { label, value, basis: basis.to_owned() });
    };
    let main = set.main_basis();
    let yes_no = |yes: bool| i18n::text(locale, if yes { "yes" } else { "no" }, &[]);
    let count = |key: &str, stated: &Stated<u32>| i18n::text(locale, key, &[("count", stated.value.to_string())]);
    if let Some(holder) = p.duty_holder {
        add("duty-holder", i18n::text(locale, &format!("holder-{holder}"), &[]), main);
    }
    if !p.dialogue_kinds.is_empty() {
        add("dialogue-kinds", list(locale, "session-kind", p.dialogue_kinds.iter().map(|kind| kind.as_str())), main);
    }
    for (key, unit, stated) in [
        ("min-per-year", "times-per-year", &p.min_per_year),
        ("min-days-per-month", "days-per-month", &p.min_days_per_month),
        ("min-days-per-week", "days-per-week", &p.min_days_per_week),
        ("fixed-day", "day-of-month", &p.fixed_day_of_month),
        ("voter-percent", "percent-of-voters", &p.trigger_voter_percent),
        ("extensions-most", "times", &p.extensions_most),
        ("extension-days-most", "working-days", &p.extension_days_most),
        ("warn-days", "calendar-days", &p.warn_days),
    ] {
        if let Some(stated) = stated {
            add(key, count(unit, stated), &stated.basis);
        }
    }
    if let Some(months) = &p.months_of_year {
        add("months", months.value.iter().map(u32::to_string).collect::<Vec<_>>().join(", "), &months.basis);
    }
    if let Some(event) = &p.before_event {
        add("before-event", event.value.clone(), &event.basis);
    }
    if let Some(due) = &p.plan_due {
        add("plan-due", format!("{:02}/{:02}", due.value.day, due.value.month), &due.basis);
    }
    if !p.ad_hoc_triggers.is_empty() {
        add("triggers", list(locale, "trigger", p.ad_hoc_triggers.iter().map(|word| word.as_str())), main);
    }
    for (key, stated) in
        [("ad-hoc-counts", &p.ad_hoc_counts), ("delegation", &p.delegation_allowed), ("co-chair", &p.co_chair_required)]
    {
        if let Some(stated) = stated {
            add(key, yes_no(stated.value), &stated.basis);
        }
    }
    if let Some(shift) = &p.shift_rule {
        add("shift", i18n::text(locale, &format!("shift-{}", shift.value), &[]), &shift.basis);
    }
    for &kind in TermKind::ALL {
        if let Some(stated) = p.terms.get(kind) {
            add(&format!("term-{kind}"), term(locale, stated.when), &stated.basis);
        }
    }
    for resolve in &p.resolve_within {
        add(&format!("resolve-{}", resolve.competence), term(locale, resolve.term.when), &resolve.term.basis);
    }
    for (key, prefix, words) in [
        ("notice-channels", "channel", p.notice_channels.iter().map(|word| word.as_str()).collect::<Vec<_>>()),
        ("publish-channels", "channel", p.publish_channels.iter().map(|word| word.as_str()).collect()),
        ("chair", "seat", p.chair_roles.iter().map(|word| word.as_str()).collect()),
        ("must-attend", "seat", p.must_attend_roles.iter().map(|word| word.as_str()).collect()),
        ("report-addressees", "addressee", p.report_addressees.iter().map(|word| word.as_str()).collect()),
    ] {
        if !words.is_empty() {
            add(key, list(locale, prefix, words.into_iter()), main);
        }
    }
    if !p.report_periods.is_empty() {
        let periods: Vec<String> = p.report_periods.iter().map(|rule| period(locale, rule)).collect();
        add("report-periods", periods.join(", "), main);
    }
    lines
}

/// A rhythm of reporting: "tháng (chốt số liệu ngày 15, nộp sau 5 ngày)".
fn period(locale: Locale, rule: &PeriodRule) -> String {
    let name = i18n::text(locale, &format!("period-{}", rule.period), &[]);
    let cut = rule.cut_off_day.map(|day| i18n::text(locale, "period-cut", &[("day", day.to_string())]));
    let due = rule.due_after_days.map(|days| i18n::text(locale, "period-due", &[("days", days.to_string())]));
    let more: Vec<String> = [cut, due].into_iter().flatten().collect();
    if more.is_empty() { name } else { format!("{name} ({})", more.join(", ")) }
}

/// What a new text says otherwise than the one before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    pub label: String,
    pub was: Option<Line>,
    pub becomes: Option<Line>,
}

/// What differs between two texts, in the order of work; without an `old` one everything is new.
#[must_use]
pub fn changes(locale: Locale, old: Option<&RuleSet>, new: &RuleSet) -> Vec<Changed> {
    let whole = |set: &RuleSet| {
        let mut lines =
            vec![head(locale, "field-rule-set", set.name.clone()), head(locale, "field-legal-basis", set.legal_basis.join("; "))];
        lines.extend(parameters(locale, set));
        if !set.parameters.notes.is_empty() {
            lines.push(head(locale, "field-notes", set.parameters.notes.join(" ")));
        }
        lines
    };
    let (was, becomes) = (old.map(whole).unwrap_or_default(), whole(new));
    let of = |lines: &[Line], label: &str| lines.iter().find(|line| line.label == label).cloned();
    let gone = was.iter().filter(|line| of(&becomes, &line.label).is_none());
    let labels = becomes.iter().chain(gone).map(|line| line.label.clone());
    let changed = labels.map(|label| Changed { was: of(&was, &label), becomes: of(&becomes, &label), label });
    changed.filter(|changed| changed.was != changed.becomes).collect()
}

fn head(locale: Locale, key: &str, value: String) -> Line {
    Line { label: i18n::text(locale, key, &[]), value, basis: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::seeds;
    use chrono::Weekday;

    #[test]
    fn a_term_in_hours_and_a_forbidden_end_can_be_told_in_every_language() {
        let rule = DeadlineRule::hours(24).not_ending_on(NotOn::new(&[Weekday::Fri], &[31]).unwrap());
        let said = term(Locale::Vi, When::Offset(rule));
        assert_eq!(said, "trong 24 giờ làm việc; không kết thúc vào Thứ Sáu, ngày 31");
        for &locale in Locale::ALL {
            for amount in [-2, 2] {
                assert!(!term(locale, When::Offset(DeadlineRule { amount, ..rule })).contains('⟦'), "{locale} {amount}");
            }
        }
    }

    #[test]
    fn every_seed_can_be_told_in_every_language() {
        for set in seeds().unwrap() {
            for &locale in Locale::ALL {
                for line in parameters(locale, &set) {
                    let text = format!("{} {}", line.label, line.value);
                    assert!(!text.contains('⟦'), "{}: {text}", set.code);
                    assert!(!line.basis.is_empty(), "{}: {text}", set.code);
                }
            }
        }
    }

    #[test]
    fn the_law_on_communes_reads_as_an_office_says_it() {
        let sets = seeds().unwrap();
        let law = sets.iter().find(|set| set.code == "law-commune-2025").unwrap();
        let lines = parameters(Locale::Vi, law);
        let said = |label: &str| lines.iter().find(|line| line.label == label).map(|line| line.value.as_str());
        assert_eq!(said("Số lần đối thoại tối thiểu"), Some("1 lần mỗi năm"));
        assert_eq!(said("Thông báo công khai"), Some("chậm nhất 7 ngày trước"));
        assert_eq!(said("Công khai kết quả"), Some("trong 10 ngày"));
        assert_eq!(said("Bắt buộc đồng chủ trì"), Some("Có"));
    }

    #[test]
    fn only_what_differs_between_two_texts_is_told() {
        let law = seeds().unwrap().into_iter().find(|set| set.code == "law-commune-2025").unwrap();
        assert_eq!(changes(Locale::Vi, Some(&law), &law), []);
        let mut new = law.clone();
        new.parameters.min_per_year = Some(Stated { value: 2, basis: "Điều 5".into() });
        new.parameters.terms.publish_within = None;
        let told: Vec<(String, String, String)> = changes(Locale::Vi, Some(&law), &new)
            .into_iter()
            .map(|one| {
                let said = |line: Option<Line>| line.map(|line| line.value).unwrap_or_default();
                (one.label, said(one.was), said(one.becomes))
            })
            .collect();
        let line = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(
            told,
            [
                line("Số lần đối thoại tối thiểu", "1 lần mỗi năm", "2 lần mỗi năm"),
                line("Công khai kết quả", "trong 10 ngày", ""),
            ]
        );
    }
}
