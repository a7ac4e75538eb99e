//! The columns of a sheet of issues and the words that stand in them, in both languages. Pure.

use super::words::{Channel, IssueKind};
use crate::kernel::text::fold;

/// A column that a sheet may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Receipt code of an issue that the organisation has handed in: in sheets that we wrote.
    Receipt,
    /// The version that the sheet was written from.
    Version,
    Wording,
    Kind,
    Field,
    People,
    Village,
    Channel,
    /// Ticked where somebody looked again at words that sound like a denunciation.
    Reviewed,
    FullName,
    Address,
    Contact,
    /// Written for people, never read.
    State,
    /// Why a row came back. Never read.
    Reason,
}

/// A column with its heading in Vietnamese and English, its width in characters, and other headings by which it is known.
#[derive(Debug)]
pub struct Known {
    pub column: Column,
    pub vi: &'static str,
    pub en: &'static str,
    pub width: u8,
    folded: &'static [&'static str],
}

const fn known(column: Column, vi: &'static str, en: &'static str, width: u8, folded: &'static [&'static str]) -> Known {
    Known { column, vi, en, width, folded }
}

/// All columns in the order in which we write them.
pub const COLUMNS: &[Known] = &[
    known(Column::Receipt, "Mã biên nhận", "Receipt", 14, &["ma bien nhan", "receipt"]),
    known(Column::Version, "Phiên bản", "Version", 10, &["phien ban", "version"]),
    known(
        Column::Wording,
        "Nội dung",
        "Wording",
        70,
        &["noi dung", "noi dung kien nghi", "noi dung y kien", "y kien", "wording"],
    ),
    known(Column::Kind, "Loại", "Kind", 12, &["loai", "loai y kien", "kind"]),
    known(Column::Field, "Lĩnh vực", "Field", 28, &["linh vuc", "field"]),
    known(Column::People, "Số người", "People", 10, &["so nguoi", "so nguoi cung y kien", "people"]),
    known(
        Column::Village,
        "Thôn, tổ dân phố",
        "Village",
        18,
        &["thon, to dan pho", "thon", "to dan pho", "thon, ban, to dan pho", "village"],
    ),
    known(Column::Channel, "Tiếp nhận qua", "Channel", 16, &["tiep nhan qua", "kenh", "kenh tiep nhan", "channel"]),
    known(Column::Reviewed, "Không phải tố cáo", "Not a denunciation", 12, &["khong phai to cao", "not a denunciation"]),
    known(Column::FullName, "Họ tên", "Full name", 22, &["ho ten", "ho va ten", "full name"]),
    known(Column::Address, "Địa chỉ", "Address", 26, &["dia chi", "address"]),
    known(Column::Contact, "Liên hệ", "Contact", 18, &["lien he", "dien thoai", "contact"]),
    known(Column::State, "Tình trạng", "State", 18, &["tinh trang", "state"]),
    known(Column::Reason, "Lý do", "Reason", 50, &["ly do", "reason"]),
];

/// What an organisation fills in, in the order of work.
pub const TO_FILL: &[Column] = &[
    Column::Wording,
    Column::Kind,
    Column::Field,
    Column::People,
    Column::Village,
    Column::Channel,
    Column::Reviewed,
    Column::FullName,
    Column::Address,
    Column::Contact,
];

/// What an export has: who raised an issue is no part of it.
pub const EXPORTED: &[Column] = &[
    Column::Receipt,
    Column::Version,
    Column::Wording,
    Column::Kind,
    Column::Field,
    Column::People,
    Column::Village,
    Column::Channel,
    Column::State,
];

impl Column {
    /// The column of a heading as people write it.
    #[must_use]
    pub fn of(heading: &str) -> Option<Self> {
        let folded = fold(heading);
        COLUMNS.iter().find(|known| known.folded.contains(&folded.as_str())).map(|known| known.column)
    }

    /// Its row of [`COLUMNS`].
    #[must_use]
    pub fn known(self) -> &'static Known {
        COLUMNS.iter().find(|known| known.column == self).unwrap_or(&COLUMNS[0])
    }

    /// The field of forms that holds the same, by which faults are told.
    #[must_use]
    pub const fn field(self) -> Option<&'static str> {
        Some(match self {
            Self::Wording => "issue_wording",
            Self::Kind => "issue_kind",
            Self::Field => "issue_field",
            Self::People => "people",
            Self::Village => "village",
            Self::Channel => "channel",
            Self::FullName => "petitioner_name",
            Self::Address => "petitioner_address",
            Self::Contact => "petitioner_contact",
            Self::Reviewed => "confirmed",
            Self::Receipt => "sheet_receipt",
            Self::Version => "sheet_version",
            Self::State | Self::Reason => return None,
        })
    }
}

/// Kinds by their words: Vietnamese, English.
pub const KINDS: &[(IssueKind, &str, &str)] = &[
    (IssueKind::Proposal, "kiến nghị", "proposal"),
    (IssueKind::Reflection, "phản ánh", "reflection"),
    (IssueKind::Complaint, "khiếu nại", "complaint"),
];

/// Channels by their words: Vietnamese, English. Nothing of a sheet was raised in the hall.
pub const CHANNELS: &[(Channel, &str, &str)] = &[
    (Channel::Organisation, "tổ chức tổng hợp", "organisation"),
    (Channel::Paper, "đơn, thư", "letter"),
    (Channel::Phone, "điện thoại", "telephone"),
    (Channel::Online, "mạng internet", "internet"),
];

/// The word of `list` that a cell says, without regard to capitals and diacritics.
#[must_use]
pub fn word_of<T: Copy>(list: &[(T, &str, &str)], cell: &str) -> Option<T> {
    let wanted = fold(cell);
    list.iter().find(|(_, vi, en)| fold(vi) == wanted || *en == wanted).map(|(word, _, _)| *word)
}

/// The word of `list` as we write it, Vietnamese and English; empty for one that sheets do not have.
#[must_use]
pub fn words_for<T: PartialEq>(list: &[(T, &'static str, &'static str)], word: &T) -> (&'static str, &'static str) {
    list.iter().find(|(known, _, _)| known == word).map_or(("", ""), |(_, vi, en)| (vi, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_known_by_both_its_headings_and_by_no_other_columns() {
        for known in COLUMNS {
            assert_eq!((Column::of(known.vi), Column::of(known.en)), (Some(known.column), Some(known.column)));
            assert_eq!(known.column.known().vi, known.vi);
        }
        assert_eq!(Column::of("NỘI  DUNG "), Some(Column::Wording));
        assert_eq!(Column::of("Màu"), None);
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        for (kind, vi, en) in KINDS {
            assert_eq!((word_of(KINDS, vi), word_of(KINDS, en), words_for(KINDS, kind)), (Some(*kind), Some(*kind), (*vi, *en)));
        }
        assert_eq!(word_of(CHANNELS, "Đơn, Thư"), Some(Channel::Paper));
        assert_eq!(word_of(KINDS, "tố cáo"), None);
    }
}
