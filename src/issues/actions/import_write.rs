//! Writing what an import planned: part by part, each in a transaction of its own that takes the part first, so that a run that was
//! broken off goes on where it was and two that meet write nothing twice.
//!
//! A row that cannot be written after all (somebody changed the issue or handed the same in meanwhile) is given back as faulty.

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;

use crate::app::App;
use crate::db::{Conn, Unaudited, WriteTx};
use crate::error::{AppError, AppResult};
use crate::issues::actions::approval::{tell_approvers, way};
use crate::issues::actions::hand_in::{changed, draft};
use crate::issues::rules::import::{Import, Outcome, PlannedRow, given_back};
use crate::issues::rules::{CounterpartGroup, Identity, Issue, Way};
use crate::issues::store::imports::Waiting;
use crate::issues::store::issues::Stamp;
use crate::issues::store::{calls, fields, identities, imports, issues, sessions};
use crate::jobs::Tally;
use crate::kernel::text::fold;
use crate::kernel::{Action, Actor, Ctx, Event, ImportId, IssueId, Permit, Refusal};
use crate::organisation::{body, live_actor_of_account};

/// Imports of one run.
const BATCH: u64 = 20;
/// How long a look is kept that nothing came of, and what was given back of an import that ended.
const LOOK_KEPT: TimeDelta = TimeDelta::days(7);
const END_KEPT: TimeDelta = TimeDelta::days(30);

/// Whether the call takes the rows now, and if so whether they are late.
pub(super) async fn admitted(conn: &Conn, ctx: &Ctx, import: &Import, submit: bool) -> AppResult<bool> {
    let call = calls::asked(conn, import.session, import.body).await?;
    let ahead = sessions::is_ahead(&sessions::session_of(conn, &call.unit_code, import.session).await?);
    if submit {
        Ok(call.admits(ahead, ctx.today())?)
    } else if ahead {
        Ok(false)
    } else {
        Err(Refusal::new("call.session-over").into())
    }
}

/// Writes every import that was started, and forgets those that nobody needs any more.
///
/// # Errors
/// The database's.
pub async fn run(app: App, ctx: Ctx) -> AppResult<Tally> {
    let mut tally = Tally::default();
    for import in imports::waiting(app.db().read(), BATCH).await? {
        match write(&app, &ctx, &import).await {
            Ok(written) => tally.done += written,
            // Another instance ended it.
            Err(AppError::Conflict) => {}
            Err(AppError::Unavailable(error)) => return Err(AppError::Unavailable(error)),
            Err(error) => {
                tracing::error!(%error, import = %import.id, "an import could not be written");
                tally.failed += 1;
            }
        }
    }
    for id in imports::outdated(app.db().read(), ctx.now - LOOK_KEPT, ctx.now - END_KEPT).await? {
        let tx = WriteTx::begin(app.db(), &ctx).await?;
        let found = imports::find(tx.conn(), &ctx, id).await?;
        imports::delete(tx.conn(), &found.permit, id).await?;
        tx.commit_unaudited(Unaudited::ImportPlan).await?;
    }
    Ok(tally)
}

/// Writes the import `id` now, in the name of this actor: for the command line.
///
/// # Errors
/// As [`run`].
pub async fn write_now(app: &App, ctx: &Ctx, id: ImportId) -> AppResult<u64> {
    let found = imports::find(app.db().read(), ctx, id).await?;
    write(app, ctx, &found.import).await
}

/// Writes what is left of an import; how many rows that was.
async fn write(app: &App, ctx: &Ctx, import: &Import) -> AppResult<u64> {
    let Some(ctx) = in_the_name_of(app, ctx, import).await? else {
        return stop(app, ctx, import, "import.nobody").await;
    };
    let mut writer = match Writer::begin(app, &ctx, import).await {
        Ok(writer) => writer,
        Err(AppError::Refused(violations)) => {
            let code = violations.0.first().map_or("import.nobody", |refusal| refusal.code);
            return stop(app, &ctx, import, code).await;
        }
        Err(AppError::Denied(_) | AppError::NotFound) => return stop(app, &ctx, import, "import.nobody").await,
        Err(error) => return Err(error),
    };
    let parts = imports::unwritten(app.db().read(), import.id).await?;
    let counts = imports::counts(app.db().read(), import.id).await?;
    let untouched = counts.values().all(|count| count.gone_through == 0);
    if !import.only_good && untouched {
        // All rows or none: what changed since the look is found before the first row is written.
        let refused = writer.check(app.db().read(), &parts).await?;
        if !refused.is_empty() {
            return stop_all(app, &ctx, import, parts.len(), refused).await;
        }
    }
    let mut written = 0;
    for part in &parts {
        written += writer.part(part).await?;
    }
    match finish(app, &ctx, import, writer.is_asking()).await {
        // Another instance ended it, with what was written here.
        Ok(()) | Err(AppError::Conflict) => Ok(written),
        Err(error) => Err(error),
    }
}

/// The context of who started it; none when that person may no longer sign in.
async fn in_the_name_of(app: &App, ctx: &Ctx, import: &Import) -> AppResult<Option<Ctx>> {
    match (import.account, &ctx.actor) {
        (Some(account), Actor::System) => {
            let actor = live_actor_of_account(app.db().read(), account, ctx.today()).await?;
            Ok(actor.map(|(actor, _)| ctx.as_actor(actor)))
        }
        _ => Ok(Some(ctx.clone())),
    }
}

async fn finish(app: &App, ctx: &Ctx, import: &Import, asked: bool) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = imports::find(tx.conn(), ctx, import.id).await?;
    let counts = imports::counts(tx.conn(), import.id).await?;
    let written = counts.values().map(|count| count.written).sum();
    let left_out = counts.get(&Outcome::Faulty).map_or(0, |count| count.rows);
    let (import, event) = found.import.finish(ctx.now, written, left_out, asked).map_err(|_| AppError::Conflict)?;
    if asked && written > 0 {
        tell_approvers(&tx, ctx, &import.unit_code, import.session, import.body).await?;
    }
    imports::save(tx.conn(), &found.permit, &import).await?;
    imports::forget_rows(tx.conn(), import.id, &[Outcome::New, Outcome::Update, Outcome::Same]).await?;
    tx.commit(event).await
}

/// Ends an import that cannot go on.
async fn stop(app: &App, ctx: &Ctx, import: &Import, code: &str) -> AppResult<u64> {
    // Whoever started it may have lost the right to: ending it is the program's own act.
    let ctx = ctx.as_actor(Actor::System);
    let tx = WriteTx::begin(app.db(), &ctx).await?;
    let found = imports::find(tx.conn(), &ctx, import.id).await?;
    end(tx, &ctx, found, code, Vec::new()).await
}

/// Ends an import of all rows or none before the first is written; `refused` are the rows that it would have been without.
///
/// All its parts are taken first: where another run has one of them already, the rows are changed because that run wrote them,
/// and it goes on.
async fn stop_all(app: &App, ctx: &Ctx, import: &Import, parts: usize, refused: Vec<(PlannedRow, Refusal)>) -> AppResult<u64> {
    let ctx = ctx.as_actor(Actor::System);
    let tx = WriteTx::begin(app.db(), &ctx).await?;
    let found = imports::find(tx.conn(), &ctx, import.id).await?;
    if imports::take_all(tx.conn(), &found.permit, import.id, ctx.now).await? != parts {
        return Err(AppError::Conflict);
    }
    end(tx, &ctx, found, "import.rows-changed", refused).await
}

async fn end(tx: WriteTx, ctx: &Ctx, found: imports::Found, code: &str, refused: Vec<(PlannedRow, Refusal)>) -> AppResult<u64> {
    let import = &found.import;
    let written = imports::counts(tx.conn(), import.id).await?.values().map(|count| count.written).sum();
    let (import, event) = import.clone().stop(ctx.now, code, written).map_err(|_| AppError::Conflict)?;
    imports::save(tx.conn(), &found.permit, &import).await?;
    give_back(&tx, &found.permit, &import, 1_000_000, refused).await?;
    imports::forget_rows(tx.conn(), import.id, &[Outcome::New, Outcome::Update, Outcome::Same]).await?;
    tx.commit(event).await?;
    Ok(0)
}

async fn give_back(
    tx: &WriteTx,
    permit: &Permit,
    import: &Import,
    from: i32,
    refused: Vec<(PlannedRow, Refusal)>,
) -> AppResult<()> {
    let names = fields::fields(tx.conn()).await?;
    let name = |code: &str| names.iter().find(|field| field.code == code).map(|field| field.name_vi.clone()).unwrap_or_default();
    let rows: Vec<_> = refused.into_iter().map(|(row, refusal)| given_back(&import.headings, &row, refusal, name)).collect();
    imports::insert_rows(tx.conn(), permit, import.id, Outcome::Faulty, from, &rows).await
}

/// What the organisation has, kept beside the parts as they are written.
struct Writer<'a> {
    app: &'a App,
    ctx: &'a Ctx,
    import: &'a Import,
    late: bool,
    /// How who started it hands in.
    way: Way,
    /// For whom the organisation speaks.
    group: CounterpartGroup,
    permit: Permit,
    /// Folded wordings of what is there, and the stamp at which they were read.
    known: HashMap<String, IssueId>,
    stamp: Stamp,
}

/// What a part comes to.
#[derive(Default)]
struct Written {
    new: Vec<Issue>,
    identities: Vec<(IssueId, Identity)>,
    changed: Vec<(Issue, Identity)>,
    events: Vec<Event>,
    refused: Vec<(PlannedRow, Refusal)>,
}

impl Written {
    fn count(&self) -> usize {
        self.new.len() + self.changed.len()
    }

    /// The stamp after this was written: as it would be read, without what others may commit meanwhile.
    fn stamped(&self, before: Stamp) -> Stamp {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        // A new issue begins at version 1, a change adds one.
        Stamp { issues: before.issues + number(self.new.len()), versions: before.versions + number(self.count()) }
    }
}

impl<'a> Writer<'a> {
    async fn begin(app: &'a App, ctx: &'a Ctx, import: &'a Import) -> AppResult<Self> {
        let conn = app.db().read();
        let found = imports::find(conn, ctx, import.id).await?;
        let way = way(conn, ctx, &found.unit, import.body).await?;
        // The call's window counts when an issue leaves its organisation.
        let late = admitted(conn, ctx, import, import.submit && !way.asks()).await?;
        let stamp = issues::stamp(conn, import.session, import.body).await?;
        let known = issues::wordings(conn, import.session, import.body).await?;
        let group = CounterpartGroup::of_body(&body(conn, import.body).await?.name);
        Ok(Self { app, ctx, import, late, way, group, permit: found.permit, known, stamp })
    }

    /// Whether what is handed in waits for approval.
    const fn is_asking(&self) -> bool {
        self.import.submit && self.way.asks()
    }

    /// The rows that could not be written as things stand.
    async fn check(&self, conn: &Conn, parts: &[Waiting]) -> AppResult<Vec<(PlannedRow, Refusal)>> {
        let mut refused = Vec::new();
        for part in parts {
            let rows: Vec<PlannedRow> = imports::rows(conn, part.id).await?;
            refused.extend(self.work_out(conn, rows).await?.refused);
        }
        Ok(refused)
    }

    /// Writes one part unless somebody did; how many rows that was.
    async fn part(&mut self, part: &Waiting) -> AppResult<u64> {
        let tx = WriteTx::begin(self.app.db(), self.ctx).await?;
        if !imports::take(tx.conn(), &self.permit, part.id, self.ctx.now).await? {
            return Ok(0);
        }
        let stamp = issues::stamp(tx.conn(), self.import.session, self.import.body).await?;
        if stamp != self.stamp {
            // Somebody else wrote since.
            self.known = issues::wordings(tx.conn(), self.import.session, self.import.body).await?;
        }
        let rows: Vec<PlannedRow> = imports::rows(tx.conn(), part.id).await?;
        let mut written = self.work_out(tx.conn(), rows).await?;
        issues::insert_all(tx.conn(), &self.permit, &written.new).await?;
        identities::insert_all(tx.conn(), &self.permit, &written.identities).await?;
        for (issue, identity) in &written.changed {
            issues::save(tx.conn(), &self.permit, issue).await?;
            if !identity.is_empty() {
                identities::save(tx.conn(), &self.permit, issue.id, identity).await?;
            }
        }
        imports::settle(tx.conn(), &self.permit, part.id, written.count()).await?;
        let from = if part.outcome == Outcome::New { 1_000_000 } else { 2_000_000 };
        give_back(&tx, &self.permit, self.import, from + part.number, std::mem::take(&mut written.refused)).await?;
        match written.events.pop() {
            Some(last) => {
                tx.say_all(&written.events).await?;
                tx.commit(last).await?;
            }
            None => tx.commit_unaudited(Unaudited::ImportPlan).await?,
        }
        self.stamp = written.stamped(stamp);
        self.learn(&written);
        Ok(u64::try_from(written.count()).unwrap_or(u64::MAX))
    }

    /// Keeps `known` as it would be read again: what was changed is known by its new wording only.
    fn learn(&mut self, written: &Written) {
        let changed: HashSet<IssueId> = written.changed.iter().map(|(issue, _)| issue.id).collect();
        if !changed.is_empty() {
            self.known.retain(|_, id| !changed.contains(id));
        }
        let all = written.new.iter().chain(written.changed.iter().map(|(issue, _)| issue));
        self.known.extend(all.map(|issue| (fold(&issue.content.wording), issue.id)));
    }

    /// What rows come to, by what is there now.
    async fn work_out(&self, conn: &Conn, rows: Vec<PlannedRow>) -> AppResult<Written> {
        let ids: HashSet<IssueId> = rows.iter().filter_map(|row| row.issue.map(|(id, _)| id)).collect();
        let there = if ids.is_empty() { Vec::new() } else { issues::load_all(conn, &self.permit, ids).await? };
        let mut there: HashMap<IssueId, Issue> = there.into_iter().map(|issue| (issue.id, issue)).collect();
        let identities = match rows.iter().any(|row| row.issue.is_some() && !row.identity.is_empty()) {
            true => self.identities(conn).await?,
            false => HashMap::new(),
        };
        let tree = fields::tree(conn, &self.import.unit_code).await?;
        let mut written = Written::default();
        for row in rows {
            let before = row.issue.and_then(|(id, _)| there.get(&id)).and_then(|issue| issue.content.field.as_deref());
            if !tree.takes(row.content.field.as_deref(), before) {
                written.refused.push((row, Refusal::on("issue_field", "form.choice")));
                continue;
            }
            let other = self.known.get(&fold(&row.content.wording)).copied();
            match row.issue {
                None if other.is_some() => written.refused.push((row, Refusal::on("issue_wording", "issue.duplicate"))),
                None => {
                    let from = (self.import.body, self.group);
                    let issue = draft(self.ctx, &self.import.unit_code, self.import.session, from, row.content);
                    written.events.push(issue.event("issue.drafted"));
                    let issue = if self.import.submit { self.leave(issue, &mut written)? } else { issue };
                    written.identities.push((issue.id, row.identity));
                    written.new.push(issue);
                }
                Some((id, version)) => match there.remove(&id) {
                    _ if other.is_some_and(|other| other != id) => {
                        written.refused.push((row, Refusal::on("issue_wording", "issue.duplicate")));
                    }
                    Some(issue) if issue.version == version && issue.is_editable() => {
                        if let Err(refusal) = issue.check_editable(&self.way) {
                            written.refused.push((row, Refusal { field: Some("sheet_receipt"), ..refusal }));
                            continue;
                        }
                        let identity = identities.get(&id).cloned().unwrap_or_default().with(&row.identity);
                        let late = self.import.submit.then_some(self.late);
                        match changed(conn, self.ctx, issue, row.content.clone(), &self.way, late).await {
                            Ok((issue, events)) => {
                                written.events.extend(events);
                                written.changed.push((issue, identity));
                            }
                            Err(AppError::Refused(violations)) => {
                                let why = violations.0.into_iter().next().unwrap_or(Refusal::new("sheet.moved"));
                                written.refused.push((row, why));
                            }
                            Err(error) => return Err(error),
                        }
                    }
                    _ => written.refused.push((row, Refusal::on("sheet_version", "sheet.moved"))),
                },
            }
        }
        Ok(written)
    }

    fn leave(&self, issue: Issue, written: &mut Written) -> AppResult<Issue> {
        let (issue, events) = issue.leave(self.ctx.now, self.way.clone(), self.late)?;
        written.events.extend(events);
        Ok(issue)
    }

    async fn identities(&self, conn: &Conn) -> AppResult<HashMap<IssueId, Identity>> {
        let unit = crate::organisation::unit(conn, &self.import.unit_code).await?;
        let permit = self.ctx.permit(Action::ReadIdentity, &unit.target().owned_by([self.import.body.0]))?;
        identities::of_body(conn, &permit, self.import.session, self.import.body).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issues::rules::{Channel, Content, IssueKind};
    use crate::kernel::{BodyId, SessionId};

    #[test]
    fn the_stamp_after_a_part_is_what_would_be_read_of_it_alone() {
        let ctx = Ctx::system(chrono::DateTime::default(), "test");
        let content = Content {
            kind: IssueKind::Proposal,
            channel: Channel::Organisation,
            people: 1,
            village: String::new(),
            field: None,
            wording: "Đèn hỏng".into(),
        };
        let from = (BodyId::fresh(), CounterpartGroup::Women);
        let issue = || draft(&ctx, "03667", SessionId::fresh(), from, content.clone());
        let written =
            Written { new: vec![issue(), issue()], changed: vec![(issue(), Identity::default())], ..Written::default() };
        // Three issues of versions 1, 4 and 2; two more of version 1, and one of them saved once.
        let before = Stamp { issues: 3, versions: 7 };
        assert_eq!(written.stamped(before), Stamp { issues: 5, versions: 10 });
    }
}
