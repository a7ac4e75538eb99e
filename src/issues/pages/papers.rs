//! Papers for who raised something: the receipt, the notice of what becomes of it, the letter that leads a complaint to its
//! own procedure. None of them repeats what was said or by whom: papers lie about.
//!
//! They are Vietnamese in every language of the interface: they go to people.

use axum::extract::State;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::app::App;
use crate::db::Conn;
use crate::error::{AppError, AppResult};
use crate::i18n::{self, Locale, format};
use crate::issues::rules::{Approval, Issue, IssueKind, IssueState, Part, StateWord, notice};
use crate::issues::store::issues::{self, Found};
use crate::issues::store::{assignments, attachments, links, sessions};
use crate::kernel::clock::local_date;
use crate::kernel::{Action, IssueId};
use crate::organisation::{self, Unit, bodies_by_ids};
use crate::web::{PageResult, Path, View, Visit};

/// A paper.
#[derive(Debug, Serialize)]
pub struct Paper {
    pub id: String,
    /// `receipt`, `notice` or `letter`.
    pub what: &'static str,
    pub issuer: String,
    /// "Hải An, ngày 05 tháng 02 năm 2026".
    pub place_and_date: String,
    /// The unit as it stands in a sentence.
    pub unit: String,
    pub organisation: String,
    pub code: String,
    pub kind: String,
    pub received: String,
    pub late: bool,
    pub people: i32,
    pub files: usize,
    pub session: String,
    pub session_on: String,
    /// Where it can be followed.
    pub follow: String,
    pub state: &'static str,
    pub number: Option<i32>,
    /// Number of the issue that it was put to.
    pub main_number: Option<i32>,
    pub ground: Option<String>,
    pub lead: Option<String>,
    /// Who approved it inside its organisation, and when: "Nguyễn Thị Mẫu, 02/02/2026".
    pub approved: Option<String>,
    /// Units that it was sent to.
    pub receivers: Vec<String>,
}

impl View for Paper {
    const TEMPLATE: &'static str = "pages/issues/paper";

    fn samples() -> Vec<Self> {
        let sample = |what: &'static str, state: &'static str, all: bool| Self {
            id: "0193".into(),
            what,
            issuer: "Văn phòng phường Hải An".into(),
            place_and_date: "Hải An, ngày 05 tháng 02 năm 2026".into(),
            unit: "phường Hải An".into(),
            organisation: "Hội Phụ nữ".into(),
            code: "AB3DEFGH7K".into(),
            kind: "Kiến nghị".into(),
            received: "02/02/2026".into(),
            late: all,
            people: 25,
            files: if all { 2 } else { 0 },
            session: "Hội nghị đối thoại".into(),
            session_on: "25/02/2026".into(),
            follow: "https://doithoai.example.vn/track?code=AB3DEFGH7K".into(),
            state,
            number: all.then_some(4),
            main_number: all.then_some(2),
            ground: (state == "refused").then(|| "Đã có kết quả giải quyết".into()),
            lead: all.then(|| "Phòng Kinh tế".into()),
            approved: all.then(|| "Nguyễn Thị Mẫu, ngày 02/02/2026".into()),
            receivers: if all { vec!["phường An Biên".into(), "phường Lê Chân".into()] } else { Vec::new() },
        };
        let states = ["submitted", "accepted", "selected", "written-only", "refused", "merged", "split", "forwarded", "diverted"];
        let notices = states.iter().flat_map(|state| [sample("notice", state, true), sample("notice", state, false)]);
        let others = [sample("receipt", "accepted", true), sample("receipt", "draft", false), sample("letter", "diverted", true)];
        notices.chain(others).collect()
    }
}

/// The issue for its office or its organisation, without a word of a complaint.
async fn find(app: &App, visit: &Visit, id: IssueId) -> AppResult<Found> {
    let found = issues::find(app.db().read(), &visit.ctx, Action::ReadIssue, id).await?;
    let unit = found.unit.target();
    if visit.ctx.permit(Action::TriageIssue, &unit).is_err() {
        let own = unit.owned_by(found.issue.submitter.map(|body| body.0));
        visit.ctx.permit(Action::SubmitIssue, &own)?;
    }
    // A part has no receipt that anybody was given: the papers are those of the whole.
    let has_papers = found.issue.submitter.is_some() && !found.issue.is_private() && found.issue.links.split_from.is_none();
    if has_papers { Ok(found) } else { Err(AppError::NotFound) }
}

async fn paper(app: &App, visit: &Visit, found: Found, what: &'static str) -> AppResult<Paper> {
    let conn = app.db().read();
    let Found { issue, unit, .. } = found;
    let session = sessions::session_of(conn, &issue.unit_code, issue.session).await?;
    let named = if issue.is_shielded() { Vec::new() } else { assignments::of_issue(conn, issue.id).await? };
    let lead = named.iter().find(|one| one.part == Part::Lead).map(|one| one.body);
    let bodies = bodies_by_ids(conn, issue.submitter.into_iter().chain(lead)).await?;
    let name = |id| bodies.iter().find(|body| Some(body.id) == id).map(|body| body.name.clone());
    let main = issues::main_of(conn, &issue).await?;
    let say = |key: String| i18n::text(Locale::Vi, &key, &[]);
    let receivers = receivers(conn, &issue).await?;
    Ok(Paper {
        id: issue.id.to_string(),
        what,
        issuer: format!("Văn phòng {}", unit.in_a_sentence()),
        place_and_date: format!("{}, {}", bare(&unit), day_in_words(visit.ctx.today())),
        unit: unit.in_a_sentence(),
        organisation: name(issue.submitter).unwrap_or_default(),
        kind: say(format!("issue-kind-{}", issue.content.kind)),
        received: issue.submitted_at.map(|at| format::date(Locale::Vi, local_date(at))).unwrap_or_default(),
        late: issue.late,
        people: issue.content.people,
        files: attachments::of_issue(conn, issue.id).await?.len(),
        session_on: format::date(Locale::Vi, session.on()),
        session: session.title,
        follow: app.link(&format!("/track?code={}", issue.receipt_code)),
        code: issue.receipt_code,
        state: issue.state.word().as_str(),
        number: issue.number,
        main_number: main.number.filter(|_| main.id != issue.id),
        ground: match issue.state {
            IssueState::Refused { ground, .. } => Some(say(format!("issue-ground-{ground}"))),
            _ => None,
        },
        approved: match &issue.approval {
            Approval::Given(mark) => Some(format!("{}, ngày {}", mark.name, format::date(Locale::Vi, local_date(mark.at)))),
            _ => None,
        },
        lead: lead.and_then(|lead| name(Some(lead))),
        receivers,
    })
}

/// The units that an issue was sent to and that have it, as they stand in a sentence.
async fn receivers(conn: &Conn, issue: &Issue) -> AppResult<Vec<String>> {
    let mut names = Vec::new();
    if issue.state.word() == StateWord::Forwarded {
        for twin in links::twins_of(conn, issue.id).await?.iter().filter(|twin| twin.state != IssueState::Withdrawn) {
            names.push(organisation::unit(conn, &twin.unit_code).await?.in_a_sentence());
        }
    }
    Ok(names)
}

/// The unit's own name without its kind.
fn bare(unit: &Unit) -> &str {
    const KINDS: [&str; 6] = ["Phường ", "Xã ", "Đặc khu ", "Thành phố ", "Tỉnh ", "Thị trấn "];
    KINDS.iter().find_map(|kind| unit.name.strip_prefix(kind)).unwrap_or(&unit.name)
}

/// Days below ten and the months one and two bear a leading nought.
fn day_in_words(day: NaiveDate) -> String {
    let month = if day.month() < 3 { format!("0{}", day.month()) } else { day.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

/// GET /issues/{id}/receipt
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn receipt(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>) -> PageResult {
    let found = find(&app, &visit, id).await?;
    visit.page(&paper(&app, &visit, found, "receipt").await?)
}

/// GET /issues/{id}/notice: of what becomes of it; a complaint gets its letter.
///
/// # Errors
/// [`AppError::NotFound`] where none is owed, [`AppError::Denied`].
pub async fn notice(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>) -> PageResult {
    let found = find(&app, &visit, id).await?;
    visit.ctx.permit(Action::TriageIssue, &found.unit.target())?;
    let is_complaint = found.issue.is_shielded() && found.issue.content.kind == IssueKind::Complaint;
    if !notice::is_owed(&found.issue) {
        return Err(AppError::NotFound);
    }
    visit.page(&paper(&app, &visit, found, if is_complaint { "letter" } else { "notice" }).await?)
}

/// GET /issues/{id}/letter
///
/// # Errors
/// [`AppError::NotFound`] where it was not led to another procedure, [`AppError::Denied`].
pub async fn letter(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>) -> PageResult {
    let found = find(&app, &visit, id).await?;
    if found.issue.state.word() != StateWord::Diverted {
        return Err(AppError::NotFound);
    }
    visit.page(&paper(&app, &visit, found, "letter").await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_the_first_two_months_bear_a_nought() {
        let words = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).map(day_in_words).unwrap();
        assert_eq!(words(2026, 2, 5), "ngày 05 tháng 02 năm 2026");
        assert_eq!(words(2026, 11, 23), "ngày 23 tháng 11 năm 2026");
        assert_eq!(words(2026, 3, 1), "ngày 01 tháng 3 năm 2026");
    }
}
