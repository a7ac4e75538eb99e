//! The public notice of a session, of its change or of its cancellation: an official text, Vietnamese in every language of the
//! interface, made of what is known. Pure.
//!
//! What it must say: time, place, content and the way of attending (Law 72/2025/QH15, Art. 43). What nobody has entered is
//! left out and never invented. Layout and signature are the page's.

use chrono::{DateTime, Datelike, NaiveDateTime, Timelike, Utc, Weekday};

use super::{Session, SessionForm, SessionState};
use crate::alphabet;
use crate::kernel::clock::local;

alphabet! {
    /// What is made known.
    pub enum NoticeKind {
        Held = "held",
        Changed = "changed",
        Cancelled = "cancelled",
    }
}

/// When and where the public was last told that it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    pub starts_at: DateTime<Utc>,
    pub place: String,
    /// Why it was moved.
    pub reason: String,
}

/// What a notice is made of beside the session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// "Ủy ban nhân dân phường Chiềng An".
    pub issuer: String,
    /// Chair and those beside him, each with his post.
    pub chairs: Vec<String>,
    /// None where it was never moved after it was announced.
    pub former: Option<Former>,
    /// The announced session that makes up for a cancelled one.
    pub made_up_at: Option<(DateTime<Utc>, String)>,
}

/// A notice as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicNotice {
    pub kind: NoticeKind,
    /// What stands below the word "Thông báo".
    pub about: String,
    pub paragraphs: Vec<String>,
}

impl PublicNotice {
    /// The notice of `session` as it stands.
    #[must_use]
    pub fn of(session: &Session, facts: &Facts) -> Self {
        match (&session.state, &facts.former) {
            (SessionState::Cancelled { reason, .. }, _) => cancelled(session, reason, facts),
            (_, Some(former)) => changed(session, former, facts),
            (_, None) => held(session, facts),
        }
    }

    /// All of it for copying: to the loudspeaker, a web page, a message.
    #[must_use]
    pub fn text(&self) -> String {
        let head = [format!("THÔNG BÁO\n{}", self.about)];
        head.into_iter().chain(self.paragraphs.iter().cloned()).collect::<Vec<_>>().join("\n\n")
    }
}

fn held(session: &Session, facts: &Facts) -> PublicNotice {
    let mut paragraphs = vec![format!("{} thông báo tổ chức {} như sau:", facts.issuer, session.title)];
    paragraphs.extend(numbered(points(session, facts)));
    paragraphs.push(format!("{} thông báo để Nhân dân biết, tham dự.", facts.issuer));
    PublicNotice { kind: NoticeKind::Held, about: format!("Tổ chức {}", session.title), paragraphs }
}

fn changed(session: &Session, former: &Former, facts: &Facts) -> PublicNotice {
    let before = when_and_where(local(former.starts_at), &former.place);
    let title = &session.title;
    let mut paragraphs = vec![format!("{} đã thông báo tổ chức {title} {before}.", facts.issuer)];
    let because = sentence_part(&former.reason);
    paragraphs.push(match because.is_empty() {
        true => "Nay thay đổi như sau:".to_owned(),
        false => format!("Nay thay đổi như sau (lý do: {because}):"),
    });
    paragraphs.extend(numbered(points(session, facts)));
    paragraphs.push(format!("{} thông báo để Nhân dân biết, tham dự.", facts.issuer));
    PublicNotice {
        kind: NoticeKind::Changed, about: format!("Thay đổi thời gian, địa điểm tổ chức {title}"), paragraphs
    }
}

fn cancelled(session: &Session, reason: &str, facts: &Facts) -> PublicNotice {
    let planned = when_and_where(local(session.starts_at), &session.place);
    let title = &session.title;
    let mut paragraphs = vec![
        format!("{} thông báo không tổ chức {title} đã dự kiến {planned}.", facts.issuer),
        format!("Lý do: {}.", sentence_part(reason)),
    ];
    if let Some((at, place)) = &facts.made_up_at {
        paragraphs.push(format!("Buổi tổ chức bù: {}.", when_and_where(local(*at), place)));
    }
    paragraphs.push(format!("{} thông báo để Nhân dân biết.", facts.issuer));
    PublicNotice { kind: NoticeKind::Cancelled, about: format!("Hủy {title}"), paragraphs }
}

/// Time, place, form, people, content, way of attending, as far as they are known.
fn points(session: &Session, facts: &Facts) -> Vec<String> {
    let (from, to) = (local(session.starts_at), local(session.ends_at));
    let mut points = vec![format!("Thời gian: từ {} đến {}, {}.", hour(from), hour(to), day(from))];
    if !session.place.is_empty() {
        points.push(format!("Địa điểm: {}.", sentence_part(&session.place)));
    }
    let form = match session.form {
        SessionForm::InPerson => "trực tiếp",
        SessionForm::Online => "trực tuyến",
        SessionForm::Hybrid => "trực tiếp kết hợp trực tuyến",
    };
    points.push(format!("Hình thức: {form}."));
    if !facts.chairs.is_empty() {
        points.push(format!("Chủ trì: {}.", facts.chairs.join("; ")));
    }
    points.push(format!("Thành phần: {}.", sentence_part(&session.counterpart)));
    if !session.reason.is_empty() {
        points.push(format!("Nội dung: {}.", sentence_part(&session.reason)));
    }
    if !session.attend_how.is_empty() {
        points.push(format!("Cách tham dự: {}.", sentence_part(&session.attend_how)));
    }
    points
}

fn numbered(points: Vec<String>) -> impl Iterator<Item = String> {
    points.into_iter().enumerate().map(|(at, point)| format!("{}. {point}", at + 1))
}

/// Words of an office as part of a sentence: one line, without its own full stop.
fn sentence_part(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches(['.', ';', ',']).to_owned()
}

fn when_and_where(at: NaiveDateTime, place: &str) -> String {
    let place = if place.is_empty() { String::new() } else { format!(", tại {}", sentence_part(place)) };
    format!("lúc {}, {}{place}", hour(at), day(at))
}

/// "08 giờ 30", as Decree 30/2020/NĐ-CP papers write it.
fn hour(at: NaiveDateTime) -> String {
    format!("{:02} giờ {:02}", at.hour(), at.minute())
}

/// "thứ Sáu, ngày 28 tháng 8 năm 2026"; the months one and two and days below ten bear a leading nought.
fn day(at: NaiveDateTime) -> String {
    let weekday = match at.weekday() {
        Weekday::Mon => "thứ Hai",
        Weekday::Tue => "thứ Ba",
        Weekday::Wed => "thứ Tư",
        Weekday::Thu => "thứ Năm",
        Weekday::Fri => "thứ Sáu",
        Weekday::Sat => "thứ Bảy",
        Weekday::Sun => "Chủ Nhật",
    };
    let month = if at.month() < 3 { format!("{:02}", at.month()) } else { at.month().to_string() };
    format!("{weekday}, ngày {:02} tháng {month} năm {}", at.day(), at.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogues::rules::SessionKind;
    use crate::kernel::SessionId;
    use crate::kernel::clock::instant;

    fn at(text: &str) -> DateTime<Utc> {
        instant(text.parse().unwrap())
    }

    fn session(state: SessionState) -> Session {
        Session {
            id: SessionId::fresh(),
            unit_code: "03667".into(),
            plan: None,
            series: None,
            slot_key: None,
            anchor_on: None,
            makes_up: None,
            code: "03667-2026-01".into(),
            year: 2026,
            number: Some(1),
            kind: SessionKind::Periodic,
            form: SessionForm::Hybrid,
            triggers: Vec::new(),
            reason: String::new(),
            title: "Hội nghị đối thoại năm 2026".into(),
            counterpart: "Nhân dân phường".into(),
            place: "Hội trường UBND phường".into(),
            attend_how: "Đăng ký với tổ trưởng.\nHoặc theo đường dẫn trên trang của phường.".into(),
            starts_at: at("2026-02-06T08:30:00"),
            ends_at: at("2026-02-06T11:30:00"),
            state,
            sequence: 1,
            changed_at: DateTime::default(),
            version: 2,
        }
    }

    fn facts() -> Facts {
        Facts { issuer: "Ủy ban nhân dân phường Chiềng An".into(), ..Facts::default() }
    }

    #[test]
    fn a_session_is_made_known_with_time_place_people_and_the_way_of_attending() {
        let announced = session(SessionState::Announced { announced_at: at("2026-01-20T08:00:00") });
        let chairs = vec!["Lò Văn Mẫu, Bí thư Đảng ủy".to_owned(), "Hà Thị Mẫu, Chủ tịch UBND".to_owned()];
        let notice = PublicNotice::of(&announced, &Facts { chairs, ..facts() });
        assert_eq!((notice.kind, notice.about.as_str()), (NoticeKind::Held, "Tổ chức Hội nghị đối thoại năm 2026"));
        assert_eq!(
            notice.paragraphs,
            [
                "Ủy ban nhân dân phường Chiềng An thông báo tổ chức Hội nghị đối thoại năm 2026 như sau:",
                "1. Thời gian: từ 08 giờ 30 đến 11 giờ 30, thứ Sáu, ngày 06 tháng 02 năm 2026.",
                "2. Địa điểm: Hội trường UBND phường.",
                "3. Hình thức: trực tiếp kết hợp trực tuyến.",
                "4. Chủ trì: Lò Văn Mẫu, Bí thư Đảng ủy; Hà Thị Mẫu, Chủ tịch UBND.",
                "5. Thành phần: Nhân dân phường.",
                "6. Cách tham dự: Đăng ký với tổ trưởng. Hoặc theo đường dẫn trên trang của phường.",
                "Ủy ban nhân dân phường Chiềng An thông báo để Nhân dân biết, tham dự.",
            ]
        );
        let bare = Session { place: String::new(), attend_how: String::new(), ..announced };
        assert_eq!(PublicNotice::of(&bare, &facts()).paragraphs.len(), 5, "what nobody entered is not invented");
        assert!(notice.text().starts_with("THÔNG BÁO\nTổ chức Hội nghị đối thoại năm 2026\n\nỦy ban"));
    }

    #[test]
    fn a_change_names_what_the_public_was_told_before_and_why_it_changed() {
        let announced = session(SessionState::Announced { announced_at: at("2026-01-20T08:00:00") });
        let former =
            Former {
                starts_at: at("2026-02-05T08:00:00"), place: "Nhà văn hóa".into(), reason: "Bí thư họp tỉnh.".into()
            };
        let notice = PublicNotice::of(&announced, &Facts { former: Some(former), ..facts() });
        assert_eq!(notice.kind, NoticeKind::Changed);
        assert_eq!(
            notice.paragraphs[0],
            "Ủy ban nhân dân phường Chiềng An đã thông báo tổ chức Hội nghị đối thoại năm 2026 lúc 08 giờ 00, thứ Năm, ngày 05 tháng 02 năm 2026, tại Nhà văn hóa."
        );
        assert_eq!(notice.paragraphs[1], "Nay thay đổi như sau (lý do: Bí thư họp tỉnh):");
        assert!(notice.paragraphs[2].contains("ngày 06 tháng 02 năm 2026"));
    }

    #[test]
    fn a_cancellation_says_why_and_when_it_is_made_up_for() {
        let reason = "ảnh hưởng của bão".to_owned();
        let gone = session(SessionState::Cancelled { announced_at: Some(at("2026-01-20T08:00:00")), reason });
        let notice = PublicNotice::of(&gone, &facts());
        assert_eq!(
            notice.paragraphs,
            [
                "Ủy ban nhân dân phường Chiềng An thông báo không tổ chức Hội nghị đối thoại năm 2026 đã dự kiến lúc 08 giờ 30, thứ Sáu, ngày 06 tháng 02 năm 2026, tại Hội trường UBND phường.",
                "Lý do: ảnh hưởng của bão.",
                "Ủy ban nhân dân phường Chiềng An thông báo để Nhân dân biết.",
            ]
        );
        let made_up_at = Some((at("2026-03-02T14:00:00"), "Nhà văn hóa".to_owned()));
        let notice = PublicNotice::of(&gone, &Facts { made_up_at, ..facts() });
        assert_eq!(notice.paragraphs[2], "Buổi tổ chức bù: lúc 14 giờ 00, thứ Hai, ngày 02 tháng 3 năm 2026, tại Nhà văn hóa.");
    }
}
