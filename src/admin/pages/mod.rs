//! Pages of this room: set-up and audit trail.

pub mod audit;
pub mod set_up;

use crate::web::ViewSpec;

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[ViewSpec::of::<set_up::SetUp>(), ViewSpec::of::<audit::Audit>()];
