//! The minutes of sessions, without their lines. Whoever reads them has asked for the session first.

use chrono::{DateTime, Utc};
use entity::minutes::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use crate::db::{Conn, saved};
use crate::error::{AppError, AppResult};
use crate::kernel::{Permit, SessionId};
use crate::minutes::rules::{Minutes, MinutesState, MinutesWord, Signature, Signer};

fn signature(account: Option<Uuid>, by: &str, at: Option<DateTime<Utc>>) -> Option<Signature> {
    Some(Signature { account: account?.into(), by: by.to_owned(), at: at? })
}

fn from_row(row: Model, unit_code: &str) -> AppResult<Minutes> {
    let lacking = |column: &str| AppError::Internal(format!("minutes {}: {column} is missing", row.id));
    let chair = signature(row.chair_account, &row.chair_signed_by, row.chair_signed_at);
    let clerk = signature(row.clerk_account, &row.clerk_signed_by, row.clerk_signed_at);
    let ended_at = || row.ended_at.ok_or_else(|| lacking("ended_at"));
    let number = || row.number.ok_or_else(|| lacking("number"));
    let state = match row.state.parse::<MinutesWord>()? {
        MinutesWord::Taking => MinutesState::Taking,
        MinutesWord::Signing => {
            MinutesState::Signing { ended_at: ended_at()?, number: number()?, chair, clerk, digest: row.digest.clone() }
        }
        MinutesWord::Locked => MinutesState::Locked {
            ended_at: ended_at()?,
            number: number()?,
            chair: chair.ok_or_else(|| lacking("chair"))?,
            clerk: clerk.ok_or_else(|| lacking("clerk"))?,
            digest: row.digest.clone().ok_or_else(|| lacking("digest"))?,
            frozen: row.frozen.clone().ok_or_else(|| lacking("frozen"))?,
        },
    };
    Ok(Minutes {
        id: row.id.into(),
        session: row.session_id.into(),
        unit_code: unit_code.to_owned(),
        began_at: row.began_at,
        citizens: row.citizens,
        general: row.general,
        state,
        version: row.version,
    })
}

fn to_row(minutes: &Minutes) -> ActiveModel {
    let (digest, frozen) = match &minutes.state {
        MinutesState::Taking => (None, None),
        MinutesState::Signing { digest, .. } => (digest.clone(), None),
        MinutesState::Locked { digest, frozen, .. } => (Some(digest.clone()), Some(frozen.clone())),
    };
    let chair = minutes.state.signature(Signer::Chair);
    let clerk = minutes.state.signature(Signer::Clerk);
    ActiveModel {
        id: Set(minutes.id.0),
        session_id: Set(minutes.session.0),
        state: Set(minutes.state.word().to_string()),
        number: Set(minutes.state.number()),
        began_at: Set(minutes.began_at),
        ended_at: Set(minutes.state.ended_at()),
        citizens: Set(minutes.citizens),
        general: Set(minutes.general.clone()),
        chair_account: Set(chair.map(|one| one.account.into())),
        chair_signed_at: Set(chair.map(|one| one.at)),
        chair_signed_by: Set(chair.map(|one| one.by.clone()).unwrap_or_default()),
        clerk_account: Set(clerk.map(|one| one.account.into())),
        clerk_signed_at: Set(clerk.map(|one| one.at)),
        clerk_signed_by: Set(clerk.map(|one| one.by.clone()).unwrap_or_default()),
        digest: Set(digest),
        frozen: Set(frozen),
        version: Set(minutes.version),
    }
}

/// The minutes of a session, if its room was opened. The caller has checked that the actor may read them.
///
/// # Errors
/// The database's.
pub async fn minutes_of(conn: &Conn, session: SessionId, unit_code: &str) -> AppResult<Option<Minutes>> {
    let row = Entity::find().filter(Column::SessionId.eq(session.0)).one(conn).await?;
    row.map(|row| from_row(row, unit_code)).transpose()
}

/// Adds minutes.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, minutes: &Minutes) -> AppResult<()> {
    Entity::insert(to_row(minutes)).exec_without_returning(conn).await?;
    Ok(())
}

/// Saves minutes that were read at `minutes.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, minutes: &Minutes) -> AppResult<()> {
    let mut row = to_row(minutes);
    row.version = Set(minutes.version + 1);
    let result = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(minutes.id.0))
        .filter(Column::Version.eq(minutes.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}
