//! The page of the search: the question with its filters, and what was found.

use std::collections::{BTreeMap, HashMap};

use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::db::TextKind;
use crate::db::text_search::Found;
use crate::error::AppResult;
use crate::i18n::{self, Locale};
use crate::kernel::{IssueId, PageRequest};
use crate::organisation::{active_units, unit};
use crate::search::rules::{Piece, Question, snippet};
use crate::search::store::find::{self, Wanted};
use crate::web::form::parse_date;
use crate::web::{FormState, PageResult, Query, View, ViewSpec, Visit, in_query};
use crate::{dialogues, followups, issues, reports};

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[ViewSpec::of::<Search>()];

/// Rows on one page.
const SIZE: u64 = 20;

/// The query of the page, which is also its address.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct SearchQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    field: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    page: Option<u64>,
}

/// A choice of a filter.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

impl Choice {
    fn new(value: impl ToString, label: impl Into<String>) -> Self {
        Self { value: value.to_string(), label: label.into(), selected: false }
    }
}

/// Something that was found.
#[derive(Debug, Serialize)]
pub struct Line {
    pub href: String,
    pub kind: &'static str,
    pub title: Vec<Piece>,
    pub text: Vec<Piece>,
    pub unit: String,
    pub day: NaiveDate,
    pub state: Option<String>,
}

impl Line {
    fn of(found: &Found, question: &Question, href: String, unit: String, locale: Locale) -> Self {
        let key = format!("state-{}-{}", found.kind, found.state);
        let text = snippet(&found.text, question);
        let mut title = snippet(&found.title, question);
        let untitled = title.is_empty();
        if untitled {
            title.clone_from(&text);
        }
        Self {
            href,
            kind: found.kind.as_str(),
            title,
            text: if untitled { Vec::new() } else { text },
            unit,
            day: found.day,
            state: i18n::has(locale, &key).then(|| i18n::text(locale, &key, &[])),
        }
    }

    fn sample(full: bool) -> Self {
        let piece = |text: &str, hit| Piece { text: text.into(), hit };
        Self {
            href: "/issues/0193".into(),
            kind: "issue",
            title: vec![piece("Đề nghị nạo vét ", false), piece("cống", true)],
            text: if full { vec![piece("… cống ", false), piece("ngập", true)] } else { Vec::new() },
            unit: "Phường Hải An".into(),
            day: NaiveDate::default(),
            state: full.then(|| "Đã tiếp nhận".into()),
        }
    }
}

/// Where a found thing is shown; `issues` are those of the answers that were found.
fn address(found: &Found, issues: &HashMap<Uuid, IssueId>) -> String {
    let (thing, session) = (found.thing, found.session.map(|id| id.to_string()).unwrap_or_default());
    match found.kind {
        TextKind::Issue => format!("/issues/{thing}"),
        TextKind::Answer => issues.get(&thing).map(|issue| format!("/issues/{issue}")).unwrap_or_default(),
        TextKind::Session => format!("/dialogues/{thing}"),
        TextKind::Minutes => format!("/dialogues/{session}/minutes/items/{thing}"),
        TextKind::Commitment => format!("/commitments/{thing}"),
        TextKind::Conclusion => format!("/dialogues/{session}/conclusion"),
        TextKind::Report => format!("/reports/{thing}"),
    }
}

/// The page's view.
#[derive(Debug, Serialize)]
pub struct Search {
    pub form: FormState,
    pub lines: Vec<Line>,
    /// There was something to look for.
    pub asked: bool,
    pub is_filtered: bool,
    /// The address without filters.
    pub plain: String,
    pub total: u64,
    pub more: bool,
    pub number: u64,
    pub last: u64,
    pub base: String,
    pub kinds: Vec<Choice>,
    pub states: Vec<Choice>,
    pub fields: Vec<Choice>,
    pub units: Vec<Choice>,
}

impl View for Search {
    const TEMPLATE: &'static str = "pages/search/search";

    fn samples() -> Vec<Self> {
        let choices = || vec![Choice::new("a", "Một"), Choice::new("b", "Hai")];
        let sample = |lines: Vec<Line>, asked, more| Self {
            form: FormState::with(json!({ "q": "cống" })),
            total: lines.len() as u64 * 30,
            lines,
            asked,
            is_filtered: more,
            plain: "/search?q=c%E1%BB%91ng".into(),
            more,
            number: 1,
            last: 3,
            base: "/search?q=c%E1%BB%91ng&page=".into(),
            kinds: choices(),
            states: if more { choices() } else { Vec::new() },
            fields: choices(),
            units: if more { choices() } else { Vec::new() },
        };
        vec![
            sample(vec![Line::sample(true), Line::sample(false)], true, true),
            sample(vec![Line::sample(true)], true, false),
            sample(Vec::new(), true, true),
            sample(Vec::new(), true, false),
            sample(Vec::new(), false, false),
        ]
    }
}

impl SearchQuery {
    fn wanted(&self) -> Wanted {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let kind: Option<TextKind> = self.kind.parse().ok();
        Wanted {
            question: Question::read(&self.q),
            kind,
            unit: given(&self.unit),
            field: given(&self.field),
            state: kind.zip(given(&self.state)),
            from: parse_date(self.from.trim()),
            to: parse_date(self.to.trim()),
        }
    }

    fn is_filtered(&self) -> bool {
        [&self.kind, &self.unit, &self.field, &self.state, &self.from, &self.to].iter().any(|text| !text.is_empty())
    }

    /// The address of this question, without page.
    fn address(&self) -> String {
        let pairs = [
            ("q", &self.q),
            ("kind", &self.kind),
            ("unit", &self.unit),
            ("field", &self.field),
            ("state", &self.state),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let given: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        format!("/search?{}", given.join("&"))
    }
}

/// Letters of a question that come back in an address.
const ECHOED: usize = 500;

fn encoded(text: &str) -> String {
    let short: String = text.chars().take(ECHOED).collect();
    in_query(&short)
}

/// GET /search
///
/// # Errors
/// The database's; [`crate::error::AppError::TooMany`].
pub async fn show(State(app): State<App>, visit: Visit, Query(query): Query<SearchQuery>) -> PageResult {
    let conn = app.db().read();
    let wanted = query.wanted();
    let page = PageRequest { number: query.page.unwrap_or(1).clamp(1, 1_000_000), size: SIZE };
    if !wanted.question.is_empty() {
        visit.take_search(&app)?;
    }
    let results = find::find(conn, &visit.ctx, &wanted, page).await?;
    let answers: Vec<Uuid> = results.rows.iter().filter(|one| one.kind == TextKind::Answer).map(|one| one.thing).collect();
    let answered = issues::issues_of_answers(conn, &answers).await?;
    let mut names = BTreeMap::new();
    for found in &results.rows {
        if !names.contains_key(&found.unit_code) {
            names.insert(found.unit_code.clone(), unit(conn, &found.unit_code).await?.name);
        }
    }
    let name = |code: &str| names.get(code).cloned().unwrap_or_default();
    visit.page(&Search {
        lines: results
            .rows
            .iter()
            .map(|one| Line::of(one, &wanted.question, address(one, &answered), name(&one.unit_code), visit.locale))
            .collect(),
        asked: !wanted.question.is_empty(),
        is_filtered: query.is_filtered(),
        plain: format!("/search?q={}", encoded(&query.q)),
        total: results.total,
        more: results.more,
        number: results.number,
        last: results.total.div_ceil(SIZE).max(1),
        base: format!("{}&page=", query.address()),
        kinds: kinds(visit.locale),
        states: wanted.kind.map(|kind| states(kind, visit.locale)).unwrap_or_default(),
        fields: field_filters(&app, &visit).await?,
        units: units(&app, &visit).await?,
        form: FormState::with(json!({
            "q": query.q, "kind": query.kind, "unit": query.unit, "field": query.field, "state": query.state,
            "from": query.from, "to": query.to,
        })),
    })
}

fn kinds(locale: Locale) -> Vec<Choice> {
    TextKind::ALL.iter().map(|kind| Choice::new(kind, i18n::text(locale, &format!("search-kind-{kind}"), &[]))).collect()
}

/// The states of one kind of thing, in words.
fn states(kind: TextKind, locale: Locale) -> Vec<Choice> {
    let words: Vec<&str> = match kind {
        TextKind::Issue => issues::StateWord::ALL.iter().map(|word| word.as_str()).collect(),
        TextKind::Answer => issues::AnswerWord::ALL.iter().map(|word| word.as_str()).collect(),
        TextKind::Session => dialogues::StateWord::ALL.iter().map(|word| word.as_str()).collect(),
        TextKind::Commitment => followups::StateWord::ALL.iter().map(|word| word.as_str()).collect(),
        TextKind::Conclusion => followups::ConclusionWord::ALL.iter().map(|word| word.as_str()).collect(),
        TextKind::Report => reports::StateWord::ALL.iter().map(|word| word.as_str()).collect(),
        TextKind::Minutes => Vec::new(),
    };
    words.into_iter().map(|word| Choice::new(word, i18n::text(locale, &format!("state-{kind}-{word}"), &[]))).collect()
}

/// The fields of the person's unit, or what the lists of several have together.
async fn field_filters(app: &App, visit: &Visit) -> AppResult<Vec<Choice>> {
    let units = visit.ctx.actor.units();
    let filters = issues::field_filters(app.db().read(), visit.locale, units).await?;
    Ok(filters.into_iter().map(|one| Choice::new(one.value, one.label)).collect())
}

/// The units that this person has to do with, where there is more than one.
async fn units(app: &App, visit: &Visit) -> AppResult<Vec<Choice>> {
    let conn = app.db().read();
    let mut all = BTreeMap::new();
    for grant in visit.ctx.actor.grants() {
        let below = if grant.role == crate::kernel::Role::Superior {
            active_units(conn, &grant.unit_path).await?
        } else {
            vec![unit(conn, &grant.unit_code).await?]
        };
        all.extend(below.into_iter().map(|unit| (unit.path, (unit.code, unit.name))));
    }
    if all.len() < 2 {
        return Ok(Vec::new());
    }
    let top = all.keys().map(|path| path.matches('/').count()).min().unwrap_or_default();
    let indent = |path: &str| "– ".repeat(path.matches('/').count() - top);
    Ok(all.iter().map(|(path, (code, name))| Choice::new(code, format!("{}{name}", indent(path)))).collect())
}
