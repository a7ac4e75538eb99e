//! The minutes as one finished text: what is printed, signed and kept. Pure.
//!
//! Layout: Decree 30/2020/ND-CP, Annex III, form 1.9. Names stand in it as they were, so that a renamed body changes nothing.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::minutes::rules::{ItemKind, Outcome};

/// Somebody of the attendance list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendant {
    pub name: String,
    pub title: String,
    /// Word of the attendance list: `chair`, `clerk`, `answering` …
    pub part: String,
    /// Word of the attendance list: `present`, `excused` …
    pub status: String,
    /// Reason of an absence.
    pub note: String,
    /// Who came instead.
    pub replaced_by: String,
}

/// An answer with the body's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedAnswer {
    pub body: String,
    pub by: String,
    pub text: String,
}

/// A promise with the body's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedPromise {
    pub wording: String,
    pub body: String,
    pub due_on: Option<NaiveDate>,
}

/// One line of the agenda and what was said on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedItem {
    pub kind: ItemKind,
    pub number: i32,
    pub late: bool,
    pub title: String,
    pub asked_by: String,
    pub asked_from: String,
    pub question: String,
    pub contents: i32,
    pub answers: Vec<RecordedAnswer>,
    pub outcome: Option<Outcome>,
    pub outcome_note: String,
    pub promises: Vec<RecordedPromise>,
}

/// The whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Lines of the issuing body as printed: "Ủy ban nhân dân", "phường Hải An".
    pub issuer: Vec<String>,
    /// Symbol after the number: `BB-UBND`.
    pub symbol: String,
    pub number: Option<i32>,
    /// Where the paper is dated: "Hải An".
    pub place_name: String,
    pub session_code: String,
    pub title: String,
    pub counterpart: String,
    pub place: String,
    pub began_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub citizens: i32,
    pub general: String,
    pub attendance: Vec<Attendant>,
    pub items: Vec<RecordedItem>,
}

impl Record {
    /// The text that is signed. The same record always gives the same text: fields stand in fixed order.
    ///
    /// # Errors
    /// Only if the record could not be written as JSON.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Those of the list who hold `part`.
    pub fn of_part<'a>(&'a self, part: &'a str) -> impl Iterator<Item = &'a Attendant> {
        self.attendance.iter().filter(move |one| one.part == part)
    }
}

impl RecordedItem {
    /// Whether it needs an outcome and has none, or promises without a promise.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        match self.outcome {
            None => self.kind.needs_outcome(),
            Some(outcome) => outcome == Outcome::Promised && self.promises.is_empty(),
        }
    }

    /// The line as messages name it: its number, late ones with a plus, and the beginning of what it is about.
    #[must_use]
    pub fn label(&self) -> String {
        const MOST: usize = 80;
        let text = if self.title.is_empty() { &self.question } else { &self.title };
        let mut short: String = text.chars().take(MOST).collect();
        if text.chars().count() > MOST {
            short.push('…');
        }
        format!("{}{}. {short}", if self.late { "+" } else { "" }, self.number)
    }
}

/// A number as papers show it: below 10 with a leading zero (Decree 30/2020/ND-CP, Annex I).
#[must_use]
pub fn paper_number(number: i32) -> String {
    format!("{number:02}")
}

/// Day and month as papers show them: days below 10 and the months 1 and 2 with a leading zero (Decree 30/2020/ND-CP, Annex I).
#[must_use]
pub fn paper_date(on: NaiveDate) -> (String, String, i32) {
    let month = if on.month() <= 2 { format!("{:02}", on.month()) } else { on.month().to_string() };
    (format!("{:02}", on.day()), month, on.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            issuer: vec!["Ủy ban nhân dân".into(), "phường Hải An".into()],
            symbol: "BB-UBND".into(),
            number: Some(3),
            place_name: "Hải An".into(),
            session_code: "11413-2025-01".into(),
            title: "Hội nghị đối thoại".into(),
            counterpart: "Nhân dân".into(),
            place: "Hội trường".into(),
            began_at: DateTime::default(),
            ended_at: None,
            citizens: 63,
            general: String::new(),
            attendance: Vec::new(),
            items: Vec::new(),
        }
    }

    #[test]
    fn zeros_stand_before_days_below_ten_and_months_one_and_two_only() {
        let on = |y, m, d| paper_date(NaiveDate::from_ymd_opt(y, m, d).unwrap());
        assert_eq!(on(2025, 3, 5), ("05".into(), "3".into(), 2025));
        assert_eq!(on(2025, 2, 5), ("05".into(), "02".into(), 2025));
        assert_eq!(on(2025, 8, 28), ("28".into(), "8".into(), 2025));
        assert_eq!(on(2025, 12, 10), ("10".into(), "12".into(), 2025));
        assert_eq!((paper_number(3), paper_number(15)), ("03".into(), "15".into()));
    }

    #[test]
    fn b099_a_question_without_outcome_and_a_promise_without_words_are_undecided() {
        let item = |kind, outcome| RecordedItem {
            kind,
            number: 4,
            late: kind == ItemKind::Floor,
            title: String::new(),
            asked_by: String::new(),
            asked_from: String::new(),
            question: "Đường ngập".into(),
            contents: 1,
            answers: Vec::new(),
            outcome,
            outcome_note: String::new(),
            promises: Vec::new(),
        };
        assert!(item(ItemKind::Issue, None).is_undecided());
        assert!(item(ItemKind::Floor, Some(Outcome::Promised)).is_undecided());
        assert!(!item(ItemKind::Floor, Some(Outcome::Noted)).is_undecided());
        assert!(!item(ItemKind::Synthesis, None).is_undecided());
        assert_eq!(item(ItemKind::Issue, None).label(), "4. Đường ngập");
        assert_eq!(item(ItemKind::Floor, None).label(), "+4. Đường ngập");
    }

    #[test]
    fn a_record_is_read_back_as_it_was_written_and_differs_with_every_word() {
        let text = record().text().unwrap();
        assert_eq!(text, record().text().unwrap());
        assert_ne!(text, Record { citizens: 64, ..record() }.text().unwrap());
        assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), record());
    }
}
