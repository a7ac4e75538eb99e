//! Pages of this room.

pub mod agenda;
pub mod agenda_line;
pub mod clash;
pub mod closing;
pub mod floor;
pub mod item;
pub mod memory;
pub mod print;
mod print_sample;
pub mod room;

use crate::web::ViewSpec;

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[
    ViewSpec::of::<agenda::Show>(),
    ViewSpec::of::<agenda_line::Edit>(),
    ViewSpec::of::<room::Show>(),
    ViewSpec::of::<floor::Floor>(),
    ViewSpec::of::<item::Edit>(),
    ViewSpec::of::<clash::Show>(),
    ViewSpec::of::<print::Paper>(),
];
