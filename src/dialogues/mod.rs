//! Year plans, series and dialogue sessions with their dates and the people expected.
//!
//! Front door for the other rooms: [`Session`] and its states, [`find`], [`list`], [`of_unit`], [`of_units`], [`previous`]; `begin`, `end` and
//! `close` with [`save_step`] for the minutes; [`attendance`] of a session; [`repeated`] for calendars; [`public_notice`] of a
//! session; [`settle_invitations`] and [`take_reply`] for letters.

pub mod actions;
pub mod exports;
pub mod forms;
pub mod jobs;
pub mod pages;
pub mod rules;
pub mod store;

pub use actions::facts::{YearFacts, year_facts};
pub use actions::invitations::{Due as DueLetter, KIND as INVITE, settle as settle_invitations};
pub use actions::occasions::{Recounted, recount as recount_occasions, recounts as recounts_of_occasions};
pub use actions::plans_below::draft_below as draft_plans_below;
pub use actions::public_notice::public_notice;
pub use actions::replies::take as take_reply;
pub use actions::series::open_due as open_due_series;
pub use actions::sessions::save_step;
pub use actions::successions::{call_off_series, call_off_session, hand_over_series, hand_over_session};
pub use actions::tasks::tasks;
pub use actions::templates::outline;
pub use jobs::fetch_calendars;
pub use pages::public_notice::NoticePaper;
pub use rules::attendance::{Attendee, Part, Presence};
pub use rules::invitations::{Answer, Call, Content, Letter, Reply, Said, Verdict, Way};
pub use rules::series::{Repeated, Series};
pub use rules::templates::Section;
pub use rules::{Session, SessionForm, SessionKind, SessionState, StateWord};
pub use store::attendance::attendance;
pub use store::contents::OWN_LINE;
pub use store::invitations::delete_strange as delete_strange_mails;
pub use store::series::repeated;
pub use store::sessions::{
    Filter, Found, all_between, by_code as session_by_code, find, list, of_unit, of_units, open_between, previous,
};
pub use store::successions::{codes as session_codes, series_going_on, sessions_ahead};
pub use store::texts::{index as index_texts, reach as text_reach};
