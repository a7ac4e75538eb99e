//! What in a wording could lead to a person: numbers, addresses, names. It marks and proposes, a person decides. Pure.
//!
//! Streets, villages and posts stay: without them nobody knows what is asked and where. A house number, a plot of land, a
//! telephone and a name tell who asks.

mod names;
mod numbers;
mod places;
mod reading;
#[cfg(test)]
mod tests;

use std::ops::Range;

use reading::Reading;

use crate::alphabet;

alphabet! {
    /// What a mark stands for.
    pub enum MarkKind {
        Phone = "phone",
        /// Identity card, passport, insurance card.
        IdNumber = "id-number",
        Bank = "bank",
        Mail = "mail",
        /// House, flat or plot of land.
        Address = "address",
        Name = "name",
    }
}

impl MarkKind {
    /// What stands in its place in the proposal; Vietnamese like every wording.
    #[must_use]
    pub const fn replacement(self) -> &'static str {
        match self {
            Self::Phone => "[số điện thoại]",
            Self::IdNumber => "[số giấy tờ]",
            Self::Bank => "[số tài khoản]",
            Self::Mail => "[thư điện tử]",
            Self::Address => "[địa chỉ]",
            Self::Name => "[họ tên]",
        }
    }
}

/// A place in a text that could lead to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub kind: MarkKind,
    /// Bytes of the text as it was given; they begin and end between letters.
    pub range: Range<usize>,
}

/// Everything in `text` that could lead to a person, in its order, without overlaps.
#[must_use]
pub fn marks(text: &str) -> Vec<Mark> {
    let reading = Reading::of(text);
    let mut found: Vec<(MarkKind, Range<usize>)> = Vec::new();
    // What is surer comes first: a number inside an address belongs to the address.
    let all = [numbers::mails(&reading), places::addresses(&reading), numbers::numbers(&reading), names::names(&reading)];
    for (kind, range) in all.into_iter().flatten() {
        if found.iter().all(|(_, taken)| range.end <= taken.start || taken.end <= range.start) {
            found.push((kind, range));
        }
    }
    found.sort_by_key(|(_, range)| range.start);
    found.into_iter().map(|(kind, range)| Mark { kind, range: reading.bytes(&range) }).collect()
}

/// `text` with everything marked replaced.
#[must_use]
pub fn redacted(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut from = 0;
    for mark in marks(text) {
        safe.push_str(text.get(from..mark.range.start).unwrap_or(""));
        safe.push_str(mark.kind.replacement());
        from = mark.range.end;
    }
    safe.push_str(text.get(from..).unwrap_or(""));
    safe
}

/// A stretch of a text, marked or not, for showing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub text: String,
    pub kind: Option<MarkKind>,
}

/// `text` in stretches, marked ones apart.
#[must_use]
pub fn stretches(text: &str) -> Vec<Stretch> {
    let cut = |range: Range<usize>| text.get(range).unwrap_or("").to_owned();
    let (mut all, mut from) = (Vec::new(), 0);
    for mark in marks(text) {
        all.push(Stretch { text: cut(from..mark.range.start), kind: None });
        from = mark.range.end;
        all.push(Stretch { text: cut(mark.range), kind: Some(mark.kind) });
    }
    all.push(Stretch { text: cut(from..text.len()), kind: None });
    all.retain(|stretch| !stretch.text.is_empty());
    all
}
