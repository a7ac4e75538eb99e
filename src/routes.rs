//! The one table of addresses: method, path, who may come, handler. The router, the tests of rights and the crawler read it.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

use crate::admin::pages as admin;
use crate::app::App;
use crate::dialogues::pages as dialogues;
use crate::duties::pages as duties;
use crate::error::AppError;
use crate::feeds::pages as feeds;
use crate::gate;
use crate::kernel::Role;
use crate::notices::pages as notices;
use crate::organisation::pages as organisation;
use crate::web::visit::Visit;
use crate::{home, plumbing, public};

use Role::{Admin, Answering, Auditor, Clerk, Leader, Office, Submitter, Superior, Supervisor};

/// GET shows, POST changes; there is nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Get,
    Post,
}

/// Who may come to an address at all. What he may do there the permit decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Everyone,
    SignedIn,
    Roles(&'static [Role]),
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    pub verb: Verb,
    pub path: &'static str,
    pub who: Who,
    handler: fn() -> MethodRouter<App>,
}

const fn show(path: &'static str, who: Who, handler: fn() -> MethodRouter<App>) -> Route {
    Route { verb: Verb::Get, path, who, handler }
}

const fn act(path: &'static str, who: Who, handler: fn() -> MethodRouter<App>) -> Route {
    Route { verb: Verb::Post, path, who, handler }
}

/// Everybody who works with sessions.
pub const STAFF: Who = Who::Roles(&[Office, Leader, Clerk, Submitter, Answering, Supervisor, Superior, Auditor, Admin]);

/// Those who read the audit trail.
const AUDIT: Who = Who::Roles(&[Auditor, Admin]);

/// Who plans the year and who approves it.
const PLANNERS: Who = Who::Roles(&[Office, Leader]);

/// The leader alone.
const LEADER: Who = Who::Roles(&[Leader]);

/// The office alone.
const OFFICE: Who = Who::Roles(&[Office]);

/// Administrators.
const ADMIN: Who = Who::Roles(&[Admin]);

/// The table.
pub const ROUTES: &[Route] = &[
    show("/", Who::SignedIn, || get(home::pages::home)),
    // public: what the footer leads to
    show("/help", Who::Everyone, || get(public::pages::guide::help)),
    show("/accessibility", Who::Everyone, || get(public::pages::guide::accessibility)),
    show("/privacy", Who::Everyone, || get(public::pages::guide::privacy)),
    show("/public/{unit}", Who::Everyone, || get(public::pages::unit::show)),
    // organisation: signing in, one's account
    show("/sign-in", Who::Everyone, || get(organisation::sign_in::form)),
    act("/sign-in", Who::Everyone, || post(organisation::sign_in::submit)),
    act("/sign-out", Who::SignedIn, || post(organisation::sign_in::sign_out)),
    act("/language", Who::Everyone, || post(organisation::account::language)),
    show("/account", Who::SignedIn, || get(organisation::account::show)),
    show("/account/password", Who::SignedIn, || get(organisation::account::password_form)),
    act("/account/password", Who::SignedIn, || post(organisation::account::change_password)),
    // admin: the first set-up, letting further units take part
    show("/set-up", Who::Everyone, || get(admin::set_up::form)),
    act("/set-up", Who::Everyone, || post(admin::set_up::submit)),
    act("/admin/units/{code}/activate", ADMIN, || post(admin::set_up::activate)),
    show("/audit", AUDIT, || get(admin::audit::show)),
    act("/audit/verify", AUDIT, || post(admin::audit::verify)),
    // organisation: administration
    show("/admin/units", ADMIN, || get(organisation::admin::units::list)),
    show("/admin/units/{code}", ADMIN, || get(organisation::admin::units::show)),
    act("/admin/units/{code}/bodies", ADMIN, || post(organisation::admin::units::add_body)),
    show("/admin/units/{code}/people", ADMIN, || get(organisation::admin::people::list)),
    act("/admin/units/{code}/people", ADMIN, || post(organisation::admin::people_forms::create)),
    show("/admin/units/{code}/people/new", ADMIN, || get(organisation::admin::people_forms::new)),
    show("/admin/bodies/{id}", ADMIN, || get(organisation::admin::bodies::show)),
    act("/admin/bodies/{id}", ADMIN, || post(organisation::admin::bodies::save)),
    act("/admin/bodies/{id}/remove", ADMIN, || post(organisation::admin::bodies::remove)),
    act("/admin/bodies/{id}/posts", ADMIN, || post(organisation::admin::bodies::add_post)),
    act("/admin/bodies/{id}/hold", ADMIN, || post(organisation::admin::bodies::hold)),
    act("/admin/posts/{id}/remove", ADMIN, || post(organisation::admin::bodies::remove_post)),
    act("/admin/holdings/{id}/end", ADMIN, || post(organisation::admin::bodies::end_holding)),
    show("/admin/people/{id}", ADMIN, || get(organisation::admin::people::show)),
    act("/admin/people/{id}", ADMIN, || post(organisation::admin::people_forms::save)),
    act("/admin/people/{id}/password", ADMIN, || post(organisation::admin::people_forms::reset_password)),
    act("/admin/people/{id}/disable", ADMIN, || post(organisation::admin::people_forms::disable)),
    act("/admin/people/{id}/enable", ADMIN, || post(organisation::admin::people_forms::enable)),
    act("/admin/people/{id}/roles", ADMIN, || post(organisation::admin::people_forms::add_role)),
    act("/admin/roles/{id}/end", ADMIN, || post(organisation::admin::people_forms::end_role)),
    // duties: rule sets and the working calendar
    show("/admin/rules", ADMIN, || get(duties::rule_sets::list)),
    show("/admin/rules/{id}", ADMIN, || get(duties::rule_sets::show)),
    act("/admin/rules/{id}/bind", ADMIN, || post(duties::rule_sets::bind)),
    act("/admin/rules/{id}/unbind", ADMIN, || post(duties::rule_sets::unbind)),
    act("/admin/rules/{id}/remove", ADMIN, || post(duties::rule_sets::remove)),
    show("/admin/days", ADMIN, || get(duties::days::year)),
    act("/admin/days", ADMIN, || post(duties::days::add)),
    act("/admin/days/import", ADMIN, || post(duties::days::import)),
    show("/admin/days/{on}", ADMIN, || get(duties::days::edit)),
    act("/admin/days/{on}", ADMIN, || post(duties::days::save)),
    act("/admin/days/{on}/remove", ADMIN, || post(duties::days::remove)),
    // feeds: the month and the subscriptions (the feeds themselves are plumbing)
    show("/calendar", Who::SignedIn, || get(feeds::calendar::show)),
    act("/calendar/subscriptions", Who::SignedIn, || post(feeds::calendar::create)),
    act("/calendar/subscriptions/{id}/revoke", Who::SignedIn, || post(feeds::calendar::revoke)),
    // notices: the inbox
    show("/inbox", Who::SignedIn, || get(notices::list)),
    act("/inbox/read", Who::SignedIn, || post(notices::read_all)),
    act("/inbox/{id}/open", Who::SignedIn, || post(notices::open)),
    // admin: jobs and deliveries of the installation
    show("/admin/jobs", ADMIN, || get(admin::jobs::show)),
    act("/admin/jobs/{name}/run", ADMIN, || post(admin::jobs::run_now)),
    act("/admin/deliveries/{id}/retry", ADMIN, || post(admin::jobs::retry)),
    // dialogues: the year plan
    show("/plans", PLANNERS, || get(dialogues::plans::book)),
    act("/plans", OFFICE, || post(dialogues::plan_forms::draft)),
    show("/plans/{id}", PLANNERS, || get(dialogues::plans::show)),
    act("/plans/{id}", OFFICE, || post(dialogues::plan_forms::save)),
    act("/plans/{id}/approve", LEADER, || post(dialogues::plan_forms::approve)),
    act("/plans/{id}/return", LEADER, || post(dialogues::plan_forms::give_back)),
    // dialogues: series
    show("/series", PLANNERS, || get(dialogues::series::list)),
    act("/series", OFFICE, || post(dialogues::series_forms::create)),
    show("/series/new", OFFICE, || get(dialogues::series_forms::new)),
    show("/series/{id}", PLANNERS, || get(dialogues::series::show)),
    act("/series/{id}/open", OFFICE, || post(dialogues::series_forms::open)),
    show("/series/{id}/change", OFFICE, || get(dialogues::series_forms::change_form)),
    act("/series/{id}/change", OFFICE, || post(dialogues::series_forms::change)),
    act("/series/{id}/end", OFFICE, || post(dialogues::series_forms::end)),
    // dialogues: sessions
    show("/dialogues", STAFF, || get(dialogues::sessions::list)),
    act("/dialogues", OFFICE, || post(dialogues::session_forms::create)),
    show("/dialogues/new", OFFICE, || get(dialogues::session_forms::new)),
    show("/dialogues/{id}", STAFF, || get(dialogues::sessions::show)),
    show("/dialogues/{id}/edit", OFFICE, || get(dialogues::session_forms::edit)),
    act("/dialogues/{id}/edit", OFFICE, || post(dialogues::session_forms::save)),
    act("/dialogues/{id}/announce", OFFICE, || post(dialogues::session_forms::announce)),
    show("/dialogues/{id}/move", OFFICE, || get(dialogues::session_forms::move_form)),
    act("/dialogues/{id}/move", OFFICE, || post(dialogues::session_forms::move_to)),
    show("/dialogues/{id}/cancel", OFFICE, || get(dialogues::session_forms::cancel_form)),
    act("/dialogues/{id}/cancel", OFFICE, || post(dialogues::session_forms::cancel)),
];

/// The router over the table, with the gate before it.
pub fn router(app: &App) -> Router {
    let mut pages = Router::new();
    for route in ROUTES {
        let guarded = (route.handler)().route_layer(middleware::from_fn_with_state(route.who, guard));
        pages = pages.route(route.path, guarded);
    }
    pages
        .fallback(|| async { AppError::NotFound })
        .layer(middleware::from_fn_with_state(app.clone(), gate::gate))
        .merge(plumbing::router())
        .with_state(app.clone())
}

/// Lets in whom the row names. An unfinished password change comes before everything else.
async fn guard(State(who): State<Who>, visit: Visit, request: Request, next: Next) -> Response {
    let refusal = match who {
        Who::Everyone => None,
        _ if !visit.is_signed_in() => Some(AppError::NotSignedIn),
        Who::Roles(roles) if !roles.iter().any(|role| visit.has_role(*role)) => Some(AppError::NotFound),
        Who::SignedIn | Who::Roles(_) => None,
    };
    if let Some(refusal) = refusal {
        return refusal.into_response();
    }
    let path = request.uri().path();
    let free = who == Who::Everyone || path == "/account/password" || path == "/sign-out";
    if visit.must_change && !free {
        return visit.go("/account/password").unwrap_or_else(IntoResponse::into_response);
    }
    next.run(request).await
}
