//! Examples of the printed minutes, for the template laws and for a look at the paper.

use chrono::{DateTime, NaiveDate, Utc};

use crate::kernel::{AccountId, MinutesId, SessionId};
use crate::minutes::pages::print::Paper;
use crate::minutes::rules::record::{Attendant, RecordedAnswer, RecordedItem, RecordedPromise};
use crate::minutes::rules::{ItemKind, Minutes, MinutesState, Outcome, Record, Signature};

fn at(hour: u32, minute: u32) -> DateTime<Utc> {
    let day = NaiveDate::from_ymd_opt(2025, 8, 28).unwrap_or_default();
    crate::kernel::clock::instant(day.and_hms_opt(hour, minute, 0).unwrap_or_default())
}

fn attendant(name: &str, title: &str, part: &str, status: &str, note: &str) -> Attendant {
    let (note, replaced_by) = if status == "replaced" { ("", note) } else { (note, "") };
    Attendant {
        name: name.into(),
        title: title.into(),
        part: part.into(),
        status: status.into(),
        note: note.into(),
        replaced_by: replaced_by.into(),
    }
}

fn item(kind: ItemKind, number: i32, title: &str, question: &str) -> RecordedItem {
    RecordedItem {
        kind,
        number,
        late: kind == ItemKind::Floor,
        title: title.into(),
        asked_by: String::new(),
        asked_from: String::new(),
        question: question.into(),
        contents: 1,
        answers: Vec::new(),
        outcome: None,
        outcome_note: String::new(),
        promises: Vec::new(),
    }
}

fn record() -> Record {
    let drains = RecordedItem {
        asked_by: "Bà Nguyễn Thị Mẫu".into(),
        asked_from: "Tổ dân phố số 5".into(),
        answers: vec![RecordedAnswer {
            body: "Phòng Kinh tế, Hạ tầng và Đô thị phường Hải An".into(),
            by: "Ông Lê Văn Mẫu, Trưởng phòng".into(),
            text: "Tuyến cống đã xuống cấp. Phòng đã khảo sát, lập dự toán nạo vét.".into(),
        }],
        outcome: Some(Outcome::Promised),
        promises: vec![RecordedPromise {
            wording: "Nạo vét tuyến cống ngõ 193 Văn Cao".into(),
            body: "Phòng Kinh tế, Hạ tầng và Đô thị phường Hải An".into(),
            due_on: NaiveDate::from_ymd_opt(2025, 9, 30),
        }],
        ..item(
            ItemKind::Issue,
            4,
            "Ngõ 193 Văn Cao ngập khi mưa lớn",
            "Mỗi lần mưa lớn ngõ 193 Văn Cao ngập sâu, nước tràn vào nhà dân.",
        )
    };
    let waste = RecordedItem {
        asked_by: "Ông Phạm Văn Mẫu".into(),
        asked_from: "Tổ dân phố số 2".into(),
        outcome: Some(Outcome::Answered),
        outcome_note: "Người hỏi đồng ý với câu trả lời".into(),
        ..item(ItemKind::Floor, 1, "Giờ thu gom rác", "Đề nghị thu gom rác trước 6 giờ sáng.")
    };
    Record {
        issuer: vec!["Ủy ban nhân dân".into(), "phường Hải An".into()],
        symbol: "BB-UBND".into(),
        number: Some(3),
        place_name: "Hải An".into(),
        session_code: "11413-2025-01".into(),
        title: "Hội nghị đối thoại trực tiếp giữa người đứng đầu cấp ủy, chính quyền với Nhân dân năm 2025".into(),
        counterpart: "Nhân dân phường Hải An".into(),
        place: "Hội trường UBND phường Hải An".into(),
        began_at: at(8, 5),
        ended_at: Some(at(11, 20)),
        citizens: 63,
        general: "Hội nghị diễn ra đúng chương trình.".into(),
        attendance: vec![
            attendant("Trần Văn Mẫu", "Bí thư Đảng ủy", "chair", "present", ""),
            attendant("Phạm Thị Mẫu", "Chủ tịch UBND", "co_chair", "present", ""),
            attendant("Đỗ Thị Mẫu", "Văn phòng Đảng ủy", "clerk", "present", ""),
            attendant("Lê Văn Mẫu", "Trưởng phòng Kinh tế, Hạ tầng và Đô thị", "answering", "present", ""),
            attendant("Vũ Văn Mẫu", "Trưởng Công an phường", "answering", "replaced", "Ông Bùi Văn Mẫu, Phó Trưởng Công an"),
            attendant("Hoàng Thị Mẫu", "Chủ tịch Hội LHPN", "invited", "excused", "đi học tập trung"),
        ],
        items: vec![
            item(ItemKind::Opening, 1, "", "Đồng chí Bí thư Đảng ủy nêu lý do, mục đích của hội nghị."),
            item(
                ItemKind::Previous,
                2,
                "",
                "1. Lắp đèn chiếu sáng ngõ 85 (Phòng Kinh tế, Hạ tầng và Đô thị, hạn 30/06/2025): đang thực hiện.",
            ),
            item(ItemKind::Synthesis, 3, "", ""),
            drains,
            waste,
            item(
                ItemKind::Conclusion,
                5,
                "",
                "Đồng chí Bí thư Đảng ủy kết luận, giao các cơ quan thực hiện đúng hạn các nội dung đã hứa.",
            ),
        ],
    }
}

/// Locked minutes, and a draft with nothing but the opening.
pub(super) fn papers() -> Vec<Paper> {
    let id = SessionId(uuid::Uuid::nil());
    let signature = |by: &str| Signature { account: AccountId(uuid::Uuid::nil()), by: by.into(), at: at(14, 0) };
    let locked = MinutesState::Locked {
        ended_at: at(11, 20),
        number: 3,
        chair: signature("Trần Văn Mẫu"),
        clerk: signature("Đỗ Thị Mẫu"),
        digest: crate::minutes::store::record::digest("mẫu"),
        frozen: String::new(),
    };
    let minutes = |state| Minutes {
        id: MinutesId(uuid::Uuid::nil()),
        session: id,
        unit_code: "11413".into(),
        began_at: at(8, 5),
        citizens: 63,
        general: String::new(),
        state,
        version: 1,
    };
    let draft = Record { number: None, ended_at: None, attendance: Vec::new(), general: String::new(), citizens: 0, ..record() };
    let draft = Record { items: draft.items.into_iter().take(1).collect(), ..draft };
    vec![Paper::of(id, &record(), &minutes(locked)), Paper::of(id, &draft, &minutes(MinutesState::Taking))]
}
