//! Use cases of this room.
//!
//! `conclusions` drafts and signs, `publication` proves where a notice was shown, `work` is the agency's part, `oversight`
//! that of Front, office and whoever handed the issue in, `time` moves a last day, and `calendar` where it has become a day off;
//! `successions` gives it to the heir of a body that ended; `tell` says who hears of it.

pub mod calendar;
pub mod conclusions;
pub mod evidence;
pub mod oversight;
pub mod publication;
mod step;
pub mod successions;
pub mod tasks;
mod tell;
pub mod time;
pub mod work;
