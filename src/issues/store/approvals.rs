//! What waits inside organisations for approval, and the remarks of who approves. Only who hands in or approves for the
//! organisation asks here.

use chrono::{DateTime, Utc};
use entity::approval_remark;
use entity::issue::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set};
use uuid::Uuid;

use super::rows::from_row;
use crate::db::Conn;
use crate::error::AppResult;
use crate::issues::rules::{ApprovalWord, Issue, StateWord};
use crate::kernel::ids::fresh_uuid;
use crate::kernel::{Action, BodyId, Ctx, IssueId, Page, PageRequest, Permit, SessionId};

/// What of one organisation waits for one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pile {
    pub session: SessionId,
    pub body: BodyId,
    pub unit_code: String,
    pub count: u64,
}

#[derive(Debug, FromQueryResult)]
struct PileRow {
    session_id: Uuid,
    submitter_id: Uuid,
    unit_code: String,
    issues: i64,
}

fn asked_of(session: SessionId, body: BodyId) -> Select<Entity> {
    Entity::find()
        .filter(Column::SubmitterId.eq(body.0))
        .filter(Column::Approval.eq(ApprovalWord::Asked.as_str()))
        .filter(Column::SessionId.eq(session.0))
}

/// What was asked first on top.
async fn in_turn(conn: &Conn, asked: Select<Entity>) -> AppResult<Vec<Issue>> {
    let rows = asked.order_by_asc(Column::ApprovalAt).order_by_asc(Column::Id).all(conn).await?;
    rows.into_iter().map(from_row).collect()
}

/// What waits for this actor's approval, by session and organisation.
///
/// # Errors
/// The database's.
pub async fn piles(conn: &Conn, ctx: &Ctx) -> AppResult<Vec<Pile>> {
    let bodies = ctx.scope(Action::ApproveHandIn).owners;
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<PileRow> = Entity::find()
        .select_only()
        .columns([Column::SessionId, Column::SubmitterId, Column::UnitCode])
        .column_as(Column::Id.count(), "issues")
        .filter(Column::SubmitterId.is_in(bodies))
        .filter(Column::Approval.eq(ApprovalWord::Asked.as_str()))
        .group_by(Column::SessionId)
        .group_by(Column::SubmitterId)
        .group_by(Column::UnitCode)
        .order_by_asc(Column::SessionId)
        .order_by_asc(Column::SubmitterId)
        .into_model()
        .all(conn)
        .await?;
    let pile = |row: PileRow| Pile {
        session: row.session_id.into(),
        body: row.submitter_id.into(),
        unit_code: row.unit_code,
        count: u64::try_from(row.issues).unwrap_or(0),
    };
    Ok(rows.into_iter().map(pile).collect())
}

/// A page of what waits in a pile, what was asked first on top.
///
/// # Errors
/// The database's.
pub async fn page(conn: &Conn, _permit: &Permit, pile: &Pile, page: PageRequest) -> AppResult<Page<Issue>> {
    let asked = asked_of(pile.session, pile.body).offset(page.offset()).limit(page.size);
    Ok(Page::new(in_turn(conn, asked).await?, page, pile.count))
}

/// How many issues of an organisation wait for a session.
///
/// # Errors
/// The database's.
pub async fn count(conn: &Conn, _permit: &Permit, session: SessionId, body: BodyId) -> AppResult<u64> {
    Ok(asked_of(session, body).count(conn).await?)
}

/// The first `most` issues of an organisation that wait for a session.
///
/// # Errors
/// The database's.
pub async fn first(conn: &Conn, _permit: &Permit, session: SessionId, body: BodyId, most: u64) -> AppResult<Vec<Issue>> {
    in_turn(conn, asked_of(session, body).limit(most)).await
}

/// Which of these issues wait for approval.
///
/// # Errors
/// The database's.
pub async fn waiting(conn: &Conn, _permit: &Permit, session: SessionId, body: BodyId, ids: &[IssueId]) -> AppResult<Vec<Issue>> {
    in_turn(conn, asked_of(session, body).filter(Column::Id.is_in(ids.iter().map(|id| id.0)))).await
}

/// How many issues came back to their writers in the organisations that this actor hands in for.
///
/// # Errors
/// The database's.
pub async fn count_returned(conn: &Conn, ctx: &Ctx) -> AppResult<u64> {
    let bodies = ctx.scope(Action::SubmitIssue).owners;
    if bodies.is_empty() {
        return Ok(0);
    }
    let mine = Entity::find().filter(Column::SubmitterId.is_in(bodies));
    let back = mine.filter(Column::Approval.eq(ApprovalWord::Returned.as_str()));
    Ok(back.filter(Column::State.is_in([StateWord::Draft, StateWord::Returned].map(StateWord::as_str))).count(conn).await?)
}

/// Why an issue went back, each time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub made_by: String,
    pub made_at: DateTime<Utc>,
    pub text: String,
}

/// The remarks on an issue, the last one first; for its own organisation.
///
/// # Errors
/// The database's.
pub async fn remarks(conn: &Conn, _permit: &Permit, issue: IssueId) -> AppResult<Vec<Remark>> {
    let rows = approval_remark::Entity::find()
        .filter(approval_remark::Column::IssueId.eq(issue.0))
        .order_by_desc(approval_remark::Column::MadeAt)
        .order_by_desc(approval_remark::Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| Remark { made_by: row.made_by, made_at: row.made_at, text: row.remark }).collect())
}

/// Adds a remark.
///
/// # Errors
/// The database's.
pub async fn add_remark(conn: &Conn, _permit: &Permit, issue: IssueId, remark: &Remark) -> AppResult<()> {
    let row = approval_remark::ActiveModel {
        id: Set(fresh_uuid()),
        issue_id: Set(issue.0),
        made_by: Set(remark.made_by.clone()),
        made_at: Set(remark.made_at),
        remark: Set(remark.text.clone()),
    };
    approval_remark::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}
