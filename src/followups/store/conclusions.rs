//! Conclusion notices and where they were published. A draft is known to office and leader only.

use entity::{conclusion, conclusion_channel};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, saved};
use crate::error::{AppError, AppResult};
use crate::followups::rules::{Conclusion, ConclusionState, ConclusionWord, Publication, Signature};
use crate::followups::store::texts;
use crate::kernel::{Action, BodyId, ConclusionId, Ctx, Permit, SessionId};
use crate::organisation::Unit;

pub(super) fn from_row(row: conclusion::Model) -> AppResult<Conclusion> {
    let lacking = |column: &str| AppError::Internal(format!("conclusion {}: {column} is missing", row.id));
    let signature = || -> AppResult<Signature> {
        Ok(Signature {
            at: row.signed_at.ok_or_else(|| lacking("signed_at"))?,
            by: row.signed_by.clone(),
            title: row.signed_title.clone(),
            is_head: row.signed_by_head,
        })
    };
    let state = match row.state.parse::<ConclusionWord>()? {
        ConclusionWord::Draft => ConclusionState::Draft,
        ConclusionWord::Signed => ConclusionState::Signed { signature: signature()? },
        ConclusionWord::Published => {
            let at = row.published_at.ok_or_else(|| lacking("published_at"))?;
            ConclusionState::Published { signature: signature()?, at }
        }
    };
    Ok(Conclusion {
        id: row.id.into(),
        session: row.session_id.into(),
        unit_code: row.unit_code,
        body: row.body_id.into(),
        number: row.number,
        general: row.general,
        state,
        version: row.version,
    })
}

fn to_row(conclusion: &Conclusion) -> conclusion::ActiveModel {
    let signature = conclusion.signature();
    let published_at = if let ConclusionState::Published { at, .. } = conclusion.state { Some(at) } else { None };
    conclusion::ActiveModel {
        id: Set(conclusion.id.0),
        session_id: Set(conclusion.session.0),
        unit_code: Set(conclusion.unit_code.clone()),
        body_id: Set(conclusion.body.0),
        number: Set(conclusion.number.clone()),
        general: Set(conclusion.general.clone()),
        state: Set(conclusion.word().to_string()),
        signed_at: Set(signature.map(|signature| signature.at)),
        signed_by: Set(signature.map(|signature| signature.by.clone()).unwrap_or_default()),
        signed_title: Set(signature.map(|signature| signature.title.clone()).unwrap_or_default()),
        signed_by_head: Set(signature.is_some_and(|signature| signature.is_head)),
        published_at: Set(published_at),
        version: Set(conclusion.version),
    }
}

/// The conclusion of a session, if there is one that the actor may know: a draft needs the right to issue it.
///
/// # Errors
/// The database's.
pub async fn of_session(conn: &Conn, ctx: &Ctx, unit: &Unit, session: SessionId) -> AppResult<Option<Conclusion>> {
    let row = conclusion::Entity::find().filter(conclusion::Column::SessionId.eq(session.0)).one(conn).await?;
    let found = row.map(from_row).transpose()?;
    Ok(found.filter(|found| !found.is_draft() || ctx.permit(Action::IssueConclusion, &unit.target()).is_ok()))
}

/// The conclusions of these sessions, drafts too: for lists of what is to be done.
///
/// # Errors
/// The database's.
pub async fn of_sessions(conn: &Conn, sessions: &[SessionId]) -> AppResult<Vec<Conclusion>> {
    let rows =
        conclusion::Entity::find().filter(conclusion::Column::SessionId.is_in(sessions.iter().map(|id| id.0))).all(conn).await?;
    rows.into_iter().map(from_row).collect()
}

/// Whether another signed notice of the body has this number in the same span of time, `from` included, `to` not.
///
/// # Errors
/// The database's.
pub async fn is_number_taken(
    conn: &Conn,
    conclusion: &Conclusion,
    (from, to): (chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>),
) -> AppResult<bool> {
    let same = Condition::all()
        .add(conclusion::Column::BodyId.eq(conclusion.body.0))
        .add(conclusion::Column::Number.eq(&conclusion.number))
        .add(conclusion::Column::Id.ne(conclusion.id.0))
        .add(conclusion::Column::SignedAt.gte(from))
        .add(conclusion::Column::SignedAt.lt(to));
    Ok(conclusion::Entity::find().filter(same).count(conn).await? > 0)
}

/// Adds a draft.
///
/// # Errors
/// The database's; [`AppError::Conflict`] when the session has one already.
pub async fn insert(conn: &Conn, _permit: &Permit, conclusion: &Conclusion) -> AppResult<()> {
    let result = conclusion::Entity::insert(to_row(conclusion)).exec_without_returning(conn).await;
    match result {
        Err(error) if matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_))) => Err(AppError::Conflict),
        Err(error) => Err(error.into()),
        Ok(_) => Box::pin(texts::keep_conclusion(conn, conclusion)).await.map(drop),
    }
}

/// Saves a conclusion that was read at `conclusion.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, conclusion: &Conclusion) -> AppResult<()> {
    let mut row = to_row(conclusion);
    row.version = Set(conclusion.version + 1);
    let result = conclusion::Entity::update_many()
        .set(row)
        .filter(conclusion::Column::Id.eq(conclusion.id.0))
        .filter(conclusion::Column::Version.eq(conclusion.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)?;
    Box::pin(texts::keep_conclusion(conn, conclusion)).await.map(drop)
}

/// Where a conclusion was published, by day.
///
/// # Errors
/// The database's.
pub async fn publications(conn: &Conn, conclusion: ConclusionId) -> AppResult<Vec<Publication>> {
    let rows = conclusion_channel::Entity::find()
        .filter(conclusion_channel::Column::ConclusionId.eq(conclusion.0))
        .order_by_asc(conclusion_channel::Column::DoneOn)
        .order_by_asc(conclusion_channel::Column::Channel)
        .all(conn)
        .await?;
    rows.into_iter()
        .map(|row| Ok(Publication { channel: row.channel.parse()?, done_on: row.done_on, proof: row.proof }))
        .collect()
}

/// Notes a publication; said again for the same channel, the later words stand (the trail keeps both).
///
/// # Errors
/// The database's.
pub async fn save_publication(
    conn: &Conn,
    _permit: &Permit,
    conclusion: ConclusionId,
    publication: &Publication,
) -> AppResult<()> {
    let row = conclusion_channel::ActiveModel {
        conclusion_id: Set(conclusion.0),
        channel: Set(publication.channel.to_string()),
        done_on: Set(publication.done_on),
        proof: Set(publication.proof.clone()),
    };
    let key = [conclusion_channel::Column::ConclusionId, conclusion_channel::Column::Channel];
    let again = OnConflict::columns(key)
        .update_columns([conclusion_channel::Column::DoneOn, conclusion_channel::Column::Proof])
        .to_owned();
    conclusion_channel::Entity::insert(row).on_conflict(again).exec_without_returning(conn).await?;
    Ok(())
}

/// The issuing bodies that a unit offers.
#[must_use]
pub fn may_issue(kind: crate::organisation::BodyKind) -> bool {
    matches!(kind, crate::organisation::BodyKind::PartyCommittee | crate::organisation::BodyKind::PeopleCommittee)
}

/// The body of `bodies` that issues by default: the Party committee, else the first that may.
#[must_use]
pub fn usual_issuer(bodies: &[crate::organisation::Body]) -> Option<BodyId> {
    bodies.iter().find(|body| may_issue(body.kind)).map(|body| body.id)
}
