//! Everything that can stop a use case, before anybody turned it into words or a page.
//!
//! Neighbour: `web::problem` makes the page or the problem+json out of it; inner text never leaves the log.

use crate::kernel::permit::Denied;
use crate::kernel::{Refusal, Violations};
use sea_orm::DbErr;

/// The one error of actions, stores and handlers.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error("not signed in")]
    NotSignedIn,
    #[error("not found")]
    NotFound,
    /// Shown as "not found"; goes into the audit trail.
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Refused(#[from] Violations),
    /// Somebody else saved first.
    #[error("saved by somebody else meanwhile")]
    Conflict,
    #[error("too many attempts; wait {seconds} s")]
    TooMany { seconds: u64 },
    #[error("larger than {limit_bytes} bytes")]
    TooLarge { limit_bytes: u64 },
    #[error("malformed request: {0}")]
    Malformed(&'static str),
    /// A body that no page takes: JSON, plain text.
    #[error("media type not taken")]
    MediaType,
    /// The address exists, for another method.
    #[error("method not allowed")]
    Method,
    /// The form was not made for this visitor (CSRF).
    #[error("form not from this site")]
    Forged,
    #[error("database unavailable: {0}")]
    Unavailable(String),
    #[error("internal: {0}")]
    Internal(String),
}

/// What actions, stores and handlers answer.
pub type AppResult<T> = Result<T, AppError>;

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<DbErr> for AppError {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Unavailable(error.to_string()),
            DbErr::RecordNotFound(_) => Self::NotFound,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<crate::kernel::alphabet::UnknownWord> for AppError {
    fn from(word: crate::kernel::alphabet::UnknownWord) -> Self {
        Self::Internal(word.to_string())
    }
}

impl From<serde_json::Error> for AppError {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.to_string())
    }
}
