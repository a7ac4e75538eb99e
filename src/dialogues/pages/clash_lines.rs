//! Collisions in the reader's words. Part: `partials/clashes`.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::dialogues::actions::clashes::{Both, Found, Other};
use crate::i18n::{self, Locale, format};
use crate::kernel::clock::local;

/// Names in one line; a session needs the heads of all bodies.
const MOST_NAMES: usize = 3;

/// What a wished time collides with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClashLine {
    /// What it is; "busy" where the reader may know no more.
    pub what: String,
    /// The page of the session, where the reader may see it.
    pub href: Option<String>,
    pub when: String,
    pub why: String,
}

impl ClashLine {
    pub(super) fn of(found: &Found, locale: Locale) -> Self {
        let say = |key: &str| i18n::text(locale, key, &[]);
        let (what, href) = match &found.other {
            Other::Session { id, title } => (title.clone(), Some(format!("/dialogues/{id}"))),
            Other::Busy => (say("clash-busy"), None),
        };
        let people: Vec<&str> = found.shared.iter().filter_map(Both::person).collect();
        let mut why = Vec::new();
        if !people.is_empty() {
            let names = some(&people, locale);
            why.push(if href.is_some() { i18n::text(locale, "clash-people", &[("names", names)]) } else { names });
        }
        why.extend(found.shared.contains(&Both::Place).then(|| say("clash-place")));
        why.extend(found.shared.contains(&Both::Unit).then(|| say("clash-unit")));
        Self { what, href, when: when(found.times, locale), why: why.join(", ") }
    }

    /// Two for the views' samples: one that may be opened and one that may not.
    pub(super) fn samples() -> Vec<Self> {
        let line = |what: &str, href: Option<&str>| Self {
            what: what.into(),
            href: href.map(str::to_owned),
            when: "Thứ Ba, 10/02/2026, 08:00 – 11:30".into(),
            why: "cùng địa điểm".into(),
        };
        vec![line("Tiếp dân định kỳ", Some("/dialogues/0193")), line("bận", None)]
    }
}

/// What was found when somebody looked; no lines where nothing is in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clashes {
    pub lines: Vec<ClashLine>,
}

impl Clashes {
    pub(super) fn of(found: &[Found], locale: Locale) -> Self {
        Self { lines: found.iter().map(|one| ClashLine::of(one, locale)).collect() }
    }

    /// Two for the views' samples.
    pub(super) fn sample() -> Self {
        Self { lines: ClashLine::samples() }
    }
}

/// Names, the first ones where there are many.
pub(super) fn some(names: &[&str], locale: Locale) -> String {
    match names.get(MOST_NAMES..) {
        Some(more) if !more.is_empty() => {
            let args = [("names", names[..MOST_NAMES].join(", ")), ("count", more.len().to_string())];
            i18n::text(locale, "clash-and-others", &args)
        }
        _ => names.join(", "),
    }
}

fn when((from, to): (DateTime<Utc>, DateTime<Utc>), locale: Locale) -> String {
    let (begins, ends) = (local(from), local(to));
    if begins.date() == ends.date() {
        let day = format::date_long(locale, begins.date());
        return format!("{day}, {} – {}", format::time(begins.time()), format::time(ends.time()));
    }
    format!("{} – {}", format::datetime(locale, from), format::datetime(locale, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_people_a_few_are_named() {
        assert_eq!(some(&["Lò Văn Một", "Hà Thị Hai", "Cầm Văn Ba"], Locale::Vi), "Lò Văn Một, Hà Thị Hai, Cầm Văn Ba");
        let five = ["Một", "Hai", "Ba", "Bốn", "Năm"];
        assert_eq!(some(&five, Locale::Vi), "Một, Hai, Ba và 2 người khác");
    }

    #[test]
    fn one_day_is_named_once_and_several_with_both_ends() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let told = |from, to| when((at(from), at(to)), Locale::Vi);
        // 10 February 2026 is a Tuesday; Hà Nội is seven hours ahead.
        assert_eq!(told("2026-02-10T01:00:00Z", "2026-02-10T04:30:00Z"), "Thứ Ba, 10/02/2026, 08:00 – 11:30");
        assert_eq!(told("2026-02-10T01:00:00Z", "2026-02-11T17:00:00Z"), "08:00, 10/02/2026 – 00:00, 12/02/2026");
    }
}
