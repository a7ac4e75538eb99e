//! Looking for a free time of a session: who is needed, within which period it is owed, and what is free then.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta};

use crate::app::App;
use crate::db::Conn;
use crate::dialogues::actions::clashes::{InsteadOf, taken};
use crate::dialogues::actions::plans::year_book;
use crate::dialogues::rules::SessionKind;
use crate::dialogues::rules::clashes::{Need, place_key};
use crate::dialogues::rules::free_times::{Offer, Search, offers};
use crate::dialogues::rules::plans::duty_of;
use crate::dialogues::store::diary::{expected, with_calendar};
use crate::dialogues::store::people::{Needed, heads};
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::kernel::clock::{end_of, start_of};
use crate::kernel::{Action, Ctx, PersonId};
use crate::law::{self, DateKind, WorkingCalendar};
use crate::organisation::{person_name, unit};

/// Days that are looked through where no duty says within which period.
const AHEAD_DAYS: u64 = 60;
/// Most days that are looked through.
pub const MOST_DAYS: i64 = 366;

/// The days within which a session has to be, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// Whether a duty says so; else it is a habit.
    pub is_owed: bool,
    /// The last day on which all that is still missing fits.
    pub safe_until: Option<NaiveDate>,
}

/// The period of a session of this kind: that of the duty in which `on` lies, else the next one that is not fulfilled.
///
/// # Errors
/// [`AppError::Denied`] to those who do not plan for the unit.
pub async fn period(app: &App, ctx: &Ctx, unit_code: &str, kind: SessionKind, on: Option<NaiveDate>) -> AppResult<Period> {
    let tomorrow = ctx.today().succ_opt().unwrap_or(ctx.today());
    let on = on.filter(|on| *on >= tomorrow);
    let book = year_book(app, ctx, unit_code, on.unwrap_or(tomorrow).year()).await?;
    let mine = book.ledger.iter().filter(|line| line.duty.kind == duty_of(kind));
    let ahead = mine.flat_map(|line| &line.periods).filter(|period| period.to >= tomorrow);
    let fits = |period: &&law::PeriodLine| match on {
        Some(on) => (period.from..=period.to).contains(&on),
        None => period.short > 0,
    };
    // Of several duties the one with the shortest time.
    let owed = ahead.filter(fits).min_by_key(|period| (period.to, period.from));
    Ok(match owed {
        Some(owed) => {
            let (first, last) = (owed.from.max(tomorrow), owed.to);
            Period { first, last, is_owed: true, safe_until: owed.last_safe_on }
        }
        None => {
            let first = on.unwrap_or(tomorrow);
            let last = first.checked_add_days(Days::new(AHEAD_DAYS)).unwrap_or(first);
            Period { first, last, is_owed: false, safe_until: None }
        }
    })
}

/// Those who may be needed, with a mark for those who are proposed: everybody on the attendance list of the session, else the
/// heads of all bodies of the unit.
///
/// # Errors
/// The database's.
pub async fn candidates(conn: &Conn, unit_code: &str, on: NaiveDate, instead_of: InsteadOf) -> AppResult<Vec<(Needed, bool)>> {
    let heads = heads(conn, unit_code, on).await?;
    let InsteadOf::Session(id) = instead_of else { return Ok(heads.into_iter().map(|head| (head, true)).collect()) };
    let mut listed = expected(conn, &[id]).await?.remove(&id).unwrap_or_default();
    let all = listed.is_empty();
    let mut people: Vec<(Needed, bool)> = Vec::with_capacity(heads.len());
    for head in heads {
        let is_listed = listed.remove(&head.person);
        people.push((head, all || is_listed));
    }
    for person in listed {
        let name = person_name(conn, person).await?;
        people.push((Needed { person, name, title: String::new() }, true));
    }
    Ok(people)
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub unit_code: String,
    pub kind: SessionKind,
    pub place: String,
    pub people: BTreeSet<PersonId>,
    pub minutes: i64,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// The hour at which it best begins.
    pub wished: NaiveTime,
    pub safe_until: Option<NaiveDate>,
    pub instead_of: InsteadOf,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub offers: Vec<Offer>,
    /// Those of whom only sessions are known, because no busy calendar of theirs was read.
    pub unknown: BTreeSet<PersonId>,
}

/// The best free times.
///
/// # Errors
/// [`AppError::Denied`] to those who do not plan for the unit; [`AppError::Internal`] for a rule that cannot be counted.
pub async fn find(app: &App, ctx: &Ctx, question: &Question) -> AppResult<Answer> {
    let conn = app.db().read();
    ctx.permit(Action::PlanDialogues, &unit(conn, &question.unit_code).await?.target())?;
    let calendar = duties::calendar(conn).await?;
    let whole = (start_of(question.first), end_of(question.last));
    let (_, taken) = taken(conn, question.instead_of, &question.unit_code, &question.people, whole).await?;
    let notice_by = if question.kind.is_reception() { BTreeMap::new() } else { notices(conn, question, &calendar).await? };
    let need = Need {
        from: whole.0,
        to: whole.1,
        unit: Some(question.unit_code.clone()),
        place: place_key(&question.place),
        people: question.people.clone(),
    };
    let search = Search {
        calendar: &calendar,
        length: TimeDelta::minutes(question.minutes),
        first: question.first,
        last: question.last,
        wished: question.wished,
        now: ctx.now,
        notice_by: &notice_by,
        safe_until: question.safe_until,
    };
    let known = with_calendar(conn, &question.people).await?;
    let unknown = question.people.difference(&known).copied().collect();
    Ok(Answer { offers: offers(&search, &need, &taken), unknown })
}

/// The last day of the public notice for each working day that is looked at, by the rules of that day.
async fn notices(conn: &Conn, question: &Question, calendar: &WorkingCalendar) -> AppResult<BTreeMap<NaiveDate, NaiveDate>> {
    let mut notices = BTreeMap::new();
    for year in question.first.year()..=question.last.year() {
        let sets = duties::rules_in_year(conn, &question.unit_code, year).await?;
        let sets: Vec<&law::RuleSet> = sets.iter().collect();
        let days = question.first.iter_days().take_while(|day| *day <= question.last);
        for day in days.filter(|day| day.year() == year && calendar.is_working(*day)) {
            let dates = law::session_dates(&law::merge(&sets, day), calendar, day);
            let dates = dates.map_err(|error| AppError::Internal(error.to_string()))?;
            let notice = dates.iter().find(|date| date.kind == DateKind::PublicNotice);
            notices.extend(notice.map(|date| (day, date.deadline.last_day())));
        }
    }
    Ok(notices)
}
