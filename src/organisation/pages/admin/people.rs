//! The people of a unit, and one person with account and roles.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::error::AppResult;
use crate::i18n::Locale;
use crate::kernel::{Action, PersonId, Role};
use crate::organisation::store::{accounts, bodies, memberships, people, units};
use crate::web::{Choice, FormState, PageResult, Path, View, Visit};

/// A role as the pages show it.
#[derive(Debug, Clone, Serialize)]
pub struct RoleRow {
    pub id: String,
    pub role: &'static str,
    pub body: String,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
    /// Does it count today?
    pub open: bool,
}

impl RoleRow {
    fn of(one: &memberships::Membership, today: NaiveDate) -> Self {
        Self {
            id: one.id.to_string(),
            role: one.role.as_str(),
            body: one.body_name.clone(),
            from_on: one.from_on,
            to_on: one.to_on,
            open: one.to_on.is_none_or(|to| to >= today),
        }
    }

    pub(super) fn sample(open: bool) -> Self {
        let day = NaiveDate::default();
        let to_on = (!open).then_some(day);
        Self { id: "0193".into(), role: "office", body: "Văn phòng Đảng ủy".into(), from_on: day, to_on, open }
    }
}

/// A person in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    pub id: String,
    pub name: String,
    pub email: String,
    /// Empty without an account.
    pub login: String,
    pub disabled: bool,
    pub roles: Vec<RoleRow>,
}

/// The list's view.
#[derive(Debug, Serialize)]
pub struct List {
    pub unit_code: String,
    pub unit: String,
    pub rows: Vec<Row>,
}

impl View for List {
    const TEMPLATE: &'static str = "pages/organisation/people";

    fn samples() -> Vec<Self> {
        let row = |login: &str, disabled| Row {
            id: "0193".into(),
            name: "Nguyễn Thị Mẫu".into(),
            email: "mau@example.vn".into(),
            login: login.into(),
            disabled,
            roles: vec![RoleRow::sample(true)],
        };
        let list = |rows| Self { unit_code: "03667".into(), unit: "Phường Chiềng An".into(), rows };
        vec![list(vec![row("mau", false), row("", false), row("x", true)]), list(Vec::new())]
    }
}

/// GET /admin/units/{code}/people
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn list(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> PageResult {
    let (conn, today) = (app.db().read(), visit.ctx.today());
    let unit = units::unit(conn, &code).await?;
    let permit = visit.ctx.permit(Action::ManageOrganisation, &unit.target())?;
    let people = people::of_unit(conn, &permit, &code).await?;
    let accounts = accounts::of_people(conn, &people.iter().map(|person| person.id).collect::<Vec<_>>()).await?;
    let roles = memberships::of_accounts(conn, &accounts.iter().map(|account| account.id).collect::<Vec<_>>()).await?;
    let rows = people.into_iter().map(|person| {
        let account = accounts.iter().find(|account| account.person == person.id);
        let own = roles.iter().filter(|one| account.is_some_and(|account| account.id == one.account));
        Row {
            id: person.id.to_string(),
            name: person.full_name,
            email: person.email.unwrap_or_default(),
            login: account.map(|account| account.login.clone()).unwrap_or_default(),
            disabled: account.is_some_and(|account| account.disabled),
            roles: own.map(|one| RoleRow::of(one, today)).filter(|row| row.open).collect(),
        }
    });
    visit.page(&List { unit_code: code, unit: unit.name, rows: rows.collect() })
}

/// One person.
#[derive(Debug, Serialize)]
pub struct Show {
    pub id: String,
    pub unit_code: String,
    pub unit: String,
    pub name: String,
    pub login: String,
    pub disabled: bool,
    pub must_change: bool,
    /// Whether it is the visitor's own account.
    pub own: bool,
    pub roles: Vec<RoleRow>,
    pub bodies: Vec<Choice>,
    pub role_choices: Vec<Choice>,
    pub form: FormState,
    pub form_roles: FormState,
}

impl View for Show {
    const TEMPLATE: &'static str = "pages/organisation/person";

    fn samples() -> Vec<Self> {
        let show = |login: &str, disabled, own| Self {
            id: "0193".into(),
            unit_code: "03667".into(),
            unit: "Phường Chiềng An".into(),
            name: "Nguyễn Thị Mẫu".into(),
            login: login.into(),
            disabled,
            must_change: disabled,
            own,
            roles: vec![RoleRow::sample(true), RoleRow::sample(false)],
            bodies: vec![Choice::new("0193", "Văn phòng Đảng ủy")],
            role_choices: role_choices(Locale::Vi),
            form: FormState::with(json!({ "version": 1 })),
            form_roles: FormState::default(),
        };
        vec![show("mau", false, false), show("mau", true, true), show("", false, false)]
    }
}

/// The roles in words.
pub(super) fn role_choices(locale: Locale) -> Vec<Choice> {
    Choice::words(Role::ALL.iter().map(|role| role.as_str()), "role", locale)
}

/// The bodies of a unit that exist today, as choices.
pub(super) async fn body_choices(app: &App, visit: &Visit, unit_code: &str) -> AppResult<Vec<Choice>> {
    let list = bodies::bodies_of_unit(app.db().read(), unit_code, visit.ctx.today()).await?;
    Ok(list.into_iter().map(|body| Choice::new(body.id.to_string(), body.name)).collect())
}

pub(super) async fn view(app: &App, visit: &Visit, id: PersonId) -> AppResult<Show> {
    let (conn, today) = (app.db().read(), visit.ctx.today());
    let (person, unit, _) = people::find(conn, &visit.ctx, id).await?;
    let account = accounts::of_people(conn, &[id]).await?.pop();
    let roles = match &account {
        Some(account) => memberships::of_accounts(conn, &[account.id]).await?,
        None => Vec::new(),
    };
    Ok(Show {
        id: id.to_string(),
        bodies: body_choices(app, visit, &unit.code).await?,
        unit_code: unit.code,
        unit: unit.name,
        own: account.as_ref().is_some_and(|account| visit.ctx.actor.account() == Some(account.id)),
        login: account.as_ref().map(|account| account.login.clone()).unwrap_or_default(),
        disabled: account.as_ref().is_some_and(|account| account.disabled),
        must_change: account.as_ref().is_some_and(|account| account.must_change),
        roles: roles.iter().map(|one| RoleRow::of(one, today)).collect(),
        role_choices: role_choices(visit.locale),
        form: FormState::with(json!({
            "version": person.version,
            "full_name": person.full_name,
            "email": person.email,
            "phone": person.phone,
        })),
        name: person.full_name,
        form_roles: FormState::default(),
    })
}

/// GET /admin/people/{id}
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<PersonId>) -> PageResult {
    visit.page(&view(&app, &visit, id).await?)
}
