//! Pages of this room.

pub mod jobs;
pub mod set_up;

use crate::web::ViewSpec;

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[ViewSpec::of::<jobs::Jobs>(), ViewSpec::of::<set_up::SetUp>()];
