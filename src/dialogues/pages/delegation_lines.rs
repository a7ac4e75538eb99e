//! Heads who do not lead although the rules want them in person, in words. Part: `partials/delegation`.

use serde::Serialize;

use crate::dialogues::rules::delegation::Delegated;

/// One head and who leads instead.
#[derive(Debug, Clone, Serialize)]
pub struct DelegationLine {
    pub head: String,
    pub title: String,
    pub instead: String,
    pub legal_basis: String,
}

impl From<Delegated> for DelegationLine {
    fn from(one: Delegated) -> Self {
        Self { head: one.head.name, title: one.head.title, instead: one.instead, legal_basis: one.head.legal_basis }
    }
}

impl DelegationLine {
    /// For the views' samples.
    pub(super) fn sample() -> Self {
        Self {
            head: "Lò Văn Mẫu".into(),
            title: "Bí thư Đảng ủy".into(),
            instead: "Hà Thị Mẫu, Phó Bí thư".into(),
            legal_basis: "Quy định 11-QĐi/TW".into(),
        }
    }
}
