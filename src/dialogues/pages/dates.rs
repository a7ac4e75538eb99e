//! The dates around a session as a paper: each with its article and every day that was counted.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;

use crate::app::App;
use crate::dialogues::store::sessions;
use crate::duties::{self, DateLine, EditionName};
use crate::error::AppError;
use crate::kernel::{Action, SessionId};
use crate::law::DateKind;
use crate::web::{PageResult, Path, View, Visit};

/// The paper.
#[derive(Debug, Serialize)]
pub struct Dates {
    pub id: SessionId,
    pub title: String,
    pub code: String,
    pub unit: String,
    pub on: NaiveDate,
    pub dates: Vec<DateLine>,
    pub edition: Option<EditionName>,
}

impl View for Dates {
    const TEMPLATE: &'static str = "pages/dialogues/dates";

    fn samples() -> Vec<Self> {
        let sample = |edition| Self {
            id: SessionId::fresh(),
            title: "Đối thoại năm 2026".into(),
            code: "03667-2026-01".into(),
            unit: "Phường Chiềng An".into(),
            on: NaiveDate::default(),
            dates: vec![DateLine::sample(DateKind::PublicNotice, false), DateLine::sample(DateKind::ConclusionNotice, true)],
            edition,
        };
        vec![sample(Some(EditionName::sample())), sample(None)]
    }
}

/// GET /dialogues/{id}/dates/print
///
/// # Errors
/// [`AppError::NotFound`] also for a reception day, around which nothing is due; [`AppError::Denied`].
pub async fn print(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    let conn = app.db().read();
    let found = sessions::find(conn, &visit.ctx, Action::ReadSessions, id).await?;
    if found.session.kind.is_reception() {
        return Err(AppError::NotFound);
    }
    let on = found.session.on();
    visit.page(&Dates {
        id,
        dates: duties::date_lines(conn, &found.session.unit_code, on).await?,
        edition: duties::edition_name(conn).await?,
        title: found.session.title,
        code: found.session.code,
        unit: found.unit.name,
        on,
    })
}
