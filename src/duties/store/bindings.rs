//! Which rule sets bind a unit, from when to when.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use entity::unit_rule_set::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::Conn;
use crate::duties::rules::Binding;
use crate::duties::rules::versions::Versions;
use crate::duties::store::rule_sets;
use crate::error::AppResult;
use crate::kernel::{Permit, RuleSetId};
use crate::law::{EffectiveRules, RuleSet, merge};

async fn with_codes(conn: &Conn, rows: Vec<Model>) -> AppResult<Vec<Binding>> {
    let sets = rule_sets::by_ids(conn, rows.iter().map(|row| row.rule_set_id.into())).await?;
    let codes: BTreeMap<RuleSetId, String> = sets.into_iter().map(|(id, set)| (id, set.code)).collect();
    let binding = |row: Model| {
        let set = RuleSetId::from(row.rule_set_id);
        let code = codes.get(&set).cloned().unwrap_or_default();
        Binding { unit_code: row.unit_code, set, code, from_on: row.from_on, to_on: row.to_on }
    };
    Ok(rows.into_iter().map(binding).collect())
}

/// All bindings of a unit, past and future ones included, by their first day.
///
/// # Errors
/// The database's.
pub async fn of_unit(conn: &Conn, unit_code: &str) -> AppResult<Vec<Binding>> {
    let rows = Entity::find().filter(Column::UnitCode.eq(unit_code)).order_by_asc(Column::FromOn).all(conn).await?;
    with_codes(conn, rows).await
}

/// All bindings to a rule set, by unit.
///
/// # Errors
/// The database's.
pub async fn of_set(conn: &Conn, set: RuleSetId) -> AppResult<Vec<Binding>> {
    let rows = Entity::find()
        .filter(Column::RuleSetId.eq(set.0))
        .order_by_asc(Column::UnitCode)
        .order_by_asc(Column::FromOn)
        .all(conn)
        .await?;
    with_codes(conn, rows).await
}

/// All bindings, for counts in lists.
///
/// # Errors
/// The database's.
pub async fn all(conn: &Conn) -> AppResult<Vec<Binding>> {
    with_codes(conn, Entity::find().all(conn).await?).await
}

/// Adds a binding.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, binding: &Binding) -> AppResult<()> {
    let row = ActiveModel {
        unit_code: Set(binding.unit_code.clone()),
        rule_set_id: Set(binding.set.0),
        from_on: Set(binding.from_on),
        to_on: Set(binding.to_on),
    };
    Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// Saves the last day of a binding.
///
/// # Errors
/// The database's.
pub async fn save_end(conn: &Conn, _permit: &Permit, binding: &Binding) -> AppResult<()> {
    let row = ActiveModel { to_on: Set(binding.to_on), ..Default::default() };
    Entity::update_many()
        .set(row)
        .filter(Column::UnitCode.eq(&binding.unit_code))
        .filter(Column::RuleSetId.eq(binding.set.0))
        .filter(Column::FromOn.eq(binding.from_on))
        .exec(conn)
        .await?;
    Ok(())
}

/// The rule sets that bind a unit on `on`: those it was bound to, in force that day.
///
/// # Errors
/// The database's.
pub async fn rules_of(conn: &Conn, unit_code: &str, on: NaiveDate) -> AppResult<Vec<RuleSet>> {
    let rows = Entity::find()
        .filter(Column::UnitCode.eq(unit_code))
        .filter(Column::FromOn.lte(on))
        .filter(Condition::any().add(Column::ToOn.is_null()).add(Column::ToOn.gte(on)))
        .all(conn)
        .await?;
    let sets = rule_sets::by_ids(conn, rows.into_iter().map(|row| row.rule_set_id.into())).await?;
    Ok(sets.into_iter().map(|(_, set)| set).filter(|set| set.is_valid_on(on)).collect())
}

/// The rule sets that bind a unit on some day of `year`, each with its validity cut to the days on which it binds.
///
/// # Errors
/// The database's.
pub async fn rules_in_year(conn: &Conn, unit_code: &str, year: i32) -> AppResult<Arc<Vec<RuleSet>>> {
    conn.known("rules-in-year", format!("{unit_code} {year}"), read_rules_in_year(conn, unit_code, year)).await
}

async fn read_rules_in_year(conn: &Conn, unit_code: &str, year: i32) -> AppResult<Vec<RuleSet>> {
    let Some((first, last)) = bounds(year) else { return Ok(Vec::new()) };
    let rows = Entity::find()
        .filter(Column::UnitCode.eq(unit_code))
        .filter(Column::FromOn.lte(last))
        .filter(Condition::any().add(Column::ToOn.is_null()).add(Column::ToOn.gte(first)))
        .order_by_asc(Column::FromOn)
        .all(conn)
        .await?;
    let bindings = with_codes(conn, rows).await?;
    let sets: BTreeMap<RuleSetId, RuleSet> =
        rule_sets::by_ids(conn, bindings.iter().map(|binding| binding.set)).await?.into_iter().collect();
    Ok(cut(&bindings, &sets, first, last))
}

fn bounds(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?))
}

/// The texts that these bindings bring, each cut to its days, by code and date.
fn cut(bindings: &[Binding], sets: &BTreeMap<RuleSetId, RuleSet>, first: NaiveDate, last: NaiveDate) -> Vec<RuleSet> {
    let found = bindings.iter().filter_map(|binding| binding.cut(sets.get(&binding.set)?, first, last));
    let mut cut: Vec<RuleSet> = found.collect();
    cut.sort_by(|a, b| (&a.code, a.valid_from).cmp(&(&b.code, b.valid_from)));
    cut
}

/// What the rule sets of a unit mean together on `on`.
///
/// # Errors
/// The database's.
pub async fn merged_rules(conn: &Conn, unit_code: &str, on: NaiveDate) -> AppResult<Arc<EffectiveRules>> {
    conn.known("merged-rules", format!("{unit_code} {on}"), async {
        let sets = rules_of(conn, unit_code, on).await?;
        Ok(merge(&sets.iter().collect::<Vec<_>>(), on))
    })
    .await
}

/// All rule sets with all bindings, read once: for acts and pages over many units.
#[derive(Debug)]
pub struct RuleBook {
    sets: BTreeMap<RuleSetId, RuleSet>,
    bound: BTreeMap<String, Vec<Binding>>,
}

impl RuleBook {
    /// Reads it.
    ///
    /// # Errors
    /// The database's.
    pub async fn read(conn: &Conn) -> AppResult<Arc<Self>> {
        let read = async {
            let mut bound: BTreeMap<String, Vec<Binding>> = BTreeMap::new();
            for binding in all(conn).await? {
                bound.entry(binding.unit_code.clone()).or_default().push(binding);
            }
            Ok(Self { sets: rule_sets::list(conn).await?.into_iter().collect(), bound })
        };
        conn.known("rule-book", "", read).await
    }

    /// The sets that bind a unit on `on`, by code and date: the same as [`rules_of`].
    #[must_use]
    pub fn on(&self, unit_code: &str, on: NaiveDate) -> Vec<RuleSetId> {
        let bound = self.bound.get(unit_code).map_or(&[][..], Vec::as_slice);
        let binds = |binding: &&Binding| binding.from_on <= on && binding.to_on.is_none_or(|to| to >= on);
        let mut found: Vec<(&RuleSet, RuleSetId)> = bound
            .iter()
            .filter(binds)
            .filter_map(|binding| self.sets.get(&binding.set).map(|set| (set, binding.set)))
            .filter(|(set, _)| set.is_valid_on(on))
            .collect();
        found.sort_by_key(|(set, _)| (&set.code, set.valid_from));
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// What tells units apart that are bound differently: sets with first and last day.
    #[must_use]
    pub fn likeness(&self, unit_code: &str) -> Vec<(RuleSetId, NaiveDate, Option<NaiveDate>)> {
        let bound = self.bound.get(unit_code).map_or(&[][..], Vec::as_slice);
        bound.iter().map(|one| (one.set, one.from_on, one.to_on)).collect()
    }

    /// What these sets mean together on `on`.
    #[must_use]
    pub fn merged(&self, sets: &[RuleSetId], on: NaiveDate) -> EffectiveRules {
        merge(&sets.iter().filter_map(|id| self.sets.get(id)).collect::<Vec<_>>(), on)
    }

    /// The texts that bind a unit on some day of `year`, cut to their days: the same as [`rules_in_year`].
    #[must_use]
    pub fn in_year(&self, unit_code: &str, year: i32) -> Vec<RuleSet> {
        let Some((first, last)) = bounds(year) else { return Vec::new() };
        let bound = self.bound.get(unit_code).map_or(&[][..], Vec::as_slice);
        cut(bound, &self.sets, first, last)
    }

    /// The book with these versions and bindings in place of what it has of their instrument.
    #[must_use]
    pub fn with(&self, code: &str, versions: &Versions) -> Self {
        let mut sets: BTreeMap<RuleSetId, RuleSet> = self.sets.clone();
        sets.retain(|_, set| set.code != code);
        sets.extend(versions.list.iter().map(|version| (version.id, version.set.clone())));
        let mut bound = self.bound.clone();
        bound.values_mut().for_each(|bindings| bindings.retain(|binding| binding.code != code));
        for binding in &versions.bindings {
            bound.entry(binding.unit_code.clone()).or_default().push(binding.clone());
        }
        Self { sets, bound }
    }
}
