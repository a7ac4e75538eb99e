//! Pages of this room.

pub mod below;
pub mod decide;
pub mod edit;
pub mod figure;
pub mod list;
pub mod print;
pub mod show;
mod show_samples;
mod words;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::error::AppError;
use crate::web::{PageResult, ViewSpec};

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
];

/// A table as a file to keep; `name` is plain ASCII.
fn csv_file(name: &str, rows: &[Vec<String>]) -> PageResult {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\""))
        .map_err(|_| AppError::Internal(format!("file name {name:?}")))?;
    let mut response: Response = crate::reports::exports::csv(rows).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    Ok(response)
}
