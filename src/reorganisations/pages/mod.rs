//! Pages of this room.

pub mod book;
pub mod draft;
pub mod edit;
pub mod list;

use crate::web::ViewSpec;

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[
    ViewSpec::of::<list::List>(),
    ViewSpec::of::<edit::Edit>(),
    ViewSpec::of::<draft::Draft>(),
    ViewSpec::of::<book::Book>(),
    ViewSpec::of::<book::Paper>(),
];
