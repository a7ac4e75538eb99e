//! One commitment: its facts, how far it is, what the reader can do now, and everything that happened.

use axum::extract::State as AppState;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::app::App;
use crate::dialogues;
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::followups::pages::acts::{Act, allowed};
use crate::followups::pages::before::{Before, before};
use crate::followups::pages::lines::{self, Line};
use crate::followups::rules::{
    Extension, Outcome, Pause, ProgressKind, State, StateWord, Timing, clock, extension, is_late_by_extension,
};
use crate::followups::store::commitments::{self, Found};
use crate::followups::store::{evidence, extensions, pauses, progress, sources};
use crate::i18n::{self, Locale};
use crate::kernel::clock::local_date;
use crate::kernel::{Action, BodyId, CommitmentId, Ctx, Role};
use crate::web::{PageResult, Path, View, Visit};

/// A step of the way, for the part `steps`.
#[derive(Debug, Serialize)]
pub struct Stage {
    pub label: String,
    pub state: &'static str,
    pub note: String,
}

/// An entry of the timeline.
#[derive(Debug, Serialize)]
pub struct Entry {
    pub at: DateTime<Utc>,
    pub title: String,
    pub by: String,
    pub text: String,
    pub files: Vec<FileLine>,
}

/// A file of evidence.
#[derive(Debug, Serialize)]
pub struct FileLine {
    pub href: String,
    pub name: String,
    pub kilobytes: i64,
}

/// A request for time that waits.
#[derive(Debug, Serialize)]
pub struct Asked {
    pub to_on: NaiveDate,
    pub reason: String,
    pub by: String,
    pub may_decide: bool,
}

/// Something that the actor can do now.
#[derive(Debug, Serialize)]
pub struct ActLink {
    pub act: &'static str,
    pub href: String,
    /// How the button looks: empty for the main act, `secondary`, `warning`.
    pub kind: &'static str,
}

/// The clock stands still.
#[derive(Debug, Serialize)]
pub struct Standing {
    pub since: NaiveDate,
    pub waiting_for: String,
    pub reason: String,
    pub paper: String,
    pub paper_on: NaiveDate,
}

/// The days of one party.
#[derive(Debug, Serialize)]
pub struct Held {
    pub party: String,
    pub days: u32,
    pub late: u32,
}

/// The issue behind it.
#[derive(Debug, Serialize)]
pub struct Behind {
    pub href: Option<String>,
    pub number: Option<i32>,
    pub wording: String,
}

/// The page of one commitment.
#[derive(Debug, Serialize)]
pub struct Show {
    pub line: Line,
    pub unit: String,
    pub session_title: String,
    pub session_href: String,
    pub supports: Vec<String>,
    pub before: Vec<Before>,
    pub assigned_on: NaiveDate,
    pub first_due_on: Option<NaiveDate>,
    /// More time was asked for only after the last day: the record stays late.
    pub was_late: bool,
    pub issue: Option<Behind>,
    pub answered_on: Option<NaiveDate>,
    pub answer_paper: String,
    pub resolved_on: Option<NaiveDate>,
    pub outcome: Option<&'static str>,
    pub done_on: Option<NaiveDate>,
    pub verified_by: Option<String>,
    pub verified_at: Option<DateTime<Utc>>,
    pub contested_because: Option<String>,
    pub theirs: Option<String>,
    pub asked: Option<Asked>,
    pub standing: Option<Standing>,
    /// Whose days were used, where the clock changed hands or stood still.
    pub held: Vec<Held>,
    pub stages: Vec<Stage>,
    pub entries: Vec<Entry>,
    pub may_accept: bool,
    pub acts: Vec<ActLink>,
    pub version: i32,
}

impl View for Show {
    const TEMPLATE: &'static str = "pages/followups/show";

    fn samples() -> Vec<Self> {
        let day = NaiveDate::default;
        let sample = |word, timing, all: bool| Self {
            line: Line::sample(word, timing),
            unit: "phường Chiềng An".into(),
            session_title: "Hội nghị đối thoại năm 2025".into(),
            session_href: "/dialogues/0193/conclusion".into(),
            supports: if all { vec!["Công an".into()] } else { Vec::new() },
            before: if all { vec![Before::sample()] } else { Vec::new() },
            assigned_on: day(),
            first_due_on: all.then(day),
            was_late: all,
            issue: all.then(|| Behind { href: Some("/issues/0193".into()), number: Some(7), wording: "Ngập khi mưa".into() }),
            answered_on: all.then(day),
            answer_paper: "CV 12/UBND".into(),
            resolved_on: all.then(day),
            outcome: all.then_some("done"),
            done_on: all.then(day),
            verified_by: all.then(|| "Lò Thị Mẫu".into()),
            verified_at: all.then(DateTime::default),
            contested_because: (word == StateWord::Contested).then(|| "Không thuộc phòng".into()),
            theirs: (word == StateWord::Contested && all).then(|| "Công an".into()),
            asked: (timing == Timing::Overdue).then(|| Asked {
                to_on: day(),
                reason: "Chờ vốn".into(),
                by: "Trần Văn Mẫu".into(),
                may_decide: all,
            }),
            standing: (timing == Timing::Stopped).then(|| Standing {
                since: day(),
                waiting_for: "UBND tỉnh".into(),
                reason: "Chờ vốn".into(),
                paper: "12/CV-UBND".into(),
                paper_on: day(),
            }),
            held: if all { vec![Held { party: "Phòng Kinh tế".into(), days: 12, late: 0 }] } else { Vec::new() },
            stages: vec![Stage { label: "Đã giao".into(), state: "done", note: "08/09/2025".into() }],
            entries: vec![Entry {
                at: DateTime::default(),
                title: "Báo cáo tiến độ (40%)".into(),
                by: "Trần Văn Mẫu".into(),
                text: if all { "Đã khảo sát.".into() } else { String::new() },
                files: if all {
                    vec![FileLine { href: "/commitments/0193/files/0194".into(), name: "anh.jpg".into(), kilobytes: 120 }]
                } else {
                    Vec::new()
                },
            }],
            may_accept: all,
            acts: if all {
                vec![ActLink { act: "report", href: "/commitments/0193/agency/report".into(), kind: "" }]
            } else {
                Vec::new()
            },
            version: 2,
        };
        let no_issue_page = Self {
            issue: Some(Behind { href: None, number: None, wording: "Ngập khi mưa".into() }),
            entries: Vec::new(),
            ..sample(StateWord::Contested, Timing::Soon, false)
        };
        vec![
            sample(StateWord::Contested, Timing::Overdue, true),
            sample(StateWord::Assigned, Timing::Overdue, false),
            sample(StateWord::Verified, Timing::DoneLate, true),
            sample(StateWord::Accepted, Timing::InTime, false),
            sample(StateWord::InProgress, Timing::Stopped, true),
            sample(StateWord::InProgress, Timing::VeryLate, true),
            no_issue_page,
        ]
    }
}

/// GET /commitments/{id}
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn show(AppState(app): AppState<App>, visit: Visit, Path(id): Path<CommitmentId>) -> PageResult {
    let (conn, ctx) = (app.db().read(), &visit.ctx);
    let found = commitments::find(conn, ctx, Action::ReadCommitment, id).await?;
    let asked = extensions::of(conn, &[id]).await?;
    let session = dialogues::find(conn, ctx, Action::ReadSessions, found.commitment.session).await.ok();
    let inside = is_inside(ctx, &found);
    let commitment = &found.commitment;
    let theirs = if let State::Contested { theirs, .. } = &commitment.state { *theirs } else { None };
    let steps = progress::of(conn, &[id]).await?;
    let files = evidence::of(conn, &steps.iter().map(|step| step.id).collect::<Vec<_>>()).await?;
    let stops = if inside { pauses::of(conn, id).await? } else { Vec::new() };
    let bodies = commitment.supports.iter().copied().chain([commitment.lead]).chain(theirs);
    let bodies = bodies.chain(stops.iter().map(|pause| pause.cause.waiting_for));
    let names = lines::names(&app, bodies.chain(steps.iter().filter_map(|step| step.body))).await?;
    let name = |body: BodyId| names.get(&body).cloned().unwrap_or_default();
    let issue = match commitment.issue {
        Some(issue) => sources::issue_line(conn, issue).await?.map(|line| Behind {
            href: may_open_issue(ctx, &found).then(|| format!("/issues/{}", line.id)),
            number: line.number,
            wording: line.wording,
        }),
        None => None,
    };
    let report = commitment.state.report();
    visit.page(&Show {
        line: Line::of(commitment, &name(commitment.lead), ctx.now),
        unit: found.unit.in_a_sentence(),
        session_href: session.as_ref().map(|found| format!("/dialogues/{}/conclusion", found.session.id)).unwrap_or_default(),
        session_title: session.map(|found| found.session.title).unwrap_or_default(),
        supports: commitment.supports.iter().copied().map(name).collect(),
        before: before(conn, commitment, &steps).await?,
        assigned_on: commitment.assigned_on,
        first_due_on: Some(commitment.first_due_on).filter(|first| *first != commitment.due_on),
        was_late: is_late_by_extension(&asked),
        issue,
        answered_on: commitment.answered_on,
        answer_paper: commitment.answer_paper.clone(),
        resolved_on: commitment.resolved_on(),
        outcome: report.map(|report| report.outcome.as_str()),
        done_on: report.filter(|report| report.outcome == Outcome::Done).map(|report| report.done_on),
        verified_by: commitment.state.check().map(|check| check.by.clone()),
        verified_at: commitment.state.check().map(|check| check.at),
        contested_because: match &commitment.state {
            State::Contested { reason, .. } if inside => Some(reason.clone()),
            _ => None,
        },
        theirs: theirs.filter(|_| inside).map(name),
        asked: extension::pending(&asked).filter(|_| inside).map(|request| waiting(ctx, &found, request)),
        standing: stops.iter().find(|pause| pause.resumed.is_none()).map(|pause| Standing {
            since: local_date(pause.stopped_at),
            waiting_for: name(pause.cause.waiting_for),
            reason: pause.cause.reason.clone(),
            paper: pause.cause.paper.clone(),
            paper_on: pause.cause.paper_on,
        }),
        held: if inside { held(&app, &found, &steps, &stops, &asked, ctx.now, &name).await? } else { Vec::new() },
        stages: stages(visit.locale, &commitment.state),
        entries: steps
            .iter()
            .filter(|step| inside || !step.kind.is_internal())
            .map(|step| {
                let files = files.iter().filter(|file| file.progress == step.id).map(|file| file_line(id, file)).collect();
                Entry { files, ..entry(visit.locale, step, step.body.map(name), inside) }
            })
            .collect(),
        may_accept: commitment.state == State::Assigned && leads(ctx, &found),
        acts: allowed(ctx, &found, &asked).into_iter().map(|act| link(act, id)).collect(),
        version: commitment.version,
    })
}

/// Whose days were used, as soon as there is more than one party.
async fn held(
    app: &App,
    found: &Found,
    steps: &[progress::Progress],
    stops: &[Pause],
    asked: &[Extension],
    now: DateTime<Utc>,
    name: &impl Fn(BodyId) -> String,
) -> AppResult<Vec<Held>> {
    let commitment = &found.commitment;
    let of = |kind: ProgressKind| steps.iter().filter(move |step| step.kind == kind);
    let given: Vec<_> = of(ProgressKind::Reassigned).filter_map(|step| Some((step.at, step.body?))).collect();
    // Who contested first had it first. The heir of a body that ended stands for it: its time went on as if nothing had been.
    let first = of(ProgressKind::Contested).find_map(|step| step.body).filter(|_| !given.is_empty());
    let turns = clock::turns(&given, stops, asked);
    let calendar = duties::calendar(app.db().read()).await?;
    let days = clock::party_days(commitment, first.unwrap_or(commitment.lead), &turns, &calendar, now);
    let days = days.map_err(|error| AppError::Internal(format!("clock of {}: {error}", commitment.code)))?;
    let lines = days.into_iter().map(|one| Held { party: name(one.party), days: one.days, late: one.late });
    Ok(lines.collect())
}

/// Whether the actor is of those who follow the work up, rather than of those who asked for it.
fn is_inside(ctx: &Ctx, found: &Found) -> bool {
    let mut without_owners = found.clone();
    without_owners.owners.clear();
    ctx.permit(Action::ReadCommitment, &without_owners.target()).is_ok()
}

fn may_open_issue(ctx: &Ctx, found: &Found) -> bool {
    ctx.permit(Action::ReadIssue, &found.unit.target().owned_by(found.owners.iter().copied())).is_ok()
}

fn leads(ctx: &Ctx, found: &Found) -> bool {
    let lead = found.commitment.lead;
    ctx.actor.grants().iter().any(|grant| grant.role == Role::Answering && grant.body == lead.0)
}

fn waiting(ctx: &Ctx, found: &Found, request: &Extension) -> Asked {
    Asked {
        to_on: request.to_on,
        reason: request.reason.clone(),
        by: request.asked_by.clone(),
        may_decide: ctx.permit(Action::IssueConclusion, &found.unit.target()).is_ok(),
    }
}

fn link(act: Act, id: CommitmentId) -> ActLink {
    ActLink { act: act.as_str(), href: act.address(id), kind: act.button() }
}

fn file_line(commitment: CommitmentId, file: &evidence::Evidence) -> FileLine {
    FileLine {
        href: format!("/commitments/{commitment}/files/{}", file.id),
        name: file.file_name.clone(),
        kilobytes: (file.size_bytes + 1023) / 1024,
    }
}

/// One line of the timeline; outside readers see the body that spoke, not the person.
fn entry(locale: Locale, step: &progress::Progress, body: Option<String>, inside: bool) -> Entry {
    let mut title = i18n::text(locale, &format!("progress-{}", step.kind), &[]);
    if let Some(percent) = step.percent {
        title.push_str(&format!(" ({percent}%)"));
    }
    let by = match body {
        Some(body) if inside => format!("{}, {body}", step.by),
        Some(body) => body,
        None if inside => step.by.clone(),
        None => String::new(),
    };
    // Words beside these acts are for those who follow the work up.
    let hidden = !inside && matches!(step.kind, ProgressKind::Closed);
    Entry { at: step.at, title, by, text: if hidden { String::new() } else { step.text.clone() }, files: Vec::new() }
}

/// The way of a commitment: given, taken, worked on, reported, confirmed, ended.
fn stages(locale: Locale, state: &State) -> Vec<Stage> {
    const WAY: [StateWord; 6] = [
        StateWord::Assigned,
        StateWord::Accepted,
        StateWord::InProgress,
        StateWord::Reported,
        StateWord::Verified,
        StateWord::Closed,
    ];
    let word = if state.word() == StateWord::Contested { StateWord::Assigned } else { state.word() };
    let here = WAY.iter().position(|known| *known == word).unwrap_or(0);
    let stage = |(at, known): (usize, &StateWord)| Stage {
        label: i18n::text(locale, &format!("state-commitment-{known}"), &[]),
        state: match at.cmp(&here) {
            std::cmp::Ordering::Less => "done",
            std::cmp::Ordering::Equal if *known == StateWord::Closed => "done",
            std::cmp::Ordering::Equal => "current",
            std::cmp::Ordering::Greater => "todo",
        },
        note: String::new(),
    };
    WAY.iter().enumerate().map(stage).collect()
}
