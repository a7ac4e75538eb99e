//! What an issue is and what may happen to it when; calls, answers, and what a sheet of many rows means. Pure.
//!
//! Neighbours: `store` keeps these types, `actions` decides the order, `law` counts the days.

pub mod answer;
pub mod call;
pub mod desk;
pub mod columns;
pub mod file_kind;
pub mod forward;
pub mod grains;
pub mod identity;
pub mod import;
pub mod issue;
pub mod notice;
pub mod redaction;
pub mod sheet;
pub mod sheet_text;
pub mod suggest;
pub mod memory;
pub mod sheet;
pub mod sheet_text;
pub mod split;
pub mod synthesis;
pub mod places;
pub mod sheet;
pub mod sheet_text;
pub mod similar;
pub mod wording;
pub mod words;

pub use answer::{Answer, AnswerState};
pub use call::Call;
pub use identity::Identity;
pub use issue::{Content, Issue, IssueState, shown};
pub use notice::NoticeWay;
pub use issue::{Content, Issue, IssueState, Links};
pub use import::{Import, ImportState};
pub use issue::{Content, Issue, IssueState};
pub use words::{AnswerWord, Channel, Competence, Ground, IntakeKind, IssueKind, Part, StateWord};
