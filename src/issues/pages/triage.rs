//! The office's desk: the list on the left, the issue on the right, one form for everything. Each button does its act to the
//! ticked issues, or to the open one where none is ticked.

use axum::extract::State;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::filters::{Counter, Filters, ListQuery, counters};
use super::gather::gather;
use super::parts::{Choice, Names, Tab, choices, excerpt, field_choices, field_name, sample_tabs, tabs, tone};
use super::show::Show;
use crate::app::App;
use crate::error::AppResult;
use crate::i18n;
use crate::issues::actions::calls::date_of;
use crate::issues::actions::desk::{self as actions, Outcome};
use crate::issues::actions::{assigning, merging};
use crate::issues::forms::desk as forms;
use crate::issues::rules::suggest::{Proposal, propose};
use crate::issues::rules::{Competence, Ground, Issue, StateWord};
use crate::issues::store::brief::Brief;
use crate::issues::store::fields::tree;
use crate::issues::store::similar::{Likely, Similar, similar_to};
use crate::issues::store::{assignments, desk, issues, learning, lists, sessions};
use crate::kernel::{Action, IssueId, Page, PageRequest, Violations};
use crate::law::DateKind;
use crate::web::form::refusal_text;
use crate::web::{FormState, PageResult, Posted, Query, View, Visit, outcome};

/// A line of the list.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Id and version: what the tick sends.
    pub pick: String,
    pub href: String,
    pub current: bool,
    pub ticked: bool,
    pub number: Option<i32>,
    pub wording: String,
    pub submitter: String,
    pub people: i32,
    pub state: &'static str,
    pub tone: &'static str,
    pub late: bool,
    pub field: String,
    /// Who else has it open.
    pub held_by: String,
}

/// A value that earlier decisions speak for.
#[derive(Debug, Serialize)]
pub struct Proposed {
    pub value: String,
    pub label: String,
    pub like: usize,
}

/// Groups of acts that the open issue's state leaves: the list mostly holds one state, so its buttons serve the ticked ones too.
#[derive(Debug, Default, Serialize)]
pub struct ActsLeft {
    pub classify: bool,
    /// Naming who answers takes on what waits.
    pub assign: bool,
    /// Return, divert, refuse.
    pub end: bool,
    pub any: bool,
}

impl ActsLeft {
    fn of(show: &Show) -> Self {
        let acts = &show.acts;
        let waits = acts.accept && !acts.reconsider;
        let classify = acts.classify && (waits || acts.assign || acts.reconsider);
        let (assign, end) = (waits || acts.assign, acts.send_back || acts.divert || acts.refuse);
        let any = classify || assign || end || acts.accept || acts.select || acts.written || acts.merge;
        Self { classify, assign, end, any }
    }
}

/// The open issue with what can be chosen for it.
#[derive(Debug, Serialize)]
pub struct Open {
    pub pick: String,
    pub show: Show,
    pub held_by: String,
    pub fields: Vec<Choice>,
    pub competences: Vec<Choice>,
    pub agencies: Vec<Choice>,
    pub grounds: Vec<Choice>,
    /// Issues of the same session that say something alike, the most alike first.
    pub targets: Vec<Choice>,
    pub field: Option<Proposed>,
    pub agency: Option<Proposed>,
    pub acts_left: ActsLeft,
    pub previous: Option<String>,
    pub next: Option<String>,
    /// The id of the issue to go on with after a decision.
    pub after: String,
}

/// The act just done, and how long it can be undone.
#[derive(Debug, Serialize)]
pub struct Done {
    pub id: String,
    pub text: String,
    pub seconds: Option<i64>,
}

/// The desk.
#[derive(Debug, Serialize)]
pub struct Triage {
    pub tabs: Vec<Tab>,
    pub counters: Vec<Counter>,
    pub filters: Filters,
    pub is_filtered: bool,
    pub rows: Vec<Row>,
    pub number: u64,
    pub last: u64,
    pub total: u64,
    pub base: String,
    /// Where the form goes: the desk with the same filters.
    pub action: String,
    pub undo_action: String,
    pub open: Option<Open>,
    pub form: FormState,
    pub done: Option<Done>,
}

impl View for Triage {
    const TEMPLATE: &'static str = "pages/issues/triage";

    fn samples() -> Vec<Self> {
        let row = |full: bool| Row {
            pick: "0193.1".into(),
            href: "/issues/triage?at=0193".into(),
            current: full,
            ticked: full,
            number: full.then_some(4),
            wording: "Đề nghị nạo vét cống thoát nước tổ 3.".into(),
            submitter: if full { "Hội Phụ nữ".into() } else { String::new() },
            people: 25,
            state: "submitted",
            tone: "yellow",
            late: full,
            field: if full { "Thoát nước".into() } else { String::new() },
            held_by: if full { "Hà Thị Mẫu".into() } else { String::new() },
        };
        let proposed = || Proposed { value: "drainage".into(), label: "Thoát nước".into(), like: 14 };
        let open = |show: Show, full: bool| Open {
            pick: "0193.1".into(),
            acts_left: ActsLeft::of(&show),
            show,
            held_by: if full { "Hà Thị Mẫu".into() } else { String::new() },
            fields: Choice::sample(),
            competences: Choice::sample(),
            agencies: Choice::sample(),
            grounds: Choice::sample(),
            targets: if full { Choice::sample() } else { Vec::new() },
            field: full.then(proposed),
            agency: full.then(proposed),
            previous: full.then(|| "/issues/triage?at=0192".into()),
            next: full.then(|| "/issues/triage?at=0194".into()),
            after: if full { "0194".into() } else { String::new() },
        };
        let sample = |open: Option<Open>, done, is_filtered| Self {
            tabs: sample_tabs(),
            counters: vec![Counter::sample()],
            filters: Filters::sample(),
            is_filtered,
            rows: if open.is_some() { vec![row(true), row(false)] } else { Vec::new() },
            number: 1,
            last: 2,
            total: 60,
            base: "/issues/triage?page=".into(),
            action: "/issues/triage?state=submitted".into(),
            undo_action: "/issues/triage/undo?state=submitted".into(),
            open,
            form: FormState::default(),
            done,
        };
        let done = |seconds| Done { id: "0193".into(), text: "Đã tiếp nhận 12 ý kiến.".into(), seconds };
        let of_each_state = |show: Show| sample(Some(open(show, true)), Some(done(Some(28))), false);
        let mut samples: Vec<Self> = Show::samples().into_iter().map(of_each_state).collect();
        let plain = Show::samples().pop().map(|show| open(show, false));
        samples.extend([sample(plain, Some(done(None)), true), sample(None, None, true), sample(None, None, false)]);
        samples
    }
}

/// The word of the filter that shows all states: without one the desk shows what waits.
const ALL: &str = "all";
/// Issues in the choice of what to merge into.
const TARGETS: usize = 12;
/// Issues of all years that are asked for: those of the session are among the newest.
const ALIKE: usize = 60;

/// What waits is what the desk is for.
fn at_the_desk(mut query: ListQuery) -> ListQuery {
    if query.state.is_empty() {
        StateWord::Submitted.as_str().clone_into(&mut query.state);
    }
    query
}

fn beside(address: &str, id: IssueId) -> String {
    format!("{address}&at={id}")
}

struct Typed {
    form: Option<FormState>,
    ticked: Vec<String>,
    outcome: Outcome,
}

impl Typed {
    fn refused(form: FormState, ticked: Vec<String>) -> Self {
        Self { form: Some(form), ticked, outcome: Outcome::default() }
    }
}

async fn view(app: &App, visit: &Visit, query: ListQuery, typed: Typed) -> AppResult<Triage> {
    let conn = app.db().read();
    let ctx = &visit.ctx;
    let query = at_the_desk(query);
    let filter = lists::Filter { to_decide: true, ..query.filter() };
    let counts = lists::count_by_state(conn, ctx, &filter).await?;
    let total = filter.state.map_or_else(|| counts.values().sum(), |state| counts.get(&state).copied().unwrap_or(0));
    let page = lists::list(conn, ctx, &filter, PageRequest::number(query.page).within(total), total).await?;
    let address = query.address("/issues/triage", &query.state);
    let here = format!("{address}&page={}", page.number);
    let open_id = query.at.parse::<IssueId>().ok().or_else(|| page.rows.first().map(|one| one.id));
    let ids: Vec<IssueId> = page.rows.iter().map(|one| one.id).chain(open_id).collect();
    let (others, own) = desk::holders(conn, &ids, ctx.actor.account(), ctx.now).await?;
    let held_by = |id: IssueId| others.get(&id).map(|names| names.join(", ")).unwrap_or_default();
    let names = Names::load(app, visit.locale, page.rows.iter().filter_map(|one| one.submitter)).await?;
    let row = |one: &Brief| Row {
        pick: format!("{}.{}", one.id, one.version),
        href: beside(&here, one.id),
        current: Some(one.id) == open_id,
        ticked: typed.ticked.iter().any(|pick| pick.split('.').next() == Some(one.id.to_string().as_str())),
        number: one.number,
        wording: excerpt(&one.wording),
        submitter: names.submitter(one),
        people: one.people,
        state: one.state.as_str(),
        tone: tone(one.state),
        late: one.late,
        field: names.field(one.field.as_deref()),
        held_by: held_by(one.id),
    };
    let open = match open_id {
        Some(id) => {
            let open = Box::pin(open(app, visit, id, &page, &here, held_by(id))).await?;
            actions::look_at(app, ctx, id, own.get(&id).copied()).await?;
            Some(open)
        }
        None => None,
    };
    let mut form = match typed.form {
        Some(form) => form,
        None => fresh(app, visit, open.as_ref()).await?,
    };
    for (id, violations) in &typed.outcome.refused {
        let issue = issues::find(conn, ctx, Action::ReadIssue, *id).await?.issue;
        let why: Vec<String> = violations.0.iter().map(|refusal| refusal_text(visit.locale, refusal)).collect();
        let text = format!("“{}” {}", short(&issue.content.wording), why.join(" "));
        form.summary.push(json!({ "field": "", "text": text }));
    }
    let reach = ctx.scope(Action::TriageIssue);
    let act = typed.outcome.act.or_else(|| query.done.parse().ok());
    Ok(Triage {
        tabs: tabs(ctx, visit.locale, "/issues/triage"),
        counters: counters(visit, &counts, &query, "/issues/triage"),
        filters: with_all(Filters::load(app, visit, &query, &reach).await?, visit),
        is_filtered: filter != lists::Filter { state: Some(StateWord::Submitted), to_decide: true, ..lists::Filter::default() },
        rows: page.rows.iter().map(row).collect(),
        number: page.number,
        last: page.last(),
        total: page.total,
        base: format!("{address}&page="),
        undo_action: here.replacen("/issues/triage", "/issues/triage/undo", 1),
        action: here,
        open,
        form,
        done: match act {
            Some(id) => done(app, visit, id).await?,
            None => None,
        },
    })
}

/// All states is a choice here, because nothing chosen means what waits.
fn with_all(mut filters: Filters, visit: &Visit) -> Filters {
    filters.states.insert(0, Choice::new(ALL, i18n::text(visit.locale, "all", &[])));
    filters
}

async fn done(app: &App, visit: &Visit, id: Uuid) -> AppResult<Option<Done>> {
    let Ok(act) = desk::find(app.db().read(), visit.ctx.actor.account(), id).await else { return Ok(None) };
    let key = if act.undone_at.is_some() { "triage-undone".to_owned() } else { format!("triage-done-{}", act.word) };
    let text = i18n::text(visit.locale, &key, &[("count", act.before.len().to_string())]);
    Ok(Some(Done { id: id.to_string(), text, seconds: act.seconds_left(visit.ctx.now) }))
}

async fn open(app: &App, visit: &Visit, id: IssueId, page: &Page<Brief>, here: &str, held_by: String) -> AppResult<Open> {
    let conn = app.db().read();
    let found = issues::find(conn, &visit.ctx, Action::ReadIssue, id).await?;
    let issue = &found.issue;
    let known = learning::earlier(conn, &issue.unit_code).await?;
    let tree = tree(conn, &issue.unit_code).await?;
    let (field, agency) = propose(&issue.content.wording, &known, |code| tree.here(code));
    let field = field.filter(|one| issue.content.field.as_deref() != Some(&one.value));
    let bodies = assigning::answering_bodies(app, &visit.ctx, &issue.unit_code).await?;
    let field = field.and_then(|Proposal { value, like }| {
        let label = field_name(tree.find(&value)?, visit.locale).to_owned();
        Some(Proposed { value, label, like })
    });
    let agency = match agency {
        Some(_) if !assignments::of_issue(conn, id).await?.is_empty() => None,
        other => other,
    };
    let agency = agency.and_then(|Proposal { value, like }| {
        let label = bodies.iter().find(|body| body.id.to_string() == value)?.short_name.clone();
        Some(Proposed { value, label, like })
    });
    let at = page.rows.iter().position(|one| one.id == id);
    let to = |index: Option<usize>| index.and_then(|index| page.rows.get(index)).map(|one| one.id);
    let next = to(at.map(|at| at + 1));
    let show = Box::pin(gather(app, visit, id)).await?;
    Ok(Open {
        acts_left: ActsLeft::of(&show),
        pick: format!("{id}.{}", issue.version),
        held_by,
        fields: field_choices(app, visit.locale, &issue.unit_code, issue.content.field.as_deref()).await?,
        competences: choices(Competence::ALL.iter().map(|word| word.as_str()), "issue-competence", visit.locale),
        agencies: bodies.iter().map(|body| Choice::new(body.id, &body.name)).collect(),
        grounds: choices(Ground::ALL.iter().map(|ground| ground.as_str()), "issue-ground", visit.locale),
        targets: targets(app, visit, issue).await?,
        field,
        agency,
        previous: to(at.and_then(|at| at.checked_sub(1))).map(|id| beside(here, id)),
        next: next.map(|id| beside(here, id)),
        after: next.or_else(|| to(at.and_then(|at| at.checked_sub(1)))).map(|id| id.to_string()).unwrap_or_default(),
        show,
    })
}

/// Issues of the same session that say the same and that others can be merged into.
async fn targets(app: &App, visit: &Visit, issue: &Issue) -> AppResult<Vec<Choice>> {
    let wording = format!("{} · {}", issue.content.wording, issue.content.village);
    let likely = Likely { wording, unit_code: Some(issue.unit_code.clone()), without: Some(issue.id), limit: ALIKE };
    let mut alike = similar_to(app.db().read(), &visit.ctx, &likely).await?;
    alike.retain(|one| one.issue.session == issue.session && merging::TARGETS.contains(&one.issue.state));
    let choice = |one: &Similar| {
        let args = [
            ("number", one.issue.number.unwrap_or_default().to_string()),
            ("wording", short(&one.issue.wording)),
            ("percent", i18n::format::percent(visit.locale, one.score)),
        ];
        Choice::new(one.issue.id, i18n::text(visit.locale, "triage-target", &args))
    };
    Ok(alike.iter().take(TARGETS).map(choice).collect())
}

/// The beginning of a wording for a line of a choice.
fn short(text: &str) -> String {
    let cut: String = text.chars().take(90).collect();
    if cut.len() < text.len() { format!("{}…", cut.trim_end()) } else { cut }
}

/// What the fields hold before anything was typed.
async fn fresh(app: &App, visit: &Visit, open: Option<&Open>) -> AppResult<FormState> {
    let Some(id) = open.and_then(|open| open.pick.split('.').next()?.parse::<IssueId>().ok()) else {
        return Ok(FormState::default());
    };
    let conn = app.db().read();
    let issue = issues::find(conn, &visit.ctx, Action::ReadIssue, id).await?.issue;
    let named = assignments::of_issue(conn, id).await?;
    let due_on = match named.first().and_then(|one| one.due_on) {
        Some(due) => Some(due),
        None => {
            let session = sessions::session_of(conn, &issue.unit_code, issue.session).await?;
            date_of(app, &session, DateKind::Answers).await?.filter(|on| *on >= visit.ctx.today())
        }
    };
    Ok(FormState::with(json!({
        "issue_field": issue.content.field,
        "competence": issue.competence,
        "lead_agency": named.first().map(|one| one.body),
        "answer_due": due_on,
    })))
}

/// GET /issues/triage
///
/// # Errors
/// The database's; [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`] for an issue named in the address.
pub async fn show(State(app): State<App>, visit: Visit, Query(query): Query<ListQuery>) -> PageResult {
    let nothing = Typed { form: None, ticked: Vec::new(), outcome: Outcome::default() };
    visit.page(&Box::pin(view(&app, &visit, query, nothing)).await?)
}

/// POST /issues/triage
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn act(State(app): State<App>, visit: Visit, Query(mut query): Query<ListQuery>, posted: Posted) -> PageResult {
    let (open, after) = (forms::open(&posted), posted.get("after").unwrap_or("").to_owned());
    if let Some((id, _)) = open {
        query.at = id.to_string();
    }
    if forms::is_only_looking(&posted) {
        let here = format!("{}&page={}", query.address("/issues/triage", &query.state), query.page.unwrap_or(1));
        return visit.go(&format!("{here}&at={}", query.at));
    }
    let result = match forms::act(&posted) {
        Ok((chosen, wanted)) => actions::act(&app, &visit.ctx, &chosen, &wanted).await.map(|outcome| (chosen, wanted, outcome)),
        Err(violations) => Err(violations.into()),
    };
    let ticked: Vec<String> = posted.all("pick").map(str::to_owned).collect();
    match outcome(result)? {
        Ok((chosen, wanted, outcome)) if outcome.refused.is_empty() => {
            let decided = open.is_some_and(|(id, _)| chosen.iter().any(|(one, _)| *one == id)) && wanted.leaves_the_list();
            // What comes next may have been ticked as well: then the first that is left.
            let after = if chosen.iter().any(|(one, _)| one.to_string() == after) { String::new() } else { after };
            let at = if decided { after } else { query.at.clone() };
            let here = format!("{}&page={}", query.address("/issues/triage", &query.state), query.page.unwrap_or(1));
            let at = if at.is_empty() { String::new() } else { format!("&at={at}") };
            let done = outcome.act.map(|act| format!("&done={act}")).unwrap_or_default();
            visit.go(&format!("{here}{at}{done}"))
        }
        Ok((.., outcome)) => {
            let still: Vec<String> = outcome.refused.iter().map(|(id, _)| id.to_string()).collect();
            let ticked = ticked.into_iter().filter(|pick| still.iter().any(|id| pick.starts_with(id))).collect();
            let form = FormState::refused(&posted, &Violations::default(), visit.locale);
            let typed = Typed { form: Some(form), ticked, outcome };
            visit.refused(&Box::pin(view(&app, &visit, query, typed)).await?)
        }
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&Box::pin(view(&app, &visit, query, Typed::refused(form, ticked))).await?)
        }
    }
}

/// POST /issues/triage/undo
///
/// # Errors
/// `triage.too-late`, `triage.undone`, `triage.changed-since`; [`crate::error::AppError::NotFound`] for somebody else's act.
pub async fn undo(State(app): State<App>, visit: Visit, Query(mut query): Query<ListQuery>, posted: Posted) -> PageResult {
    let id = forms::undo(&posted)?;
    match outcome(actions::undo(&app, &visit.ctx, id).await)? {
        Ok(first) => {
            let here = format!("{}&page={}", query.address("/issues/triage", &query.state), query.page.unwrap_or(1));
            visit.go(&format!("{here}&at={first}&done={id}"))
        }
        Err(violations) => {
            query.done = id.to_string();
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&Box::pin(view(&app, &visit, query, Typed::refused(form, Vec::new()))).await?)
        }
    }
}
