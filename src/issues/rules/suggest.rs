//! What the office decided about earlier issues like this one: field of life, answering agency. Pure; it only proposes.
//!
//! Words weigh by their rarity (TF-IDF), the nearest earlier issues vote, and the answer says how many they were, so that
//! whoever reads it can judge it.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::kernel::text::fold;

/// Earlier issues that may vote.
const NEIGHBOURS: usize = 25;
/// How alike an earlier issue has to be to vote at all, from 0 to 1 (cosine).
const ALIKE: f64 = 0.22;
/// The share of the votes that the proposal needs.
const SHARE: f64 = 0.6;
/// Words that nearly every issue has, folded; they tell nothing apart.
const EMPTY: &[&str] = &[
    "cac", "cap", "cho", "co", "con", "cua", "cu", "da", "dan", "de", "den", "duoc", "gia", "hien", "khong", "kien", "la", "mot",
    "nay", "nghi", "nguoi", "nhan", "nhieu", "nhung", "o", "quan", "tai", "tam", "theo", "thi", "thon", "to", "tren", "tri",
    "trong", "tu", "va", "ve", "viec", "voi", "xa",
];

/// An earlier issue and what was decided about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    words: HashSet<String>,
    pub field: Option<String>,
    /// The lead agency.
    pub agency: Option<String>,
}

impl Earlier {
    #[must_use]
    pub fn new(text: &str, field: Option<String>, agency: Option<String>) -> Self {
        Self { words: words(text), field, agency }
    }
}

/// What earlier decisions speak for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub value: String,
    /// So many earlier issues like this one were decided so.
    pub like: usize,
}

fn words(text: &str) -> HashSet<String> {
    let folded = fold(text);
    let all = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1 && !EMPTY.contains(word));
    all.map(str::to_owned).collect()
}

#[expect(clippy::cast_precision_loss, reason = "numbers of issues are far below 2^52")]
fn weights<'a>(earlier: impl Iterator<Item = &'a Earlier> + Clone) -> HashMap<&'a str, f64> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for word in earlier.clone().flat_map(|one| &one.words) {
        *seen.entry(word).or_default() += 1;
    }
    let all = earlier.count() as f64;
    // One more than the usual fraction: with few earlier issues a word that all of them have still says something.
    seen.into_iter().map(|(word, count)| (word, (1.0 + all / count as f64).ln())).collect()
}

/// The nearest earlier issues to `text`, nearest first, with how alike they are.
fn nearest<'a>(text: &str, earlier: &'a [Earlier]) -> Vec<(&'a Earlier, f64)> {
    let weights = weights(earlier.iter());
    let weigh = |word: &str| weights.get(word).copied();
    let asked: Vec<(String, f64)> =
        words(text).into_iter().filter_map(|word| weigh(&word).map(|weight| (word, weight))).collect();
    let length = |squares: f64| squares.sqrt();
    let own = length(asked.iter().map(|(_, weight)| weight * weight).sum());
    let mut near: Vec<(&Earlier, f64)> = earlier
        .iter()
        .filter_map(|one| {
            let shared: f64 = asked.iter().filter(|(word, _)| one.words.contains(word)).map(|(_, weight)| weight * weight).sum();
            if shared == 0.0 {
                return None;
            }
            let other = length(one.words.iter().filter_map(|word| weigh(word)).map(|weight| weight * weight).sum());
            let alike = shared / (own * other);
            (alike >= ALIKE).then_some((one, alike))
        })
        .collect();
    near.sort_by(|a, b| b.1.total_cmp(&a.1));
    near.truncate(NEIGHBOURS);
    near
}

fn vote<'a>(near: &[(&'a Earlier, f64)], value: impl Fn(&'a Earlier) -> Option<&'a str>) -> Option<Proposal> {
    let mut votes: BTreeMap<&str, (f64, usize)> = BTreeMap::new();
    for (one, alike) in near {
        if let Some(value) = value(one) {
            let entry = votes.entry(value).or_default();
            *entry = (entry.0 + alike, entry.1 + 1);
        }
    }
    let all: f64 = votes.values().map(|(weight, _)| weight).sum();
    let (value, (weight, like)) = votes.into_iter().max_by(|a, b| a.1.0.total_cmp(&b.1.0))?;
    // One earlier issue is an accident.
    (like >= 2 && weight / all >= SHARE).then(|| Proposal { value: value.to_owned(), like })
}

/// Field and agency that earlier decisions speak for, where they speak clearly. `here` says what a field of then is called now;
/// one that is offered no more does not vote.
#[must_use]
pub fn propose<'a>(
    text: &str,
    earlier: &'a [Earlier],
    here: impl Fn(&'a str) -> Option<&'a str>,
) -> (Option<Proposal>, Option<Proposal>) {
    let near = nearest(text, earlier);
    (vote(&near, |one| one.field.as_deref().and_then(&here)), vote(&near, |one| one.agency.as_deref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn earlier(text: &str, field: &str, agency: &str) -> Earlier {
        let some = |value: &str| (!value.is_empty()).then(|| value.to_owned());
        Earlier::new(text, some(field), some(agency))
    }

    fn known() -> Vec<Earlier> {
        vec![
            earlier("Đề nghị nạo vét cống thoát nước tổ 3 bị tắc", "drainage", "economy"),
            earlier("Cống thoát nước đường Lê Duẩn tắc, mưa là ngập", "drainage", "economy"),
            earlier("Cống thoát nước bản Cá bị tắc nhiều năm", "drainage", ""),
            earlier("Cấp giấy chứng nhận quyền sử dụng đất cho các hộ bản Hài", "land", "economy"),
            earlier("Chậm cấp giấy chứng nhận quyền sử dụng đất", "land", "registry"),
            earlier("Trường mầm non thiếu phòng học", "education", "culture"),
        ]
    }

    #[test]
    fn the_nearest_earlier_issues_speak_and_say_how_many_they_are() {
        let known = known();
        let (field, agency) = propose("Cống thoát nước trước trường bị tắc, nước tràn ra đường", &known, Some);
        assert_eq!(field, Some(Proposal { value: "drainage".into(), like: 3 }));
        assert_eq!(agency, Some(Proposal { value: "economy".into(), like: 2 }));
        // Without diacritics it is the same question.
        let (field, _) = propose("cong thoat nuoc bi tac", &known, Some);
        assert_eq!(field.map(|one| one.value).as_deref(), Some("drainage"));
    }

    #[test]
    fn where_they_disagree_or_stand_alone_nothing_is_proposed() {
        let known = known();
        let (field, agency) = propose("Đề nghị cấp giấy chứng nhận quyền sử dụng đất", &known, Some);
        assert_eq!(field, Some(Proposal { value: "land".into(), like: 2 }));
        assert_eq!(agency, None, "two agencies, one vote each");
        assert_eq!(
            propose("Trường mầm non thiếu phòng học cho các cháu", &known, Some),
            (None, None),
            "a single one is an accident"
        );
        assert_eq!(propose("Đề nghị quan tâm", &known, Some), (None, None), "empty words are no likeness");
        assert_eq!(propose("", &[], Some), (None, None));
    }

    #[test]
    fn a_field_speaks_by_the_name_that_it_has_today() {
        let known = known();
        let today = |code: &'static str| {
            move |then| if then == "drainage" { Some(code).filter(|code| !code.is_empty()) } else { Some(then) }
        };
        let (field, _) = propose("cong thoat nuoc bi tac", &known, today("03667-1"));
        assert_eq!(field, Some(Proposal { value: "03667-1".into(), like: 3 }));
        let (field, agency) = propose("cong thoat nuoc bi tac", &known, today(""));
        assert_eq!(
            (field, agency.map(|one| one.value).as_deref()),
            (None, Some("economy")),
            "one that is closed is not proposed"
        );
    }
}
