//! The navigation: what a person finds on top of every page, by role.

use std::borrow::Cow;

use crate::kernel::{Actor, Role};
use crate::web::view::NavItem;

use Role::{Admin, Answering, Approver, Auditor, Clerk, Leader, Office, Submitter, Superior, Supervisor};

/// Catalogue key, address, and who finds it useful.
const ENTRIES: &[(&str, &str, &[Role])] = &[
    ("nav-home", "/", Role::ALL),
    ("nav-plan", "/plans", &[Office, Leader]),
    ("nav-dialogues", "/dialogues", &[Office, Leader, Clerk, Submitter, Approver, Answering, Supervisor, Superior]),
    ("nav-issues", "/issues", &[Office, Leader, Clerk, Submitter, Approver, Answering, Supervisor]),
    ("nav-followups", "/commitments", &[Office, Leader, Clerk, Submitter, Approver, Answering, Supervisor, Superior]),
    ("nav-radar", "/radar", &[Superior]),
    ("nav-reports", "/reports", &[Office, Leader, Supervisor, Superior]),
    ("nav-calendar", "/calendar", &[Office, Leader, Clerk, Submitter, Approver, Answering, Supervisor, Superior]),
    ("nav-organisation", "/admin/units", &[Admin]),
    ("nav-rules", "/admin/rules", &[Admin]),
    ("nav-holidays", "/admin/days", &[Admin]),
    ("nav-subscriptions", "/admin/subscriptions", &[Admin]),
    ("nav-jobs", "/admin/jobs", &[Admin]),
    ("nav-audit", "/audit", &[Auditor, Admin]),
];

/// The entries for `actor`; `path` marks the one where he is.
#[must_use]
pub fn entries(actor: &Actor, path: &str) -> Vec<NavItem> {
    ENTRIES
        .iter()
        .filter(|(_, _, roles)| roles.iter().any(|role| actor.has_role(*role)))
        .map(|(key, href, _)| NavItem {
            label_key: Cow::Borrowed(key),
            href: Cow::Borrowed(href),
            current: if *href == "/" { path == "/" } else { path == *href || path.starts_with(&format!("{href}/")) },
            badge: None,
        })
        .collect()
}
