//! Rules of units that end: their bindings end with them and go on with the heir, in the transaction of whoever decides that.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::db::WriteTx;
use crate::duties::actions::bindings::level_of;
use crate::duties::rules::Binding;
use crate::duties::store::{bindings, rule_sets};
use crate::error::AppResult;
use crate::kernel::Permit;
use crate::organisation::Unit;

/// Ends what binds `from` the day before `day`. An heir without rules of its own is bound from `day` on by what bound them
/// then, as far as it is of its level.
///
/// # Errors
/// The database's.
pub async fn hand_over_rules(
    tx: &WriteTx,
    permit: &Permit,
    from: &[String],
    heir: Option<&Unit>,
    day: NaiveDate,
) -> AppResult<()> {
    let (conn, last) = (tx.conn(), day.pred_opt().unwrap_or(day));
    let mut going_on: Vec<Binding> = Vec::new();
    for code in from {
        for mut binding in bindings::of_unit(conn, code).await? {
            if binding.to_on.is_some_and(|to| to <= last) {
                continue;
            }
            going_on.push(binding.clone());
            binding.to_on = Some(last);
            bindings::save_end(conn, permit, &binding).await?;
            tx.say(&binding.ended()).await?;
        }
    }
    let Some((heir, level)) = heir.and_then(|heir| Some((heir, level_of(heir)?))) else { return Ok(()) };
    if !bindings::of_unit(conn, &heir.code).await?.is_empty() {
        return Ok(());
    }
    let mut known = BTreeSet::new();
    for binding in going_on {
        let set = rule_sets::rule_set(conn, binding.set).await?;
        let from_on = binding.from_on.max(day);
        if set.levels.contains(&level) && known.insert(binding.set) {
            let next = Binding { unit_code: heir.code.clone(), from_on, ..binding };
            bindings::insert(conn, permit, &next).await?;
            tx.say(&next.begun()).await?;
        }
    }
    Ok(())
}
