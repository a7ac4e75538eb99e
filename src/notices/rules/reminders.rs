//! Which reminders the dates ask for: facts in, reminders out. Mornings are eight o'clock in Vietnam.
//!
//! Neighbours: `ledger` decides what becomes of them; `store::facts` reads the facts.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::alphabet;
use crate::kernel::Role;
use crate::kernel::clock::{end_of, instant, local_date, start_of};
use crate::law::{Deadline, DeadlineRule, WorkingCalendar};

alphabet! {
    /// What a reminder speaks of; the catalogue has its words under `notice-<kind>` with dots as hyphens.
    pub enum Kind {
        IntakeClosesSoon = "intake.closes-soon",
        AnswersDueSoon = "answers.due-soon",
        AnswersOverdue = "answers.overdue",
        SessionTomorrow = "session.tomorrow",
        MinutesUnsigned = "minutes.unsigned",
        ConclusionDue = "conclusion.due",
        CommitmentDueSoon = "commitment.due-soon",
        CommitmentDueToday = "commitment.due-today",
        CommitmentOverdue = "commitment.overdue",
        CommitmentVeryLate = "commitment.very-late",
        ReportDueSoon = "report.due-soon",
        ReportOverdue = "report.overdue",
    }
}

/// Working days before a last day on which organisations and agencies are reminded.
const WORKING_DAYS_BEFORE: i32 = 3;
/// Late days of a promise after which its leaders are told as well.
const PROMISE_VERY_LATE_DAYS: i64 = 30;
/// Days before a report is due.
const REPORT_DAYS_BEFORE: i64 = 14;
/// Days before the last day of the conclusion notice.
const CONCLUSION_DAYS_BEFORE: i64 = 3;
/// How long a reminder of something overdue is still of use, in days.
const OVERDUE_USE_DAYS: i64 = 30;

/// Who is reminded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// Everybody with one of the roles in any body of the unit.
    Unit(String, Vec<Role>),
    /// Everybody with the role in one of these bodies.
    Bodies(Role, Vec<Uuid>),
    /// These persons, where they have accounts.
    People(Vec<Uuid>),
}

/// A reminder that the dates ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Unique; carries the date that it speaks of.
    pub key: String,
    pub kind: Kind,
    pub subject: Uuid,
    pub due_at: DateTime<Utc>,
    /// From here on nobody needs it.
    pub useless_at: DateTime<Utc>,
    pub to: Vec<To>,
    pub args: Vec<(String, String)>,
    /// An address of ours.
    pub href: String,
}

/// Prepared answers that an agency still owes for a session, by one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswersOwed {
    pub body: Uuid,
    pub due_on: NaiveDate,
    pub count: u64,
}

/// An announced session that has not begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComingSession {
    pub id: Uuid,
    pub unit_code: String,
    pub title: String,
    pub place: String,
    pub starts_at: DateTime<Utc>,
    /// Persons on the list of attendance; none means that everybody in the unit who works with sessions is reminded.
    pub people: Vec<Uuid>,
    /// Last day of the intake and the bodies that have handed in nothing.
    pub intake: Option<(NaiveDate, Vec<Uuid>)>,
    pub owed: Vec<AnswersOwed>,
}

/// A session that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSession {
    pub id: Uuid,
    pub unit_code: String,
    pub title: String,
    /// When the room closed, while a signature is missing under the minutes, and whose.
    pub unsigned: Option<(DateTime<Utc>, Vec<Role>)>,
    /// Last day of the conclusion notice, while it is not signed.
    pub conclusion_by: Option<NaiveDate>,
}

/// A promise that is not kept yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCommitment {
    pub id: Uuid,
    pub unit_code: String,
    pub code: String,
    pub wording: String,
    /// From which day its agency is warned.
    pub warn_on: NaiveDate,
    pub due_on: NaiveDate,
    /// The lead and those who help.
    pub bodies: Vec<Uuid>,
}

/// A report that a unit has not sent yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedReport {
    pub unit_code: String,
    /// Stands for the unit in the ledger.
    pub subject: Uuid,
    pub period: String,
    pub year: i32,
    pub due_on: NaiveDate,
}

/// Eight o'clock in Vietnam.
fn morning(day: NaiveDate) -> DateTime<Utc> {
    NaiveTime::from_hms_opt(8, 0, 0).map_or_else(|| start_of(day), |eight| instant(day.and_time(eight)))
}

/// The morning some working days before `day`; as many calendar days where the calendar has no answer.
fn working_days_before(calendar: &WorkingCalendar, day: NaiveDate) -> DateTime<Utc> {
    let rule = DeadlineRule::working(-WORKING_DAYS_BEFORE);
    let counted = Deadline::compute(calendar, day, rule).map(|deadline| deadline.last_day());
    morning(counted.unwrap_or_else(|_| day - TimeDelta::days(WORKING_DAYS_BEFORE.into())))
}

fn days(count: i64) -> TimeDelta {
    TimeDelta::days(count)
}

fn arg(name: &str, value: impl ToString) -> (String, String) {
    (name.to_owned(), value.to_string())
}

/// The reminders around a session that is coming.
#[must_use]
pub fn of_coming(session: &ComingSession, calendar: &WorkingCalendar) -> Vec<Reminder> {
    let on = local_date(session.starts_at);
    let reminder = |kind: Kind, mark: String, due_at, useless_at, to, more: Vec<(String, String)>, href: String| Reminder {
        key: format!("{kind}/{}/{mark}", session.id),
        kind,
        subject: session.id,
        due_at,
        useless_at,
        to,
        args: [arg("title", &session.title)].into_iter().chain(more).collect(),
        href,
    };
    let everybody = [Role::Office, Role::Leader, Role::Clerk, Role::Submitter, Role::Answering, Role::Supervisor];
    let to = if session.people.is_empty() {
        vec![To::Unit(session.unit_code.clone(), everybody.to_vec())]
    } else {
        let staff = vec![Role::Office, Role::Leader, Role::Clerk];
        vec![To::People(session.people.clone()), To::Unit(session.unit_code.clone(), staff)]
    };
    let details = vec![arg("at", session.starts_at.to_rfc3339()), arg("place", &session.place)];
    let page = format!("/dialogues/{}", session.id);
    let before = morning(on - days(1));
    let mut reminders = vec![reminder(Kind::SessionTomorrow, on.to_string(), before, session.starts_at, to, details, page)];
    if let Some((closes_on, silent)) = session.intake.as_ref().filter(|(_, silent)| !silent.is_empty()) {
        let to = vec![To::Bodies(Role::Submitter, silent.clone())];
        let due_at = working_days_before(calendar, *closes_on);
        let details = vec![arg("due", closes_on)];
        let href = format!("/issues/own?session={}", session.id);
        let (mark, useless) = (closes_on.to_string(), end_of(*closes_on).min(session.starts_at));
        reminders.push(reminder(Kind::IntakeClosesSoon, mark, due_at, useless, to, details, href));
    }
    for owed in &session.owed {
        let mark = format!("{}/{}", owed.body, owed.due_on);
        let details = || vec![arg("count", owed.count), arg("due", owed.due_on)];
        let agency = To::Bodies(Role::Answering, vec![owed.body]);
        let (soon, late) = (working_days_before(calendar, owed.due_on), end_of(owed.due_on));
        let useless = late.min(session.starts_at);
        let href = "/issues/assigned".to_owned();
        reminders.push(reminder(Kind::AnswersDueSoon, mark.clone(), soon, useless, vec![agency.clone()], details(), href));
        let office = To::Unit(session.unit_code.clone(), vec![Role::Office]);
        let (due_at, to) = (morning(local_date(late)), vec![agency, office]);
        reminders.push(reminder(Kind::AnswersOverdue, mark, due_at, session.starts_at, to, details(), "/issues".to_owned()));
    }
    reminders
}

/// The reminders after a session.
#[must_use]
pub fn of_held(session: &HeldSession, calendar: &WorkingCalendar) -> Vec<Reminder> {
    let mut reminders = Vec::new();
    if let Some((ended_at, roles)) = session.unsigned.as_ref().filter(|(_, roles)| !roles.is_empty()) {
        let ended_on = local_date(*ended_at);
        let next = calendar.next_working(ended_on).unwrap_or(ended_on + days(1));
        reminders.push(Reminder {
            key: format!("{}/{}/{ended_on}", Kind::MinutesUnsigned, session.id),
            kind: Kind::MinutesUnsigned,
            subject: session.id,
            due_at: morning(next),
            useless_at: morning(next + days(OVERDUE_USE_DAYS)),
            to: vec![To::Unit(session.unit_code.clone(), roles.clone())],
            args: vec![arg("title", &session.title)],
            href: format!("/dialogues/{}/minutes", session.id),
        });
    }
    if let Some(last_day) = session.conclusion_by {
        reminders.push(Reminder {
            key: format!("{}/{}/{last_day}", Kind::ConclusionDue, session.id),
            kind: Kind::ConclusionDue,
            subject: session.id,
            due_at: morning(last_day - days(CONCLUSION_DAYS_BEFORE)),
            useless_at: morning(last_day + days(OVERDUE_USE_DAYS)),
            to: vec![To::Unit(session.unit_code.clone(), vec![Role::Office, Role::Leader])],
            args: vec![arg("title", &session.title), arg("due", last_day)],
            href: format!("/dialogues/{}/conclusion", session.id),
        });
    }
    reminders
}

/// The reminders of a promise: a week before, on the last day, on the first late day, and when it is very late.
#[must_use]
pub fn of_commitment(promise: &OpenCommitment) -> Vec<Reminder> {
    let due_on = promise.due_on;
    let reminder = |kind: Kind, due_on_morning: NaiveDate, useless_at, more: Vec<To>| Reminder {
        key: format!("{kind}/{}/{due_on}", promise.id),
        kind,
        subject: promise.id,
        due_at: morning(due_on_morning),
        useless_at,
        to: [To::Bodies(Role::Answering, promise.bodies.clone())].into_iter().chain(more).collect(),
        args: vec![arg("code", &promise.code), arg("wording", &promise.wording), arg("due", due_on)],
        href: format!("/commitments/{}", promise.id),
    };
    let late = local_date(end_of(due_on));
    let very_late = late + days(PROMISE_VERY_LATE_DAYS);
    let watchers = To::Unit(promise.unit_code.clone(), vec![Role::Office, Role::Supervisor]);
    let leaders = To::Unit(promise.unit_code.clone(), vec![Role::Leader]);
    vec![
        reminder(Kind::CommitmentDueSoon, promise.warn_on, start_of(due_on), Vec::new()),
        reminder(Kind::CommitmentDueToday, due_on, end_of(due_on), Vec::new()),
        reminder(Kind::CommitmentOverdue, late, morning(late + days(OVERDUE_USE_DAYS)), vec![watchers.clone()]),
        reminder(Kind::CommitmentVeryLate, very_late, morning(very_late + days(OVERDUE_USE_DAYS)), vec![watchers, leaders]),
    ]
}

/// The reminders of a report: two weeks before, and on the first late day.
#[must_use]
pub fn of_report(report: &OwedReport) -> Vec<Reminder> {
    let due_on = report.due_on;
    let reminder = |kind: Kind, day: NaiveDate, useless_at| Reminder {
        key: format!("{kind}/{}/{}-{}/{due_on}", report.unit_code, report.year, report.period),
        kind,
        subject: report.subject,
        due_at: morning(day),
        useless_at,
        to: vec![To::Unit(report.unit_code.clone(), vec![Role::Office, Role::Leader])],
        args: vec![arg("period", &report.period), arg("year", report.year), arg("due", due_on)],
        href: "/reports".to_owned(),
    };
    let late = local_date(end_of(due_on));
    vec![
        reminder(Kind::ReportDueSoon, due_on - days(REPORT_DAYS_BEFORE), end_of(due_on)),
        reminder(Kind::ReportOverdue, late, morning(late + days(OVERDUE_USE_DAYS))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn of_kind(reminders: &[Reminder], kind: Kind) -> Option<&Reminder> {
        reminders.iter().find(|reminder| reminder.kind == kind)
    }

    /// Wednesday 29 October 2025, 08:00 in Hà Nội.
    fn coming() -> ComingSession {
        ComingSession {
            id: Uuid::from_u128(7),
            unit_code: "03667".into(),
            title: "Hội nghị".into(),
            place: "Hội trường".into(),
            starts_at: at("2025-10-29T01:00:00Z"),
            people: Vec::new(),
            intake: None,
            owed: Vec::new(),
        }
    }

    #[test]
    fn a_session_is_recalled_on_the_morning_before() {
        let reminders = of_coming(&coming(), &WorkingCalendar::builtin());
        let reminder = of_kind(&reminders, Kind::SessionTomorrow).unwrap();
        assert_eq!(reminder.due_at, at("2025-10-28T01:00:00Z"));
        assert_eq!(reminder.useless_at, at("2025-10-29T01:00:00Z"));
        assert_eq!(reminder.key, format!("session.tomorrow/{}/2025-10-29", Uuid::from_u128(7)));
    }

    #[test]
    fn only_those_who_handed_in_nothing_hear_of_the_intake() {
        let calendar = WorkingCalendar::builtin();
        let silent = ComingSession { intake: Some((day("2025-10-20"), vec![Uuid::from_u128(1)])), ..coming() };
        let reminders = of_coming(&silent, &calendar);
        let reminder = of_kind(&reminders, Kind::IntakeClosesSoon).unwrap();
        // Monday 20 October; three working days before are Friday 17, Thursday 16, Wednesday 15.
        assert_eq!(reminder.due_at, at("2025-10-15T01:00:00Z"));
        assert_eq!(reminder.to, [To::Bodies(Role::Submitter, vec![Uuid::from_u128(1)])]);
        let all = ComingSession { intake: Some((day("2025-10-20"), Vec::new())), ..coming() };
        assert!(of_kind(&of_coming(&all, &calendar), Kind::IntakeClosesSoon).is_none());
    }

    #[test]
    fn an_agency_hears_once_for_all_its_answers_and_once_when_late() {
        let owed = AnswersOwed { body: Uuid::from_u128(2), due_on: day("2025-10-24"), count: 12 };
        let reminders = of_coming(&ComingSession { owed: vec![owed], ..coming() }, &WorkingCalendar::builtin());
        // Friday 24 October; three working days before is Tuesday 21. The first late day is Saturday 25.
        assert_eq!(of_kind(&reminders, Kind::AnswersDueSoon).unwrap().due_at, at("2025-10-21T01:00:00Z"));
        let late = of_kind(&reminders, Kind::AnswersOverdue).unwrap();
        assert_eq!((late.due_at, late.useless_at), (at("2025-10-25T01:00:00Z"), at("2025-10-29T01:00:00Z")));
        assert!(late.args.contains(&("count".to_owned(), "12".to_owned())));
    }

    #[test]
    fn minutes_are_to_be_signed_from_the_next_working_day() {
        // Friday 31 October 2025, 11:00; the next working day is Monday 3 November.
        let held = HeldSession {
            id: Uuid::from_u128(7),
            unit_code: "03667".into(),
            title: "Hội nghị".into(),
            unsigned: Some((at("2025-10-31T04:00:00Z"), vec![Role::Leader])),
            conclusion_by: Some(day("2025-11-10")),
        };
        let reminders = of_held(&held, &WorkingCalendar::builtin());
        assert_eq!(of_kind(&reminders, Kind::MinutesUnsigned).unwrap().due_at, at("2025-11-03T01:00:00Z"));
        assert_eq!(of_kind(&reminders, Kind::ConclusionDue).unwrap().due_at, at("2025-11-07T01:00:00Z"));
        let signed = HeldSession { unsigned: None, conclusion_by: None, ..held };
        assert!(of_held(&signed, &WorkingCalendar::builtin()).is_empty());
    }

    #[test]
    fn b057_a_promise_is_overdue_from_the_first_late_day_whenever_the_job_runs() {
        let promise = OpenCommitment {
            id: Uuid::from_u128(9),
            unit_code: "03667".into(),
            code: "CK-1".into(),
            wording: "Sửa đường".into(),
            warn_on: day("2025-12-24"),
            due_on: day("2025-12-31"),
            bodies: vec![Uuid::from_u128(2)],
        };
        let due: Vec<_> = of_commitment(&promise).iter().map(|r| (r.kind, r.due_at)).collect();
        let expected = [
            (Kind::CommitmentDueSoon, at("2025-12-24T01:00:00Z")),
            (Kind::CommitmentDueToday, at("2025-12-31T01:00:00Z")),
            (Kind::CommitmentOverdue, at("2026-01-01T01:00:00Z")),
            (Kind::CommitmentVeryLate, at("2026-01-31T01:00:00Z")),
        ];
        assert_eq!(due, expected);
    }

    #[test]
    fn a_report_is_recalled_two_weeks_before_its_last_day() {
        let report = OwedReport {
            unit_code: "03667".into(),
            subject: Uuid::nil(),
            period: "year".into(),
            year: 2025,
            due_on: day("2025-12-20"),
        };
        let due: Vec<_> = of_report(&report).iter().map(|r| (r.kind, r.due_at)).collect();
        let expected = [(Kind::ReportDueSoon, at("2025-12-06T01:00:00Z")), (Kind::ReportOverdue, at("2025-12-21T01:00:00Z"))];
        assert_eq!(due, expected);
    }
}
