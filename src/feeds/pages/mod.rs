//! Pages and feeds of this room.

pub mod calendar;
pub mod dav;
pub mod health;
pub mod ics;
pub mod mail_in;
mod material;
pub mod month;
mod serve;

use crate::web::ViewSpec;

/// All views of this room.
pub const VIEWS: &[ViewSpec] =
    &[ViewSpec::of::<calendar::Calendar>(), ViewSpec::of::<calendar::Made>(), ViewSpec::of::<health::Subscriptions>()];
