//! Calendars on the wire: entries and feeds to `text/calendar` and back (RFC 5545, 7986, 6868), messages between calendars
//! and the mails that carry them (RFC 5546, 6047). Pure; no I/O, no clock.
//!
//! A room's `exports.rs` builds [`Entry`] values from its own rules types; the feeds room renders a [`Feed`] and serves
//! the bytes with [`etag`]. The `ical` crate lends its property model only: its writer breaks Vietnamese text and its
//! reader loses text and can be made to panic.

mod busy;
mod check;
mod emit;
mod entry;
mod imip;
mod itip;
mod line;
mod read;
mod rule;
mod text;
mod tree;
mod write;

pub use busy::{Busy, BusyFault, Stretch, busy};
pub use check::{Fault, faults};
pub use entry::{Alarm, Attendee, Color, Entry, Feed, Organizer, Partstat, Start, Status, When, uid, uid_of};
pub use imip::{Letter, Said, letter};
pub use itip::{Message, Method, Response};
pub use read::{MAX_BYTES, ReadFault, Reader, read};
pub use rule::{BadRule, Rule};
pub use tree::Component;
pub use write::{etag, render, render_message, render_object};

/// The `Content-Type` of what [`render`] makes.
pub const CONTENT_TYPE: &str = "text/calendar; charset=utf-8";

/// The one zone that our calendars are written in.
pub const ZONE: &str = "Asia/Ho_Chi_Minh";
