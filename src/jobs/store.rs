//! The table of jobs: next due time, lease and fence. Who may run is decided here, by the database, for all instances.

use chrono::{DateTime, TimeDelta, Utc};
use entity::job::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Set};
use serde::{Deserialize, Serialize};

use crate::db::Conn;
use crate::error::{AppError, AppResult};
use crate::jobs::sweep::Tally;

/// How long a claim holds without being renewed. After a crash another instance takes over when it is over.
pub const LEASE: TimeDelta = TimeDelta::minutes(2);

/// How the last run ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Done(Tally),
    /// The sentence is for administrators, not for visitors.
    Failed(String),
}

/// A job as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    pub name: String,
    pub next_due: DateTime<Utc>,
    pub lease_until: Option<DateTime<Utc>>,
    pub last_started_at: Option<DateTime<Utc>>,
    pub last_finished_at: Option<DateTime<Utc>>,
    pub outcome: Option<Outcome>,
    /// Failed runs since the last good one.
    pub failures: i32,
}

impl JobRow {
    /// Whether an instance holds the job at `now`.
    #[must_use]
    pub fn is_running(&self, now: DateTime<Utc>) -> bool {
        self.lease_until.is_some_and(|until| until >= now)
    }

    /// Whether the job could start at `now`.
    #[must_use]
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.next_due <= now && !self.is_running(now)
    }
}

fn from_row(row: Model) -> JobRow {
    JobRow {
        outcome: serde_json::from_str(&row.last_result).ok(),
        name: row.name,
        next_due: row.next_due,
        lease_until: row.lease_until,
        last_started_at: row.last_started_at,
        last_finished_at: row.last_finished_at,
        failures: row.failures,
    }
}

/// A claim on a job: the right to finish it, as long as the fence stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub name: &'static str,
    pub fence: i64,
    pub due_at: DateTime<Utc>,
    pub failures: i32,
}

/// All jobs that ever ran here, by name.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn) -> AppResult<Vec<JobRow>> {
    Ok(Entity::find().order_by_asc(Column::Name).all(conn).await?.into_iter().map(from_row).collect())
}

/// Makes the row of a job that has none; it is due at once.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, name: &str, now: DateTime<Utc>) -> AppResult<()> {
    let row = ActiveModel {
        name: Set(name.to_owned()),
        next_due: Set(now),
        lease_owner: Set(None),
        lease_until: Set(None),
        fence: Set(0),
        last_started_at: Set(None),
        last_finished_at: Set(None),
        last_result: Set(String::new()),
        failures: Set(0),
    };
    Entity::insert(row)
        .on_conflict(OnConflict::column(Column::Name).do_nothing().to_owned())
        .exec_without_returning(conn)
        .await?;
    Ok(())
}

/// Claims a job that nobody holds and that is due, or, when `pushed`, due or not.
///
/// # Errors
/// The database's.
pub async fn claim(conn: &Conn, name: &'static str, owner: &str, now: DateTime<Utc>, pushed: bool) -> AppResult<Option<Claim>> {
    let free = Condition::any().add(Column::LeaseUntil.is_null()).add(Column::LeaseUntil.lt(now));
    let lease = ActiveModel {
        lease_owner: Set(Some(owner.to_owned())),
        lease_until: Set(Some(now + LEASE)),
        last_started_at: Set(Some(now)),
        ..Default::default()
    };
    let claimed = Entity::update_many()
        .set(lease)
        .col_expr(Column::Fence, Expr::col(Column::Fence).add(1))
        .filter(Column::Name.eq(name))
        .filter(free)
        .filter(Condition::all().add_option((!pushed).then(|| Column::NextDue.lte(now))))
        .exec(conn)
        .await?;
    if claimed.rows_affected == 0 {
        return Ok(None);
    }
    let row = Entity::find_by_id(name.to_owned()).one(conn).await?.ok_or(AppError::NotFound)?;
    Ok(Some(Claim { name, fence: row.fence, due_at: row.next_due, failures: row.failures }))
}

/// Holds a claim longer. `false` when another instance has taken over.
///
/// # Errors
/// The database's.
pub async fn renew(conn: &Conn, claim: &Claim, now: DateTime<Utc>) -> AppResult<bool> {
    let row = ActiveModel { lease_until: Set(Some(now + LEASE)), ..Default::default() };
    Ok(update(conn, claim, row).await? == 1)
}

/// Writes how a run ended and when the next one is due. `false` when another instance has taken over: then nothing is written.
///
/// # Errors
/// The database's.
pub async fn finish(
    conn: &Conn,
    claim: &Claim,
    outcome: &Outcome,
    now: DateTime<Utc>,
    next_due: DateTime<Utc>,
) -> AppResult<bool> {
    let failures = if matches!(outcome, Outcome::Done(_)) { 0 } else { claim.failures.saturating_add(1) };
    let row = ActiveModel {
        lease_owner: Set(None),
        lease_until: Set(None),
        last_finished_at: Set(Some(now)),
        last_result: Set(serde_json::to_string(outcome)?),
        failures: Set(failures),
        ..Default::default()
    };
    if update(conn, claim, row).await? == 0 {
        return Ok(false);
    }
    // Somebody may have asked for another run meanwhile: then it stays due.
    let next = ActiveModel { next_due: Set(next_due), ..Default::default() };
    Entity::update_many()
        .set(next)
        .filter(Column::Name.eq(claim.name))
        .filter(Column::Fence.eq(claim.fence))
        .filter(Column::NextDue.eq(claim.due_at))
        .exec(conn)
        .await?;
    Ok(true)
}

async fn update(conn: &Conn, claim: &Claim, row: ActiveModel) -> AppResult<u64> {
    let query = Entity::update_many().set(row).filter(Column::Name.eq(claim.name)).filter(Column::Fence.eq(claim.fence));
    Ok(query.exec(conn).await?.rows_affected)
}

/// Makes a job due at once.
///
/// # Errors
/// [`AppError::NotFound`] when there is no job of this name.
pub async fn save_due(conn: &Conn, name: &str, now: DateTime<Utc>) -> AppResult<()> {
    let row = ActiveModel { next_due: Set(now), ..Default::default() };
    let result = Entity::update_many().set(row).filter(Column::Name.eq(name)).exec(conn).await?;
    if result.rows_affected == 1 { Ok(()) } else { Err(AppError::NotFound) }
}
