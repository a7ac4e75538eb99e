//! The units that an administrator keeps, and one of them with its bodies.

use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::i18n::Locale;
use crate::kernel::{Action, PageRequest};
use crate::organisation::actions::units as actions;
use crate::organisation::forms;
use crate::organisation::rules::BodyKind;
use crate::organisation::store::bodies::{self, Body};
use crate::organisation::store::{holdings, units};
use crate::web::{Choice, FormState, PageResult, Path, Posted, Query, View, Visit, in_query, outcome};

/// What is looked for, and which page of it.
#[derive(Debug, Default, Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
    page: Option<u64>,
}

/// A unit in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    pub code: String,
    pub name: String,
    pub kind: &'static str,
    pub parent: String,
    pub active: bool,
}

/// The list's view.
#[derive(Debug, Serialize)]
pub struct List {
    pub q: String,
    pub rows: Vec<Row>,
    pub number: u64,
    pub last: u64,
    pub total: u64,
    pub base: String,
}

impl View for List {
    const TEMPLATE: &'static str = "pages/organisation/units";

    fn samples() -> Vec<Self> {
        let row = |active| Row {
            code: "03667".into(),
            name: "Phường Chiềng An".into(),
            kind: "phường",
            parent: "Sơn La".into(),
            active,
        };
        let list = |rows, q: &str| Self { q: q.into(), rows, number: 1, last: 2, total: 60, base: "/admin/units?page=".into() };
        vec![list(vec![row(true), row(false)], "chieng"), list(Vec::new(), "")]
    }
}

/// GET /admin/units
///
/// # Errors
/// The database's.
pub async fn list(State(app): State<App>, visit: Visit, Query(search): Query<Search>) -> PageResult {
    let conn = app.db().read();
    let q = search.q.trim().to_owned();
    let page = units::search(conn, &visit.ctx, &q, PageRequest::number(search.page)).await?;
    let mut rows = Vec::with_capacity(page.rows.len());
    let mut parents: Vec<units::Unit> = Vec::new();
    for unit in &page.rows {
        let code = unit.parent_code.as_deref().unwrap_or_default();
        if !code.is_empty() && parents.iter().all(|parent| parent.code != code) {
            parents.push(units::unit(conn, code).await?);
        }
        let parent = parents.iter().find(|parent| parent.code == code).map(|parent| parent.name.clone()).unwrap_or_default();
        let (code, name) = (unit.code.clone(), unit.name.clone());
        rows.push(Row { code, name, kind: unit.kind.as_str(), parent, active: unit.activated_at.is_some() });
    }
    let (number, last, total) = (page.number, page.last(), page.total);
    visit.page(&List { base: format!("/admin/units?q={}&page=", in_query(&q)), q, rows, number, last, total })
}

/// A body in its unit.
#[derive(Debug, Serialize)]
pub struct BodyRow {
    pub id: String,
    pub name: String,
    pub kind: &'static str,
    pub parent: String,
    /// Title and name of the head today; empty while nobody holds the post.
    pub head: String,
    pub ended_on: Option<NaiveDate>,
}

/// One unit.
#[derive(Debug, Serialize)]
pub struct Show {
    pub code: String,
    pub name: String,
    pub active: bool,
    /// Its last day, where it has ended or will.
    pub ends_on: Option<NaiveDate>,
    /// Name and address of the unit that goes on with its work.
    pub heir: Option<Choice>,
    /// Whether units stand below it that can be reorganised.
    pub has_units: bool,
    pub bodies: Vec<BodyRow>,
    pub kinds: Vec<Choice>,
    pub parents: Vec<Choice>,
    pub form: FormState,
}

impl View for Show {
    const TEMPLATE: &'static str = "pages/organisation/unit";

    fn samples() -> Vec<Self> {
        let body = |ended_on| BodyRow {
            id: "0193".into(),
            name: "Đảng ủy phường Chiềng An".into(),
            kind: "party-committee",
            parent: String::new(),
            head: "Bí thư Đảng ủy: Lò Văn Mẫu".into(),
            ended_on,
        };
        let show = |active, bodies| Self {
            code: "03667".into(),
            name: "Phường Chiềng An".into(),
            active,
            ends_on: active.then(NaiveDate::default),
            heir: active.then(|| Choice::new("03668", "Xã Mới")),
            has_units: active,
            bodies,
            kinds: kinds(Locale::Vi),
            parents: vec![Choice::new("0193", "UBND phường Chiềng An")],
            form: FormState::default(),
        };
        vec![show(true, vec![body(None), body(Some(NaiveDate::default()))]), show(false, Vec::new())]
    }
}

/// What an administrator adds most: villages and departments first.
fn kinds(locale: Locale) -> Vec<Choice> {
    let first = [BodyKind::Village, BodyKind::Department];
    let rest = BodyKind::ALL.iter().copied().filter(|kind| !first.contains(kind));
    Choice::words(first.into_iter().chain(rest).map(BodyKind::as_str), "body-kind", locale)
}

async fn view(app: &App, visit: &Visit, code: &str, form: FormState) -> AppResult<Show> {
    let (conn, today) = (app.db().read(), visit.ctx.today());
    let unit = units::unit(conn, code).await?;
    visit.ctx.permit(Action::ManageOrganisation, &unit.target())?;
    let list = bodies::all_of_unit(conn, code).await?;
    let posts = bodies::posts(conn, &list.iter().map(|body| body.id).collect::<Vec<_>>()).await?;
    let held = holdings::of_posts(conn, &posts.iter().map(|post| post.id).collect::<Vec<_>>()).await?;
    let head = |body: &Body| {
        let post = posts.iter().find(|post| post.body == body.id && post.kind.as_str() == "head")?;
        let holder =
            held.iter().find(|one| one.post == post.id && one.from_on <= today && one.to_on.is_none_or(|to| to >= today))?;
        Some(format!("{}: {}", post.title, holder.name))
    };
    let name = |id| list.iter().find(|body| Some(body.id) == id).map(|body| body.short_name.clone()).unwrap_or_default();
    let rows = list.iter().map(|body| BodyRow {
        id: body.id.to_string(),
        name: body.name.clone(),
        kind: body.kind.as_str(),
        parent: name(body.parent),
        head: head(body).unwrap_or_default(),
        ended_on: body.valid_to.filter(|to| *to < today),
    });
    let heir = match &unit.heir {
        Some(code) => Some(Choice::new(code.clone(), units::unit(conn, code).await?.name)),
        None => None,
    };
    Ok(Show {
        code: unit.code.clone(),
        name: unit.name,
        active: unit.activated_at.is_some(),
        ends_on: unit.valid_to,
        heir,
        has_units: !unit.kind.is_communal(),
        bodies: rows.collect(),
        kinds: kinds(visit.locale),
        parents: list.iter().map(|body| Choice::new(body.id.to_string(), body.name.clone())).collect(),
        form,
    })
}

/// GET /admin/units/{code}
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn show(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> PageResult {
    visit.page(&view(&app, &visit, &code, FormState::default()).await?)
}

/// POST /admin/units/{code}/bodies
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn add_body(State(app): State<App>, visit: Visit, Path(code): Path<String>, posted: Posted) -> PageResult {
    let unit = units::unit(app.db().read(), &code).await?;
    visit.ctx.permit(Action::ManageOrganisation, &unit.target())?;
    let result = match forms::new_body(&posted) {
        Ok(new) => actions::add_body(&app, &visit.ctx, &code, new.kind, &new.name, new.parent, &new.head).await,
        Err(violations) => Err(AppError::from(violations)),
    };
    match outcome(result)? {
        Ok(_) => visit.redirect(&format!("/admin/units/{code}"), "flash-body-created"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, &code, form).await?)
        }
    }
}
