//! Pages of this room: rule sets with what they say and whom they bind, and the working calendar.

pub mod date_line;
pub mod days;
pub mod rule_controls;
pub mod rule_forms;
pub mod rule_sets;
pub mod words;

use crate::web::ViewSpec;

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[
    ViewSpec::of::<rule_sets::List>(),
    ViewSpec::of::<rule_sets::Show>(),
    ViewSpec::of::<rule_forms::Edit>(),
    ViewSpec::of::<days::Year>(),
    ViewSpec::of::<days::Edit>(),
];
