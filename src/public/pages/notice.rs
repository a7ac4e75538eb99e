//! The public notice of a session, for everybody: the paper as it hangs on the board.

use axum::extract::State;
use serde::Serialize;

use crate::app::App;
use crate::dialogues::{NoticePaper, public_notice, session_by_code};
use crate::error::AppError;
use crate::organisation;
use crate::web::{PageResult, Path, View, Visit};

/// The page.
#[derive(Debug, Serialize)]
pub struct Notice {
    pub unit: String,
    pub paper: NoticePaper,
}

impl View for Notice {
    const TEMPLATE: &'static str = "pages/public/notice";

    fn samples() -> Vec<Self> {
        NoticePaper::samples().into_iter().map(|paper| Self { unit: "03667".into(), paper }).collect()
    }
}

/// GET /public/{unit}/notices/{code}
///
/// # Errors
/// [`AppError::NotFound`] for a unit that does not take part, and for a session that is not announced.
pub async fn show(State(app): State<App>, visit: Visit, Path((unit, code)): Path<(String, String)>) -> PageResult {
    let conn = app.db().read();
    let unit = organisation::unit(conn, &unit).await?;
    let mut session = session_by_code(conn, &unit.code, &code).await?;
    // The old address of a session that went to the heir still finds it.
    let mut unit = unit;
    if session.is_none() && unit.activated_at.is_some() {
        unit = organisation::heir_of(conn, unit, visit.ctx.today()).await?;
        session = session_by_code(conn, &unit.code, &code).await?;
    }
    let session = session.filter(|one| unit.activated_at.is_some() && one.state.is_public()).ok_or(AppError::NotFound)?;
    let issued = public_notice(conn, &session, &unit, visit.ctx.today()).await?;
    visit.page(&Notice { unit: unit.code, paper: issued.into() })
}
