//! Reports that units owe, as reminders see them.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, TimeDelta};
use entity::{body, report, unit, unit_rule_set};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::db::Conn;
use crate::duties;
use crate::error::AppResult;
use crate::law::PeriodKind;
use crate::notices::rules::reminders::OwedReport;

/// Days ahead: the reminder comes two weeks before.
const AHEAD_DAYS: i64 = 20;
/// Days back in which a reminder of a late report is still of use.
const BACK_DAYS: i64 = 40;

/// The reports of the units that take part, due around `today` and not sent.
///
/// # Errors
/// The database's; rule sets that this version cannot read.
pub async fn owed(conn: &Conn, today: NaiveDate) -> AppResult<Vec<OwedReport>> {
    let bound = unit_rule_set::Entity::find().all(conn).await?;
    let bound: BTreeSet<String> = bound.into_iter().map(|row| row.unit_code).collect();
    let units =
        unit::Entity::find().filter(unit::Column::ActivatedAt.is_not_null()).order_by_asc(unit::Column::Code).all(conn).await?;
    let sent = report::Entity::find()
        .filter(report::Column::SentAt.is_not_null())
        .filter(report::Column::Year.gte(today.year() - 1))
        .all(conn)
        .await?;
    let sent: BTreeSet<(String, String, i32)> = sent.into_iter().map(|row| (row.unit_code, row.period, row.year)).collect();
    let mut owed = Vec::new();
    for unit in units.into_iter().filter(|unit| bound.contains(&unit.code)) {
        let dues = dues(conn, &unit.code, today).await?;
        let Some(subject) = (if dues.is_empty() { None } else { any_body(conn, &unit.code).await? }) else { continue };
        for (period, year, due_on) in dues {
            if !sent.contains(&(unit.code.clone(), period.clone(), year)) {
                owed.push(OwedReport { unit_code: unit.code.clone(), subject, period, year, due_on });
            }
        }
    }
    Ok(owed)
}

/// The unit's body that comes first in the official order stands for the unit, which has no id of its own.
async fn any_body(conn: &Conn, unit_code: &str) -> AppResult<Option<uuid::Uuid>> {
    let bodies = body::Entity::find().filter(body::Column::UnitCode.eq(unit_code));
    let first = bodies.order_by_asc(body::Column::Sort).order_by_asc(body::Column::Id).one(conn).await?;
    Ok(first.map(|row| row.id))
}

/// Period, year and last day of the unit's reports due around `today`.
async fn dues(conn: &Conn, unit_code: &str, today: NaiveDate) -> AppResult<Vec<(String, i32, NaiveDate)>> {
    let rules = duties::merged_rules(conn, unit_code, today).await?;
    let near = today - TimeDelta::days(BACK_DAYS)..=today + TimeDelta::days(AHEAD_DAYS);
    let yearly = rules.report_periods.iter().filter(|chosen| chosen.value.period == PeriodKind::Year);
    let periods = yearly.flat_map(|chosen| [today.year() - 1, today.year()].map(|year| chosen.value.of_year(year))).flatten();
    let dues: BTreeSet<(String, i32, NaiveDate)> = periods
        .filter_map(|period| Some((period.kind.to_string(), period.year, period.due?)))
        .filter(|(_, _, due_on)| near.contains(due_on))
        .collect();
    Ok(dues.into_iter().collect())
}
