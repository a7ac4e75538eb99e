//! Adding a person with an account, changing them, roles, first passwords.

use axum::extract::State;
use serde::Serialize;
use uuid::Uuid;

use super::people::{body_choices, role_choices, view};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::i18n::Locale;
use crate::kernel::{Action, PersonId};
use crate::organisation::actions::accounts::NewAccount;
use crate::organisation::actions::admin::people as actions;
use crate::organisation::forms;
use crate::organisation::store::people::{self, Person};
use crate::organisation::store::{accounts, bodies, memberships, units};
use crate::web::{Choice, FormState, PageResult, Path, Posted, View, Visit, outcome};

/// The form of a new person.
#[derive(Debug, Serialize)]
pub struct New {
    pub unit_code: String,
    pub unit: String,
    pub bodies: Vec<Choice>,
    pub posts: Vec<Choice>,
    pub roles: Vec<Choice>,
    pub form: FormState,
}

impl View for New {
    const TEMPLATE: &'static str = "pages/organisation/person_new";

    fn samples() -> Vec<Self> {
        vec![Self {
            unit_code: "03667".into(),
            unit: "Phường Chiềng An".into(),
            bodies: vec![Choice::new("0193", "Văn phòng Đảng ủy")],
            posts: vec![Choice::new("0193", "Chánh Văn phòng")],
            roles: role_choices(Locale::Vi),
            form: FormState::default(),
        }]
    }
}

/// The first password, shown this once.
#[derive(Debug, Serialize)]
pub struct Password {
    pub person: String,
    pub name: String,
    pub login: String,
    pub password: String,
}

impl View for Password {
    const TEMPLATE: &'static str = "pages/organisation/first_password";

    fn samples() -> Vec<Self> {
        let (name, login) = ("Nguyễn Thị Mẫu".into(), "mau".into());
        vec![Self { person: "0193".into(), name, login, password: "ABCD-EFGH-JKMN".into() }]
    }
}

async fn new_view(app: &App, visit: &Visit, code: &str, form: FormState) -> AppResult<New> {
    let conn = app.db().read();
    let unit = units::unit(conn, code).await?;
    visit.ctx.permit(Action::ManageOrganisation, &unit.target())?;
    let list = bodies::bodies_of_unit(conn, code, visit.ctx.today()).await?;
    let posts = bodies::posts(conn, &list.iter().map(|body| body.id).collect::<Vec<_>>()).await?;
    let body = |id| list.iter().find(|body| body.id == id).map(|body| body.short_name.as_str()).unwrap_or_default();
    Ok(New {
        unit_code: unit.code,
        unit: unit.name,
        bodies: body_choices(app, visit, code).await?,
        posts: posts
            .iter()
            .map(|post| Choice::new(post.id.to_string(), format!("{} – {}", body(post.body), post.title)))
            .collect(),
        roles: role_choices(visit.locale),
        form,
    })
}

/// GET /admin/units/{code}/people/new
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn new(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> PageResult {
    visit.page(&new_view(&app, &visit, &code, FormState::default()).await?)
}

/// POST /admin/units/{code}/people
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn create(State(app): State<App>, visit: Visit, Path(code): Path<String>, posted: Posted) -> PageResult {
    let conn = app.db().read();
    let unit = units::unit(conn, &code).await?;
    visit.ctx.permit(Action::ManageOrganisation, &unit.target())?;
    let result = match forms::new_person(&posted) {
        Ok(new) if bodies::body(conn, new.body).await?.unit_code == code => {
            let account = NewAccount {
                body: new.body,
                post: new.post,
                full_name: new.full_name,
                email: new.email,
                phone: new.phone,
                login: new.login,
                password: String::new(),
                must_change: true,
                roles: new.roles,
            };
            actions::create(&app, &visit.ctx, account).await
        }
        Ok(_) => Err(AppError::NotFound),
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok((person, password)) => shown_once(&app, &visit, person, password).await,
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&new_view(&app, &visit, &code, form).await?)
        }
    }
}

/// The page with the password: an answer to the form itself, which no address leads back to.
async fn shown_once(app: &App, visit: &Visit, id: PersonId, password: String) -> PageResult {
    let conn = app.db().read();
    let (person, _, _) = people::find(conn, &visit.ctx, id).await?;
    let account = accounts::of_people(conn, &[id]).await?.pop().ok_or(AppError::NotFound)?;
    visit.page(&Password { person: id.to_string(), name: person.full_name, login: account.login, password })
}

/// POST /admin/people/{id}
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn save(State(app): State<App>, visit: Visit, Path(id): Path<PersonId>, posted: Posted) -> PageResult {
    let (person, _, _) = people::find(app.db().read(), &visit.ctx, id).await?;
    let result = match forms::person(&posted) {
        Ok(new) => {
            let (version, full_name) = (new.version, new.full_name);
            let person = Person { version, full_name, email: new.email, phone: new.phone, ..person };
            actions::save(&app, &visit.ctx, person).await
        }
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/admin/people/{id}"), "flash-person-saved"),
        Err(violations) => {
            let mut view = view(&app, &visit, id).await?;
            view.form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view)
        }
    }
}

/// POST /admin/people/{id}/password
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn reset_password(State(app): State<App>, visit: Visit, Path(id): Path<PersonId>, _posted: Posted) -> PageResult {
    let password = actions::reset_password(&app, &visit.ctx, id).await?;
    shown_once(&app, &visit, id, password).await
}

/// Back to the person, or the page again with what was refused.
async fn answer(
    app: &App,
    visit: &Visit,
    id: PersonId,
    posted: &Posted,
    result: Result<(), AppError>,
    flash: &str,
) -> PageResult {
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/admin/people/{id}"), flash),
        Err(violations) => {
            let refused = FormState::refused(posted, &violations, visit.locale);
            let mut view = view(app, visit, id).await?;
            view.form.summary.clone_from(&refused.summary);
            view.form_roles = refused;
            visit.refused(&view)
        }
    }
}

/// POST /admin/people/{id}/disable
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn disable(State(app): State<App>, visit: Visit, Path(id): Path<PersonId>, posted: Posted) -> PageResult {
    let result = actions::set_disabled(&app, &visit.ctx, id, true).await;
    answer(&app, &visit, id, &posted, result, "flash-account-disabled").await
}

/// POST /admin/people/{id}/enable
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn enable(State(app): State<App>, visit: Visit, Path(id): Path<PersonId>, posted: Posted) -> PageResult {
    let result = actions::set_disabled(&app, &visit.ctx, id, false).await;
    answer(&app, &visit, id, &posted, result, "flash-account-enabled").await
}

/// POST /admin/people/{id}/roles
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn add_role(State(app): State<App>, visit: Visit, Path(id): Path<PersonId>, posted: Posted) -> PageResult {
    people::find(app.db().read(), &visit.ctx, id).await?;
    let result = match forms::role(&posted) {
        Ok((body, role)) => actions::add_role(&app, &visit.ctx, id, body, role).await,
        Err(violations) => Err(violations.into()),
    };
    answer(&app, &visit, id, &posted, result, "flash-role-given").await
}

/// POST /admin/roles/{id}/end
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn end_role(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>, posted: Posted) -> PageResult {
    let conn = app.db().read();
    let role = memberships::by_id(conn, id).await?;
    let person = accounts::by_id(conn, role.account).await?.person;
    people::find(conn, &visit.ctx, person).await?;
    let result = match forms::last_day(&posted) {
        Ok(last) => actions::end_role(&app, &visit.ctx, id, last).await.map(|_| ()),
        Err(violations) => Err(violations.into()),
    };
    answer(&app, &visit, person, &posted, result, "flash-role-ended").await
}
