//! The year plan of a unit: drafted by the office, approved by the leader, then held against what took place. Pure.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{Session, SessionForm, SessionKind, StateWord, title_on};
use crate::alphabet;
use crate::kernel::{Event, PlanId, Refusal, SessionId, Violations};
use crate::law::{DutyKind, HeldFact, LedBy, PlannedFact};

alphabet! {
    /// The state's word in lists and addresses.
    pub enum PlanWord {
        Draft = "draft",
        Submitted = "submitted",
        Approved = "approved",
    }
}

/// Where a plan stands, with the facts that exist only there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanState {
    /// The office works on it; `returned` says why the leader gave it back.
    Draft { returned: String },
    /// It waits for the leader.
    Submitted,
    /// Its sessions exist as planned.
    Approved { at: DateTime<Utc>, by: String },
}

impl PlanState {
    #[must_use]
    pub const fn word(&self) -> PlanWord {
        match self {
            Self::Draft { .. } => PlanWord::Draft,
            Self::Submitted => PlanWord::Submitted,
            Self::Approved { .. } => PlanWord::Approved,
        }
    }
}

/// One session that the plan foresees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub id: Uuid,
    pub on: NaiveDate,
    pub starts: NaiveTime,
    pub ends: NaiveTime,
    pub kind: SessionKind,
    pub title: String,
    pub counterpart: String,
    pub place: String,
    /// The article that asks for it; empty for what the office adds by itself.
    pub basis: String,
    /// The session that it became when the plan was approved.
    pub session: Option<SessionId>,
}

/// A line as the office sends it, with the row of the table in which it was typed, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub row: usize,
    pub line: Line,
}

/// Most lines of one plan: more than one a day is no plan.
const MOST_LINES: usize = 366;

/// A year plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub id: PlanId,
    pub unit_code: String,
    pub year: i32,
    pub state: PlanState,
    /// Number and symbol of the paper with which it was issued.
    pub number: String,
    /// By day and hour.
    pub lines: Vec<Line>,
    pub version: i32,
}

impl Plan {
    /// A first draft.
    #[must_use]
    pub fn draft(unit_code: &str, year: i32, mut lines: Vec<Line>) -> (Self, Event) {
        lines.sort_by_key(|line| (line.on, line.starts));
        let plan = Self {
            id: PlanId::fresh(),
            unit_code: unit_code.to_owned(),
            year,
            state: PlanState::Draft { returned: String::new() },
            number: String::new(),
            lines,
            version: 1,
        };
        let event = plan.event("plan.drafted").facts(json!({ "after": { "year": year, "lines": plan.lines.len() } }));
        (plan, event)
    }

    fn event(&self, code: &'static str) -> Event {
        Event::new(code, "plan", self.id, &self.unit_code)
    }

    fn wrong_state(&self) -> Violations {
        Refusal::new("plan.wrong-state").into()
    }

    /// Whether the office may still change it.
    #[must_use]
    pub const fn is_draft(&self) -> bool {
        matches!(self.state, PlanState::Draft { .. })
    }

    /// What keeps these lines out of the plan, each with the field of its row.
    fn faults(&self, lines: &[Placed]) -> Violations {
        let mut violations = Violations::default();
        if lines.len() > MOST_LINES {
            violations.push(Refusal::on("lines", "plan.too-many-lines").arg("most", MOST_LINES));
        }
        for (at, Placed { row, line }) in lines.iter().enumerate() {
            let refuse = |field, code| Refusal::on(field, code).in_row(*row);
            if line.on.year() != self.year {
                violations.push(refuse("on", "plan.line-other-year").arg("year", self.year));
            }
            if line.ends <= line.starts {
                violations.push(refuse("ends", "plan.line-times"));
            }
            if lines[..at].iter().any(|Placed { line: other, .. }| (other.on, other.starts) == (line.on, line.starts)) {
                violations.push(refuse("on", "plan.line-double"));
            }
        }
        violations
    }

    /// Replaces the lines of a draft. The proposed title of a day of reception follows its line to another day.
    ///
    /// # Errors
    /// `plan.wrong-state`; for each faulty line, on a field of its row: `plan.line-other-year`, `plan.line-times`,
    /// `plan.line-double`; `plan.too-many-lines`.
    pub fn edit(mut self, lines: Vec<Placed>) -> Result<(Self, Event), Violations> {
        if !self.is_draft() {
            return Err(self.wrong_state());
        }
        self.faults(&lines).or(())?;
        let mut lines: Vec<Line> = lines.into_iter().map(|placed| placed.line).collect();
        for line in &mut lines {
            if let Some(old) = self.lines.iter().find(|old| old.id == line.id) {
                line.title = title_on(std::mem::take(&mut line.title), old.on, line.on);
            }
        }
        lines.sort_by_key(|line| (line.on, line.starts));
        let facts = json!({ "before": { "lines": self.lines.len() }, "after": { "lines": lines.len() } });
        self.lines = lines;
        let event = self.event("plan.changed").facts(facts);
        Ok((self, event))
    }

    /// Lines that lie behind `today` cannot become sessions any more.
    fn behind(today: NaiveDate, lines: &[Placed]) -> Vec<Refusal> {
        if lines.is_empty() {
            return vec![Refusal::on("lines", "plan.empty")];
        }
        let past = lines.iter().filter(|placed| placed.line.on < today);
        past.map(|placed| Refusal::on("on", "plan.line-past").in_row(placed.row)).collect()
    }

    /// Replaces the lines as [`Self::edit`] does and hands the draft to the leader; all that is wrong is said at once, while the
    /// rows are known in which it was typed. Gives the change and the submission.
    ///
    /// # Errors
    /// Those of [`Self::edit`]; `plan.empty`, `plan.line-past` for each line behind `today`.
    pub fn submit(self, lines: Vec<Placed>, today: NaiveDate) -> Result<(Self, Event, Event), Violations> {
        if !self.is_draft() {
            return Err(self.wrong_state());
        }
        let mut violations = self.faults(&lines);
        violations.0.extend(Self::behind(today, &lines));
        violations.or(())?;
        let (mut plan, changed) = self.edit(lines)?;
        plan.state = PlanState::Submitted;
        let submitted = plan.event("plan.submitted").facts(json!({ "after": { "lines": plan.lines.len() } }));
        Ok((plan, changed, submitted))
    }

    /// Gives it back to the office.
    ///
    /// # Errors
    /// `plan.wrong-state`.
    pub fn give_back(mut self, why: String) -> Result<(Self, Event), Violations> {
        if self.state != PlanState::Submitted {
            return Err(self.wrong_state());
        }
        let event = self.event("plan.returned").facts(json!({ "reason": why }));
        self.state = PlanState::Draft { returned: why };
        Ok((self, event))
    }

    /// Approves it as paper `number`; the caller makes its sessions.
    ///
    /// # Errors
    /// `plan.wrong-state`, `plan.line-past`.
    pub fn approve(
        mut self,
        now: DateTime<Utc>,
        today: NaiveDate,
        by: &str,
        number: String,
    ) -> Result<(Self, Event), Violations> {
        if self.state != PlanState::Submitted {
            return Err(self.wrong_state());
        }
        // The leader sees the lines in their stored order.
        let rows: Vec<Placed> = placed(self.lines.iter().cloned(), 1).collect();
        Violations(Self::behind(today, &rows)).or(())?;
        self.state = PlanState::Approved { at: now, by: by.to_owned() };
        self.number = number;
        let facts = json!({ "after": { "number": self.number, "lines": self.lines.len() } });
        let event = self.event("plan.approved").facts(facts);
        Ok((self, event))
    }
}

/// Lines in rows that follow each other, from `first`.
pub fn placed(lines: impl IntoIterator<Item = Line>, first: usize) -> impl Iterator<Item = Placed> {
    lines.into_iter().zip(first..).map(|(line, row)| Placed { row, line })
}

impl Line {
    /// Local beginning and end.
    #[must_use]
    pub const fn times(&self) -> (NaiveDateTime, NaiveDateTime) {
        (self.on.and_time(self.starts), self.on.and_time(self.ends))
    }
}

/// Which duty a session of this kind can fulfil.
#[must_use]
pub const fn duty_of(kind: SessionKind) -> DutyKind {
    match kind {
        SessionKind::Reception => DutyKind::Reception,
        _ => DutyKind::Dialogue,
    }
}

/// The sessions of a year as the ledger counts them; `led` says by which heads, where it is known.
#[must_use]
pub fn facts(sessions: &[Session], led: &BTreeMap<SessionId, LedBy>) -> (Vec<HeldFact>, Vec<PlannedFact>) {
    let (mut held, mut planned) = (Vec::new(), Vec::new());
    for session in sessions {
        match fact(session, led) {
            Some(Fact::Held(fact)) => held.push(fact),
            Some(Fact::Planned(fact)) => planned.push(fact),
            None => {}
        }
    }
    (held, planned)
}

/// What one session is to the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    Held(HeldFact),
    Planned(PlannedFact),
}

/// As [`facts`] for one session; a cancelled one is none.
#[must_use]
pub fn fact(session: &Session, led: &BTreeMap<SessionId, LedBy>) -> Option<Fact> {
    let (on, kind, ad_hoc) = (session.on(), duty_of(session.kind), session.kind == SessionKind::AdHoc);
    match session.state.word() {
        StateWord::Held | StateWord::Closed => Some(Fact::Held(HeldFact {
            on,
            kind,
            ad_hoc,
            in_person: session.form != SessionForm::Online,
            led_by: led.get(&session.id).copied().unwrap_or(LedBy::BOTH),
        })),
        StateWord::Planned | StateWord::Announced | StateWord::InSession => Some(Fact::Planned(PlannedFact { on, kind, ad_hoc })),
        StateWord::Cancelled => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn line(on: &str, starts: &str) -> Line {
        Line {
            id: Uuid::nil(),
            on: day(on),
            starts: starts.parse().unwrap(),
            ends: "11:30:00".parse().unwrap(),
            kind: SessionKind::Reception,
            title: "Tiếp dân".into(),
            counterpart: String::new(),
            place: String::new(),
            basis: String::new(),
            session: None,
        }
    }

    fn refused<T>(result: Result<T, Violations>) -> Vec<(&'static str, Option<(&'static str, usize)>)> {
        let violations = result.err().unwrap_or_default().0;
        violations.into_iter().map(|one| (one.code, one.field.zip(one.row))).collect()
    }

    fn in_order(lines: Vec<Line>) -> Vec<Placed> {
        placed(lines, 1).collect()
    }

    fn submitted(plan: &Plan, today: &str) -> Result<Plan, Violations> {
        plan.clone().submit(in_order(plan.lines.clone()), day(today)).map(|(plan, ..)| plan)
    }

    #[test]
    fn a_plan_goes_from_draft_over_submitted_to_approved_and_back() {
        let (plan, event) = Plan::draft("03667", 2026, vec![line("2026-09-10", "08:00:00"), line("2026-03-10", "08:00:00")]);
        assert_eq!(event.code, "plan.drafted");
        assert_eq!(plan.lines[0].on, day("2026-03-10"));
        let now = DateTime::default();
        let number = || "12-KH/ĐU".to_owned();
        assert_eq!(refused(plan.clone().approve(now, day("2026-01-05"), "An", number())), [("plan.wrong-state", None)]);
        let (plan, changed, event) = plan.clone().submit(in_order(plan.lines.clone()), day("2026-01-05")).unwrap();
        assert_eq!((changed.code, event.code), ("plan.changed", "plan.submitted"));
        assert_eq!(refused(plan.clone().edit(Vec::new())), [("plan.wrong-state", None)]);
        assert_eq!(refused(submitted(&plan, "2026-01-05")), [("plan.wrong-state", None)]);
        let (back, _) = plan.clone().give_back("Thêm buổi quý II".into()).unwrap();
        assert_eq!(back.state, PlanState::Draft { returned: "Thêm buổi quý II".into() });
        let (approved, event) = plan.approve(now, day("2026-01-05"), "An", number()).unwrap();
        assert_eq!((event.code, approved.number.as_str()), ("plan.approved", "12-KH/ĐU"));
        assert_eq!(refused(approved.give_back("x".into())), [("plan.wrong-state", None)]);
    }

    #[test]
    fn a_proposed_title_follows_its_line_to_another_day_and_a_worded_one_stays() {
        let proposed = Line { title: "Tiếp dân định kỳ ngày 10/03/2026".into(), ..line("2026-03-10", "08:00:00") };
        let worded =
            Line { id: Uuid::from_u128(1), title: "Tiếp dân ngày 10/03/2026 ở bản Hìn".into(), ..proposed.clone() };
        let later = |line: &Line| Line { on: line.on + TimeDelta::days(2), starts: "14:00:00".parse().unwrap(), ..line.clone() };
        let (later, worded_later) = (later(&proposed), later(&worded));
        let (plan, _) = Plan::draft("03667", 2026, vec![proposed, worded]);
        let end = "16:00:00".parse().unwrap();
        let lines = vec![Line { ends: end, ..later }, Line { ends: end, starts: "15:00:00".parse().unwrap(), ..worded_later }];
        let (plan, _) = plan.edit(in_order(lines)).unwrap();
        let titles: Vec<&str> = plan.lines.iter().map(|line| line.title.as_str()).collect();
        assert_eq!(titles, ["Tiếp dân định kỳ ngày 12/03/2026", "Tiếp dân ngày 10/03/2026 ở bản Hìn"]);
    }

    #[test]
    fn faulty_lines_are_named_by_field_and_row() {
        let (plan, _) = Plan::draft("03667", 2026, Vec::new());
        assert_eq!(refused(submitted(&plan, "2026-01-05")), [("plan.empty", None)]);
        let lines = vec![
            line("2026-03-10", "08:00:00"),
            line("2027-03-10", "08:00:00"),
            line("2026-04-10", "11:30:00"),
            line("2026-03-10", "08:00:00"),
        ];
        assert_eq!(
            refused(plan.clone().edit(in_order(lines))),
            [
                ("plan.line-other-year", Some(("on", 2))),
                ("plan.line-times", Some(("ends", 3))),
                ("plan.line-double", Some(("on", 4)))
            ]
        );
        let (plan, _) = plan.edit(in_order(vec![line("2026-01-09", "08:00:00"), line("2026-01-12", "08:00:00")])).unwrap();
        // The day itself is not past.
        assert_eq!(refused(submitted(&plan, "2026-01-10")), [("plan.line-past", Some(("on", 1)))]);
        let waiting = submitted(&plan, "2026-01-09").unwrap();
        let approved = waiting.approve(DateTime::default(), day("2026-01-13"), "An", String::new());
        assert_eq!(refused(approved), [("plan.line-past", Some(("on", 1))), ("plan.line-past", Some(("on", 2)))]);
    }

    #[test]
    fn rows_are_those_that_were_typed_whatever_was_dropped_and_whichever_day_comes_first() {
        let (plan, _) = Plan::draft("03667", 2026, Vec::new());
        // Rows 1 and 3 were dropped.
        let in_row = |row, on, starts| Placed { row, line: line(on, starts) };
        let rows = vec![in_row(2, "2026-06-01", "12:00:00"), in_row(4, "2026-01-09", "08:00:00")];
        assert_eq!(
            refused(plan.submit(rows, day("2026-02-01"))),
            [("plan.line-times", Some(("ends", 2))), ("plan.line-past", Some(("on", 4)))]
        );
    }
}
