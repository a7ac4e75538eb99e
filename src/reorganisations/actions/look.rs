//! What hangs on the old ones, before and after an act is published.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::app::App;
use crate::db::Conn;
use crate::dialogues;
use crate::error::AppResult;
use crate::followups;
use crate::issues;
use crate::kernel::clock::start_of;
use crate::kernel::{BodyId, Ctx, Refusal, ReorganisationId};
use crate::organisation::successions::{Holder, RoleIn, holders_after, roles_after};
use crate::organisation::{self, Body, Unit};
use crate::reorganisations::actions::drafting::around;
use crate::reorganisations::rules::{
    Choice, Decision, Key, Level, Line, LineKind, Reorganisation, Seat, Stage, name_under, seat_of,
};
use crate::reorganisations::store::acts::{self, Found};
use crate::reorganisations::store::{counts, decisions};

/// Characters of a wording that a line quotes.
const QUOTED: usize = 90;

/// A body that ends, and where its work goes.
#[derive(Debug, Clone)]
pub struct Ending {
    pub body: Body,
    /// Name of the body that goes on; none where nobody does.
    pub to: Option<String>,
    /// Its place among the seats of the heir; none where it goes on itself under the heir, or nobody does.
    pub seat: Option<usize>,
}

/// An act with everything that publishing it does.
#[derive(Debug)]
pub struct Preview {
    pub act: Reorganisation,
    pub unit: Unit,
    /// The heir as it is, where it is a unit that is there.
    pub heir: Option<Unit>,
    pub heir_name: Option<String>,
    pub seats: Vec<Seat>,
    pub endings: Vec<Ending>,
    pub roles: Vec<RoleIn>,
    pub holders: Vec<Holder>,
    pub lines: Vec<Line>,
    pub feeds: u64,
    pub open_reports: u64,
    /// Why it cannot be published as it stands.
    pub refused: Vec<Refusal>,
}

impl Preview {
    /// What somebody has looked at when he publishes: changes as soon as anything of it does.
    #[must_use]
    pub fn seal(&self) -> String {
        let text = format!(
            "{} {} {:?} {:?} {:?} {:?} {:?} {} {} {:?}",
            self.act.id,
            self.act.version,
            self.heir,
            self.seats,
            self.endings,
            self.roles,
            self.holders,
            self.feeds,
            self.open_reports,
            self.lines
        );
        data_encoding::BASE64URL_NOPAD.encode(&Sha256::digest(text.as_bytes())[..12])
    }
}

/// What publishing a draft would do now.
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn preview(app: &App, ctx: &Ctx, id: ReorganisationId) -> AppResult<Preview> {
    let conn = app.db().read();
    look(conn, acts::find(conn, ctx, id).await?).await
}

pub(super) async fn look(conn: &Conn, found: Found) -> AppResult<Preview> {
    let Found { act, unit, .. } = found;
    let refused = act.check(&around(conn, &unit, &act).await?).err().map(|violations| violations.0).unwrap_or_default();
    let heir = match &act.heir_unit {
        Some(code) => Some(organisation::unit(conn, code).await?),
        None => None,
    };
    let heir_body = match act.heir_body {
        Some(id) => Some(organisation::body(conn, id).await?),
        None => None,
    };
    let heir_name = heir.as_ref().map(|unit| unit.name.clone()).or_else(|| heir_body.as_ref().map(|body| body.name.clone()));
    let heir_name = heir_name.or_else(|| (!act.new_name.is_empty()).then(|| act.new_name.clone()));
    let seats = seats(conn, &act, heir.as_ref(), heir_body.as_ref()).await?;
    let endings = endings(conn, &act, heir_name.as_deref(), &seats).await?;
    let ids: Vec<BodyId> = endings.iter().map(|ending| ending.body.id).collect();
    let units = ending_units(&act);
    let to: BTreeMap<BodyId, (Option<Choice>, String)> = endings
        .iter()
        .map(|ending| {
            let seat = ending.seat.and_then(|at| seats.get(at)).and_then(|seat| seat.id).map(Choice::Body);
            (ending.body.id, (seat, ending.to.clone().unwrap_or_default()))
        })
        .collect();
    let unit_name = heir_name.clone().unwrap_or_default();
    let lines = find_lines(conn, &act, &endings.iter().map(|one| &one.body).collect::<Vec<_>>(), &to, &unit_name).await?;
    Ok(Preview {
        roles: roles_after(conn, &ids, act.last_day()).await?,
        holders: holders_after(conn, &ids, act.last_day()).await?,
        feeds: counts::feeds(conn, &units, &ids).await?,
        open_reports: counts::open_reports(conn, &units).await?,
        lines,
        act,
        unit,
        heir,
        heir_name,
        seats,
        endings,
        refused,
    })
}

/// Codes of the units that end.
pub(super) fn ending_units(act: &Reorganisation) -> Vec<String> {
    if act.level == Level::Body || act.renames_in_place() {
        return Vec::new();
    }
    act.olds.iter().filter_map(|old| old.unit_code.clone()).collect()
}

/// The bodies of the heir, as they are or will be.
async fn seats(conn: &Conn, act: &Reorganisation, heir: Option<&Unit>, heir_body: Option<&Body>) -> AppResult<Vec<Seat>> {
    if act.renames_in_place() {
        return Ok(Vec::new());
    }
    let seat = |body: &Body| Seat {
        id: Some(body.id),
        kind: body.kind.to_string(),
        name: body.name.clone(),
        short_name: body.short_name.clone(),
    };
    match act.level {
        Level::Unit => match heir {
            Some(unit) if unit.activated_at.is_some() => {
                let all = organisation::all_bodies_of_unit(conn, &unit.code).await?;
                Ok(all.iter().filter(|body| body.exists_on(act.effective_on)).map(seat).collect())
            }
            Some(unit) => Ok(template_seats(unit.kind, &unit.name)),
            None if act.makes_new() => {
                let kind = match act.new_kind.parse() {
                    Ok(kind) => kind,
                    // A new code for the same unit keeps its kind.
                    Err(_) => match act.olds.first().and_then(|old| old.unit_code.as_deref()) {
                        Some(code) => organisation::unit(conn, code).await?.kind,
                        None => return Ok(Vec::new()),
                    },
                };
                Ok(template_seats(kind, &act.new_name))
            }
            None => Ok(Vec::new()),
        },
        Level::Body => match heir_body {
            Some(body) => Ok(vec![seat(body)]),
            None if act.makes_new() => {
                let new = Seat { id: None, kind: String::new(), name: act.new_name.clone(), short_name: act.new_name.clone() };
                Ok(vec![new])
            }
            None => Ok(Vec::new()),
        },
    }
}

fn template_seats(kind: organisation::UnitKind, name: &str) -> Vec<Seat> {
    let templates = organisation::body_templates(kind).iter();
    let seat = templates.map(|template| Seat {
        id: None,
        kind: template.kind.to_string(),
        name: organisation::fill(template.name, kind, name),
        short_name: organisation::fill(template.short_name, kind, name),
    });
    seat.collect()
}

/// The bodies that end, with their heirs.
async fn endings(conn: &Conn, act: &Reorganisation, heir_name: Option<&str>, seats: &[Seat]) -> AppResult<Vec<Ending>> {
    let mut endings = Vec::new();
    if act.renames_in_place() {
        return Ok(endings);
    }
    for old in &act.olds {
        if let Some(id) = old.body {
            let body = organisation::body(conn, id).await?;
            endings.push(Ending { to: seats.first().map(|seat| seat.name.clone()), seat: seats.first().map(|_| 0), body });
            continue;
        }
        let Some(code) = &old.unit_code else { continue };
        let unit = organisation::unit(conn, code).await?;
        let (before, after) = (unit.in_a_sentence(), heir_name.map(|name| organisation::in_a_sentence(unit.kind, name)));
        for body in organisation::all_bodies_of_unit(conn, code).await? {
            if !body.exists_on(act.last_day()) {
                continue;
            }
            let seat = seat_of(seats, body.kind.as_str(), &body.short_name);
            let to = match (seat.and_then(|at| seats.get(at)), &after) {
                (Some(seat), _) => Some(seat.name.clone()),
                (None, Some(after)) => Some(name_under(&body.name, &before, after)),
                (None, None) => None,
            };
            endings.push(Ending { body, to, seat });
        }
    }
    Ok(endings)
}

/// The things that hang on these bodies and on the units that end.
async fn find_lines(
    conn: &Conn,
    act: &Reorganisation,
    bodies: &[&Body],
    to: &BTreeMap<BodyId, (Option<Choice>, String)>,
    heir_name: &str,
) -> AppResult<Vec<Line>> {
    let mut lines = Vec::new();
    let units = ending_units(act);
    if !units.is_empty() {
        lines.extend(unit_lines(conn, act, &units, heir_name).await?);
    }
    let ids: Vec<BodyId> = bodies.iter().map(|body| body.id).collect();
    if ids.is_empty() {
        return Ok(lines);
    }
    let names: BTreeMap<BodyId, (&str, &str)> =
        bodies.iter().map(|body| (body.id, (body.unit_code.as_str(), body.name.as_str()))).collect();
    let of = |kind, subject, from: BodyId, what, due_on| {
        let (proposed, proposed_name) = to.get(&from).cloned().unwrap_or_default();
        let (unit, name) = names.get(&from).copied().unwrap_or_default();
        let (from_unit, from_name) = (unit.to_owned(), name.to_owned());
        let key = Key { kind, subject, from: Some(from) };
        Line { key, what, due_on, from_unit, from_name, proposed, proposed_name, decided: None }
    };
    let open = issues::open_assignments(conn, &ids).await?;
    let codes = dialogues::session_codes(conn, &open.iter().map(|one| one.session).collect::<Vec<_>>()).await?;
    for one in open {
        let number = one.number.map_or_else(|| "–".to_owned(), |number| number.to_string());
        let what = codes.get(&one.session).map_or_else(|| number.clone(), |code| format!("{number} ({code})"));
        lines.push(of(LineKind::Assignment, one.issue.0, one.body, what, one.due_on));
    }
    for one in followups::open_of_bodies(conn, &ids).await? {
        let held = [one.lead].into_iter().chain(one.supports.iter().copied());
        for from in held.filter(|body| ids.contains(body)) {
            let what = format!("{}: {}", one.code, short(&one.wording));
            lines.push(of(LineKind::Commitment, one.id.0, from, what, Some(one.due_on)));
        }
    }
    Ok(lines)
}

async fn unit_lines(conn: &Conn, act: &Reorganisation, units: &[String], heir_name: &str) -> AppResult<Vec<Line>> {
    let proposed = act.heir_code().map(|_| Choice::Heir);
    let mut names = BTreeMap::new();
    for code in units {
        names.insert(code.clone(), organisation::unit(conn, code).await?.name);
    }
    let of = |kind, subject, unit: &str, what, due_on| {
        let from_name = names.get(unit).cloned().unwrap_or_default();
        let key = Key { kind, subject, from: None };
        let (from_unit, proposed_name) = (unit.to_owned(), heir_name.to_owned());
        Line { key, what, due_on, from_unit, from_name, proposed, proposed_name, decided: None }
    };
    let series = dialogues::series_going_on(conn, units).await?;
    let mut lines: Vec<Line> =
        series.iter().map(|one| of(LineKind::Series, one.id.0, &one.unit_code, one.title.clone(), None)).collect();
    let ahead = dialogues::sessions_ahead(conn, units, start_of(act.effective_on)).await?;
    // What belongs to a series goes with it.
    let alone = ahead.iter().filter(|one| !series.iter().any(|series| one.series == Some(series.id)));
    lines.extend(alone.map(|one| of(LineKind::Session, one.id.0, &one.unit_code, one.code.clone(), Some(one.on()))));
    Ok(lines)
}

fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= QUOTED {
        return line;
    }
    line.chars().take(QUOTED - 1).chain(['…']).collect()
}

/// The handover list of a published act.
#[derive(Debug)]
pub struct Book {
    pub act: Reorganisation,
    pub unit: Unit,
    pub heir: Option<Unit>,
    /// What still hangs on the old ones.
    pub lines: Vec<Line>,
    /// What went over.
    pub done: Vec<Decision>,
    /// Bodies that may go on with something.
    pub options: Vec<Body>,
    /// Whether the day has come.
    pub in_force: bool,
}

impl Book {
    /// The name of what a line is given to, if it may be given there.
    #[must_use]
    pub fn name_of(&self, kind: LineKind, choice: Choice) -> Option<String> {
        match choice {
            Choice::Body(id) if !kind.is_of_the_unit() => {
                self.options.iter().find(|body| body.id == id).map(|body| body.name.clone())
            }
            Choice::Heir if kind.is_of_the_unit() => self.heir.as_ref().map(|unit| unit.name.clone()),
            Choice::CallOff if kind.is_of_the_unit() => Some(String::new()),
            _ => None,
        }
    }
}

/// The handover list as it stands.
///
/// # Errors
/// [`crate::error::AppError::NotFound`] also for a draft; [`crate::error::AppError::Denied`].
pub async fn book(app: &App, ctx: &Ctx, id: ReorganisationId) -> AppResult<Book> {
    let conn = app.db().read();
    read_book(conn, ctx, acts::find(conn, ctx, id).await?).await
}

pub(super) async fn read_book(conn: &Conn, ctx: &Ctx, found: Found) -> AppResult<Book> {
    let Found { act, unit, .. } = found;
    if act.stage() == Stage::Draft {
        return Err(crate::error::AppError::NotFound);
    }
    let heir = match &act.heir_unit {
        Some(code) => Some(organisation::unit(conn, code).await?),
        None => None,
    };
    let ended = ended_bodies(conn, &act).await?;
    let mut to = BTreeMap::new();
    for body in &ended {
        let name = match body.heir {
            Some(heir) => organisation::body(conn, heir).await?.name,
            None => String::new(),
        };
        to.insert(body.id, (body.heir.map(Choice::Body), name));
    }
    let heir_name = heir.as_ref().map(|unit| unit.name.clone()).unwrap_or_default();
    let mut lines = find_lines(conn, &act, &ended.iter().collect::<Vec<_>>(), &to, &heir_name).await?;
    let (done, open): (Vec<Decision>, Vec<Decision>) =
        decisions::of_act(conn, act.id).await?.into_iter().partition(|one| one.moved_at.is_some());
    for line in &mut lines {
        line.decided = open.iter().find(|decision| decision.key == line.key).cloned();
    }
    let place = match (act.level, &heir) {
        (Level::Unit, Some(heir)) => Some(heir.code.as_str()),
        (Level::Unit, None) => None,
        (Level::Body, _) => Some(act.unit_code.as_str()),
    };
    let options = match place {
        Some(code) => organisation::all_bodies_of_unit(conn, code).await?,
        None => Vec::new(),
    };
    let heirs: Vec<BodyId> = ended.iter().filter_map(|body| body.heir).collect();
    let fits = |body: &Body| body.exists_on(act.effective_on) && (body.kind.answers() || heirs.contains(&body.id));
    let options = options.into_iter().filter(fits).collect();
    let in_force = act.effective_on <= ctx.today();
    Ok(Book { act, unit, heir, lines, done, options, in_force })
}

/// The bodies that a published act ends.
pub(super) async fn ended_bodies(conn: &Conn, act: &Reorganisation) -> AppResult<Vec<Body>> {
    let mut all = Vec::new();
    if act.renames_in_place() {
        return Ok(all);
    }
    for old in &act.olds {
        match (old.body, &old.unit_code) {
            (Some(id), _) => all.push(organisation::body(conn, id).await?),
            (None, Some(code)) => {
                let bodies = organisation::all_bodies_of_unit(conn, code).await?;
                all.extend(bodies.into_iter().filter(|body| body.valid_to == Some(act.last_day())));
            }
            (None, None) => {}
        }
    }
    Ok(all)
}
