//! Reminders: reads the dates, compares them with the ledger, sends what is due. Whatever stands in the ledger decides, so
//! that a second run, another instance or a restart sends nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::app::App;
use crate::db::{Audience, Message, Notify, Unaudited, WriteTx};
use crate::duties;
use crate::error::AppResult;
use crate::jobs::Tally;
use crate::kernel::Ctx;
use crate::notices::rules::ledger::{State, decide};
use crate::notices::rules::reminders::{Kind, Reminder, To, of_coming, of_commitment, of_held, of_report};
use crate::notices::store::facts::{commitments, reports, sessions};
use crate::notices::store::reminders;
use crate::organisation::{accounts_of_people, bodies_of_unit};

/// Kinds around sessions.
const SESSIONS: &[Kind] = &[
    Kind::IntakeClosesSoon,
    Kind::AnswersDueSoon,
    Kind::AnswersOverdue,
    Kind::SessionTomorrow,
    Kind::MinutesUnsigned,
    Kind::ConclusionDue,
];
/// Kinds of promises.
const COMMITMENTS: &[Kind] = &[Kind::CommitmentDueSoon, Kind::CommitmentDueToday, Kind::CommitmentOverdue];
/// Kinds of reports.
const REPORTS: &[Kind] = &[Kind::ReportDueSoon, Kind::ReportOverdue];

/// Reminders of sessions and promises.
///
/// # Errors
/// The database's; nothing of the run is kept then.
pub async fn run(app: App, ctx: Ctx) -> AppResult<Tally> {
    let conn = app.db().read();
    let calendar = duties::calendar(conn).await?;
    let coming = sessions::coming(conn, ctx.now).await?;
    let held = sessions::held(conn, ctx.now).await?;
    let wanted: Vec<Reminder> = coming
        .iter()
        .flat_map(|session| of_coming(session, &calendar))
        .chain(held.iter().flat_map(|session| of_held(session, &calendar)))
        .collect();
    let cancelled = sessions::cancelled(conn, ctx.now).await?;
    let mut tally = settle(&app, &ctx, "session", SESSIONS, &wanted, &cancelled).await?;
    let open = commitments::open(conn, ctx.today()).await?;
    let wanted: Vec<Reminder> = open.iter().flat_map(of_commitment).collect();
    tally += settle(&app, &ctx, "commitment", COMMITMENTS, &wanted, &BTreeSet::new()).await?;
    Ok(tally)
}

/// Reminders of reports: once a day, because each unit's rules have to be read.
///
/// # Errors
/// As [`run`].
pub async fn run_reports(app: App, ctx: Ctx) -> AppResult<Tally> {
    let owed = reports::owed(app.db().read(), ctx.today()).await?;
    let wanted: Vec<Reminder> = owed.iter().flat_map(of_report).collect();
    settle(&app, &ctx, "unit", REPORTS, &wanted, &BTreeSet::new()).await
}

async fn settle(
    app: &App,
    ctx: &Ctx,
    subject_kind: &str,
    kinds: &[Kind],
    wanted: &[Reminder],
    cancelled: &BTreeSet<Uuid>,
) -> AppResult<Tally> {
    let ledger = reminders::list(app.db().read(), kinds, wanted).await?;
    let decision = decide(wanted, &ledger, cancelled, ctx.now);
    let mut tally = Tally::default();
    if decision.is_empty() {
        return Ok(tally);
    }
    let tx = WriteTx::begin(app.db(), ctx).await?;
    for reminder in decision.plan {
        reminders::insert(tx.conn(), subject_kind, reminder).await?;
    }
    for reminder in decision.revive {
        reminders::save_state(tx.conn(), &reminder.key, (State::Skipped, State::Planned), None, ctx.now).await?;
    }
    for (key, why) in decision.skip {
        let skipped = reminders::save_state(tx.conn(), key, (State::Planned, State::Skipped), Some(why), ctx.now).await?;
        tally.skipped += u64::from(skipped);
    }
    let mut bodies = BTreeMap::new();
    for reminder in decision.send {
        if reminders::save_state(tx.conn(), &reminder.key, (State::Planned, State::Sent), None, ctx.now).await? {
            let notify = notify(ctx, &tx, reminder, &mut bodies).await?;
            tx.queue(&Message::notify(format!("reminder/{}", reminder.key), &notify)).await?;
            tally.done += 1;
        }
    }
    tx.commit_unaudited(Unaudited::Delivery).await?;
    Ok(tally)
}

/// The reminder as a notice; `known` keeps the bodies of units already asked for.
async fn notify(ctx: &Ctx, tx: &WriteTx, reminder: &Reminder, known: &mut BTreeMap<String, Vec<Uuid>>) -> AppResult<Notify> {
    let mut to = Vec::new();
    for whom in &reminder.to {
        match whom {
            To::Bodies(role, bodies) => to.push(Audience::Role { role: *role, bodies: bodies.clone() }),
            To::People(people) => {
                let people: Vec<_> = people.iter().map(|id| (*id).into()).collect();
                let accounts = accounts_of_people(tx.conn(), &people).await?;
                to.push(Audience::Accounts(accounts.into_iter().map(Into::into).collect()));
            }
            To::Unit(unit_code, roles) => {
                if !known.contains_key(unit_code) {
                    let bodies = bodies_of_unit(tx.conn(), unit_code, ctx.today()).await?;
                    known.insert(unit_code.clone(), bodies.iter().map(|body| body.id.0).collect());
                }
                let bodies = known.get(unit_code).cloned().unwrap_or_default();
                to.extend(roles.iter().map(|role| Audience::Role { role: *role, bodies: bodies.clone() }));
            }
        }
    }
    Ok(Notify { code: reminder.kind.to_string(), to, args: reminder.args.clone(), href: reminder.href.clone() })
}
