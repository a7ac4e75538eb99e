//! The one table of addresses: method, path, who may come, handler. The router, the tests of rights and the crawler read it.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};

use crate::admin::pages as admin;
use crate::app::App;
use crate::demo::pages as demo;
use crate::dialogues::pages as dialogues;
use crate::duties::pages as duties;
use crate::error::AppError;
use crate::feeds::pages as feeds;
use crate::followups::pages as followups;
use crate::gate;
use crate::issues::pages as issues;
use crate::kernel::Role;
use crate::minutes::pages as minutes;
use crate::notices::pages as notices;
use crate::organisation::pages as organisation;
use crate::reorganisations::pages as reorganisations;
use crate::reports::pages as reports;
use crate::web::visit::Visit;
use crate::{home, plumbing, public, search};

use Role::{Admin, Answering, Approver, Auditor, Clerk, Leader, Office, Submitter, Superior, Supervisor};

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
pub const STAFF: Who = Who::Roles(&[Office, Leader, Clerk, Submitter, Approver, Answering, Supervisor, Superior, Auditor, Admin]);

/// Those who read the audit trail.
const AUDIT: Who = Who::Roles(&[Auditor, Admin]);

/// Who plans the year and who approves it.
const PLANNERS: Who = Who::Roles(&[Office, Leader]);

/// The leader alone.
const LEADER: Who = Who::Roles(&[Leader]);

/// The office alone.
const OFFICE: Who = Who::Roles(&[Office]);

/// Office and leader: those who issue conclusions.
const ISSUERS: Who = Who::Roles(&[Office, Leader]);

/// Everybody who may read a commitment.
const READERS: Who = Who::Roles(&[Office, Leader, Clerk, Submitter, Approver, Answering, Supervisor, Superior]);
/// Administrators.
const ADMIN: Who = Who::Roles(&[Admin]);
/// Who prepares a session and takes its minutes.
const TAKERS: Who = Who::Roles(&[Office, Clerk]);

/// Who reads attendance lists and minutes.
const MINUTES_READERS: Who = Who::Roles(&[Office, Leader, Clerk, Supervisor, Superior]);
/// Who reads issues in one way or another.
const ISSUE_READERS: Who = Who::Roles(&[Office, Leader, Clerk, Supervisor, Submitter, Approver, Answering]);
/// Who reads all issues of a unit.
const UNIT_READERS: Who = Who::Roles(&[Office, Leader, Clerk, Supervisor]);
/// Who hands in.
const SUBMITTERS: Who = Who::Roles(&[Submitter, Approver]);
/// Who lets leave what an organisation hands in.
const HAND_IN_APPROVERS: Who = Who::Roles(&[Approver]);
/// Who answers for an agency.
const AGENCIES: Who = Who::Roles(&[Answering]);
/// Who keeps a unit's own fields.
const FIELD_KEEPERS: Who = Who::Roles(&[Office, Admin]);
/// Who approves answers.
const APPROVERS: Who = Who::Roles(&[Office, Leader]);

/// Who reads reports: of the own unit, or of the units below.
const REPORTERS: Who = Who::Roles(&[Office, Leader, Supervisor, Superior]);
/// The office, and who handed in.
const OFFICE_OR_SUBMITTER: Who = Who::Roles(&[Office, Submitter, Approver]);
const SUPERIOR: Who = Who::Roles(&[Superior]);
const OFFICE_OR_LEADER: Who = Who::Roles(&[Office, Leader]);

/// The table.
pub const ROUTES: &[Route] = &[
    show("/", Who::SignedIn, || get(home::pages::home)),
    // search: over everything one may see
    show("/search", Who::SignedIn, || get(search::pages::show)),
    // public: what the footer leads to
    show("/help", Who::Everyone, || get(public::pages::guide::help)),
    show("/accessibility", Who::Everyone, || get(public::pages::guide::accessibility)),
    show("/privacy", Who::Everyone, || get(public::pages::guide::privacy)),
    show("/cong-cu/tinh-han", Who::Everyone, || get(public::pages::calculator::show)),
    show("/public/{unit}/notices/{code}", Who::Everyone, || get(public::pages::notice::show)),
    show("/public/{unit}", Who::Everyone, || get(public::pages::unit::show)),
    // organisation: signing in, one's account
    show("/sign-in", Who::Everyone, || get(organisation::sign_in::form)),
    act("/sign-in", Who::Everyone, || post(organisation::sign_in::submit)),
    act("/sign-out", Who::SignedIn, || post(organisation::sign_in::sign_out)),
    act("/language", Who::Everyone, || post(organisation::account::language)),
    show("/account", Who::SignedIn, || get(organisation::account::show)),
    show("/account/password", Who::SignedIn, || get(organisation::account::password_form)),
    act("/account/calendar-mail", Who::SignedIn, || post(organisation::account::calendar_mail)),
    act("/account/password", Who::SignedIn, || post(organisation::account::change_password)),
    // admin: the first set-up, letting further units take part
    show("/set-up", Who::Everyone, || get(admin::set_up::form)),
    act("/set-up", Who::Everyone, || post(admin::set_up::submit)),
    act("/set-up/demo", Who::Everyone, || post(demo::load)),
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
    // reorganisations: mergers, new names and ends of units and bodies
    show("/admin/reorganisations", ADMIN, || get(reorganisations::list::list)),
    show("/admin/reorganisations/new", ADMIN, || get(reorganisations::edit::new)),
    act("/admin/reorganisations/new", ADMIN, || post(reorganisations::edit::create)),
    show("/admin/reorganisations/{id}", ADMIN, || get(reorganisations::list::show)),
    show("/admin/reorganisations/{id}/edit", ADMIN, || get(reorganisations::edit::edit)),
    act("/admin/reorganisations/{id}/edit", ADMIN, || post(reorganisations::edit::save)),
    act("/admin/reorganisations/{id}/publish", ADMIN, || post(reorganisations::draft::publish)),
    act("/admin/reorganisations/{id}/discard", ADMIN, || post(reorganisations::draft::discard)),
    act("/admin/reorganisations/{id}/hand-over", ADMIN, || post(reorganisations::book::hand_over)),
    show("/admin/reorganisations/{id}/print", ADMIN, || get(reorganisations::book::print)),
    // duties: rule sets and the working calendar
    show("/admin/rules", ADMIN, || get(duties::rule_sets::list)),
    show("/admin/rules/new", ADMIN, || get(duties::rule_forms::new)),
    act("/admin/rules/new", ADMIN, || post(duties::rule_forms::create)),
    show("/admin/rules/{id}", ADMIN, || get(duties::rule_sets::show)),
    show("/admin/rules/{id}/version", ADMIN, || get(duties::rule_forms::version)),
    act("/admin/rules/{id}/version", ADMIN, || post(duties::rule_forms::draft)),
    act("/admin/rules/{id}/withdraw", ADMIN, || post(duties::rule_sets::withdraw)),
    show("/admin/rule-drafts/{id}", ADMIN, || get(admin::rule_sets::draft)),
    show("/admin/rule-drafts/{id}/edit", ADMIN, || get(duties::rule_forms::edit)),
    act("/admin/rule-drafts/{id}/edit", ADMIN, || post(duties::rule_forms::save)),
    act("/admin/rule-drafts/{id}/publish", ADMIN, || post(admin::rule_sets::publish)),
    act("/admin/rule-drafts/{id}/discard", ADMIN, || post(duties::rule_forms::discard)),
    act("/admin/rules/{id}/bind", ADMIN, || post(duties::rule_sets::bind)),
    act("/admin/rules/{id}/unbind", ADMIN, || post(duties::rule_sets::unbind)),
    act("/admin/rules/{id}/remove", ADMIN, || post(duties::rule_sets::remove)),
    show("/admin/days", ADMIN, || get(duties::days::year)),
    act("/admin/days", ADMIN, || post(duties::days::add)),
    act("/admin/days/import", ADMIN, || post(duties::days::import)),
    show("/admin/days/draft", ADMIN, || get(admin::calendar::draft)),
    act("/admin/days/draft/publish", ADMIN, || post(admin::calendar::publish)),
    act("/admin/days/draft/discard", ADMIN, || post(duties::days::discard)),
    act("/admin/days/draft/{on}/drop", ADMIN, || post(duties::days::drop_change)),
    show("/working-days/{number}", Who::Everyone, || get(admin::calendar::edition)),
    show("/admin/days/{on}", ADMIN, || get(duties::days::edit)),
    act("/admin/days/{on}", ADMIN, || post(duties::days::save)),
    act("/admin/days/{on}/remove", ADMIN, || post(duties::days::remove)),
    // feeds: the month and the subscriptions (the feeds themselves are plumbing)
    show("/calendar", Who::SignedIn, || get(feeds::calendar::show)),
    show("/calendar/subscriptions", Who::SignedIn, || get(feeds::health::mine)),
    act("/calendar/subscriptions", Who::SignedIn, || post(feeds::calendar::create)),
    act("/calendar/subscriptions/{id}/revoke", Who::SignedIn, || post(feeds::calendar::revoke)),
    show("/admin/subscriptions", ADMIN, || get(feeds::health::all)),
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
    show("/ledger/{unit}/{year}/{line}/{what}", PLANNERS, || get(dialogues::ledger::figure)),
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
    show("/series/{id}/days/{key}", OFFICE, || get(dialogues::decisions::day)),
    act("/series/{id}/days/{key}", OFFICE, || post(dialogues::decisions::hold)),
    act("/series/{id}/days/{key}/leave", OFFICE, || post(dialogues::decisions::leave)),
    // dialogues: occasions that series follow
    show("/occasions", PLANNERS, || get(dialogues::occasions::list)),
    act("/occasions", OFFICE, || post(dialogues::occasions::add)),
    show("/occasions/{id}", OFFICE, || get(dialogues::occasions::show)),
    act("/occasions/{id}", OFFICE, || post(dialogues::occasions::change)),
    act("/occasions/{id}/remove", OFFICE, || post(dialogues::occasions::remove)),
    // dialogues: templates of sessions
    show("/session-templates", OFFICE, || get(dialogues::templates::list)),
    act("/session-templates", OFFICE, || post(dialogues::templates::create)),
    show("/session-templates/new", OFFICE, || get(dialogues::templates::new)),
    show("/session-templates/{id}", OFFICE, || get(dialogues::templates::edit)),
    act("/session-templates/{id}", OFFICE, || post(dialogues::templates::save)),
    act("/session-templates/{id}/remove", OFFICE, || post(dialogues::templates::remove)),
    // dialogues: busy calendars of those who lead
    show("/busy", PLANNERS, || get(dialogues::busy::show)),
    act("/busy", PLANNERS, || post(dialogues::busy::add)),
    act("/busy/{id}/remove", PLANNERS, || post(dialogues::busy::remove)),
    act("/busy/{id}/again", PLANNERS, || post(dialogues::busy::again)),
    // dialogues: heads who are away, and who acts for them
    show("/absences", Who::SignedIn, || get(dialogues::absences::show)),
    act("/absences", PLANNERS, || post(dialogues::absences::state)),
    act("/absences/{id}/end", PLANNERS, || post(dialogues::absences::end)),
    // dialogues: sessions
    show("/dialogues", STAFF, || get(dialogues::sessions::list)),
    act("/dialogues", OFFICE, || post(dialogues::session_forms::create)),
    show("/dialogues/new", OFFICE, || get(dialogues::session_forms::new)),
    show("/dialogues/{id}", STAFF, || get(dialogues::sessions::show)),
    show("/dialogues/{id}/dates/print", STAFF, || get(dialogues::dates::print)),
    act("/dialogues/{id}/answer", STAFF, || post(dialogues::answers::answer)),
    show("/dialogues/{id}/edit", OFFICE, || get(dialogues::session_forms::edit)),
    act("/dialogues/{id}/edit", OFFICE, || post(dialogues::session_forms::save)),
    act("/dialogues/{id}/announce", OFFICE, || post(dialogues::session_forms::announce)),
    show("/dialogues/{id}/move", OFFICE, || get(dialogues::session_forms::move_form)),
    act("/dialogues/{id}/move", OFFICE, || post(dialogues::session_forms::move_to)),
    show("/dialogues/{id}/cancel", OFFICE, || get(dialogues::session_forms::cancel_form)),
    act("/dialogues/{id}/cancel", OFFICE, || post(dialogues::session_forms::cancel)),
    show("/dialogues/{id}/copy", OFFICE, || get(dialogues::session_copy::copy)),
    show("/dialogues/{id}/notice", STAFF, || get(dialogues::public_notice::show)),
    act("/dialogues/{id}/keep", OFFICE, || post(dialogues::decisions::keep)),
    show("/dialogues/{id}/make-up", OFFICE, || get(dialogues::decisions::make_up_form)),
    act("/dialogues/{id}/make-up", OFFICE, || post(dialogues::decisions::make_up)),
    // followups: conclusion notices, commitments
    show("/dialogues/{id}/conclusion", STAFF, || get(followups::conclusion::show)),
    act("/dialogues/{id}/conclusion", ISSUERS, || post(followups::conclusion::prepare)),
    show("/dialogues/{id}/conclusion/print", STAFF, || get(followups::paper::print)),
    act("/dialogues/{id}/conclusion/refresh", ISSUERS, || post(followups::conclusion::refresh)),
    show("/dialogues/{id}/conclusion/edit", ISSUERS, || get(followups::conclusion_forms::edit)),
    act("/dialogues/{id}/conclusion/edit", ISSUERS, || post(followups::conclusion_forms::save)),
    show("/dialogues/{id}/conclusion/tasks/new", ISSUERS, || get(followups::conclusion_forms::new_task)),
    act("/dialogues/{id}/conclusion/tasks", ISSUERS, || post(followups::conclusion_forms::add_task)),
    show("/dialogues/{id}/conclusion/tasks/{task}", ISSUERS, || get(followups::conclusion_forms::edit_task)),
    act("/dialogues/{id}/conclusion/tasks/{task}", ISSUERS, || post(followups::conclusion_forms::save_task)),
    act("/dialogues/{id}/conclusion/tasks/{task}/remove", ISSUERS, || post(followups::conclusion_forms::remove_task)),
    show("/dialogues/{id}/conclusion/sign", Who::Roles(&[Leader]), || get(followups::conclusion_forms::sign_form)),
    act("/dialogues/{id}/conclusion/sign", Who::Roles(&[Leader]), || post(followups::conclusion_forms::sign)),
    show("/dialogues/{id}/conclusion/channels/{channel}", ISSUERS, || get(followups::publication::form)),
    act("/dialogues/{id}/conclusion/channels/{channel}", ISSUERS, || post(followups::publication::save)),
    show("/issues/{id}/memory", UNIT_READERS, || get(followups::memory::memory)),
    show("/commitments", READERS, || get(followups::list::list)),
    show("/commitments/desk", Who::Roles(&[Answering]), || get(followups::desks::agency)),
    show("/commitments/verification", Who::Roles(&[Supervisor]), || get(followups::desks::front)),
    show("/commitments/office", ISSUERS, || get(followups::desks::office)),
    show("/commitments/{id}", READERS, || get(followups::commitment::show)),
    act("/commitments/{id}/accept", Who::Roles(&[Answering]), || post(followups::acts::accept)),
    show("/commitments/{id}/files/{file}", READERS, || get(followups::files::read)),
    show("/commitments/{id}/agency/{act}", Who::Roles(&[Answering]), || get(followups::acts::agency_form)),
    act("/commitments/{id}/agency/{act}", Who::Roles(&[Answering]), || post(followups::acts::agency)),
    show("/commitments/{id}/front/{act}", Who::Roles(&[Supervisor]), || get(followups::acts::front_form)),
    act("/commitments/{id}/front/{act}", Who::Roles(&[Supervisor]), || post(followups::acts::front)),
    show("/commitments/{id}/office/{act}", ISSUERS, || get(followups::acts::office_form)),
    act("/commitments/{id}/office/{act}", ISSUERS, || post(followups::acts::office)),
    show("/commitments/{id}/submitter/{act}", Who::Roles(&[Submitter]), || get(followups::acts::submitter_form)),
    act("/commitments/{id}/submitter/{act}", Who::Roles(&[Submitter]), || post(followups::acts::submitter)),
    show("/public/{unit}/commitments", Who::Everyone, || get(followups::public::list)),
    // dialogues: attendance
    show("/dialogues/{id}/attendance", MINUTES_READERS, || get(dialogues::attendance::show)),
    act("/dialogues/{id}/attendance", TAKERS, || post(dialogues::attendance::tick)),
    act("/dialogues/{id}/attendance/seed", TAKERS, || post(dialogues::attendance::seed)),
    act("/dialogues/{id}/attendance/add", TAKERS, || post(dialogues::attendance::add)),
    show("/dialogues/{id}/attendance/{line}", TAKERS, || get(dialogues::attendance::edit)),
    act("/dialogues/{id}/attendance/{line}", TAKERS, || post(dialogues::attendance::save)),
    act("/dialogues/{id}/attendance/{line}/remove", TAKERS, || post(dialogues::attendance::remove)),
    // minutes: agenda
    show("/dialogues/{id}/agenda", STAFF, || get(minutes::agenda::show)),
    act("/dialogues/{id}/agenda", TAKERS, || post(minutes::agenda::build)),
    act("/dialogues/{id}/agenda/order", TAKERS, || post(minutes::agenda::order)),
    act("/dialogues/{id}/agenda/add", TAKERS, || post(minutes::agenda::add)),
    act("/dialogues/{id}/agenda/freeze", TAKERS, || post(minutes::agenda::freeze)),
    act("/dialogues/{id}/agenda/reopen", TAKERS, || post(minutes::agenda::reopen)),
    act("/dialogues/{id}/agenda/publish", TAKERS, || post(minutes::agenda::publish)),
    show("/dialogues/{id}/agenda/{item}", TAKERS, || get(minutes::agenda_line::edit)),
    act("/dialogues/{id}/agenda/{item}", TAKERS, || post(minutes::agenda_line::save)),
    act("/dialogues/{id}/agenda/{item}/remove", TAKERS, || post(minutes::agenda_line::remove)),
    // minutes: the room, its lines, signing
    show("/dialogues/{id}/minutes", MINUTES_READERS, || get(minutes::room::show)),
    act("/dialogues/{id}/minutes", TAKERS, || post(minutes::room::describe)),
    act("/dialogues/{id}/minutes/begin", TAKERS, || post(minutes::room::begin)),
    show("/dialogues/{id}/minutes/floor", TAKERS, || get(minutes::floor::form)),
    act("/dialogues/{id}/minutes/floor", TAKERS, || post(minutes::floor::ask)),
    show("/dialogues/{id}/minutes/items/{item}", MINUTES_READERS, || get(minutes::item::edit)),
    act("/dialogues/{id}/minutes/items/{item}", TAKERS, || post(minutes::item::save)),
    show("/dialogues/{id}/minutes/items/{item}/clashes/{clash}", TAKERS, || get(minutes::clash::show)),
    act("/dialogues/{id}/minutes/items/{item}/clashes/{clash}", TAKERS, || post(minutes::clash::answer)),
    act("/dialogues/{id}/minutes/end", TAKERS, || post(minutes::closing::end)),
    act("/dialogues/{id}/minutes/sign-chair", Who::Roles(&[Leader]), || post(minutes::closing::sign_chair)),
    act("/dialogues/{id}/minutes/sign-clerk", Who::Roles(&[Clerk]), || post(minutes::closing::sign_clerk)),
    act("/dialogues/{id}/minutes/give-back", Who::Roles(&[Leader, Clerk]), || post(minutes::closing::give_back)),
    show("/dialogues/{id}/minutes/print", MINUTES_READERS, || get(minutes::print::print)),
    // issues: following one without an account
    show("/track", Who::Everyone, || get(issues::track::track)),
    // issues: calls
    show("/calls", OFFICE, || get(issues::calls::list)),
    show("/calls/{id}", OFFICE, || get(issues::calls::edit)),
    act("/calls/{id}", OFFICE, || post(issues::calls::save)),
    // issues: handing in
    show("/issues/own", SUBMITTERS, || get(issues::desk::desk)),
    show("/issues/new", SUBMITTERS, || get(issues::intake::new)),
    act("/issues", SUBMITTERS, || post(issues::intake::create)),
    show("/issues/import", SUBMITTERS, || get(issues::imports::form)),
    act("/issues/import", SUBMITTERS, || post(issues::imports::preview)),
    show("/issues/import/template", SUBMITTERS, || get(issues::import_files::template)),
    show("/issues/imports/{id}", SUBMITTERS, || get(issues::import_look::show)),
    act("/issues/imports/{id}", SUBMITTERS, || post(issues::import_look::act)),
    show("/issues/imports/{id}/given-back", SUBMITTERS, || get(issues::import_files::given_back)),
    show("/issues/own/export", SUBMITTERS, || get(issues::import_files::export)),
    show("/issues/{id}/edit", SUBMITTERS, || get(issues::intake::edit)),
    act("/issues/{id}/edit", SUBMITTERS, || post(issues::intake::save)),
    act("/issues/{id}/submit", SUBMITTERS, || post(issues::intake::submit)),
    show("/issues/approval", HAND_IN_APPROVERS, || get(issues::approvals::list)),
    act("/issues/approval", HAND_IN_APPROVERS, || post(issues::approvals::act)),
    show("/issues/{id}/approval", HAND_IN_APPROVERS, || get(issues::approvals::one)),
    act("/issues/{id}/approval", SUBMITTERS, || post(issues::approvals::act_on_one)),
    show("/bodies/{id}/approval", Who::Roles(&[Admin, Approver]), || get(organisation::approval::show)),
    act("/bodies/{id}/approval", Who::Roles(&[Admin, Approver]), || post(organisation::approval::save)),
    show("/issues/{id}/withdraw", SUBMITTERS, || get(issues::intake::withdraw_form)),
    act("/issues/{id}/withdraw", SUBMITTERS, || post(issues::intake::withdraw)),
    act("/issues/{id}/files/{file}/remove", SUBMITTERS, || post(issues::files::remove)),
    show("/issues/denunciations", OFFICE, || get(issues::denunciations::list)),
    show("/issues/notices", OFFICE, || get(issues::notices::list)),
    act("/issues/notices", OFFICE, || post(issues::notices::record)),
    act("/issues/denunciations", OFFICE_OR_SUBMITTER, || post(issues::denunciations::note)),
    // issues: reading
    show("/issues/synthesis", UNIT_READERS, || get(issues::synthesis::table)),
    show("/issues/synthesis/list", UNIT_READERS, || get(issues::synthesis::list)),
    show("/issues/synthesis/print", UNIT_READERS, || get(issues::synthesis_files::print)),
    show("/issues/synthesis/csv", UNIT_READERS, || get(issues::synthesis_files::csv)),
    show("/issues/synthesis/xlsx", UNIT_READERS, || get(issues::synthesis_files::xlsx)),
    show("/issues", ISSUE_READERS, || get(issues::list::list)),
    show("/issues/{id}", ISSUE_READERS, || get(issues::show::show)),
    show("/issues/{id}/files/{file}", ISSUE_READERS, || get(issues::files::read)),
    act("/issues/{id}/files/{file}/take", OFFICE, || post(issues::files::take)),
    act("/issues/{id}/shielded", OFFICE, || post(issues::show::unseal)),
    show("/issues/{id}/receipt", OFFICE_OR_SUBMITTER, || get(issues::papers::receipt)),
    show("/issues/{id}/letter", OFFICE_OR_SUBMITTER, || get(issues::papers::letter)),
    show("/issues/{id}/notice", OFFICE, || get(issues::papers::notice)),
    act("/issues/{id}/identity", OFFICE_OR_SUBMITTER, || post(issues::show::petitioner)),
    show("/issues/move", OFFICE, || get(issues::moving::form)),
    act("/issues/move", OFFICE, || post(issues::moving::act)),
    // issues: the unit's own fields
    show("/issues/fields", FIELD_KEEPERS, || get(issues::own_fields::list)),
    act("/issues/fields", FIELD_KEEPERS, || post(issues::own_fields::add)),
    act("/issues/fields/list", FIELD_KEEPERS, || post(issues::own_fields::whole)),
    show("/issues/fields/{field}", FIELD_KEEPERS, || get(issues::own_fields::edit)),
    act("/issues/fields/{field}", FIELD_KEEPERS, || post(issues::own_fields::save)),
    act("/issues/fields/{field}/act", FIELD_KEEPERS, || post(issues::own_fields::act)),
    // issues: the office decides
    show("/issues/triage", OFFICE, || get(issues::triage::show)),
    act("/issues/triage", OFFICE, || post(issues::triage::act)),
    act("/issues/triage/undo", OFFICE, || post(issues::triage::undo)),
    show("/issues/{id}/decide", OFFICE, || get(issues::decide::form)),
    act("/issues/{id}/decide", OFFICE, || post(issues::decide::decide)),
    show("/issues/{id}/classify", OFFICE, || get(issues::decide::classify_form)),
    act("/issues/{id}/classify", OFFICE, || post(issues::decide::classify)),
    show("/issues/{id}/merge", OFFICE, || get(issues::merge::form)),
    act("/issues/{id}/merge", OFFICE, || post(issues::merge::merge)),
    act("/issues/{id}/unmerge", OFFICE, || post(issues::merge::unmerge)),
    show("/issues/{id}/split", OFFICE, || get(issues::split::form)),
    act("/issues/{id}/split", OFFICE, || post(issues::split::split)),
    act("/issues/{id}/unsplit", OFFICE, || post(issues::split::unsplit)),
    show("/issues/{id}/forward", OFFICE, || get(issues::forward::form)),
    act("/issues/{id}/forward", OFFICE, || post(issues::forward::forward)),
    act("/issues/{id}/take-back", OFFICE, || post(issues::forward::take_back)),
    show("/issues/{id}/repeats", OFFICE, || get(issues::repeats::form)),
    act("/issues/{id}/repeats", OFFICE, || post(issues::repeats::set)),
    show("/issues/{id}/assign", OFFICE, || get(issues::assign::form)),
    act("/issues/{id}/assign", OFFICE, || post(issues::assign::assign)),
    // issues: answers
    show("/issues/assigned", AGENCIES, || get(issues::agency::assigned)),
    show("/issues/{id}/answer", AGENCIES, || get(issues::answer_forms::form)),
    act("/issues/{id}/answer", AGENCIES, || post(issues::answer_forms::write)),
    show("/issues/{id}/answer/many", AGENCIES, || get(issues::answer_many::form)),
    act("/issues/{id}/answer/many", AGENCIES, || post(issues::answer_many::write)),
    show("/answers/waiting", APPROVERS, || get(issues::answers_waiting::waiting)),
    act("/answers/waiting", APPROVERS, || post(issues::answers_waiting::approve)),
    show("/answers/{id}/return", APPROVERS, || get(issues::answer_forms::send_back_form)),
    act("/answers/{id}/return", APPROVERS, || post(issues::answer_forms::send_back)),
    act("/answers/{id}/approve", APPROVERS, || post(issues::answer_forms::approve)),
    // reports: the unit's own, the figures behind them, the superior's table
    show("/reports", REPORTERS, || get(reports::list::list)),
    act("/reports", OFFICE, || post(reports::list::begin)),
    show("/reports/new", OFFICE, || get(reports::list::new)),
    show("/reports/below", SUPERIOR, || get(reports::below::show)),
    show("/reports/below/csv", SUPERIOR, || get(reports::below::csv)),
    show("/reports/below/figures/{code}", SUPERIOR, || get(reports::below::figure)),
    show("/radar", SUPERIOR, || get(reports::radar::show)),
    show("/radar/cell", SUPERIOR, || get(reports::radar::cell)),
    show("/radar/letters", SUPERIOR, || get(reports::letters::show)),
    act("/radar/plans", SUPERIOR, || post(reports::radar::plans)),
    act("/radar/remind", SUPERIOR, || post(reports::radar::remind)),
    show("/reports/{id}", REPORTERS, || get(reports::show::show)),
    show("/reports/{id}/csv", REPORTERS, || get(reports::show::csv)),
    show("/reports/{id}/print", REPORTERS, || get(reports::print::print)),
    show("/reports/{id}/figures/{code}", REPORTERS, || get(reports::figure::list)),
    show("/reports/{id}/figures/{code}/csv", REPORTERS, || get(reports::figure::csv)),
    show("/reports/{id}/edit", OFFICE, || get(reports::edit::form)),
    act("/reports/{id}/edit", OFFICE, || post(reports::edit::save)),
    act("/reports/{id}/present", OFFICE, || post(reports::decide::present)),
    show("/reports/{id}/sign", LEADER, || get(reports::decide::ask_sign)),
    act("/reports/{id}/sign", LEADER, || post(reports::decide::sign)),
    show("/reports/{id}/reopen", OFFICE_OR_LEADER, || get(reports::decide::ask_reopen)),
    act("/reports/{id}/reopen", OFFICE_OR_LEADER, || post(reports::decide::reopen)),
    show("/reports/{id}/send", OFFICE, || get(reports::decide::ask_send)),
    act("/reports/{id}/send", OFFICE, || post(reports::decide::send)),
    show("/reports/{id}/accept", SUPERIOR, || get(reports::decide::ask_accept)),
    act("/reports/{id}/accept", SUPERIOR, || post(reports::decide::accept)),
    show("/reports/{id}/return", SUPERIOR, || get(reports::decide::return_form)),
    act("/reports/{id}/return", SUPERIOR, || post(reports::decide::give_back)),
    show("/reports/{id}/remarks", SUPERIOR, || get(reports::decide::remark_form)),
    act("/reports/{id}/remarks", SUPERIOR, || post(reports::decide::remark)),
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
