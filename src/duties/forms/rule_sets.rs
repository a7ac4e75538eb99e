//! The form of a rule set: the whole text of an instrument as fields and rows. [`typed`] writes one into fields, [`version`] and
//! [`new_set`] read it back; what is left empty the instrument does not say.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::Weekday;

use crate::kernel::{Refusal, Violations, text};
use crate::law::parameters::{Competence, MonthDay, Parameters, ResolveTerm, Stated, Term, Terms, When};
use crate::law::{DayUnit, DeadlineRule, Level, NotOn, PeriodKind, PeriodRule, Roll, RuleSet, ShiftRule, TermKind};
use crate::web::{Fields, Posted};

crate::alphabet! {
    /// On which side of its event a term lies.
    pub enum Side {
        Before = "before",
        After = "after",
        /// Before a day of the month of the event.
        BeforeDay = "before-day",
    }
}

/// Longest text of an article, of a line of the legal basis, of all notes.
const BASIS: usize = 300;
const NOTES: usize = 4000;
/// Most lines under "Căn cứ".
const MOST_LINES: usize = 20;

/// Counts with the field of their article and their bounds.
pub const COUNTS: &[(&str, &str, RangeInclusive<i32>)] = &[
    ("min_per_year", "min_per_year_basis", 1..=366),
    ("min_days_per_month", "min_days_per_month_basis", 1..=31),
    ("min_days_per_week", "min_days_per_week_basis", 1..=7),
    ("fixed_day_of_month", "fixed_day_of_month_basis", 1..=31),
    ("trigger_voter_percent", "trigger_voter_percent_basis", 1..=100),
    ("extensions_most", "extensions_most_basis", 0..=20),
    ("extension_days_most", "extension_days_most_basis", 0..=365),
    ("warn_days", "warn_days_basis", 1..=60),
];

/// Rows of the table of terms: the kinds of dated steps, then resolving by who is competent.
pub fn term_rows() -> impl Iterator<Item = String> {
    let terms = TermKind::ALL.iter().map(|kind| format!("term-{kind}"));
    terms.chain(Competence::ALL.iter().map(|competence| format!("resolve-{competence}")))
}

/// Names of weekdays as they are typed, from Monday; the last two ways in both languages.
const WEEKDAYS: [[&str; 3]; 7] = [
    ["t2", "thu hai", "mon"],
    ["t3", "thu ba", "tue"],
    ["t4", "thu tu", "wed"],
    ["t5", "thu nam", "thu"],
    ["t6", "thu sau", "fri"],
    ["t7", "thu bay", "sat"],
    ["cn", "chu nhat", "sun"],
];

/// Days on which a term may not end, as they are typed: "T6, 31".
#[must_use]
pub fn not_on_text(not_on: NotOn) -> String {
    let weekday = |day: Weekday| WEEKDAYS.get(day.num_days_from_monday() as usize).map_or("", |names| names[0]).to_uppercase();
    let days = not_on.weekdays().map(weekday).chain(not_on.month_days().map(|day| day.to_string()));
    days.collect::<Vec<_>>().join(", ")
}

fn read_not_on(raw: &str) -> Option<NotOn> {
    let (mut weekdays, mut month_days) = (Vec::new(), Vec::new());
    for word in raw.split([',', ';']).map(text::fold).filter(|word| !word.trim().is_empty()) {
        let word = word.trim();
        if let Some(at) = WEEKDAYS.iter().position(|names| names.contains(&word)) {
            weekdays.push(Weekday::try_from(u8::try_from(at).ok()?).ok()?);
        } else {
            month_days.push(word.trim_start_matches("ngay ").parse().ok()?);
        }
    }
    NotOn::new(&weekdays, &month_days).ok()
}

/// The text of a rule set as a browser would send it.
#[must_use]
pub fn typed(set: &RuleSet) -> Vec<(String, String)> {
    let p = &set.parameters;
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, value: String| fields.push((name.to_owned(), value));
    put("code", set.code.clone());
    put("name", set.name.clone());
    put("legal_basis", set.legal_basis.join("\n"));
    put("in_force_from", set.valid_from.to_string());
    put("in_force_to", set.valid_to.map(|to| to.to_string()).unwrap_or_default());
    put("notes", p.notes.join("\n"));
    put("duty_holder", word(p.duty_holder));
    many(&mut put, "levels", &set.levels);
    many(&mut put, "dialogue_kinds", &p.dialogue_kinds);
    many(&mut put, "ad_hoc_triggers", &p.ad_hoc_triggers);
    many(&mut put, "notice_channels", &p.notice_channels);
    many(&mut put, "publish_channels", &p.publish_channels);
    many(&mut put, "chair_roles", &p.chair_roles);
    many(&mut put, "must_attend_roles", &p.must_attend_roles);
    many(&mut put, "report_addressees", &p.report_addressees);
    let counts = [
        &p.min_per_year,
        &p.min_days_per_month,
        &p.min_days_per_week,
        &p.fixed_day_of_month,
        &p.trigger_voter_percent,
        &p.extensions_most,
        &p.extension_days_most,
        &p.warn_days,
    ];
    for ((name, basis, _), stated) in COUNTS.iter().zip(counts) {
        with_basis(&mut put, name, basis, stated.as_ref(), u32::to_string);
    }
    let yes_no = |yes: &bool| if *yes { "yes" } else { "no" }.to_owned();
    with_basis(&mut put, "ad_hoc_counts", "ad_hoc_counts_basis", p.ad_hoc_counts.as_ref(), yes_no);
    with_basis(&mut put, "delegation_allowed", "delegation_allowed_basis", p.delegation_allowed.as_ref(), yes_no);
    with_basis(&mut put, "co_chair_required", "co_chair_required_basis", p.co_chair_required.as_ref(), yes_no);
    with_basis(&mut put, "shift_rule", "shift_rule_basis", p.shift_rule.as_ref(), ToString::to_string);
    with_basis(&mut put, "before_event", "before_event_basis", p.before_event.as_ref(), Clone::clone);
    let day = |due: &MonthDay| format!("{:02}/{:02}", due.day, due.month);
    with_basis(&mut put, "plan_due", "plan_due_basis", p.plan_due.as_ref(), day);
    many(&mut put, "months_of_year", p.months_of_year.as_ref().map_or(&[][..], |months| &months.value));
    put("months_of_year_basis", p.months_of_year.as_ref().map(|months| months.basis.clone()).unwrap_or_default());
    for &kind in TermKind::ALL {
        term_cells(&mut put, &format!("term-{kind}"), p.terms.get(kind));
    }
    for &competence in Competence::ALL {
        let resolve = p.resolve_within.iter().find(|resolve| resolve.competence == competence);
        term_cells(&mut put, &format!("resolve-{competence}"), resolve.map(|resolve| &resolve.term));
    }
    for &kind in PeriodKind::ALL {
        let rule = p.report_periods.iter().find(|rule| rule.period == kind);
        put("period", kind.to_string());
        put("period_cut", rule.and_then(|rule| rule.cut_off_day).map(|day| day.to_string()).unwrap_or_default());
        put("period_due", rule.and_then(|rule| rule.due_after_days).map(|days| days.to_string()).unwrap_or_default());
        if rule.is_some() {
            put("period_on", kind.to_string());
        }
    }
    fields
}

fn word<T: Display>(word: Option<T>) -> String {
    word.map(|word| word.to_string()).unwrap_or_default()
}

fn many<T: Display>(put: &mut impl FnMut(&str, String), name: &str, words: &[T]) {
    words.iter().for_each(|word| put(name, word.to_string()));
}

fn with_basis<T>(
    put: &mut impl FnMut(&str, String),
    name: &str,
    basis: &str,
    stated: Option<&Stated<T>>,
    show: impl Fn(&T) -> String,
) {
    put(name, stated.map(|stated| show(&stated.value)).unwrap_or_default());
    put(basis, stated.map(|stated| stated.basis.clone()).unwrap_or_default());
}

fn term_cells(put: &mut impl FnMut(&str, String), key: &str, term: Option<&Term>) {
    let rule = DeadlineRule::calendar(0);
    let (side, amount, rule) = match term.map(|term| term.when) {
        None => (Side::Before, String::new(), rule),
        Some(When::BeforeDay { before_day_of_month }) => (Side::BeforeDay, before_day_of_month.to_string(), rule),
        Some(When::Offset(rule)) => {
            let side = if rule.amount < 0 { Side::Before } else { Side::After };
            (side, rule.amount.unsigned_abs().to_string(), rule)
        }
    };
    put("term", key.to_owned());
    put("term_amount", amount);
    put("term_side", side.to_string());
    put("term_unit", rule.unit.to_string());
    put("term_roll", rule.roll.to_string());
    put("term_not_on", not_on_text(rule.not_on));
    put("term_basis", term.map(|term| term.basis.clone()).unwrap_or_default());
}

/// A wholly new set, with its code and levels.
///
/// # Errors
/// Every fault with its field, and its row in a table.
pub fn new_set(posted: &Posted) -> Result<RuleSet, Violations> {
    let mut fields = Fields::new(posted);
    let code = fields.line("code", 60);
    let fits = |code: &String| code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if code.as_ref().is_some_and(|code| !fits(code)) {
        fields.refuse(Refusal::on("code", "rule-set.code"));
    }
    let levels = fields.words::<Level>("levels");
    if levels.as_ref().is_some_and(Vec::is_empty) {
        fields.refuse(Refusal::on("levels", "rule-set.levels"));
    }
    set(posted, fields, code, levels)
}

/// Another text of the instrument `base`, whose code and levels stay.
///
/// # Errors
/// Every fault with its field, and its row in a table.
pub fn version(posted: &Posted, base: &RuleSet) -> Result<RuleSet, Violations> {
    set(posted, Fields::new(posted), Some(base.code.clone()), Some(base.levels.clone()))
}

fn set(posted: &Posted, mut fields: Fields<'_>, code: Option<String>, levels: Option<Vec<Level>>) -> Result<RuleSet, Violations> {
    let name = fields.line("name", 300);
    let legal_basis = fields.text("legal_basis", BASIS * MOST_LINES).map(|text| lines(&text));
    let (valid_from, valid_to) = (fields.date("in_force_from"), fields.optional_date("in_force_to"));
    let notes = fields.optional_text("notes", NOTES).map(|text| lines(&text));
    let main = legal_basis.as_ref().and_then(|lines| lines.first().cloned()).unwrap_or_default();
    let mut read = Reader { posted, fields, main };
    let parameters = read.parameters();
    read.fields.finish(|| {
        let parameters = Parameters { notes: notes?, ..parameters? };
        let (valid_from, valid_to) = (valid_from?, valid_to?);
        Some(RuleSet { code: code?, name: name?, levels: levels?, legal_basis: legal_basis?, valid_from, valid_to, parameters })
    })
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(text::clean_line).filter(|line| !line.is_empty()).collect()
}

/// Reads the parameters. A value without an article of its own stands on the leading instrument.
struct Reader<'a> {
    posted: &'a Posted,
    fields: Fields<'a>,
    main: String,
}

impl Reader<'_> {
    fn parameters(&mut self) -> Option<Parameters> {
        let duty_holder = self.fields.optional_word("duty_holder");
        let dialogue_kinds = self.fields.words("dialogue_kinds");
        let mut counts = COUNTS.iter().map(|(name, basis, range)| self.count(name, basis, range.clone())).collect::<Vec<_>>();
        let warn_days = counts.pop()?;
        let extension_days_most = counts.pop()?;
        let extensions_most = counts.pop()?;
        let trigger_voter_percent = counts.pop()?;
        let fixed_day_of_month = counts.pop()?;
        let min_days_per_week = counts.pop()?;
        let min_days_per_month = counts.pop()?;
        let min_per_year = counts.pop()?;
        let ad_hoc_counts = self.yes_no("ad_hoc_counts", "ad_hoc_counts_basis");
        let delegation_allowed = self.yes_no("delegation_allowed", "delegation_allowed_basis");
        let co_chair_required = self.yes_no("co_chair_required", "co_chair_required_basis");
        let shift = self.fields.optional_word::<ShiftRule>("shift_rule");
        let shift_rule = self.stated("shift_rule", "shift_rule_basis", shift);
        let event = self.fields.optional_line("before_event", 200).map(|line| Some(line).filter(|line| !line.is_empty()));
        let before_event = self.stated("before_event", "before_event_basis", event);
        let months = self.fields.words::<u32>("months_of_year").map(|months| Some(months).filter(|months| !months.is_empty()));
        if months.iter().flatten().flatten().any(|month| !(1..=12).contains(month)) {
            self.fields.refuse(Refusal::on("months_of_year", "form.choice"));
        }
        let months_of_year = self.stated("months_of_year", "months_of_year_basis", months);
        let due = self.plan_due();
        let plan_due = self.stated("plan_due", "plan_due_basis", due);
        let (terms, resolve_within) = self.terms();
        let report_periods = self.periods();
        let (ad_hoc_triggers, notice_channels) = (self.fields.words("ad_hoc_triggers"), self.fields.words("notice_channels"));
        let (publish_channels, chair_roles) = (self.fields.words("publish_channels"), self.fields.words("chair_roles"));
        let must_attend_roles = self.fields.words("must_attend_roles");
        let report_addressees = self.fields.words("report_addressees");
        Some(Parameters {
            duty_holder: duty_holder?,
            dialogue_kinds: dialogue_kinds?,
            min_per_year: min_per_year?,
            min_days_per_month: min_days_per_month?,
            min_days_per_week: min_days_per_week?,
            ad_hoc_counts: ad_hoc_counts?,
            fixed_day_of_month: fixed_day_of_month?,
            months_of_year: months_of_year?,
            before_event: before_event?,
            trigger_voter_percent: trigger_voter_percent?,
            ad_hoc_triggers: ad_hoc_triggers?,
            plan_due: plan_due?,
            terms: terms?,
            notice_channels: notice_channels?,
            publish_channels: publish_channels?,
            shift_rule: shift_rule?,
            delegation_allowed: delegation_allowed?,
            co_chair_required: co_chair_required?,
            chair_roles: chair_roles?,
            must_attend_roles: must_attend_roles?,
            extensions_most: extensions_most?,
            extension_days_most: extension_days_most?,
            warn_days: warn_days?,
            resolve_within: resolve_within?,
            report_periods: report_periods?,
            report_addressees: report_addressees?,
            notes: Vec::new(),
        })
    }

    /// An article as it was typed, or the leading instrument.
    fn basis(&mut self, name: &'static str, typed: &str, row: Option<usize>) -> Option<String> {
        let line = text::clean_line(typed);
        if line.chars().count() > BASIS {
            let refusal = Refusal::on(name, "rule-set.basis-long").arg("most", BASIS);
            self.fields.refuse(row.map_or(refusal.clone(), |row| refusal.in_row(row)));
            return None;
        }
        Some(if line.is_empty() { self.main.clone() } else { line })
    }

    /// A value with its article; an article without a value is refused at the value.
    fn stated<T>(&mut self, name: &'static str, basis: &'static str, value: Option<Option<T>>) -> Option<Option<Stated<T>>> {
        let typed = self.posted.get(basis).unwrap_or_default().trim().to_owned();
        let article = self.basis(basis, &typed, None)?;
        match value? {
            Some(value) => Some(Some(Stated { value, basis: article })),
            None if typed.is_empty() => Some(None),
            None => {
                self.fields.refuse(Refusal::on(name, "rule-set.basis-alone"));
                None
            }
        }
    }

    fn count(&mut self, name: &'static str, basis: &'static str, range: RangeInclusive<i32>) -> Option<Option<Stated<u32>>> {
        let value = self.fields.optional_integer(name, range);
        self.stated(name, basis, value.map(|value| value.and_then(|value| u32::try_from(value).ok())))
    }

    fn yes_no(&mut self, name: &'static str, basis: &'static str) -> Option<Option<Stated<bool>>> {
        let value = match self.posted.get(name).unwrap_or_default() {
            "" => Some(None),
            "yes" => Some(Some(true)),
            "no" => Some(Some(false)),
            _ => {
                self.fields.refuse(Refusal::on(name, "form.choice"));
                None
            }
        };
        self.stated(name, basis, value)
    }

    /// A day of every year, typed as 31/01.
    fn plan_due(&mut self) -> Option<Option<MonthDay>> {
        let raw = self.posted.get("plan_due").unwrap_or_default().trim();
        if raw.is_empty() {
            return Some(None);
        }
        let read = raw.split_once(['/', '-', '.']).and_then(|(day, month)| {
            let (day, month) = (day.trim().parse().ok()?, month.trim().parse().ok()?);
            // The 29th of February does not come every year.
            chrono::NaiveDate::from_ymd_opt(2025, month, day).map(|_| MonthDay { month, day })
        });
        if read.is_none() {
            self.fields.refuse(Refusal::on("plan_due", "rule-set.plan-due"));
        }
        read.map(Some)
    }

    fn column(&self, name: &'static str) -> Vec<String> {
        self.posted.all(name).map(|cell| cell.trim().to_owned()).collect()
    }

    /// The table of terms, row by row.
    fn terms(&mut self) -> (Option<Terms>, Option<Vec<ResolveTerm>>) {
        let names = ["term_amount", "term_side", "term_unit", "term_roll", "term_not_on", "term_basis"];
        let columns = names.map(|name| self.column(name));
        let (mut terms, mut resolve, mut whole) = (Terms::default(), Vec::new(), true);
        for (at, key) in self.column("term").into_iter().enumerate() {
            let cells = columns.each_ref().map(|column| column.get(at).map_or("", String::as_str));
            let Some(read) = self.term(at + 1, cells) else {
                whole = false;
                continue;
            };
            if let Some(kind) = key.strip_prefix("term-").and_then(|kind| kind.parse::<TermKind>().ok()) {
                *terms.get_mut(kind) = read;
            } else if let Some(competence) = key.strip_prefix("resolve-").and_then(|word| word.parse::<Competence>().ok()) {
                resolve.extend(read.map(|term| ResolveTerm { competence, term }));
            } else {
                self.fields.refuse(Refusal::new("form.incomplete"));
            }
        }
        (whole.then_some(terms), whole.then_some(resolve))
    }

    /// One row; an empty amount is no term, and then nothing may stand beside it that would be lost.
    fn term(&mut self, row: usize, [amount, side, unit, roll, not_on, basis]: [&str; 6]) -> Option<Option<Term>> {
        let (side, unit) = (self.cell::<Side>("term_side", row, side), self.cell::<DayUnit>("term_unit", row, unit));
        let roll = self.cell::<Roll>("term_roll", row, roll);
        let days = read_not_on(not_on);
        if days.is_none() {
            self.fields.refuse(Refusal::on("term_not_on", "rule-set.term-not-on").in_row(row));
        }
        if amount.is_empty() {
            if basis.is_empty() && not_on.is_empty() {
                return (side.is_some() && unit.is_some() && roll.is_some()).then_some(None);
            }
            self.fields.refuse(Refusal::on("term_amount", "rule-set.term-alone").in_row(row));
            return None;
        }
        let article = self.basis("term_basis", basis, Some(row));
        let (side, unit) = (side?, unit?);
        let most = if side == Side::BeforeDay { 31 } else { i32::try_from(unit.most()).unwrap_or(i32::MAX) };
        let least = i32::from(side != Side::After);
        let Some(amount) = amount.parse::<i32>().ok().filter(|amount| (least..=most).contains(amount)) else {
            let refusal = Refusal::on("term_amount", "rule-set.term-amount").in_row(row);
            self.fields.refuse(refusal.arg("least", least).arg("most", most));
            return None;
        };
        let when = match side {
            Side::BeforeDay => When::BeforeDay { before_day_of_month: amount.unsigned_abs() },
            Side::Before => When::Offset(DeadlineRule::new(-amount, unit, roll?).not_ending_on(days?)),
            Side::After => When::Offset(DeadlineRule::new(amount, unit, roll?).not_ending_on(days?)),
        };
        Some(Some(Term { when, basis: article? }))
    }

    fn cell<T: FromStr>(&mut self, name: &'static str, row: usize, typed: &str) -> Option<T> {
        let read = typed.parse().ok();
        if read.is_none() {
            self.fields.refuse(Refusal::on(name, "rule-set.term-choice").in_row(row));
        }
        read
    }

    /// The rhythms of reporting that are ticked; days beside one that is not are refused, because they would be lost.
    fn periods(&mut self) -> Option<Vec<PeriodRule>> {
        let (on, cuts, dues) = (self.column("period_on"), self.column("period_cut"), self.column("period_due"));
        let (mut rules, mut whole) = (Vec::new(), true);
        for (at, word) in self.column("period").into_iter().enumerate() {
            let Ok(period) = word.parse::<PeriodKind>() else {
                self.fields.refuse(Refusal::new("form.incomplete"));
                return None;
            };
            let cell = |column: &[String]| column.get(at).cloned().unwrap_or_default();
            let cut_off_day = self.days("period_cut", at + 1, &cell(&cuts), 1..=28);
            let due_after_days = self.days("period_due", at + 1, &cell(&dues), 0..=366);
            let (Some(cut_off_day), Some(due_after_days)) = (cut_off_day, due_after_days) else {
                whole = false;
                continue;
            };
            if on.contains(&word) {
                rules.push(PeriodRule { period, cut_off_day, due_after_days });
            } else if cut_off_day.is_some() || due_after_days.is_some() {
                self.fields.refuse(Refusal::on("period_cut", "rule-set.period-off").in_row(at + 1));
                whole = false;
            }
        }
        whole.then_some(rules)
    }

    fn days(&mut self, name: &'static str, row: usize, typed: &str, range: RangeInclusive<u32>) -> Option<Option<u32>> {
        if typed.is_empty() {
            return Some(None);
        }
        let read = typed.parse().ok().filter(|days| range.contains(days));
        if read.is_none() {
            let refusal = Refusal::on(name, "rule-set.period-days").in_row(row);
            self.fields.refuse(refusal.arg("least", range.start()).arg("most", range.end()));
        }
        read.map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::seeds;

    fn posted(set: &RuleSet, different: &[(&str, &str)]) -> Posted {
        let kept = typed(set).into_iter().filter(|(name, _)| different.iter().all(|(other, _)| other != name));
        let different = different.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Posted::from_query(kept.chain(different).collect())
    }

    fn law() -> RuleSet {
        seeds().unwrap().into_iter().find(|set| set.code == "law-commune-2025").unwrap()
    }

    fn faults(posted: &Posted) -> Vec<(Option<&'static str>, Option<usize>, &'static str)> {
        let refused = version(posted, &law()).err().unwrap_or_default();
        refused.0.into_iter().map(|one| (one.field, one.row, one.code)).collect()
    }

    #[test]
    fn every_seed_goes_through_the_form_and_comes_back_as_it_was() {
        for set in seeds().unwrap() {
            assert_eq!(new_set(&posted(&set, &[])).unwrap(), set);
            assert_eq!(version(&posted(&set, &[]), &set).unwrap(), set);
        }
        // A term in every shape.
        let mut set = law();
        let not_on = NotOn::new(&[Weekday::Fri, Weekday::Sun], &[1, 31]).unwrap();
        let rule = DeadlineRule::hours(-16).rolling(Roll::Previous).not_ending_on(not_on);
        set.parameters.terms.synthesis_due = Some(Term { when: When::Offset(rule), basis: "Điều 5".into() });
        let basis = "Điều 6".to_owned();
        set.parameters.plan_due = Some(Stated { value: MonthDay { month: 1, day: 31 }, basis: basis.clone() });
        let when = When::Offset(DeadlineRule::working(30));
        set.parameters.resolve_within = vec![ResolveTerm { competence: Competence::Province, term: Term { when, basis } }];
        set.parameters.extensions_most = Some(Stated { value: 2, basis: "Điều 7".into() });
        set.parameters.extension_days_most = Some(Stated { value: 30, basis: "Điều 7".into() });
        set.parameters.warn_days = Some(Stated { value: 5, basis: "Điều 8".into() });
        let period = PeriodRule { period: PeriodKind::Q1, cut_off_day: Some(15), due_after_days: Some(5) };
        set.parameters.report_periods = vec![period];
        assert_eq!(version(&posted(&set, &[]), &set).unwrap(), set);
    }

    #[test]
    fn every_fault_stands_at_its_field_or_row() {
        let wrong = [
            ("min_per_year", "0"),
            ("trigger_voter_percent", ""),
            ("plan_due", "30/02"),
            ("delegation_allowed", "maybe"),
            ("in_force_from", "mai"),
        ];
        assert_eq!(
            faults(&posted(&law(), &wrong)),
            [
                (Some("in_force_from"), None, "form.date"),
                (Some("min_per_year"), None, "form.range"),
                (Some("trigger_voter_percent"), None, "rule-set.basis-alone"),
                (Some("delegation_allowed"), None, "form.choice"),
                (Some("plan_due"), None, "rule-set.plan-due"),
            ]
        );
        let mut fields = typed(&law());
        let cell = |fields: &mut Vec<(String, String)>, name: &str, row: usize, value: &str| {
            let cell = fields.iter_mut().filter(|(known, _)| known == name).nth(row - 1).unwrap();
            cell.1 = value.to_owned();
        };
        cell(&mut fields, "term_amount", 1, "bảy");
        cell(&mut fields, "term_amount", 2, "10");
        cell(&mut fields, "term_unit", 2, "weeks");
        cell(&mut fields, "term_basis", 3, "Điều 9");
        cell(&mut fields, "term_not_on", 10, "T6, 32");
        cell(&mut fields, "period_cut", 2, "15");
        assert_eq!(
            faults(&Posted::from_query(fields)),
            [
                (Some("term_amount"), Some(1), "rule-set.term-amount"),
                (Some("term_unit"), Some(2), "rule-set.term-choice"),
                (Some("term_amount"), Some(3), "rule-set.term-alone"),
                (Some("term_not_on"), Some(10), "rule-set.term-not-on"),
                (Some("period_cut"), Some(2), "rule-set.period-off"),
            ]
        );
    }

    #[test]
    fn a_value_without_an_article_stands_on_the_leading_instrument() {
        let read = version(&posted(&law(), &[("min_per_year", "2"), ("min_per_year_basis", " ")]), &law()).unwrap();
        let stated = read.parameters.min_per_year.unwrap();
        assert_eq!((stated.value, stated.basis.as_str()), (2, "Luật Tổ chức chính quyền địa phương số 72/2025/QH15, Điều 43"));
    }

    #[test]
    fn weekdays_are_read_as_people_write_them() {
        let days = |text: &str| read_not_on(text).map(not_on_text);
        assert_eq!(days("Thứ Sáu, CN; ngày 31, 1").as_deref(), Some("T6, CN, 1, 31"));
        assert_eq!(days("fri, 5").as_deref(), Some("T6, 5"));
        assert_eq!(days("hôm qua"), None);
        assert_eq!(days("").as_deref(), Some(""));
    }

    #[test]
    fn a_new_set_needs_a_code_and_levels() {
        let empty = new_set(&Posted::default()).unwrap_err();
        let fields: Vec<_> = empty.0.iter().filter_map(|one| one.field).collect();
        assert_eq!(fields, ["code", "levels", "name", "legal_basis", "in_force_from"]);
        let refused = new_set(&posted(&law(), &[("code", "Quy định 5")])).unwrap_err();
        assert_eq!(refused.0[0].code, "rule-set.code");
    }
}
