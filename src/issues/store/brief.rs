//! What lists show of an issue: a third of its columns, so that a page of fifty does not carry fifty whole issues.

use chrono::{DateTime, Utc};
use entity::issue::Entity;
use sea_orm::DerivePartialModel;
use uuid::Uuid;

use crate::error::{AppError, AppResult};
use crate::issues::rules::redaction::redacted;
use crate::issues::rules::{Issue, IssueKind, StateWord, shown};
use crate::kernel::{BodyId, IssueId, SessionId};

/// An issue in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    pub id: IssueId,
    pub number: Option<i32>,
    pub kind: IssueKind,
    /// The wording that others may see; empty for a shielded one.
    pub wording: String,
    pub people: i32,
    pub village: String,
    pub field: Option<String>,
    pub submitter: Option<BodyId>,
    /// Sent here by another unit.
    pub forwarded: bool,
    pub state: StateWord,
    pub late: bool,
    pub submitted_at: Option<DateTime<Utc>>,
    pub session: SessionId,
    pub version: i32,
}

impl From<&Issue> for Brief {
    fn from(issue: &Issue) -> Self {
        Self {
            id: issue.id,
            number: issue.number,
            kind: issue.content.kind,
            wording: issue.shown_wording(),
            people: issue.content.people,
            village: issue.shown_village(),
            field: issue.content.field.clone(),
            submitter: issue.submitter,
            forwarded: issue.links.forwarded_from.is_some(),
            state: issue.state.word(),
            late: issue.late,
            submitted_at: issue.submitted_at,
            session: issue.session,
            version: issue.version,
        }
    }
}

/// The columns of a [`Brief`].
#[derive(Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub(super) struct BriefRow {
    id: Uuid,
    number: Option<i32>,
    kind: String,
    wording: String,
    public_wording: String,
    people: i32,
    village: String,
    field_code: Option<String>,
    submitter_id: Option<Uuid>,
    forwarded_from: Option<Uuid>,
    state: String,
    late: bool,
    submitted_at: Option<DateTime<Utc>>,
    session_id: Uuid,
    version: i32,
}

impl TryFrom<BriefRow> for Brief {
    type Error = AppError;

    fn try_from(row: BriefRow) -> AppResult<Self> {
        let state: StateWord = row.state.parse()?;
        Ok(Self {
            id: row.id.into(),
            number: row.number,
            kind: row.kind.parse()?,
            wording: shown(&row.public_wording, &row.wording, state),
            people: row.people,
            village: if state.is_shielded() { String::new() } else { redacted(&row.village) },
            field: row.field_code,
            submitter: row.submitter_id.map(Into::into),
            forwarded: row.forwarded_from.is_some(),
            state,
            late: row.late,
            submitted_at: row.submitted_at,
            session: row.session_id.into(),
            version: row.version,
        })
    }
}
