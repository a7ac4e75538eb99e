//! Rule sets, the working calendar and what a unit owes by them.
//!
//! Front door for the other rooms: [`calendar`], [`rules_of`], [`merged_rules`]. Neighbour: `law` computes, this room stores.

pub mod store;

pub use store::days::calendar;
pub use store::rule_sets::{merged_rules, rules_of};
