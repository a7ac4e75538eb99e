//! Whether two wordings say the same: what they are about, and where. Pure.
//!
//! What it is about are words and known ways of saying the same (`data/alike.txt`), without the turns that stand in every
//! petition (`data/empty_words.txt`); their order does not matter. Where it is are names and numbers of places. The same
//! matter in another village is another matter, and so is another matter in the same street.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::kernel::text::{toned, words};

use super::places::{Places, Token, factor, tokens};

/// From here on two wordings are taken for the same (tuned on one half of the labelled pairs, measured on the other).
pub const SAME: f64 = 0.42;

/// What counts how much: a known matter, whom or what it concerns, a general wish, any other word; and what two words side by
/// side add where both wordings have them.
const MATTER: f64 = 2.2;
const SETTING: f64 = 0.9;
const GENERAL: f64 = 0.5;
const WORD: f64 = 0.7;
const PAIR: f64 = 0.4;
/// Words that stand in many petitions without being empty.
const LIGHT: f64 = 0.3;
/// What is left of a likeness for each matter that either wording has alone.
const ALONE: f64 = 0.72;
/// What is left where the matter of one is none of the other's.
const BESIDE: f64 = 0.65;
/// What one place adds to one matter.
const HERE: f64 = 0.12;

const LIGHT_WORDS: &[&str] = &[
    "duong", "nha", "dat", "nuoc", "xe", "dien", "truong", "hoc", "gia", "cao", "cong", "nong", "ho", "khu", "thon", "xom",
    "ban", "to", "ap", "tien", "lam", "sinh", "muoi", "lon", "nguoi", "kinh", "phi", "cap", "chinh", "buoi", "sang", "toi",
    "mua", "cho", "so", "kho", "thay", "ve", "nghi", "song", "truoc", "sau", "ben", "canh", "thoi", "bao", "gio", "nen", "con",
    "them", "khac",
];

/// Known ways of saying: how a matter is named, and how much it counts.
struct Ways {
    /// By their first word, longer ones first: the words and the number of the matter.
    by_first: BTreeMap<String, Vec<(Vec<String>, Meaning)>>,
    /// All ways of one matter.
    matters: Vec<Vec<Vec<String>>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Matter(usize),
    Setting(usize),
    General(usize),
    Nothing,
}

/// By words with their diacritics, for two wordings that have them: a market is no preposition then.
static TONED: LazyLock<Ways> = LazyLock::new(|| Ways::read(|way| way.split_whitespace().map(toned).collect(), &[]));

/// By folded words.
static FOLDED: LazyLock<Ways> = LazyLock::new(|| Ways::read(words, AMBIGUOUS));

/// Single words that mean too much without their diacritics.
const AMBIGUOUS: &[&str] = &["mo", "song", "cong", "cho", "de", "ke", "bui", "luong", "lut", "hu", "kenh", "sua", "lap", "nut"];

fn read(split: impl Fn(&str) -> Vec<String>, without: &[&str]) -> Ways {
    let mut ways = Ways { by_first: BTreeMap::new(), matters: Vec::new() };
    let lines = include_str!("../data/alike.txt").lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    for line in lines {
        let sort = line.chars().next();
        let said: Vec<Vec<String>> =
            line.trim_start_matches(['~', '+']).split(',').map(&split).filter(|way| !way.is_empty()).collect();
        let number = ways.matters.len();
        let meaning = match sort {
            Some('~') => Meaning::General(number),
            Some('+') => Meaning::Setting(number),
            _ => Meaning::Matter(number),
        };
        let clear = said.iter().filter(|way| way.len() > 1 || way.iter().all(|word| !without.contains(&word.as_str())));
        clear.for_each(|way| ways.put(way.clone(), meaning));
        ways.matters.push(said);
    }
    let empty = include_str!("../data/empty_words.txt").lines().filter(|line| !line.starts_with('#'));
    empty.map(&split).filter(|way| !way.is_empty()).for_each(|way| ways.put(way, Meaning::Nothing));
    ways.by_first.values_mut().for_each(|all| all.sort_by_key(|(way, _)| std::cmp::Reverse(way.len())));
    ways
}

impl Ways {
    fn read(split: impl Fn(&str) -> Vec<String>, without: &[&str]) -> Self {
        read(split, without)
    }

    fn put(&mut self, way: Vec<String>, meaning: Meaning) {
        if let Some(first) = way.first().cloned() {
            self.by_first.entry(first).or_default().push((way, meaning));
        }
    }

    /// The longest known way of saying at the beginning of `rest`, and how many words it has.
    fn at(&self, rest: &[&str]) -> Option<(usize, Meaning)> {
        let known = self.by_first.get(*rest.first()?)?;
        let fits = |way: &[String]| way.len() <= rest.len() && way.iter().zip(rest).all(|(one, other)| one == other);
        known.iter().find(|(way, _)| fits(way)).map(|(way, meaning)| (way.len(), *meaning))
    }
}

/// What a wording is about, in pieces that can be compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Matter(usize),
    Setting(usize),
    General(usize),
    Word(String),
    Light(String),
    Pair(String, String),
}

impl Item {
    fn weight(&self) -> f64 {
        match self {
            Self::Matter(_) => MATTER,
            Self::Setting(_) => SETTING,
            Self::General(_) => GENERAL,
            Self::Light(_) => LIGHT,
            Self::Word(_) => WORD,
            Self::Pair(..) => PAIR,
        }
    }
}

/// A wording that was read once and is compared with many.
#[derive(Debug, Clone)]
pub struct Wording {
    tokens: Vec<Token>,
    places: Places,
    /// Somebody typed diacritics.
    toned: bool,
}

/// How alike two wordings are.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// From 0 to 1.
    pub score: f64,
    /// What both say, in folded words.
    pub shared: Vec<String>,
}

/// Something to look for in an index: any of these ways of saying.
pub type Sought = Vec<Vec<String>>;

impl Wording {
    #[must_use]
    pub fn read(text: &str) -> Self {
        let tokens = tokens(text);
        let places = Places::of(&tokens);
        let toned = tokens.iter().any(|token| token.toned != token.word);
        Self { tokens, places, toned }
    }

    /// What it is about, where the words at `hidden` are names of places.
    fn items(&self, hidden: &BTreeSet<usize>, exact: bool) -> BTreeSet<Item> {
        let ways = if exact { &*TONED } else { &*FOLDED };
        let mut items = BTreeSet::new();
        let mut before: Option<String> = None;
        let mut at = 0;
        while at < self.tokens.len() {
            if hidden.contains(&at) {
                (at, before) = (at + 1, None);
                continue;
            }
            let rest: Vec<&str> = (at..self.tokens.len())
                .take(8)
                .take_while(|next| !hidden.contains(next))
                .filter_map(|next| {
                    self.tokens.get(next).map(|token| if exact { token.toned.as_str() } else { token.word.as_str() })
                })
                .collect();
            match ways.at(&rest) {
                Some((length, meaning)) => {
                    match meaning {
                        Meaning::Matter(number) => drop(items.insert(Item::Matter(number))),
                        Meaning::Setting(number) => drop(items.insert(Item::Setting(number))),
                        Meaning::General(number) => drop(items.insert(Item::General(number))),
                        Meaning::Nothing => {}
                    }
                    (at, before) = (at + length, None);
                }
                None => {
                    let word = rest.first().map(|word| (*word).to_owned()).unwrap_or_default();
                    if word.len() > 1 && !word.starts_with(|c: char| c.is_ascii_digit()) {
                        if let Some(before) = before.replace(word.clone()) {
                            items.insert(Item::Pair(before, word.clone()));
                        }
                        let light = self.tokens.get(at).is_some_and(|token| LIGHT_WORDS.contains(&token.word.as_str()));
                        items.insert(if light { Item::Light(word) } else { Item::Word(word) });
                    }
                    at += 1;
                }
            }
        }
        items
    }

    /// How alike this and another are.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        let (mine, theirs) = (&self.tokens, &other.tokens);
        let place = factor((&self.places, mine), (&other.places, theirs));
        let exact = self.toned && other.toned;
        let one = self.items(&place.hidden.0, exact);
        let two = other.items(&place.hidden.1, exact);
        let pairs = |item: &&Item| matches!(item, Item::Pair(..));
        let weight = |items: &BTreeSet<Item>| items.iter().filter(|item| !pairs(item)).map(Item::weight).sum::<f64>();
        let both: BTreeSet<Item> = one.intersection(&two).cloned().collect();
        let side_by_side: f64 = both.iter().filter(pairs).map(Item::weight).sum();
        let (first, second) = (weight(&one), weight(&two));
        let shared = (weight(&both) + side_by_side).min(first).min(second);
        let smaller = first.min(second);
        if smaller <= 0.0 {
            return Likeness { score: 0.0, shared: Vec::new() };
        }
        let cosine = shared / (first * second).sqrt();
        let contained = shared / smaller * (smaller / (smaller + 1.0));
        let alone = |mine: &BTreeSet<Item>, theirs: &BTreeSet<Item>| {
            mine.difference(theirs).filter(|item| matches!(item, Item::Matter(_))).count()
        };
        let apart = i32::try_from(alone(&one, &two).min(alone(&two, &one))).unwrap_or(i32::MAX);
        let matters = |items: &BTreeSet<Item>| items.iter().any(|item| matches!(item, Item::Matter(_)));
        let beside = if !matters(&both) && (matters(&one) || matters(&two)) { BESIDE } else { 1.0 };
        let here = if place.shared.is_empty() || !matters(&both) { 0.0 } else { HERE };
        let score = ((0.5 * cosine + 0.5 * contained) * beside + here) * place.factor * ALONE.powi(apart);
        Likeness { score: score.clamp(0.0, 1.0), shared: place.shared.into_iter().chain(both.iter().filter_map(name)).collect() }
    }

    /// What to look for in an index to meet wordings like this one: the heaviest things first.
    #[must_use]
    pub fn sought(&self, most: usize) -> Vec<Sought> {
        let items = self.items(&self.places.hidden(), self.toned);
        let ways = |item: &Item| match item {
            Item::Matter(number) => FOLDED.matters.get(*number).cloned(),
            Item::Word(word) => Some(vec![words(word)]),
            Item::Setting(_) | Item::General(_) | Item::Light(_) | Item::Pair(..) => None,
        };
        let matters = items.iter().filter(|item| matches!(item, Item::Matter(_))).filter_map(ways);
        let names = self.places.names().map(|name| vec![name.to_vec()]);
        let mut single: Vec<Sought> = items.iter().filter(|item| matches!(item, Item::Word(_))).filter_map(ways).collect();
        // Longer words are rarer in a language of short ones.
        single.sort_by_key(|way| std::cmp::Reverse(way.iter().flatten().map(String::len).sum::<usize>()));
        matters.chain(names).chain(single).take(most).collect()
    }
}

fn name(item: &Item) -> Option<String> {
    match item {
        Item::Matter(number) | Item::Setting(number) => {
            FOLDED.matters.get(*number).and_then(|ways| ways.first()).map(|way| way.join(" "))
        }
        Item::Word(word) => Some(words(word).concat()),
        Item::General(_) | Item::Light(_) | Item::Pair(..) => None,
    }
}

/// How alike two wordings are, from 0 to 1.
#[must_use]
pub fn score(one: &str, other: &str) -> f64 {
    Wording::read(one).likeness(&Wording::read(other)).score
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_diacritics_and_turns_of_phrase_do_not_matter() {
        let one = "Đề nghị nạo vét cống thoát nước đường Lê Hồng Phong, mưa là ngập.";
        assert!(score(one, one) > 0.8);
        let bare = "duong le hong phong cu mua la ngap, kinh de nghi nao vet cong thoat nuoc";
        assert!(score(one, bare) > SAME, "{}", score(one, bare));
        assert!((score(one, bare) - score(bare, one)).abs() < 1e-9);
        // The same word decomposed (NFD), as some keyboards send it.
        assert!(
            (score("ngập nước", "nga\u{323}\u{302}p nu\u{31b}o\u{31b}\u{301}c") - score("ngập nước", "ngập nước")).abs() < 1e-9
        );
    }

    #[test]
    fn another_matter_in_the_same_street_and_the_same_matter_elsewhere_are_not_the_same() {
        let one = "Đề nghị nạo vét cống thoát nước đường Lê Hồng Phong.";
        assert!(score(one, "Đề nghị lắp đèn tín hiệu trên đường Lê Hồng Phong.") < SAME);
        assert!(score(one, "Đề nghị nạo vét cống thoát nước đường Trần Hoàn.") < SAME);
        assert!(score("Nhà văn hóa thôn 3 xuống cấp", "Nhà văn hóa thôn 5 xuống cấp") < SAME);
    }

    #[test]
    fn nothing_is_like_nothing() {
        for text in ["", "đề nghị", "😀", "\"", "1 2 3"] {
            assert!(score(text, text) < f64::EPSILON, "{text}");
            assert!(Wording::read(text).sought(6).is_empty(), "{text}");
        }
        let long = "ngập nước đường tổ ".repeat(3_000);
        assert!(score(&long, "ngập nước") <= 1.0);
    }

    #[test]
    fn what_is_looked_for_holds_other_ways_of_saying_it() {
        let sought = Wording::read("Đèn đường ở ngõ 74 hỏng").sought(6);
        assert!(sought.iter().any(|ways| ways.contains(&words("chiếu sáng"))), "{sought:?}");
    }
}
