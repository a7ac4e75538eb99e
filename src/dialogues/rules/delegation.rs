//! Who should lead a session himself and does not: what the rules forbid to hand to a deputy. Pure; both names are told.
//!
//! Neighbours: `attendance` says who is on the list, `law::obligations` counts in person and delegated apart.

use super::attendance::{Attendee, Head, Part, Presence};
use crate::kernel::PersonId;
use crate::law::parameters::DutyHolder;

/// A head whose duty allows no delegate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredHead {
    pub holder: DutyHolder,
    pub person: PersonId,
    pub name: String,
    pub title: String,
    /// The ground in the rule set.
    pub legal_basis: String,
}

/// A head who does not lead, and who does instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegated {
    pub head: RequiredHead,
    pub instead: String,
}

/// Those of `heads` who neither chair nor sit beside the chair by this list. While nobody chairs yet, nothing is said.
#[must_use]
pub fn delegated(lines: &[Attendee], heads: &[RequiredHead]) -> Vec<Delegated> {
    let Some(chair) = lines.iter().find(|line| line.part == Part::Chair) else { return Vec::new() };
    let leads = |head: &RequiredHead| {
        lines.iter().any(|line| {
            let there = matches!(line.presence, Presence::Invited | Presence::Present);
            there && matches!(line.part, Part::Chair | Part::CoChair) && is(line, head)
        })
    };
    let instead = |head: &RequiredHead| {
        let replaced = lines.iter().find(|line| line.presence == Presence::Replaced && is(line, head));
        replaced.map_or_else(|| named(chair), |line| line.replaced_by.clone())
    };
    let missing = heads.iter().filter(|head| !leads(head));
    missing.map(|head| Delegated { instead: instead(head), head: head.clone() }).collect()
}

fn is(line: &Attendee, head: &RequiredHead) -> bool {
    Head { person: head.person, name: &head.name }.is(line)
}

fn named(line: &Attendee) -> String {
    if line.title.is_empty() { line.name.clone() } else { format!("{}, {}", line.name, line.title) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{AttendeeId, SessionId};

    fn line(person: Option<PersonId>, name: &str, part: Part, presence: Presence) -> Attendee {
        Attendee {
            id: AttendeeId::fresh(),
            session: SessionId(uuid::Uuid::nil()),
            person,
            body: None,
            name: name.into(),
            title: "Phó Bí thư".into(),
            part,
            presence,
            note: String::new(),
            replaced_by: "Ông Mẫu, Phó Chủ tịch".into(),
            sort: 1,
            version: 1,
        }
    }

    #[test]
    fn a_head_who_does_not_lead_is_told_with_whoever_does() {
        let head = RequiredHead {
            holder: DutyHolder::PartyHead,
            person: PersonId::fresh(),
            name: "Lò Văn Mẫu".into(),
            title: "Bí thư Đảng ủy".into(),
            legal_basis: "Quy định 11-QĐi/TW".into(),
        };
        let heads = std::slice::from_ref(&head);
        let instead = |lines: &[Attendee]| delegated(lines, heads).into_iter().map(|one| one.instead).collect::<Vec<_>>();
        let deputy = || line(None, "Hà Thị Mẫu", Part::Chair, Presence::Invited);
        assert!(instead(&[]).is_empty(), "nobody chairs yet");
        assert_eq!(instead(&[deputy()]), ["Hà Thị Mẫu, Phó Bí thư"]);
        assert!(instead(&[line(Some(head.person), "x", Part::Chair, Presence::Present)]).is_empty());
        // Typed by hand, with other capitals; the head beside the chair leads as well.
        assert!(instead(&[line(None, "lò văn mẫu", Part::Chair, Presence::Invited)]).is_empty());
        assert!(instead(&[deputy(), line(Some(head.person), "x", Part::CoChair, Presence::Invited)]).is_empty());
        assert_eq!(
            instead(&[deputy(), line(Some(head.person), "x", Part::CoChair, Presence::Replaced)]),
            ["Ông Mẫu, Phó Chủ tịch"]
        );
        assert_eq!(instead(&[deputy(), line(Some(head.person), "x", Part::Invited, Presence::Present)]).len(), 1);
    }
}
