//! Use cases of this room.

pub mod absences;
pub mod attendance;
pub mod busy;
pub mod clashes;
pub mod decisions;
pub mod delegation;
pub mod facts;
pub mod free_times;
pub mod invitations;
pub mod ledger;
pub mod occasions;
pub mod plans;
pub mod plans_below;
pub mod public_notice;
pub mod replies;
pub mod series;
pub mod sessions;
pub mod successions;
pub mod tasks;
pub mod templates;
