//! The audit trail: looking through it, and checking that nobody tampered with it.

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::App;
use crate::db::audit::{self, Verdict};
use crate::db::audit_search::{self, Found, Search};
use crate::error::AppResult;
use crate::i18n::{self, Locale};
use crate::kernel::{Action, PageRequest, Target};
use crate::organisation::{active_units, unit};
use crate::web::form::parse_date;
use crate::web::{Choice, FormState, PageResult, Posted, Query, View, Visit, in_query};

/// The query of the list, which is also its address.
#[derive(Debug, Default, Deserialize)]
pub struct AuditQuery {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    actor: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    day: String,
    page: Option<u64>,
}

/// One entry.
#[derive(Debug, Serialize)]
pub struct Row {
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub actor: String,
    /// The event in words.
    pub event: String,
    pub unit: String,
    /// Kind and id of what it happened to.
    pub subject: String,
    /// What changed, as it is sealed; empty if nothing was said.
    pub facts: String,
}

/// What verifying found.
#[derive(Debug, Serialize)]
pub struct Checked {
    pub whole: bool,
    pub entries: i64,
    pub head: String,
    /// The first entry that is not what it was.
    pub seq: i64,
}

/// The page.
#[derive(Debug, Serialize)]
pub struct Audit {
    pub rows: Vec<Row>,
    pub units: Vec<Choice>,
    pub codes: Vec<Choice>,
    pub number: u64,
    pub last: u64,
    pub total: u64,
    pub base: String,
    /// Whether the visitor reads the whole trail and can have it checked.
    pub may_verify: bool,
    pub verdict: Option<Checked>,
    pub form: FormState,
}

impl View for Audit {
    const TEMPLATE: &'static str = "pages/admin/audit";

    fn samples() -> Vec<Self> {
        let row = |actor: &str, facts: &str| Row {
            seq: 7,
            at: DateTime::default(),
            actor: actor.into(),
            event: "Đăng nhập".into(),
            unit: "Phường Chiềng An".into(),
            subject: "session 0193".into(),
            facts: facts.into(),
        };
        let page = |rows, verdict: Option<Checked>| Self {
            rows,
            units: vec![Choice::new("03667", "Phường Chiềng An")],
            codes: vec![Choice::new("sign-in.done", "Đăng nhập")],
            number: 1,
            last: 2,
            total: 60,
            base: "/audit?page=".into(),
            may_verify: verdict.is_some(),
            verdict,
            form: FormState::default(),
        };
        let checked = |whole| Checked { whole, entries: 12, head: "ab12".into(), seq: 3 };
        vec![
            page(vec![row("An", "{}"), row("", "")], Some(checked(true))),
            page(Vec::new(), Some(checked(false))),
            page(Vec::new(), None),
        ]
    }
}

async fn view(app: &App, visit: &Visit, query: AuditQuery, verdict: Option<Checked>) -> AppResult<Audit> {
    let conn = app.db().read();
    let (unit_code, actor, code) = (query.unit.clone(), query.actor.trim().to_owned(), query.code.clone());
    let wanted = Search { unit_code, actor, code, day: parse_date(query.day.trim()) };
    let page = audit_search::search(conn, &visit.ctx, &wanted, PageRequest::number(query.page)).await?;
    let mut units = Vec::new();
    for path in visit.ctx.scope(Action::ReadAudit).subtrees {
        for unit in active_units(conn, &path).await? {
            if units.iter().all(|known: &Choice| known.value != unit.code) {
                units.push(Choice::new(unit.code, unit.name));
            }
        }
    }
    let codes = audit_search::codes(conn).await?.into_iter();
    let codes = codes.map(|code| Choice::new(code.clone(), i18n::event(visit.locale, &code))).collect();
    let (number, last, total) = (page.number, page.last(), page.total);
    let mut rows = Vec::with_capacity(page.rows.len());
    for found in page.rows {
        let known = units.iter().find(|unit| unit.value == found.unit_code).map(|unit| unit.label.clone());
        let unit = match known {
            Some(name) => name,
            None if found.unit_code.is_empty() => String::new(),
            None => unit(conn, &found.unit_code).await?.name,
        };
        rows.push(row(found, unit, visit.locale));
    }
    let parts = [("unit", &query.unit), ("actor", &query.actor), ("code", &query.code), ("day", &query.day)];
    let parts: Vec<String> = parts.iter().map(|(name, value)| format!("{name}={}", in_query(value))).collect();
    let form = FormState::with(json!({ "unit": query.unit, "actor": query.actor, "code": query.code, "day": query.day }));
    let may_verify = visit.ctx.permit(Action::ReadAudit, &Target::unit("00/")).is_ok();
    let base = format!("/audit?{}&page=", parts.join("&"));
    Ok(Audit { rows, units, codes, number, last, total, base, may_verify, verdict, form })
}

fn row(found: Found, unit: String, locale: Locale) -> Row {
    let facts = serde_json::from_str::<serde_json::Value>(&found.facts).unwrap_or_default();
    Row {
        seq: found.seq,
        at: found.at,
        actor: found.actor,
        event: i18n::event(locale, &found.code),
        unit,
        subject: format!("{} {}", found.subject_kind, found.subject_id),
        facts: if facts.is_null() { String::new() } else { serde_json::to_string_pretty(&facts).unwrap_or_default() },
    }
}

/// GET /audit
///
/// # Errors
/// The database's.
pub async fn show(State(app): State<App>, visit: Visit, Query(query): Query<AuditQuery>) -> PageResult {
    visit.page(&view(&app, &visit, query, None).await?)
}

/// POST /audit/verify
///
/// # Errors
/// Denied to those who read a part of the trail only.
pub async fn verify(State(app): State<App>, visit: Visit, _posted: Posted) -> PageResult {
    visit.ctx.permit(Action::ReadAudit, &Target::unit("00/"))?;
    let checked = match audit::verify(app.db().read()).await? {
        Verdict::Whole { entries, head } => Checked { whole: true, entries, head, seq: 0 },
        Verdict::Broken { seq, .. } => Checked { whole: false, entries: 0, head: String::new(), seq },
    };
    visit.page(&view(&app, &visit, AuditQuery::default(), Some(checked)).await?)
}
