//! People and their accounts: a first password that is shown once, roles, disabling.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, BodyId, Ctx, Event, PersonId, Refusal, Role, ids};
use crate::organisation::actions::accounts::{self, NewAccount};
use crate::organisation::actions::{password, set_up};
use crate::organisation::store::people::Person;
use crate::organisation::store::{accounts as account_store, bodies, memberships, people, sign_ins, units};

/// A password that is read aloud or copied by hand once: three groups of four letters.
fn first_password() -> String {
    let letters: Vec<char> = ids::public_code(11).chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// Makes a person with an account and answers the password for the first sign-in, which has to be changed then.
///
/// # Errors
/// Refusals on `login`; [`AppError::Denied`].
pub async fn create(app: &App, ctx: &Ctx, new: NewAccount) -> AppResult<(PersonId, String)> {
    let password = first_password();
    let new = NewAccount { password: password.clone(), must_change: true, ..new };
    let (person, _) = accounts::create(app, ctx, new).await?;
    Ok((person, password))
}

/// Saves name and addresses.
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn save(app: &App, ctx: &Ctx, details: Person) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (before, _, permit) = people::find(tx.conn(), ctx, details.id).await?;
    let after = Person { unit_code: before.unit_code.clone(), ..details };
    people::save(tx.conn(), &permit, &after).await?;
    let facts = json!({ "before": { "name": before.full_name }, "after": { "name": after.full_name } });
    tx.commit(Event::new("person.changed", "person", after.id, &after.unit_code).facts(facts)).await
}

/// A new password for somebody who forgot theirs; all browsers are signed out.
///
/// # Errors
/// [`AppError::NotFound`] without an account, [`AppError::Denied`].
pub async fn reset_password(app: &App, ctx: &Ctx, person: PersonId) -> AppResult<String> {
    let password = first_password();
    let hash = password::hash(app, &password).await?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (person, unit, _) = people::find(tx.conn(), ctx, person).await?;
    let account = account_store::of_people(tx.conn(), &[person.id]).await?.pop().ok_or(AppError::NotFound)?;
    account_store::save_password(tx.conn(), &account, &hash, true).await?;
    sign_ins::delete_of(tx.conn(), account.id, None).await?;
    tx.commit(Event::new("account.password-reset", "account", account.id, &unit.code)).await?;
    Ok(password)
}

/// Disables an account, which signs it out everywhere, or enables it again.
///
/// # Errors
/// `account.own` for one's own; `account.last-admin`; [`AppError::NotFound`], [`AppError::Denied`].
pub async fn set_disabled(app: &App, ctx: &Ctx, person: PersonId, disabled: bool) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (person, unit, _) = people::find(tx.conn(), ctx, person).await?;
    let account = account_store::of_people(tx.conn(), &[person.id]).await?.pop().ok_or(AppError::NotFound)?;
    if ctx.actor.account() == Some(account.id) {
        return Err(Refusal::new("account.own").into());
    }
    account_store::save_disabled(tx.conn(), account.id, disabled.then_some(ctx.now)).await?;
    if disabled {
        sign_ins::delete_of(tx.conn(), account.id, None).await?;
    }
    let code = if disabled { "account.disabled" } else { "account.enabled" };
    tx.commit(Event::new(code, "account", account.id, &unit.code)).await
}

/// Gives a person's account a further role in a body; the actor must manage both.
///
/// # Errors
/// `account.role-twice`; [`AppError::NotFound`], [`AppError::Denied`].
pub async fn add_role(app: &App, ctx: &Ctx, person: PersonId, body: BodyId, role: Role) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (person, _, _) = people::find(tx.conn(), ctx, person).await?;
    let (body, _) = bodies::managed(tx.conn(), ctx, body).await?;
    let account = account_store::of_people(tx.conn(), &[person.id]).await?.pop().ok_or(AppError::NotFound)?;
    let has = memberships::of_accounts(tx.conn(), &[account.id]).await?;
    let today = ctx.today();
    if has.iter().any(|one| one.body == body.id && one.role == role && one.to_on.is_none_or(|to| to >= today)) {
        return Err(Refusal::on("role", "account.role-twice").into());
    }
    account_store::insert_membership(tx.conn(), account.id, body.id, role, today).await?;
    let facts = json!({ "after": { "role": role, "body": body.name } });
    tx.commit(Event::new("role.given", "account", account.id, &body.unit_code).facts(facts)).await
}

/// Ends a role: it counts up to and including `last`.
///
/// # Errors
/// `role.backwards`, `account.last-admin`; [`AppError::NotFound`], [`AppError::Denied`].
pub async fn end_role(app: &App, ctx: &Ctx, id: Uuid, last: NaiveDate) -> AppResult<PersonId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let role = memberships::by_id(tx.conn(), id).await?;
    let unit = units::unit(tx.conn(), &role.unit_code).await?;
    let permit = ctx.permit(Action::ManageOrganisation, &unit.target())?;
    let account = account_store::by_id(tx.conn(), role.account).await?;
    if last < role.from_on.pred_opt().unwrap_or(role.from_on) {
        return Err(Refusal::on("last_on", "role.backwards").into());
    }
    if role.role == Role::Admin && role.unit_code == set_up::ROOT {
        let others = memberships::count_other_root_admins(tx.conn(), role.account, set_up::ROOT, ctx.today()).await?;
        if others == 0 {
            return Err(Refusal::new("account.last-admin").into());
        }
    }
    memberships::save_end(tx.conn(), &permit, id, last).await?;
    let facts = json!({ "after": { "role": role.role, "body": role.body_name, "to": last } });
    tx.commit(Event::new("role.ended", "account", role.account, &role.unit_code).facts(facts)).await?;
    Ok(account.person)
}
