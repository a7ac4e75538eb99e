//! The kernel: words that every room speaks. Pure; it imports nothing of ours.
//!
//! Neighbours: `law` builds on it; every `rules.rs` may use it; nothing here knows a database or a page.

pub mod alphabet;
pub mod clock;
pub mod ctx;
pub mod event;
pub mod ids;
pub mod pace;
pub mod page;
pub mod permit;
pub mod refusal;
pub mod task;
pub mod text;

pub use clock::Clock;
pub use ctx::Ctx;
pub use event::Event;
pub use ids::*;
pub use page::{Page, PageRequest};
pub use permit::{Action, Actor, Grant, Permit, Role, Scope, Target};
pub use refusal::{Refusal, Violations};
pub use task::Task;
