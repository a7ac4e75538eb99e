//! The calculator of deadlines: a question in the address, the last day, and every day that was counted or passed over.
//!
//! It counts by the calendar that the installation keeps, as all deadlines in it do. Template: `pages/public/calculator`.

use axum::extract::State;
use chrono::{Datelike, NaiveDate, NaiveTime};
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::duties::{EditionName, ReceiptLine, calendar, edition_name};
use crate::i18n::Locale;
use crate::kernel::{Refusal, Violations};
use crate::law::calendar::KNOWN_YEARS;
use crate::law::{DayUnit, Deadline, Roll, WorkingCalendar};
use crate::public::forms::{self, Question};
use crate::public::rules::{RollWord, UnitWord};
use crate::web::{Choice, FormState, PageResult, Posted, Query, View, Visit};

/// The last day and how it was found.
#[derive(Debug, Serialize)]
pub struct Answer {
    pub from: NaiveDate,
    pub on: NaiveDate,
    /// When hours end; days end with the day.
    pub at: Option<NaiveTime>,
    pub amount: u32,
    /// Counted back from the day.
    pub before: bool,
    pub unit: DayUnit,
    /// The last day is a day off and stays so; the next working day, for those whose rule moves it.
    pub would_be: Option<NaiveDate>,
    /// The end that the count gave, where the rule moved it.
    pub moved_from: Option<NaiveDate>,
    /// The count touches days whose notice is not known yet.
    pub forecast: bool,
    pub receipt: Vec<ReceiptLine>,
    pub edition: Option<EditionName>,
}

/// The page.
#[derive(Debug, Serialize)]
pub struct Calculator {
    pub form: FormState,
    pub units: Vec<Choice>,
    pub rolls: Vec<Choice>,
    pub answer: Option<Answer>,
}

impl Calculator {
    fn new(locale: Locale, form: FormState, answer: Option<Answer>) -> Self {
        let units = Choice::words(UnitWord::ALL.iter().map(|word| word.as_str()), "calculator-unit", locale);
        let rolls = Choice::words(RollWord::ALL.iter().map(|word| word.as_str()), "calculator-roll", locale);
        Self { form, units, rolls, answer }
    }
}

impl View for Calculator {
    const TEMPLATE: &'static str = "pages/public/calculator";

    fn samples() -> Vec<Self> {
        let answer = |unit, before, day: Option<NaiveDate>, at| Answer {
            from: NaiveDate::default(),
            on: NaiveDate::default(),
            at,
            amount: 10,
            before,
            unit,
            would_be: day.filter(|_| before),
            moved_from: day.filter(|_| !before),
            forecast: before,
            receipt: ReceiptLine::samples(),
            edition: (!before).then(EditionName::sample),
        };
        let sample = |answer| Self::new(Locale::Vi, FormState::default(), answer);
        let day = Some(NaiveDate::default());
        vec![
            sample(None),
            sample(Some(answer(DayUnit::Working, false, None, None))),
            sample(Some(answer(DayUnit::Calendar, true, day, None))),
            sample(Some(answer(DayUnit::Calendar, false, day, None))),
            sample(Some(answer(DayUnit::Hours, false, None, Some(NaiveTime::MIN)))),
        ]
    }
}

/// GET /cong-cu/tinh-han
///
/// # Errors
/// The database's.
pub async fn show(State(app): State<App>, visit: Visit, Query(query): Query<Vec<(String, String)>>) -> PageResult {
    let asked = Posted::from_query(query);
    if asked.get("tu").is_none() && asked.get("so").is_none() {
        let form = FormState::with(json!({ "tu": visit.ctx.today() }));
        return visit.page(&Calculator::new(visit.locale, form, None));
    }
    let calendar = calendar(app.db().read()).await?;
    let edition = edition_name(app.db().read()).await?;
    let answer = forms::question(&asked).and_then(|question| answer(&calendar, question, edition));
    let none = Violations::default();
    let form = FormState::refused(&asked, answer.as_ref().err().unwrap_or(&none), visit.locale);
    match answer {
        Ok(answer) => visit.page(&Calculator::new(visit.locale, form, Some(answer))),
        Err(_) => visit.refused(&Calculator::new(visit.locale, form, None)),
    }
}

fn answer(calendar: &WorkingCalendar, question: Question, edition: Option<EditionName>) -> Result<Answer, Violations> {
    let Question { start, rule } = question;
    let uncountable = |_| Refusal::on("so", "calculator.uncountable");
    let deadline = Deadline::compute_from(calendar, start, rule).map_err(uncountable)?;
    let (from, on) = (deadline.start(), deadline.last_day());
    if !KNOWN_YEARS.contains(&on.year()) {
        return Err(forms::unknown_year().into());
    }
    let stays_off = rule.roll == Roll::None && rule.unit != DayUnit::Hours && !calendar.is_working(on);
    let known_until = calendar.covers_until();
    Ok(Answer {
        from,
        on,
        at: deadline.last_moment().map(|moment| moment.time()),
        amount: rule.amount.unsigned_abs(),
        before: rule.amount < 0,
        unit: rule.unit,
        would_be: stays_off.then(|| calendar.next_working(on).ok()).flatten(),
        moved_from: Some(deadline.counted_to()).filter(|counted| *counted != on),
        forecast: known_until.is_none_or(|until| on.max(from) > until),
        receipt: deadline.receipt(calendar).into_iter().map(ReceiptLine::from).collect(),
        edition,
    })
}
