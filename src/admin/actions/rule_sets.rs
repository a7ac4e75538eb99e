//! Publishing a text of an instrument: what it does in all rooms, shown before and done with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Datelike, Days};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::admin::rules::rule_sets::{Ahead, Effect, UnitYear, asks_otherwise, date_effect, duty_effect};
use crate::app::App;
use crate::db::{Audience, Conn, Message, Notify, WriteTx};
use crate::dialogues::{self, StateWord};
use crate::duties::{self, RuleBook, RuleDraft, Versions};
use crate::error::{AppError, AppResult};
use crate::kernel::clock::start_of;
use crate::kernel::{Ctx, Event, Refusal, Role, RuleDraftId, RuleSetId};
use crate::law::{Level, RuleSet};
use crate::organisation::{Unit, active_units, bodies_of_unit};

/// How far ahead sessions are looked for: nobody plans further.
const AHEAD_DAYS: u64 = 1100;

/// A draft, what it replaces, and what lies between them.
#[derive(Debug)]
pub struct Preview {
    pub draft: RuleDraft,
    /// The text in whose place it comes.
    pub replaces: Option<RuleSet>,
    pub before: Versions,
    pub after: Versions,
    pub effect: Effect,
    /// Names of the units that the effect speaks of.
    pub units: BTreeMap<String, String>,
    /// Why it cannot be published as it stands.
    pub refused: Vec<Refusal>,
}

impl Preview {
    /// What somebody has looked at when he publishes: changes as soon as anything of it does.
    #[must_use]
    pub fn seal(&self) -> String {
        let text = format!("{} {} {:?} {:?}", self.draft.id, self.draft.version, self.after, self.effect);
        data_encoding::BASE64URL_NOPAD.encode(&Sha256::digest(text.as_bytes())[..12])
    }

    /// The units whose offices are told: those that the text binds.
    #[must_use]
    pub fn told(&self) -> BTreeSet<&str> {
        self.effect.bound.iter().map(String::as_str).collect()
    }
}

/// What publishing the draft would do now.
///
/// # Errors
/// [`AppError::Denied`], [`AppError::NotFound`].
pub async fn preview(app: &App, ctx: &Ctx, id: RuleDraftId) -> AppResult<Preview> {
    let permit = duties::rules_permit(ctx)?;
    let conn = app.db().read();
    look(conn, ctx, duties::rule_drafts::find(conn, &permit, id).await?).await
}

async fn look(conn: &Conn, ctx: &Ctx, draft: RuleDraft) -> AppResult<Preview> {
    let before = duties::versions_of(conn, &draft.set.code).await?;
    // The draft's own id becomes that of the version: the same in the preview and in the act.
    let id = RuleSetId::from(draft.id.0);
    let after = draft.over(before.clone(), id);
    let refused = draft.check(&before, ctx.today()).err().map(|refused| refused.0).unwrap_or_default();
    let book = RuleBook::read(conn).await?;
    let next = book.with(&draft.set.code, &after);
    let touched: BTreeSet<&str> = before.bindings.iter().chain(&after.bindings).map(|one| one.unit_code.as_str()).collect();
    let units: Vec<Unit> =
        active_units(conn, "00/").await?.into_iter().filter(|unit| touched.contains(unit.code.as_str())).collect();
    let bound: BTreeSet<String> = after.bindings.iter().filter(|one| one.set == id).map(|one| one.unit_code.clone()).collect();
    let mut effect = Effect { bound: bound.into_iter().collect(), ..Effect::default() };
    let calendar = duties::calendar(conn).await?;
    for year in [ctx.today().year(), ctx.today().year() + 1] {
        let concerned = unit_years(conn, &draft.set.code, &units, (&book, &next), year).await?;
        let (changes, shortfalls) = duty_effect(&draft.set.code, &concerned, ctx.today(), &calendar);
        effect.duties.extend(changes);
        effect.shortfalls.extend(shortfalls);
    }
    let ahead = sessions_ahead(conn, ctx, &touched, (&book, &next)).await?;
    let merged = |book: &RuleBook, rules: &[RuleSetId], on| book.merged(rules, on);
    let moves =
        date_effect(&ahead, |rules, on| merged(&book, rules, on), |rules, on| merged(&next, rules, on), &calendar, ctx.today());
    effect.moves = moves.map_err(|error| AppError::Internal(error.to_string()))?;
    let replaces = draft.replaces(&before).map(|version| version.set.clone());
    let units = units.into_iter().map(|unit| (unit.code, unit.name)).collect();
    Ok(Preview { draft, replaces, before, after, effect, units, refused })
}

/// The units of which the instrument asks something else in `year`, with what they have held and planned.
async fn unit_years(
    conn: &Conn,
    code: &str,
    units: &[Unit],
    (book, next): (&Arc<RuleBook>, &RuleBook),
    year: i32,
) -> AppResult<Vec<UnitYear>> {
    let mut found = Vec::new();
    for unit in units {
        let level = if unit.kind.is_provincial() { Level::Province } else { Level::Commune };
        let (before, after) = (book.in_year(&unit.code, year), next.in_year(&unit.code, year));
        if asks_otherwise(code, level, year, &before, &after) {
            let (unit_code, kind) = (unit.code.clone(), unit.kind.as_str());
            found.push(UnitYear { unit_code, level, kind, year, before, after, held: Vec::new(), planned: Vec::new() });
        }
    }
    if found.is_empty() {
        return Ok(found);
    }
    let codes: BTreeSet<String> = found.iter().map(|unit| unit.unit_code.clone()).collect();
    let mut facts = dialogues::year_facts(conn, &codes, year).await?;
    for unit in &mut found {
        (unit.held, unit.planned) = facts.remove(&unit.unit_code).unwrap_or_default();
    }
    Ok(found)
}

/// Sessions ahead of these units that stand under other texts than before; days of reception have no dates around them.
async fn sessions_ahead(
    conn: &Conn,
    ctx: &Ctx,
    units: &BTreeSet<&str>,
    (book, next): (&Arc<RuleBook>, &RuleBook),
) -> AppResult<Vec<Ahead>> {
    let until = ctx.today().checked_add_days(Days::new(AHEAD_DAYS)).unwrap_or(ctx.today());
    let sessions = dialogues::all_between(conn, start_of(ctx.today()), start_of(until)).await?;
    let is_ahead = |session: &dialogues::Session| {
        matches!(session.state.word(), StateWord::Planned | StateWord::Announced)
            && !session.kind.is_reception()
            && units.contains(session.unit_code.as_str())
    };
    let ahead = sessions.into_iter().filter(is_ahead).map(|session| {
        let on = session.on();
        let (before, after) = (book.on(&session.unit_code, on), next.on(&session.unit_code, on));
        Ahead { id: session.id, unit_code: session.unit_code, code: session.code, on, before, after }
    });
    Ok(ahead.filter(|session| session.before != session.after).collect())
}

/// Publishes the draft that was looked at with `seal`: from its first day on it counts, and the offices concerned are told.
///
/// # Errors
/// `rule-draft.changed-since` when the effect is no longer the one that was shown; those of [`RuleDraft::check`];
/// [`AppError::Conflict`].
pub async fn publish(app: &App, ctx: &Ctx, id: RuleDraftId, version: i32, seal: &str) -> AppResult<RuleSetId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = duties::rules_permit(ctx)?;
    let draft = duties::drafted_rules(tx.conn(), &permit, id, version).await?;
    let preview = look(tx.conn(), ctx, draft).await?;
    let draft = &preview.draft;
    draft.check(&preview.before, ctx.today())?;
    if preview.seal() != seal {
        return Err(Refusal::new("rule-draft.changed-since").into());
    }
    duties::make_count(tx.conn(), &permit, draft, (&preview.before, &preview.after)).await?;
    for unit in preview.told() {
        tell(&tx, ctx, &preview, unit).await?;
    }
    let set = RuleSetId::from(id.0);
    let text = |set: &RuleSet| json!({ "code": set.code, "from": set.valid_from, "to": set.valid_to, "says": set.parameters });
    let facts = json!({
        "before": preview.replaces.as_ref().map(text),
        "after": text(&draft.set),
        "units": preview.effect.bound.len(),
        "moved": preview.effect.moves.len(),
        "short": preview.effect.shortfalls.len(),
    });
    tx.commit(Event::new("rules.published", "rule_set", set, "").facts(facts)).await?;
    Ok(set)
}

/// Tells the office of a unit what the text changes there.
async fn tell(tx: &WriteTx, ctx: &Ctx, preview: &Preview, unit: &str) -> AppResult<()> {
    let bodies: Vec<_> = bodies_of_unit(tx.conn(), unit, ctx.today()).await?.iter().map(|body| body.id.0).collect();
    let set = &preview.draft.set;
    let moves = preview.effect.moves.iter().filter(|one| one.unit_code == unit).count();
    let short: u32 = preview.effect.shortfalls.iter().filter(|one| one.unit_code == unit).map(|one| one.short).sum();
    let notify = Notify {
        code: "rules-published".to_owned(),
        to: vec![Audience::Role { role: Role::Office, bodies }],
        args: vec![
            ("name".to_owned(), set.name.clone()),
            ("day".to_owned(), set.valid_from.format("%d/%m/%Y").to_string()),
            ("moves".to_owned(), moves.to_string()),
            ("short".to_owned(), short.to_string()),
        ],
        href: format!("/plans?unit={unit}&year={}", set.valid_from.year().max(ctx.today().year())),
    };
    tx.queue(&Message::notify(format!("rules-published/{}/{unit}", preview.draft.id), &notify)).await
}
