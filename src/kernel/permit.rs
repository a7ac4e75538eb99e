//! Who may do what to which object: the one table. Every write asks [`can`] and shows the [`Permit`] it got;
//! every read goes through a [`Scope`].
//!
//! A role is held in a body, the body belongs to a unit. A right reaches the same unit, the unit's whole sub-tree, or
//! only what the body itself handed in or was assigned; a right in an unrelated unit never helps.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::alphabet;
use crate::kernel::ids::{AccountId, PersonId};

alphabet! {
    /// What a person does in a body.
    pub enum Role {
        /// Runs the cycle: plan, calls, triage, agenda, reports (văn phòng).
        Office = "office",
        /// Head of the committee or authority: approves, chairs, signs (người đứng đầu).
        Leader = "leader",
        /// Takes the minutes (thư ký).
        Clerk = "clerk",
        /// Hands in issues for an organisation or village.
        Submitter = "submitter",
        /// Looks at what an organisation wants to hand in, and lets it leave. Head and deputies of a body have it by their post.
        Approver = "approver",
        /// Answers for an agency.
        Answering = "answering",
        /// Watches that promises become true (Mặt trận Tổ quốc).
        Supervisor = "supervisor",
        /// Reviews the reports of the units below.
        Superior = "superior",
        /// Reads the audit trail.
        Auditor = "auditor",
        /// Keeps units, bodies, people, accounts, rules and calendar.
        Admin = "admin",
    }
}

/// A role held in a body of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub role: Role,
    pub body: Uuid,
    pub unit_code: String,
    /// Codes from the root to the unit with a slash after each: `00/14/03667/`.
    pub unit_path: String,
    /// The name of the absent head whose role this is; none where it is the actor's own.
    pub in_place_of: Option<String>,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A visitor who has not signed in.
    Anonymous,
    /// The program itself: a job, the command line, the set-up.
    System,
    Person {
        account: AccountId,
        person: PersonId,
        name: String,
        grants: Vec<Grant>,
    },
}

impl Actor {
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        match self {
            Self::Person { grants, .. } => grants,
            Self::Anonymous | Self::System => &[],
        }
    }

    /// The codes of the units in which the actor holds a role, each once.
    #[must_use]
    pub fn units(&self) -> BTreeSet<&str> {
        self.grants().iter().map(|grant| grant.unit_code.as_str()).collect()
    }

    #[must_use]
    pub fn has_role(&self, role: Role) -> bool {
        self.grants().iter().any(|grant| grant.role == role)
    }

    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Person { account, .. } => Some(*account),
            Self::Anonymous | Self::System => None,
        }
    }

    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person { person, .. } => Some(*person),
            Self::Anonymous | Self::System => None,
        }
    }
}

alphabet! {
    /// Everything that asks for a permit.
    pub enum Action {
        ManageOrganisation = "organisation.manage",
        ManageRules = "rules.manage",
        ManageCalendar = "calendar.manage",
        ReadAudit = "audit.read",
        ReadSessions = "sessions.read",
        ReadPlannedSessions = "sessions.read-planned",
        PlanDialogues = "dialogues.plan",
        ApprovePlan = "plan.approve",
        ProposePlans = "plans.propose",
        OpenCall = "call.open",
        SubmitIssue = "issue.submit",
        /// Letting an issue leave an organisation that has this decided inside first.
        ApproveHandIn = "issue.approve-hand-in",
        /// Saying whether an organisation has it decided inside first.
        SetApproval = "body.set-approval",
        ReadIssue = "issue.read",
        ReadIdentity = "identity.read",
        /// The words of a complaint that went its own way.
        ReadShielded = "issue.read-shielded",
        TriageIssue = "issue.triage",
        /// A unit's own list of fields of life.
        ManageFields = "fields.manage",
        PrepareAnswer = "answer.prepare",
        ApproveAnswer = "answer.approve",
        ManageAgenda = "agenda.manage",
        ReadMinutes = "minutes.read",
        TakeMinutes = "minutes.take",
        SignAsChair = "minutes.sign-chair",
        SignAsClerk = "minutes.sign-clerk",
        IssueConclusion = "conclusion.issue",
        SignConclusion = "conclusion.sign",
        ReadCommitment = "commitment.read",
        ReportProgress = "commitment.report",
        VerifyCommitment = "commitment.verify",
        JudgeCommitment = "commitment.judge",
        CloseCommitment = "commitment.close",
        ReadReport = "report.read",
        WriteReport = "report.write",
        SignReport = "report.sign",
        ReviewReport = "report.review",
        ManageUnitFeeds = "feeds.manage",
        KeepBusyTimes = "busy.keep",
        StateAbsence = "absence.state",
    }
}

/// How far a role reaches for an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The grant's own unit.
    Unit,
    /// The grant's unit and everything below it.
    Subtree,
    /// What the grant's body handed in.
    OwnBody,
    /// What the grant's body was assigned, as lead or beside it.
    Assigned,
    /// What concerns the actor's own person, in the grant's unit.
    Oneself,
}

use Reach::{Assigned, Oneself, OwnBody, Subtree, Unit};
use Role::{Admin, Answering, Approver, Auditor, Clerk, Leader, Office, Submitter, Superior, Supervisor};

/// The table.
const fn reach(action: Action) -> &'static [(Role, Reach)] {
    match action {
        Action::ManageOrganisation | Action::ManageRules | Action::ManageCalendar => &[(Admin, Subtree)],
        Action::ReadAudit => &[(Auditor, Subtree), (Admin, Subtree)],
        Action::ReadSessions => &[
            (Office, Unit),
            (Leader, Unit),
            (Clerk, Unit),
            (Submitter, Unit),
            (Approver, Unit),
            (Answering, Unit),
            (Supervisor, Unit),
            (Auditor, Unit),
            (Admin, Unit),
            (Superior, Subtree),
        ],
        Action::ReadPlannedSessions => &[(Office, Unit), (Leader, Unit), (Clerk, Unit), (Superior, Subtree)],
        Action::PlanDialogues | Action::OpenCall | Action::TriageIssue | Action::ReadShielded | Action::ManageUnitFeeds => {
            &[(Office, Unit)]
        }
        Action::ManageFields => &[(Office, Unit), (Admin, Subtree)],
        Action::ApprovePlan | Action::SignAsChair | Action::SignConclusion | Action::SignReport => &[(Leader, Unit)],
        Action::SubmitIssue => &[(Submitter, OwnBody), (Approver, OwnBody)],
        Action::ApproveHandIn => &[(Approver, OwnBody)],
        Action::SetApproval => &[(Admin, Subtree), (Approver, OwnBody)],
        Action::JudgeCommitment => &[(Submitter, OwnBody)],
        Action::ReadIssue => &[
            (Office, Unit),
            (Leader, Unit),
            (Clerk, Unit),
            (Supervisor, Unit),
            (Submitter, OwnBody),
            (Approver, OwnBody),
            (Answering, Assigned),
        ],
        Action::ReadIdentity => &[(Office, Unit), (Submitter, OwnBody), (Approver, OwnBody)],
        Action::PrepareAnswer | Action::ReportProgress => &[(Answering, Assigned)],
        Action::ApproveAnswer => &[(Office, Unit), (Leader, Unit)],
        Action::ManageAgenda | Action::TakeMinutes => &[(Office, Unit), (Clerk, Unit)],
        Action::ReadMinutes => &[(Office, Unit), (Leader, Unit), (Clerk, Unit), (Supervisor, Unit), (Superior, Subtree)],
        Action::SignAsClerk => &[(Clerk, Unit)],
        Action::IssueConclusion => &[(Office, Unit), (Leader, Unit)],
        Action::ReadCommitment => &[
            (Office, Unit),
            (Leader, Unit),
            (Clerk, Unit),
            (Supervisor, Unit),
            (Answering, Assigned),
            (Submitter, OwnBody),
            (Approver, OwnBody),
            (Superior, Subtree),
        ],
        Action::VerifyCommitment => &[(Supervisor, Unit)],
        Action::CloseCommitment => &[(Office, Unit)],
        Action::ReadReport => &[(Office, Unit), (Leader, Unit), (Supervisor, Unit), (Superior, Subtree)],
        Action::WriteReport => &[(Office, Unit)],
        Action::ReviewReport | Action::ProposePlans => &[(Superior, Subtree)],
        Action::KeepBusyTimes | Action::StateAbsence => &[(Office, Unit), (Leader, Oneself)],
    }
}

/// The object of an act, as far as rights depend on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Target {
    /// Path of the unit that it belongs to (`00/14/03667/`).
    pub unit_path: String,
    /// Bodies that handed it in.
    pub owners: Vec<Uuid>,
    /// Bodies that it is assigned to.
    pub assigned: Vec<Uuid>,
    /// Whose own matter it is.
    pub person: Option<PersonId>,
}

impl Target {
    /// Something that belongs to a unit as a whole.
    #[must_use]
    pub fn unit(path: &str) -> Self {
        Self { unit_path: path.to_owned(), ..Self::default() }
    }

    #[must_use]
    pub fn owned_by(mut self, owners: impl IntoIterator<Item = Uuid>) -> Self {
        self.owners.extend(owners);
        self
    }

    #[must_use]
    pub fn assigned_to(mut self, bodies: impl IntoIterator<Item = Uuid>) -> Self {
        self.assigned.extend(bodies);
        self
    }

    #[must_use]
    pub fn about(mut self, person: PersonId) -> Self {
        self.person = Some(person);
        self
    }
}

/// Proof that [`can`] said yes. Stores ask for it before they write; nothing else can make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permit {
    action: Action,
}

impl Permit {
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }
}

/// The actor may not do it. The web shows "not found", and the refusal goes into the audit trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not permitted: {action}")]
pub struct Denied {
    pub action: Action,
}

/// Whether `actor` may do `action` to `target`.
///
/// # Errors
/// [`Denied`] when no grant reaches the target.
pub fn can(actor: &Actor, action: Action, target: &Target) -> Result<Permit, Denied> {
    let allowed = matches!(actor, Actor::System) || actor.grants().iter().any(|grant| reaches(actor, grant, action, target));
    if allowed { Ok(Permit { action }) } else { Err(Denied { action }) }
}

/// The absent head in whose place `actor` does it; none where a role of his own reaches the target.
#[must_use]
pub fn in_place_of<'a>(actor: &'a Actor, action: Action, target: &Target) -> Option<&'a str> {
    let mut reaching = actor.grants().iter().filter(|grant| reaches(actor, grant, action, target)).peekable();
    let first = reaching.peek()?.in_place_of.as_deref();
    if reaching.any(|grant| grant.in_place_of.is_none()) { None } else { first }
}

fn reaches(actor: &Actor, grant: &Grant, action: Action, target: &Target) -> bool {
    reach(action).iter().filter(|(role, _)| *role == grant.role).any(|(_, reach)| match reach {
        Unit => grant.unit_path == target.unit_path,
        Subtree => target.unit_path.starts_with(&grant.unit_path),
        OwnBody => target.owners.contains(&grant.body),
        Assigned => target.assigned.contains(&grant.body),
        Oneself => grant.unit_path == target.unit_path && target.person.is_some() && target.person == actor.person(),
    })
}

/// What an actor may find for a reading action. A store turns it into conditions; there is no unscoped find.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Everything (jobs and the command line).
    pub everything: bool,
    /// Codes of units read as a whole.
    pub units: Vec<String>,
    /// Paths of units read with all below them.
    pub subtrees: Vec<String>,
    /// Bodies whose own submissions are read.
    pub owners: Vec<Uuid>,
    /// Bodies whose assignments are read.
    pub assigned: Vec<Uuid>,
    /// The actor himself, where he reads what concerns him.
    pub people: Vec<PersonId>,
}

impl Scope {
    /// What `actor` may find when doing `action`.
    #[must_use]
    pub fn of(actor: &Actor, action: Action) -> Self {
        let mut scope = Self { everything: matches!(actor, Actor::System), ..Self::default() };
        for grant in actor.grants() {
            for (_, reach) in reach(action).iter().filter(|(role, _)| *role == grant.role) {
                match reach {
                    Unit => scope.units.push(grant.unit_code.clone()),
                    Subtree => scope.subtrees.push(grant.unit_path.clone()),
                    // Who writes for a body and leads it too has it by two roles.
                    OwnBody if scope.owners.contains(&grant.body) => {}
                    OwnBody => scope.owners.push(grant.body),
                    Assigned => scope.assigned.push(grant.body),
                    Oneself => scope.people.extend(actor.person()),
                }
            }
        }
        scope
    }

    /// Whether nothing at all can be found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.everything
            && self.units.is_empty()
            && self.subtrees.is_empty()
            && self.owners.is_empty()
            && self.assigned.is_empty()
            && self.people.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(role: Role, body: Uuid, unit_code: &str, unit_path: &str) -> Actor {
        let grants = vec![Grant { role, body, unit_code: unit_code.into(), unit_path: unit_path.into(), in_place_of: None }];
        Actor::Person { account: AccountId::fresh(), person: PersonId::fresh(), name: "An".into(), grants }
    }

    #[test]
    fn b072_a_parents_reviewer_reaches_descendants_not_siblings() {
        let superior = person(Role::Superior, Uuid::nil(), "14", "00/14/");
        assert!(can(&superior, Action::ReviewReport, &Target::unit("00/14/03667/")).is_ok());
        assert!(can(&superior, Action::ReviewReport, &Target::unit("00/31/11413/")).is_err());
    }

    #[test]
    fn b073_a_right_in_an_unrelated_unit_never_helps() {
        let office = person(Role::Office, Uuid::nil(), "11413", "00/31/11413/");
        assert!(can(&office, Action::TriageIssue, &Target::unit("00/31/11413/")).is_ok());
        assert!(can(&office, Action::TriageIssue, &Target::unit("00/14/03667/")).is_err());
    }

    #[test]
    fn a_submitter_sees_only_what_its_body_handed_in() {
        let (women, farmers) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let actor = person(Role::Submitter, women, "03667", "00/14/03667/");
        let theirs = Target::unit("00/14/03667/").owned_by([farmers]);
        let ours = Target::unit("00/14/03667/").owned_by([farmers, women]);
        assert!(can(&actor, Action::ReadIssue, &theirs).is_err());
        assert!(can(&actor, Action::ReadIssue, &ours).is_ok());
    }

    #[test]
    fn who_approves_inside_a_body_may_do_what_its_writer_does_and_the_writer_may_not_approve() {
        let (women, farmers) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (head, writer) =
            (person(Role::Approver, women, "03667", "00/14/03667/"), person(Role::Submitter, women, "03667", "00/14/03667/"));
        let of = |body: Uuid| Target::unit("00/14/03667/").owned_by([body]);
        for action in [Action::SubmitIssue, Action::ReadIssue, Action::ReadIdentity, Action::ApproveHandIn, Action::SetApproval] {
            assert!(can(&head, action, &of(women)).is_ok() && can(&head, action, &of(farmers)).is_err(), "{action}");
        }
        assert!(can(&writer, Action::ApproveHandIn, &of(women)).is_err());
        assert!(can(&writer, Action::SetApproval, &of(women)).is_err());
        let mut both = head;
        if let (Actor::Person { grants, .. }, Actor::Person { grants: more, .. }) = (&mut both, writer) {
            grants.extend(more);
        }
        assert_eq!(Scope::of(&both, Action::SubmitIssue).owners, [women]);
    }

    #[test]
    fn a_leader_keeps_his_own_busy_times_and_the_office_those_of_all() {
        let leader = person(Role::Leader, Uuid::nil(), "03667", "00/14/03667/");
        let office = person(Role::Office, Uuid::nil(), "03667", "00/14/03667/");
        let here = |person: PersonId| Target::unit("00/14/03667/").about(person);
        let own = leader.person().unwrap();
        assert!(can(&leader, Action::KeepBusyTimes, &here(own)).is_ok());
        assert!(can(&leader, Action::KeepBusyTimes, &here(PersonId::fresh())).is_err());
        assert!(can(&leader, Action::KeepBusyTimes, &Target::unit("00/14/03667/")).is_err());
        assert!(can(&office, Action::KeepBusyTimes, &here(own)).is_ok());
        assert!(can(&office, Action::KeepBusyTimes, &Target::unit("00/31/11413/").about(own)).is_err());
        assert_eq!(Scope::of(&leader, Action::KeepBusyTimes).people, [own]);
    }

    #[test]
    fn nobody_may_anything_without_a_grant_and_the_program_may_all() {
        for &action in Action::ALL {
            assert!(can(&Actor::Anonymous, action, &Target::unit("00/")).is_err());
            assert!(can(&Actor::System, action, &Target::unit("00/")).is_ok());
            assert!(Scope::of(&Actor::Anonymous, action).is_empty());
        }
    }
}
