//! A unit's public page: coming sessions with the way of attending, sessions held, the calendar to subscribe to.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::app::App;
use crate::dialogues::{Filter, Session, SessionState, of_unit};
use crate::error::AppError;
use crate::organisation;
use crate::web::{Choice, PageResult, Path, View, Visit};

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

/// What became of the unit.
#[derive(Debug, Serialize)]
pub struct Ended {
    /// The last day, included.
    pub on: NaiveDate,
    /// Whether that day has passed.
    pub is_over: bool,
    /// Code and name of who goes on.
    pub heir: Option<Choice>,
}

/// Whose work the unit goes on with, or how it was called.
#[derive(Debug, Serialize)]
pub struct Before {
    pub name: String,
    pub until: NaiveDate,
    /// Code of a unit that has a page of its own.
    pub code: Option<String>,
}

/// The page.
#[derive(Debug, Serialize)]
pub struct Unit {
    pub code: String,
    pub name: String,
    pub ended: Option<Ended>,
    pub before: Vec<Before>,
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
        let ended = |is_over, heir: Option<&str>| Ended {
            on: NaiveDate::default(),
            is_over,
            heir: heir.map(|name| Choice::new("11414", name)),
        };
        let before =
            |code: Option<&str>| Before { name: "Xã Cũ".into(), until: NaiveDate::default(), code: code.map(str::to_owned) };
        let sample = |coming, past, ended| Self {
            code: "11413".into(),
            name: "Phường Hải An".into(),
            before: if ended { Vec::new() } else { vec![before(None), before(Some("11415"))] },
            ended: None,
            coming,
            past,
            webcal: "webcal://x/f.ics".into(),
            https: "https://x/f.ics".into(),
        };
        let none = |ended| Self { ended: Some(ended), ..sample(Vec::new(), Vec::new(), true) };
        vec![
            sample(vec![line(None), line(Some("Bão".into()))], vec![line(None)], false),
            none(ended(true, Some("Xã Mới"))),
            none(ended(false, Some("Xã Mới"))),
            none(ended(true, None)),
            sample(Vec::new(), Vec::new(), true),
        ]
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
    let today = visit.ctx.today();
    let ended = match unit.valid_to {
        Some(on) => {
            let heir = match &unit.heir {
                Some(code) => Some(organisation::unit(conn, code).await?),
                None => None,
            };
            let heir = heir.map(|heir| Choice::new(heir.code, heir.name));
            Some(Ended { on, is_over: on < today, heir })
        }
        None => None,
    };
    let mut before: Vec<Before> = organisation::predecessors(conn, std::slice::from_ref(&unit.code), today)
        .await?
        .into_iter()
        .filter_map(|one| Some(Before { until: one.valid_to?, name: one.name, code: Some(one.code) }))
        .collect();
    let names = organisation::successions::former_names_of_unit(conn, &unit.code).await?.into_iter();
    before.extend(names.map(|name| Before { name: name.name, until: name.last_on, code: None }));
    let https = app.link(&format!("/feeds/unit/{}.ics", unit.code));
    visit.page(&Unit {
        webcal: https.split_once("://").map_or_else(String::new, |(_, rest)| format!("webcal://{rest}")),
        https,
        coming: coming.into_iter().take(MOST).map(Line::of).collect(),
        past: past.into_iter().take(MOST).map(Line::of).collect(),
        ended,
        before,
        name: unit.name,
        code: unit.code,
    })
}
