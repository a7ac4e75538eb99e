//! Accounts: making them, changing passwords, disabling.

use serde_json::json;

use crate::app::App;
use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::kernel::{AccountId, Action, BodyId, Ctx, Event, PersonId, PostId, Refusal, Role};
use crate::organisation::actions::password;
use crate::organisation::actions::sign_in::login_name;
use crate::organisation::rules;
use crate::organisation::store::people::NewPerson;
use crate::organisation::store::{accounts, bodies, people, sign_ins, units};

/// A person with an account and roles in one body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    pub body: BodyId,
    /// The post that the person takes over, if any.
    pub post: Option<PostId>,
    pub full_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub login: String,
    pub password: String,
    /// Whether the password was chosen by somebody else and has to be changed at the first sign-in.
    pub must_change: bool,
    pub roles: Vec<Role>,
}

/// Makes person, account, post and roles in one go.
///
/// # Errors
/// Refusals on `login` and `password`; [`AppError::Denied`] without the right to manage the body's unit.
pub async fn create(app: &App, ctx: &Ctx, new: NewAccount) -> AppResult<(PersonId, AccountId)> {
    let password_hash = hashed(app, &new).await?;
    create_hashed(app, ctx, new, &password_hash).await
}

/// The hash of a new account's password, if login and password are good.
async fn hashed(app: &App, new: &NewAccount) -> AppResult<String> {
    check(new)?;
    password::hash(app, &new.password).await
}

/// Whether login and password can be used; gives the login as it is stored.
fn check(new: &NewAccount) -> AppResult<String> {
    let login = login_name(&new.login);
    if login.chars().count() < 3 || !login.chars().all(|c| c.is_alphanumeric() || "._-@".contains(c)) {
        return Err(Refusal::on("login", "account.login-form").into());
    }
    rules::check_password(&new.password, &[&login, &new.full_name])?;
    Ok(login)
}

/// As [`create`], with the hash of the new account's password: for many accounts that share one.
///
/// # Errors
/// Those of [`create`].
pub async fn create_hashed(app: &App, ctx: &Ctx, new: NewAccount, password_hash: &str) -> AppResult<(PersonId, AccountId)> {
    let login = check(&new)?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let body = bodies::body(tx.conn(), new.body).await?;
    let unit = units::unit(tx.conn(), &body.unit_code).await?;
    ctx.permit(Action::ManageOrganisation, &unit.target())?;
    if accounts::by_login(tx.conn(), &login).await?.is_some() {
        return Err(Refusal::on("login", "account.login-taken").into());
    }
    let person = NewPerson {
        unit_code: unit.code.clone(),
        full_name: new.full_name.clone(),
        email: new.email.clone(),
        phone: new.phone.clone(),
    };
    let person = people::insert(tx.conn(), &person).await?;
    let account = accounts::insert(tx.conn(), person, &login, password_hash, new.must_change, ctx.now).await?;
    for role in &new.roles {
        accounts::insert_membership(tx.conn(), account, body.id, *role, ctx.today()).await?;
    }
    if let Some(post) = new.post {
        people::insert_holding(tx.conn(), post, person, ctx.today(), "").await?;
    }
    let facts = json!({ "after": { "login": login, "body": body.name, "roles": new.roles } });
    tx.commit(Event::new("account.created", "account", account, &unit.code).facts(facts)).await?;
    Ok((person, account))
}

/// Changes one's own password; other browsers are signed out.
///
/// # Errors
/// Refusals on `current` and `password`.
pub async fn change_password(app: &App, ctx: &Ctx, current: &str, new: &str, keep: Option<uuid::Uuid>) -> AppResult<()> {
    let id = ctx.actor.account().ok_or(AppError::NotSignedIn)?;
    let account = accounts::by_id(app.db().read(), id).await?;
    if !password::verify(app, current, Some(&account.password_hash)).await? {
        return Err(Refusal::on("current", "password.wrong").into());
    }
    rules::check_password(new, &[&account.login, ctx.actor_name()])?;
    let password_hash = password::hash(app, new).await?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    accounts::save_password(tx.conn(), &account, &password_hash, false).await?;
    sign_ins::delete_of(tx.conn(), id, keep).await?;
    tx.commit(Event::new("account.password-changed", "account", id, "")).await
}

/// Sets the language of one's pages and mails.
///
/// # Errors
/// The database's.
pub async fn change_locale(app: &App, ctx: &Ctx, locale: &str) -> AppResult<()> {
    let id = ctx.actor.account().ok_or(AppError::NotSignedIn)?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    accounts::save_locale(tx.conn(), id, locale).await?;
    tx.commit(Event::new("account.locale-changed", "account", id, "").facts(json!({ "after": locale }))).await
}

/// Sets whether calendar entries come with one's mails about sessions.
///
/// # Errors
/// The database's.
pub async fn change_calendar_mail(app: &App, ctx: &Ctx, wants: bool) -> AppResult<()> {
    let id = ctx.actor.account().ok_or(AppError::NotSignedIn)?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    accounts::save_calendar_mail(tx.conn(), id, wants).await?;
    tx.commit(Event::new("account.calendar-mail-changed", "account", id, "").facts(json!({ "after": wants }))).await
}
