//! Beginning a series with a preview of its days, changing it from a day on, opening what is due, ending it.

use axum::extract::State;
use chrono::{Datelike, NaiveDate, Timelike};
use serde::Serialize;
use serde_json::{Value, json};

use super::clash_lines::ClashLine;
use super::plans::own_unit;
use super::series::show_view;
use super::series_words::told;
use super::template_help::{TemplateHelp, asked_for, fill, planned_unit};
use crate::app::App;
use crate::dialogues::actions::clashes::{InsteadOf, Wish, clashes};
use crate::dialogues::actions::series as actions;
use crate::dialogues::actions::series::Input;
use crate::dialogues::forms;
use crate::dialogues::rules::rhythm::{Occurrence, Rhythm};
use crate::dialogues::rules::series::{Repeat, Series, slot_times};
use crate::dialogues::rules::{SessionForm, SessionKind};
use crate::dialogues::store::series::{self, FoundSeries};
use crate::error::{AppError, AppResult};
use crate::i18n::{self, Locale};
use crate::kernel::clock::instant;
use crate::kernel::{Action, SeriesId, Violations};
use crate::law::recurrence::LegalPeriod;
use crate::law::{DayUnit, Description, End, IfMissing, OccasionKind, Pattern, SeriesRule, ShiftRule};
use crate::web::{Choice, FormState, PageResult, Path, Posted, Query, View, Visit, outcome};

/// One occurrence of the preview.
#[derive(Debug, Serialize)]
pub struct PreviewRow {
    pub original: NaiveDate,
    pub on: NaiveDate,
    pub outcome: &'static str,
    /// Why the original day is off.
    pub because: Option<String>,
    /// It falls together with an earlier one and is not opened.
    pub merged: bool,
    /// The occasion before which it is, with its day.
    pub before: Option<Before>,
    pub clashes: Vec<ClashLine>,
}

/// An occasion of the preview.
#[derive(Debug, Serialize)]
pub struct Before {
    pub name: String,
    pub held_on: NaiveDate,
}

/// What a series would give.
#[derive(Debug, Serialize)]
pub struct Preview {
    pub sentence: String,
    pub rows: Vec<PreviewRow>,
    /// The first real day, where it is not the entered one.
    pub first_differs: Option<NaiveDate>,
    /// How many of the rows collide with something.
    pub colliding: usize,
    /// Whether it waits for occasions that somebody enters.
    pub waits: bool,
}

/// The form of a series, new or changed.
#[derive(Debug, Serialize)]
pub struct Edit {
    /// Of the series that is changed; none for a new one.
    pub id: Option<String>,
    pub unit: String,
    pub form: FormState,
    pub kinds: Vec<Choice>,
    pub forms: Vec<Choice>,
    pub repeats: Vec<Choice>,
    pub nths: Vec<Choice>,
    pub weekdays: Vec<Choice>,
    pub missing: Vec<Choice>,
    pub months: Vec<Choice>,
    pub occasions: Vec<Choice>,
    pub units: Vec<Choice>,
    pub shifts: Vec<Choice>,
    pub ends: Vec<Choice>,
    pub preview: Option<Preview>,
    /// For a new one.
    pub templates: TemplateHelp,
}

impl Edit {
    fn new(id: Option<SeriesId>, unit: String, form: FormState, preview: Option<Preview>, locale: Locale) -> Self {
        let words = |words: &[&'static str], prefix| Choice::words(words.iter().copied(), prefix, locale);
        let numbered = |range: std::ops::RangeInclusive<u32>, prefix: &str| {
            let label = |number: u32| i18n::text(locale, &format!("{prefix}-{number}"), &[]);
            range.map(|number| Choice::new(number.to_string(), label(number))).collect()
        };
        let month =
            |month: u32| Choice::new(month.to_string(), i18n::text(locale, "month-name", &[("month", month.to_string())]));
        Self {
            id: id.map(|id| id.to_string()),
            unit,
            form,
            kinds: Choice::words(SessionKind::ALL.iter().map(|word| word.as_str()), "session-kind", locale),
            forms: Choice::words(SessionForm::ALL.iter().map(|word| word.as_str()), "session-form", locale),
            repeats: Choice::words(Repeat::ALL.iter().map(|word| word.as_str()), "repeat", locale),
            nths: numbered(1..=5, "nth"),
            weekdays: numbered(1..=7, "weekday"),
            missing: Choice::words(IfMissing::ALL.iter().map(|word| word.as_str()), "if-missing", locale),
            months: (1..=12).map(month).collect(),
            occasions: Choice::words(OccasionKind::ALL.iter().map(|word| word.as_str()), "occasion-kind", locale),
            units: words(&[DayUnit::Working.as_str(), DayUnit::Calendar.as_str()], "counted-unit"),
            shifts: Choice::words(ShiftRule::ALL.iter().map(|word| word.as_str()), "shift", locale),
            ends: words(&["never", "until", "count"], "series-ends"),
            preview,
            templates: TemplateHelp::default(),
        }
    }
}

impl View for Edit {
    const TEMPLATE: &'static str = "pages/series/edit";

    fn samples() -> Vec<Self> {
        let row = |outcome, because: Option<&str>, merged| PreviewRow {
            original: NaiveDate::default(),
            on: NaiveDate::default(),
            outcome,
            because: because.map(str::to_owned),
            merged,
            before: merged.then(|| Before { name: "Kỳ họp thứ ba".into(), held_on: NaiveDate::default() }),
            clashes: if merged { ClashLine::samples() } else { Vec::new() },
        };
        let preview = Preview {
            sentence: "Ngày 25 hằng tháng".into(),
            rows: vec![row("regular", None, false), row("shifted", Some("Quốc khánh"), true)],
            first_differs: Some(NaiveDate::default()),
            colliding: 1,
            waits: false,
        };
        let id = "01938f5e-0000-7000-8000-000000000000".parse().ok();
        let empty =
            Preview {
                sentence: "Ngày 31 hằng tháng".into(), rows: Vec::new(), first_differs: None, colliding: 0, waits: false
            };
        let waits = Preview {
            sentence: "10 ngày trước mỗi kỳ họp".into(),
            rows: Vec::new(),
            first_differs: None,
            colliding: 0,
            waits: true,
        };
        vec![
            Self::new(None, "03667".into(), FormState::default(), None, Locale::Vi),
            Self::new(id, "03667".into(), FormState::with(json!({ "version": 1 })), Some(preview), Locale::Vi),
            Self::new(None, "03667".into(), FormState::default(), Some(empty), Locale::Vi),
            Self {
                templates: TemplateHelp::sample(),
                ..Self::new(None, "03667".into(), FormState::default(), Some(waits), Locale::Vi)
            },
        ]
    }
}

fn preview_row(one: &Occurrence, clashes: Vec<ClashLine>, locale: Locale) -> PreviewRow {
    let slot = &one.slot;
    // The reason is the name of the day, or the word for its kind where it has no name.
    let key = slot.shifted_because.as_ref().map(|why| format!("day-kind-{why}"));
    let because = match key {
        Some(key) if i18n::has(locale, &key) => Some(i18n::text(locale, &key, &[])),
        _ => slot.shifted_because.clone(),
    };
    let (original, on) = (slot.key.date(), slot.on);
    let before = one.before.as_ref().map(|occasion| Before { name: occasion.name.clone(), held_on: occasion.held_on });
    PreviewRow { original, on, outcome: slot.outcome.as_str(), because, merged: slot.merged_with.is_some(), before, clashes }
}

/// The occurrences with what each of them collides with; `instead_of` is the series that they take the place of.
async fn preview(app: &App, visit: &Visit, unit: &str, input: &Input, instead_of: InsteadOf) -> AppResult<Preview> {
    let (rhythm, all) = actions::preview(app, &visit.ctx, unit, &input.recipe, input.shift).await?;
    let times = all.iter().map(|one| slot_times(&one.slot, input.duration_minutes));
    let times = times.map(|(from, to)| (instant(from), instant(to))).collect();
    let wish = Wish { unit_code: unit.to_owned(), place: input.place.clone(), times, instead_of };
    let mut lines: Vec<Vec<ClashLine>> = vec![Vec::new(); all.len()];
    for found in clashes(app, &visit.ctx, &wish).await? {
        lines[found.wanted].push(ClashLine::of(&found, visit.locale));
    }
    let first = rhythm.rule().and_then(|rule| rule.first_occurrence().ok().flatten()).map(|at| at.date());
    Ok(Preview {
        sentence: told(visit.locale, &rhythm, input.shift),
        waits: all.is_empty() && matches!(rhythm, Rhythm::Before(_)),
        colliding: lines.iter().filter(|lines| !lines.is_empty()).count(),
        rows: all.iter().zip(lines).map(|(one, lines)| preview_row(one, lines, visit.locale)).collect(),
        first_differs: first.filter(|on| *on != input.recipe.first.date()),
    })
}

/// A stored series as the values of its form, to go on from `from`.
fn values(series: &Series, from: NaiveDate) -> FormState {
    let rest = series.rhythm.split(from).ok().and_then(|(_, rest)| rest);
    let rhythm = rest.as_ref().unwrap_or(&series.rhythm);
    let mut values = json!({
        "version": series.version,
        "from_on": from,
        "title": series.title,
        "kind": series.kind,
        "form": series.form,
        "counterpart": series.counterpart,
        "place": series.place,
        "repeat": Repeat::DayOfMonth,
        "nth": "1",
        "weekday": "1",
        "day": 1,
        "if_missing": IfMissing::LastDay,
        "interval": 1,
        "occasion": OccasionKind::CouncilMeeting,
        "before": 10,
        "counted": DayUnit::Working,
        "starts_on": rhythm.first().date().max(from),
        "starts": format!("{:02}:{:02}", rhythm.first().hour(), rhythm.first().minute()),
        "duration": series.duration_minutes,
        "shift": series.shift,
        "ends": "never",
    });
    let own = match rhythm {
        Rhythm::Calendar(rule) => of_calendar(rule, &rule.describe()),
        Rhythm::Before(rule) => json!({
            "repeat": Repeat::BeforeOccasion,
            "occasion": rule.kind(),
            "before": rule.days(),
            "counted": rule.unit(),
            "ends": if rule.last().is_some() { "until" } else { "never" },
            "until": rule.last(),
        }),
        Rhythm::Unreadable { .. } => Value::Null,
    };
    if let (Value::Object(values), Value::Object(own)) = (&mut values, own) {
        values.extend(own);
    }
    FormState::with(values)
}

fn of_calendar(rule: &SeriesRule, told: &Description) -> Value {
    let mut values = match told.pattern {
        Pattern::Weekly { weekday } => {
            json!({ "repeat": Repeat::Weekly, "weekday": weekday.to_string(), "interval": told.interval })
        }
        Pattern::NthWeekday { nth, weekday } => {
            json!({ "repeat": Repeat::NthWeekday, "nth": nth.to_string(), "weekday": weekday.to_string() })
        }
        Pattern::LastWeekday { weekday } => json!({ "repeat": Repeat::LastWeekday, "weekday": weekday.to_string() }),
        Pattern::DayOfMonth { day, if_missing } => json!({ "day": day, "if_missing": if_missing }),
        Pattern::LastDay if rule.period() == LegalPeriod::Quarter => json!({ "repeat": Repeat::LastDayOfQuarter }),
        Pattern::LastDay => json!({ "repeat": Repeat::LastDay }),
        Pattern::Other { .. } => json!({}),
    };
    if values["repeat"] != json!(Repeat::Weekly) {
        values["every_months"] = json!(told.interval);
    }
    values["months"] = json!(told.months.iter().map(u32::to_string).collect::<Vec<_>>());
    match told.end {
        End::Never => values["ends"] = json!("never"),
        End::Until { on } => (values["ends"], values["until"]) = (json!("until"), json!(on)),
        End::Count { count } => (values["ends"], values["count"]) = (json!("count"), json!(count)),
    }
    values
}

/// GET /series/new, also with `template`
///
/// # Errors
/// Not found for who plans for no unit, and for a template that is not his.
pub async fn new(State(app): State<App>, visit: Visit, Query(asked): Query<Vec<(String, String)>>) -> PageResult {
    let mut form = FormState::with(json!({
        "kind": SessionKind::Reception,
        "form": SessionForm::InPerson,
        "repeat": Repeat::DayOfMonth,
        "day": 15,
        "if_missing": IfMissing::LastDay,
        "interval": 1,
        "every_months": 1,
        "occasion": OccasionKind::CouncilMeeting,
        "before": 10,
        "counted": DayUnit::Working,
        "starts_on": visit.ctx.today(),
        "starts": "08:00",
        "duration": 210,
        "shift": ShiftRule::NextWorking,
        "ends": "until",
        "until": NaiveDate::from_ymd_opt(visit.ctx.today().year(), 12, 31),
    }));
    if let Some(template) = asked_for(&app, &visit.ctx, &Posted::from_query(asked)).await? {
        fill(&mut form, &template, ("duration", template.duration_minutes.into()));
    }
    let unit = planned_unit(&visit.ctx)?;
    let templates = TemplateHelp::of(&app, &unit, &form, visit.locale).await?;
    visit.page(&Edit { templates, ..Edit::new(None, unit, form, None, visit.locale) })
}

/// What was typed, shown again: with a preview where it could be understood.
fn typed(posted: &Posted, violations: &Violations, locale: Locale) -> FormState {
    FormState::refused(posted, violations, locale)
}

/// Whether nothing is to be saved: the button asks for a preview, or the page itself looks while somebody types.
fn is_preview(posted: &Posted) -> bool {
    matches!(posted.get("act"), Some("preview" | "look"))
}

/// The form again, refused; a look while somebody types is not refused for what is still missing.
fn refused(visit: &Visit, posted: &Posted, violations: &Violations, edit: impl FnOnce(FormState) -> Edit) -> PageResult {
    if posted.get("act") == Some("look") {
        return visit.page(&edit(typed(posted, &Violations::default(), visit.locale)));
    }
    visit.refused(&edit(typed(posted, violations, visit.locale)))
}

/// POST /series
///
/// # Errors
/// [`AppError::Denied`].
pub async fn create(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let unit = own_unit(&visit.ctx, posted.get("unit").unwrap_or_default())?;
    let named = typed(&posted, &Violations::default(), visit.locale);
    let mut templates = Some(TemplateHelp::of(&app, &unit, &named, visit.locale).await?);
    let mut with = |form, shown| Edit {
        templates: templates.take().unwrap_or_default(),
        ..Edit::new(None, unit.clone(), form, shown, visit.locale)
    };
    let input = match forms::series::input(&posted) {
        Ok(input) => input,
        Err(violations) => return refused(&visit, &posted, &violations, |form| with(form, None)),
    };
    let result = if is_preview(&posted) {
        match outcome(preview(&app, &visit, &unit, &input, InsteadOf::Nothing).await)? {
            Ok(shown) => return visit.page(&with(named, Some(shown))),
            Err(violations) => Err(violations.into()),
        }
    } else {
        actions::create_with(&app, &visit.ctx, &unit, input, &forms::templates::taken(&posted)).await
    };
    match outcome(result)? {
        Ok(id) => visit.redirect(&format!("/series/{id}"), "flash-series-created"),
        Err(violations) => refused(&visit, &posted, &violations, |form| with(form, None)),
    }
}

/// GET /series/{id}/change
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn change_form(State(app): State<App>, visit: Visit, Path(id): Path<SeriesId>) -> PageResult {
    let FoundSeries { series, unit, .. } = series::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
    let tomorrow = visit.ctx.today().succ_opt().unwrap_or(visit.ctx.today());
    visit.page(&Edit::new(Some(id), unit.code, values(&series, tomorrow), None, visit.locale))
}

/// POST /series/{id}/change
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn change(State(app): State<App>, visit: Visit, Path(id): Path<SeriesId>, posted: Posted) -> PageResult {
    let found = series::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
    let with = |form, shown| Edit::new(Some(id), found.unit.code.clone(), form, shown, visit.locale);
    let again = |violations: &Violations| refused(&visit, &posted, violations, |form| with(form, None));
    let (input, (version, from)) = match (forms::series::input(&posted), forms::series::change(&posted)) {
        (Ok(input), Ok(change)) => (input, change),
        (Err(mut violations), Err(more)) => {
            violations.0.extend(more.0);
            return again(&violations);
        }
        (Err(violations), _) | (_, Err(violations)) => return again(&violations),
    };
    if is_preview(&posted) {
        let instead_of = InsteadOf::Planned(id);
        return match outcome(preview(&app, &visit, &found.unit.code, &input, instead_of).await)? {
            Ok(shown) => visit.page(&with(typed(&posted, &Violations::default(), visit.locale), Some(shown))),
            Err(violations) => again(&violations),
        };
    }
    match outcome(actions::change(&app, &visit.ctx, id, version, from, input).await)? {
        Ok(new) => visit.redirect(&format!("/series/{new}"), "flash-series-changed"),
        Err(violations) => again(&violations),
    }
}

/// POST /series/{id}/open
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn open(State(app): State<App>, visit: Visit, Path(id): Path<SeriesId>, _posted: Posted) -> PageResult {
    actions::open(&app, &visit.ctx, id).await?;
    visit.redirect(&format!("/series/{id}"), "flash-series-opened")
}

/// POST /series/{id}/end
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn end(State(app): State<App>, visit: Visit, Path(id): Path<SeriesId>, posted: Posted) -> PageResult {
    series::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
    let result = match forms::series::end_from(&posted) {
        Ok((version, from, reason)) => actions::end(&app, &visit.ctx, id, version, from, &reason).await,
        Err(violations) => Err(AppError::from(violations)),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/series/{id}"), "flash-series-ended"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&show_view(&app, &visit, id, form).await?)
        }
    }
}
