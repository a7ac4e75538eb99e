//! Bodies that a unit has by law and practice, passwords, and the wait after failed sign-ins. Pure.

pub mod absences;

use crate::alphabet;
use crate::kernel::{Refusal, Violations};

alphabet! {
    /// Kinds of territorial units since 1 July 2025 (two levels below the centre).
    pub enum UnitKind {
        Central = "central",
        Province = "tỉnh",
        City = "thành phố trung ương",
        Commune = "xã",
        Ward = "phường",
        SpecialZone = "đặc khu",
    }
}

impl UnitKind {
    #[must_use]
    pub const fn is_provincial(self) -> bool {
        matches!(self, Self::Province | Self::City)
    }

    #[must_use]
    pub const fn is_communal(self) -> bool {
        matches!(self, Self::Commune | Self::Ward | Self::SpecialZone)
    }
}

alphabet! {
    /// Kinds of bodies.
    pub enum BodyKind {
        PartyCommittee = "party_committee",
        PartyOffice = "party_office",
        PartyBoard = "party_board",
        PeopleCommittee = "people_committee",
        GovernmentOffice = "government_office",
        Department = "department",
        PublicServiceCenter = "public_service_center",
        Police = "police",
        Military = "military",
        PeopleCouncil = "people_council",
        FatherlandFront = "fatherland_front",
        MassOrganization = "mass_organization",
        Village = "village",
        Enterprise = "enterprise",
        Administration = "administration",
    }
}

impl BodyKind {
    /// Bodies that collect issues among the people and hand them in.
    #[must_use]
    pub const fn submits(self) -> bool {
        matches!(self, Self::FatherlandFront | Self::MassOrganization | Self::Village)
    }

    /// Bodies that answer issues and keep promises.
    #[must_use]
    pub const fn answers(self) -> bool {
        matches!(
            self,
            Self::PeopleCommittee
                | Self::GovernmentOffice
                | Self::Department
                | Self::PublicServiceCenter
                | Self::Police
                | Self::Military
                | Self::PartyBoard
                | Self::Enterprise
        )
    }
}

alphabet! {
    /// Kinds of posts, as far as duties and papers depend on them.
    pub enum PostKind {
        Head = "head",
        Deputy = "deputy",
        OfficeChief = "office_chief",
        Clerk = "clerk",
        Staff = "staff",
    }
}

/// A body that a unit gets when it is activated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyTemplate {
    pub kind: BodyKind,
    /// `{}` stands for the unit's own name with its kind in small letters: "phường Hải An".
    pub name: &'static str,
    pub short_name: &'static str,
    /// Abbreviation in the symbol of its papers; empty where it issues none.
    pub symbol: &'static str,
    /// Place of the parent body in the same list.
    pub parent: Option<usize>,
    /// Title of its head.
    pub head: &'static str,
}

const fn template(
    kind: BodyKind,
    name: &'static str,
    short_name: &'static str,
    symbol: &'static str,
    parent: Option<usize>,
    head: &'static str,
) -> BodyTemplate {
    BodyTemplate { kind, name, short_name, symbol, parent, head }
}

/// Decision 298-QĐ/TW (2025), Law 72/2025/QH15, Law 97/2025/QH15: a commune or ward.
const COMMUNE: &[BodyTemplate] = &[
    template(BodyKind::PartyCommittee, "Đảng ủy {}", "Đảng ủy", "ĐU", None, "Bí thư Đảng ủy"),
    template(BodyKind::PartyOffice, "Văn phòng Đảng ủy {}", "Văn phòng Đảng ủy", "VPĐU", Some(0), "Chánh Văn phòng Đảng ủy"),
    template(BodyKind::PartyBoard, "Ban Xây dựng Đảng {}", "Ban Xây dựng Đảng", "BXDĐ", Some(0), "Trưởng Ban Xây dựng Đảng"),
    template(BodyKind::PartyBoard, "Ủy ban Kiểm tra Đảng ủy {}", "Ủy ban Kiểm tra", "UBKT", Some(0), "Chủ nhiệm Ủy ban Kiểm tra"),
    template(BodyKind::PeopleCouncil, "Hội đồng nhân dân {}", "HĐND", "HĐND", None, "Chủ tịch HĐND"),
    template(BodyKind::PeopleCommittee, "Ủy ban nhân dân {}", "UBND", "UBND", None, "Chủ tịch UBND"),
    template(
        BodyKind::GovernmentOffice,
        "Văn phòng HĐND và UBND {}",
        "Văn phòng HĐND và UBND",
        "VP",
        Some(5),
        "Chánh Văn phòng HĐND và UBND",
    ),
    template(BodyKind::Department, ECONOMY, ECONOMY_SHORT, "PKT", Some(5), "Trưởng phòng"),
    template(BodyKind::Department, "Phòng Văn hóa - Xã hội {}", "Phòng Văn hóa - Xã hội", "PVHXH", Some(5), "Trưởng phòng"),
    template(
        BodyKind::PublicServiceCenter,
        "Trung tâm Phục vụ hành chính công {}",
        "Trung tâm Phục vụ hành chính công",
        "TTPVHCC",
        Some(5),
        "Giám đốc",
    ),
    template(BodyKind::Police, "Công an {}", "Công an", "CA", None, "Trưởng Công an"),
    template(BodyKind::Military, "Ban Chỉ huy quân sự {}", "Ban Chỉ huy quân sự", "BCHQS", None, "Chỉ huy trưởng"),
    template(BodyKind::FatherlandFront, "Ủy ban MTTQ Việt Nam {}", "MTTQ", "MTTQ-BTT", None, "Chủ tịch Ủy ban MTTQ Việt Nam"),
    template(BodyKind::MassOrganization, "Công đoàn {}", "Công đoàn", "CĐ", Some(12), "Chủ tịch Công đoàn"),
    template(BodyKind::MassOrganization, "Hội Nông dân {}", "Hội Nông dân", "HND", Some(12), "Chủ tịch Hội Nông dân"),
    template(BodyKind::MassOrganization, "Hội Liên hiệp Phụ nữ {}", "Hội Phụ nữ", "HPN", Some(12), "Chủ tịch Hội LHPN"),
    template(BodyKind::MassOrganization, "Đoàn TNCS Hồ Chí Minh {}", "Đoàn Thanh niên", "ĐTN", Some(12), "Bí thư Đoàn"),
    template(
        BodyKind::MassOrganization,
        "Hội Cựu chiến binh {}",
        "Hội Cựu chiến binh",
        "HCCB",
        Some(12),
        "Chủ tịch Hội Cựu chiến binh",
    ),
];

/// Stands for "Phòng Kinh tế" in communes and "Phòng Kinh tế, Hạ tầng và Đô thị" in wards.
const ECONOMY: &str = "{economy} {}";
const ECONOMY_SHORT: &str = "{economy}";

/// Decision 298-QĐ/TW and Law 72/2025/QH15: a province or centrally run city.
const PROVINCE: &[BodyTemplate] = &[
    template(BodyKind::PartyCommittee, "{committee}", "{committee_short}", "TU", None, "Bí thư"),
    template(
        BodyKind::PartyOffice,
        "Văn phòng {committee_short}",
        "Văn phòng {committee_short}",
        "VPTU",
        Some(0),
        "Chánh Văn phòng",
    ),
    template(
        BodyKind::PartyBoard,
        "Ban Tuyên giáo và Dân vận {committee_short}",
        "Ban Tuyên giáo và Dân vận",
        "BTGDVTU",
        Some(0),
        "Trưởng Ban",
    ),
    template(BodyKind::PartyBoard, "Ban Nội chính {committee_short}", "Ban Nội chính", "BNCTU", Some(0), "Trưởng Ban"),
    template(BodyKind::PeopleCouncil, "Hội đồng nhân dân {}", "HĐND", "HĐND", None, "Chủ tịch HĐND"),
    template(BodyKind::PeopleCommittee, "Ủy ban nhân dân {}", "UBND", "UBND", None, "Chủ tịch UBND"),
    template(BodyKind::GovernmentOffice, "Văn phòng UBND {}", "Văn phòng UBND", "VP", Some(5), "Chánh Văn phòng"),
    template(
        BodyKind::Department,
        "Sở Nông nghiệp và Môi trường {}",
        "Sở Nông nghiệp và Môi trường",
        "SNNMT",
        Some(5),
        "Giám đốc Sở",
    ),
    template(BodyKind::Department, "Sở Xây dựng {}", "Sở Xây dựng", "SXD", Some(5), "Giám đốc Sở"),
    template(BodyKind::Department, "Sở Nội vụ {}", "Sở Nội vụ", "SNV", Some(5), "Giám đốc Sở"),
    template(BodyKind::Department, "Sở Tài chính {}", "Sở Tài chính", "STC", Some(5), "Giám đốc Sở"),
    template(BodyKind::Department, "Sở Giáo dục và Đào tạo {}", "Sở Giáo dục và Đào tạo", "SGDĐT", Some(5), "Giám đốc Sở"),
    template(BodyKind::Department, "Sở Y tế {}", "Sở Y tế", "SYT", Some(5), "Giám đốc Sở"),
    template(BodyKind::FatherlandFront, "Ủy ban MTTQ Việt Nam {}", "MTTQ", "MTTQ-BTT", None, "Chủ tịch Ủy ban MTTQ Việt Nam"),
    template(BodyKind::MassOrganization, "Liên đoàn Lao động {}", "Liên đoàn Lao động", "LĐLĐ", Some(13), "Chủ tịch"),
    template(BodyKind::MassOrganization, "Hội Nông dân {}", "Hội Nông dân", "HND", Some(13), "Chủ tịch Hội Nông dân"),
    template(BodyKind::MassOrganization, "Hội Liên hiệp Phụ nữ {}", "Hội Phụ nữ", "HPN", Some(13), "Chủ tịch Hội LHPN"),
    template(BodyKind::MassOrganization, "Tỉnh Đoàn {}", "Đoàn Thanh niên", "ĐTN", Some(13), "Bí thư"),
    template(
        BodyKind::MassOrganization,
        "Hội Cựu chiến binh {}",
        "Hội Cựu chiến binh",
        "HCCB",
        Some(13),
        "Chủ tịch Hội Cựu chiến binh",
    ),
];

/// The bodies of a unit of this kind, parents before children; none for the centre.
#[must_use]
pub const fn body_templates(kind: UnitKind) -> &'static [BodyTemplate] {
    if kind.is_communal() {
        COMMUNE
    } else if kind.is_provincial() {
        PROVINCE
    } else {
        &[]
    }
}

/// A template's text for the unit `name` ("Phường Hải An", "Sơn La").
#[must_use]
pub fn fill(text: &str, kind: UnitKind, name: &str) -> String {
    let bare = name.strip_prefix("Thành phố ").unwrap_or(name);
    let (committee, committee_short) = match kind {
        UnitKind::City => (format!("Thành ủy {bare}"), "Thành ủy"),
        _ => (format!("Tỉnh ủy {bare}"), "Tỉnh ủy"),
    };
    let economy = if kind == UnitKind::Ward { "Phòng Kinh tế, Hạ tầng và Đô thị" } else { "Phòng Kinh tế" };
    text.replace("{committee_short}", committee_short)
        .replace("{committee}", &committee)
        .replace("{economy}", economy)
        .replace("{}", &in_a_sentence(kind, name))
}

/// The unit's name inside a sentence: "phường Hải An", "tỉnh Sơn La", "thành phố Hải Phòng".
#[must_use]
pub fn in_a_sentence(kind: UnitKind, name: &str) -> String {
    if kind == UnitKind::Province && !name.starts_with("Tỉnh ") {
        return format!("tỉnh {name}");
    }
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Shortest and longest password, in characters (OWASP ASVS 5.0, 6.2.1 and 6.2.9).
pub const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 12..=128;

/// Beginnings that are tried first; compared without diacritics, capitals and blanks.
const COMMON: &[&str] = &[
    "123456", "matkhau", "password", "qwerty", "doithoai", "danguy", "vanphong", "mattran", "vietnam", "admin", "abc123",
    "111111", "xinchao",
];

/// Whether a new password is good enough; `related` are words that it may not consist of (login, name).
///
/// # Errors
/// What is wrong with it.
pub fn check_password(password: &str, related: &[&str]) -> Result<(), Violations> {
    let length = password.chars().count();
    let mut violations = Violations::default();
    if !PASSWORD_LENGTH.contains(&length) {
        let refusal = Refusal::on("password", "password.length");
        violations.push(refusal.arg("least", PASSWORD_LENGTH.start()).arg("most", PASSWORD_LENGTH.end()));
    }
    let squeezed = squeeze(password);
    let mut letters: Vec<char> = squeezed.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let guessable = COMMON.iter().any(|word| squeezed.starts_with(word) && squeezed.len() < word.len() + 7)
        || related
            .iter()
            .map(|word| squeeze(word))
            .any(|word| word.len() > 3 && squeezed.contains(&word) && squeezed.len() < word.len() + 7)
        || letters.len() < 5;
    if guessable {
        violations.push(Refusal::on("password", "password.guessable"));
    }
    violations.or(())
}

fn squeeze(text: &str) -> String {
    crate::kernel::text::fold(text).replace(' ', "")
}

/// Failed sign-ins older than this no longer count, in minutes.
pub const FAILURE_WINDOW_MINUTES: i64 = 30;

/// Seconds to wait after the last of `failures` recent failures: none at first, then doubling up to five minutes.
/// Never a lock-out, which outsiders could use against a leader.
#[must_use]
pub fn wait_seconds(failures: u64) -> i64 {
    match failures {
        0..5 => 0,
        n => (2_i64 << (n - 5).min(9)).min(300),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_an_office_writes_them() {
        let named = |kind, unit, at: usize| fill(body_templates(kind)[at].name, kind, unit);
        assert_eq!(named(UnitKind::Ward, "Phường Chiềng An", 0), "Đảng ủy phường Chiềng An");
        assert_eq!(named(UnitKind::Ward, "Phường Chiềng An", 7), "Phòng Kinh tế, Hạ tầng và Đô thị phường Chiềng An");
        assert_eq!(named(UnitKind::Commune, "Xã Tân Đoàn", 7), "Phòng Kinh tế xã Tân Đoàn");
        assert_eq!(named(UnitKind::Province, "Sơn La", 0), "Tỉnh ủy Sơn La");
        assert_eq!(named(UnitKind::Province, "Sơn La", 5), "Ủy ban nhân dân tỉnh Sơn La");
        assert_eq!(named(UnitKind::City, "Thành phố Hải Phòng", 1), "Văn phòng Thành ủy");
        assert_eq!(named(UnitKind::City, "Thành phố Hải Phòng", 8), "Sở Xây dựng thành phố Hải Phòng");
    }

    #[test]
    fn parents_come_before_their_children_and_the_five_organisations_are_there() {
        for kind in [UnitKind::Commune, UnitKind::Province] {
            let list = body_templates(kind);
            assert!(list.iter().enumerate().all(|(at, body)| body.parent.is_none_or(|parent| parent < at)));
            assert_eq!(list.iter().filter(|body| body.kind == BodyKind::MassOrganization).count(), 5);
            let front = list.iter().position(|body| body.kind == BodyKind::FatherlandFront);
            assert!(list.iter().filter(|body| body.kind == BodyKind::MassOrganization).all(|body| body.parent == front));
        }
    }

    #[test]
    fn passwords_that_are_tried_first_are_refused() {
        for bad in ["ngắn", "Mật khẩu 123", "vanphong2025", "aaaaaaaaaaaa", "chieng.an2025"] {
            assert!(check_password(bad, &["chieng.an"]).is_err(), "{bad}");
        }
        for good in ["bốn con trâu gặm cỏ", "x9-Ruộng-bậc-thang"] {
            assert_eq!(check_password(good, &["chieng.an"]), Ok(()), "{good}");
        }
    }

    #[test]
    fn the_wait_grows_and_stays_below_five_minutes() {
        assert_eq!([0, 4, 5, 6, 7, 100].map(wait_seconds), [0, 0, 2, 4, 8, 300]);
    }
}
