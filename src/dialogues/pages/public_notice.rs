//! The public notice as a paper for print and as text for copying: for those who work in the unit; the public room shows the
//! same to everybody. Part: `partials/public_notice`.

use axum::extract::State;
use serde::Serialize;

use crate::app::App;
use crate::dialogues::actions::public_notice::{Issued, public_notice};
use crate::dialogues::rules::public_notice::NoticeKind;
use crate::dialogues::store::sessions;
use crate::kernel::{Action, SessionId};
use crate::web::{PageResult, Path, View, Visit};

/// The notice as the part shows it.
#[derive(Debug, Clone, Serialize)]
pub struct NoticePaper {
    pub kind: &'static str,
    pub is_party: bool,
    pub issuer: String,
    pub about: String,
    pub paragraphs: Vec<String>,
    /// All of it as plain text.
    pub text: String,
}

impl From<Issued> for NoticePaper {
    fn from(issued: Issued) -> Self {
        let text = issued.notice.text();
        Self {
            kind: issued.notice.kind.as_str(),
            is_party: issued.is_party,
            issuer: issued.issuer,
            about: issued.notice.about,
            paragraphs: issued.notice.paragraphs,
            text,
        }
    }
}

impl NoticePaper {
    /// One of each kind for the views' samples.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let sample = |kind: &NoticeKind| Self {
            kind: kind.as_str(),
            is_party: *kind == NoticeKind::Changed,
            issuer: "Ủy ban nhân dân phường Chiềng An".into(),
            about: "Tổ chức Hội nghị đối thoại năm 2026".into(),
            paragraphs: vec!["1. Thời gian: từ 08 giờ 00.".into()],
            text: "THÔNG BÁO".into(),
        };
        NoticeKind::ALL.iter().map(sample).collect()
    }
}

/// The page of those who work with the session.
#[derive(Debug, Serialize)]
pub struct Notice {
    pub id: String,
    /// Nobody outside knows of it yet.
    pub is_draft: bool,
    pub paper: NoticePaper,
}

impl View for Notice {
    const TEMPLATE: &'static str = "pages/dialogues/notice";

    fn samples() -> Vec<Self> {
        let sample = |paper: NoticePaper| Self { id: "0193".into(), is_draft: paper.is_party, paper };
        NoticePaper::samples().into_iter().map(sample).collect()
    }
}

/// GET /dialogues/{id}/notice
///
/// # Errors
/// Not found, or denied.
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    let conn = app.db().read();
    let found = sessions::find(conn, &visit.ctx, Action::ReadSessions, id).await?;
    let issued = public_notice(conn, &found.session, &found.unit, visit.ctx.today()).await?;
    visit.page(&Notice { id: id.to_string(), is_draft: !found.session.state.is_public(), paper: issued.into() })
}
