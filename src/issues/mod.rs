//! Issues of the people: calls, hand-in by organisations, triage by the office, merging, prepared answers.
//!
//! Front door for the other rooms: [`Issue`] and its states, [`find`], [`of_session`], [`selected`], [`merged_into`],
//! [`assignments_of`], [`answers_of`], [`counts`], [`fields`], [`tasks`]; [`raise_live`] and [`mark_answered`] for the
//! minutes; [`past_of`] and [`pasts_of`] for the memory of promises; what opinions and contents are ([`is_opinion`], [`is_content`]) for figures. A petitioner's identity never leaves this room.

pub mod actions;
pub mod exports;
pub mod forms;
pub mod pages;
pub mod rules;
pub mod store;

pub use actions::fields::ensure_fields;
pub use actions::file_words::read as words_of_file;
pub use actions::files::{Kept as KeptFile, keep as keep_files, open as open_file};
pub use actions::floor::{FromFloor, mark_answered, raise_live};
pub use actions::import_write::run as write_imports;
pub use actions::memory::{Past, past_of, pasts_of};
pub use actions::tasks::tasks;
pub use pages::VIEWS;
pub use pages::parts::field_filters;
pub use rules::grains::{Way, is_content, is_opinion, is_received};
pub use rules::memory::{Tally as Raising, tally as count_raised};
pub use rules::{
    Answer, AnswerState, AnswerWord, Call, Channel, Competence, Content, CounterpartGroup, Ground, Issue, IssueKind, IssueState,
    Part, StateWord, shown as shown_wording,
};
pub use store::answer_texts::{index as index_answer_texts, issues_of as issues_of_answers, reach as answer_text_reach};
pub use store::answers::of_issues as answers_of;
pub use store::assignments::{Assignment, of_issues as assignments_of};
pub use store::calls::of_session as call_of_session;
pub use store::desk::delete_old as delete_old_acts;
pub use store::fields::{Field, fields};
pub use store::file_words::{
    begin as begin_file, finish as finish_file, of_owners as words_of_files, owners as owners_of_file, unread as unread_files,
};
pub use store::issues::{Found, are_shielded, find, merged_into};
pub use store::lists::{of_session, selected};
pub use store::recount::recount;
pub use store::similar::{Likely, Similar, similar_to};
pub use store::successions::{
    OpenAssignment, follow_session, hand_over as hand_over_assignment, open_assignments, readdress_calls,
};
pub use store::texts::{index as index_texts, index_file, reach as text_reach};
