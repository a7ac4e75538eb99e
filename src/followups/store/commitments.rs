//! One commitment: row and rules type, finding with rights, saving. Lists stand in `lists`.

use entity::{commitment, commitment_support};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use crate::db::{Conn, saved};
use crate::error::{AppError, AppResult};
use crate::followups::rules::{Check, Commitment, Report, State, StateWord};
use crate::followups::store::{sources, texts};
use crate::kernel::{Action, CommitmentId, Ctx, Permit, Target};
use crate::organisation::{Unit, unit};

fn state(row: &commitment::Model) -> AppResult<State> {
    let lacking = |column: &str| AppError::Internal(format!("commitment {}: {column} is missing", row.id));
    let report = || -> AppResult<Report> {
        Ok(Report {
            at: row.reported_at.ok_or_else(|| lacking("reported_at"))?,
            outcome: row.outcome.as_deref().ok_or_else(|| lacking("outcome"))?.parse()?,
            done_on: row.done_on.ok_or_else(|| lacking("done_on"))?,
        })
    };
    let check = || -> AppResult<Check> {
        Ok(Check { at: row.verified_at.ok_or_else(|| lacking("verified_at"))?, by: row.verified_by.clone() })
    };
    Ok(match row.state.parse::<StateWord>()? {
        StateWord::Assigned => State::Assigned,
        StateWord::Accepted => State::Accepted,
        StateWord::Contested => State::Contested { theirs: row.theirs_id.map(Into::into), reason: row.state_note.clone() },
        StateWord::InProgress => State::InProgress,
        StateWord::Reported => State::Reported { report: report()? },
        StateWord::Verified => State::Verified { report: report()?, check: check()? },
        StateWord::Closed => {
            State::Closed { report: report()?, check: check()?, at: row.closed_at.ok_or_else(|| lacking("closed_at"))? }
        }
    })
}

fn from_row(row: commitment::Model, supports: Vec<Uuid>) -> AppResult<Commitment> {
    Ok(Commitment {
        state: state(&row)?,
        id: row.id.into(),
        unit_code: row.unit_code,
        session: row.session_id.into(),
        issue: row.issue_id.map(Into::into),
        promise: row.promise_id,
        code: row.code,
        number: row.number,
        wording: row.wording,
        lead: row.lead_id.into(),
        supports: supports.into_iter().map(Into::into).collect(),
        assigned_on: row.assigned_on,
        first_due_on: row.first_due_on,
        due_on: row.due_on,
        stopped_on: row.stopped_on,
        warn_days: u32::try_from(row.warn_days).unwrap_or_default(),
        state_at: row.state_at,
        answered_on: row.answered_on,
        answer_paper: row.answer_paper,
        version: row.version,
    })
}

fn to_row(commitment: &Commitment) -> commitment::ActiveModel {
    let (theirs, note) = match &commitment.state {
        State::Contested { theirs, reason } => (theirs.map(Into::into), reason.clone()),
        _ => (None, String::new()),
    };
    let (report, check) = (commitment.state.report(), commitment.state.check());
    let closed_at = if let State::Closed { at, .. } = commitment.state { Some(at) } else { None };
    commitment::ActiveModel {
        id: Set(commitment.id.0),
        unit_code: Set(commitment.unit_code.clone()),
        session_id: Set(commitment.session.0),
        issue_id: Set(commitment.issue.map(Into::into)),
        promise_id: Set(commitment.promise),
        code: Set(commitment.code.clone()),
        number: Set(commitment.number),
        wording: Set(commitment.wording.clone()),
        lead_id: Set(commitment.lead.0),
        assigned_on: Set(commitment.assigned_on),
        first_due_on: Set(commitment.first_due_on),
        due_on: Set(commitment.due_on),
        stopped_on: Set(commitment.stopped_on),
        state: Set(commitment.state.word().to_string()),
        state_note: Set(note),
        state_at: Set(commitment.state_at),
        theirs_id: Set(theirs),
        reported_at: Set(report.map(|report| report.at)),
        outcome: Set(report.map(|report| report.outcome.to_string())),
        done_on: Set(report.map(|report| report.done_on)),
        answered_on: Set(commitment.answered_on),
        answer_paper: Set(commitment.answer_paper.clone()),
        resolved_on: Set(commitment.resolved_on()),
        verified_by: Set(check.map(|check| check.by.clone()).unwrap_or_default()),
        verified_at: Set(check.map(|check| check.at)),
        closed_at: Set(closed_at),
        version: Set(commitment.version),
        warn_days: Set(i32::try_from(commitment.warn_days).unwrap_or(i32::MAX)),
    }
}

/// Rows with the agencies beside their leads, in the order given.
///
/// # Errors
/// The database's; a row that contradicts its state.
pub(super) async fn load(conn: &Conn, rows: Vec<commitment::Model>) -> AppResult<Vec<Commitment>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let beside = commitment_support::Entity::find()
        .filter(commitment_support::Column::CommitmentId.is_in(ids))
        .order_by_asc(commitment_support::Column::BodyId)
        .all(conn)
        .await?;
    let supports = |id: Uuid| beside.iter().filter(|row| row.commitment_id == id).map(|row| row.body_id).collect();
    rows.into_iter().map(|row| (supports(row.id), row)).map(|(supports, row)| from_row(row, supports)).collect()
}

/// A commitment, its unit, who handed the issue in, and the proof that the actor may do `action` to it.
#[derive(Debug, Clone)]
pub struct Found {
    pub commitment: Commitment,
    pub unit: Unit,
    /// Bodies that handed the underlying issue in.
    pub owners: Vec<Uuid>,
    pub permit: Permit,
}

impl Found {
    /// The commitment as an object of rights.
    #[must_use]
    pub fn target(&self) -> Target {
        target(&self.commitment, &self.unit, &self.owners)
    }
}

fn target(commitment: &Commitment, unit: &Unit, owners: &[Uuid]) -> Target {
    let agencies = [commitment.lead].into_iter().chain(commitment.supports.iter().copied());
    unit.target().owned_by(owners.iter().copied()).assigned_to(agencies.map(Into::into))
}

/// The commitment `id`, if the actor may do `action` to it.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, [`AppError::Denied`] where it is not for this actor.
pub async fn find(conn: &Conn, ctx: &Ctx, action: Action, id: CommitmentId) -> AppResult<Found> {
    let read = async {
        let row = commitment::Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound)?;
        load(conn, vec![row]).await?.pop().ok_or(AppError::NotFound)
    };
    let commitment = conn.recalled("commitment", id, read).await?;
    let unit = unit(conn, &commitment.unit_code).await?;
    let owners = match commitment.issue {
        Some(issue) => sources::submitters(conn, issue).await?,
        None => Vec::new(),
    };
    let permit = ctx.permit(action, &target(&commitment, &unit, &owners))?;
    Ok(Found { commitment, unit, owners, permit })
}

/// Adds a commitment.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, commitment: &Commitment) -> AppResult<()> {
    commitment::Entity::insert(to_row(commitment)).exec_without_returning(conn).await?;
    insert_supports(conn, commitment).await?;
    texts::keep_commitment(conn, commitment).await.map(drop)
}

async fn insert_supports(conn: &Conn, commitment: &Commitment) -> AppResult<()> {
    let row = |body: &crate::kernel::BodyId| commitment_support::ActiveModel {
        commitment_id: Set(commitment.id.0),
        body_id: Set(body.0),
    };
    let rows: Vec<_> = commitment.supports.iter().map(row).collect();
    if !rows.is_empty() {
        commitment_support::Entity::insert_many(rows).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// Saves a commitment that was read at `commitment.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, commitment: &Commitment) -> AppResult<()> {
    let mut row = to_row(commitment);
    row.version = Set(commitment.version + 1);
    let result = commitment::Entity::update_many()
        .set(row)
        .filter(commitment::Column::Id.eq(commitment.id.0))
        .filter(commitment::Column::Version.eq(commitment.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)?;
    commitment_support::Entity::delete_many()
        .filter(commitment_support::Column::CommitmentId.eq(commitment.id.0))
        .exec(conn)
        .await?;
    insert_supports(conn, commitment).await?;
    texts::keep_commitment(conn, commitment).await.map(drop)
}
