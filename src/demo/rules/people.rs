//! Who plays: the seats of a commune and of the city, and names that are evidently invented. Pure.

use crate::alphabet;
use crate::kernel::Role;

alphabet! {
    /// A seat; its word begins the login of who sits on it.
    pub enum Seat {
        Office = "vanphong",
        Secretary = "bithu",
        Chairman = "chutich",
        Clerk = "thuky",
        Front = "mattran",
        Women = "phunu",
        Farmers = "nongdan",
        Youth = "thanhnien",
        Union = "congdoan",
        Veterans = "cuuchienbinh",
        VillageOne = "todanpho1",
        VillageTwo = "todanpho5",
        VillageThree = "todanpho9",
        Economy = "kinhte",
        Culture = "vanhoa",
        Services = "hanhchinhcong",
        Government = "vanphongubnd",
        Police = "congan",
        Inspector = "kiemtra",
        /// The party office of a province: reviews the reports from below.
        Reviewer = "vanphongthanhuy",
        /// The party's board at the centre: sees all units.
        Centre = "trunguong",
        /// Keeps the installation.
        Admin = "quantri",
    }
}

/// The bodies of a unit as seats name them: the stable word of the kind, and the beginning of the short name where a unit
/// has several of the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub kind: &'static str,
    pub short_name: &'static str,
}

impl Seat {
    /// The seats of a commune, leaders first.
    pub const COMMUNE: &'static [Self] = &[
        Self::Office,
        Self::Secretary,
        Self::Chairman,
        Self::Clerk,
        Self::Front,
        Self::Women,
        Self::Farmers,
        Self::Youth,
        Self::Union,
        Self::Veterans,
        Self::VillageOne,
        Self::VillageTwo,
        Self::VillageThree,
        Self::Economy,
        Self::Culture,
        Self::Services,
        Self::Government,
        Self::Police,
        Self::Inspector,
    ];

    /// Who has an account in a commune that is told in short.
    pub const SHORT: &'static [Self] =
        &[Self::Office, Self::Secretary, Self::Chairman, Self::Clerk, Self::Front, Self::VillageOne, Self::Economy];

    /// The residential groups; their bodies are added to the unit.
    pub const VILLAGES: &'static [Self] = &[Self::VillageOne, Self::VillageTwo, Self::VillageThree];

    /// What who sits there may do.
    #[must_use]
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Office => &[Role::Office],
            Self::Secretary | Self::Chairman => &[Role::Leader],
            Self::Clerk => &[Role::Clerk],
            Self::Front => &[Role::Supervisor, Role::Submitter],
            Self::Women
            | Self::Farmers
            | Self::Youth
            | Self::Union
            | Self::Veterans
            | Self::VillageOne
            | Self::VillageTwo
            | Self::VillageThree => &[Role::Submitter],
            Self::Economy | Self::Culture | Self::Services | Self::Government | Self::Police => &[Role::Answering],
            Self::Inspector => &[Role::Auditor],
            Self::Reviewer | Self::Centre => &[Role::Superior],
            Self::Admin => &[Role::Admin, Role::Auditor],
        }
    }

    /// The body in which the seat stands.
    #[must_use]
    pub const fn place(self) -> Place {
        let (kind, short_name) = match self {
            Self::Office | Self::Clerk | Self::Reviewer => ("party_office", ""),
            Self::Secretary => ("party_committee", ""),
            Self::Chairman => ("people_committee", ""),
            Self::Front => ("fatherland_front", ""),
            Self::Women => ("mass_organization", "Hội Phụ nữ"),
            Self::Farmers => ("mass_organization", "Hội Nông dân"),
            Self::Youth => ("mass_organization", "Đoàn Thanh niên"),
            Self::Union => ("mass_organization", "Công đoàn"),
            Self::Veterans => ("mass_organization", "Hội Cựu chiến binh"),
            Self::VillageOne | Self::VillageTwo | Self::VillageThree => ("village", ""),
            Self::Economy => ("department", "Phòng Kinh tế"),
            Self::Culture => ("department", "Phòng Văn hóa"),
            Self::Services => ("public_service_center", ""),
            Self::Government => ("government_office", ""),
            Self::Police => ("police", ""),
            Self::Inspector => ("party_board", "Ủy ban Kiểm tra"),
            Self::Centre => ("party_board", ""),
            Self::Admin => ("administration", ""),
        };
        Place { kind, short_name }
    }
}

const FAMILIES: &[&str] = &[
    "Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đỗ", "Hoàng", "Bùi", "Đặng", "Ngô", "Đoàn", "Lương", "Đinh", "Mai", "Đào", "Phan",
    "Tạ",
];
const MIDDLES: &[&str] = &["Văn", "Thị", "Đức", "Thu", "Quang"];
/// "Sample", "For Example", "Illustration", "Instance", "Assumption": nobody is called like that.
const GIVEN: &[&str] = &["Mẫu", "Thí Dụ", "Minh Họa", "Ví Dụ", "Giả Định", "Làm Mẫu"];

/// Where the people of the demonstration have their mail: "for-example.vn".
const MAIL: &str = "vi-du.example";

/// The mail address of who signs in as `login`.
#[must_use]
pub fn email(login: &str) -> String {
    format!("{login}@{MAIL}")
}

/// How many different names there are: the three lengths have no common divisor.
pub const NAMES: usize = 510;

/// The `at`-th invented name.
#[must_use]
pub fn name(at: usize) -> String {
    let word = |list: &[&'static str]| list.get(at % list.len()).copied().unwrap_or_default();
    format!("{} {} {}", word(FAMILIES), word(MIDDLES), word(GIVEN))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_do_not_repeat_soon() {
        assert_eq!(name(0), "Nguyễn Văn Mẫu");
        assert_eq!((7..7 + NAMES).map(name).collect::<BTreeSet<_>>().len(), NAMES);
    }
}
