//! Path and query as handlers take them: what cannot be read is a page of ours, never a bare line of text.

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{FromRequestParts, Path as AxumPath, Query as AxumQuery};

use crate::error::AppError;

/// Parameters of the path; an id that is none is simply not found.
#[derive(Debug, Clone, Copy, FromRequestParts)]
#[from_request(via(AxumPath), rejection(AppError))]
pub struct Path<T>(pub T);

/// Parameters of the query.
#[derive(Debug, Clone, Copy, FromRequestParts)]
#[from_request(via(AxumQuery), rejection(AppError))]
pub struct Query<T>(pub T);

/// A value as it stands in the query of an address of ours.
#[must_use]
pub fn in_query(value: &str) -> String {
    percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string()
}

impl From<PathRejection> for AppError {
    fn from(_: PathRejection) -> Self {
        Self::NotFound
    }
}

impl From<QueryRejection> for AppError {
    fn from(_: QueryRejection) -> Self {
        Self::Malformed("query")
    }
}
