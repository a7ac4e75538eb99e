//! Pages of this room.

pub mod calculator;
pub mod guide;
pub mod notice;
pub mod unit;

use crate::web::ViewSpec;

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[
    ViewSpec::of::<calculator::Calculator>(),
    ViewSpec::of::<guide::Guide>(),
    ViewSpec::of::<unit::Unit>(),
    ViewSpec::of::<notice::Notice>(),
];
