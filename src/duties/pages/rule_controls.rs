//! The fields of a rule set's form: every parameter under its heading, the table of terms and the table of report periods.
//! Parts: `partials/rule_control`, `partials/rule_terms`.

use serde::Serialize;

use crate::duties::forms::rule_sets::{COUNTS, Side, term_rows};
use crate::i18n::{self, Locale};
use crate::law::parameters::{Addressee, Channel, DialogueKind, DutyHolder, SeatRole, Trigger};
use crate::law::{DayUnit, Level, PeriodKind, Roll, ShiftRule};
use crate::web::{Choice, FormState, Posted};

/// One parameter: what is typed or ticked, and the field of its article.
#[derive(Debug, Clone, Serialize)]
pub struct Control {
    /// `number`, `text`, `choice` or `ticks`.
    pub kind: &'static str,
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    pub options: Vec<Choice>,
    /// Field of the article; none where the leading instrument stands for it.
    pub basis: Option<&'static str>,
    /// Something is said here, or something is wrong.
    pub open: bool,
}

/// Parameters under one heading.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    pub key: &'static str,
    pub controls: Vec<Control>,
}

struct Maker(Locale);

impl Maker {
    fn word(&self, key: &str) -> String {
        i18n::text(self.0, key, &[])
    }

    fn control(&self, kind: &'static str, name: &'static str, basis: Option<&'static str>, options: Vec<Choice>) -> Control {
        Control { kind, name, label: self.word(&format!("field-{name}")), hint: String::new(), options, basis, open: false }
    }

    fn ticks(&self, name: &'static str, prefix: &str, words: impl Iterator<Item = &'static str>) -> Control {
        self.control("ticks", name, None, Choice::words(words, prefix, self.0))
    }

    fn count(&self, at: usize) -> Control {
        let (name, basis, _) = COUNTS.get(at).map_or(("", "", 0..=0), Clone::clone);
        self.control("number", name, Some(basis), Vec::new())
    }

    fn yes_no(&self, name: &'static str, basis: &'static str) -> Control {
        let options = vec![Choice::new("yes", self.word("yes")), Choice::new("no", self.word("no"))];
        self.control("choice", name, Some(basis), options)
    }

    fn text(&self, name: &'static str, basis: &'static str, hint: &str) -> Control {
        Control { hint: self.word(hint), ..self.control("text", name, Some(basis), Vec::new()) }
    }
}

/// What a set says about duties, kinds, chairs and channels, in the order of the form; open where something is said.
#[must_use]
pub fn groups(posted: &Posted, form: &FormState, locale: Locale) -> Vec<Group> {
    let mut groups = all_groups(locale);
    for control in groups.iter_mut().flat_map(|group| &mut group.controls) {
        let mut fields = std::iter::once(control.name).chain(control.basis);
        control.open = fields.any(|field| posted.all(field).any(|typed| !typed.is_empty()) || !form.error(field).is_empty());
    }
    groups
}

fn all_groups(locale: Locale) -> Vec<Group> {
    let make = Maker(locale);
    let months = (1..=12).map(|month: u32| Choice::new(month.to_string(), month.to_string())).collect();
    let holders = Choice::words(DutyHolder::ALL.iter().map(|word| word.as_str()), "holder", locale);
    let shifts = Choice::words(ShiftRule::ALL.iter().map(|word| word.as_str()), "shift", locale);
    vec![
        Group {
            key: "duties",
            controls: vec![
                make.control("choice", "duty_holder", None, holders),
                make.ticks("dialogue_kinds", "session-kind", DialogueKind::ALL.iter().map(|word| word.as_str())),
                make.count(0),
                make.count(1),
                make.count(2),
                make.count(3),
                make.control("choice", "shift_rule", Some("shift_rule_basis"), shifts),
                make.control("ticks", "months_of_year", Some("months_of_year_basis"), months),
                make.text("before_event", "before_event_basis", "hint-before-event"),
                make.text("plan_due", "plan_due_basis", "hint-plan-due"),
                make.yes_no("delegation_allowed", "delegation_allowed_basis"),
            ],
        },
        Group {
            key: "ad-hoc",
            controls: vec![
                make.count(4),
                make.ticks("ad_hoc_triggers", "trigger", Trigger::ALL.iter().map(|word| word.as_str())),
                make.yes_no("ad_hoc_counts", "ad_hoc_counts_basis"),
            ],
        },
        Group {
            key: "people",
            controls: vec![
                make.ticks("chair_roles", "seat", SeatRole::ALL.iter().map(|word| word.as_str())),
                make.yes_no("co_chair_required", "co_chair_required_basis"),
                make.ticks("must_attend_roles", "seat", SeatRole::ALL.iter().map(|word| word.as_str())),
            ],
        },
        Group { key: "promises", controls: vec![make.count(5), make.count(6), make.count(7)] },
        Group {
            key: "channels",
            controls: vec![
                make.ticks("notice_channels", "channel", Channel::ALL.iter().map(|word| word.as_str())),
                make.ticks("publish_channels", "channel", Channel::ALL.iter().map(|word| word.as_str())),
                make.ticks("report_addressees", "addressee", Addressee::ALL.iter().map(|word| word.as_str())),
            ],
        },
    ]
}

/// The levels as choices of a wholly new set.
#[must_use]
pub fn levels(locale: Locale) -> Vec<Choice> {
    Choice::words(Level::ALL.iter().map(|level| level.as_str()), "level", locale)
}

/// What is wrong in the cells of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TermFaults {
    pub amount: String,
    pub side: String,
    pub unit: String,
    pub roll: String,
    pub not_on: String,
    pub basis: String,
}

/// One row of the table of terms, as typed.
#[derive(Debug, Clone, Serialize)]
pub struct TermRow {
    pub key: String,
    pub label: String,
    pub amount: String,
    pub sides: Vec<Choice>,
    pub units: Vec<Choice>,
    pub rolls: Vec<Choice>,
    pub not_on: String,
    pub basis: String,
    pub faults: TermFaults,
    /// A term is given, or something is wrong.
    pub open: bool,
}

fn chosen(choices: Vec<Choice>, value: &str) -> Vec<Choice> {
    choices
        .into_iter()
        .map(|choice| {
            let selected = choice.value == value;
            choice.selected(selected)
        })
        .collect()
}

/// The table of terms as it was sent, every row of it, whatever came.
#[must_use]
pub fn terms(posted: &Posted, form: &FormState, locale: Locale) -> Vec<TermRow> {
    let keys: Vec<&str> = posted.all("term").collect();
    let row = |(at, key): (usize, String)| {
        let place = keys.iter().position(|known| *known == key);
        let cell = |name: &str| place.and_then(|place| posted.all(name).nth(place)).unwrap_or_default().to_owned();
        let fault = |name: &str| form.error(&format!("{name}-{}", at + 1)).to_owned();
        let faults = TermFaults {
            amount: fault("term_amount"),
            side: fault("term_side"),
            unit: fault("term_unit"),
            roll: fault("term_roll"),
            not_on: fault("term_not_on"),
            basis: fault("term_basis"),
        };
        let said = ["term_amount", "term_not_on", "term_basis"].into_iter().any(|name| !cell(name).is_empty());
        let sides = Choice::words(Side::ALL.iter().map(|word| word.as_str()), "side", locale);
        let units = Choice::words(DayUnit::ALL.iter().map(|word| word.as_str()), "day-unit", locale);
        let rolls = Choice::words(Roll::ALL.iter().map(|word| word.as_str()), "term-roll", locale);
        TermRow {
            label: i18n::text(locale, &format!("parameter-{key}"), &[]),
            amount: cell("term_amount"),
            sides: chosen(sides, &cell("term_side")),
            units: chosen(units, &place.map_or_else(|| DayUnit::Calendar.to_string(), |_| cell("term_unit"))),
            rolls: chosen(rolls, &cell("term_roll")),
            not_on: cell("term_not_on"),
            basis: cell("term_basis"),
            open: said || faults != TermFaults::default(),
            faults,
            key,
        }
    };
    term_rows().enumerate().map(row).collect()
}

/// One rhythm of reporting, as typed.
#[derive(Debug, Clone, Serialize)]
pub struct PeriodCells {
    pub key: &'static str,
    pub on: bool,
    pub cut: String,
    pub due: String,
    pub cut_fault: String,
    pub due_fault: String,
}

/// The table of report periods as it was sent.
#[must_use]
pub fn periods(posted: &Posted, form: &FormState) -> Vec<PeriodCells> {
    let keys: Vec<&str> = posted.all("period").collect();
    let row = |(at, kind): (usize, &PeriodKind)| {
        let place = keys.iter().position(|known| *known == kind.as_str());
        let cell = |name: &str| place.and_then(|place| posted.all(name).nth(place)).unwrap_or_default().to_owned();
        PeriodCells {
            key: kind.as_str(),
            on: posted.all("period_on").any(|word| word == kind.as_str()),
            cut: cell("period_cut"),
            due: cell("period_due"),
            cut_fault: form.error(&format!("period_cut-{}", at + 1)).to_owned(),
            due_fault: form.error(&format!("period_due-{}", at + 1)).to_owned(),
        }
    };
    PeriodKind::ALL.iter().enumerate().map(row).collect()
}
