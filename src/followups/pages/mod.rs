//! Pages of this room.

pub mod acts;
pub mod commitment;
pub mod conclusion;
pub mod conclusion_forms;
mod deadline;
pub mod desks;
pub mod lines;
pub mod list;
pub mod paper;
pub mod public;
pub mod publication;

use crate::web::ViewSpec;

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[
    ViewSpec::of::<conclusion::Show>(),
    ViewSpec::of::<conclusion_forms::Edit>(),
    ViewSpec::of::<conclusion_forms::EditTask>(),
    ViewSpec::of::<conclusion_forms::Sign>(),
    ViewSpec::of::<publication::Publish>(),
    ViewSpec::of::<paper::Paper>(),
    ViewSpec::of::<list::List>(),
    ViewSpec::of::<desks::Desk>(),
    ViewSpec::of::<commitment::Show>(),
    ViewSpec::of::<acts::Form>(),
    ViewSpec::of::<public::PublicList>(),
];
