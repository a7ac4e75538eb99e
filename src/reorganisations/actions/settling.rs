//! The day of an act: new names, people and calls go over, decided lines of the handover list move.

use std::collections::BTreeSet;

use serde_json::json;

use crate::app::App;
use crate::db::WriteTx;
use crate::error::AppResult;
use crate::issues;
use crate::jobs::Tally;
use crate::kernel::{BodyId, Ctx, Event, Permit};
use crate::organisation::{self, successions};
use crate::reorganisations::actions::handing_over::carry_out;
use crate::reorganisations::actions::look::{ended_bodies, ending_units, read_book};
use crate::reorganisations::actions::publishing::tell;
use crate::reorganisations::rules::{Reorganisation, name_under};
use crate::reorganisations::store::acts::{self, Found};

/// Settles every act whose day has come. Again it finds none.
///
/// # Errors
/// The database's.
pub async fn settle_due(app: &App, ctx: &Ctx) -> AppResult<Tally> {
    let mut tally = Tally::default();
    for act in acts::due(app.db().read(), ctx.today()).await? {
        let tx = WriteTx::begin(app.db(), ctx).await?;
        let Found { act, permit, .. } = acts::find(tx.conn(), ctx, act.id).await?;
        // Another process may have been faster.
        if act.settled_at.is_none() {
            let event = settle(&tx, ctx, &permit, act).await?;
            tx.commit(event).await?;
            tally.done += 1;
        }
    }
    Ok(tally)
}

/// Does in the transaction what could not be dated. The act is the newest one.
pub(super) async fn settle(tx: &WriteTx, ctx: &Ctx, permit: &Permit, act: Reorganisation) -> AppResult<Event> {
    let (conn, day) = (tx.conn(), act.effective_on);
    if act.renames_in_place() {
        rename(tx, permit, &act).await?;
    }
    let mut people = 0;
    for code in ending_units(&act) {
        if let Some(heir) = &act.heir_unit {
            people += successions::move_people(conn, permit, &code, heir).await?;
        }
    }
    let mut told: BTreeSet<BodyId> = BTreeSet::new();
    for body in ended_bodies(conn, &act).await? {
        let Some(heir) = body.heir else { continue };
        successions::move_children(conn, permit, body.id, heir).await?;
        issues::readdress_calls(conn, permit, body.id, heir, day).await?;
        told.insert(heir);
    }
    let settled = Reorganisation { settled_at: Some(ctx.now), ..act };
    acts::save(conn, permit, &settled).await?;
    let unit = organisation::unit(conn, &settled.unit_code).await?;
    let book = read_book(conn, ctx, Found { act: settled.clone(), unit, permit: *permit }).await?;
    let mut moved = 0;
    for decision in book.lines.iter().filter_map(|line| line.decided.clone()) {
        carry_out(tx, ctx, permit, &book, decision).await?;
        moved += 1;
    }
    if !told.is_empty() {
        tell(tx, &settled, &Vec::from_iter(told), "reorganisation-begins").await?;
    }
    let facts = json!({ "people": people, "moved": moved, "open": book.lines.len() - moved });
    Ok(Event::new("reorganisation.settled", "reorganisation", settled.id, &settled.unit_code).facts(facts))
}

/// New names: of a unit with the bodies that are called after it, or of a body.
async fn rename(tx: &WriteTx, permit: &Permit, act: &Reorganisation) -> AppResult<()> {
    let (conn, last) = (tx.conn(), act.last_day());
    for old in &act.olds {
        if let Some(id) = old.body {
            let body = organisation::body(conn, id).await?;
            let unit = organisation::unit(conn, &body.unit_code).await?;
            let short_name = act.new_name.strip_suffix(&format!(" {}", unit.in_a_sentence())).unwrap_or(&act.new_name);
            successions::rename_body(conn, permit, &body, (&act.new_name, short_name), last).await?;
            let facts = json!({ "before": { "name": body.name }, "after": { "name": act.new_name } });
            tx.say(&Event::new("body.renamed", "body", id, &unit.code).facts(facts)).await?;
            continue;
        }
        let Some(code) = &old.unit_code else { continue };
        let unit = organisation::unit(conn, code).await?;
        let (before, after) = (unit.in_a_sentence(), organisation::in_a_sentence(unit.kind, &act.new_name));
        successions::rename_unit(conn, permit, &unit, &act.new_name, last).await?;
        for body in organisation::all_bodies_of_unit(conn, code).await? {
            let name = name_under(&body.name, &before, &after);
            if name != body.name && body.exists_on(act.effective_on) {
                let short_name = name_under(&body.short_name, &before, &after);
                successions::rename_body(conn, permit, &body, (&name, &short_name), last).await?;
            }
        }
        let facts = json!({ "before": { "name": unit.name }, "after": { "name": act.new_name } });
        tx.say(&Event::new("unit.renamed", "unit", code, code).facts(facts)).await?;
    }
    Ok(())
}
