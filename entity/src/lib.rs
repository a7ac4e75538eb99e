//! The tables as sea-orm entities, one file each: columns only, no logic.
//!
//! Words of closed lists are stored as text; the rooms' `rules` own the lists and the schema checks nothing twice.
//! Instants are UTC with microseconds, local dates are dates.

pub mod account;
pub mod agenda;
pub mod agenda_item;
pub mod answer;
pub mod answer_version;
pub mod assignment;
pub mod attachment;
pub mod attendance;
pub mod audit_entry;
pub mod audit_head;
pub mod body;
pub mod busy_source;
pub mod busy_time;
pub mod calendar_day;
pub mod call;
pub mod call_body;
pub mod commitment;
pub mod commitment_extension;
pub mod commitment_support;
pub mod conclusion;
pub mod conclusion_channel;
pub mod conclusion_task;
pub mod counter;
pub mod denunciation_note;
pub mod dialogue_session;
pub mod feed;
pub mod field;
pub mod holding;
pub mod issue;
pub mod issue_identity;
pub mod job;
pub mod membership;
pub mod minutes;
pub mod minutes_answer;
pub mod minutes_clash;
pub mod minutes_item;
pub mod notice;
pub mod outbox;
pub mod person;
pub mod post;
pub mod progress;
pub mod promise;
pub mod reminder;
pub mod report;
pub mod report_comment;
pub mod rule_set;
pub mod series;
pub mod setting;
pub mod sign_in;
pub mod sign_in_failure;
pub mod unit;
pub mod unit_rule_set;
pub mod year_plan;
