//! Where a wording is: names and numbers of streets, villages, groups of houses. Pure.
//!
//! Names are seen by their capitals where somebody typed capitals; without them a name is still found when the other wording
//! has it with capitals.

use std::collections::BTreeSet;

use crate::kernel::text::{joins, toned, words};

/// A word of a wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Folded.
    pub word: String,
    /// With its diacritics.
    pub toned: String,
    /// It begins with a capital and goes on otherwise.
    capital: bool,
    /// A sentence or a part of one begins here.
    begins: bool,
}

/// Words that stand before names and numbers of places.
const MARKERS: &[&str] = &[
    "duong", "pho", "thon", "xom", "ap", "ban", "lang", "cau", "cho", "kenh", "song", "rach", "ngo", "ngach", "kiet", "hem",
    "khu", "to", "tdp", "kp", "doi", "buon", "khom", "cum", "phum", "soc", "ho", "dap", "dam", "dong", "quoc", "tinh", "huyen",
    "lo", "truong", "xa", "phuong", "quan", "bai",
];

/// Words that stand between such a word and its number.
const BETWEEN: &[&str] = &["so", "dan", "pho", "lo", "cu"];

/// Capitals that are no names of places.
const NO_NAMES: &[&str] =
    &["nhan", "dang", "nha", "nuoc", "uy", "mat", "trung", "mam", "tieu", "cong", "nong", "phu", "cuu", "thanh", "hanh", "phuc"];

/// Capitals that stand before a name and are no part of it.
const TITLES: &[&str] = &["hoi", "doan", "chi", "cong", "nha"];

/// The words of a text, each with how it was typed.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut word, mut begins) = (String::new(), true);
    for c in text.chars().chain([' ']) {
        if joins(c) {
            word.push(c);
            continue;
        }
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        let capital = letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase);
        for folded in words(&word) {
            tokens.push(Token { word: folded, toned: toned(&word), capital, begins: std::mem::take(&mut begins) });
        }
        word.clear();
        begins |= matches!(c, '.' | '!' | '?' | ';' | ':' | '\n' | '-' | '–' | '"' | '“' | '(' | '·');
    }
    // A text in capitals throughout says nothing by them.
    let capitals = tokens.iter().filter(|token| token.capital).count();
    if capitals * 10 > tokens.len() * 9 && tokens.len() > 4 {
        tokens.iter_mut().for_each(|token| token.capital = false);
    }
    tokens
}

/// The places that a wording names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    names: BTreeSet<Vec<String>>,
    /// Kind and number: group 5, lane 74.
    numbers: BTreeSet<(String, String)>,
    /// Where in the wording they stand.
    at: BTreeSet<usize>,
}

impl Places {
    #[must_use]
    pub fn of(tokens: &[Token]) -> Self {
        let mut places = Self::default();
        let word = |at: usize| tokens.get(at).map_or("", |token| token.word.as_str());
        let mut at = 0;
        while at < tokens.len() {
            if let Some(end) = number_after(tokens, at) {
                let kind = if word(at) == "tdp" { "to" } else { word(at) };
                let kind = if word(at) == "khu" && word(at + 1) == "pho" { "kp" } else { kind };
                places.numbers.insert((kind.to_owned(), word(end).to_owned()));
                places.at.extend(at..=end);
                at = end + 1;
                continue;
            }
            let capital = |at: &usize| tokens.get(*at).is_some_and(|token| token.capital);
            let end = (at..tokens.len()).take_while(capital).last().map_or(at, |last| last + 1);
            if end == at {
                at += 1;
                continue;
            }
            let mut start = at;
            while end - start > 1 && (is_marker(word(start)) || TITLES.contains(&word(start))) {
                start += 1;
            }
            let before = if start > 0 { word(start - 1) } else { "" };
            let marked = is_marker(before) && !matches!(before, "truong" | "tinh" | "ban" | "dong");
            let opens = tokens.get(start).is_some_and(|token| token.begins);
            if end - start >= 2 || (marked && !opens && !NO_NAMES.contains(&word(start))) {
                places.names.insert((start..end).map(|at| word(at).to_owned()).collect());
                places.at.extend(start..end);
            }
            at = end;
        }
        places
    }

    fn is_empty(&self) -> bool {
        self.names.is_empty() && self.numbers.is_empty()
    }

    pub fn names(&self) -> impl Iterator<Item = &[String]> {
        self.names.iter().map(Vec::as_slice)
    }

    #[must_use]
    pub fn hidden(&self) -> BTreeSet<usize> {
        self.at.clone()
    }
}

fn is_marker(word: &str) -> bool {
    MARKERS.contains(&word)
}

/// Where the number of the place that begins `at` stands, if one does.
fn number_after(tokens: &[Token], at: usize) -> Option<usize> {
    let word = |at: usize| tokens.get(at).map(|token| token.word.as_str());
    if !is_marker(word(at)?) {
        return None;
    }
    let mut next = at + 1;
    while next < at + 4 && word(next).is_some_and(|word| BETWEEN.contains(&word)) {
        next += 1;
    }
    word(next)?.starts_with(|c: char| c.is_ascii_digit()).then_some(next)
}

/// Where `name` stands in the words, if it does.
fn stands(name: &[String], tokens: &[Token]) -> Option<usize> {
    tokens.windows(name.len().max(1)).position(|some| some.iter().zip(name).all(|(token, word)| token.word == *word))
}

/// What the places of two wordings say about their likeness.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// 1 where nothing speaks against one place.
    pub factor: f64,
    /// Words that are names of places, in either wording.
    pub hidden: (BTreeSet<usize>, BTreeSet<usize>),
    /// The names that both have.
    pub shared: Vec<String>,
}

/// Compares the places of two wordings.
#[must_use]
pub fn factor(one: (&Places, &[Token]), other: (&Places, &[Token])) -> Compared {
    let (mut hidden_one, mut hidden_other) = (one.0.hidden(), other.0.hidden());
    let (mut shared, mut only_one, mut only_other) = (Vec::new(), 0, 0);
    for name in one.0.names.union(&other.0.names) {
        match (stands(name, one.1), stands(name, other.1)) {
            (Some(here), Some(there)) => {
                hidden_one.extend(here..here + name.len());
                hidden_other.extend(there..there + name.len());
                shared.push(name.join(" "));
            }
            (Some(_), None) => only_one += 1,
            _ => only_other += 1,
        }
    }
    let numbers = one.0.numbers.intersection(&other.0.numbers);
    shared.extend(numbers.map(|(kind, number)| format!("{kind} {number}")));
    // Another number of the same kind is another place; a number of a kind that the other does not name says nothing.
    let differs = |mine: &Places, theirs: &Places| {
        mine.numbers.iter().any(|(kind, number)| {
            theirs.numbers.iter().any(|(other, _)| other == kind) && !theirs.numbers.contains(&(kind.clone(), number.clone()))
        })
    };
    let numbers_differ = differs(one.0, other.0) && differs(other.0, one.0);
    let factor = match (shared.is_empty(), only_one > 0, only_other > 0) {
        _ if numbers_differ => 0.4,
        (false, true, true) => 0.7,
        (false, _, _) => 1.0,
        (true, true, true) => 0.35,
        _ if one.0.is_empty() && other.0.is_empty() => 1.0,
        _ => 0.85,
    };
    Compared { factor, hidden: (hidden_one, hidden_other), shared }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let places = Places::of(&tokens(text));
        let numbers = places.numbers.iter().map(|(kind, number)| format!("{kind} {number}"));
        places.names.iter().map(|name| name.join(" ")).chain(numbers).collect()
    }

    #[test]
    fn names_and_numbers_of_places_are_seen() {
        assert_eq!(names("Đề nghị sửa đường Lê Hồng Phong, tổ dân phố số 5"), ["le hong phong", "to 5"]);
        assert_eq!(names("Đường Trần Hoàn ngập"), ["tran hoan"]);
        assert_eq!(names("Đề nghị Nhà nước, Đảng ủy và Nhân dân quan tâm"), Vec::<String>::new());
        assert_eq!(names("Trường Mầm non Đằng Lâm"), ["dang lam"]);
        assert_eq!(names("TDP 3 và tổ 3, khu phố 2, kiệt 74"), ["kiet 74", "kp 2", "to 3"]);
        assert_eq!(names("ĐỀ NGHỊ SỬA ĐƯỜNG LÊ HỒNG PHONG"), Vec::<String>::new());
        assert_eq!(names("thôn Đông bị ngập"), ["dong"]);
    }
}
