//! What an issue is and what may happen to it when; calls, answers, and what a sheet of many rows means. Pure.
//!
//! Neighbours: `store` keeps these types, `actions` decides the order, `law` counts the days.

pub mod answer;
pub mod call;
pub mod file_kind;
pub mod identity;
pub mod issue;
pub mod places;
pub mod sheet;
pub mod sheet_text;
pub mod similar;
pub mod wording;
pub mod words;

pub use answer::{Answer, AnswerState};
pub use call::Call;
pub use identity::Identity;
pub use issue::{Content, Issue, IssueState};
pub use words::{AnswerWord, Channel, Competence, Ground, IntakeKind, IssueKind, Part, StateWord};
