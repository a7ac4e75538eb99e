//! The page of one issue, as far as the reader may see it; and the petitioner, on request. What it shows, `gather` collects.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::acts::Acts;
use super::alike::Alike;
use super::gather::{gather, gather_found};
use super::links::Related;
use crate::app::App;
use crate::issues::actions::{identity, shielded};
use crate::issues::store::attachments::Attachment;
use crate::kernel::IssueId;
use crate::web::{HistoryLine, PageResult, Path, Posted, View, Visit};

/// A file in a list.
#[derive(Debug, Serialize)]
pub struct FileLine {
    pub id: String,
    pub issue: String,
    pub name: String,
    pub kilobytes: i64,
    pub removable: bool,
    /// Taking it is written into the audit trail: a button, no link.
    pub recorded: bool,
}

impl FileLine {
    pub(super) fn of(file: &Attachment, removable: bool) -> Self {
        Self {
            id: file.id.to_string(),
            issue: file.issue.to_string(),
            name: file.file_name.clone(),
            kilobytes: (file.size_bytes / 1024).max(1),
            removable,
            recorded: false,
        }
    }

    pub(super) fn sample() -> Self {
        Self {
            id: "0193".into(), issue: "0193".into(), name: "Đơn.pdf".into(), kilobytes: 120, removable: true, recorded: false
        }
    }
}

/// An issue merged into this one, for the office.
#[derive(Debug, Serialize)]
pub struct MergedLine {
    pub id: String,
    pub submitter: String,
    pub wording: String,
    pub people: i32,
}

/// An agency with what it wrote, as far as the reader may see it.
#[derive(Debug, Serialize)]
pub struct AgencyCard {
    pub body: String,
    pub part: &'static str,
    pub due_on: Option<NaiveDate>,
    pub overdue: bool,
    pub note: String,
    pub state: Option<&'static str>,
    pub tone: &'static str,
    pub text: Option<String>,
    pub approved_by: Option<String>,
    pub returned_because: Option<String>,
    pub answer: String,
    pub version: i32,
    pub may_approve: bool,
    pub may_return: bool,
    /// The reader answers for this agency: its form.
    pub write: bool,
}

/// The notice to who raised it that it was received and what becomes of it.
#[derive(Debug, Serialize)]
pub struct NoticeLine {
    /// The last day, as long as it was not sent.
    pub due_on: Option<NaiveDate>,
    pub overdue: bool,
    pub sent_on: Option<NaiveDate>,
    pub way: Option<&'static str>,
    /// The reader may print it.
    pub paper: bool,
}

/// A remark with which it went back to its writer.
#[derive(Debug, Serialize)]
pub struct RemarkLine {
    pub made_by: String,
    pub made_at: DateTime<Utc>,
    pub text: String,
}

/// Where the approval inside its organisation stands, for that organisation alone.
#[derive(Debug, Serialize)]
pub struct ApprovalCard {
    /// `asked`, `returned` or `given`; none where nobody asked.
    pub word: Option<&'static str>,
    pub name: String,
    pub at: Option<DateTime<Utc>>,
    pub remarks: Vec<RemarkLine>,
    /// The reader hands in by asking for approval.
    pub asks: bool,
    pub may_approve: bool,
    pub may_take_back: bool,
}

impl ApprovalCard {
    fn sample(word: Option<&'static str>) -> Self {
        let made_at = DateTime::default();
        Self {
            word,
            name: "Nguyễn Thị Mẫu".into(),
            at: word.map(|_| made_at),
            remarks: vec![RemarkLine { made_by: "Nguyễn Thị Mẫu".into(), made_at, text: "Ghi rõ địa điểm".into() }],
            asks: word != Some("given"),
            may_approve: word == Some("asked"),
            may_take_back: word == Some("asked"),
        }
    }
}

/// The page of one issue.
#[derive(Debug, Serialize)]
pub struct Show {
    pub id: String,
    pub back: &'static str,
    pub number: Option<i32>,
    pub receipt: Option<String>,
    pub kind: &'static str,
    pub channel: &'static str,
    pub state: &'static str,
    pub tone: &'static str,
    pub late: bool,
    pub ground: Option<&'static str>,
    pub reason: String,
    /// A complaint on its way to its own procedure: the letter's text is shown.
    pub letter: bool,
    pub unit: String,
    pub session: String,
    pub session_title: String,
    pub session_on: NaiveDate,
    pub session_linked: bool,
    pub submitter: String,
    pub submitted_at: Option<DateTime<Utc>>,
    pub people: i32,
    /// With those of the issues merged into it.
    pub people_in_all: Option<i32>,
    pub village: String,
    pub field: String,
    pub competence: Option<&'static str>,
    /// Whose matter it is; of another organisation's issue it would tell who came with it.
    pub group: Option<&'static str>,
    pub wording: String,
    /// What it says is hidden; the office may look, which is recorded.
    pub is_sealed: bool,
    pub may_unseal: bool,
    pub has_receipt: bool,
    pub notice: Option<NoticeLine>,
    /// The office's wording, where it differs and both may be seen.
    pub public_wording: Option<String>,
    pub files: Vec<FileLine>,
    /// The issue at the end of the chain of a merged one, and its number.
    pub main: Option<String>,
    pub main_number: Option<i32>,
    pub merged: Vec<MergedLine>,
    pub links: Related,
    /// What says the same, over all years; for the office.
    pub alike: Vec<Alike>,
    pub agencies: Vec<AgencyCard>,
    pub history: Vec<HistoryLine>,
    pub approval: Option<ApprovalCard>,
    /// Where a draft stands inside its organisation: `asked` or `returned`, in place of its state.
    pub inside: Option<&'static str>,
    pub acts: Acts,
    pub for_office: bool,
    pub version: i32,
}

impl View for Show {
    const TEMPLATE: &'static str = "pages/issues/show";

    fn samples() -> Vec<Self> {
        let all = ["selected", "returned", "diverted", "refused", "merged", "split", "forwarded"];
        all.into_iter().map(|state| Self::sample(state, true)).chain([Self::sample("draft", false)]).collect()
    }
}

impl Show {
    fn sample(state: &'static str, all: bool) -> Self {
        let text = |text: &str| if all { text.to_owned() } else { String::new() };
        let acts = Acts::sample(state, all);
        let agency = |all: bool| AgencyCard {
            body: "Phòng Kinh tế".into(),
            part: if all { "lead" } else { "support" },
            due_on: all.then(NaiveDate::default),
            overdue: all,
            note: text("Nêu rõ nguồn vốn"),
            state: all.then_some("submitted"),
            tone: "yellow",
            text: all.then(|| "Đã có kế hoạch".into()),
            approved_by: all.then(|| "Trần Văn Mẫu".into()),
            returned_because: all.then(|| "Thiếu thời hạn".into()),
            answer: "0193".into(),
            version: 1,
            may_approve: all,
            may_return: all,
            write: all,
        };
        Self {
            id: "0193".into(),
            back: "/issues",
            number: all.then_some(4),
            receipt: all.then(|| "AB3DEFGH7K".into()),
            kind: if state == "diverted" { "complaint" } else { "proposal" },
            channel: "organisation",
            state,
            tone: "teal",
            late: all,
            ground: (state == "refused").then_some("settled"),
            reason: if ["returned", "diverted", "refused"].contains(&state) {
                "Ghi rõ địa điểm".into()
            } else {
                String::new()
            },
            letter: state == "diverted",
            unit: "phường Hải An".into(),
            session: "0193".into(),
            session_title: "Hội nghị đối thoại".into(),
            session_on: NaiveDate::default(),
            session_linked: all,
            submitter: text("Hội Phụ nữ"),
            submitted_at: all.then(DateTime::default),
            people: 25,
            people_in_all: all.then_some(40),
            village: text("Tổ dân phố 3"),
            field: text("Thoát nước"),
            competence: all.then_some("commune"),
            group: all.then_some("women"),
            wording: "Đề nghị cải tạo hệ thống thoát nước.".into(),
            is_sealed: state == "diverted",
            may_unseal: state == "diverted",
            has_receipt: all,
            notice: all.then(|| NoticeLine {
                due_on: (state != "returned").then(NaiveDate::default),
                overdue: state == "selected",
                sent_on: (state == "returned").then(NaiveDate::default),
                way: (state == "returned").then_some("post"),
                paper: state == "selected",
            }),
            public_wording: all.then(|| "Cải tạo thoát nước khu vực ngập.".into()),
            files: if all { vec![FileLine { recorded: state == "diverted", ..FileLine::sample() }] } else { Vec::new() },
            main: (state == "merged").then(|| "0194".into()),
            main_number: (state == "merged").then_some(2),
            merged: if all {
                vec![MergedLine {
                    id: "0195".into(), submitter: "Hội Nông dân".into(), wording: "Thoát nước".into(), people: 15
                }]
            } else {
                Vec::new()
            },
            links: if all { Related::sample() } else { Related::default() },
            alike: if all { Alike::sample() } else { Vec::new() },
            agencies: if all { vec![agency(true), agency(false)] } else { Vec::new() },
            history: vec![HistoryLine::sample("Gửi đến văn phòng")],
            inside: (state == "draft").then_some("asked"),
            approval: match state {
                "returned" => Some(ApprovalCard::sample(Some("returned"))),
                "selected" => Some(ApprovalCard::sample(Some("given"))),
                "draft" => Some(ApprovalCard::sample(Some("asked"))),
                "refused" => Some(ApprovalCard::sample(None)),
                _ => None,
            },
            for_office: acts.any_for_office(),
            acts,
            version: 1,
        }
    }
}

/// GET /issues/{id}
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>) -> PageResult {
    visit.page(&gather(&app, &visit, id).await?)
}

/// POST /issues/{id}/shielded: a look at a complaint that the audit trail records, hence no GET.
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn unseal(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, _posted: Posted) -> PageResult {
    let found = shielded::read(&app, &visit.ctx, id).await?;
    visit.page(&gather_found(&app, &visit, &found, false).await?)
}

/// Who raised an issue.
#[derive(Debug, Serialize)]
pub struct Petitioner {
    pub id: String,
    pub recorded: bool,
    pub full_name: String,
    pub address: String,
    pub contact: String,
}

impl View for Petitioner {
    const TEMPLATE: &'static str = "pages/issues/petitioner";

    fn samples() -> Vec<Self> {
        let sample = |recorded, text: &str| Self {
            id: "0193".into(),
            recorded,
            full_name: text.into(),
            address: text.into(),
            contact: text.into(),
        };
        vec![sample(true, "Nguyễn Thị Mẫu"), sample(true, ""), sample(false, "")]
    }
}

/// POST /issues/{id}/identity: a look that the audit trail records, hence no GET.
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn petitioner(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, _posted: Posted) -> PageResult {
    let identity = identity::reveal(&app, &visit.ctx, id).await?;
    let recorded = identity.is_some();
    let identity = identity.unwrap_or_default();
    visit.page(&Petitioner {
        id: id.to_string(),
        recorded,
        full_name: identity.full_name,
        address: identity.address,
        contact: identity.contact,
    })
}
