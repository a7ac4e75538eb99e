//! The sessions that issues belong to, through the front door of their room; rights are asked about call or issue.

use std::collections::HashMap;

use crate::db::Conn;
use crate::dialogues::{Filter, Session, StateWord, of_unit};
use crate::error::{AppError, AppResult};
use crate::kernel::SessionId;

/// The session of a call or issue of `unit_code`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn session_of(conn: &Conn, unit_code: &str, id: SessionId) -> AppResult<Session> {
    let all = of_unit(conn, unit_code, &Filter::default()).await?;
    all.into_iter().find(|session| session.id == id).ok_or(AppError::NotFound)
}

/// All sessions of these units by id.
///
/// # Errors
/// The database's.
pub async fn sessions_of(conn: &Conn, units: impl IntoIterator<Item = String>) -> AppResult<HashMap<SessionId, Session>> {
    let mut units: Vec<String> = units.into_iter().collect();
    units.sort();
    units.dedup();
    let mut sessions = HashMap::new();
    for unit in units {
        sessions.extend(of_unit(conn, &unit, &Filter::default()).await?.into_iter().map(|session| (session.id, session)));
    }
    Ok(sessions)
}

/// Whether the session is still ahead, so that issues are collected for it.
#[must_use]
pub fn is_ahead(session: &Session) -> bool {
    matches!(session.state.word(), StateWord::Planned | StateWord::Announced)
}
