//! Who is expected at a session, in which part, and whether they came. Pure.

use serde_json::json;

use crate::alphabet;
use crate::kernel::text::fold;
use crate::kernel::{AttendeeId, BodyId, Event, PersonId, Refusal, SessionId, Violations};
use crate::law::LedBy;

alphabet! {
    /// What somebody does at a session.
    pub enum Part {
        /// Chairs and signs the minutes (chủ trì).
        Chair = "chair",
        CoChair = "co_chair",
        /// Takes the minutes and signs them (thư ký).
        Clerk = "clerk",
        /// Answers for an agency.
        Answering = "answering",
        Invited = "invited",
        /// Named citizens; all others are only counted in the minutes.
        Citizen = "citizen",
    }
}

impl Part {
    /// Whose name stands under the minutes: they must be there.
    #[must_use]
    pub const fn signs(self) -> bool {
        matches!(self, Self::Chair | Self::Clerk)
    }
}

alphabet! {
    /// Whether somebody came. One word only: nobody is absent and excused at once.
    pub enum Presence {
        Invited = "invited",
        Present = "present",
        /// Absent and said why.
        Excused = "excused",
        Absent = "absent",
        /// Somebody else came.
        Replaced = "replaced",
    }
}

/// One line of the attendance list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    pub id: AttendeeId,
    pub session: SessionId,
    pub person: Option<PersonId>,
    pub body: Option<BodyId>,
    pub name: String,
    /// Post or body as it is read out.
    pub title: String,
    pub part: Part,
    pub presence: Presence,
    /// Reason of an absence.
    pub note: String,
    /// Name and post of who came instead.
    pub replaced_by: String,
    /// Place in the list; stays when others are removed.
    pub sort: i32,
    pub version: i32,
}

/// What is said about somebody's presence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub presence: Presence,
    pub note: String,
    pub replaced_by: String,
}

impl Attendee {
    /// The same person in the same part on the list of another session, where nobody has come yet.
    #[must_use]
    pub fn invited_to(self, session: SessionId) -> Self {
        let (note, replaced_by) = (String::new(), String::new());
        Self { id: AttendeeId::fresh(), session, presence: Presence::Invited, note, replaced_by, version: 1, ..self }
    }

    /// Says whether they came.
    ///
    /// # Errors
    /// `attendance.reason-missing`, `attendance.replacement-missing`, `attendance.signer-absent`, each with the name.
    pub fn mark(mut self, mark: Mark) -> Result<Self, Violations> {
        let mut violations = Violations::default();
        let refuse = |code| Refusal::new(code).arg("name", &self.name);
        if mark.presence == Presence::Excused && mark.note.is_empty() {
            violations.push(refuse("attendance.reason-missing"));
        }
        if mark.presence == Presence::Replaced && mark.replaced_by.is_empty() {
            violations.push(refuse("attendance.replacement-missing"));
        }
        if self.part.signs() && matches!(mark.presence, Presence::Excused | Presence::Absent | Presence::Replaced) {
            violations.push(refuse("attendance.signer-absent"));
        }
        violations.or(())?;
        (self.presence, self.note) = (mark.presence, mark.note);
        self.replaced_by = if mark.presence == Presence::Replaced { mark.replaced_by } else { String::new() };
        Ok(self)
    }

    /// Words the line anew and gives another part.
    ///
    /// # Errors
    /// `attendance.signer-absent` when chair or clerk would be somebody who is not there.
    pub fn describe(mut self, name: String, title: String, part: Part) -> Result<Self, Violations> {
        if part.signs() && !matches!(self.presence, Presence::Invited | Presence::Present) {
            return Err(Refusal::on("part", "attendance.signer-absent").arg("name", &name).into());
        }
        (self.name, self.title, self.part) = (name, title, part);
        Ok(self)
    }
}

/// The event of a change of the list; `facts` are counted, names stay in the list.
#[must_use]
pub fn event(code: &'static str, session: SessionId, unit_code: &str, lines: usize) -> Event {
    Event::new(code, "session", session, unit_code).facts(json!({ "lines": lines }))
}

/// Somebody who heads a body on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head<'a> {
    pub person: PersonId,
    pub name: &'a str,
}

impl Head<'_> {
    /// Whether a line means this head: by person, and where only a name was typed, by name.
    #[must_use]
    pub fn is(self, line: &Attendee) -> bool {
        line.person.map_or_else(|| fold(&line.name) == fold(self.name), |person| person == self.person)
    }
}

/// Which heads led a session with these lines of its list: they chaired or sat beside the chair, and nobody came in their place.
/// Whoever chairs by name only is somebody as well. Where nobody is named as chair, or a post stood empty, nothing speaks
/// against it.
#[must_use]
pub fn led_by(lines: &[&Attendee], party_head: Option<Head<'_>>, government_head: Option<Head<'_>>) -> LedBy {
    if lines.iter().all(|line| line.part != Part::Chair) {
        return LedBy::BOTH;
    }
    let leads = |line: &&&Attendee| {
        matches!(line.part, Part::Chair | Part::CoChair) && matches!(line.presence, Presence::Invited | Presence::Present)
    };
    let led = |head: Option<Head<'_>>| head.is_none_or(|head| lines.iter().filter(leads).any(|line| head.is(line)));
    LedBy { party_head: led(party_head), government_head: led(government_head) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attendee(part: Part) -> Attendee {
        Attendee {
            id: AttendeeId::fresh(),
            session: SessionId(uuid::Uuid::nil()),
            person: None,
            body: None,
            name: "Trần Thị Mẫu".into(),
            title: "Chủ tịch UBND".into(),
            part,
            presence: Presence::Invited,
            note: String::new(),
            replaced_by: String::new(),
            sort: 1,
            version: 1,
        }
    }

    fn mark(presence: Presence, note: &str, replaced_by: &str) -> Mark {
        Mark { presence, note: note.into(), replaced_by: replaced_by.into() }
    }

    #[test]
    fn b098_an_absence_has_its_reason_and_a_signatory_is_there() {
        let code = |part, mark| attendee(part).mark(mark).err().map(|refused| refused.0[0].code);
        assert_eq!(code(Part::Answering, mark(Presence::Excused, "", "")), Some("attendance.reason-missing"));
        assert_eq!(code(Part::Answering, mark(Presence::Excused, "Họp tỉnh", "")), None);
        assert_eq!(code(Part::Answering, mark(Presence::Absent, "", "")), None);
        assert_eq!(code(Part::Answering, mark(Presence::Replaced, "", "")), Some("attendance.replacement-missing"));
        for part in [Part::Chair, Part::Clerk] {
            assert_eq!(code(part, mark(Presence::Excused, "Ốm", "")), Some("attendance.signer-absent"));
            assert_eq!(code(part, mark(Presence::Present, "", "")), None);
        }
        assert_eq!(code(Part::CoChair, mark(Presence::Absent, "", "")), None);
    }

    #[test]
    fn somebody_absent_does_not_become_chair_and_a_replacement_ends_with_its_reason() {
        let away = attendee(Part::CoChair).mark(mark(Presence::Replaced, "Họp", "Ông Mẫu, Phó Chủ tịch")).unwrap();
        assert_eq!(away.replaced_by, "Ông Mẫu, Phó Chủ tịch");
        let refused = away.clone().describe("A".into(), "B".into(), Part::Chair).unwrap_err();
        assert_eq!(refused.0[0].code, "attendance.signer-absent");
        let back = away.mark(mark(Presence::Present, "", "Ông Mẫu, Phó Chủ tịch")).unwrap();
        assert_eq!(back.replaced_by, "");
        assert_eq!(back.describe("A".into(), "B".into(), Part::Chair).unwrap().part, Part::Chair);
    }

    #[test]
    fn a_head_leads_from_the_chair_or_beside_it_and_not_by_somebody_else() {
        let (secretary, chair, deputy) = (PersonId::fresh(), PersonId::fresh(), PersonId::fresh());
        let (bi, chu) = (Head { person: secretary, name: "Lò Văn Bí" }, Head { person: chair, name: "Hà Thị Chủ" });
        let told = |lines: &[Attendee]| {
            let led = led_by(&lines.iter().collect::<Vec<_>>(), Some(bi), Some(chu));
            (led.party_head, led.government_head)
        };
        let of = |lines: &[(Option<PersonId>, Part, Presence)]| {
            let line = |&(person, part, presence): &_| Attendee { person, part, presence, ..attendee(Part::Invited) };
            told(&lines.iter().map(line).collect::<Vec<_>>())
        };
        let there = Presence::Present;
        assert_eq!(of(&[(Some(secretary), Part::Chair, there), (Some(chair), Part::CoChair, there)]), (true, true));
        assert_eq!(of(&[(Some(secretary), Part::Chair, there), (Some(chair), Part::Invited, there)]), (true, false));
        assert_eq!(of(&[(Some(deputy), Part::Chair, there), (Some(chair), Part::CoChair, Presence::Replaced)]), (false, false));
        assert_eq!(of(&[(None, Part::CoChair, there)]), (true, true), "nobody chairs yet");
        // By name only: a deputy is nobody's head, and the head is known by his name in any letters.
        let typed = |name: &str, part| Attendee { name: name.into(), part, ..attendee(Part::Invited) };
        assert_eq!(told(&[typed("Trần Thị Phó", Part::Chair)]), (false, false));
        assert_eq!(told(&[typed("lò văn bí", Part::Chair)]), (true, false));
        assert_eq!(told(&[typed("Lò Văn Bí", Part::Chair), typed("Hà Thị Chủ", Part::CoChair)]), (true, true));
        let vacant = Attendee { person: Some(deputy), part: Part::Chair, ..attendee(Part::Invited) };
        assert_eq!(led_by(&[&vacant], None, Some(chu)), LedBy { party_head: true, government_head: false });
    }
}
