//! The working calendar: a year as twelve small months, its entries, one entry, and reading a notice.

use axum::extract::State;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::App;
use crate::duties::actions::days as actions;
use crate::duties::forms;
use crate::duties::rules::edition::Day;
use crate::duties::store::{days, editions};
use crate::error::{AppError, AppResult};
use crate::i18n::Locale;
use crate::kernel::{Action, Target};
use crate::law::{DayKind, Span, WorkingCalendar};
use crate::web::{Choice, FormState, PageResult, Path, Posted, Query, View, Visit, outcome};

/// Which year is shown.
#[derive(Debug, Default, Deserialize)]
pub struct YearQuery {
    year: Option<i32>,
}

/// One day of a small month; empty places before the first have no number.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    pub number: Option<u32>,
    pub kind: &'static str,
    /// Why it is special; empty for plain days.
    pub label: String,
    pub today: bool,
}

/// A small month: weeks from Monday.
#[derive(Debug, Clone, Serialize)]
pub struct Month {
    pub number: u32,
    pub weeks: Vec<Vec<Cell>>,
}

/// An entry in the list.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    pub on: NaiveDate,
    pub kind: &'static str,
    pub label: String,
    pub source: String,
}

impl From<Day> for Entry {
    fn from(day: Day) -> Self {
        Self { on: day.on, kind: day.kind.as_str(), label: day.label, source: day.source }
    }
}

/// A published edition of the calendar in the list.
#[derive(Debug, Clone, Serialize)]
pub struct EditionLine {
    pub number: i32,
    pub title: String,
    pub source: String,
    pub at: DateTime<Utc>,
    pub by: String,
}

impl From<editions::Issued> for EditionLine {
    fn from(issued: editions::Issued) -> Self {
        let (title, source) = (issued.paper.title, issued.paper.source);
        Self { number: issued.number, title, source, at: issued.at, by: issued.by }
    }
}

/// The year's view.
#[derive(Debug, Serialize)]
pub struct Year {
    pub year: i32,
    pub months: Vec<Month>,
    pub entries: Vec<Entry>,
    /// The last day whose holidays are known from notices.
    pub covers_until: Option<NaiveDate>,
    pub running_out: bool,
    /// The published editions, the latest first.
    pub editions: Vec<EditionLine>,
    /// Days of the draft, if there is one.
    pub drafted: Option<usize>,
    pub may_edit: bool,
    pub kinds: Vec<Choice>,
    pub form: FormState,
}

impl View for Year {
    const TEMPLATE: &'static str = "pages/duties/days";

    fn samples() -> Vec<Self> {
        let entry = Entry {
            on: NaiveDate::default(),
            kind: "holiday",
            label: "Tết Nguyên đán".into(),
            source: "Thông báo nghỉ Tết".into(),
        };
        let calendar = WorkingCalendar::builtin();
        let year = |entries, may_edit, covers_until: Option<NaiveDate>| Self {
            year: 2026,
            months: months(&calendar, 2026, NaiveDate::default()),
            entries,
            covers_until,
            running_out: may_edit,
            editions: vec![EditionLine {
                number: 2,
                title: "Nghỉ Tết Đinh Mùi 2027".into(),
                source: "Thông báo 12/TB".into(),
                at: DateTime::default(),
                by: if may_edit { "Quản Trị".into() } else { String::new() },
            }],
            drafted: may_edit.then_some(3),
            may_edit,
            kinds: kinds(Locale::Vi),
            form: FormState::default(),
        };
        vec![year(vec![entry], true, None), year(Vec::new(), false, Some(NaiveDate::default()))]
    }
}

fn kinds(locale: Locale) -> Vec<Choice> {
    use DayKind::{DayInLieu, HalfDay, Holiday, Local, Working, WorkingSaturday};
    Choice::words([Holiday, DayInLieu, WorkingSaturday, Local, HalfDay, Working].map(DayKind::as_str), "day-kind", locale)
}

/// The twelve months of a year as they are worked.
fn months(calendar: &WorkingCalendar, year: i32, today: NaiveDate) -> Vec<Month> {
    let month = |number: u32| {
        let first = NaiveDate::from_ymd_opt(year, number, 1)?;
        let empty = Cell { number: None, kind: "", label: String::new(), today: false };
        let mut cells = vec![empty.clone(); first.weekday().num_days_from_monday() as usize];
        cells.extend(first.iter_days().take_while(|day| day.month() == number).map(|day| Cell {
            number: Some(day.day()),
            kind: calendar.kind(day).as_str(),
            label: calendar.label(day).unwrap_or_default().to_owned(),
            today: day == today,
        }));
        cells.resize(cells.len().next_multiple_of(7), empty);
        Some(Month { number, weeks: cells.chunks(7).map(<[Cell]>::to_vec).collect() })
    };
    (1..=12).filter_map(month).collect()
}

async fn year_view(app: &App, visit: &Visit, year: Option<i32>, form: FormState) -> AppResult<Year> {
    let (conn, today) = (app.db().read(), visit.ctx.today());
    let year = year.filter(|year| (2000..=2100).contains(year)).unwrap_or(today.year());
    let first = NaiveDate::from_ymd_opt(year, 1, 1).ok_or(AppError::NotFound)?;
    let last = NaiveDate::from_ymd_opt(year, 12, 31).ok_or(AppError::NotFound)?;
    let calendar = days::calendar(conn).await?;
    Ok(Year {
        year,
        months: months(&calendar, year, today),
        entries: days::list(conn, first, last).await?.into_iter().map(Entry::from).collect(),
        covers_until: calendar.covers_until(),
        running_out: calendar.is_running_out(today),
        editions: editions::list(conn).await?.into_iter().map(EditionLine::from).collect(),
        drafted: editions::draft(conn).await?.map(|draft| draft.changes.len()),
        may_edit: visit.ctx.permit(Action::ManageCalendar, &Target::unit("00/")).is_ok(),
        kinds: kinds(visit.locale),
        form,
    })
}

/// GET /admin/days
///
/// # Errors
/// The database's.
pub async fn year(State(app): State<App>, visit: Visit, Query(query): Query<YearQuery>) -> PageResult {
    visit.page(&year_view(&app, &visit, query.year, FormState::default()).await?)
}

/// Where the draft is looked at.
const DRAFT: &str = "/admin/days/draft";

/// POST /admin/days
///
/// # Errors
/// [`AppError::Denied`].
pub async fn add(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let day = forms::day(&posted);
    let year = day.as_ref().ok().map(|day| day.on.year());
    let result = match day {
        Ok(day) => actions::enter(&app, &visit.ctx, day, true).await,
        Err(violations) => Err(violations.into()),
    };
    finish_year(&app, &visit, year, &posted, result).await
}

/// POST /admin/days/import
///
/// # Errors
/// [`AppError::Denied`].
pub async fn import(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let days = forms::notice(&posted);
    let year = days.as_ref().ok().and_then(|days| days.last()).map(|day| day.on.year());
    let result = match days {
        Ok(days) => actions::import(&app, &visit.ctx, days).await,
        Err(violations) => Err(violations.into()),
    };
    finish_year(&app, &visit, year, &posted, result).await
}

async fn finish_year(app: &App, visit: &Visit, year: Option<i32>, posted: &Posted, result: AppResult<()>) -> PageResult {
    match outcome(result)? {
        Ok(()) => visit.redirect(DRAFT, "flash-day-drafted"),
        Err(violations) => {
            let form = FormState::refused(posted, &violations, visit.locale);
            visit.refused(&year_view(app, visit, year, form).await?)
        }
    }
}

/// One entry, to be changed or removed by the next edition.
#[derive(Debug, Serialize)]
pub struct Edit {
    pub on: NaiveDate,
    /// The hours that count on it by the edition in force; none on a day off.
    pub spans: Vec<Span>,
    /// It borrows the hours of the day that it makes up for.
    pub borrows: bool,
    pub kinds: Vec<Choice>,
    pub form: FormState,
}

impl View for Edit {
    const TEMPLATE: &'static str = "pages/duties/day";

    fn samples() -> Vec<Self> {
        let form = FormState::with(json!({ "kind": "holiday", "label": "Quốc khánh", "source": "Thông báo" }));
        let span = Span { opens: NaiveTime::MIN, closes: NaiveTime::MIN };
        let sample =
            |spans, borrows| Self { on: NaiveDate::default(), spans, borrows, kinds: kinds(Locale::Vi), form: form.clone() };
        vec![sample(vec![span; 2], true), sample(vec![span], false), sample(Vec::new(), false)]
    }
}

async fn edit_view(app: &App, visit: &Visit, on: NaiveDate, form: Option<FormState>) -> AppResult<Edit> {
    visit.ctx.permit(Action::ManageCalendar, &Target::unit("00/"))?;
    let day = days::entry(app.db().read(), on).await?;
    let form =
        form.unwrap_or_else(|| FormState::with(json!({ "on": on, "kind": day.kind, "label": day.label, "source": day.source })));
    let calendar = days::calendar(app.db().read()).await?;
    let borrows = calendar.kind(on) == DayKind::WorkingSaturday;
    Ok(Edit { on, spans: calendar.spans(on).to_vec(), borrows, kinds: kinds(visit.locale), form })
}

/// GET /admin/days/{on}
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn edit(State(app): State<App>, visit: Visit, Path(on): Path<NaiveDate>) -> PageResult {
    visit.page(&edit_view(&app, &visit, on, None).await?)
}

/// The day in an address; read after the form, so that a forged one is told first.
fn day_in(text: &str) -> AppResult<NaiveDate> {
    text.parse().map_err(|_| AppError::NotFound)
}

/// POST /admin/days/{on}
///
/// # Errors
/// [`AppError::Denied`].
pub async fn save(State(app): State<App>, visit: Visit, Path(on): Path<String>, posted: Posted) -> PageResult {
    let on = day_in(&on)?;
    let result = match forms::day(&posted) {
        Ok(day) => actions::enter(&app, &visit.ctx, Day { on, ..day }, false).await,
        Err(violations) => Err(violations.into()),
    };
    finish_day(&app, &visit, on, &posted, result).await
}

/// POST /admin/days/{on}/remove
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn remove(State(app): State<App>, visit: Visit, Path(on): Path<String>, posted: Posted) -> PageResult {
    let on = day_in(&on)?;
    let result = actions::remove(&app, &visit.ctx, on).await;
    finish_day(&app, &visit, on, &posted, result).await
}

async fn finish_day(app: &App, visit: &Visit, on: NaiveDate, posted: &Posted, result: AppResult<()>) -> PageResult {
    match outcome(result)? {
        Ok(()) => visit.redirect(DRAFT, "flash-day-drafted"),
        Err(violations) => {
            let mut form = FormState::refused(posted, &violations, visit.locale);
            form.values.entry("on").or_insert_with(|| json!(on));
            visit.refused(&edit_view(app, visit, on, Some(form)).await?)
        }
    }
}

/// POST /admin/days/draft/{on}/drop
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn drop_change(State(app): State<App>, visit: Visit, Path(on): Path<String>, posted: Posted) -> PageResult {
    let on = day_in(&on)?;
    actions::drop_change(&app, &visit.ctx, on, forms::version(&posted)?).await?;
    let left = editions::draft(app.db().read()).await?.is_some();
    visit.redirect(if left { DRAFT } else { "/admin/days" }, "flash-day-dropped")
}

/// POST /admin/days/draft/discard
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn discard(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    actions::discard(&app, &visit.ctx, forms::version(&posted)?).await?;
    visit.redirect("/admin/days", "flash-edition-discarded")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_begin_on_monday_and_are_whole() {
        let months = months(&WorkingCalendar::builtin(), 2026, NaiveDate::default());
        assert_eq!(months.len(), 12);
        // 1 March 2026 is a Sunday: six empty places, and six weeks in all (6 + 31 days).
        let march = &months[2];
        assert_eq!(march.weeks.len(), 6);
        assert_eq!(march.weeks[0][5].number, None);
        assert_eq!(march.weeks[0][6].number, Some(1));
        assert_eq!(march.weeks[0][6].kind, "weekend");
        // 17 February 2026 is the first day of Bính Ngọ, a Tuesday.
        let february = &months[1];
        assert_eq!((february.weeks[3][1].number, february.weeks[3][1].kind), (Some(17), "holiday"));
    }
}
