//! What of prepared answers can be found by their words, and by whom: the same people as on the issue's page. A text under writing
//! is its agency's own; what was handed in is read by the unit's staff too; what was approved by all agencies of the issue, and by
//! who raised it once the issue is answered. Answers to a complaint that went its own way are found by nobody.

use std::collections::HashMap;

use entity::{answer, assignment, issue};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::lists::worked_on;
use super::rows::from_row;
use super::{answers, assignments};
use crate::db::texts::keep as keep_texts;
use crate::db::{Conn, Reach, Seen, Term, Text, TextKind};
use crate::error::AppResult;
use crate::issues::rules::{Answer, AnswerState, AnswerWord, Issue, StateWord};
use crate::kernel::clock::local_date;
use crate::kernel::{Action, Ctx, IssueId, Scope};

fn texts(issue: &Issue, answer: &Answer) -> Vec<Text> {
    let seen = match answer.state {
        AnswerState::Draft | AnswerState::Returned { .. } => Seen::Own,
        AnswerState::Submitted { .. } => Seen::Inside,
        AnswerState::Approved { .. } => Seen::Shown,
    };
    let at = match answer.state {
        AnswerState::Submitted { submitted_at } | AnswerState::Approved { submitted_at, .. } => submitted_at,
        AnswerState::Draft | AnswerState::Returned { .. } => issue.accepted_at.unwrap_or(issue.created_at),
    };
    vec![Text {
        part: 0,
        kind: TextKind::Answer,
        seen,
        unit_code: issue.unit_code.clone(),
        session: Some(issue.session.0),
        field: issue.content.field.clone(),
        state: answer.state.word().to_string(),
        day: local_date(at),
        title: String::new(),
        text: answer.text.clone(),
    }]
}

/// Brings the index in line with the answers to an issue that was just saved, or one of whose answers was. Says how many texts
/// were different.
///
/// # Errors
/// The database's.
pub(super) async fn keep(conn: &Conn, issue: &Issue) -> AppResult<u64> {
    let all = answers::of_issues(conn, &[issue.id]).await?;
    if all.is_empty() {
        return Ok(0);
    }
    let named = assignments::of_issue(conn, issue.id).await?;
    let mut changed = 0;
    for answer in &all {
        // Whoever is no longer asked is no longer heard: its page does not show the answer either.
        let heard = !issue.is_shielded() && !answer.text.is_empty() && named.iter().any(|one| one.body == answer.body);
        let texts = if heard { texts(issue, answer) } else { Vec::new() };
        changed += u64::from(keep_texts(conn, answer.id.0, &texts).await?);
    }
    Ok(changed)
}

/// As [`keep`] where the issue was not read.
///
/// # Errors
/// The database's.
pub(super) async fn keep_of(conn: &Conn, id: IssueId) -> AppResult<u64> {
    match issue::Entity::find_by_id(id.0).one(conn).await? {
        Some(row) => Box::pin(keep(conn, &from_row(row)?)).await,
        None => Ok(0),
    }
}

/// Looks over the answers of the next `limit` answered issues behind `after`: how many texts were not in line, and where it
/// stopped; none at the end.
///
/// # Errors
/// The database's.
pub async fn index(conn: &Conn, after: Option<Uuid>, limit: u64) -> AppResult<(u64, Option<Uuid>)> {
    let mut query = answer::Entity::find().select_only().column(answer::Column::IssueId).distinct();
    if let Some(after) = after {
        query = query.filter(answer::Column::IssueId.gt(after));
    }
    let ids: Vec<Uuid> = query.order_by_asc(answer::Column::IssueId).limit(limit).into_tuple().all(conn).await?;
    let mut done = 0;
    for id in &ids {
        done += keep_of(conn, (*id).into()).await?;
    }
    Ok((done, ids.last().copied()))
}

/// Which answers this actor may find.
#[must_use]
pub fn reach(ctx: &Ctx) -> Reach {
    let scope = ctx.scope(Action::ReadIssue);
    let whole = Scope { owners: Vec::new(), assigned: Vec::new(), ..scope.clone() };
    let marked = vec![Term::within(TextKind::Answer, &whole, &[Seen::Inside, Seen::Shown])];
    let among = |seen: &[Seen]| Term::among(TextKind::Answer, seen);
    let mut things = Vec::new();
    if !scope.assigned.is_empty() {
        things.push((among(&[Seen::Own, Seen::Inside, Seen::Shown]), own(&scope.assigned)));
        things.push((among(&[Seen::Shown]), beside(&scope.assigned)));
    }
    if !scope.owners.is_empty() {
        things.push((among(&[Seen::Shown]), said_to(&scope.owners)));
    }
    Reach { marked, things }
}

/// Answers with this condition on their issue; `issues` selects its id.
fn answers_to(issues: SelectStatement) -> sea_orm::Select<answer::Entity> {
    answer::Entity::find().select_only().column(answer::Column::Id).filter(answer::Column::IssueId.in_subquery(issues))
}

/// Issues on which these bodies still work or worked to the end.
fn in_hand(bodies: &[Uuid]) -> SelectStatement {
    let named = Query::select()
        .column(assignment::Column::IssueId)
        .from(assignment::Entity)
        .and_where(assignment::Column::BodyId.is_in(bodies.to_vec()))
        .take();
    issue::Entity::find()
        .select_only()
        .column(issue::Column::Id)
        .filter(issue::Column::Id.in_subquery(named))
        .filter(worked_on())
        .into_query()
}

/// What these bodies wrote themselves, where they are still asked.
fn own(bodies: &[Uuid]) -> SelectStatement {
    let asked = Query::select()
        .expr(Expr::val(1))
        .from(assignment::Entity)
        .and_where(Expr::col((assignment::Entity, assignment::Column::IssueId)).equals((answer::Entity, answer::Column::IssueId)))
        .and_where(Expr::col((assignment::Entity, assignment::Column::BodyId)).equals((answer::Entity, answer::Column::BodyId)))
        .take();
    answers_to(in_hand(bodies)).filter(answer::Column::BodyId.is_in(bodies.to_vec())).filter(Expr::exists(asked)).into_query()
}

/// What other agencies of the same issues say, once it is approved.
fn beside(bodies: &[Uuid]) -> SelectStatement {
    answers_to(in_hand(bodies)).filter(answer::Column::State.eq(AnswerWord::Approved.as_str())).into_query()
}

/// What was said to these bodies: approved, to an answered issue of theirs or one that theirs was merged into.
fn said_to(bodies: &[Uuid]) -> SelectStatement {
    let merged = Query::select()
        .column(issue::Column::MergedInto)
        .from(issue::Entity)
        .and_where(issue::Column::SubmitterId.is_in(bodies.to_vec()))
        .and_where(issue::Column::MergedInto.is_not_null())
        .take();
    let theirs =
        Condition::any().add(issue::Column::SubmitterId.is_in(bodies.to_vec())).add(issue::Column::Id.in_subquery(merged));
    let answered = issue::Entity::find()
        .select_only()
        .column(issue::Column::Id)
        .filter(issue::Column::State.eq(StateWord::Answered.as_str()))
        .filter(theirs)
        .into_query();
    answers_to(answered).filter(answer::Column::State.eq(AnswerWord::Approved.as_str())).into_query()
}

/// The issues of answers that were found, for their addresses.
///
/// # Errors
/// The database's.
pub async fn issues_of(conn: &Conn, answers: &[Uuid]) -> AppResult<HashMap<Uuid, IssueId>> {
    if answers.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, Uuid)> = answer::Entity::find()
        .select_only()
        .columns([answer::Column::Id, answer::Column::IssueId])
        .filter(answer::Column::Id.is_in(answers.iter().copied()))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|(answer, issue)| (answer, issue.into())).collect())
}
