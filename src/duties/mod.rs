//! Rule sets, the working calendar and what binds a unit when.
//!
//! Front door for the other rooms: [`calendar`], [`rules_of`], [`merged_rules`], [`rules_in_year`], [`session_dates`], [`bind_defaults`] and the two
//! `ensure_…` of a new database. Neighbour: `law` computes, this room stores; it knows `organisation` only.

pub mod actions;
pub mod exports;
pub mod forms;
pub mod pages;
pub mod rules;
pub mod store;

pub use actions::bindings::{bind_chosen, bind_defaults};
pub use actions::days::{drafted, permit as calendar_permit};
pub use actions::rule_drafts::{drafted as drafted_rules, make_count, permit as rules_permit};
pub use actions::seeds::{ensure_calendar, ensure_rule_sets};
pub use actions::successions::hand_over_rules;
pub use actions::tasks::tasks;
pub use exports::{days_of_calendar_file, is_calendar_file};
pub use pages::date_line::{DateLine, EditionName, ReceiptLine, date_lines, edition_name};
pub use pages::words::{Changed, changes as changed_rules};
pub use rules::edition::{Change, Edition, Paper, Publication};
pub use rules::rule_draft::RuleDraft;
pub use rules::versions::{Version, Versions};
pub use rules::{Seat, concerns, is_default};
pub use store::bindings::{RuleBook, merged_rules, rules_in_year, rules_of};
pub use store::days::{calendar, entries as calendar_entries};
pub use store::editions::{self, Moved};
pub use store::rule_drafts;
pub use store::rule_sets::list as rule_sets;
pub use store::session_dates::{last_day, session_dates};
pub use store::versions::of_code as versions_of;
