//! Collects what one reader may see of one issue: whose wording, which answers, which steps, what can be done next.

use super::acts::{Acts, Papers};
use super::alike::alike;
use super::links::Related;
use super::parts::{Names, answer_tone, excerpt, tone};
use super::show::{AgencyCard, ApprovalCard, FileLine, MergedLine, NoticeLine, RemarkLine, Show};
use crate::app::App;
use crate::db::{Conn, audit};
use crate::error::AppResult;
use crate::i18n;
use crate::issues::actions::approval;
use crate::issues::rules::{Answer, AnswerState, AnswerWord, ApprovalWord, Competence, Issue, IssueKind, IssueState, StateWord};
use crate::issues::store::assignments::Assignment;
use crate::issues::store::issues::{self, Found};
use crate::issues::store::similar::Likely;
use crate::issues::store::{answers, approvals, assignments, attachments, calls, identities, links, notices, sessions};
use crate::kernel::{Action, Ctx, IssueId};
use crate::web::{HistoryLine, Visit};

/// How the reader stands to the issue.
struct Reader {
    /// Works for the unit and reads all of it: office, leader, clerk, supervisor.
    staff: bool,
    /// Its own organisation.
    own: bool,
    office: bool,
    approves: bool,
    /// Bodies that the reader answers for here.
    bodies: Vec<uuid::Uuid>,
}

impl Reader {
    fn of(ctx: &Ctx, found: &Found) -> Self {
        let unit = found.unit.target();
        let own = unit.clone().owned_by(found.issue.submitter.map(|body| body.0));
        Self {
            staff: ctx.permit(Action::ReadIssue, &unit).is_ok(),
            own: ctx.permit(Action::SubmitIssue, &own).is_ok() && found.issue.submitter.is_some(),
            office: ctx.permit(Action::TriageIssue, &unit).is_ok(),
            approves: ctx.permit(Action::ApproveAnswer, &unit).is_ok(),
            bodies: ctx
                .scope(Action::PrepareAnswer)
                .assigned
                .into_iter()
                .filter(|body| found.target.assigned.contains(body))
                .collect(),
        }
    }
}

/// The page of issue `id` for this visit.
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub(super) async fn gather(app: &App, visit: &Visit, id: IssueId) -> AppResult<Show> {
    let found = issues::find(app.db().read(), &visit.ctx, Action::ReadIssue, id).await?;
    let is_sealed = found.issue.is_shielded();
    gather_found(app, visit, &found, is_sealed).await
}

/// The page of an issue that was found for this visit; sealed, it tells nothing of what the issue says.
///
/// # Errors
/// The database's.
pub(super) async fn gather_found(app: &App, visit: &Visit, found: &Found, is_sealed: bool) -> AppResult<Show> {
    let (conn, id) = (app.db().read(), found.issue.id);
    let is_shielded = found.issue.is_shielded();
    let reader = Reader::of(&visit.ctx, found);
    let issue = &found.issue;
    let session = sessions::session_of(conn, &issue.unit_code, issue.session).await?;
    let merged = issues::merged_into(conn, id).await?;
    let named = if is_shielded { Vec::new() } else { assignments::of_issue(conn, id).await? };
    let original = found.is_near(&visit.ctx);
    let files = if is_sealed || !original { Vec::new() } else { attachments::of_issue(conn, id).await? };
    let written = answers::of_issues(conn, &[id]).await?;
    let bodies = merged.iter().chain([issue]).filter_map(|one| one.submitter).chain(named.iter().map(|one| one.body));
    let names = Names::load(app, visit.locale, bodies.collect::<Vec<_>>()).await?;
    let main = issues::main_of(conn, issue).await?;
    let recorded = identities::is_recorded(conn, id).await?;
    let open = calls::of_session(conn, issue.session)
        .await?
        .is_some_and(|call| call.admits(sessions::is_ahead(&session), visit.ctx.today()).is_ok());
    let approval = approval_card(app, visit, &reader, found).await?;
    let related = Related::of(conn, &visit.ctx, issue, reader.staff, reader.own).await?;
    let asks = approval.as_ref().is_some_and(|card| card.asks);
    let mut acts = acts(&reader, issue, &merged, open || (asks && sessions::is_ahead(&session)), recorded);
    acts.edit &= !(asks && issue.state == IssueState::Submitted);
    acts.split &= written.is_empty();
    acts.take_back &= !related.under_way;
    let notice = notice(app, visit, &reader, issue).await?;
    // A part has none that anybody was given: the receipt is that of the whole.
    let has_receipt =
        (reader.own || reader.office) && issue.submitter.is_some() && !issue.is_private() && issue.links.split_from.is_none();
    let papers = Papers { receipt: has_receipt, notice: notice.as_ref().is_some_and(|notice| notice.paper) };
    acts.arrange(issue.state.word(), !named.is_empty(), papers);
    let alike = if reader.office { Box::pin(alike(app, visit, likely(issue))).await? } else { Vec::new() };
    let (ground, reason) = match &issue.state {
        IssueState::Refused { ground, reason } => (Some(ground.as_str()), reason.clone()),
        IssueState::Returned { reason } | IssueState::Diverted { reason } => (None, reason.clone()),
        _ => (None, String::new()),
    };
    let people: i32 = merged.iter().chain([issue]).map(|one| one.content.people).fold(0, i32::saturating_add);
    Ok(Show {
        id: id.to_string(),
        back: if reader.staff {
            "/issues"
        } else if reader.own || reader.bodies.is_empty() {
            "/issues/own"
        } else {
            "/issues/assigned"
        },
        number: issue.number,
        // A part has none that anybody was given: the receipt is that of the whole.
        receipt: ((reader.own || reader.office) && !issue.is_private() && issue.links.split_from.is_none())
            .then(|| issue.receipt_code.clone()),
        kind: issue.content.kind.as_str(),
        channel: issue.content.channel.as_str(),
        state: issue.state.word().as_str(),
        tone: tone(issue.state.word()),
        late: issue.late,
        ground,
        reason,
        letter: matches!(issue.state, IssueState::Diverted { .. }) || is_draft_complaint(issue),
        unit: found.unit.in_a_sentence(),
        session: issue.session.to_string(),
        session_on: session.on(),
        session_linked: session.state.is_public() || reader.staff,
        session_title: session.title,
        submitter: match &related.origin {
            // Whose own was merged into it reads what it says and what is answered, not who else came with it.
            _ if !original => i18n::text(visit.locale, "issue-from-others", &[]),
            Some(origin) => i18n::text(visit.locale, "issue-forwarded-by", &[("unit", origin.unit.clone())]),
            None if was_sent(conn, issue).await? => names.forwarded.clone(),
            None => names.body(issue.submitter),
        },
        submitted_at: issue.submitted_at,
        people: issue.content.people,
        people_in_all: (!merged.is_empty()).then_some(people),
        village: if original { issue.content.village.clone() } else { String::new() },
        field: names.field(issue.content.field.as_deref()),
        competence: issue.competence.map(Competence::as_str),
        group: original.then_some(issue.group.as_str()),
        wording: if original { issue.content.wording.clone() } else { issue.shown_wording() },
        is_sealed,
        may_unseal: is_sealed && reader.office,
        public_wording: (original && !issue.public_wording.is_empty()).then(|| issue.public_wording.clone()),
        files: files.iter().map(|file| FileLine { recorded: is_shielded, ..FileLine::of(file, false) }).collect(),
        has_receipt,
        notice,
        main: (main.id != id).then(|| main.id.to_string()),
        main_number: if main.id == id { None } else { main.number },
        merged: if reader.staff { merged.iter().map(|one| merged_line(one, &names)).collect() } else { Vec::new() },
        links: related,
        alike,
        agencies: named.iter().filter_map(|one| agency(&visit.ctx, &reader, issue, one, &written, &names)).collect(),
        history: history(app, visit, &reader, original, id).await?,
        inside: approval
            .as_ref()
            .and_then(|card| card.word)
            .filter(|word| issue.state == IssueState::Draft && *word != ApprovalWord::Given.as_str()),
        approval,
        for_office: reader.office && acts.any_for_office(),
        acts,
        version: issue.version,
    })
}

/// Whether another unit sent the issue, or the opinion that it is a part of.
async fn was_sent(conn: &Conn, issue: &Issue) -> AppResult<bool> {
    let whole = match issue.links.split_from {
        Some(whole) => links::whole_of(conn, whole).await?,
        None => None,
    };
    Ok(whole.as_ref().unwrap_or(issue).links.forwarded_from.is_some())
}

/// Whether the notice of its reception was sent, and until when it has to be; for the office and its organisation.
async fn notice(app: &App, visit: &Visit, reader: &Reader, issue: &Issue) -> AppResult<Option<NoticeLine>> {
    if !(reader.office || reader.own) {
        return Ok(None);
    }
    let conn = app.db().read();
    let sent = notices::of_issue(conn, issue.id).await?;
    let due_on = match (notices::is_owed(issue), &sent) {
        (true, None) => Some(notices::due_on(conn, issue).await?),
        _ => None,
    };
    let line = NoticeLine {
        due_on,
        overdue: due_on.is_some_and(|due| due < visit.ctx.today()),
        sent_on: sent.as_ref().map(|sent| sent.sent_on),
        way: sent.as_ref().map(|sent| sent.way.as_str()),
        paper: reader.office && notices::is_owed(issue),
    };
    Ok((line.due_on.is_some() || line.sent_on.is_some()).then_some(line))
}

fn is_draft_complaint(issue: &Issue) -> bool {
    issue.content.kind == IssueKind::Complaint && issue.state == IssueState::Draft
}

fn merged_line(issue: &Issue, names: &Names) -> MergedLine {
    MergedLine {
        id: issue.id.to_string(),
        submitter: names.body(issue.submitter),
        wording: excerpt(&issue.content.wording),
        people: issue.content.people,
    }
}

/// What is compared of an issue with others.
fn likely(issue: &Issue) -> Likely {
    let wording = format!("{} · {}", issue.content.wording, issue.content.village);
    Likely { wording, without: Some(issue.id), ..Likely::default() }
}

/// Which steps the rules would allow and the reader may take. The rules have the last word.
fn acts(reader: &Reader, issue: &Issue, merged: &[Issue], open: bool, recorded: bool) -> Acts {
    use StateWord::{Accepted, Answered, Draft, Forwarded, Refused, Returned, Selected, Submitted, WrittenOnly};
    let word = issue.state.word();
    let within = |words: &[StateWord]| words.contains(&word);
    let (own, office, free) = (reader.own, reader.office, merged.is_empty());
    let is_part = issue.links.split_from.is_some();
    Acts {
        edit: own && issue.is_editable(),
        submit: own && open && !issue.is_in_approval() && within(&[Draft, Returned]),
        // While it waits inside, it is taken back there first: two buttons that take back would be one too many.
        withdraw: own
            && free
            && !issue.is_in_approval()
            && !is_part
            && within(&[Draft, Submitted, Returned, Accepted, Forwarded]),
        accept: office && within(&[Submitted, Refused, Selected, WrittenOnly]),
        reconsider: within(&[Refused, Selected, WrittenOnly]),
        select: office && within(&[Accepted, WrittenOnly]),
        written: office && within(&[Accepted, Selected]),
        send_back: office && within(&[Submitted]) && (issue.submitter.is_some() || issue.links.forwarded_from.is_some()),
        refuse: office && free && within(&[Submitted, Accepted]),
        divert: office && free && !is_part && within(&[Submitted, Accepted]),
        merge: office && within(&[Submitted, Accepted, Selected, WrittenOnly]),
        unmerge: office && matches!(issue.state, IssueState::Merged { .. }),
        split: office && free && !is_part && within(&[Submitted, Accepted, WrittenOnly]),
        unsplit: office && matches!(issue.state, IssueState::Split { .. }),
        forward: office && within(&[Accepted, WrittenOnly, Forwarded]),
        take_back: office && matches!(issue.state, IssueState::Forwarded { .. }),
        repeats: office && within(&[Submitted, Accepted, Selected, WrittenOnly, Answered, Forwarded]),
        classify: office
            && !issue.is_shielded()
            && !matches!(issue.state, IssueState::Merged { .. } | IssueState::Split { .. } | IssueState::Withdrawn),
        assign: office && word.is_worked_on(),
        identity: recorded && (office || (own && !issue.is_shielded())),
        ..Acts::default()
    }
}

/// An agency's card, or none where the reader need not know that it works on the issue.
fn agency(
    ctx: &Ctx,
    reader: &Reader,
    issue: &Issue,
    assignment: &Assignment,
    written: &[Answer],
    names: &Names,
) -> Option<AgencyCard> {
    let answer = written.iter().find(|answer| answer.body == assignment.body);
    let mine = reader.bodies.contains(&assignment.body.0);
    let approved = answer.is_some_and(|answer| matches!(answer.state, AnswerState::Approved { .. }));
    let answered = matches!(issue.state, IssueState::Answered { .. });
    // Text under writing is its agency's own; who only brought the issue waits for the answer itself.
    let visible = mine
        || (reader.staff && answer.is_some_and(|answer| !answer.is_private()))
        || (approved && (answered || !reader.bodies.is_empty()));
    if !(reader.staff || mine || visible || !reader.bodies.is_empty()) {
        return None;
    }
    let sent = answer.is_some_and(|answer| !answer.is_private());
    let word = answer.map(|answer| answer.state.word());
    Some(AgencyCard {
        body: names.body(Some(assignment.body)),
        part: assignment.part.as_str(),
        due_on: assignment.due_on,
        overdue: !sent && !answered && assignment.due_on.is_some_and(|due| due < ctx.today()),
        note: if reader.staff || mine { assignment.note.clone() } else { String::new() },
        state: word.filter(|_| visible || reader.staff).map(AnswerWord::as_str),
        tone: word.map_or("grey", answer_tone),
        text: answer.filter(|answer| visible && !answer.text.is_empty()).map(|answer| answer.text.clone()),
        approved_by: match answer.map(|answer| &answer.state) {
            Some(AnswerState::Approved { approved_by, .. }) if visible => Some(approved_by.clone()),
            _ => None,
        },
        returned_because: match answer.map(|answer| &answer.state) {
            Some(AnswerState::Returned { note }) if mine || reader.staff => Some(note.clone()),
            _ => None,
        },
        answer: answer.map(|answer| answer.id.to_string()).unwrap_or_default(),
        version: answer.map_or(0, |answer| answer.version),
        may_approve: reader.approves && answer.is_some_and(|answer| matches!(answer.state, AnswerState::Submitted { .. })),
        may_return: reader.approves && sent && !(approved && answered),
        write: mine && issue.state.word().is_worked_on() && !sent,
    })
}

/// Where the approval inside its organisation stands, for that organisation alone.
async fn approval_card(app: &App, visit: &Visit, reader: &Reader, found: &Found) -> AppResult<Option<ApprovalCard>> {
    let (conn, issue) = (app.db().read(), &found.issue);
    let Some(body) = issue.submitter.filter(|_| reader.own && !issue.is_shielded()) else { return Ok(None) };
    let asks = approval::way(conn, &visit.ctx, &found.unit, body).await?.asks();
    let remarks = approvals::remarks(conn, &found.permit, issue.id).await?;
    let word = issue.approval.word().map(ApprovalWord::as_str);
    if word.is_none() && remarks.is_empty() && !asks {
        return Ok(None);
    }
    let mark = issue.approval.mark();
    let line = |one: approvals::Remark| RemarkLine { made_by: one.made_by, made_at: one.made_at, text: one.text };
    Ok(Some(ApprovalCard {
        word,
        name: mark.map(|mark| mark.name.clone()).unwrap_or_default(),
        at: mark.map(|mark| mark.at),
        remarks: remarks.into_iter().map(line).collect(),
        asks,
        may_approve: issue.is_in_approval() && approval::may_approve(&visit.ctx, &found.unit.target().owned_by([body.0])),
        may_take_back: issue.is_in_approval(),
    }))
}

/// The steps of the issue; work on answers and looks at the petitioner are the unit's own affair.
async fn history(app: &App, visit: &Visit, reader: &Reader, original: bool, id: IssueId) -> AppResult<Vec<HistoryLine>> {
    let entries = audit::history(app.db().read(), "issue", id).await?;
    let inner = |code: &str| {
        code.starts_with("answer.")
            || code.starts_with("identity.")
            || matches!(code, "issue.took-in" | "issue.gave-back" | "issue.shielded-read")
    };
    Ok(entries
        .into_iter()
        .filter(|entry| reader.staff || !inner(&entry.code))
        // What an organisation talks about inside is for nobody else.
        .filter(|entry| reader.own || !entry.code.starts_with("approval."))
        .map(|step| HistoryLine::of(visit.locale, step.at, if original { step.actor } else { String::new() }, &step.code))
        .collect())
}
