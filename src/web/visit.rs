//! One request as handlers see it: who, when, in which language, and how to answer.
//!
//! The gate makes it; handlers take it as an argument. It must not know any feature.

use std::borrow::Cow;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use percent_encoding::{CONTROLS, utf8_percent_encode};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::app::App;
use crate::error::AppError;
use crate::i18n::Locale;
use crate::kernel::{Ctx, Role};
use crate::web::view::{self, Flash, NavItem, Shell, View};

/// What every handler answers.
pub type PageResult = Result<Response, AppError>;

/// Cookie of a signed-in browser.
pub const SIGN_IN_COOKIE: &str = "doithoai";
/// Name of the cookie that carries a catalogue key to the next page.
pub const FLASH_COOKIE: &str = "doithoai_flash";
/// Name of the cookie that keeps the language of a visitor without account.
pub const LOCALE_COOKIE: &str = "doithoai_lang";

/// A request, its actor and its words.
#[derive(Debug, Clone)]
pub struct Visit {
    pub ctx: Ctx,
    pub locale: Locale,
    /// The secret behind the CSRF token: the session's or the visitor's own.
    pub seed: String,
    /// Row of the signed-in browser.
    pub sign_in: Option<Uuid>,
    /// The password has to be changed before anything else.
    pub must_change: bool,
    pub path: String,
    pub site_name: String,
    pub nav: Vec<NavItem>,
    pub unread: u64,
    pub flash: Option<Flash>,
    pub wants_json: bool,
    pub https: bool,
    /// Where the request came from, for throttling.
    pub client: String,
}

impl Visit {
    /// Takes one of the searches that this account has in a minute; comparing what is typed with what there is counts too.
    ///
    /// # Errors
    /// [`AppError::TooMany`] with the seconds to wait.
    pub fn take_search(&self, app: &App) -> Result<(), AppError> {
        let Some(account) = self.ctx.actor.account() else { return Ok(()) };
        let taken = app.searches().take(account.0, app.config().searches_per_minute, self.ctx.now);
        taken.map_err(|seconds| AppError::TooMany { seconds })
    }

    /// The token that forms of this visitor carry.
    #[must_use]
    pub fn csrf(&self) -> String {
        let digest = Sha256::digest(format!("csrf:{}", self.seed).as_bytes());
        data_encoding::BASE64URL_NOPAD.encode(&digest)
    }

    /// Whether `token` was put into a form for this visitor.
    #[must_use]
    pub fn is_own_form(&self, token: &str) -> bool {
        let expected = self.csrf();
        // Compared through digests: the time taken says nothing about the token.
        !self.seed.is_empty() && Sha256::digest(token.as_bytes()) == Sha256::digest(expected.as_bytes())
    }

    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.sign_in.is_some()
    }

    #[must_use]
    pub fn has_role(&self, role: Role) -> bool {
        self.ctx.actor.has_role(role)
    }

    /// What stands around a page of this visit.
    #[must_use]
    pub fn shell(&self) -> Shell {
        Shell {
            locale: self.locale,
            path: self.path.clone(),
            csrf: self.csrf(),
            signed_in: self.is_signed_in(),
            actor_name: self.ctx.actor_name().to_owned(),
            roles: Role::ALL.iter().map(|role| (role.as_str(), self.has_role(*role))).collect(),
            nav: self.nav.clone(),
            flash: self.flash.clone(),
            site_name: self.site_name.clone(),
            unread: self.unread,
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// The page, 200.
    ///
    /// # Errors
    /// [`AppError::Internal`] when template and view do not fit.
    pub fn page<V: View>(&self, view: &V) -> PageResult {
        self.page_with(StatusCode::OK, view)
    }

    /// The same form again after a refusal, 422.
    ///
    /// # Errors
    /// As [`Self::page`].
    pub fn refused<V: View>(&self, view: &V) -> PageResult {
        self.page_with(StatusCode::UNPROCESSABLE_ENTITY, view)
    }

    /// The page with `status`.
    ///
    /// # Errors
    /// As [`Self::page`].
    pub fn page_with<V: View>(&self, status: StatusCode, view: &V) -> PageResult {
        let html = view::render(&self.shell(), view).map_err(|error| AppError::Internal(format!("{}: {error}", V::TEMPLATE)))?;
        Ok((status, Html(html)).into_response())
    }

    /// On to `to` (an address of ours), where the catalogue text `flash_key` is shown once.
    ///
    /// # Errors
    /// [`AppError::Internal`] when `to` cannot stand in a header.
    pub fn redirect(&self, to: &str, flash_key: &str) -> PageResult {
        let mut response = self.go(to)?;
        let cookie = cookie(FLASH_COOKIE, flash_key, self.https, Some(60));
        response.headers_mut().append(header::SET_COOKIE, cookie);
        Ok(response)
    }

    /// On to `to` without a message. What no header can carry is percent-encoded.
    ///
    /// # Errors
    /// As [`Self::redirect`].
    pub fn go(&self, to: &str) -> PageResult {
        let plain = utf8_percent_encode(to, CONTROLS).to_string();
        let location = HeaderValue::from_str(&plain).map_err(|_| AppError::Internal(format!("address {to:?}")))?;
        Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, AppError> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| AppError::Internal("no visit".into()))
    }
}

/// Splits what a use case answered: refusals are for the form, everything else is for the problem page.
///
/// # Errors
/// Every error but [`AppError::Refused`].
pub fn outcome<T>(result: Result<T, AppError>) -> Result<Result<T, crate::kernel::Violations>, AppError> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(AppError::Refused(violations)) => Ok(Err(violations)),
        Err(error) => Err(error),
    }
}

/// A cookie for this host alone: HttpOnly, SameSite=Lax, Secure with https; `max_age` in seconds, 0 removes it.
#[must_use]
pub fn cookie(name: &str, value: &str, https: bool, max_age: Option<u32>) -> HeaderValue {
    let name = cookie_name(name, https);
    let secure = if https { "; Secure" } else { "" };
    let age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}"))
        .unwrap_or_else(|_| HeaderValue::from_static("doithoai_flash=; Path=/; Max-Age=0"))
}

/// Whether a request says by itself who sends it: somebody who is signed in here, or a password or token of whatever kind.
#[must_use]
pub fn names_somebody(headers: &HeaderMap) -> bool {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut names = cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let is_ours = |name: &str| [true, false].iter().any(|https| cookie_name(SIGN_IN_COOKIE, *https) == name);
    headers.contains_key(header::AUTHORIZATION) || names.any(|(name, value)| is_ours(name) && !value.is_empty())
}

/// With https the name is bound to the host (`__Host-`, RFC 6265bis 4.1.3.2).
#[must_use]
pub fn cookie_name(name: &str, https: bool) -> Cow<'_, str> {
    if https { Cow::Owned(format!("__Host-{name}")) } else { Cow::Borrowed(name) }
}
