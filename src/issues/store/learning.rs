//! What the office of a unit decided about its earlier issues: whence proposals are learned.

use std::collections::HashMap;
use std::sync::Arc;

use entity::{assignment, issue};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::AppResult;
use crate::issues::rules::suggest::Earlier;
use crate::issues::rules::{Part, StateWord};

/// The newest so many issues speak.
const MOST: u64 = 2_000;

/// The newest issues of the unit that the office took on, with field and lead agency. The caller has asked for rights.
///
/// # Errors
/// The database's.
pub async fn earlier(conn: &Conn, unit_code: &str) -> AppResult<Arc<Vec<Earlier>>> {
    let read = async {
        let taken = StateWord::ALL.iter().filter(|word| word.is_worked_on() || **word == StateWord::Answered);
        let rows: Vec<(Uuid, String, Option<String>)> = issue::Entity::find()
            .select_only()
            .columns([issue::Column::Id, issue::Column::Wording, issue::Column::FieldCode])
            .filter(issue::Column::UnitCode.eq(unit_code))
            .filter(issue::Column::State.is_in(taken.map(|word| word.as_str())))
            .order_by_desc(issue::Column::AcceptedAt)
            .limit(MOST)
            .into_tuple()
            .all(conn)
            .await?;
        let leads: HashMap<Uuid, Uuid> = assignment::Entity::find()
            .select_only()
            .columns([assignment::Column::IssueId, assignment::Column::BodyId])
            .filter(assignment::Column::Part.eq(Part::Lead.as_str()))
            .filter(assignment::Column::IssueId.is_in(rows.iter().map(|(id, ..)| *id)))
            .into_tuple::<(Uuid, Uuid)>()
            .all(conn)
            .await?
            .into_iter()
            .collect();
        let speak = |(id, wording, field): (Uuid, String, Option<String>)| {
            let agency = leads.get(&id).map(Uuid::to_string);
            (field.is_some() || agency.is_some()).then(|| Earlier::new(&wording, field, agency))
        };
        Ok(rows.into_iter().filter_map(speak).collect::<Vec<_>>())
    };
    conn.known("earlier-decisions", unit_code, read).await
}
