//! An organisation's own desk: its issues by call, what can be done with them, what came back.

use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::parts::{Choice, Line, Names, Tab, sample_tabs, tabs};
use crate::app::App;
use crate::issues::rules::{ApprovalWord, Call, Issue, StateWord};
use crate::issues::store::{calls, lists, sessions};
use crate::kernel::{Action, BodyId, SessionId};
use crate::web::{PageResult, Query, View, Visit};

/// Which call and state is looked at.
#[derive(Debug, Default, Deserialize)]
pub struct DeskQuery {
    #[serde(default)]
    session: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    approval: String,
}

/// A call that the organisation is asked in.
#[derive(Debug, Serialize)]
pub struct CallCard {
    pub session: String,
    pub title: String,
    pub on: NaiveDate,
    /// None for a session that only has what was moved there.
    pub opens_on: Option<NaiveDate>,
    pub closes_on: Option<NaiveDate>,
    pub guidance: String,
    /// `ahead` (opens later), `open`, `late`, `over` or `moved`.
    pub window: &'static str,
    pub tone: &'static str,
    pub current: bool,
}

/// The desk's view.
#[derive(Debug, Serialize)]
pub struct Desk {
    pub tabs: Vec<Tab>,
    pub organisation: String,
    pub calls: Vec<CallCard>,
    /// The call looked at.
    pub call: Option<CallCard>,
    pub lines: Vec<Line>,
    /// The organisations whose issues of this call can be taken away as a sheet, each in its own.
    pub exports: Vec<Choice>,
    pub only_returned: bool,
    /// What came back from who approves, in all calls.
    pub only_turned_back: bool,
    /// Organisations whose approval the reader may set: id and name.
    pub settings: Vec<Setting>,
}

/// An organisation of which the reader says whether it approves inside first.
#[derive(Debug, Serialize)]
pub struct Setting {
    pub body: String,
    pub name: String,
}

impl View for Desk {
    const TEMPLATE: &'static str = "pages/issues/desk";

    fn samples() -> Vec<Self> {
        let card = |window: &'static str| CallCard {
            session: "0193".into(),
            title: "Hội nghị đối thoại".into(),
            on: NaiveDate::default(),
            opens_on: (window != "moved").then(NaiveDate::default),
            closes_on: (window != "moved").then(NaiveDate::default),
            guidance: if window == "open" { "Tập trung vào môi trường.".into() } else { String::new() },
            window,
            tone: "green",
            current: window == "open",
        };
        let sample = |windows: &[&'static str], lines: Vec<Line>| Self {
            tabs: sample_tabs(),
            organisation: "Hội Phụ nữ".into(),
            calls: windows.iter().map(|window| card(window)).collect(),
            call: windows.first().map(|window| card(window)),
            exports: Choice::sample().into_iter().take(windows.len()).collect(),
            lines,
            only_returned: windows.len() > 1,
            only_turned_back: windows == ["late"],
            settings: windows.iter().map(|_| Setting { body: "0193".into(), name: "Hội Phụ nữ".into() }).collect(),
        };
        vec![
            sample(&["open", "over", "moved"], vec![Line::sample(true), Line::sample(false)]),
            sample(&["late"], Vec::new()),
            sample(&["ahead"], Vec::new()),
            sample(&["over"], Vec::new()),
            sample(&[], Vec::new()),
        ]
    }
}

/// GET /issues/own
///
/// # Errors
/// The database's.
pub async fn desk(State(app): State<App>, visit: Visit, Query(query): Query<DeskQuery>) -> PageResult {
    let conn = app.db().read();
    let mine: Vec<BodyId> = visit.ctx.scope(Action::SubmitIssue).owners.into_iter().map(BodyId::from).collect();
    let open = calls::open_for_me(conn, &visit.ctx).await?;
    // What was moved to a session whose call does not ask this organisation stands there all the same.
    let mut moved_to = lists::sessions_of_submitters(conn, &mine).await?;
    moved_to.retain(|(session, _)| open.iter().all(|call| call.session != *session));
    let units = open.iter().map(|call| &call.unit_code).chain(moved_to.iter().map(|(_, unit)| unit));
    let known = sessions::sessions_of(conn, units.cloned()).await?;
    let wanted: Option<SessionId> = query.session.parse().ok();
    let all: Vec<SessionId> = open.iter().map(|call| call.session).chain(moved_to.iter().map(|(session, _)| *session)).collect();
    let current = all.iter().find(|session| Some(**session) == wanted).or_else(|| all.first()).copied();
    let card = |call: &Call| {
        let session = known.get(&call.session)?;
        let window = match call.admits(sessions::is_ahead(session), visit.ctx.today()) {
            Ok(false) => "open",
            Ok(true) => "late",
            Err(_) if sessions::is_ahead(session) => "ahead",
            Err(_) => "over",
        };
        Some(CallCard {
            session: call.session.to_string(),
            title: session.title.clone(),
            on: session.on(),
            opens_on: Some(call.opens_on),
            closes_on: Some(call.closes_on),
            guidance: call.guidance.clone(),
            tone: match window {
                "open" => "green",
                "late" => "orange",
                _ => "grey",
            },
            window,
            current: Some(call.session) == current,
        })
    };
    let moved = |(session, _): &(SessionId, String)| {
        let session = known.get(session)?;
        Some(CallCard {
            session: session.id.to_string(),
            title: session.title.clone(),
            on: session.on(),
            opens_on: None,
            closes_on: None,
            guidance: String::new(),
            window: "moved",
            tone: "blue",
            current: Some(session.id) == current,
        })
    };
    let cards = || open.iter().filter_map(card).chain(moved_to.iter().filter_map(moved));
    let names = Names::load(&app, visit.locale, mine.iter().copied()).await?;
    let only_returned = query.state == StateWord::Returned.as_str();
    let only_turned_back = query.approval == ApprovalWord::Returned.as_str();
    let mut lines = Vec::new();
    for body in &mine {
        let sessions: Vec<SessionId> = match (only_returned || only_turned_back, current) {
            (true, _) => all.clone(),
            (false, session) => session.into_iter().collect(),
        };
        for session in sessions {
            let issues = lists::of_submitter(conn, &visit.ctx, *body, session).await?;
            // What the office made of a split opinion stands on its page: nobody handed the parts in.
            let brought = issues.iter().filter(|issue| issue.links.split_from.is_none());
            let shown = brought.filter(|issue| !only_returned || issue.state.word() == StateWord::Returned);
            let shown = shown.filter(|issue| !only_turned_back || stands(issue) == Some(ApprovalWord::Returned));
            lines.extend(shown.map(|issue| Line {
                receipt: (!issue.is_private()).then(|| issue.receipt_code.clone()),
                wording: super::parts::excerpt(&issue.content.wording),
                approval: stands(issue).map(ApprovalWord::as_str),
                ..Line::of(&issue.into(), &names)
            }));
        }
    }
    let asked = open.iter().filter(|call| Some(call.session) == current).flat_map(|call| &call.addressees);
    let exports = asked.filter(|body| mine.contains(body)).map(|body| Choice::new(body, names.body(Some(*body))));
    let mut organisations: Vec<String> = mine.iter().map(|body| names.body(Some(*body))).collect();
    organisations.dedup();
    let set = visit.ctx.scope(Action::SetApproval).owners;
    let settings = mine.iter().filter(|body| set.contains(&body.0));
    let settings = settings.map(|body| Setting { body: body.to_string(), name: names.body(Some(*body)) }).collect();
    visit.page(&Desk {
        tabs: tabs(&visit.ctx, visit.locale, "/issues/own"),
        organisation: organisations.join(", "),
        calls: cards().collect(),
        call: cards().find(|card| card.current),
        lines,
        exports: exports.collect(),
        only_returned,
        only_turned_back,
        settings,
    })
}

/// Where approval stands of an issue that has not left its organisation, or that came back to it.
fn stands(issue: &Issue) -> Option<ApprovalWord> {
    let inside = matches!(issue.state.word(), StateWord::Draft | StateWord::Returned);
    issue.approval.word().filter(|word| inside && *word != ApprovalWord::Given)
}
