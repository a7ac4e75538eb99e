//! What a series follows: a rule of the calendar, or the unit's occasions. Pure; both give the same kind of occurrence.
//!
//! Neighbour: `series` decides which occurrences become sessions.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};

use super::occasions::{Occasion, occasion_key};
use crate::law::series::SeriesError;
use crate::law::{BeforeOccasion, LegalPeriod, SeriesRule, ShiftRule, Slot, SlotOutcome, WorkingCalendar, expand};

/// How slot keys of calendar rules are written; they sort as their times do.
const KEY: &str = "%Y-%m-%dT%H:%M";

/// When the sessions of a series are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rhythm {
    Calendar(SeriesRule),
    Before(BeforeOccasion),
    /// What is stored cannot be read. It opens nothing and can be ended or changed from a day on; the text stays as it is.
    Unreadable {
        text: String,
        first: NaiveDateTime,
    },
}

/// One occurrence with its identity in the series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// As it is stored with its session: the original local time (`2026-04-25T08:00`), or the occasion. Whatever becomes of
    /// the occurrence, it stays.
    pub key: String,
    pub slot: Slot,
    /// The occasion before which it is.
    pub before: Option<Occasion>,
}

/// The key of an occurrence of the calendar as it is stored.
#[must_use]
pub fn slot_key(slot: &Slot) -> String {
    slot.key.format(KEY).to_string()
}

impl Rhythm {
    /// What is stored of it: a rule of RFC 5545 or a text of ours.
    #[must_use]
    pub fn read(text: &str, first: NaiveDateTime, period: LegalPeriod) -> Self {
        let read = if BeforeOccasion::is_text(text) {
            BeforeOccasion::parse(text, first).map(Self::Before)
        } else {
            SeriesRule::parse(text, first).map(|rule| Self::Calendar(rule.within(period)))
        };
        read.unwrap_or_else(|_| Self::Unreadable { text: text.to_owned(), first })
    }

    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Calendar(rule) => rule.rrule().to_owned(),
            Self::Before(rule) => rule.text(),
            Self::Unreadable { text, .. } => text.clone(),
        }
    }

    /// The first day that counts, and the hour of all.
    #[must_use]
    pub const fn first(&self) -> NaiveDateTime {
        match self {
            Self::Calendar(rule) => rule.first(),
            Self::Before(rule) => rule.first(),
            Self::Unreadable { first, .. } => *first,
        }
    }

    /// The period that a shift may not leave; before an occasion it is bounded by the occasion instead.
    #[must_use]
    pub const fn period(&self) -> LegalPeriod {
        match self {
            Self::Calendar(rule) => rule.period(),
            Self::Before(_) | Self::Unreadable { .. } => LegalPeriod::Year,
        }
    }

    /// The rule for calendar programs, where there is one that they know.
    #[must_use]
    pub const fn rule(&self) -> Option<&SeriesRule> {
        match self {
            Self::Calendar(rule) => Some(rule),
            Self::Before(_) | Self::Unreadable { .. } => None,
        }
    }

    /// The occurrences held from `from` to `to`, both included, by their shifted day. `occasions` are those of the unit.
    ///
    /// # Errors
    /// More than a thousand occurrences, or a rule that cannot be read.
    pub fn occurrences(
        &self,
        shift: ShiftRule,
        calendar: &WorkingCalendar,
        occasions: &[Occasion],
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Vec<Occurrence>, SeriesError> {
        let rule = match self {
            Self::Before(rule) => return Ok(before(rule, shift, calendar, occasions, (from, to))),
            Self::Unreadable { text, .. } => return Err(SeriesError::Rule(text.clone())),
            Self::Calendar(rule) => rule,
        };
        let slots = expand(rule, shift, calendar, from, to)?;
        Ok(slots.into_iter().map(|slot| Occurrence { key: slot_key(&slot), slot, before: None }).collect())
    }

    /// What is until the day before `on`, and what is left from there; none where there is nothing.
    ///
    /// # Errors
    /// More than a thousand occurrences before `on`.
    pub fn split(&self, on: NaiveDate) -> Result<(Option<Self>, Option<Self>), SeriesError> {
        match self {
            Self::Calendar(rule) => {
                let (past, rest) = rule.split(on)?;
                Ok((past.map(Self::Calendar), rest.map(Self::Calendar)))
            }
            Self::Unreadable { .. } => Ok((None, None)),
            Self::Before(rule) => {
                let day_before = on.pred_opt().unwrap_or(on);
                let past = rule.clone().until(rule.last().map_or(day_before, |last| last.min(day_before)));
                let rest = rule.last().is_none_or(|last| last >= on).then(|| rule.clone().from(on));
                Ok(((rule.first().date() < on).then_some(Self::Before(past)), rest.map(Self::Before)))
            }
        }
    }
}

fn before(
    rule: &BeforeOccasion,
    shift: ShiftRule,
    calendar: &WorkingCalendar,
    occasions: &[Occasion],
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<Occurrence> {
    let mut mine: Vec<&Occasion> = occasions.iter().filter(|occasion| occasion.kind == rule.kind()).collect();
    mine.sort_by_key(|occasion| (occasion.held_on, occasion.id));
    let mut taken: BTreeMap<NaiveDate, NaiveDateTime> = BTreeMap::new();
    let mut all = Vec::new();
    for occasion in mine {
        let Some(mut slot) = rule.slot(calendar, shift, occasion.held_on) else { continue };
        slot.merged_with = taken.get(&slot.on).copied();
        taken.entry(slot.on).or_insert(slot.key);
        if (from..=to).contains(&slot.on) {
            all.push(Occurrence { key: occasion_key(occasion.id), slot, before: Some(occasion.clone()) });
        }
    }
    all
}

impl Occurrence {
    /// Whether it becomes a session by itself: not one that falls together with an earlier one, not one whose whole period has
    /// no working day, and not one whose day is only proposed.
    #[must_use]
    pub fn is_opened(&self) -> bool {
        self.slot.merged_with.is_none() && !matches!(self.slot.outcome, SlotOutcome::NoWorkingDay | SlotOutcome::MakeUp)
    }

    /// Whether a person says on which day it is held, if at all.
    #[must_use]
    pub fn is_to_be_decided(&self) -> bool {
        self.slot.merged_with.is_none() && matches!(self.slot.outcome, SlotOutcome::NoWorkingDay | SlotOutcome::MakeUp)
    }
}
