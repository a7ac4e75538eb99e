//! Whether a wording sounds like a denunciation, which must not be stored (Law 25/2018/QH14; Decision 774/QĐ-TTg of 2020:
//! what could reveal a denouncer is secret). Pure; it only asks to look again, it decides nothing.

use std::collections::HashSet;

use crate::kernel::text;

/// Words of denunciations, in small letters. Compared with their tones: "tờ cao" is not "tố cáo".
const SIGNS: &[&str] = &[
    "tố cáo",
    "tố giác",
    "tham nhũng",
    "tham ô",
    "hối lộ",
    "đưa tiền cho",
    "ăn chặn",
    "vòi vĩnh",
    "bao che",
    "biển thủ",
    "lót tay",
];

/// The first word in `wording` that sounds like a denunciation.
#[must_use]
pub fn sign_of_denunciation(wording: &str) -> Option<&'static str> {
    let small = text::clean_line(wording).to_lowercase();
    SIGNS.iter().find(|sign| small.contains(**sign)).copied()
}

/// How alike two wordings are, from 0 to 1: the share of words that both have (Jaccard), without diacritics.
#[must_use]
pub fn likeness(one: &str, other: &str) -> f64 {
    let words = |wording: &str| -> HashSet<String> {
        let folded = text::fold(wording);
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1).map(str::to_owned).collect()
    };
    let (one, other) = (words(one), words(other));
    let (shared, all) = (one.intersection(&other).count(), one.union(&other).count());
    if all == 0 { 0.0 } else { f64::from(u32::try_from(shared).unwrap_or(0)) / f64::from(u32::try_from(all).unwrap_or(1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_denunciations_are_seen_in_any_form_and_innocent_ones_are_not() {
        assert_eq!(sign_of_denunciation("Tôi TỐ  CÁO ông trưởng thôn"), Some("tố cáo"));
        // The same letters decomposed (NFD), as some keyboards send them.
        assert_eq!(sign_of_denunciation("tham nhu\u{303}ng đất đai"), Some("tham nhũng"));
        assert_eq!(sign_of_denunciation("Đề nghị tu sửa cống thoát nước, tờ cao bị rách"), None);
    }

    #[test]
    fn likeness_is_the_share_of_common_words() {
        // Three of four words: nao, vet, cong against nao, vet, kenh and cong.
        assert!((likeness("Nạo vét cống", "nạo vét kênh, cống") - 0.75).abs() < 1e-9);
        assert!(likeness("Đường", "điện").abs() < 1e-9);
        assert!(likeness("", "").abs() < 1e-9);
    }
}
