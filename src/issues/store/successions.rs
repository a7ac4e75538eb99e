//! Issues in the hands of bodies that end, for the handover to their heirs. The caller asks rights; no wording leaves this file,
//! for who reorganises offices may not read what people wrote.

use chrono::NaiveDate;
use entity::{answer, assignment, call, call_body, issue};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::AppResult;
use crate::issues::rules::{AnswerWord, Part, StateWord};
use crate::issues::store::{answer_texts, texts};
use crate::kernel::{BodyId, IssueId, Permit, SessionId};

/// An agency's part in an issue that is being worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenAssignment {
    pub issue: IssueId,
    pub session: SessionId,
    pub number: Option<i32>,
    pub body: BodyId,
    pub part: Part,
    pub due_on: Option<NaiveDate>,
}

/// What these bodies still have to answer, by last day.
///
/// # Errors
/// The database's.
pub async fn open_assignments(conn: &Conn, bodies: &[BodyId]) -> AppResult<Vec<OpenAssignment>> {
    let open: Vec<&str> = StateWord::ALL.iter().filter(|word| word.is_worked_on()).map(|word| word.as_str()).collect();
    let rows = assignment::Entity::find()
        .filter(assignment::Column::BodyId.is_in(bodies.iter().map(|id| id.0)))
        .order_by_asc(assignment::Column::DueOn)
        .order_by_asc(assignment::Column::Id)
        .all(conn)
        .await?;
    let issues: Vec<(Uuid, Uuid, Option<i32>)> = issue::Entity::find()
        .select_only()
        .columns([issue::Column::Id, issue::Column::SessionId, issue::Column::Number])
        .filter(issue::Column::Id.is_in(rows.iter().map(|row| row.issue_id)))
        .filter(issue::Column::State.is_in(open))
        .into_tuple()
        .all(conn)
        .await?;
    let assignment = |row: assignment::Model| {
        let (_, session, number) = *issues.iter().find(|(id, ..)| *id == row.issue_id)?;
        let part = row.part.parse();
        Some(part.map(|part| OpenAssignment {
            issue: row.issue_id.into(),
            session: session.into(),
            number,
            body: row.body_id.into(),
            part,
            due_on: row.due_on,
        }))
    };
    Ok(rows.into_iter().filter_map(assignment).collect::<Result<_, _>>()?)
}

/// Puts `to` in the place of `from` at an issue, with the same part and last day; an answer that is not approved goes along.
/// Where `to` has a part already, the greater of both stays.
///
/// # Errors
/// The database's.
pub async fn hand_over(conn: &Conn, _permit: &Permit, issue: IssueId, from: BodyId, to: BodyId) -> AppResult<()> {
    let of = |body: BodyId| {
        assignment::Entity::find()
            .filter(assignment::Column::IssueId.eq(issue.0))
            .filter(assignment::Column::BodyId.eq(body.0))
            .one(conn)
    };
    let (Some(old), present) = (of(from).await?, of(to).await?) else { return Ok(()) };
    if let Some(present) = present {
        if old.part == Part::Lead.as_str() {
            let lead = assignment::ActiveModel { part: Set(old.part), due_on: Set(old.due_on), ..Default::default() };
            assignment::Entity::update_many().set(lead).filter(assignment::Column::Id.eq(present.id)).exec(conn).await?;
        }
        assignment::Entity::delete_by_id(old.id).exec(conn).await?;
    } else {
        let moved = assignment::ActiveModel { body_id: Set(to.0), ..Default::default() };
        assignment::Entity::update_many().set(moved).filter(assignment::Column::Id.eq(old.id)).exec(conn).await?;
    }
    let answers = answer::Entity::find().filter(answer::Column::IssueId.eq(issue.0)).all(conn).await?;
    if answers.iter().all(|answer| answer.body_id != to.0) {
        let moved = answer::ActiveModel { body_id: Set(to.0), ..Default::default() };
        answer::Entity::update_many()
            .set(moved)
            .col_expr(answer::Column::Version, Expr::col(answer::Column::Version).add(1))
            .filter(answer::Column::IssueId.eq(issue.0))
            .filter(answer::Column::BodyId.eq(from.0))
            .filter(answer::Column::State.ne(AnswerWord::Approved.as_str()))
            .exec(conn)
            .await?;
    }
    answer_texts::keep_of(conn, issue).await.map(drop)
}

/// The call and the issues of a session go with it to another unit.
///
/// # Errors
/// The database's.
pub async fn follow_session(conn: &Conn, _permit: &Permit, session: SessionId, unit_code: &str) -> AppResult<()> {
    let issues = issue::ActiveModel { unit_code: Set(unit_code.to_owned()), ..Default::default() };
    issue::Entity::update_many().set(issues).filter(issue::Column::SessionId.eq(session.0)).exec(conn).await?;
    let call = call::ActiveModel { unit_code: Set(unit_code.to_owned()), ..Default::default() };
    call::Entity::update_many().set(call).filter(call::Column::SessionId.eq(session.0)).exec(conn).await?;
    texts::keep_of_session(conn, session).await
}

/// Calls that are open on `day` or later and ask `from` ask `to` as well.
///
/// # Errors
/// The database's.
pub async fn readdress_calls(conn: &Conn, _permit: &Permit, from: BodyId, to: BodyId, day: NaiveDate) -> AppResult<()> {
    let of = async |body: BodyId| -> AppResult<Vec<Uuid>> {
        let asked = call_body::Entity::find().select_only().column(call_body::Column::CallId);
        Ok(asked.filter(call_body::Column::BodyId.eq(body.0)).into_tuple().all(conn).await?)
    };
    let (old, new) = (of(from).await?, of(to).await?);
    let open: Vec<Uuid> = call::Entity::find()
        .select_only()
        .column(call::Column::Id)
        .filter(call::Column::Id.is_in(old))
        .filter(call::Column::ClosesOn.gte(day))
        .into_tuple()
        .all(conn)
        .await?;
    let rows: Vec<_> = open
        .into_iter()
        .filter(|call| !new.contains(call))
        .map(|call| call_body::ActiveModel { call_id: Set(call), body_id: Set(to.0) })
        .collect();
    if !rows.is_empty() {
        call_body::Entity::insert_many(rows).exec_without_returning(conn).await?;
    }
    Ok(())
}
