//! One wording for several issues that an agency has to answer: which ones, and what was left as it was.

use std::collections::HashMap;

use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::parts::{Names, answer_tone, excerpt};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::i18n;
use crate::issues::actions::answer_many::{self as actions, Outcome};
use crate::issues::forms;
use crate::issues::rules::desk::MOST;
use crate::issues::rules::near::{Near, near};
use crate::issues::rules::{Answer, Issue};
use crate::issues::store::assignments::Assignment;
use crate::issues::store::{answers, assignments, issues, lists};
use crate::kernel::{Action, BodyId, IssueId, Violations};
use crate::web::form::refusal_text;
use crate::web::{FormState, PageResult, Path, Posted, Query, View, Visit, outcome};

/// For which of the actor's bodies.
#[derive(Debug, Default, Deserialize)]
pub struct ManyQuery {
    #[serde(default)]
    body: String,
}

/// An issue that the wording may answer too.
#[derive(Debug, Serialize)]
pub struct Offer {
    /// Its id and the version of its answer: `0193….4`.
    pub pick: String,
    pub id: String,
    pub number: Option<i32>,
    pub wording: String,
    pub submitter: String,
    pub near: &'static str,
    /// How alike, in percent; only of those that say the same.
    pub percent: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub state: Option<&'static str>,
    pub tone: &'static str,
    /// What stands in its answer so far, if it is something else.
    pub written: Option<String>,
    pub ticked: bool,
}

/// The form.
#[derive(Debug, Serialize)]
pub struct Many {
    pub id: String,
    pub number: Option<i32>,
    pub wording: String,
    pub body: String,
    pub body_name: String,
    pub offers: Vec<Offer>,
    /// What was done beside what was refused.
    pub done: Option<String>,
    pub form: FormState,
}

impl View for Many {
    const TEMPLATE: &'static str = "pages/issues/answer_many";

    fn samples() -> Vec<Self> {
        let offer = |near: Near, full: bool| Offer {
            pick: "0193.1".into(),
            id: "0193".into(),
            number: full.then_some(5),
            wording: "Nạo vét cống ngõ 193".into(),
            submitter: if full { "Hội Nông dân".into() } else { String::new() },
            near: near.as_str(),
            percent: (near == Near::Alike).then(|| "86".into()),
            due_on: full.then(NaiveDate::default),
            state: full.then_some("draft"),
            tone: "grey",
            written: full.then(|| "Đang xem xét".into()),
            ticked: full,
        };
        let sample = |offers: Vec<Offer>, done: bool| Self {
            id: "0193".into(),
            number: (!done).then_some(4),
            wording: "Đề nghị nạo vét cống".into(),
            body: "0193".into(),
            body_name: "Phòng Kinh tế".into(),
            offers,
            done: done.then(|| "Đã ghi 3 câu trả lời.".into()),
            form: FormState::with(json!({ "prepared_text": "Đang lập dự toán" })),
        };
        let all = [(Near::Itself, true), (Near::Alike, true), (Near::Field, false), (Near::Session, true)];
        vec![sample(all.map(|(near, full)| offer(near, full)).into(), false), sample(Vec::new(), true)]
    }
}

/// What was typed before a refusal.
pub(super) struct Typed {
    pub(super) form: FormState,
    pub(super) ticked: Vec<String>,
    pub(super) outcome: Outcome,
}

async fn view(app: &App, visit: &Visit, id: IssueId, wanted: Option<BodyId>, typed: Option<Typed>) -> AppResult<Many> {
    let conn = app.db().read();
    let issue = issues::find(conn, &visit.ctx, Action::PrepareAnswer, id).await?.issue;
    let mine = visit.ctx.scope(Action::PrepareAnswer).assigned;
    let named = assignments::of_issue(conn, id).await?;
    let mut own = named.iter().filter(|one| mine.contains(&one.body.0) && wanted.is_none_or(|body| one.body == body));
    let body = own.next().ok_or(AppError::NotFound)?.body;
    let all = lists::assigned_to_me(conn, &visit.ctx).await?;
    let all: Vec<Issue> = all.into_iter().filter(|one| one.state.word().is_worked_on()).collect();
    let ids: Vec<IssueId> = all.iter().map(|one| one.id).collect();
    let (assigned, written) = (assignments::of_issues(conn, &ids).await?, answers::of_issues(conn, &ids).await?);
    let names = Names::load(app, visit.locale, all.iter().filter_map(|one| one.submitter).chain([body])).await?;
    let assigned: HashMap<IssueId, &Assignment> =
        assigned.iter().filter(|one| one.body == body).map(|one| (one.issue, one)).collect();
    let written: HashMap<IssueId, &Answer> = written.iter().filter(|one| one.body == body).map(|one| (one.issue, one)).collect();
    let text = written.get(&id).map(|answer| answer.text.clone()).unwrap_or_default();
    let mut near = near(&issue, &all);
    near.retain(|(_, _, one)| assigned.contains_key(&one.id) && written.get(&one.id).is_none_or(|answer| answer.is_private()));
    near.truncate(MOST);
    let ticked = typed.as_ref().map(|typed| typed.ticked.clone());
    let offer = |(near, score, one): &(Near, f64, &Issue)| {
        let (answer, id) = (written.get(&one.id), one.id.to_string());
        let ticked = match &ticked {
            Some(ticked) => ticked.iter().any(|pick| pick.split('.').next() == Some(id.as_str())),
            None => *near == Near::Itself,
        };
        Offer {
            pick: format!("{id}.{}", answer.map_or(0, |answer| answer.version)),
            number: one.number,
            wording: excerpt(&one.shown_wording()),
            submitter: names.body(one.submitter),
            near: near.as_str(),
            percent: (*near == Near::Alike).then(|| format!("{:.0}", score * 100.0)),
            due_on: assigned.get(&one.id).and_then(|one| one.due_on),
            state: answer.map(|answer| answer.state.word().as_str()),
            tone: answer.map_or("grey", |answer| answer_tone(answer.state.word())),
            written: answer.filter(|answer| !answer.text.is_empty() && answer.text != text).map(|answer| excerpt(&answer.text)),
            ticked,
            id,
        }
    };
    let offers = near.iter().map(offer).collect();
    let mut done = None;
    let form = match typed {
        Some(mut typed) => {
            done = tell(app, visit, &typed.outcome, &mut typed.form, "answers-written").await?;
            typed.form
        }
        None => FormState::with(json!({ "prepared_text": text })),
    };
    Ok(Many {
        id: id.to_string(),
        number: issue.number,
        wording: issue.shown_wording(),
        body: body.to_string(),
        body_name: names.body(Some(body)),
        offers,
        done,
        form,
    })
}

/// Puts what was refused, issue by issue, above the form; answers what was done, in words.
///
/// # Errors
/// The database's.
pub(super) async fn tell(
    app: &App,
    visit: &Visit,
    outcome: &Outcome,
    form: &mut FormState,
    key: &str,
) -> AppResult<Option<String>> {
    for (id, violations) in &outcome.refused {
        let issue = issues::find(app.db().read(), &visit.ctx, Action::ReadIssue, *id).await?.issue;
        let why: Vec<String> = violations.0.iter().map(|refusal| refusal_text(visit.locale, refusal)).collect();
        let text = format!("“{}” {}", excerpt(&issue.shown_wording()), why.join(" "));
        form.summary.push(json!({ "field": "", "text": text }));
    }
    let count = [("count", outcome.done.to_string())];
    Ok((outcome.done > 0).then(|| i18n::text(visit.locale, key, &count)))
}

/// GET /issues/{id}/answer/many
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn form(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, Query(query): Query<ManyQuery>) -> PageResult {
    visit.page(&view(&app, &visit, id, query.body.parse().ok(), None).await?)
}

/// POST /issues/{id}/answer/many
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn write(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    let result = match forms::answers::shared(&posted) {
        Ok((shared, chosen)) => actions::write(&app, &visit.ctx, &shared, &chosen).await.map(|outcome| (shared.submit, outcome)),
        Err(violations) => Err(violations.into()),
    };
    let (violations, outcome) = match outcome(result)? {
        Ok((submit, outcome)) if outcome.refused.is_empty() => {
            let flash = if submit { "flash-answers-submitted" } else { "flash-answers-saved" };
            return visit.redirect("/issues/assigned", flash);
        }
        Ok((_, outcome)) => (Violations::default(), outcome),
        Err(violations) => (violations, Outcome::default()),
    };
    let typed = Typed { form: FormState::refused(&posted, &violations, visit.locale), ticked: still(&posted, &outcome), outcome };
    let body = posted.get("body").and_then(|body| body.parse().ok());
    visit.refused(&view(&app, &visit, id, body, Some(typed)).await?)
}

/// What stays ticked: all where nothing was done, else what was refused.
fn still(posted: &Posted, outcome: &Outcome) -> Vec<String> {
    let left: Vec<String> = outcome.refused.iter().map(|(id, _)| id.to_string()).collect();
    let stays = |pick: &&str| outcome.done == 0 || left.iter().any(|id| pick.starts_with(id));
    posted.all("pick").filter(stays).map(str::to_owned).collect()
}
