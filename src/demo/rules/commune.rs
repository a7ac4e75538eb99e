//! Units of the larger scale: two years of sessions with real topics, varied by place, and every way in which an issue, a
//! promise or a report can go. Pure.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::Deserialize;

use super::keeping::Life;
use super::people::Seat;
use super::reports::{ReportEnd, ReportStory};
use super::story::{self, Fate, IssueStory, Reply, SessionStory, Until};
use super::timeline::{days_ago, days_ahead, office_day};
use super::{Chance, PROVINCE, UnitStory, day, receptions};
use crate::kernel::clock::local;

const TOPICS: &str = include_str!("../data/topics.csv");

/// A real topic without its place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Topic {
    pub(super) field: String,
    lead: Seat,
    pub(super) wording: String,
}

/// The embedded topics.
///
/// # Errors
/// What cannot be read in the embedded table.
pub fn topics() -> Result<Vec<Topic>, String> {
    story::rows(TOPICS)
}

const SUBMITTERS: &[Seat] = &[
    Seat::Front,
    Seat::Women,
    Seat::VillageOne,
    Seat::Farmers,
    Seat::VillageTwo,
    Seat::Veterans,
    Seat::Youth,
    Seat::VillageThree,
    Seat::Union,
];
/// How issues of a session go, in the order of their places; the hall gets most of them.
const FATES: &[Fate] = &[
    Fate::Selected,
    Fate::Selected,
    Fate::WrittenOnly,
    Fate::Selected,
    Fate::Improved,
    Fate::Merged,
    Fate::Selected,
    Fate::Refused,
    Fate::Selected,
    Fate::Withdrawn,
    Fate::Complaint,
    Fate::Floor,
];
/// For how many months units of the larger scale have received people: all years of all units would take long to load.
const RECEIVES_FOR_MONTHS: u32 = 3;
pub(super) const PLACES: &[&str] =
    &["Khu dân cư số 1", "Khu dân cư số 2", "Khu dân cư số 4", "Khu dân cư số 6", "Khu dân cư số 7"];
pub(super) const ANSWERS: &[&str] = &[
    "Đã kiểm tra thực tế; nội dung phản ánh là đúng. Cơ quan đã đưa vào kế hoạch thực hiện và bố trí kinh phí trong năm.",
    "Cơ quan đã làm việc với các bên liên quan, thống nhất phương án và thời gian thực hiện; khu dân cư cùng giám sát.",
    "Nội dung này đang được thực hiện theo kế hoạch; tiến độ được niêm yết tại nhà văn hóa và trụ sở.",
];

/// The story of the unit at `at` in the list.
#[must_use]
pub fn story(code: &str, at: usize, topics: &[Topic], chance: &mut Chance, now: DateTime<Utc>) -> UnitStory {
    let spread = i64::try_from(at).unwrap_or(0);
    let fixed = |year, month| -> NaiveDateTime {
        office_day(day(year, month, 3) + TimeDelta::days(spread * 2)).and_hms_opt(8, 0, 0).unwrap_or_default()
    };
    let lives: Vec<Life> = Life::ALL.iter().copied().filter(|life| *life != Life::Nothing).collect();
    let mut make = |title: &str, starts, until, issues| {
        let mut session = session(title, starts, until);
        session.issues = self::issues(issues, at, topics, &lives, chance);
        session.citizens = 40 + i32::try_from(chance.below(90)).unwrap_or(0);
        session
    };
    let mut sessions = vec![
        make("Đối thoại giữa người đứng đầu cấp ủy, chính quyền với Nhân dân năm 2024", fixed(2024, 12), Until::End, 9),
        make("Đối thoại giữa người đứng đầu cấp ủy, chính quyền với Nhân dân năm 2025", fixed(2025, 9), Until::End, 12),
        make("Đối thoại chuyên đề về môi trường và trật tự đô thị", days_ago(now, 30 + 4 * spread, 8), Until::End, 8),
    ];
    // Each unit stands somewhere else today.
    let today = local(now);
    let morning = days_ago(now, 0, 7);
    let (starts, until) = match at {
        1 if today - morning > TimeDelta::minutes(40) && today.date() == morning.date() => (morning, Until::Room),
        1 => (days_ago(now, 1, 14), Until::Room),
        2 => (days_ago(now, 1, 8), Until::Held),
        3 => (days_ago(now, 3, 8), Until::HalfSigned),
        4 => (days_ago(now, 4, 8), Until::Closed),
        5 => (days_ago(now, 5, 8), Until::Drafted),
        6 => (days_ago(now, 8, 8), Until::Signed),
        7 => (days_ahead(now, 3, 8), Until::AgendaDraft),
        8 => (days_ago(now, 20, 8), Until::Cancelled),
        _ => (days_ahead(now, 2, 8), Until::AgendaFrozen),
    };
    sessions.push(make("Đối thoại định kỳ giữa người đứng đầu cấp ủy, chính quyền với Nhân dân", starts, until, 9));
    let date = today.date();
    let annual = match at {
        1 => ReportEnd::Improved,
        // The unit that never sent its report.
        2 => ReportEnd::Signed,
        3 => ReportEnd::Returned,
        4 => ReportEnd::Sent,
        _ => ReportEnd::Accepted,
    };
    let monthly = match at {
        1 => Some(ReportEnd::Draft),
        3 => Some(ReportEnd::Presented),
        5 => Some(ReportEnd::Returned),
        6 => Some(ReportEnd::Signed),
        7 | 8 => Some(ReportEnd::Sent),
        9 => Some(ReportEnd::Accepted),
        _ => None,
    };
    let mut reports = vec![ReportStory::annual(2025, annual)];
    reports.extend(monthly.map(|end| ReportStory::last_month(date, 20, end)));
    UnitStory {
        code: code.to_owned(),
        province: PROVINCE.to_owned(),
        seats: Seat::COMMUNE,
        sessions,
        reports,
        receives_since: Some(receptions::months_ago(date, RECEIVES_FOR_MONTHS)),
        receptions: Vec::new(),
    }
}

pub(super) fn session(title: &str, starts: NaiveDateTime, until: Until) -> SessionStory {
    SessionStory {
        kind: "periodic",
        form: "in-person",
        trigger: None,
        reason: String::new(),
        title: title.to_owned(),
        counterpart: "Nhân dân trên địa bàn".to_owned(),
        place: "Hội trường UBND".to_owned(),
        starts,
        citizens: 0,
        general: "Hội nghị dân chủ, thẳng thắn; việc nào cũng có cơ quan nhận và thời hạn.".to_owned(),
        until,
        in_plan: starts.date() < day(2026, 1, 1) && title.contains("năm"),
        moved: false,
        issues: Vec::new(),
    }
}

/// `count` issues on different topics.
fn issues(count: usize, at: usize, topics: &[Topic], lives: &[Life], chance: &mut Chance) -> Vec<IssueStory> {
    let mut order: Vec<&Topic> = topics.iter().collect();
    chance.shuffle(&mut order);
    let from = chance.below(lives.len());
    let one = |(place, topic): (usize, &Topic)| issue(place, at, topic, lives.get((from + place) % lives.len().max(1)), chance);
    order.into_iter().take(count).enumerate().map(one).collect()
}

fn issue(place: usize, at: usize, topic: &Topic, life: Option<&Life>, chance: &mut Chance) -> IssueStory {
    let fate = FATES.get(place % FATES.len()).copied().unwrap_or(Fate::Selected);
    let by = SUBMITTERS.get((place + at) % SUBMITTERS.len()).copied().unwrap_or(Seat::Front);
    let spot = chance.pick(PLACES).copied().unwrap_or("Khu dân cư số 1");
    let wording = topic.wording.replace("{place}", &spot.replace("Khu", "khu"));
    let reply = match fate {
        Fate::Floor => Reply::None,
        // In every other unit the written answer still waits for its approval.
        Fate::WrittenOnly if at % 2 == 1 => Reply::Waiting,
        _ if place == 3 => Reply::Waiting,
        _ if place == 8 => Reply::Draft,
        _ => Reply::Approved,
    };
    let (outcome, promised) = match (fate.is_in_the_hall(), place % 6) {
        (false, _) => ("", false),
        (true, 3) => ("out_of_competence", true),
        (true, 0) if place > 0 => ("explained", false),
        (true, 4) => ("written_answer", true),
        (true, _) => ("promised", true),
    };
    let promise = if promised { promise(&wording) } else { String::new() };
    let support = (topic.lead == Seat::Economy && place.is_multiple_of(4)).then_some(Seat::Government);
    IssueStory {
        session: String::new(),
        by,
        people: 5 + i32::try_from(chance.below(80)).unwrap_or(0),
        field: topic.field.clone(),
        wording,
        fate,
        lead: topic.lead,
        support,
        answer: chance.pick(ANSWERS).copied().unwrap_or_default().to_owned(),
        reply,
        outcome: outcome.to_owned(),
        promise,
        days: Some(30 + i64::try_from(chance.below(6)).unwrap_or(0) * 15),
        life: life.copied().unwrap_or(Life::OnTime),
    }
}

/// "Đề nghị sửa cống." is promised as "Sửa cống", a complaint about a fact as its being looked into.
pub(super) fn promise(wording: &str) -> String {
    let wording = wording.trim_end_matches('.');
    let Some(asked) = wording.strip_prefix("Đề nghị ") else {
        return format!("Kiểm tra, xử lý kiến nghị: {wording}");
    };
    let mut letters = asked.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
