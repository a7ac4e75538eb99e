//! Acts of the desk that can still be undone, and who has which issue open.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{issue_hold, triage_act};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use crate::db::{Conn, saved};
use crate::error::{AppError, AppResult};
use crate::issues::rules::desk::Act;
use crate::kernel::{AccountId, IssueId};

/// Keeps an act; the permits were asked for each of its issues.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, act: &Act) -> AppResult<()> {
    let row = triage_act::ActiveModel {
        id: Set(act.id),
        account_id: Set(act.by.0),
        word: Set(act.word.to_string()),
        at: Set(act.at),
        before: Set(serde_json::to_value(&act.before)?),
        undone_at: Set(None),
    };
    triage_act::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// The act `id`, if `account` did it.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn find(conn: &Conn, account: Option<AccountId>, id: Uuid) -> AppResult<Act> {
    let row = triage_act::Entity::find_by_id(id).one(conn).await?.ok_or(AppError::NotFound)?;
    if account != Some(row.account_id.into()) {
        return Err(AppError::NotFound);
    }
    Ok(Act {
        id: row.id,
        by: row.account_id.into(),
        word: row.word.parse()?,
        at: row.at,
        before: serde_json::from_value(row.before)?,
        undone_at: row.undone_at,
    })
}

/// Marks an act as undone, once.
///
/// # Errors
/// [`AppError::Conflict`] when it was undone meanwhile.
pub async fn save_undone(conn: &Conn, act: Uuid, at: DateTime<Utc>) -> AppResult<()> {
    let row = triage_act::ActiveModel { undone_at: Set(Some(at)), ..Default::default() };
    let result = triage_act::Entity::update_many()
        .set(row)
        .filter(triage_act::Column::Id.eq(act))
        .filter(triage_act::Column::UndoneAt.is_null())
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}

/// Notes that `account` looks at an issue until `until`.
///
/// # Errors
/// The database's.
pub async fn hold(conn: &Conn, issue: IssueId, account: AccountId, name: &str, until: DateTime<Utc>) -> AppResult<()> {
    let row = issue_hold::ActiveModel {
        issue_id: Set(issue.0),
        account_id: Set(account.0),
        name: Set(name.to_owned()),
        until: Set(until),
    };
    let renew = OnConflict::columns([issue_hold::Column::IssueId, issue_hold::Column::AccountId])
        .update_columns([issue_hold::Column::Name, issue_hold::Column::Until])
        .to_owned();
    issue_hold::Entity::insert(row).on_conflict(renew).exec_without_returning(conn).await?;
    Ok(())
}

/// Who looks at these issues at `now`: name and until when, by issue; `account` himself stands apart.
///
/// # Errors
/// The database's.
pub async fn holders(
    conn: &Conn,
    issues: &[IssueId],
    account: Option<AccountId>,
    now: DateTime<Utc>,
) -> AppResult<(HashMap<IssueId, Vec<String>>, HashMap<IssueId, DateTime<Utc>>)> {
    let rows = issue_hold::Entity::find()
        .filter(issue_hold::Column::IssueId.is_in(issues.iter().map(|id| id.0)))
        .filter(issue_hold::Column::Until.gt(now))
        .order_by_asc(issue_hold::Column::Name)
        .all(conn)
        .await?;
    let (mut others, mut own) = (HashMap::<IssueId, Vec<String>>::new(), HashMap::new());
    for row in rows {
        if account == Some(row.account_id.into()) {
            own.insert(row.issue_id.into(), row.until);
        } else {
            others.entry(row.issue_id.into()).or_default().push(row.name);
        }
    }
    Ok((others, own))
}

/// Removes acts and holds that nobody can use any more; answers how many.
///
/// # Errors
/// The database's.
pub async fn delete_old(conn: &Conn, before: DateTime<Utc>) -> AppResult<u64> {
    let acts = triage_act::Entity::delete_many().filter(triage_act::Column::At.lt(before)).exec(conn).await?;
    let holds = issue_hold::Entity::delete_many().filter(issue_hold::Column::Until.lt(before)).exec(conn).await?;
    Ok(acts.rows_affected + holds.rows_affected)
}
