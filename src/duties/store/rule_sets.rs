//! Rule sets as dated data.

use chrono::NaiveDate;
use entity::rule_set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::Conn;
use crate::error::{AppError, AppResult};
use crate::kernel::RuleSetId;
use crate::law::RuleSet;

/// The stored text with its id.
pub(super) fn from_row(row: rule_set::Model) -> AppResult<(RuleSetId, RuleSet)> {
    let id = row.id.into();
    Ok((id, serde_json::from_value(row.parameters)?))
}

/// All rule sets with their ids, by code and date.
///
/// # Errors
/// The database's; a stored set that this version cannot read.
pub async fn list(conn: &Conn) -> AppResult<Vec<(RuleSetId, RuleSet)>> {
    let rows =
        rule_set::Entity::find().order_by_asc(rule_set::Column::Code).order_by_asc(rule_set::Column::ValidFrom).all(conn).await?;
    rows.into_iter().map(from_row).collect()
}

/// The rule set with this id. Rules are public knowledge: no scope.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn rule_set(conn: &Conn, id: RuleSetId) -> AppResult<RuleSet> {
    let row = rule_set::Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound)?;
    from_row(row).map(|(_, set)| set)
}

/// The rule sets with these ids, by code and date.
///
/// # Errors
/// The database's.
pub async fn by_ids(conn: &Conn, ids: impl IntoIterator<Item = RuleSetId>) -> AppResult<Vec<(RuleSetId, RuleSet)>> {
    let ids: Vec<_> = ids.into_iter().map(|id| id.0).collect();
    let rows = rule_set::Entity::find()
        .filter(rule_set::Column::Id.is_in(ids))
        .order_by_asc(rule_set::Column::Code)
        .order_by_asc(rule_set::Column::ValidFrom)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Adds a rule set. The whole set stands in `parameters`; the other columns are for lists and queries.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, set: &RuleSet) -> AppResult<RuleSetId> {
    let id = RuleSetId::fresh();
    insert_version(conn, id, set, set.valid_to).await?;
    Ok(id)
}

/// Adds a version under `id`; `stated_to` is the last day that the instrument itself names.
///
/// # Errors
/// The database's.
pub(super) async fn insert_version(conn: &Conn, id: RuleSetId, set: &RuleSet, stated_to: Option<NaiveDate>) -> AppResult<()> {
    let row = rule_set::ActiveModel {
        id: Set(id.0),
        code: Set(set.code.clone()),
        name: Set(set.name.clone()),
        level: Set(set.levels_text()),
        legal_basis: Set(serde_json::to_value(&set.legal_basis)?),
        valid_from: Set(set.valid_from),
        valid_to: Set(set.valid_to),
        stated_to: Set(stated_to),
        parameters: Set(serde_json::to_value(set)?),
        version: Set(1),
    };
    rule_set::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// Removes a rule set that binds nobody; the caller has asked.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &Conn, id: RuleSetId) -> AppResult<()> {
    rule_set::Entity::delete_by_id(id.0).exec(conn).await?;
    Ok(())
}
