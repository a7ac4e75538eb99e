//! A unit's public page: coming sessions with the way of attending, sessions held, the calendar to subscribe to.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::app::App;
use crate::dialogues::{Filter, Session, SessionState, of_unit};
use crate::error::AppError;
use crate::organisation;
use crate::web::{PageResult, Path, View, Visit};

/// Sessions shown of each kind.
const MOST: usize = 20;

/// A session as the public sees it.
#[derive(Debug, Serialize)]
pub struct Line {
    pub code: String,
    pub title: String,
    pub counterpart: String,
    pub on: NaiveDate,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub place: String,
    pub attend_how: String,
    pub cancelled_because: Option<String>,
}

impl Line {
    fn of(session: Session) -> Self {
        Self {
            on: session.on(),
            code: session.code,
            cancelled_because: match session.state {
                SessionState::Cancelled { reason, .. } => Some(reason),
                _ => None,
            },
            title: session.title,
            counterpart: session.counterpart,
            starts_at: session.starts_at,
            ends_at: session.ends_at,
            place: session.place,
            attend_how: session.attend_how,
        }
    }
}

/// The page.
#[derive(Debug, Serialize)]
pub struct Unit {
    pub code: String,
    pub name: String,
    pub coming: Vec<Line>,
    pub past: Vec<Line>,
    pub webcal: String,
    pub https: String,
}

impl View for Unit {
    const TEMPLATE: &'static str = "pages/public/unit";

    fn samples() -> Vec<Self> {
        let line = |cancelled_because| Line {
            code: "11413-2026-01".into(),
            title: "Hội nghị đối thoại".into(),
            counterpart: "Nhân dân phường".into(),
            on: NaiveDate::default(),
            starts_at: DateTime::default(),
            ends_at: DateTime::default(),
            place: "Hội trường".into(),
            attend_how: "Đăng ký với tổ trưởng".into(),
            cancelled_because,
        };
        let sample = |coming, past| Self {
            code: "11413".into(),
            name: "Phường Hải An".into(),
            coming,
            past,
            webcal: "webcal://x/f.ics".into(),
            https: "https://x/f.ics".into(),
        };
        vec![sample(vec![line(None), line(Some("Bão".into()))], vec![line(None)]), sample(Vec::new(), Vec::new())]
    }
}

/// GET /public/{unit}
///
/// # Errors
/// [`AppError::NotFound`] for a unit that does not take part.
pub async fn show(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> PageResult {
    let conn = app.db().read();
    let unit = organisation::unit(conn, &code).await?;
    if unit.activated_at.is_none() {
        return Err(AppError::NotFound);
    }
    let mut sessions = of_unit(conn, &unit.code, &Filter::default()).await?;
    sessions.retain(|session| session.state.is_public());
    let (mut coming, mut past): (Vec<_>, Vec<_>) = sessions.into_iter().partition(|session| session.ends_at >= visit.ctx.now);
    coming.sort_by_key(|session| session.starts_at);
    past.retain(|session| !matches!(session.state, SessionState::Cancelled { .. }));
    let https = app.link(&format!("/feeds/unit/{}.ics", unit.code));
    visit.page(&Unit {
        webcal: https.split_once("://").map_or_else(String::new, |(_, rest)| format!("webcal://{rest}")),
        https,
        coming: coming.into_iter().take(MOST).map(Line::of).collect(),
        past: past.into_iter().take(MOST).map(Line::of).collect(),
        name: unit.name,
        code: unit.code,
    })
}
