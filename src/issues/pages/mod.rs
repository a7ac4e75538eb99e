//! Pages of this room.

pub mod agency;
pub mod alike;
pub mod answer_forms;
pub mod assign;
pub mod calls;
pub mod decide;
pub mod denunciations;
pub mod desk;
pub mod files;
pub mod gather;
pub mod imports;
pub mod intake;
pub mod list;
pub mod merge;
pub mod parts;
pub mod show;
pub mod track;

use crate::web::ViewSpec;

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[
    ViewSpec::of::<agency::Assigned>(),
    ViewSpec::of::<answer_forms::Write>(),
    ViewSpec::of::<answer_forms::SendBack>(),
    ViewSpec::of::<assign::Assign>(),
    ViewSpec::of::<calls::Calls>(),
    ViewSpec::of::<calls::Edit>(),
    ViewSpec::of::<decide::Decide>(),
    ViewSpec::of::<decide::Classify>(),
    ViewSpec::of::<denunciations::Notes>(),
    ViewSpec::of::<desk::Desk>(),
    ViewSpec::of::<imports::Import>(),
    ViewSpec::of::<intake::Kind>(),
    ViewSpec::of::<intake::Edit>(),
    ViewSpec::of::<intake::Withdraw>(),
    ViewSpec::of::<list::List>(),
    ViewSpec::of::<merge::Merge>(),
    ViewSpec::of::<show::Show>(),
    ViewSpec::of::<show::Petitioner>(),
    ViewSpec::of::<track::Track>(),
];
