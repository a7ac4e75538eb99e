//! Rule sets as dated data, and the units that they bind.

use chrono::NaiveDate;
use entity::{rule_set, unit_rule_set};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set};

use crate::error::AppResult;
use crate::kernel::RuleSetId;
use crate::law::{EffectiveRules, Level, RuleSet, merge};

fn from_row(row: rule_set::Model) -> AppResult<(RuleSetId, RuleSet)> {
    let id = row.id.into();
    Ok((id, serde_json::from_value(row.parameters)?))
}

/// All rule sets with their ids, by code and date.
///
/// # Errors
/// The database's; a stored set that this version cannot read.
pub async fn list(conn: &impl ConnectionTrait) -> AppResult<Vec<(RuleSetId, RuleSet)>> {
    let rows =
        rule_set::Entity::find().order_by_asc(rule_set::Column::Code).order_by_asc(rule_set::Column::ValidFrom).all(conn).await?;
    rows.into_iter().map(from_row).collect()
}

/// How many rule sets there are.
///
/// # Errors
/// The database's.
pub async fn count(conn: &impl ConnectionTrait) -> AppResult<u64> {
    Ok(rule_set::Entity::find().count(conn).await?)
}

/// Adds a rule set. The whole set stands in `parameters`; the other columns are for lists and queries.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &impl ConnectionTrait, set: &RuleSet) -> AppResult<RuleSetId> {
    let id = RuleSetId::fresh();
    let row = rule_set::ActiveModel {
        id: Set(id.0),
        code: Set(set.code.clone()),
        name: Set(set.name.clone()),
        level: Set(set.levels.iter().map(|level| level.as_str()).collect::<Vec<_>>().join(",")),
        legal_basis: Set(serde_json::to_value(&set.legal_basis)?),
        valid_from: Set(set.valid_from),
        valid_to: Set(set.valid_to),
        parameters: Set(serde_json::to_value(set)?),
        version: Set(1),
    };
    rule_set::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(id)
}

/// Binds a unit to a rule set from `from_on`.
///
/// # Errors
/// The database's.
pub async fn bind(conn: &impl ConnectionTrait, unit_code: &str, set: RuleSetId, from_on: NaiveDate) -> AppResult<()> {
    let row = unit_rule_set::ActiveModel {
        unit_code: Set(unit_code.to_owned()),
        rule_set_id: Set(set.0),
        from_on: Set(from_on),
        to_on: Set(None),
    };
    unit_rule_set::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// The rule sets that bind a unit on `on`: those it was bound to, in force that day.
///
/// # Errors
/// The database's.
pub async fn rules_of(conn: &impl ConnectionTrait, unit_code: &str, on: NaiveDate) -> AppResult<Vec<RuleSet>> {
    let bound: Vec<uuid::Uuid> = unit_rule_set::Entity::find()
        .filter(unit_rule_set::Column::UnitCode.eq(unit_code))
        .filter(unit_rule_set::Column::FromOn.lte(on))
        .filter(Condition::any().add(unit_rule_set::Column::ToOn.is_null()).add(unit_rule_set::Column::ToOn.gte(on)))
        .all(conn)
        .await?
        .into_iter()
        .map(|row| row.rule_set_id)
        .collect();
    let rows =
        rule_set::Entity::find().filter(rule_set::Column::Id.is_in(bound)).order_by_asc(rule_set::Column::Code).all(conn).await?;
    let sets: AppResult<Vec<RuleSet>> = rows.into_iter().map(|row| from_row(row).map(|(_, set)| set)).collect();
    Ok(sets?.into_iter().filter(|set| set.is_valid_on(on)).collect())
}

/// What the rule sets of a unit mean together on `on`.
///
/// # Errors
/// The database's.
pub async fn merged_rules(conn: &impl ConnectionTrait, unit_code: &str, on: NaiveDate) -> AppResult<EffectiveRules> {
    let sets = rules_of(conn, unit_code, on).await?;
    Ok(merge(&sets.iter().collect::<Vec<_>>(), on))
}

/// The level of a unit at this depth of the tree (1: province, 2: commune).
#[must_use]
pub const fn level_of(is_provincial: bool) -> Level {
    if is_provincial { Level::Province } else { Level::Commune }
}
