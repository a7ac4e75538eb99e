//! One's own account: roles, password, language.

use axum::extract::State;
use axum::http::header;
use serde::Serialize;

use crate::app::App;
use crate::error::AppError;
use crate::i18n::Locale;
use crate::kernel::BodyId;
use crate::organisation::actions::accounts;
use crate::organisation::bodies_by_ids;
use crate::organisation::store::accounts as store;
use crate::web::visit::{LOCALE_COOKIE, cookie};
use crate::web::{Fields, FormState, PageResult, Posted, View, Visit, outcome};

/// A role in a body.
#[derive(Debug, Serialize)]
pub struct RoleLine {
    pub role: &'static str,
    pub body: String,
    /// The absent head whose role it is.
    pub in_place_of: Option<String>,
}

/// The account page.
#[derive(Debug, Serialize)]
pub struct Account {
    pub name: String,
    pub roles: Vec<RoleLine>,
    /// Whether calendar entries come with mails about sessions.
    pub calendar_mail: bool,
}

impl View for Account {
    const TEMPLATE: &'static str = "pages/organisation/account";

    fn samples() -> Vec<Self> {
        let roles = vec![
            RoleLine { role: "office", body: "Văn phòng Đảng ủy phường Hải An".into(), in_place_of: None },
            RoleLine {
                role: "leader", body: "Đảng ủy phường Hải An".into(), in_place_of: Some("Lò Văn Mẫu".into())
            },
        ];
        vec![
            Self { name: "Nguyễn Thị Mẫu".into(), roles, calendar_mail: true },
            Self { name: "Trần Văn Mẫu".into(), roles: Vec::new(), calendar_mail: false },
        ]
    }
}

/// GET /account
///
/// # Errors
/// The database's.
pub async fn show(State(app): State<App>, visit: Visit) -> PageResult {
    let grants = visit.ctx.actor.grants();
    let bodies = bodies_by_ids(app.db().read(), grants.iter().map(|grant| BodyId(grant.body))).await?;
    let roles = grants
        .iter()
        .filter_map(|grant| Some((grant, bodies.iter().find(|body| body.id.0 == grant.body)?.name.clone())))
        .map(|(grant, body)| RoleLine { role: grant.role.as_str(), body, in_place_of: grant.in_place_of.clone() })
        .collect();
    let account = visit.ctx.actor.account().ok_or(AppError::NotSignedIn)?;
    let calendar_mail = store::known(app.db().read(), account).await?.calendar_mail;
    visit.page(&Account { name: visit.ctx.actor_name().to_owned(), roles, calendar_mail })
}

/// POST /account/calendar-mail: `wants` is there or not.
///
/// # Errors
/// The database's.
pub async fn calendar_mail(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    accounts::change_calendar_mail(&app, &visit.ctx, posted.get("wants").is_some()).await?;
    visit.redirect("/account", "flash-calendar-mail-saved")
}

/// The form for a new password.
#[derive(Debug, Serialize)]
pub struct Password {
    pub form: FormState,
    /// Whether nothing else can be done before.
    pub must: bool,
}

impl View for Password {
    const TEMPLATE: &'static str = "pages/organisation/password";

    fn samples() -> Vec<Self> {
        vec![Self { form: FormState::default(), must: true }, Self { form: FormState::default(), must: false }]
    }
}

/// GET /account/password
///
/// # Errors
/// Only the template's.
pub async fn password_form(visit: Visit) -> PageResult {
    visit.page(&Password { form: FormState::default(), must: visit.must_change })
}

/// POST /account/password
///
/// # Errors
/// The database's.
pub async fn change_password(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let (current, new) = (posted.get("current").unwrap_or(""), posted.get("password").unwrap_or(""));
    match outcome(accounts::change_password(&app, &visit.ctx, current, new, visit.sign_in).await)? {
        Ok(()) => visit.redirect("/account", "flash-password-changed"),
        Err(violations) => {
            let form = FormState::refused(&Posted::default(), &violations, visit.locale);
            visit.refused(&Password { form, must: visit.must_change })
        }
    }
}

/// POST /language: for the account where there is one, for the browser otherwise.
///
/// # Errors
/// The database's.
pub async fn language(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let locale: Locale = Fields::new(&posted).word("locale").unwrap_or_default();
    if visit.is_signed_in() {
        accounts::change_locale(&app, &visit.ctx, locale.as_str()).await?;
    }
    let back =
        posted.get("back").filter(|back| back.starts_with('/') && !back.starts_with("//") && !back.contains('\\')).unwrap_or("/");
    let mut response = visit.go(back)?;
    response.headers_mut().append(header::SET_COOKIE, cookie(LOCALE_COOKIE, locale.as_str(), visit.https, Some(31_536_000)));
    Ok(response)
}
