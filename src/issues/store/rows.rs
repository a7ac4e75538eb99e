//! Rows of issues to the types of `rules` and back. No query stands here.

use entity::issue::{ActiveModel, Model};
use sea_orm::ActiveValue::{NotSet, Set};

use crate::error::{AppError, AppResult};
use crate::issues::rules::{Approval, ApprovalWord, Content, Issue, IssueState, Links, Mark, StateWord};
use crate::kernel::text::fold;

pub(super) fn from_row(row: Model) -> AppResult<Issue> {
    let lacking = |column: &str| AppError::Internal(format!("issue {}: {column} is missing", row.id));
    let before = || -> AppResult<StateWord> { Ok(row.state_before.as_deref().ok_or_else(|| lacking("state_before"))?.parse()?) };
    let state = match row.state.parse::<StateWord>()? {
        StateWord::Draft => IssueState::Draft,
        StateWord::Submitted => IssueState::Submitted,
        StateWord::Returned => IssueState::Returned { reason: row.state_note.clone() },
        StateWord::Accepted => IssueState::Accepted,
        StateWord::Selected => IssueState::Selected,
        StateWord::WrittenOnly => IssueState::WrittenOnly,
        StateWord::Answered => IssueState::Answered { answered_at: row.answered_at.ok_or_else(|| lacking("answered_at"))? },
        StateWord::Refused => {
            let ground = row.ground.as_deref().ok_or_else(|| lacking("ground"))?.parse()?;
            IssueState::Refused { ground, reason: row.state_note.clone() }
        }
        StateWord::Diverted => IssueState::Diverted { reason: row.state_note.clone() },
        StateWord::Merged => IssueState::Merged {
            into: row.merged_into.ok_or_else(|| lacking("merged_into"))?.into(),
            via: row.merged_via.ok_or_else(|| lacking("merged_via"))?.into(),
            before: before()?,
        },
        StateWord::Withdrawn => IssueState::Withdrawn,
        StateWord::Split => IssueState::Split { before: before()? },
        StateWord::Forwarded => IssueState::Forwarded { before: before()? },
    };
    let mark = || -> AppResult<Mark> {
        let at = row.approval_at.ok_or_else(|| lacking("approval_at"))?;
        Ok(Mark { account: row.approval_account.map(Into::into), name: row.approval_name.clone(), at })
    };
    let approval = match row.approval.as_deref().map(str::parse::<ApprovalWord>).transpose()? {
        None => Approval::None,
        Some(ApprovalWord::Asked) => Approval::Asked(mark()?),
        Some(ApprovalWord::Returned) => Approval::Returned(mark()?),
        Some(ApprovalWord::Given) => Approval::Given(mark()?),
    };
    Ok(Issue {
        id: row.id.into(),
        unit_code: row.unit_code,
        session: row.session_id.into(),
        submitter: row.submitter_id.map(Into::into),
        number: row.number,
        receipt_code: row.receipt_code,
        content: Content {
            kind: row.kind.parse()?,
            channel: row.channel.parse()?,
            people: row.people,
            village: row.village,
            field: row.field_code,
            wording: row.wording,
        },
        competence: row.competence.as_deref().map(str::parse).transpose()?,
        group: row.counterpart_group.parse()?,
        public_wording: row.public_wording,
        state,
        state_at: row.state_at,
        late: row.late,
        created_by: row.created_by.map(Into::into),
        created_at: row.created_at,
        submitted_at: row.submitted_at,
        accepted_at: row.accepted_at,
        links: Links {
            split_from: row.split_from.map(Into::into),
            repeats: row.repeats.map(Into::into),
            forwarded_from: row.forwarded_from.map(Into::into),
        },
        approval,
        version: row.version,
    })
}

/// What words are looked for in.
pub(super) fn folded(issue: &Issue) -> String {
    fold(&format!("{} {} {}", issue.content.wording, issue.public_wording, issue.content.village))
}

pub(super) fn to_row(issue: &Issue) -> ActiveModel {
    let (mut note, mut ground, mut answered_at) = (String::new(), None, None);
    let (mut into, mut via, mut before) = (None, None, None);
    match &issue.state {
        IssueState::Returned { reason } | IssueState::Diverted { reason } => note.clone_from(reason),
        IssueState::Refused { ground: why, reason } => {
            ground = Some(why.to_string());
            note.clone_from(reason);
        }
        IssueState::Answered { answered_at: at } => answered_at = Some(*at),
        IssueState::Merged { into: end, via: named, before: word } => {
            (into, via, before) = (Some(end.0), Some(named.0), Some(word.to_string()));
        }
        IssueState::Split { before: word } | IssueState::Forwarded { before: word } => before = Some(word.to_string()),
        _ => {}
    }
    let mark = issue.approval.mark();
    ActiveModel {
        id: Set(issue.id.0),
        unit_code: Set(issue.unit_code.clone()),
        session_id: Set(issue.session.0),
        submitter_id: Set(issue.submitter.map(Into::into)),
        number: Set(issue.number),
        receipt_code: Set(issue.receipt_code.clone()),
        kind: Set(issue.content.kind.to_string()),
        channel: Set(issue.content.channel.to_string()),
        people: Set(issue.content.people),
        village: Set(issue.content.village.clone()),
        field_code: Set(issue.content.field.clone()),
        competence: Set(issue.competence.map(|word| word.to_string())),
        counterpart_group: Set(issue.group.to_string()),
        wording: Set(issue.content.wording.clone()),
        public_wording: Set(issue.public_wording.clone()),
        folded: Set(folded(issue)),
        state: Set(issue.state.word().to_string()),
        ground: Set(ground),
        state_note: Set(note),
        state_at: Set(issue.state_at),
        state_before: Set(before),
        late: Set(issue.late),
        merged_into: Set(into),
        merged_via: Set(via),
        created_by: Set(issue.created_by.map(Into::into)),
        created_at: Set(issue.created_at),
        submitted_at: Set(issue.submitted_at),
        accepted_at: Set(issue.accepted_at),
        answered_at: Set(answered_at),
        split_from: Set(issue.links.split_from.map(Into::into)),
        repeats: Set(issue.links.repeats.map(Into::into)),
        forwarded_from: Set(issue.links.forwarded_from.map(Into::into)),
        approval: Set(issue.approval.word().map(|word| word.to_string())),
        approval_account: Set(mark.and_then(|mark| mark.account).map(Into::into)),
        approval_name: Set(mark.map(|mark| mark.name.clone()).unwrap_or_default()),
        approval_at: Set(mark.map(|mark| mark.at)),
        // Only who moves an issue knows it.
        meant_for: NotSet,
        version: Set(issue.version),
    }
}
