//! Invitations, the answers to them, and the mails that came in. Whoever reads them has asked for the session first.

use chrono::{DateTime, Utc};
use entity::{invitation, invitation_answer, mail_reply};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use crate::db::{Conn, saved};
use crate::dialogues::rules::invitations::{Given, Invitation, Received, Subject};
use crate::error::AppResult;
use crate::kernel::{Permit, PersonId, SessionId};

fn from_row(row: invitation::Model) -> AppResult<Invitation> {
    Ok(Invitation {
        id: row.id.into(),
        session: row.session_id.into(),
        person: row.person_id.into(),
        subject: Subject { id: row.subject_id, slot: row.slot },
        address: row.address,
        sequence: row.sequence,
        moved_sequence: row.moved_sequence,
        moved_at: row.moved_at,
        asked: row.asked,
        told: row.told,
        standing: row.state.parse()?,
        sent_at: row.sent_at,
        version: row.version,
    })
}

/// All invitations of a session, withdrawn ones included.
///
/// # Errors
/// The database's.
pub async fn of_session(conn: &Conn, session: SessionId) -> AppResult<Vec<Invitation>> {
    let rows = invitation::Entity::find()
        .filter(invitation::Column::SessionId.eq(session.0))
        .order_by_asc(invitation::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The invitation behind one of these hashes of tokens.
///
/// # Errors
/// The database's.
pub async fn by_tokens(conn: &Conn, hashes: &[String]) -> AppResult<Option<Invitation>> {
    let row = invitation::Entity::find().filter(invitation::Column::TokenHash.is_in(hashes)).one(conn).await?;
    row.map(from_row).transpose()
}

/// Keeps an invitation: a new one with the hash of its token, or one that was read at `invitation.version`.
///
/// # Errors
/// [`crate::error::AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, invitation: &Invitation, token_hash: &str) -> AppResult<()> {
    let row = invitation::ActiveModel {
        id: Set(invitation.id.0),
        session_id: Set(invitation.session.0),
        person_id: Set(invitation.person.0),
        subject_id: Set(invitation.subject.id),
        slot: Set(invitation.subject.slot.clone()),
        address: Set(invitation.address.clone()),
        token_hash: Set(token_hash.to_owned()),
        sequence: Set(invitation.sequence),
        moved_sequence: Set(invitation.moved_sequence),
        moved_at: Set(invitation.moved_at),
        asked: Set(invitation.asked.clone()),
        told: Set(invitation.told.clone()),
        state: Set(invitation.standing.to_string()),
        sent_at: Set(invitation.sent_at),
        version: Set(invitation.version + 1),
    };
    if invitation.version == 0 {
        invitation::Entity::insert(row).exec_without_returning(conn).await?;
        return Ok(());
    }
    let result = invitation::Entity::update_many()
        .set(row)
        .filter(invitation::Column::Id.eq(invitation.id.0))
        .filter(invitation::Column::Version.eq(invitation.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}

/// All answers to these subjects, with who gave them to which.
///
/// # Errors
/// The database's.
pub async fn answers(conn: &Conn, subjects: &[Subject]) -> AppResult<Vec<(Subject, PersonId, Given)>> {
    let rows = invitation_answer::Entity::find()
        .filter(invitation_answer::Column::SubjectId.is_in(subjects.iter().map(|subject| subject.id)))
        .filter(invitation_answer::Column::Slot.is_in(subjects.iter().map(|subject| subject.slot.as_str())))
        .all(conn)
        .await?;
    let read = |row: invitation_answer::Model| {
        let given = Given {
            answer: row.answer.parse()?,
            by: row.given_by.parse()?,
            at: row.given_at,
            stamped_at: row.stamped_at,
            sequence: row.sequence,
            note: row.note,
        };
        Ok((Subject { id: row.subject_id, slot: row.slot }, row.person_id.into(), given))
    };
    rows.into_iter().map(read).collect()
}

/// Keeps the answer of a person to a subject in place of his last one.
///
/// # Errors
/// The database's.
pub async fn save_answer(conn: &Conn, _permit: &Permit, subject: &Subject, person: PersonId, given: &Given) -> AppResult<()> {
    use invitation_answer::Column;
    let row = invitation_answer::ActiveModel {
        subject_id: Set(subject.id),
        slot: Set(subject.slot.clone()),
        person_id: Set(person.0),
        answer: Set(given.answer.to_string()),
        given_by: Set(given.by.to_string()),
        given_at: Set(given.at),
        stamped_at: Set(given.stamped_at),
        sequence: Set(given.sequence),
        note: Set(given.note.clone()),
    };
    let conflict = OnConflict::columns([Column::SubjectId, Column::Slot, Column::PersonId])
        .update_columns([Column::Answer, Column::GivenBy, Column::GivenAt, Column::StampedAt, Column::Sequence, Column::Note])
        .to_owned();
    invitation_answer::Entity::insert(row).on_conflict(conflict).exec_without_returning(conn).await?;
    Ok(())
}

/// Whether a mail with this hash was taken before.
///
/// # Errors
/// The database's.
pub async fn is_received(conn: &Conn, digest: &str) -> AppResult<bool> {
    let found = mail_reply::Entity::find().filter(mail_reply::Column::Digest.eq(digest)).limit(1).one(conn).await?;
    Ok(found.is_some())
}

/// Keeps what became of a mail.
///
/// # Errors
/// The database's.
pub async fn insert_received(conn: &Conn, _permit: &Permit, received: &Received) -> AppResult<()> {
    let row = mail_reply::ActiveModel {
        id: Set(received.id),
        digest: Set(received.digest.clone()),
        part: Set(received.part),
        received_at: Set(received.at),
        way: Set(received.way.to_string()),
        session_id: Set(received.session.map(Into::into)),
        person_id: Set(received.person.map(Into::into)),
        sender: Set(received.sender.clone()),
        verdict: Set(received.verdict.to_string()),
        said: Set(received.said.clone()),
        note: Set(received.note.clone()),
    };
    mail_reply::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// The mails about a session that came last, newest first.
///
/// # Errors
/// The database's.
pub async fn received(conn: &Conn, session: SessionId, most: u64) -> AppResult<Vec<Received>> {
    let rows = mail_reply::Entity::find()
        .filter(mail_reply::Column::SessionId.eq(session.0))
        .order_by_desc(mail_reply::Column::ReceivedAt)
        .order_by_desc(mail_reply::Column::Id)
        .limit(most)
        .all(conn)
        .await?;
    let read = |row: mail_reply::Model| {
        Ok(Received {
            id: row.id,
            digest: row.digest,
            part: row.part,
            at: row.received_at,
            way: row.way.parse()?,
            session: row.session_id.map(Into::into),
            person: row.person_id.map(Into::into),
            sender: row.sender,
            verdict: row.verdict.parse()?,
            said: row.said,
            note: row.note,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Removes mails that came before `before` and were of no session: nobody can look at them.
///
/// # Errors
/// The database's.
pub async fn delete_strange(conn: &Conn, before: DateTime<Utc>) -> AppResult<u64> {
    let strange = mail_reply::Entity::delete_many()
        .filter(mail_reply::Column::SessionId.is_null())
        .filter(mail_reply::Column::ReceivedAt.lt(before));
    Ok(strange.exec(conn).await?.rows_affected)
}

/// The session of a series that stands at this slot, if it was opened.
///
/// # Errors
/// The database's.
pub async fn session_at(conn: &Conn, series: Uuid, slot: &str) -> AppResult<Option<SessionId>> {
    use entity::dialogue_session::{Column, Entity};
    let row = Entity::find().filter(Column::SeriesId.eq(series)).filter(Column::SlotKey.eq(slot)).one(conn).await?;
    Ok(row.map(|row| row.id.into()))
}

/// The session with this id, if there is one.
///
/// # Errors
/// The database's.
pub async fn session_of(conn: &Conn, id: Uuid) -> AppResult<Option<SessionId>> {
    Ok(entity::dialogue_session::Entity::find_by_id(id).one(conn).await?.map(|row| row.id.into()))
}
