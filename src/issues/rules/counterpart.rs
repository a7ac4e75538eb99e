//! Whose matter an issue is: the group of people that the dialogue is held with. Pure.
//!
//! An organisation speaks for its members, so its name decides until the office says otherwise.

use crate::alphabet;
use crate::kernel::text::words;

alphabet! {
    /// Nhóm đối tượng: beside field and competence the third axis by which issues are told.
    pub enum CounterpartGroup {
        Farmers = "farmers",
        Women = "women",
        Youth = "youth",
        /// Members of trade unions, and who works without one.
        Workers = "workers",
        Veterans = "veterans",
        /// Nhân dân: villages, the Front, questions from the floor and everybody else.
        People = "people",
    }
}

/// Words anywhere in the name, without diacritics. The first that fits decides: a union has "công đoàn xã" in its name.
const ANYWHERE: [(&str, CounterpartGroup); 14] = [
    ("phu nu", CounterpartGroup::Women),
    ("lhpn", CounterpartGroup::Women),
    ("nong dan", CounterpartGroup::Farmers),
    ("cuu chien binh", CounterpartGroup::Veterans),
    ("ccb", CounterpartGroup::Veterans),
    ("cong doan", CounterpartGroup::Workers),
    ("lien doan lao dong", CounterpartGroup::Workers),
    ("ldld", CounterpartGroup::Workers),
    ("nguoi lao dong", CounterpartGroup::Workers),
    // Volunteers of the war years: long no youth any more, and no army either.
    ("cuu thanh nien", CounterpartGroup::People),
    ("thanh nien", CounterpartGroup::Youth),
    ("doan tncs", CounterpartGroup::Youth),
    ("doan tn", CounterpartGroup::Youth),
    ("sinh vien", CounterpartGroup::Youth),
];

/// The Youth Union by its short names; only at the beginning, for communes and people are called Đoàn too.
const AT_THE_BEGINNING: [&str; 7] =
    ["tinh doan", "thanh doan", "xa doan", "phuong doan", "doan xa", "doan phuong", "doan dac khu"];

impl CounterpartGroup {
    /// The group that the body of this name speaks for.
    #[must_use]
    pub fn of_body(name: &str) -> Self {
        let name = format!(" {} ", words(name).join(" "));
        let has = |phrase: &str| name.contains(&format!(" {phrase} "));
        let begins = |phrase: &&str| name.starts_with(&format!(" {phrase} "));
        match ANYWHERE.iter().find(|(phrase, _)| has(phrase)) {
            Some((_, group)) => *group,
            None if AT_THE_BEGINNING.iter().any(begins) => Self::Youth,
            None => Self::People,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CounterpartGroup::{self, Farmers, People, Veterans, Women, Workers, Youth};

    #[test]
    fn an_organisation_speaks_for_its_members() {
        for (name, group) in [
            ("Hội Liên hiệp Phụ nữ phường Hải An", Women),
            ("HỘI LHPN XÃ TÂN ĐOÀN", Women),
            ("Hội Nông dân", Farmers),
            // The same letters, each with its marks apart.
            ("Ho\u{302}\u{323}i No\u{302}ng da\u{302}n xa\u{303} Đoàn Xá", Farmers),
            ("Đoàn TNCS Hồ Chí Minh phường Hải An", Youth),
            ("Đoàn Thanh niên", Youth),
            ("Hội Liên hiệp Thanh niên Việt Nam", Youth),
            ("Tỉnh Đoàn Sơn La", Youth),
            ("Đoàn xã Chiềng An", Youth),
            ("Công đoàn phường Hải An", Workers),
            ("Công đoàn xã Tân Đoàn", Workers),
            ("Liên đoàn Lao động tỉnh Sơn La", Workers),
            ("Ban đại diện người lao động", Workers),
            ("Hội Cựu chiến binh", Veterans),
            ("Hội CCB phường", Veterans),
        ] {
            assert_eq!(CounterpartGroup::of_body(name), group, "{name}");
        }
    }

    #[test]
    fn everybody_else_is_the_people() {
        for name in [
            "Ủy ban MTTQ Việt Nam phường Hải An",
            "Ủy ban MTTQ",
            "Tổ dân phố số 5",
            "Thôn Đoàn Xá",
            "Đoàn đại biểu",
            "Đoàn đại biểu Quốc hội tỉnh",
            "Đoàn Luật sư",
            "Hội Cựu Thanh niên xung phong",
            "Hội Người cao tuổi",
            "",
        ] {
            assert_eq!(CounterpartGroup::of_body(name), People, "{name}");
        }
    }
}
