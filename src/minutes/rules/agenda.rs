//! What an agenda is: its lines, their order and numbers, the time they take. Pure.
//!
//! Once it is frozen the numbers stand: what comes later is numbered by itself and never renumbers the others.

use serde_json::json;

use crate::alphabet;
use crate::kernel::{AgendaItemId, Event, IssueId, Refusal, SessionId, Violations};

alphabet! {
    /// What a line of the agenda is for, in the order in which conferences go.
    pub enum ItemKind {
        Opening = "opening",
        /// What became of the issues of earlier sessions; always the first working item.
        Previous = "previous",
        Synthesis = "synthesis",
        /// An issue that was handed in and selected.
        Issue = "issue",
        /// A question from the floor.
        Floor = "floor",
        Other = "other",
        Conclusion = "conclusion",
    }
}

impl ItemKind {
    /// Lines on which somebody is asked and somebody answers: they cannot stay without an outcome.
    #[must_use]
    pub const fn needs_outcome(self) -> bool {
        matches!(self, Self::Issue | Self::Floor)
    }

    /// Lines whose place nobody moves.
    #[must_use]
    pub const fn is_fixed(self) -> bool {
        matches!(self, Self::Opening | Self::Previous | Self::Conclusion)
    }

    /// Time that it usually takes, in minutes.
    #[must_use]
    pub const fn usual_minutes(self) -> i32 {
        match self {
            Self::Opening | Self::Synthesis | Self::Issue | Self::Floor | Self::Other => 10,
            Self::Previous | Self::Conclusion => 15,
        }
    }
}

alphabet! {
    /// How far an agenda has come.
    pub enum AgendaState {
        /// Lines come, go and move.
        Draft = "draft",
        /// Order and numbers stand.
        Frozen = "frozen",
        /// Everybody who works with the session sees it.
        Published = "published",
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaItem {
    pub id: AgendaItemId,
    pub kind: ItemKind,
    pub issue: Option<IssueId>,
    /// Field of life of the issue.
    pub field: Option<String>,
    /// Empty where the kind says it all.
    pub title: String,
    /// Time planned for it, in minutes.
    pub minutes: i32,
    /// From 1, counted apart for late lines.
    pub number: i32,
    /// Added after the agenda was frozen.
    pub late: bool,
}

impl AgendaItem {
    #[must_use]
    pub fn new(kind: ItemKind, title: String) -> Self {
        let minutes = kind.usual_minutes();
        Self { id: AgendaItemId::fresh(), kind, issue: None, field: None, title, minutes, number: 0, late: false }
    }

    /// A line for a selected issue.
    #[must_use]
    pub fn of_topic(topic: &Topic) -> Self {
        Self { issue: Some(topic.issue), field: topic.field.clone(), ..Self::new(ItemKind::Issue, topic.title.clone()) }
    }
}

/// A selected issue, as far as the agenda needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    pub issue: IssueId,
    pub field: Option<String>,
    pub title: String,
}

/// The agenda of one session; its lines stand in the order of the conference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agenda {
    pub session: SessionId,
    pub unit_code: String,
    pub state: AgendaState,
    pub items: Vec<AgendaItem>,
    pub version: i32,
}

/// Lines that the office has worded beforehand, around the issues.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    pub before: Vec<AgendaItem>,
    pub after: Vec<AgendaItem>,
}

/// Lines on one agenda.
const MOST_ITEMS: usize = 200;

impl Agenda {
    /// Builds it in one act: opening, results of earlier sessions, synthesis, the topics grouped by field, conclusion; the
    /// office's `own` lines before and after the topics. `topics` come in the order of fields and numbers.
    #[must_use]
    pub fn build(session: SessionId, unit_code: &str, has_previous: bool, topics: &[Topic], own: Own) -> (Self, Event) {
        let plain = |kind| AgendaItem::new(kind, String::new());
        let mut items = vec![plain(ItemKind::Opening)];
        if has_previous {
            items.push(plain(ItemKind::Previous));
        }
        items.push(plain(ItemKind::Synthesis));
        items.extend(own.before);
        items.extend(topics.iter().map(AgendaItem::of_topic));
        items.extend(own.after);
        items.push(plain(ItemKind::Conclusion));
        let mut agenda = Self { session, unit_code: unit_code.to_owned(), state: AgendaState::Draft, items, version: 1 };
        agenda.number();
        let event = agenda.event("agenda.built").facts(json!({ "topics": topics.len() }));
        (agenda, event)
    }

    fn event(&self, code: &'static str) -> Event {
        Event::new(code, "agenda", self.session, &self.unit_code)
    }

    fn number(&mut self) {
        for (number, item) in (1..).zip(self.items.iter_mut().filter(|item| !item.late)) {
            item.number = number;
        }
    }

    fn only_in(&self, states: &[AgendaState]) -> Result<(), Violations> {
        if states.contains(&self.state) {
            return Ok(());
        }
        Err(Refusal::new("agenda.wrong-state").arg("state", self.state).into())
    }

    /// Takes over what was selected, unselected or classified meanwhile. In a draft the topics that are gone go and those of
    /// another field move to it; later only new ones come.
    ///
    /// # Errors
    /// `agenda.nothing-new` when it already says all; `agenda.too-long`.
    pub fn refresh(mut self, topics: &[Topic]) -> Result<(Self, Event), Violations> {
        let before = self.items.len();
        if self.state == AgendaState::Draft {
            self.items.retain(|item| item.kind != ItemKind::Issue || topics.iter().any(|topic| Some(topic.issue) == item.issue));
        }
        let removed = before - self.items.len();
        let moved = self.move_to_fields(topics)?;
        let has = |items: &[AgendaItem], topic: &Topic| items.iter().any(|item| item.issue == Some(topic.issue));
        let fresh: Vec<AgendaItem> = topics.iter().filter(|topic| !has(&self.items, topic)).map(AgendaItem::of_topic).collect();
        if fresh.is_empty() && removed == 0 && moved == 0 {
            return Err(Refusal::new("agenda.nothing-new").into());
        }
        let added = fresh.len();
        for item in fresh {
            self.insert(item)?;
        }
        self.number_if_draft();
        let event = self.event("agenda.refreshed").facts(json!({ "added": added, "removed": removed, "moved": moved }));
        Ok((self, event))
    }

    /// Lines of a draft whose issue belongs to another field now stand with it, worded and timed as they were; how many.
    fn move_to_fields(&mut self, topics: &[Topic]) -> Result<usize, Violations> {
        if self.state != AgendaState::Draft {
            return Ok(0);
        }
        let field_of = |item: &AgendaItem| topics.iter().find(|topic| Some(topic.issue) == item.issue).map(|topic| &topic.field);
        let elsewhere = |item: &AgendaItem| field_of(item).is_some_and(|field| *field != item.field);
        let (moving, staying): (Vec<_>, Vec<_>) = std::mem::take(&mut self.items).into_iter().partition(elsewhere);
        self.items = staying;
        let moved = moving.len();
        for item in moving {
            let field = field_of(&item).cloned().flatten();
            self.insert(AgendaItem { field, ..item })?;
        }
        Ok(moved)
    }

    fn number_if_draft(&mut self) {
        if self.state == AgendaState::Draft {
            self.number();
        }
    }

    /// Puts a line where it belongs: an issue after the last one of its field, everything else before the conclusion.
    fn insert(&mut self, mut item: AgendaItem) -> Result<(), Violations> {
        if self.items.len() >= MOST_ITEMS {
            return Err(Refusal::new("agenda.too-long").arg("most", MOST_ITEMS).into());
        }
        let end = self.items.iter().position(|other| other.kind == ItemKind::Conclusion).unwrap_or(self.items.len());
        let after_field = || self.items.iter().rposition(|other| other.issue.is_some() && other.field == item.field);
        let mut at = end;
        if self.state != AgendaState::Draft {
            item.late = true;
            item.number = self.items.iter().filter(|other| other.late).map(|other| other.number).max().unwrap_or(0) + 1;
        } else if item.issue.is_some()
            && let Some(last) = after_field()
        {
            at = last + 1;
        }
        self.items.insert(at, item);
        Ok(())
    }

    /// Adds a line of the office's own, or a question from the floor.
    ///
    /// # Errors
    /// `agenda.too-long`.
    pub fn insert_item(mut self, item: AgendaItem) -> Result<(Self, Event), Violations> {
        let facts = json!({ "kind": item.kind, "late": self.state != AgendaState::Draft });
        self.insert(item)?;
        self.number_if_draft();
        let event = self.event("agenda.item-added").facts(facts);
        Ok((self, event))
    }

    /// Takes a line away, from a draft only.
    ///
    /// # Errors
    /// `agenda.wrong-state`; `agenda.item-fixed` for opening and conclusion; `agenda.item-gone`.
    pub fn remove(mut self, id: AgendaItemId) -> Result<(Self, Event), Violations> {
        self.only_in(&[AgendaState::Draft])?;
        let at = self.place(id)?;
        if self.items[at].kind.is_fixed() {
            return Err(Refusal::new("agenda.item-fixed").into());
        }
        let gone = self.items.remove(at);
        self.number();
        let event = self.event("agenda.item-removed").facts(json!({ "before": { "kind": gone.kind, "title": gone.title } }));
        Ok((self, event))
    }

    /// Words a line and plans its time.
    ///
    /// # Errors
    /// `agenda.wrong-state` once published; `agenda.item-gone`.
    pub fn describe(mut self, id: AgendaItemId, title: String, minutes: i32) -> Result<(Self, Event), Violations> {
        self.only_in(&[AgendaState::Draft, AgendaState::Frozen])?;
        let at = self.place(id)?;
        let item = &mut self.items[at];
        let facts = json!({
            "before": { "title": item.title, "minutes": item.minutes }, "after": { "title": title, "minutes": minutes },
        });
        (item.title, item.minutes) = (title, minutes);
        let event = self.event("agenda.item-changed").facts(facts);
        Ok((self, event))
    }

    fn place(&self, id: AgendaItemId) -> Result<usize, Refusal> {
        self.items.iter().position(|item| item.id == id).ok_or(Refusal::new("agenda.item-gone"))
    }

    /// Puts the movable lines into the order of `ids`; opening, earlier results and conclusion keep their places.
    ///
    /// # Errors
    /// `agenda.wrong-state` unless a draft; `agenda.order-stale` when `ids` are not exactly the movable lines.
    pub fn arrange(mut self, ids: &[AgendaItemId]) -> Result<(Self, Event), Violations> {
        self.only_in(&[AgendaState::Draft])?;
        let (fixed, movable): (Vec<_>, Vec<_>) = self.items.into_iter().partition(|item| item.kind.is_fixed());
        let ordered: Vec<AgendaItem> = ids.iter().filter_map(|id| movable.iter().find(|item| item.id == *id).cloned()).collect();
        let mut distinct = ids.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        if ordered.len() != movable.len() || distinct.len() != movable.len() || ids.len() != movable.len() {
            return Err(Refusal::new("agenda.order-stale").into());
        }
        let (mut items, last): (Vec<_>, Vec<_>) = fixed.into_iter().partition(|item| item.kind != ItemKind::Conclusion);
        items.extend(ordered);
        items.extend(last);
        self.items = items;
        self.number();
        let event = self.event("agenda.arranged");
        Ok((self, event))
    }

    /// Fixes order and numbers.
    ///
    /// # Errors
    /// `agenda.wrong-state`.
    pub fn freeze(mut self) -> Result<(Self, Event), Violations> {
        self.only_in(&[AgendaState::Draft])?;
        self.number();
        self.state = AgendaState::Frozen;
        let event = self.event("agenda.frozen");
        Ok((self, event))
    }

    /// Back to a draft; late lines become ordinary ones. The caller has seen to it that the room has not opened.
    ///
    /// # Errors
    /// `agenda.wrong-state` unless frozen: what is published stays.
    pub fn reopen(mut self) -> Result<(Self, Event), Violations> {
        self.only_in(&[AgendaState::Frozen])?;
        self.state = AgendaState::Draft;
        self.items.iter_mut().for_each(|item| item.late = false);
        self.number();
        let event = self.event("agenda.reopened");
        Ok((self, event))
    }

    /// Shows it to everybody who works with the session.
    ///
    /// # Errors
    /// `agenda.wrong-state` unless frozen.
    pub fn publish(mut self) -> Result<(Self, Event), Violations> {
        self.only_in(&[AgendaState::Frozen])?;
        self.state = AgendaState::Published;
        let event = self.event("agenda.published");
        Ok((self, event))
    }

    /// Time planned for all lines, in minutes.
    #[must_use]
    pub fn planned_minutes(&self) -> i32 {
        self.items.iter().map(|item| item.minutes).sum()
    }

    /// The line with this id.
    #[must_use]
    pub fn item(&self, id: AgendaItemId) -> Option<&AgendaItem> {
        self.items.iter().find(|item| item.id == id)
    }
}

#[cfg(test)]
#[path = "agenda_tests.rs"]
mod tests;
