//! A date around a session and how it was counted. Part: `partials/deadline`.

use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;

use crate::db::Conn;
use crate::duties::store::days::calendar;
use crate::duties::store::editions;
use crate::duties::store::session_dates::session_dates;
use crate::error::AppResult;
use crate::law::{self, DateKind, DayKind, Reason, SessionDate, Span, WorkingCalendar};

/// The edition of the calendar by which dates are counted now. Part: `partials/edition_name`.
#[derive(Debug, Clone, Serialize)]
pub struct EditionName {
    pub number: i32,
    pub title: String,
}

impl EditionName {
    /// One for the views' samples.
    #[must_use]
    pub fn sample() -> Self {
        Self { number: 2, title: "Nghỉ Tết Đinh Mùi 2027".into() }
    }
}

/// The edition by which dates are counted now.
///
/// # Errors
/// The database's.
pub async fn edition_name(conn: &Conn) -> AppResult<Option<EditionName>> {
    let current = editions::current(conn).await?;
    Ok(current.map(|issued| EditionName { number: issued.number, title: issued.paper.title }))
}

/// A date with its explanation.
#[derive(Debug, Clone, Serialize)]
pub struct DateLine {
    pub kind: DateKind,
    pub on: NaiveDate,
    pub days: u32,
    /// Counted back from the session.
    pub before: bool,
    pub unit: &'static str,
    pub is_practice: bool,
    pub legal_basis: String,
    pub receipt: Vec<ReceiptLine>,
}

/// One day of the count. Part: `partials/receipt`.
#[derive(Debug, Clone, Serialize)]
pub struct ReceiptLine {
    pub on: NaiveDate,
    pub kind: &'static str,
    pub label: Option<String>,
    pub number: Option<i32>,
    /// Minutes of office time counted; only where hours are.
    pub minutes: Option<i64>,
    /// The hours that a day of its own sort has, where hours are counted: a compensatory Saturday borrows them.
    pub spans: Vec<Span>,
    /// What the kind of day alone does not explain.
    pub remark: Option<&'static str>,
}

impl From<law::ReceiptLine> for ReceiptLine {
    fn from(line: law::ReceiptLine) -> Self {
        let explains_itself = matches!(line.reason, Reason::Counted | Reason::DayOff);
        let remark = (!explains_itself).then_some(line.reason.as_str());
        let is_special = matches!(line.kind, DayKind::WorkingSaturday | DayKind::HalfDay);
        let spans = if is_special { line.spans } else { Vec::new() };
        let (on, kind) = (line.date, line.kind.as_str());
        Self { on, kind, label: line.label, number: line.number, minutes: line.minutes, spans, remark }
    }
}

impl ReceiptLine {
    /// A few for the views' samples.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let line = |number, remark, label: Option<&str>, minutes| Self {
            on: NaiveDate::default(),
            kind: "working",
            label: label.map(str::to_owned),
            number,
            minutes,
            spans: Vec::new(),
            remark,
        };
        let span = Span { opens: NaiveTime::MIN, closes: NaiveTime::MIN };
        let worked = |kind: &DayKind| Self { kind: kind.as_str(), spans: vec![span; 2], ..line(None, None, None, Some(210)) };
        let remarks = Reason::ALL.iter().filter(|reason| !matches!(reason, Reason::Counted | Reason::DayOff));
        let mut lines = vec![line(Some(1), None, None, None), line(None, None, Some("Quốc khánh"), Some(90))];
        lines.extend(remarks.map(|reason| line(Some(0), Some(reason.as_str()), None, None)));
        lines.extend([DayKind::WorkingSaturday, DayKind::HalfDay].iter().map(worked));
        lines
    }
}

impl DateLine {
    fn of(date: &SessionDate, calendar: &WorkingCalendar) -> Self {
        let receipt = date.deadline.receipt(calendar).into_iter().map(ReceiptLine::from);
        Self {
            kind: date.kind,
            on: date.deadline.last_day(),
            days: date.rule.amount.unsigned_abs(),
            before: date.rule.amount < 0,
            unit: date.rule.unit.as_str(),
            is_practice: date.is_practice(),
            receipt: receipt.collect(),
            legal_basis: date.legal_basis.clone(),
        }
    }

    /// One for the views' samples.
    #[must_use]
    pub fn sample(kind: DateKind, is_practice: bool) -> Self {
        Self {
            kind,
            on: NaiveDate::default(),
            days: 10,
            before: !is_practice,
            unit: "calendar",
            is_practice,
            legal_basis: "Luật 72/2025/QH15, Điều 43".into(),
            receipt: if is_practice { Vec::new() } else { ReceiptLine::samples() },
        }
    }
}

/// The dates around a session of the unit on `on`, each with how it was counted.
///
/// # Errors
/// As [`session_dates`].
pub async fn date_lines(conn: &Conn, unit_code: &str, on: NaiveDate) -> AppResult<Vec<DateLine>> {
    let calendar = calendar(conn).await?;
    let dates = session_dates(conn, unit_code, on).await?;
    Ok(dates.iter().map(|date| DateLine::of(date, &calendar)).collect())
}
