//! Pages of this room.

pub mod absences;
pub mod answers;
pub mod attendance;
pub mod busy;
mod clash_lines;
pub mod dates;
pub mod decisions;
mod delegation_lines;
pub mod ledger;
pub mod occasions;
pub mod plan_forms;
mod plan_rows;
pub mod plans;
pub mod public_notice;
pub mod series;
pub mod series_forms;
mod series_words;
pub mod session_copy;
pub mod session_forms;
mod session_help;
pub mod sessions;
mod template_help;
pub mod templates;

use crate::web::ViewSpec;

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[
    ViewSpec::of::<sessions::List>(),
    ViewSpec::of::<sessions::Show>(),
    ViewSpec::of::<dates::Dates>(),
    ViewSpec::of::<session_forms::Edit>(),
    ViewSpec::of::<session_copy::Copy>(),
    ViewSpec::of::<session_forms::Move>(),
    ViewSpec::of::<session_forms::Cancel>(),
    ViewSpec::of::<attendance::Sheet>(),
    ViewSpec::of::<attendance::EditLine>(),
    ViewSpec::of::<plans::Book>(),
    ViewSpec::of::<plans::Show>(),
    ViewSpec::of::<ledger::Figure>(),
    ViewSpec::of::<series::List>(),
    ViewSpec::of::<series::Show>(),
    ViewSpec::of::<series_forms::Edit>(),
    ViewSpec::of::<public_notice::Notice>(),
    ViewSpec::of::<occasions::List>(),
    ViewSpec::of::<occasions::Show>(),
    ViewSpec::of::<decisions::Decide>(),
    ViewSpec::of::<absences::Absences>(),
    ViewSpec::of::<busy::Busy>(),
    ViewSpec::of::<templates::List>(),
    ViewSpec::of::<templates::Edit>(),
];
