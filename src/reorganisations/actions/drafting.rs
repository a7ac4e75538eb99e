//! Writing an act down: it changes nothing until it is published.

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::app::App;
use crate::db::{Conn, WriteTx};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, BodyId, Ctx, Event, Refusal, ReorganisationId, Violations};
use crate::organisation::{self, Body, BodyKind, Unit};
use crate::reorganisations::rules::{Around, Kind, Level, Old, Place, Reorganisation, Stage};
use crate::reorganisations::store::acts::{self, Found};

/// Steps from heir to heir that are followed.
const MOST_STEPS: usize = 16;

/// What an administrator says about a reorganisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub kind: Kind,
    /// Codes of units or ids of bodies.
    pub olds: Vec<String>,
    /// Code or id of one that is there.
    pub heir: Option<String>,
    pub new_name: String,
    pub new_code: String,
    pub new_kind: String,
    pub effective_on: NaiveDate,
    pub paper: String,
    pub paper_on: NaiveDate,
    pub note: String,
}

/// The units or bodies among which an act chooses: those directly below `unit`, or its bodies.
#[derive(Debug, Clone)]
pub struct Field {
    pub units: Vec<Unit>,
    pub bodies: Vec<Body>,
}

impl Field {
    /// What can be reorganised on this level.
    ///
    /// # Errors
    /// The database's.
    pub async fn of(conn: &Conn, unit: &Unit, level: Level) -> AppResult<Self> {
        match level {
            Level::Unit => Ok(Self { units: organisation::children(conn, &unit.code).await?, bodies: Vec::new() }),
            Level::Body => {
                let mut bodies = organisation::all_bodies_of_unit(conn, &unit.code).await?;
                // Who administers the installation is not reorganised away.
                bodies.retain(|body| body.kind != BodyKind::Administration);
                Ok(Self { units: Vec::new(), bodies })
            }
        }
    }

    fn unit(&self, key: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.code == key)
    }

    fn body(&self, key: &str) -> Option<&Body> {
        let id: BodyId = key.parse().ok()?;
        self.bodies.iter().find(|body| body.id == id)
    }

    fn old(&self, key: &str) -> Option<Old> {
        if let Some(unit) = self.unit(key).filter(|unit| unit.activated_at.is_some()) {
            return Some(Old { unit_code: Some(unit.code.clone()), body: None, name: unit.name.clone() });
        }
        self.body(key).map(|body| Old { unit_code: None, body: Some(body.id), name: body.name.clone() })
    }

    fn place(&self, key: &str) -> Option<Place> {
        if let Some(unit) = self.unit(key) {
            let sort = if unit.kind.is_provincial() { "province" } else { "commune" };
            let (valid_from, valid_to) = (unit.valid_from, unit.valid_to);
            return Some(Place { key: key.to_owned(), valid_from, valid_to, sort: sort.to_owned() });
        }
        let body = self.body(key)?;
        let sort = body.kind.as_str().to_owned();
        Some(Place { key: key.to_owned(), valid_from: body.valid_from, valid_to: body.valid_to, sort })
    }

    fn next_heir(&self, key: &str) -> Option<String> {
        match self.unit(key) {
            Some(unit) => unit.heir.clone(),
            None => self.body(key)?.heir.map(|heir| heir.to_string()),
        }
    }
}

/// What `act` meets.
///
/// # Errors
/// The database's.
pub async fn around(conn: &Conn, unit: &Unit, act: &Reorganisation) -> AppResult<Around> {
    let field = Field::of(conn, unit, act.level).await?;
    let heir = act.heir_unit.clone().or_else(|| act.heir_body.map(|body| body.to_string()));
    let mut after_heir: Vec<String> = Vec::new();
    let mut at = heir.clone();
    while let Some(next) = at.as_deref().and_then(|key| field.next_heir(key)).filter(|_| after_heir.len() < MOST_STEPS) {
        after_heir.push(next.clone());
        at = Some(next);
    }
    let waiting = acts::waiting(conn).await?;
    let others = waiting.iter().filter(|other| other.id != act.id).flat_map(|other| other.olds.iter().map(Old::key));
    let code_taken = act.level == Level::Unit
        && act.makes_new()
        && act.heir_unit.is_none()
        && organisation::unit(conn, &act.new_code).await.is_ok();
    Ok(Around {
        olds: act.olds.iter().filter_map(|old| field.place(&old.key())).collect(),
        heir: heir.and_then(|key| field.place(&key)),
        after_heir,
        code_taken,
        spoken_for: others.collect(),
    })
}

async fn build(conn: &Conn, unit: &Unit, act: Reorganisation, input: Input) -> AppResult<Reorganisation> {
    let field = Field::of(conn, unit, act.level).await?;
    let mut violations = Violations::default();
    let olds: Vec<Old> = input.olds.iter().filter_map(|key| field.old(key)).collect();
    if olds.len() != input.olds.len() {
        violations.push(Refusal::on("old", "reorganisation.unknown"));
    }
    let (mut heir_unit, mut heir_body) = (None, None);
    if let Some(key) = &input.heir {
        match (field.unit(key), field.body(key)) {
            (Some(unit), _) => heir_unit = Some(unit.code.clone()),
            (None, Some(body)) => heir_body = Some(body.id),
            (None, None) => violations.push(Refusal::on("heir", "reorganisation.unknown")),
        }
    }
    violations.or(())?;
    let act = Reorganisation {
        kind: input.kind,
        olds,
        heir_unit,
        heir_body,
        new_name: input.new_name,
        new_code: if act.level == Level::Unit { input.new_code } else { String::new() },
        new_kind: if act.level == Level::Unit { input.new_kind } else { String::new() },
        effective_on: input.effective_on,
        paper: input.paper,
        paper_on: input.paper_on,
        note: input.note,
        ..act
    };
    act.check(&around(conn, unit, &act).await?)?;
    Ok(act)
}

/// What the trail keeps of an act.
pub(super) fn facts(act: &Reorganisation) -> Value {
    json!({
        "kind": act.kind,
        "old": act.olds.iter().map(Old::key).collect::<Vec<_>>(),
        "heir": act.heir_code(),
        "heir_body": act.heir_body,
        "new_name": act.new_name,
        "on": act.effective_on,
        "paper": act.paper,
        "paper_on": act.paper_on,
    })
}

/// Drafts a reorganisation of what lies below `unit_code`, or of its bodies.
///
/// # Errors
/// `reorganisation.unknown` and those of [`Reorganisation::check`]; [`AppError::Denied`].
pub async fn create(app: &App, ctx: &Ctx, unit_code: &str, level: Level, input: Input) -> AppResult<ReorganisationId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let unit = organisation::unit(tx.conn(), unit_code).await?;
    let permit = ctx.permit(Action::ManageOrganisation, &unit.target())?;
    let empty = Reorganisation {
        id: ReorganisationId::fresh(),
        kind: input.kind,
        level,
        unit_code: unit.code.clone(),
        olds: Vec::new(),
        heir_unit: None,
        heir_body: None,
        new_name: String::new(),
        new_code: String::new(),
        new_kind: String::new(),
        effective_on: input.effective_on,
        paper: String::new(),
        paper_on: input.paper_on,
        note: String::new(),
        created_at: ctx.now,
        created_by: ctx.actor_name().to_owned(),
        published_at: None,
        published_by: String::new(),
        settled_at: None,
        version: 1,
    };
    let act = build(tx.conn(), &unit, empty, input).await?;
    acts::insert(tx.conn(), &permit, &act).await?;
    let event = Event::new("reorganisation.drafted", "reorganisation", act.id, &unit.code);
    tx.commit(event.facts(json!({ "after": facts(&act) }))).await?;
    Ok(act.id)
}

/// A draft as it was seen at `version`.
pub(super) async fn drafted(conn: &Conn, ctx: &Ctx, id: ReorganisationId, version: i32) -> AppResult<Found> {
    let found = acts::find(conn, ctx, id).await?;
    if found.act.stage() != Stage::Draft {
        return Err(Refusal::new("reorganisation.published").into());
    }
    if found.act.version == version { Ok(found) } else { Err(AppError::Conflict) }
}

/// Changes a draft.
///
/// # Errors
/// Those of [`create`]; `reorganisation.published`; [`AppError::Conflict`].
pub async fn save(app: &App, ctx: &Ctx, id: ReorganisationId, version: i32, input: Input) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let Found { act: before, unit, permit } = drafted(tx.conn(), ctx, id, version).await?;
    let before_facts = facts(&before);
    let act = build(tx.conn(), &unit, before, input).await?;
    acts::save(tx.conn(), &permit, &act).await?;
    let event = Event::new("reorganisation.changed", "reorganisation", id, &unit.code);
    tx.commit(event.facts(json!({ "before": before_facts, "after": facts(&act) }))).await
}

/// Throws a draft away.
///
/// # Errors
/// `reorganisation.published`; [`AppError::Conflict`], [`AppError::Denied`].
pub async fn discard(app: &App, ctx: &Ctx, id: ReorganisationId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let Found { act, unit, permit } = drafted(tx.conn(), ctx, id, version).await?;
    acts::delete(tx.conn(), &permit, &act).await?;
    let event = Event::new("reorganisation.discarded", "reorganisation", id, &unit.code);
    tx.commit(event.facts(json!({ "before": facts(&act) }))).await
}
