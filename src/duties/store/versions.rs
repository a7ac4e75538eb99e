//! The versions of one instrument with their bindings, read and written together.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::{rule_set, unit_rule_set};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::Conn;
use crate::duties::rules::Binding;
use crate::duties::rules::versions::{Version, Versions};
use crate::duties::store::rule_sets;
use crate::error::AppResult;
use crate::kernel::{Permit, RuleSetId};

/// Rows per INSERT.
const CHUNK: usize = 500;

/// All versions of `code`. Rules are public knowledge: no scope.
///
/// # Errors
/// The database's.
pub async fn of_code(conn: &Conn, code: &str) -> AppResult<Versions> {
    let rows = rule_set::Entity::find()
        .filter(rule_set::Column::Code.eq(code))
        .order_by_asc(rule_set::Column::ValidFrom)
        .all(conn)
        .await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let bound = unit_rule_set::Entity::find()
        .filter(unit_rule_set::Column::RuleSetId.is_in(ids))
        .order_by_asc(unit_rule_set::Column::UnitCode)
        .order_by_asc(unit_rule_set::Column::FromOn)
        .all(conn)
        .await?;
    let binding = |row: unit_rule_set::Model| Binding {
        unit_code: row.unit_code,
        set: row.rule_set_id.into(),
        code: code.to_owned(),
        from_on: row.from_on,
        to_on: row.to_on,
    };
    let version = |row: rule_set::Model| {
        let stated_to = row.stated_to;
        rule_sets::from_row(row).map(|(id, set)| Version { id, set, stated_to })
    };
    let list = rows.into_iter().map(version).collect::<AppResult<_>>()?;
    Ok(Versions { list, bindings: bound.into_iter().map(binding).collect() })
}

/// Writes what differs between `before`, as it was read in this transaction, and `after`.
///
/// # Errors
/// The database's.
pub async fn save(conn: &Conn, _permit: &Permit, before: &Versions, after: &Versions) -> AppResult<()> {
    let (was, becomes): (BTreeSet<Key<'_>>, BTreeSet<Key<'_>>) =
        (before.bindings.iter().map(key).collect(), after.bindings.iter().map(key).collect());
    // What a unit has of a set is written anew as a whole.
    let mut touched: BTreeMap<RuleSetId, BTreeSet<&str>> = BTreeMap::new();
    for (set, unit, ..) in was.difference(&becomes) {
        touched.entry(*set).or_default().insert(unit);
    }
    for (set, units) in &touched {
        let units: Vec<&str> = units.iter().copied().collect();
        for chunk in units.chunks(CHUNK) {
            unit_rule_set::Entity::delete_many()
                .filter(unit_rule_set::Column::RuleSetId.eq(set.0))
                .filter(unit_rule_set::Column::UnitCode.is_in(chunk.iter().copied()))
                .exec(conn)
                .await?;
        }
    }
    for version in before.list.iter().filter(|version| after.find(version.id).is_none()) {
        rule_sets::delete(conn, version.id).await?;
    }
    for version in after.list.iter().filter(|version| !before.list.contains(version)) {
        if before.find(version.id).is_some() {
            end(conn, version).await?;
        } else {
            rule_sets::insert_version(conn, version.id, &version.set, version.stated_to).await?;
        }
    }
    let is_due = |one: &&Binding| {
        let anew = touched.get(&one.set).is_some_and(|units| units.contains(one.unit_code.as_str()));
        anew || !was.contains(&key(one))
    };
    let rows: Vec<unit_rule_set::ActiveModel> = after.bindings.iter().filter(is_due).map(row).collect();
    for chunk in rows.chunks(CHUNK) {
        unit_rule_set::Entity::insert_many(chunk.iter().cloned()).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// A binding as a whole, to tell it from others.
type Key<'a> = (RuleSetId, &'a str, NaiveDate, Option<NaiveDate>);

fn key(binding: &Binding) -> Key<'_> {
    (binding.set, binding.unit_code.as_str(), binding.from_on, binding.to_on)
}

fn row(binding: &Binding) -> unit_rule_set::ActiveModel {
    unit_rule_set::ActiveModel {
        unit_code: Set(binding.unit_code.clone()),
        rule_set_id: Set(binding.set.0),
        from_on: Set(binding.from_on),
        to_on: Set(binding.to_on),
    }
}

/// Saves the day on which a version really ends.
async fn end(conn: &Conn, version: &Version) -> AppResult<()> {
    let row = rule_set::ActiveModel {
        valid_to: Set(version.set.valid_to),
        parameters: Set(serde_json::to_value(&version.set)?),
        ..Default::default()
    };
    rule_set::Entity::update_many().set(row).filter(rule_set::Column::Id.eq(version.id.0)).exec(conn).await?;
    Ok(())
}
