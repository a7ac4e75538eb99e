//! What of commitments and conclusion notices can be found by its words, and by whom: commitments by those who have them in
//! their list, notices by those who know the session, drafts by those who write them.

use entity::{commitment, conclusion, progress};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::commitments::load;
use super::conclusions::from_row;
use super::evidence::OWNER;
use super::lists::visible;
use crate::db::texts::keep as keep_texts;
use crate::db::{Conn, Reach, Seen, Term, Text, TextKind};
use crate::error::AppResult;
use crate::followups::rules::{Commitment, Conclusion};
use crate::issues::{owners_of_file, words_of_files};
use crate::kernel::clock::local_date;
use crate::kernel::{Action, Ctx, Scope};

/// Bytes of what all files of evidence say that are put into the index.
const MOST_EVIDENCE: usize = 100_000;

fn of_commitment(commitment: &Commitment) -> Text {
    Text {
        part: 0,
        kind: TextKind::Commitment,
        seen: Seen::Shown,
        unit_code: commitment.unit_code.clone(),
        session: Some(commitment.session.0),
        field: None,
        state: commitment.state.word().to_string(),
        day: commitment.assigned_on,
        title: commitment.code.clone(),
        text: commitment.wording.clone(),
    }
}

fn of_conclusion(conclusion: &Conclusion, drafted_at: chrono::DateTime<chrono::Utc>) -> Text {
    Text {
        part: 0,
        kind: TextKind::Conclusion,
        seen: if conclusion.is_draft() { Seen::Inside } else { Seen::Shown },
        unit_code: conclusion.unit_code.clone(),
        session: Some(conclusion.session.0),
        field: None,
        state: conclusion.word().to_string(),
        day: local_date(conclusion.signature().map_or(drafted_at, |signature| signature.at)),
        title: conclusion.number.clone(),
        text: conclusion.general.clone(),
    }
}

/// Brings the index in line with a commitment that was just saved.
///
/// # Errors
/// The database's.
pub async fn keep_commitment(conn: &Conn, commitment: &Commitment) -> AppResult<bool> {
    let mut texts = vec![of_commitment(commitment)];
    let steps = progress::Entity::find().filter(progress::Column::CommitmentId.eq(commitment.id.0));
    let steps: Vec<Uuid> = steps.order_by_asc(progress::Column::Id).all(conn).await?.into_iter().map(|step| step.id).collect();
    let mut said = words_of_files(conn, OWNER, &steps).await?;
    let said: Vec<String> = steps.iter().filter_map(|step| said.remove(step)).collect();
    if !said.is_empty() {
        let mut text = said.join("\n");
        text.truncate(text.floor_char_boundary(MOST_EVIDENCE));
        texts.push(Text { part: 1, text, ..of_commitment(commitment) });
    }
    keep_texts(conn, commitment.id.0, &texts).await
}

/// Brings the index in line with what a file says, for the commitments that it is evidence of.
///
/// # Errors
/// The database's.
pub async fn index_file(conn: &Conn, sha256: &str) -> AppResult<()> {
    let steps = owners_of_file(conn, OWNER, sha256).await?;
    let steps = progress::Entity::find().filter(progress::Column::Id.is_in(steps)).all(conn).await?;
    let ids = steps.into_iter().map(|step| step.commitment_id);
    let rows = commitment::Entity::find().filter(commitment::Column::Id.is_in(ids)).all(conn).await?;
    for one in load(conn, rows).await? {
        keep_commitment(conn, &one).await?;
    }
    Ok(())
}

/// Brings the index in line with a notice that was just saved; a draft stands at the day of its session.
///
/// # Errors
/// The database's.
pub(super) async fn keep_conclusion(conn: &Conn, conclusion: &Conclusion) -> AppResult<bool> {
    let session = entity::dialogue_session::Entity::find_by_id(conclusion.session.0).one(conn).await?;
    let held_at = session.map(|session| session.starts_at).unwrap_or_default();
    keep_texts(conn, conclusion.id.0, &[of_conclusion(conclusion, held_at)]).await
}

/// Looks over the next `limit` commitments behind `after`: how many were not in line, and where it stopped; none at the end.
///
/// # Errors
/// The database's.
pub async fn index_commitments(conn: &Conn, after: Option<Uuid>, limit: u64) -> AppResult<(u64, Option<Uuid>)> {
    let mut query = commitment::Entity::find().order_by_asc(commitment::Column::Id).limit(limit);
    if let Some(after) = after {
        query = query.filter(commitment::Column::Id.gt(after));
    }
    let (mut done, mut last) = (0, None);
    for one in load(conn, query.lock_exclusive().all(conn).await?).await? {
        done += u64::from(keep_commitment(conn, &one).await?);
        last = Some(one.id.0);
    }
    Ok((done, last))
}

/// As [`index_commitments`] for conclusion notices.
///
/// # Errors
/// The database's.
pub async fn index_conclusions(conn: &Conn, after: Option<Uuid>, limit: u64) -> AppResult<(u64, Option<Uuid>)> {
    let mut query = conclusion::Entity::find().order_by_asc(conclusion::Column::Id).limit(limit);
    if let Some(after) = after {
        query = query.filter(conclusion::Column::Id.gt(after));
    }
    let (mut done, mut last) = (0, None);
    for row in query.lock_exclusive().all(conn).await? {
        let one = from_row(row)?;
        done += u64::from(keep_conclusion(conn, &one).await?);
        last = Some(one.id.0);
    }
    Ok((done, last))
}

/// Which commitments and notices this actor may find.
#[must_use]
pub fn reach(ctx: &Ctx) -> Vec<Reach> {
    let scope = ctx.scope(Action::ReadCommitment);
    let commitments = Term::within(TextKind::Commitment, &scope, &[Seen::Shown]);
    let mut things = Vec::new();
    if !scope.owners.is_empty() || !scope.assigned.is_empty() {
        let single = Scope { owners: scope.owners, assigned: scope.assigned, ..Scope::default() };
        let ids = commitment::Entity::find().select_only().column(commitment::Column::Id).filter(visible(&single));
        things.push((Term::among(TextKind::Commitment, &[Seen::Shown]), ids.into_query()));
    }
    let given = Term::within(TextKind::Conclusion, &ctx.scope(Action::ReadSessions), &[Seen::Shown]);
    let drafts = Term::within(TextKind::Conclusion, &ctx.scope(Action::IssueConclusion), &[Seen::Inside]);
    vec![Reach { marked: vec![commitments], things }, Reach { marked: vec![given, drafts], things: Vec::new() }]
}
