//! The first set-up: a fresh installation belongs to whoever opens the one-time link printed on the console.

use serde_json::{Value, json};

use crate::app::App;
use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::kernel::{AccountId, BodyId, Ctx, Event, Refusal, Role, ids};
use crate::organisation::actions::accounts::{self, NewAccount};
use crate::organisation::actions::sign_in::token_hash;
use crate::organisation::actions::units;
use crate::organisation::rules::{BodyKind, PostKind};
use crate::organisation::store::bodies::{self, Body};
use crate::organisation::store::units::Unit;
use crate::organisation::store::{accounts as account_store, settings, units as unit_store};

const SETTING: &str = "set_up";
/// Code of the root of the official list.
pub const ROOT: &str = "00";

/// What the set-up page asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetUp {
    /// The commune or province that works with this installation.
    pub unit_code: String,
    pub full_name: String,
    pub login: String,
    pub password: String,
}

/// A new one-time secret for the set-up page, as long as nobody has an account; earlier ones end.
///
/// # Errors
/// The database's.
pub async fn open(app: &App, ctx: &Ctx) -> AppResult<Option<String>> {
    if account_store::count(app.db().read()).await? > 0 {
        return Ok(None);
    }
    let token = ids::secret();
    let tx = WriteTx::begin(app.db(), ctx).await?;
    settings::save(tx.conn(), SETTING, json!({ "token_hash": token_hash(&token) })).await?;
    tx.commit(Event::new("set-up.opened", "setting", SETTING, "")).await?;
    Ok(Some(token))
}

/// Checks the one-time secret.
///
/// # Errors
/// [`AppError::NotFound`] for a wrong or used one, which tells a stranger nothing.
pub async fn check(app: &App, token: &str) -> AppResult<()> {
    let stored = settings::load(app.db().read(), SETTING).await?.unwrap_or(Value::Null);
    let right = stored["token_hash"].as_str().is_some_and(|hash| hash == token_hash(token));
    if right && account_store::count(app.db().read()).await? == 0 { Ok(()) } else { Err(AppError::NotFound) }
}

/// Activates the unit and its province, and makes the administrator of the whole installation.
///
/// # Errors
/// Refusals on the fields; [`AppError::NotFound`] for a wrong secret.
pub async fn run(app: &App, token: &str, ctx: &Ctx, input: SetUp) -> AppResult<(Unit, AccountId)> {
    check(app, token).await?;
    let unit = unit_store::unit(app.db().read(), &input.unit_code)
        .await
        .map_err(|_| AppError::from(Refusal::on("unit", "form.choice")))?;
    if !(unit.kind.is_communal() || unit.kind.is_provincial()) {
        return Err(Refusal::on("unit", "form.choice").into());
    }
    crate::organisation::rules::check_password(&input.password, &[&input.login, &input.full_name])?;
    let system = Ctx::system(ctx.now, &ctx.request_id);
    if let Some(province) = unit.parent_code.as_deref().filter(|parent| *parent != ROOT) {
        units::activate(app, &system, province).await?;
    }
    let unit = units::activate(app, &system, &unit.code).await?;
    let body = administration(app, &system).await?;
    let new = NewAccount {
        body,
        post: None,
        full_name: input.full_name,
        email: None,
        phone: None,
        login: input.login,
        password: input.password,
        must_change: false,
        roles: vec![Role::Admin, Role::Auditor],
    };
    let (_, account) = accounts::create(app, &system, new).await?;
    close(app, &system).await?;
    Ok((unit, account))
}

/// Whether somebody has an account already.
///
/// # Errors
/// The database's.
pub async fn is_done(app: &App) -> AppResult<bool> {
    Ok(account_store::count(app.db().read()).await? > 0)
}

/// Ends the one-time secret.
///
/// # Errors
/// The database's.
pub async fn close(app: &App, ctx: &Ctx) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    settings::save(tx.conn(), SETTING, Value::Null).await?;
    tx.commit(Event::new("set-up.done", "setting", SETTING, "")).await
}

/// The body of the installation's administrators, at the root of the tree.
///
/// # Errors
/// The database's.
pub async fn administration(app: &App, ctx: &Ctx) -> AppResult<BodyId> {
    let existing = bodies::bodies_of_unit(app.db().read(), ROOT, ctx.today()).await?;
    if let Some(body) = existing.into_iter().find(|body| body.kind == BodyKind::Administration) {
        return Ok(body.id);
    }
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let id = BodyId::fresh();
    let body = Body {
        id,
        unit_code: ROOT.to_owned(),
        parent: None,
        kind: BodyKind::Administration,
        name: "Quản trị hệ thống".to_owned(),
        short_name: "Quản trị".to_owned(),
        symbol: String::new(),
        email: None,
        valid_from: None,
        valid_to: None,
        heir: None,
        approves_first: false,
        sort: 0,
        version: 1,
    };
    bodies::insert(tx.conn(), &body).await?;
    bodies::insert_post(tx.conn(), id, "Quản trị viên", PostKind::Staff, 0).await?;
    tx.commit(Event::new("body.created", "body", id, ROOT)).await?;
    Ok(id)
}
