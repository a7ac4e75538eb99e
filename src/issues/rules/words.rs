//! The closed lists of this room: kinds, channels, states, grounds, competence, parts. Pure.

use crate::alphabet;

alphabet! {
    /// What an issue is. A denunciation (tố cáo) is missing on purpose: it is never stored (Law 25/2018/QH14).
    pub enum IssueKind {
        /// Kiến nghị: asks for something.
        Proposal = "proposal",
        /// Phản ánh: reports a fact.
        Reflection = "reflection",
        /// Khiếu nại: has its own procedure (Law 02/2011/QH13) and is led there.
        Complaint = "complaint",
    }
}

alphabet! {
    /// The first question of the intake form.
    pub enum IntakeKind {
        Proposal = "proposal",
        Reflection = "reflection",
        Complaint = "complaint",
        /// Tố cáo: only number and date are noted, never a word of it.
        Denunciation = "denunciation",
    }
}

impl IntakeKind {
    /// The kind under which it is stored; none for a denunciation.
    #[must_use]
    pub const fn stored(self) -> Option<IssueKind> {
        match self {
            Self::Proposal => Some(IssueKind::Proposal),
            Self::Reflection => Some(IssueKind::Reflection),
            Self::Complaint => Some(IssueKind::Complaint),
            Self::Denunciation => None,
        }
    }
}

alphabet! {
    /// How the issue came to the organisation that hands it in.
    pub enum Channel {
        /// Collected by the organisation among members and people.
        Organisation = "organisation",
        /// A letter or slip of paper.
        Paper = "paper",
        Phone = "phone",
        Online = "online",
        /// Raised in the hall during the session.
        Floor = "floor",
    }
}

alphabet! {
    /// The state's word in lists and addresses.
    pub enum StateWord {
        Draft = "draft",
        Submitted = "submitted",
        Returned = "returned",
        Accepted = "accepted",
        Selected = "selected",
        WrittenOnly = "written-only",
        Answered = "answered",
        Refused = "refused",
        Diverted = "diverted",
        Merged = "merged",
        Withdrawn = "withdrawn",
        /// Its parts go on in its place.
        Split = "split",
        /// Another unit answers it.
        Forwarded = "forwarded",
    }
}

impl StateWord {
    /// Agencies work on it: it has to be answered in the hall or in writing.
    #[must_use]
    pub const fn is_worked_on(self) -> bool {
        matches!(self, Self::Accepted | Self::Selected | Self::WrittenOnly)
    }

    /// Whether the receiver of a forwarded issue has taken its twin up: it neither waits there nor was it given back, turned away,
    /// led elsewhere or taken back.
    #[must_use]
    pub const fn is_taken_up(self) -> bool {
        !matches!(self, Self::Draft | Self::Submitted | Self::Returned | Self::Refused | Self::Diverted | Self::Withdrawn)
    }

    /// Led to another procedure, where its words are for few eyes.
    #[must_use]
    pub const fn is_shielded(self) -> bool {
        matches!(self, Self::Diverted)
    }
}

alphabet! {
    /// Why the office does not take an issue.
    pub enum Ground {
        /// Not a matter of this dialogue's subject.
        OffTopic = "off-topic",
        /// Already settled by a decision in force.
        Settled = "settled",
        /// No body of this unit or above may decide it.
        NoCompetence = "no-competence",
        /// In the hands of a court, inspection or investigation.
        InProceedings = "in-proceedings",
        /// Too little to know what is asked.
        Unclear = "unclear",
        /// Against the law or offensive.
        Unlawful = "unlawful",
    }
}

alphabet! {
    /// Which level or body can decide the matter.
    pub enum Competence {
        Commune = "commune",
        Province = "province",
        Central = "central",
        /// An enterprise or another body outside the government.
        Other = "other",
    }
}

alphabet! {
    /// What an agency does for an answer.
    pub enum Part {
        Lead = "lead",
        Support = "support",
    }
}

alphabet! {
    /// The state's word of a prepared answer.
    pub enum AnswerWord {
        Draft = "draft",
        Submitted = "submitted",
        Returned = "returned",
        Approved = "approved",
    }
}
