//! The ledger of a year by head with its hand-overs, and the list behind each figure. Parts: `partials/head_ledger`,
//! `partials/hand_over`.

use axum::extract::State;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::sessions::tone;
use crate::app::App;
use crate::db::Conn;
use crate::dialogues::actions::ledger::{HandOver, HeadBook, by_heads, hand_overs};
use crate::dialogues::actions::plans::{YearBook, year_book};
use crate::dialogues::rules::Session;
use crate::dialogues::rules::behind::{What, periods_behind, sessions_behind};
use crate::dialogues::store::promises::{self, OpenPromise};
use crate::error::{AppError, AppResult};
use crate::law::{HeadLine, LedgerLine, PeriodLine, Tenure};
use crate::organisation::bodies_by_ids;
use crate::web::{PageResult, Path, Query, View, Visit};

/// A figure with the address of the list behind it; no address where it is nought.
#[derive(Debug, Clone, Serialize)]
pub struct Linked {
    pub value: u32,
    pub href: Option<String>,
}

/// The figures of one duty, of the unit or of one head.
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    pub due: Linked,
    pub planned: Linked,
    pub held: Linked,
    pub delegated: Linked,
    pub short: Linked,
}

impl Figures {
    pub(super) fn of(line: &LedgerLine, link: &impl Fn(What) -> String) -> Self {
        let linked = |value: u32, what| Linked { value, href: (value > 0).then(|| link(what)) };
        Self {
            due: linked(line.due, What::Due),
            planned: linked(line.planned, What::Planned),
            held: linked(line.held, What::Held),
            delegated: linked(line.periods.iter().map(|one| one.delegated).sum(), What::Delegated),
            short: linked(line.short, What::Short),
        }
    }

    pub(super) fn sample() -> Self {
        let linked = |value: u32| Linked { value, href: (value > 0).then(|| "/ledger/03667/2026/0/held".to_owned()) };
        Self { due: linked(24), planned: linked(0), held: linked(3), delegated: linked(1), short: linked(21) }
    }
}

/// Address of the list behind a figure.
pub(super) fn link(unit: &str, year: i32, line: usize, head: Option<&Tenure>, what: What) -> String {
    let head = head.map(|tenure| format!("?head={}", tenure.from)).unwrap_or_default();
    format!("/ledger/{unit}/{year}/{line}/{what}{head}")
}

/// A duty in words.
#[derive(Debug, Clone, Serialize)]
pub struct DutyWords {
    pub kind: &'static str,
    pub per: &'static str,
    pub count: u32,
    pub basis: String,
}

impl DutyWords {
    fn of(line: &LedgerLine) -> Self {
        Self {
            kind: line.duty.kind.as_str(),
            per: line.duty.per.as_str(),
            count: line.duty.count,
            basis: line.duty.legal_basis.clone(),
        }
    }

    fn sample() -> Self {
        Self { kind: "reception", per: "month", count: 2, basis: "Quy định 11-QĐi/TW, Điều 4 khoản 1".into() }
    }
}

/// One duty of one head.
#[derive(Debug, Clone, Serialize)]
pub struct HeadRow {
    pub duty: DutyWords,
    pub figures: Figures,
    pub inherited: Linked,
    /// By whom, joined.
    pub from_whom: String,
    pub last_safe_on: Option<NaiveDate>,
}

/// What one head owes.
#[derive(Debug, Clone, Serialize)]
pub struct HeadSection {
    pub holder: &'static str,
    /// None where nobody held the post.
    pub name: Option<String>,
    pub title: String,
    /// The days of the year on which he held the post.
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub rows: Vec<HeadRow>,
}

/// One duty in a change of heads.
#[derive(Debug, Clone, Serialize)]
pub struct HandOverRow {
    pub duty: DutyWords,
    /// What the predecessor owed by himself: due and short.
    pub own_due: u32,
    pub own_held: u32,
    pub own_short: u32,
    /// What the new head has to do.
    pub due: u32,
    pub inherited: u32,
    pub planned: u32,
    pub short: u32,
    pub last_safe_on: Option<NaiveDate>,
}

/// A change of heads within the year.
#[derive(Debug, Clone, Serialize)]
pub struct HandOverCard {
    pub holder: &'static str,
    pub on: NaiveDate,
    pub from: String,
    pub to: String,
    pub rows: Vec<HandOverRow>,
    /// What was promised before the change and nobody has closed.
    pub promises: Vec<PromiseRow>,
}

/// A commitment that goes over to the new head.
#[derive(Debug, Clone, Serialize)]
pub struct PromiseRow {
    pub id: String,
    /// Number and year, as the list of commitments has them.
    pub number: String,
    pub wording: String,
    pub agency: String,
    pub due_on: NaiveDate,
    pub is_overdue: bool,
}

fn head_row(book: &YearBook, at: usize, part: &HeadLine) -> HeadRow {
    let tenure = part.tenure.as_ref();
    let link = |what| link(&book.unit.code, book.year, at, tenure, what);
    HeadRow {
        duty: DutyWords::of(&part.line),
        figures: Figures::of(&part.line, &link),
        inherited: Linked { value: part.inherited, href: (part.inherited > 0).then(|| link(What::Inherited)) },
        from_whom: part.from_whom.join(", "),
        last_safe_on: part.line.last_safe_on,
    }
}

fn section(book: &YearBook, head: &HeadBook) -> Option<HeadSection> {
    let first = NaiveDate::from_ymd_opt(book.year, 1, 1)?;
    let last = NaiveDate::from_ymd_opt(book.year, 12, 31)?;
    let tenure = head.tenure.as_ref();
    Some(HeadSection {
        holder: head.holder.as_str(),
        name: tenure.map(|tenure| tenure.name.clone()),
        title: tenure.map(|tenure| tenure.title.clone()).unwrap_or_default(),
        from: tenure.map_or(first, |tenure| tenure.from.max(first)),
        to: tenure.map_or(last, |tenure| tenure.to.min(last)),
        rows: head.parts.iter().map(|part| head_row(book, part.at, &part.part)).collect(),
    })
}

fn card(change: &HandOver) -> HandOverCard {
    let rows = change.duties.iter().map(|duty| HandOverRow {
        duty: DutyWords::of(&duty.part.line),
        own_due: duty.own.as_ref().map_or(0, |own| own.due),
        own_held: duty.own.as_ref().map_or(0, |own| own.held),
        own_short: duty.own.as_ref().map_or(0, |own| own.short),
        due: duty.part.line.due,
        inherited: duty.part.inherited,
        planned: duty.part.line.planned,
        short: duty.part.line.short,
        last_safe_on: duty.part.line.last_safe_on,
    });
    HandOverCard {
        holder: change.holder.as_str(),
        on: change.on,
        from: change.from.name.clone(),
        to: change.to.name.clone(),
        rows: rows.collect(),
        promises: Vec::new(),
    }
}

/// The year by head and its changes of heads, each with the promises that go over.
pub(super) async fn heads(conn: &Conn, book: &YearBook, today: NaiveDate) -> AppResult<(Vec<HeadSection>, Vec<HandOverCard>)> {
    let sections = by_heads(book).iter().filter_map(|head| section(book, head)).collect();
    let mut cards: Vec<HandOverCard> = hand_overs(book).iter().map(card).collect();
    if cards.is_empty() {
        return Ok((sections, cards));
    }
    let open = promises::open_of_unit(conn, &book.unit.code, today).await?;
    let bodies = bodies_by_ids(conn, open.iter().map(|promise| promise.lead)).await?;
    let name = |id| bodies.iter().find(|body| body.id == id).map(|body| body.short_name.clone()).unwrap_or_default();
    for card in &mut cards {
        let left = open.iter().filter(|promise| promise.assigned_on < card.on);
        let row = |promise: &OpenPromise| PromiseRow {
            id: promise.id.to_string(),
            number: format!("{}/{}", promise.number, promise.assigned_on.year()),
            wording: promise.wording.clone(),
            agency: name(promise.lead),
            due_on: promise.due_on,
            is_overdue: promise.is_overdue,
        };
        card.promises = left.map(row).collect();
    }
    Ok((sections, cards))
}

/// For the samples of the pages that show them.
pub(super) fn samples() -> (Vec<HeadSection>, Vec<HandOverCard>) {
    let day = NaiveDate::default();
    let row = |inherited: u32| HeadRow {
        duty: DutyWords::sample(),
        figures: Figures::sample(),
        inherited: Linked { value: inherited, href: (inherited > 0).then(|| "/ledger/03667/2026/0/held".to_owned()) },
        from_whom: "Lò Văn Mẫu".into(),
        last_safe_on: (inherited > 0).then_some(day),
    };
    let section = |name: Option<&str>, inherited| HeadSection {
        holder: "party-head",
        name: name.map(str::to_owned),
        title: "Bí thư Đảng ủy".into(),
        from: day,
        to: day,
        rows: vec![row(inherited)],
    };
    let over = HandOverRow {
        duty: DutyWords::sample(),
        own_due: 12,
        own_held: 10,
        own_short: 2,
        due: 12,
        inherited: 1,
        planned: 3,
        short: 8,
        last_safe_on: Some(day),
    };
    let card = HandOverCard {
        holder: "government-head",
        on: day,
        from: "Lò Văn Mẫu".into(),
        to: "Hà Thị Mẫu".into(),
        rows: vec![HandOverRow { own_due: 0, last_safe_on: None, ..over.clone() }, over.clone()],
        promises: Vec::new(),
    };
    let promise = |is_overdue| PromiseRow {
        id: "0193".into(),
        number: "3/2026".into(),
        wording: "Nạo vét cống".into(),
        agency: "Phòng Kinh tế".into(),
        due_on: day,
        is_overdue,
    };
    let promised = HandOverCard { rows: vec![over], promises: vec![promise(true), promise(false)], ..card.clone() };
    (vec![section(Some("Hà Thị Mẫu"), 1), section(None, 0)], vec![card, promised])
}

/// Whose figure.
#[derive(Debug, Deserialize)]
pub struct FigureQuery {
    /// First day of the head's term; all heads without it.
    head: Option<NaiveDate>,
}

/// A session behind the figure.
#[derive(Debug, Serialize)]
pub struct SessionCell {
    pub id: String,
    pub title: String,
    pub state: &'static str,
    pub tone: &'static str,
}

/// A day behind the figure, counted once.
#[derive(Debug, Serialize)]
pub struct DayRow {
    pub on: NaiveDate,
    pub sessions: Vec<SessionCell>,
}

/// A period behind the figure.
#[derive(Debug, Serialize)]
pub struct PeriodCell {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub due: u32,
    pub held: u32,
    pub planned: u32,
    pub short: u32,
    pub last_safe_on: Option<NaiveDate>,
}

/// The list behind a figure.
#[derive(Debug, Serialize)]
pub struct Figure {
    pub what: &'static str,
    pub value: u32,
    pub unit: String,
    pub unit_code: String,
    pub year: i32,
    pub duty: DutyWords,
    pub head: Option<String>,
    pub days: Vec<DayRow>,
    pub periods: Vec<PeriodCell>,
}

impl View for Figure {
    const TEMPLATE: &'static str = "pages/plans/figure";

    fn samples() -> Vec<Self> {
        let day = NaiveDate::default();
        let figure = |what: &What, head: Option<&str>| Self {
            what: what.as_str(),
            value: 1,
            unit: "Phường Chiềng An".into(),
            unit_code: "03667".into(),
            year: 2026,
            duty: DutyWords::sample(),
            head: head.map(str::to_owned),
            days: if what.is_of_periods() {
                Vec::new()
            } else {
                let cell = SessionCell { id: "0193".into(), title: "Tiếp dân".into(), state: "held", tone: "green" };
                vec![DayRow { on: day, sessions: vec![cell] }]
            },
            periods: if what.is_of_periods() {
                vec![PeriodCell { from: day, to: day, due: 2, held: 1, planned: 0, short: 1, last_safe_on: Some(day) }]
            } else {
                Vec::new()
            },
        };
        What::ALL.iter().enumerate().map(|(at, what)| figure(what, (at > 0).then_some("Hà Thị Mẫu"))).collect()
    }
}

/// GET /ledger/{unit}/{year}/{line}/{what}
///
/// # Errors
/// [`AppError::NotFound`] where the ledger has no such figure.
pub async fn figure(
    State(app): State<App>,
    visit: Visit,
    Path((unit, year, at, what)): Path<(String, i32, usize, What)>,
    Query(query): Query<FigureQuery>,
) -> PageResult {
    let today = visit.ctx.today();
    let book = year_book(&app, &visit.ctx, &unit, year).await?;
    let heads = by_heads(&book);
    let part = query.head.map(|from| {
        let parts = heads.iter().filter(|head| head.tenure.as_ref().is_some_and(|tenure| tenure.from == from));
        parts.flat_map(|head| &head.parts).find(|part| part.at == at).map(|part| &part.part)
    });
    let (line, tenure) = match part {
        Some(part) => part.map(|part| (&part.line, part.tenure.as_ref())).ok_or(AppError::NotFound)?,
        None => (book.ledger.get(at).ok_or(AppError::NotFound)?, None),
    };
    let cell = |id: &crate::kernel::SessionId| {
        let session = book.sessions.iter().find(|session| session.id == *id)?;
        Some(session_cell(session))
    };
    let counted = sessions_behind(line, what, tenure, &book.sessions, &book.led, today);
    let days: Vec<DayRow> =
        counted.into_iter().map(|row| DayRow { on: row.on, sessions: row.sessions.iter().filter_map(cell).collect() }).collect();
    let period = |period: &PeriodLine| PeriodCell {
        from: period.from,
        to: period.to,
        due: period.due,
        held: period.held,
        planned: period.planned,
        short: period.short,
        last_safe_on: period.last_safe_on,
    };
    visit.page(&Figure {
        what: what.as_str(),
        value: match what {
            What::Due => line.due,
            What::Short => line.short,
            _ => u32::try_from(days.len()).unwrap_or(u32::MAX),
        },
        unit: book.unit.name.clone(),
        unit_code: unit,
        year,
        duty: DutyWords::of(line),
        head: tenure.map(|tenure| tenure.name.clone()),
        days,
        periods: periods_behind(line, what).into_iter().map(period).collect(),
    })
}

fn session_cell(session: &Session) -> SessionCell {
    let word = session.state.word();
    SessionCell { id: session.id.to_string(), title: session.title.clone(), state: word.as_str(), tone: tone(word) }
}
