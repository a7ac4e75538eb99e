//! Pages of this room.

pub mod audit;
pub mod calendar;
pub mod jobs;
pub mod rule_sets;
pub mod set_up;

use crate::web::ViewSpec;

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[
    ViewSpec::of::<set_up::SetUp>(),
    ViewSpec::of::<audit::Audit>(),
    ViewSpec::of::<calendar::Draft>(),
    ViewSpec::of::<calendar::Issued>(),
    ViewSpec::of::<jobs::Jobs>(),
    ViewSpec::of::<rule_sets::Draft>(),
];
