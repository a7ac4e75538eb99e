//! Editions of the working calendar: changes are drafted, looked at with their effect, and published together with their
//! paper. One draft at a time. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use crate::kernel::{EditionId, Event, Refusal, Violations};
use crate::law::{DayEntry, DayKind, is_weekend};

/// One day that differs from the week, with where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    pub on: NaiveDate,
    pub kind: DayKind,
    pub label: String,
    /// The paper that announced it.
    pub source: String,
}

impl Day {
    /// Whether the day can be entered.
    ///
    /// # Errors
    /// `day.wrong-weekday`: a compensatory working day lies on a Saturday or Sunday; `day.plain-weekend`: a weekend day needs
    /// no entry.
    pub fn check(&self) -> Result<(), Violations> {
        match (self.kind, is_weekend(self.on)) {
            (DayKind::WorkingSaturday, false) => Err(Refusal::on("kind", "day.wrong-weekday").into()),
            (DayKind::Weekend, true) => Err(Refusal::on("kind", "day.plain-weekend").into()),
            _ => Ok(()),
        }
    }
}

/// What an edition does to one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Enter(Day),
    /// Takes the entry away; the rule of the Labour Code counts again.
    Remove(NaiveDate),
}

impl Change {
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        match self {
            Self::Enter(day) => day.on,
            Self::Remove(on) => *on,
        }
    }
}

/// When and by whom an edition was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    pub number: i32,
    pub at: DateTime<Utc>,
    pub by: String,
}

/// The paper behind an edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// What people call it: "Nghỉ Tết Đinh Mùi 2027".
    pub title: String,
    /// Number, date and issuer.
    pub source: String,
    /// Where it can be read; may be empty.
    pub link: String,
}

/// An edition of the calendar, drafted or published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    pub id: EditionId,
    pub paper: Paper,
    /// By day.
    pub changes: Vec<Change>,
    /// None while it is a draft.
    pub published: Option<Publication>,
    pub version: i32,
}

impl Edition {
    /// An empty draft.
    #[must_use]
    pub fn draft() -> Self {
        Self { id: EditionId::fresh(), paper: Paper::default(), changes: Vec::new(), published: None, version: 0 }
    }

    fn event(&self, code: &'static str) -> Event {
        Event::new(code, "calendar_edition", self.id, "")
    }

    /// Takes these changes in; a later word on a day replaces an earlier one.
    #[must_use]
    pub fn with(mut self, changes: Vec<Change>) -> (Self, Event) {
        let days: Vec<NaiveDate> = changes.iter().map(Change::on).collect();
        self.changes.retain(|change| !days.contains(&change.on()));
        self.changes.extend(changes);
        self.changes.sort_by_key(Change::on);
        let event = self.event("calendar.drafted").facts(json!({ "after": { "days": days } }));
        (self, event)
    }

    /// Leaves the day out of the draft again.
    #[must_use]
    pub fn without(mut self, on: NaiveDate) -> (Self, Event) {
        self.changes.retain(|change| change.on() != on);
        let event = self.event("calendar.drafted").facts(json!({ "before": { "days": [on] } }));
        (self, event)
    }

    /// The event of giving the draft up.
    #[must_use]
    pub fn discarded(&self) -> Event {
        let days: Vec<NaiveDate> = self.changes.iter().map(Change::on).collect();
        self.event("calendar.discarded").facts(json!({ "before": { "days": days } }))
    }

    /// Publishes the draft as edition `number`. `facts` say what it moved.
    ///
    /// # Errors
    /// `edition.empty`: it changes nothing; `edition.published`: somebody was faster.
    pub fn publish(mut self, publication: Publication, paper: Paper) -> Result<(Self, Event), Violations> {
        if self.published.is_some() {
            return Err(Refusal::new("edition.published").into());
        }
        if self.changes.is_empty() {
            return Err(Refusal::new("edition.empty").into());
        }
        self.paper = paper;
        self.published = Some(publication);
        let event = self.event("calendar.published");
        Ok((self, event))
    }

    /// These entries after the edition's changes: what [`crate::law::WorkingCalendar::with_entries`] wants.
    #[must_use]
    pub fn over(&self, entries: impl IntoIterator<Item = DayEntry>) -> Vec<DayEntry> {
        let changed = |on: NaiveDate| self.changes.iter().any(|change| change.on() == on);
        let mut all: Vec<DayEntry> = entries.into_iter().filter(|entry| !changed(entry.on)).collect();
        all.extend(self.changes.iter().filter_map(|change| match change {
            Change::Enter(day) => Some(DayEntry { on: day.on, kind: day.kind, label: day.label.clone() }),
            Change::Remove(_) => None,
        }));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(on: &str, kind: DayKind) -> Day {
        Day { on: on.parse().unwrap(), kind, label: "x".into(), source: "y".into() }
    }

    fn publication() -> Publication {
        Publication { number: 2, at: DateTime::default(), by: "Quản Trị".into() }
    }

    #[test]
    fn a_worked_saturday_is_a_saturday() {
        // 22 August 2026 is a Saturday, 24 August a Monday.
        assert!(day("2026-08-22", DayKind::WorkingSaturday).check().is_ok());
        assert!(day("2026-08-24", DayKind::WorkingSaturday).check().is_err());
        assert!(day("2026-08-24", DayKind::DayInLieu).check().is_ok());
        assert!(day("2026-08-22", DayKind::Weekend).check().is_err());
    }

    #[test]
    fn the_last_word_on_a_day_counts() {
        let first = Change::Enter(day("2026-11-24", DayKind::Holiday));
        let later = Change::Enter(day("2026-11-24", DayKind::Local));
        let (draft, _) = Edition::draft().with(vec![first.clone(), Change::Remove("2026-11-23".parse().unwrap())]);
        let (draft, _) = draft.with(vec![later.clone()]);
        assert_eq!(draft.changes, [Change::Remove("2026-11-23".parse().unwrap()), later]);
        let entry = |on: &str| DayEntry { on: on.parse().unwrap(), kind: DayKind::Holiday, label: String::new() };
        let over = draft.over([entry("2026-11-23"), entry("2026-11-24"), entry("2026-11-25")]);
        let kinds: Vec<_> = over.iter().map(|entry| (entry.on.to_string(), entry.kind)).collect();
        assert_eq!(kinds, [("2026-11-25".to_owned(), DayKind::Holiday), ("2026-11-24".to_owned(), DayKind::Local)]);
        let (draft, _) = draft.without("2026-11-24".parse().unwrap());
        assert_eq!(draft.changes.len(), 1);
    }

    #[test]
    fn a_draft_is_published_once_and_only_with_changes() {
        let refused = Edition::draft().publish(publication(), Paper::default()).unwrap_err();
        assert_eq!(refused.0[0].code, "edition.empty");
        let (draft, _) = Edition::draft().with(vec![Change::Enter(day("2026-11-24", DayKind::Holiday))]);
        let (published, event) = draft.publish(publication(), Paper::default()).unwrap();
        assert_eq!(event.code, "calendar.published");
        assert_eq!(published.publish(publication(), Paper::default()).unwrap_err().0[0].code, "edition.published");
    }
}
