//! The inbox.

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::i18n::Locale;
use crate::kernel::{NoticeId, PageRequest};
use crate::notices::actions;
use crate::notices::exports::{Detail, words};
use crate::notices::store::inbox;
use crate::web::{PageResult, Path, Posted, Query, View, ViewSpec, Visit};

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[ViewSpec::of::<Inbox>()];

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    page: Option<u64>,
}

/// A notice as the inbox shows it.
#[derive(Debug, Serialize)]
pub struct Line {
    pub id: String,
    pub title: String,
    pub text: Option<String>,
    pub details: Vec<Detail>,
    pub at: DateTime<Utc>,
    pub is_new: bool,
}

impl Line {
    fn of(line: inbox::Line, locale: Locale) -> Self {
        let words = words(locale, &line.code, &line.args);
        Self {
            id: line.id.to_string(),
            title: words.title,
            text: words.text,
            details: words.details,
            at: line.created_at,
            is_new: !line.is_read,
        }
    }
}

/// The inbox's view.
#[derive(Debug, Serialize)]
pub struct Inbox {
    pub lines: Vec<Line>,
    pub unread: u64,
    pub number: u64,
    pub last: u64,
    pub total: u64,
}

impl View for Inbox {
    const TEMPLATE: &'static str = "pages/notices/inbox";

    fn samples() -> Vec<Self> {
        let line = |is_new: bool| Line {
            id: "0193".into(),
            title: "Hội nghị đối thoại được công bố: Hội nghị đối thoại quý III năm 2025".into(),
            text: is_new.then(|| "Đề nghị các cơ quan chuẩn bị.".into()),
            details: vec![
                Detail { label: "Thời gian".into(), value: "08:00, 28/08/2025".into() },
                Detail { label: "Địa điểm".into(), value: "Hội trường UBND phường".into() },
            ],
            at: DateTime::default(),
            is_new,
        };
        vec![
            Self { lines: vec![line(true), line(false)], unread: 1, number: 1, last: 2, total: 62 },
            Self { lines: vec![line(false)], unread: 0, number: 1, last: 1, total: 1 },
            Self { lines: Vec::new(), unread: 0, number: 1, last: 1, total: 0 },
        ]
    }
}

/// GET /inbox
///
/// # Errors
/// The database's.
pub async fn list(State(app): State<App>, visit: Visit, Query(query): Query<ListQuery>) -> PageResult {
    let account = actions::owner(&visit.ctx)?;
    let page = inbox::list(app.db().read(), account, PageRequest::number(query.page)).await?;
    visit.page(&Inbox {
        unread: visit.unread,
        number: page.number,
        last: page.last(),
        total: page.total,
        lines: page.rows.into_iter().map(|line| Line::of(line, visit.locale)).collect(),
    })
}

/// POST /inbox/{id}/open: marks the line as read and goes on to its matter.
///
/// # Errors
/// [`crate::error::AppError::NotFound`], also for a line of somebody else.
pub async fn open(State(app): State<App>, visit: Visit, Path(id): Path<NoticeId>, _posted: Posted) -> PageResult {
    let line = actions::open(&app, &visit.ctx, id).await?;
    visit.go(if line.href.starts_with('/') { &line.href } else { "/inbox" })
}

/// POST /inbox/read: marks everything as read.
///
/// # Errors
/// The database's.
pub async fn read_all(State(app): State<App>, visit: Visit, _posted: Posted) -> PageResult {
    actions::read_all(&app, &visit.ctx).await?;
    visit.redirect("/inbox", "flash-inbox-read")
}
