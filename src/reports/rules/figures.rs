//! Computing figures: first the list of records behind one, then its value as the sum over that list, so that the two can
//! never differ. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::facts::{Facts, IssueFact};
use super::formulas::{FIELD, FORMULAS, Formula, Group, Measure, field_of, is_of_field};
use crate::alphabet;

alphabet! {
    /// What a row of the list behind a figure is.
    pub enum Record {
        Session = "session",
        Turn = "turn",
        Person = "person",
        Issue = "issue",
        Commitment = "commitment",
    }
}

/// One record behind a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    pub record: Record,
    pub id: Uuid,
    /// How much it adds: 1, or the visits of a session, or the contents of a turn.
    pub weight: u32,
    /// For a rate: whether it stands in the numerator too.
    pub counted: bool,
}

/// A value: a number, or a rate as numerator out of denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    pub part: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
}

impl Figure {
    /// Per mille of a rate, halves up; none for a plain number and for a rate of nothing, which is no rate of zero.
    #[must_use]
    pub fn per_mille(self) -> Option<u64> {
        let of = self.of.filter(|of| *of > 0)?;
        Some((self.part * 2000 + of) / (of * 2))
    }

    /// Whole per cent of a rate, halves up.
    #[must_use]
    pub fn per_cent(self) -> Option<u64> {
        let of = self.of.filter(|of| *of > 0)?;
        Some((self.part * 200 + of) / (of * 2))
    }

    #[must_use]
    pub const fn is_rate(self) -> bool {
        self.of.is_some()
    }
}

/// Values by code.
pub type Figures = BTreeMap<String, Figure>;

/// The formula with this code.
#[must_use]
pub fn formula(code: &str) -> Option<&'static Formula> {
    FORMULAS.iter().find(|formula| formula.code == code)
}

/// The list behind the figure `code`; none where there is no such figure.
#[must_use]
pub fn rows(code: &str, facts: &Facts) -> Option<Vec<Row>> {
    if let Some(field) = code.strip_prefix(FIELD) {
        return Some(facts.issues.iter().filter(|issue| is_of_field(issue, field)).map(|issue| issue_row(issue, true)).collect());
    }
    formula(code).map(|formula| behind(formula.measure, facts))
}

const fn row(record: Record, id: Uuid, weight: u32, counted: bool) -> Row {
    Row { record, id, weight, counted }
}

const fn issue_row(issue: &IssueFact, counted: bool) -> Row {
    row(Record::Issue, issue.id, 1, counted)
}

fn behind(measure: Measure, facts: &Facts) -> Vec<Row> {
    let (sessions, issues, commitments) = (facts.sessions.iter(), facts.issues.iter(), facts.commitments.iter());
    match measure {
        Measure::Sessions(is) => sessions.filter(|s| is(s)).map(|s| row(Record::Session, s.id, 1, true)).collect(),
        Measure::SessionRate { of, part } => sessions.filter(|s| of(s)).map(|s| row(Record::Session, s.id, 1, part(s))).collect(),
        Measure::Visits => sessions.filter(|s| s.citizens > 0).map(|s| row(Record::Session, s.id, s.citizens, true)).collect(),
        Measure::People => facts.people.iter().map(|p| row(Record::Person, p.id, 1, true)).collect(),
        Measure::Speakers => facts.turns.iter().filter(|t| t.first).map(|t| row(Record::Turn, t.id, 1, true)).collect(),
        Measure::Contents => facts.turns.iter().map(|t| row(Record::Turn, t.id, t.contents, true)).collect(),
        Measure::Issues(is) => issues.filter(|i| is(i)).map(|i| issue_row(i, true)).collect(),
        Measure::IssueRate { of, part } => issues.filter(|i| of(i)).map(|i| issue_row(i, part(i))).collect(),
        Measure::Commitments(is) => commitments.filter(|c| is(c)).map(|c| row(Record::Commitment, c.id, 1, true)).collect(),
        Measure::CommitmentRate { of, part } => {
            commitments.filter(|c| of(c)).map(|c| row(Record::Commitment, c.id, 1, part(c))).collect()
        }
    }
}

const fn is_rate(measure: Measure) -> bool {
    matches!(measure, Measure::SessionRate { .. } | Measure::IssueRate { .. } | Measure::CommitmentRate { .. })
}

/// The value of the figure `code`: the sum over the list behind it.
#[must_use]
pub fn figure(code: &str, facts: &Facts) -> Option<Figure> {
    let rows = rows(code, facts)?;
    let sum = |rows: &mut dyn Iterator<Item = &Row>| rows.map(|row| u64::from(row.weight)).sum();
    let part = sum(&mut rows.iter().filter(|row| row.counted));
    let of = formula(code).is_some_and(|formula| is_rate(formula.measure)).then(|| sum(&mut rows.iter()));
    Some(Figure { part, of })
}

/// All figures: those of the table, and one for each field that occurs.
#[must_use]
pub fn all(facts: &Facts) -> Figures {
    codes(facts).into_iter().filter_map(|code| figure(&code, facts).map(|figure| (code, figure))).collect()
}

/// The codes of all figures, in the order of the report.
#[must_use]
pub fn codes(facts: &Facts) -> Vec<String> {
    let fields = facts.issues.iter().filter(|issue| is_of_field(issue, field_of(issue))).map(field_of);
    let fields: BTreeSet<String> = fields.map(|field| format!("{FIELD}{field}")).collect();
    let of = |group: Group| FORMULAS.iter().filter(move |formula| formula.group == group).map(|formula| formula.code.to_owned());
    let mut codes = Vec::new();
    for &group in Group::ALL {
        if group == Group::Fields {
            codes.extend(fields.iter().cloned());
        } else {
            codes.extend(of(group));
        }
    }
    codes
}

/// The part of the table where the figure `code` stands.
#[must_use]
pub fn group(code: &str) -> Option<Group> {
    if code.starts_with(FIELD) { Some(Group::Fields) } else { formula(code).map(|formula| formula.group) }
}

/// A frozen figure that the records no longer bear out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    pub code: String,
    pub frozen: Option<Figure>,
    pub live: Option<Figure>,
}

/// What differs between the figures as signed and as the records say today, in the order of codes.
#[must_use]
pub fn adjustments(frozen: &Figures, live: &Figures) -> Vec<Adjustment> {
    let codes: BTreeSet<&String> = frozen.keys().chain(live.keys()).collect();
    let pair =
        |code: &String| Adjustment { code: code.clone(), frozen: frozen.get(code).copied(), live: live.get(code).copied() };
    codes.into_iter().map(pair).filter(|pair| pair.frozen != pair.live).collect()
}
