//! Reports. Before one is sent, only its unit's office and leaders know it; who reviews stands above the unit.

use std::sync::Arc;

use entity::report::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, saved, scope};
use crate::error::{AppError, AppResult};
use crate::kernel::permit::Denied;
use crate::kernel::{Action, Ctx, Permit, ReportId, Target};
use crate::organisation::{Unit, unit};
use crate::reports::rules::PeriodKey;
use crate::reports::rules::report::{Frozen, Report, ReportState, Seal, StateWord};
use crate::reports::store::texts;

pub(super) fn from_row(row: Model) -> AppResult<(Report, Option<Frozen>)> {
    let lacking = |column: &str| AppError::Internal(format!("report {}: {column} is missing", row.id));
    let seal = || -> AppResult<Seal> {
        Ok(Seal {
            at: row.signed_at.ok_or_else(|| lacking("signed_at"))?,
            by: row.signed_by.clone(),
            deputy: row.signed_as.clone(),
            digest: row.digest.clone().ok_or_else(|| lacking("digest"))?,
        })
    };
    let sent_at = || row.sent_at.ok_or_else(|| lacking("sent_at"));
    let decided = || row.decided_at.ok_or_else(|| lacking("decided_at"));
    let state = match row.state.parse::<StateWord>()? {
        StateWord::Draft => ReportState::Draft,
        StateWord::Presented => ReportState::Presented,
        StateWord::Signed => ReportState::Signed { seal: seal()? },
        StateWord::Sent => ReportState::Sent { seal: seal()?, sent_at: sent_at()? },
        StateWord::Returned => {
            ReportState::Returned { seal: seal()?, sent_at: sent_at()?, at: decided()?, by: row.decided_by.clone() }
        }
        StateWord::Accepted => {
            ReportState::Accepted { seal: seal()?, sent_at: sent_at()?, at: decided()?, by: row.decided_by.clone() }
        }
    };
    let frozen = match (row.figures, row.facts) {
        (Some(figures), Some(facts)) => {
            Some(Frozen { figures: serde_json::from_value(figures)?, facts: Arc::new(serde_json::from_value(facts)?) })
        }
        _ => None,
    };
    let report = Report {
        id: row.id.into(),
        period: row.period.parse::<PeriodKey>()?,
        unit_code: row.unit_code,
        year: row.year,
        data_from: row.data_from,
        data_to: row.data_to,
        due_on: row.due_on,
        narrative: serde_json::from_value(row.narrative)?,
        state,
        version: row.version,
    };
    Ok((report, frozen))
}

fn to_row(report: &Report, frozen: Option<&Frozen>) -> AppResult<ActiveModel> {
    let seal = report.state.seal();
    let (decided_at, decided_by) = match &report.state {
        ReportState::Returned { at, by, .. } | ReportState::Accepted { at, by, .. } => (Some(*at), by.clone()),
        _ => (None, String::new()),
    };
    Ok(ActiveModel {
        id: Set(report.id.0),
        unit_code: Set(report.unit_code.clone()),
        period: Set(report.period.to_string()),
        year: Set(report.year),
        data_from: Set(report.data_from),
        data_to: Set(report.data_to),
        due_on: Set(report.due_on),
        state: Set(report.state.word().to_string()),
        narrative: Set(serde_json::to_value(&report.narrative)?),
        figures: Set(frozen.map(|frozen| serde_json::to_value(&frozen.figures)).transpose()?),
        facts: Set(frozen.map(|frozen| serde_json::to_value(&*frozen.facts)).transpose()?),
        digest: Set(seal.map(|seal| seal.digest.clone())),
        signed_at: Set(seal.map(|seal| seal.at)),
        signed_by: Set(seal.map(|seal| seal.by.clone()).unwrap_or_default()),
        signed_as: Set(seal.map(|seal| seal.deputy.clone()).unwrap_or_default()),
        sent_at: Set(report.state.sent_at()),
        decided_at: Set(decided_at),
        decided_by: Set(decided_by),
        version: Set(report.version),
    })
}

/// A report, what was frozen with it, its unit, and the proof that the actor may do the action.
#[derive(Debug, Clone)]
pub struct Found {
    pub report: Report,
    pub frozen: Option<Frozen>,
    pub unit: Unit,
    pub permit: Permit,
}

/// The object of rights for an action on a report of `unit`: reviewing is asked of the unit above, so that nobody accepts
/// his own report.
#[must_use]
pub fn target(unit: &Unit, action: Action) -> Target {
    if action == Action::ReviewReport {
        let above = unit.path.trim_end_matches('/').rsplit_once('/').map_or("", |(above, _)| above);
        return Target::unit(&format!("{above}/"));
    }
    unit.target()
}

/// The report `id`, if the actor may do `action` to it.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, [`AppError::Denied`] where it is not for this actor.
pub async fn find(conn: &Conn, ctx: &Ctx, action: Action, id: ReportId) -> AppResult<Found> {
    let read = async { Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound).and_then(from_row) };
    let (report, frozen) = conn.recalled("report", id, read).await?;
    let unit = unit(conn, &report.unit_code).await?;
    let permit = ctx.permit(action, &target(&unit, action))?;
    let is_at_home = || [Action::WriteReport, Action::SignReport].iter().any(|own| ctx.permit(*own, &unit.target()).is_ok());
    if report.state.sent_at().is_none() && !is_at_home() {
        return Err(Denied { action }.into());
    }
    Ok(Found { report, frozen, unit, permit })
}

/// The reports of the actor's own units, newest period first; drafts only for those who write or sign them.
///
/// # Errors
/// The database's.
pub async fn list_own(conn: &Conn, ctx: &Ctx) -> AppResult<Vec<Report>> {
    let (writers, signers, mut readers) =
        (ctx.scope(Action::WriteReport), ctx.scope(Action::SignReport), ctx.scope(Action::ReadReport));
    readers.subtrees.clear();
    let of = format!("{writers:?} {signers:?} {readers:?}");
    let at_home =
        Condition::any().add(scope::in_units(&writers, Column::UnitCode)).add(scope::in_units(&signers, Column::UnitCode));
    let sent = Condition::all()
        .add(scope::in_units(&readers, Column::UnitCode))
        .add(Column::State.is_in(StateWord::SENT.map(StateWord::as_str)));
    let query = Entity::find()
        .filter(Condition::any().add(at_home).add(sent))
        .order_by_desc(Column::DataTo)
        .order_by_desc(Column::DataFrom);
    let read = async { query.all(conn).await?.into_iter().map(|row| from_row(row).map(|(report, _)| report)).collect() };
    conn.recalled("own-reports", of, read).await
}

/// The reports of a unit, in whatever state. For rules and tasks; the caller has asked for rights.
///
/// # Errors
/// The database's.
pub async fn of_unit(conn: &Conn, unit_code: &str) -> AppResult<Vec<Report>> {
    let rows = Entity::find().filter(Column::UnitCode.eq(unit_code)).order_by_asc(Column::DataTo).all(conn).await?;
    rows.into_iter().map(|row| from_row(row).map(|(report, _)| report)).collect()
}

/// The report of a unit for a period, if there is one. The caller has asked for rights.
///
/// # Errors
/// The database's.
pub async fn of_period(conn: &Conn, unit_code: &str, key: PeriodKey, year: i32) -> AppResult<Option<Report>> {
    let row = Entity::find()
        .filter(Column::UnitCode.eq(unit_code))
        .filter(Column::Period.eq(key.to_string()))
        .filter(Column::Year.eq(year))
        .one(conn)
        .await?;
    row.map(|row| from_row(row).map(|(report, _)| report)).transpose()
}

/// What these units sent for a period, with what was frozen. The caller has asked for rights.
///
/// # Errors
/// The database's.
pub async fn sent_of_period(conn: &Conn, units: &[String], key: PeriodKey, year: i32) -> AppResult<Vec<(Report, Frozen)>> {
    let rows = Entity::find()
        .filter(Column::UnitCode.is_in(units))
        .filter(Column::Period.eq(key.to_string()))
        .filter(Column::Year.eq(year))
        .filter(Column::State.is_in(StateWord::SENT.map(StateWord::as_str)))
        .all(conn)
        .await?;
    let pair = |row| from_row(row).map(|(report, frozen)| frozen.map(|frozen| (report, frozen)));
    rows.into_iter().filter_map(|row| pair(row).transpose()).collect()
}

/// The reports that wait for a decision of this actor, oldest first.
///
/// # Errors
/// The database's.
pub async fn waiting(conn: &Conn, ctx: &Ctx) -> AppResult<Vec<Report>> {
    let review = ctx.scope(Action::ReviewReport);
    let own: Vec<&str> = review.subtrees.iter().filter_map(|path| path.trim_end_matches('/').rsplit('/').next()).collect();
    let rows = Entity::find()
        .filter(scope::in_units(&review, Column::UnitCode))
        .filter(Column::UnitCode.is_not_in(own))
        .filter(Column::State.eq(StateWord::Sent.as_str()))
        .order_by_asc(Column::SentAt)
        .all(conn)
        .await?;
    rows.into_iter().map(|row| from_row(row).map(|(report, _)| report)).collect()
}

/// Adds a report.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, report: &Report) -> AppResult<()> {
    Entity::insert(to_row(report, None)?).exec_without_returning(conn).await?;
    texts::keep(conn, report).await
}

/// Saves a report that was read at `report.version`, with what is frozen from now on.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, report: &Report, frozen: Option<&Frozen>) -> AppResult<()> {
    let mut row = to_row(report, frozen)?;
    row.version = Set(report.version + 1);
    let result = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(report.id.0))
        .filter(Column::Version.eq(report.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)?;
    texts::keep(conn, report).await
}
