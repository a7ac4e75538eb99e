//! The office of each unit keeps a template of its quarterly dialogue.

use chrono::{DateTime, NaiveTime, Utc};

use super::stage::Stage;
use crate::app::App;
use crate::demo::rules::UnitStory;
use crate::dialogues::actions::templates::{Input, add};
use crate::dialogues::rules::attendance::Part;
use crate::dialogues::rules::templates::{Arrangement, Guest};
use crate::dialogues::{Section, SessionForm, SessionKind};
use crate::error::AppResult;
use crate::kernel::clock::local_date;
use crate::organisation::{BodyKind, bodies_of_unit};

/// Who comes, in which part.
const GUESTS: [(BodyKind, Part); 5] = [
    (BodyKind::PartyCommittee, Part::Chair),
    (BodyKind::PeopleCommittee, Part::CoChair),
    (BodyKind::PeopleCouncil, Part::CoChair),
    (BodyKind::Department, Part::Answering),
    (BodyKind::FatherlandFront, Part::Invited),
];

/// Sections of the office's own: title, minutes, whether after the issues.
const SECTIONS: [(&str, i32, bool); 2] =
    [("Báo cáo tình hình kinh tế - xã hội của địa phương", 15, false), ("Phát biểu tiếp thu của Chủ tịch UBND", 10, true)];

/// Keeps the template of one unit.
pub(super) async fn keep(app: &App, stage: &Stage<'_>, unit: &UnitStory, now: DateTime<Utc>) -> AppResult<()> {
    let bodies = bodies_of_unit(app.db().read(), &unit.code, local_date(now)).await?;
    let guest = |(kind, part)| bodies.iter().filter(move |body| body.kind == kind).map(move |body| Guest { body: body.id, part });
    let section = |(title, minutes, after_issues): (&str, i32, bool)| Section { title: title.to_owned(), minutes, after_issues };
    let input = Input {
        name: "Đối thoại quý với Nhân dân".to_owned(),
        kind: SessionKind::Periodic,
        form: SessionForm::InPerson,
        title: "Hội nghị đối thoại với Nhân dân quý {quý} năm {năm}".to_owned(),
        counterpart: "Nhân dân trên địa bàn".to_owned(),
        place: "Hội trường UBND".to_owned(),
        attend_how: "Đăng ký tại Văn phòng Đảng ủy hoặc qua tổ trưởng tổ dân phố, trưởng thôn.".to_owned(),
        starts: NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default(),
        duration_minutes: 210,
        arrangement: Arrangement {
            guests: GUESTS.into_iter().flat_map(guest).collect(),
            sections: SECTIONS.into_iter().map(section).collect(),
        },
    };
    add(app, &stage.office(&unit.code, now)?, &unit.code, input).await.map(drop)
}
