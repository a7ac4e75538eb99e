//! Pages of this room.

pub mod below;
pub mod decide;
pub mod edit;
pub mod figure;
pub mod letters;
pub mod list;
pub mod print;
pub mod radar;
pub mod show;
mod show_samples;
mod words;

use crate::web::{PageResult, ViewSpec, download};

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[
    ViewSpec::of::<list::List>(),
    ViewSpec::of::<list::New>(),
    ViewSpec::of::<show::Show>(),
    ViewSpec::of::<edit::Edit>(),
    ViewSpec::of::<figure::List>(),
    ViewSpec::of::<decide::Confirm>(),
    ViewSpec::of::<decide::Remark>(),
    ViewSpec::of::<below::Below>(),
    ViewSpec::of::<below::OneFigure>(),
    ViewSpec::of::<print::Print>(),
    ViewSpec::of::<radar::Radar>(),
    ViewSpec::of::<radar::Behind>(),
    ViewSpec::of::<letters::Letters>(),
];

/// A table as a file to keep.
fn csv_file(name: &str, rows: &[Vec<String>]) -> PageResult {
    download(&format!("{name}.csv"), "text/csv; charset=utf-8", crate::reports::exports::csv(rows))
}
