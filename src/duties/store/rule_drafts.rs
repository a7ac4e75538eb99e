//! Drafted texts of rule sets, one for each instrument.

use entity::rule_draft::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, saved};
use crate::duties::rules::rule_draft::{Aim, AimWord, RuleDraft};
use crate::error::{AppError, AppResult};
use crate::kernel::{Permit, RuleDraftId};

fn from_row(row: Model) -> AppResult<RuleDraft> {
    let aim = match row.aim.parse::<AimWord>()? {
        AimWord::NewSet => Aim::NewSet,
        AimWord::NewVersion => Aim::NewVersion,
        AimWord::Amend => {
            let lacking = || AppError::Internal(format!("rule_draft {}: amends is missing", row.id));
            Aim::Amend(row.amends.ok_or_else(lacking)?.into())
        }
    };
    Ok(RuleDraft { id: row.id.into(), aim, set: serde_json::from_value(row.text)?, version: row.version })
}

/// The draft with this id, for whoever holds the permit.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn find(conn: &Conn, _permit: &Permit, id: RuleDraftId) -> AppResult<RuleDraft> {
    Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound).and_then(from_row)
}

/// The draft of an instrument, if somebody began one.
///
/// # Errors
/// The database's.
pub async fn of_code(conn: &Conn, _permit: &Permit, code: &str) -> AppResult<Option<RuleDraft>> {
    Entity::find().filter(Column::Code.eq(code)).one(conn).await?.map(from_row).transpose()
}

/// All drafts, by code.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, _permit: &Permit) -> AppResult<Vec<RuleDraft>> {
    Entity::find().order_by_asc(Column::Code).all(conn).await?.into_iter().map(from_row).collect()
}

/// Saves a draft that was read at `draft.version` (0 for a new one).
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, draft: &RuleDraft) -> AppResult<()> {
    let amends = match draft.aim {
        Aim::NewSet | Aim::NewVersion => None,
        Aim::Amend(id) => Some(id.0),
    };
    let row = ActiveModel {
        id: Set(draft.id.0),
        code: Set(draft.set.code.clone()),
        aim: Set(draft.aim.word().to_string()),
        amends: Set(amends),
        text: Set(serde_json::to_value(&draft.set)?),
        version: Set(draft.version + 1),
    };
    if draft.version == 0 {
        Entity::insert(row).exec_without_returning(conn).await?;
        return Ok(());
    }
    let result = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(draft.id.0))
        .filter(Column::Version.eq(draft.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}

/// Removes a draft that was read at `draft.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else changed it.
pub async fn delete(conn: &Conn, _permit: &Permit, draft: &RuleDraft) -> AppResult<()> {
    let result =
        Entity::delete_many().filter(Column::Id.eq(draft.id.0)).filter(Column::Version.eq(draft.version)).exec(conn).await?;
    saved(result.rows_affected)
}
