//! Letters that remind units of silent duties, drafted for a column of the radar or for one unit: official letters of the Party
//! committee (Guidance 36-HD/VPTW), to be numbered and signed. Always in Vietnamese.

use axum::extract::State;
use chrono::{Datelike, Days};
use serde::Serialize;
use serde_json::json;

use super::print::{committee, dated, place};
use super::radar::{Asked, RadarQuery, what};
use crate::app::App;
use crate::duties;
use crate::error::AppResult;
use crate::i18n::{Locale, format};
use crate::kernel::Refusal;
use crate::organisation::heir_of;
use crate::reports::actions::radar::{self as actions, UnitItems};
use crate::reports::rules::Boundaries;
use crate::reports::rules::radar::{Item, Step};
use crate::web::{Fields, FormState, PageResult, Posted, Query, View, Visit};

/// Letters of one page: the largest province has 166 units.
const MOST_LETTERS: usize = 200;

/// Days that a unit has for its answer where nobody says otherwise; the end is moved off days off.
const ANSWER_DAYS: u64 = 7;

/// One duty, as the letter lists it.
#[derive(Debug, Serialize)]
pub struct Missing {
    pub what: String,
    /// As on paper: 31/01/2026.
    pub by: String,
    /// How many of it are missing, where it is more than one.
    pub count: Option<u32>,
}

/// The letter to one unit.
#[derive(Debug, Serialize)]
pub struct Letter {
    pub to: String,
    /// The unit that has ended, whose work the addressee goes on with.
    pub of: Option<String>,
    pub missing: Vec<Missing>,
}

/// All letters of a column.
#[derive(Debug, Serialize)]
pub struct Letters {
    pub back: String,
    /// What the form keeps: unit, year, month, step, only.
    pub kept: Vec<(&'static str, String)>,
    pub step: Step,
    /// Units that are silent, when more than the letters shown.
    pub silent: Option<usize>,
    pub issuer: String,
    /// After the number: `CV/TU`.
    pub symbol: String,
    pub place: String,
    pub dated: String,
    pub year: i32,
    pub today: String,
    pub report_back_by: String,
    /// The committee and the post in whose name it is signed: "Tỉnh ủy", "Bí thư".
    pub signs: (String, String),
    pub letters: Vec<Letter>,
    pub form: FormState,
}

impl View for Letters {
    const TEMPLATE: &'static str = "pages/reports/letters";

    fn samples() -> Vec<Self> {
        let missing =
            |count| Missing {
                what: "Ngày tiếp dân từ 01/03/2026 đến 31/03/2026".into(), by: "31/03/2026".into(), count
            };
        let letter = |of: Option<&str>| Letter {
            to: "Đảng ủy phường Chiềng An".into(),
            of: of.map(str::to_owned),
            missing: vec![missing(None), missing(Some(2))],
        };
        let sample = |letters: Vec<Letter>, silent| Self {
            back: "/radar?unit=14&year=2026".into(),
            kept: vec![("unit", "14".into()), ("step", "reception".into())],
            step: Step::Reception,
            silent,
            issuer: "Tỉnh ủy Sơn La".into(),
            symbol: "CV/TU".into(),
            place: "Sơn La".into(),
            dated: "ngày ...... tháng ...... năm 2026".into(),
            year: 2026,
            today: "05/05/2026".into(),
            report_back_by: "12/05/2026".into(),
            signs: ("Tỉnh ủy".into(), "Bí thư".into()),
            letters,
            form: FormState::with(json!({ "report_back_by": "2026-05-12" })),
        };
        vec![sample(vec![letter(None), letter(Some("phường Chiềng Cơi"))], Some(230)), sample(Vec::new(), None)]
    }
}

/// GET /radar/letters
///
/// # Errors
/// [`AppError::NotFound`](crate::error::AppError) for a unit that the visitor does not review, and for a strange column.
pub async fn show(State(app): State<App>, visit: Visit, Query(query): Query<RadarQuery>) -> PageResult {
    let asked = Asked::of(&app, &visit, &query).await?;
    let step = query.step()?;
    let grid = actions::grid(&app, &visit.ctx, &asked.above, asked.year, Boundaries::Then).await?;
    let wanted = |one: &&UnitItems| one.unit.code != asked.above.code && (query.only.is_empty() || one.unit.code == query.only);
    let silent: Vec<&UnitItems> = grid.missing(step, asked.month).filter(wanted).collect();
    let mut letters = Vec::new();
    for one in silent.iter().take(MOST_LETTERS) {
        letters.push(letter(&app, &visit, &asked, step, one).await?);
    }

    let (conn, today) = (app.db().read(), visit.ctx.today());
    let issuer = committee(&app, &asked.above, today).await?;
    let usual = duties::calendar(conn).await?.working_on_or_after(today + Days::new(ANSWER_DAYS)).unwrap_or(today);
    let typed = Posted::from_query(vec![("report_back_by".to_owned(), query.report_back_by.clone())]);
    let mut fields = Fields::new(&typed);
    let report_back_by = fields.optional_date("report_back_by").flatten();
    if report_back_by.is_some_and(|day| day <= today) {
        fields.refuse(Refusal::on("report_back_by", "radar.report-back-by-past"));
    }
    let checked = fields.finish(|| Some(report_back_by.unwrap_or(usual)));
    let report_back_by = checked.as_ref().copied().unwrap_or(usual);
    let view = Letters {
        back: asked.address("/radar", &asked.above.code, None),
        kept: vec![
            ("unit", asked.above.code.clone()),
            ("year", asked.year.to_string()),
            ("month", asked.month.map(|month| month.to_string()).unwrap_or_default()),
            ("step", step.to_string()),
            ("only", query.only.clone()),
        ],
        step,
        silent: (silent.len() > letters.len()).then_some(silent.len()),
        symbol: format!("CV/{}", issuer.symbol),
        place: place(&asked.above),
        dated: dated(None, today.year()),
        year: asked.year,
        today: format::date(Locale::Vi, today),
        report_back_by: format::date(Locale::Vi, report_back_by),
        issuer: issuer.name,
        signs: (issuer.short_name, issuer.head),
        letters,
        form: match &checked {
            Ok(_) => FormState::with(json!({ "report_back_by": report_back_by })),
            Err(violations) => FormState::refused(&typed, violations, visit.locale),
        },
    };
    if checked.is_ok() { visit.page(&view) } else { visit.refused(&view) }
}

async fn letter(app: &App, visit: &Visit, asked: &Asked, step: Step, one: &UnitItems) -> AppResult<Letter> {
    let mut missing = Vec::new();
    let in_column = |item: &&Item| item.step == step && asked.month.is_none_or(|month| item.month == month);
    for item in one.items.iter().filter(in_column).filter(|item| item.missing > 0) {
        missing.push(Missing {
            what: what(app, &visit.ctx, Locale::Vi, asked.year, item).await?,
            by: format::date(Locale::Vi, item.by),
            count: Some(item.missing).filter(|count| *count > 1),
        });
    }
    let (conn, today) = (app.db().read(), visit.ctx.today());
    // What a unit that has ended owes still, its heir is asked for.
    let heir = heir_of(conn, one.unit.clone(), today).await?;
    let of = (heir.code != one.unit.code).then(|| one.unit.in_a_sentence());
    Ok(Letter { to: committee(app, &heir, today).await?.name, of, missing })
}
