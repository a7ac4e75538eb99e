//! Prepared answers and every text that they ever had.

use chrono::{DateTime, Utc};
use entity::answer::{ActiveModel, Column, Entity, Model};
use entity::{answer_version, issue};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set};

use crate::db::{Conn, saved, scope};
use crate::error::{AppError, AppResult};
use crate::issues::rules::{Answer, AnswerState, AnswerWord, StateWord};
use crate::kernel::{AccountId, Action, AnswerId, BodyId, Ctx, IssueId, Permit, ids};

fn from_row(row: Model) -> AppResult<Answer> {
    let lacking = |column: &str| AppError::Internal(format!("answer {}: {column} is missing", row.id));
    let submitted = || row.submitted_at.ok_or_else(|| lacking("submitted_at"));
    let state = match row.state.parse::<AnswerWord>()? {
        AnswerWord::Draft => AnswerState::Draft,
        AnswerWord::Submitted => AnswerState::Submitted { submitted_at: submitted()? },
        AnswerWord::Returned => AnswerState::Returned { note: row.note.clone() },
        AnswerWord::Approved => AnswerState::Approved {
            submitted_at: submitted()?,
            approved_at: row.approved_at.ok_or_else(|| lacking("approved_at"))?,
            approved_by: row.approved_by.clone(),
        },
    };
    Ok(Answer {
        id: row.id.into(),
        issue: row.issue_id.into(),
        body: row.body_id.into(),
        text: row.text,
        state,
        version: row.version,
    })
}

/// The answers of several issues. Callers leave private ones to their own agency.
///
/// # Errors
/// The database's.
pub async fn of_issues(conn: &Conn, issues: &[IssueId]) -> AppResult<Vec<Answer>> {
    let query = Entity::find().filter(Column::IssueId.is_in(issues.iter().map(|id| id.0))).order_by_asc(Column::Id);
    let read = async { query.all(conn).await?.into_iter().map(from_row).collect() };
    conn.recalled("answers", format!("{issues:?}"), read).await
}

/// The answer with this id, without asking rights: the caller asks about its issue.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn by_id(conn: &Conn, id: AnswerId) -> AppResult<Answer> {
    Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound).and_then(from_row)
}

/// What `body` has written about `issue`, if anything.
///
/// # Errors
/// The database's.
pub async fn of_body(conn: &Conn, issue: IssueId, body: BodyId) -> AppResult<Option<Answer>> {
    let row = Entity::find().filter(Column::IssueId.eq(issue.0)).filter(Column::BodyId.eq(body.0)).one(conn).await?;
    row.map(from_row).transpose()
}

/// The answers that wait for this actor's approval, oldest first, at most `limit`; none to a complaint that went its own way.
///
/// # Errors
/// The database's.
pub async fn waiting(conn: &Conn, ctx: &Ctx, limit: u64) -> AppResult<Vec<Answer>> {
    let mine = issue::Entity::find()
        .select_only()
        .column(issue::Column::Id)
        .filter(scope::in_units(&ctx.scope(Action::ApproveAnswer), issue::Column::UnitCode))
        .filter(issue::Column::State.ne(StateWord::Diverted.as_str()));
    let rows = Entity::find()
        .filter(Column::State.eq(AnswerWord::Submitted.as_str()))
        .filter(Column::IssueId.in_subquery(mine.into_query()))
        .order_by_asc(Column::SubmittedAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Adds an answer (`version` 0) or saves one that was read at `answer.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, answer: &Answer, by: Option<AccountId>) -> AppResult<()> {
    let (mut note, mut submitted, mut approved, mut approver) = (String::new(), None, None, String::new());
    match &answer.state {
        AnswerState::Draft => {}
        AnswerState::Submitted { submitted_at } => submitted = Some(*submitted_at),
        AnswerState::Returned { note: text } => note.clone_from(text),
        AnswerState::Approved { submitted_at, approved_at, approved_by } => {
            (submitted, approved) = (Some(*submitted_at), Some(*approved_at));
            approver.clone_from(approved_by);
        }
    }
    let mut row = ActiveModel {
        id: Set(answer.id.0),
        issue_id: Set(answer.issue.0),
        body_id: Set(answer.body.0),
        text: Set(answer.text.clone()),
        state: Set(answer.state.word().to_string()),
        note: Set(note),
        submitted_at: Set(submitted),
        approved_at: Set(approved),
        approved_by: Set(approver),
        version: Set(answer.version + 1),
        ..Default::default()
    };
    if answer.version == 0 {
        row.prepared_by = Set(by.map(Into::into));
        Entity::insert(row).exec_without_returning(conn).await?;
    } else {
        let newest = Entity::update_many().set(row).filter(Column::Id.eq(answer.id.0)).filter(Column::Version.eq(answer.version));
        saved(newest.exec(conn).await?.rows_affected)?;
    }
    super::answer_texts::keep_of(conn, answer.issue).await.map(drop)
}

/// One text that an answer had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub number: i32,
    pub text: String,
    pub saved_by: String,
    pub saved_at: DateTime<Utc>,
}

/// Keeps the answer's text as its next version.
///
/// # Errors
/// The database's.
pub async fn keep_version(conn: &Conn, answer: &Answer, by: &str, at: DateTime<Utc>) -> AppResult<()> {
    let before = answer_version::Entity::find().filter(answer_version::Column::AnswerId.eq(answer.id.0)).count(conn).await?;
    let row = answer_version::ActiveModel {
        id: Set(ids::fresh_uuid()),
        answer_id: Set(answer.id.0),
        number: Set(i32::try_from(before).unwrap_or(i32::MAX).saturating_add(1)),
        text: Set(answer.text.clone()),
        saved_by: Set(by.to_owned()),
        saved_at: Set(at),
    };
    answer_version::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// All texts of an answer, newest first.
///
/// # Errors
/// The database's.
pub async fn versions(conn: &Conn, answer: AnswerId) -> AppResult<Vec<Version>> {
    let rows = answer_version::Entity::find()
        .filter(answer_version::Column::AnswerId.eq(answer.0))
        .order_by_desc(answer_version::Column::Number)
        .all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Version { number: row.number, text: row.text, saved_by: row.saved_by, saved_at: row.saved_at })
        .collect())
}
