//! Writing texts of rule sets: a draft is begun, changed, given up; a version that has not begun is withdrawn. Publishing
//! concerns more rooms than this one and is done above them.

use std::collections::BTreeSet;

use serde_json::json;

use crate::app::App;
use crate::db::{Audience, Conn, Message, Notify, WriteTx};
use crate::duties::rules::rule_draft::{Aim, RuleDraft};
use crate::duties::rules::versions::Versions;
use crate::duties::store::{rule_drafts, rule_sets, versions};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, Event, Permit, Refusal, Role, RuleDraftId, RuleSetId, Target};
use crate::law::RuleSet;
use crate::organisation::bodies_of_unit;

/// What instruments say belongs to the whole installation.
///
/// # Errors
/// [`AppError::Denied`].
pub fn permit(ctx: &Ctx) -> AppResult<Permit> {
    Ok(ctx.permit(Action::ManageRules, &Target::unit("00/"))?)
}

/// What a draft made from `base` becomes: another text for it if it has not begun, else a new version.
#[must_use]
pub fn aim_at(ctx: &Ctx, id: RuleSetId, base: &RuleSet) -> Aim {
    if base.valid_from > ctx.today() { Aim::Amend(id) } else { Aim::NewVersion }
}

/// Begins the first text of an instrument that was not known.
///
/// # Errors
/// Those of [`RuleDraft::check`]; `rule-draft.exists`.
pub async fn begin_set(app: &App, ctx: &Ctx, set: RuleSet) -> AppResult<RuleDraftId> {
    begin(app, ctx, RuleDraft::new(Aim::NewSet, set)).await
}

/// Begins another text of the instrument of which `base` is a version.
///
/// # Errors
/// As [`begin_set`]; [`AppError::NotFound`].
pub async fn begin_version(app: &App, ctx: &Ctx, base: RuleSetId, set: RuleSet) -> AppResult<RuleDraftId> {
    let old = rule_sets::rule_set(app.db().read(), base).await?;
    begin(app, ctx, RuleDraft::new(aim_at(ctx, base, &old), set)).await
}

async fn begin(app: &App, ctx: &Ctx, draft: RuleDraft) -> AppResult<RuleDraftId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = permit(ctx)?;
    draft.check(&versions::of_code(tx.conn(), &draft.set.code).await?, ctx.today())?;
    if rule_drafts::of_code(tx.conn(), &permit, &draft.set.code).await?.is_some() {
        return Err(Refusal::new("rule-draft.exists").into());
    }
    rule_drafts::save(tx.conn(), &permit, &draft).await?;
    tx.commit(draft.drafted()).await?;
    Ok(draft.id)
}

/// Writes the draft anew that was read at `version`. Code and levels of a known instrument stay.
///
/// # Errors
/// Those of [`RuleDraft::check`]; [`AppError::Conflict`].
pub async fn save(app: &App, ctx: &Ctx, id: RuleDraftId, version: i32, set: RuleSet) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = permit(ctx)?;
    let old = drafted(tx.conn(), &permit, id, version).await?;
    let set = match old.aim {
        Aim::NewSet => set,
        Aim::NewVersion | Aim::Amend(_) => RuleSet { code: old.set.code.clone(), levels: old.set.levels.clone(), ..set },
    };
    if rule_drafts::of_code(tx.conn(), &permit, &set.code).await?.is_some_and(|other| other.id != id) {
        return Err(Refusal::on("code", "rule-set.code-taken").into());
    }
    let draft = RuleDraft { set, ..old };
    draft.check(&versions::of_code(tx.conn(), &draft.set.code).await?, ctx.today())?;
    rule_drafts::save(tx.conn(), &permit, &draft).await?;
    tx.commit(draft.drafted()).await
}

/// Gives the draft up.
///
/// # Errors
/// [`AppError::Conflict`] unless it is the one of `version`.
pub async fn discard(app: &App, ctx: &Ctx, id: RuleDraftId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = permit(ctx)?;
    let draft = drafted(tx.conn(), &permit, id, version).await?;
    rule_drafts::delete(tx.conn(), &permit, &draft).await?;
    tx.commit(draft.discarded()).await
}

/// The draft as the page showed it.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Conflict`] when it has changed since.
pub async fn drafted(conn: &Conn, permit: &Permit, id: RuleDraftId, version: i32) -> AppResult<RuleDraft> {
    let draft = rule_drafts::find(conn, permit, id).await?;
    if draft.version == version { Ok(draft) } else { Err(AppError::Conflict) }
}

/// Withdraws a version that has not begun: the text before it goes on with its units, whose offices are told.
///
/// # Errors
/// `rule-set.begun`; `rule-draft.exists` while somebody writes another text of it; `rule-set.in-use` for the only text of a code.
pub async fn withdraw(app: &App, ctx: &Ctx, id: RuleSetId) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = permit(ctx)?;
    let set = rule_sets::rule_set(tx.conn(), id).await?;
    if set.valid_from <= ctx.today() {
        return Err(Refusal::new("rule-set.begun").into());
    }
    no_draft(tx.conn(), &permit, &set.code).await?;
    let before = versions::of_code(tx.conn(), &set.code).await?;
    let after = before.clone().withdraw(id)?;
    versions::save(tx.conn(), &permit, &before, &after).await?;
    let units: BTreeSet<&str> =
        before.bindings.iter().filter(|binding| binding.set == id).map(|binding| binding.unit_code.as_str()).collect();
    for unit in &units {
        let bodies = bodies_of_unit(tx.conn(), unit, ctx.today()).await?.iter().map(|body| body.id.0).collect();
        let notify = Notify {
            code: "rules-withdrawn".to_owned(),
            to: vec![Audience::Role { role: Role::Office, bodies }],
            args: vec![("name".to_owned(), set.name.clone()), ("day".to_owned(), set.valid_from.format("%d/%m/%Y").to_string())],
            href: format!("/plans?unit={unit}"),
        };
        tx.queue(&Message::notify(format!("rules-withdrawn/{id}/{unit}"), &notify)).await?;
    }
    let facts = json!({ "before": { "code": set.code, "valid_from": set.valid_from, "units": units.len() } });
    tx.commit(Event::new("rules.withdrawn", "rule_set", id, "").facts(facts)).await
}

/// Refuses while a text of the instrument is being written.
///
/// # Errors
/// `rule-draft.exists`.
pub async fn no_draft(conn: &Conn, permit: &Permit, code: &str) -> AppResult<()> {
    let draft = rule_drafts::of_code(conn, permit, code).await?;
    draft.map_or(Ok(()), |_| Err(Refusal::new("rule-draft.exists").into()))
}

/// Makes a draft count as the version `id`, and removes it: the end of an act that was looked at before.
///
/// # Errors
/// [`AppError::Conflict`].
pub async fn make_count(
    conn: &Conn,
    permit: &Permit,
    draft: &RuleDraft,
    (before, after): (&Versions, &Versions),
) -> AppResult<()> {
    rule_drafts::delete(conn, permit, draft).await?;
    versions::save(conn, permit, before, after).await
}
