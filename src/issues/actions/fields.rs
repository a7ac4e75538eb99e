//! The fields of life that an installation begins with.

use serde_json::json;

use crate::app::App;
use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::issues::store::fields::{self, Field};
use crate::kernel::{Ctx, Event};

const LIST: &str = include_str!("../data/fields.csv");

/// Fills the list of fields if there are none; an installation that has its own keeps it.
///
/// # Errors
/// The database's.
pub async fn ensure_fields(app: &App, ctx: &Ctx) -> AppResult<()> {
    if !fields::is_empty(app.db().read()).await? {
        return Ok(());
    }
    let list = embedded()?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    fields::insert(tx.conn(), &list, 0).await?;
    tx.commit(Event::new("fields.seeded", "fields", "list", "").facts(json!({ "after": { "fields": list.len() } }))).await
}

fn embedded() -> AppResult<Vec<Field>> {
    let optional = |cell: &str| (!cell.is_empty()).then(|| cell.to_owned());
    csv::Reader::from_reader(LIST.as_bytes())
        .records()
        .map(|record| {
            let record = record.map_err(|error| AppError::Internal(format!("built-in fields: {error}")))?;
            let cell = |at: usize| record.get(at).unwrap_or("");
            Ok(Field {
                code: cell(0).to_owned(),
                parent: optional(cell(1)),
                name_vi: cell(2).to_owned(),
                name_en: cell(3).to_owned(),
                unit: None,
                top: optional(cell(1)).unwrap_or_else(|| cell(0).to_owned()),
                closed_at: None,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_nineteen_upper_fields_and_parents_come_first() {
        let list = embedded().unwrap();
        assert_eq!(list.iter().filter(|field| field.parent.is_none()).count(), 19);
        for (at, field) in list.iter().enumerate() {
            let known = |code: &str| list[..at].iter().any(|before| before.code == code);
            assert!(!known(&field.code), "{} stands twice", field.code);
            assert!(field.parent.as_deref().is_none_or(known), "{} comes before its parent", field.code);
            assert!(!field.name_vi.is_empty() && !field.name_en.is_empty());
        }
    }
}
