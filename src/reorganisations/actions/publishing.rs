//! Publishing an act that was looked at: what is dated gets its dates; on its day `settling` does the rest.

use chrono::NaiveDate;
use serde_json::json;

use crate::app::App;
use crate::db::{Audience, Message, Notify, WriteTx};
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::kernel::{BodyId, Ctx, Event, Permit, Refusal, ReorganisationId, Role};
use crate::organisation::{self, Body, NewUnit, Post, Unit, successions};
use crate::reorganisations::actions::drafting::{drafted, facts};
use crate::reorganisations::actions::look::{Ending, Preview, ending_units, look};
use crate::reorganisations::actions::settling::settle;
use crate::reorganisations::rules::{Level, Reorganisation, name_under};
use crate::reorganisations::store::acts::{self, Found};

/// Publishes the draft that was looked at with `seal`. What it dates counts from its day on; if the day has come, it is settled at
/// once. Offices and heads of the old ones and of the heir are told.
///
/// # Errors
/// `reorganisation.changed-since` when the effect is no longer the one that was shown; those of [`Reorganisation::check`];
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn publish(app: &App, ctx: &Ctx, id: ReorganisationId, version: i32, seal: &str) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = drafted(tx.conn(), ctx, id, version).await?;
    let permit = found.permit;
    let preview = look(tx.conn(), Found { act: found.act.clone(), unit: found.unit.clone(), permit }).await?;
    if !preview.refused.is_empty() {
        return Err(AppError::Refused(crate::kernel::Violations(preview.refused)));
    }
    if preview.seal() != seal {
        return Err(Refusal::new("reorganisation.changed-since").into());
    }
    let mut act = found.act;
    let mut told: Vec<BodyId> = preview.endings.iter().map(|ending| ending.body.id).collect();
    if act.renames_in_place() {
        told.extend(renamed_bodies(&tx, &act).await?);
    } else {
        told.extend(succeed(&tx, ctx, &permit, &mut act, &preview).await?);
    }
    (act.published_at, act.published_by) = (Some(ctx.now), ctx.actor_name().to_owned());
    acts::save(tx.conn(), &permit, &act).await?;
    act.version += 1;
    tell(&tx, &act, &told, "reorganisation-published").await?;
    let event = Event::new("reorganisation.published", "reorganisation", id, &act.unit_code);
    tx.say(&event.facts(json!({ "after": facts(&act), "lines": preview.lines.len(), "bodies": preview.endings.len() }))).await?;
    if act.effective_on <= ctx.today() {
        let event = settle(&tx, ctx, &permit, act).await?;
        return tx.commit(event).await;
    }
    let day = json!({ "on": act.effective_on });
    tx.commit(Event::new("reorganisation.scheduled", "reorganisation", id, &act.unit_code).facts(day)).await
}

async fn renamed_bodies(tx: &WriteTx, act: &Reorganisation) -> AppResult<Vec<BodyId>> {
    let mut all = Vec::new();
    for old in &act.olds {
        match (&old.unit_code, old.body) {
            (Some(code), _) => {
                all.extend(organisation::all_bodies_of_unit(tx.conn(), code).await?.iter().map(|body| body.id));
            }
            (None, body) => all.extend(body),
        }
    }
    Ok(all)
}

/// Makes the heir if it is new, ends the old ones for it, and dates what goes over. Answers the heir's bodies.
async fn succeed(
    tx: &WriteTx,
    ctx: &Ctx,
    permit: &Permit,
    act: &mut Reorganisation,
    preview: &Preview,
) -> AppResult<Vec<BodyId>> {
    let heir = heir_unit(tx, ctx, permit, act, preview).await?;
    let mut seats: Vec<Option<BodyId>> = preview.seats.iter().map(|seat| seat.id).collect();
    if act.level == Level::Unit {
        if let Some((_, made)) = &heir
            && !made.is_empty()
        {
            seats = made.iter().copied().map(Some).collect();
        }
    } else if act.makes_new()
        && let Some(first) = preview.endings.first()
    {
        let new = new_body(tx, act, &first.body).await?;
        (seats, act.heir_body) = (vec![Some(new)], Some(new));
    }
    let (last, mut heirs) = (act.last_day(), Vec::new());
    for ending in &preview.endings {
        let to = match (ending.seat.and_then(|at| seats.get(at).copied().flatten()), &heir, &ending.to) {
            (Some(seat), _, _) => Some(seat),
            (None, Some((unit, _)), Some(name)) => Some(carry_over(tx, act, &ending.body, unit, name).await?),
            _ => None,
        };
        hand_over_dates(tx, permit, act, ending, to).await?;
        let event = Event::new("body.ended", "body", ending.body.id, &ending.body.unit_code);
        tx.say(&event.facts(json!({ "after": { "valid_to": last, "heir": to } }))).await?;
        heirs.extend(to);
    }
    let units = ending_units(act);
    duties::hand_over_rules(tx, permit, &units, heir.as_ref().map(|(unit, _)| unit), act.effective_on).await?;
    for code in &units {
        let next = heir.as_ref().map(|(unit, _)| unit.code.as_str());
        successions::end_unit(tx.conn(), permit, code, last, next).await?;
        let event = Event::new("unit.ended", "unit", code, code);
        tx.say(&event.facts(json!({ "after": { "valid_to": last, "heir": next } }))).await?;
    }
    Ok(heirs)
}

/// The heir, with the bodies that were made for it now.
async fn heir_unit(
    tx: &WriteTx,
    ctx: &Ctx,
    permit: &Permit,
    act: &mut Reorganisation,
    preview: &Preview,
) -> AppResult<Option<(Unit, Vec<BodyId>)>> {
    if act.level == Level::Body {
        return Ok(None);
    }
    let (conn, day) = (tx.conn(), act.effective_on);
    if let Some(heir) = &preview.heir {
        if heir.activated_at.is_some() {
            return Ok(Some((heir.clone(), Vec::new())));
        }
        let made = organisation::found_bodies(conn, heir, Some(day)).await?;
        organisation::let_take_part(conn, &heir.code, ctx.now).await?;
        tx.say(&Event::new("unit.activated", "unit", &heir.code, &heir.code).facts(json!({ "after": { "on": day } }))).await?;
        return Ok(Some((heir.clone(), made)));
    }
    if !act.makes_new() {
        return Ok(None);
    }
    let kind = match (act.new_kind.parse(), act.olds.first().and_then(|old| old.unit_code.as_deref())) {
        (Ok(kind), _) => kind,
        (Err(_), Some(code)) => organisation::unit(conn, code).await?.kind,
        (Err(error), None) => return Err(error.into()),
    };
    let above = &preview.unit;
    let new = NewUnit {
        code: act.new_code.clone(),
        parent_code: Some(above.code.clone()),
        kind,
        name: act.new_name.clone(),
        path: format!("{}{}/", above.path, act.new_code),
        depth: i32::try_from(above.path.matches('/').count()).unwrap_or(i32::MAX),
    };
    successions::insert_unit(conn, permit, &new, day, ctx.now).await?;
    let unit = organisation::unit(conn, &new.code).await?;
    let made = organisation::found_bodies(conn, &unit, Some(day)).await?;
    act.heir_unit = Some(unit.code.clone());
    let facts = json!({ "after": { "name": unit.name, "from": day, "bodies": made.len() } });
    tx.say(&Event::new("unit.founded", "unit", &unit.code, &unit.code).facts(facts)).await?;
    Ok(Some((unit, made)))
}

/// A body under the same unit, with the posts of the first old one.
async fn new_body(tx: &WriteTx, act: &Reorganisation, like: &Body) -> AppResult<BodyId> {
    let unit = organisation::unit(tx.conn(), &act.unit_code).await?;
    let short_name = act.new_name.strip_suffix(&format!(" {}", unit.in_a_sentence())).unwrap_or(&act.new_name);
    copy(tx, like, &unit, (&act.new_name, short_name), act.effective_on).await
}

/// A body that goes on itself under the heir of its unit.
async fn carry_over(tx: &WriteTx, act: &Reorganisation, old: &Body, unit: &Unit, name: &str) -> AppResult<BodyId> {
    let before = organisation::unit(tx.conn(), &old.unit_code).await?;
    let short_name = name_under(&old.short_name, &before.in_a_sentence(), &unit.in_a_sentence());
    copy(tx, old, unit, (name, &short_name), act.effective_on).await
}

async fn copy(tx: &WriteTx, old: &Body, unit: &Unit, (name, short_name): (&str, &str), from: NaiveDate) -> AppResult<BodyId> {
    let conn = tx.conn();
    // A parent under another unit goes with its own heir, which need not be there yet.
    let parent = old.parent.filter(|_| old.unit_code == unit.code);
    let body = Body {
        id: BodyId::fresh(),
        unit_code: unit.code.clone(),
        parent,
        name: name.to_owned(),
        short_name: short_name.to_owned(),
        valid_from: Some(from),
        valid_to: None,
        heir: None,
        version: 1,
        ..old.clone()
    };
    organisation::insert_body(conn, &body).await?;
    for (post, sort) in organisation::posts(conn, &[old.id]).await?.into_iter().zip((0..).step_by(10)) {
        let Post { title, kind, .. } = post;
        organisation::insert_post(conn, body.id, &title, kind, sort).await?;
    }
    let facts = json!({ "after": { "name": name, "kind": body.kind, "from": from } });
    tx.say(&Event::new("body.created", "body", body.id, &unit.code).facts(facts)).await?;
    Ok(body.id)
}

/// Ends a body; roles in it go on in its heir, posts end with it.
async fn hand_over_dates(
    tx: &WriteTx,
    permit: &Permit,
    act: &Reorganisation,
    ending: &Ending,
    to: Option<BodyId>,
) -> AppResult<()> {
    let (conn, last, old) = (tx.conn(), act.last_day(), ending.body.id);
    let roles = successions::roles_after(conn, &[old], last).await?;
    successions::end_roles(conn, permit, &[old], last).await?;
    successions::end_holdings(conn, permit, &[old], last).await?;
    if let Some(to) = to {
        let known = successions::roles_after(conn, &[to], last).await?;
        for role in roles {
            if !known.iter().any(|one| one.account == role.account && one.role == role.role) {
                organisation::insert_membership(conn, role.account, to, role.role, act.effective_on).await?;
            }
        }
    }
    successions::end_body(conn, permit, &ending.body, last, to).await
}

/// Tells offices and heads in these bodies, once an act and code.
pub(super) async fn tell(tx: &WriteTx, act: &Reorganisation, bodies: &[BodyId], code: &str) -> AppResult<()> {
    let bodies: Vec<_> = bodies.iter().map(|body| body.0).collect();
    let names: Vec<&str> = act.olds.iter().map(|old| old.name.as_str()).collect();
    let first = act.olds.first().and_then(|old| old.unit_code.as_deref()).unwrap_or(&act.unit_code);
    let notify = Notify {
        code: code.to_owned(),
        to: [Role::Office, Role::Leader, Role::Answering, Role::Admin]
            .map(|role| Audience::Role { role, bodies: bodies.clone() })
            .to_vec(),
        args: vec![
            ("names".to_owned(), names.join(", ")),
            ("day".to_owned(), act.effective_on.format("%d/%m/%Y").to_string()),
            ("paper".to_owned(), act.paper.clone()),
        ],
        href: format!("/public/{first}"),
    };
    tx.queue(&Message::notify(format!("{code}/{}", act.id), &notify)).await
}
