//! Phường Hải An: the dialogue of 28 August 2025 with the contents that the press reports, the one before it, and what goes
//! on around today. Answers, figures and promises are invented. Pure.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::reports::{ReportEnd, ReportStory};
use super::story::{self, IssueStory, SessionStory, Until};
use super::timeline::{days_ago, days_ahead};
use super::{Chance, PROVINCE, Seat, UnitStory, day, receptions};
use crate::kernel::clock::local;

/// The ward in the official list.
pub const CODE: &str = "11413";
const ISSUES: &str = include_str!("../data/hai_an.csv");
const HALL: &str = "Hội trường UBND phường Hải An, thành phố Hải Phòng";

/// The story of the ward at `now`; how many people came and stand behind an issue is left to chance.
///
/// # Errors
/// What cannot be read in the embedded table.
pub fn story(chance: &mut Chance, now: DateTime<Utc>) -> Result<UnitStory, String> {
    let issues: Vec<IssueStory> = story::rows(ISSUES)?;
    let of = |session: &str| issues.iter().filter(|issue| issue.session == session).cloned().collect::<Vec<_>>();
    let mut sessions = vec![
        SessionStory {
            citizens: 85,
            general: "Hội nghị diễn ra dân chủ, cởi mở; ý kiến tập trung vào thoát nước, chiếu sáng và thiết chế văn hóa.".into(),
            in_plan: true,
            issues: of("2024"),
            ..session("Đối thoại giữa người đứng đầu cấp ủy, chính quyền với Nhân dân năm 2024", wall(2024, 12, 12))
        },
        SessionStory {
            citizens: 150,
            general: "Các ý kiến thẳng thắn, trách nhiệm, phản ánh đúng những vấn đề dân sinh bức xúc sau sắp xếp đơn vị hành \
                      chính. Những việc thuộc thẩm quyền của phường phải có thời hạn và người chịu trách nhiệm."
                .into(),
            in_plan: true,
            issues: of("2025"),
            ..session("Đối thoại giữa người đứng đầu cấp ủy, chính quyền phường Hải An với Nhân dân năm 2025", wall(2025, 8, 28))
        },
        SessionStory {
            kind: "ad-hoc",
            trigger: Some("many-people"),
            reason: "Nhiều hộ cùng kiến nghị về việc giải phóng mặt bằng".into(),
            counterpart: "Các hộ dân trong phạm vi dự án".into(),
            until: Until::Cancelled,
            ..session("Đối thoại đột xuất về giải phóng mặt bằng", days_ago(now, 100, 14))
        },
        SessionStory {
            kind: "thematic",
            counterpart: "Đoàn viên, thanh niên".into(),
            citizens: 72,
            general: "Thanh niên nêu nhiều ý kiến thiết thực; các phòng nhận việc cụ thể, có thời hạn.".into(),
            issues: of("thanhnien"),
            ..session("Đối thoại với đoàn viên, thanh niên phường Hải An", days_ago(now, 42, 8))
        },
        SessionStory {
            kind: "thematic",
            counterpart: "Tiểu thương các chợ".into(),
            place: "Nhà văn hóa tổ dân phố số 5, phường Hải An".into(),
            citizens: 48,
            general: "Các kiến nghị về chợ được trả lời ngay tại hội nghị, việc còn lại có thời hạn trong 45 ngày.".into(),
            until: Until::Held,
            moved: true,
            issues: of("tieuthuong"),
            ..session("Đối thoại với tiểu thương trên địa bàn phường Hải An", days_ago(now, 1, 8))
        },
        SessionStory {
            form: "hybrid",
            in_plan: true,
            issues: of("moi"),
            ..session("Đối thoại giữa người đứng đầu cấp ủy, chính quyền phường với Nhân dân", days_ahead(now, 12, 8))
        },
        SessionStory {
            kind: "thematic",
            counterpart: "Hội viên phụ nữ".into(),
            until: Until::Planned,
            ..session("Đối thoại với hội viên phụ nữ", days_ahead(now, 50, 14))
        },
    ];
    for session in &mut sessions {
        vary(session, chance);
    }
    // Told beside the story: these draw nothing, so that nothing else is told differently.
    if let Some(coming) = sessions.iter_mut().find(|session| session.issues.iter().any(|issue| issue.session == "moi")) {
        coming.issues.splice(0..0, of("noi"));
    }
    let receives_since = receptions::communes_begin();
    let receptions = receptions::story(receives_since, chance, now)?;
    let today = local(now).date();
    let reports = vec![ReportStory::annual(2025, ReportEnd::Accepted), ReportStory::last_month(today, 7, ReportEnd::Sent)];
    Ok(UnitStory {
        code: CODE.to_owned(),
        province: PROVINCE.to_owned(),
        seats: Seat::COMMUNE,
        sessions,
        reports,
        receives_since: Some(receives_since),
        receptions,
    })
}

/// Other figures of about the same size; who stands alone behind an issue stays alone.
fn vary(session: &mut SessionStory, chance: &mut Chance) {
    let mut about = |figure: i32| figure + i32::try_from(chance.below(usize::try_from(figure / 3).unwrap_or(0))).unwrap_or(0);
    session.citizens = about(session.citizens);
    for issue in session.issues.iter_mut().filter(|issue| issue.people > 1) {
        issue.people = about(issue.people);
    }
}

fn wall(year: i32, month: u32, date: u32) -> NaiveDateTime {
    day(year, month, date).and_hms_opt(8, 0, 0).unwrap_or_default()
}

/// A periodic session in the ward's hall.
fn session(title: &str, starts: NaiveDateTime) -> SessionStory {
    SessionStory {
        kind: "periodic",
        form: "in-person",
        trigger: None,
        reason: String::new(),
        title: title.to_owned(),
        counterpart: "Nhân dân trên địa bàn phường".to_owned(),
        place: HALL.to_owned(),
        starts,
        citizens: 60,
        general: String::new(),
        until: Until::End,
        in_plan: false,
        moved: false,
        issues: Vec::new(),
    }
}
