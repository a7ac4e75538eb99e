//! What an issue is and what may happen to it when; calls, answers, and what a sheet of many rows means. Pure.
//!
//! Neighbours: `store` keeps these types, `actions` decides the order, `law` counts the days.

pub mod answer;
pub mod approval;
pub mod call;
pub mod columns;
pub mod counterpart;
pub mod desk;
pub mod fields;
pub mod file_kind;
pub mod forward;
pub mod grains;
mod headings;
pub mod identity;
pub mod import;
pub mod issue;
pub mod memory;
pub mod moving;
pub mod near;
pub mod notice;
pub mod picture;
pub mod places;
pub mod redaction;
pub mod sheet;
pub mod similar;
pub mod split;
pub mod suggest;
pub mod synthesis;
pub mod wording;
pub mod words;

pub use answer::{Answer, AnswerState};
pub use approval::{Approval, ApprovalWord, Mark, Way};
pub use call::Call;
pub use counterpart::CounterpartGroup;
pub use identity::Identity;
pub use import::{Import, ImportState};
pub use issue::{Content, Issue, IssueState, Links, shown};
pub use notice::NoticeWay;
pub use words::{AnswerWord, Channel, Competence, Ground, IntakeKind, IssueKind, Part, StateWord};
