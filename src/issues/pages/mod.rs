//! Pages of this room.

pub mod acts;
pub mod agency;
pub mod alike;
pub mod answer_forms;
pub mod answer_many;
pub mod answers_waiting;
pub mod approvals;
pub mod assign;
pub mod calls;
pub mod decide;
pub mod denunciations;
pub mod desk;
pub mod files;
pub mod filters;
pub mod forward;
pub mod gather;
pub mod import_files;
pub mod import_look;
pub mod imports;
pub mod intake;
pub mod links;
pub mod list;
pub mod merge;
pub mod moving;
pub mod notices;
pub mod own_fields;
pub mod papers;
pub mod parts;
pub mod repeats;
pub mod show;
pub mod split;
pub mod synthesis;
pub mod synthesis_files;
pub mod track;
pub mod triage;

use crate::web::ViewSpec;

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[
    ViewSpec::of::<agency::Assigned>(),
    ViewSpec::of::<answer_forms::Write>(),
    ViewSpec::of::<answer_many::Many>(),
    ViewSpec::of::<answers_waiting::Waiting>(),
    ViewSpec::of::<answer_forms::SendBack>(),
    ViewSpec::of::<approvals::Waiting>(),
    ViewSpec::of::<approvals::TurnBack>(),
    ViewSpec::of::<assign::Assign>(),
    ViewSpec::of::<calls::Calls>(),
    ViewSpec::of::<calls::Edit>(),
    ViewSpec::of::<decide::Decide>(),
    ViewSpec::of::<decide::Classify>(),
    ViewSpec::of::<denunciations::Notes>(),
    ViewSpec::of::<desk::Desk>(),
    ViewSpec::of::<forward::Forward>(),
    ViewSpec::of::<import_look::Look>(),
    ViewSpec::of::<imports::Import>(),
    ViewSpec::of::<intake::Kind>(),
    ViewSpec::of::<intake::Edit>(),
    ViewSpec::of::<intake::Withdraw>(),
    ViewSpec::of::<list::List>(),
    ViewSpec::of::<merge::Merge>(),
    ViewSpec::of::<moving::Move>(),
    ViewSpec::of::<own_fields::List>(),
    ViewSpec::of::<own_fields::Edit>(),
    ViewSpec::of::<notices::Owed>(),
    ViewSpec::of::<papers::Paper>(),
    ViewSpec::of::<repeats::Repeats>(),
    ViewSpec::of::<show::Show>(),
    ViewSpec::of::<show::Petitioner>(),
    ViewSpec::of::<split::Split>(),
    ViewSpec::of::<synthesis::Table>(),
    ViewSpec::of::<synthesis::Behind>(),
    ViewSpec::of::<synthesis_files::Print>(),
    ViewSpec::of::<track::Track>(),
    ViewSpec::of::<triage::Triage>(),
];
