//! One body: its names, its posts and who holds them, and where it is used.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::i18n::Locale;
use crate::kernel::{BodyId, PostId};
use crate::organisation::actions::admin::bodies as actions;
use crate::organisation::forms;
use crate::organisation::rules::PostKind;
use crate::organisation::store::bodies::{self, Body};
use crate::organisation::store::{holdings, people, uses};
use crate::web::{Choice, FormState, PageResult, Path, Posted, View, Visit, outcome};

/// Somebody in a post.
#[derive(Debug, Serialize)]
pub struct Holder {
    pub id: String,
    pub person: String,
    pub name: String,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
    pub document: String,
}

/// A post with its holders, latest first.
#[derive(Debug, Serialize)]
pub struct PostRow {
    pub id: String,
    pub title: String,
    pub kind: &'static str,
    pub holders: Vec<Holder>,
}

/// Where the body is used.
#[derive(Debug, Serialize)]
pub struct UseRow {
    pub place: &'static str,
    pub count: u64,
}

/// One body.
#[derive(Debug, Serialize)]
pub struct Show {
    pub id: String,
    pub unit_code: String,
    pub name: String,
    pub kind: &'static str,
    /// It collects issues: whether it approves inside what it hands in can be set.
    pub collects: bool,
    pub posts: Vec<PostRow>,
    pub uses: Vec<UseRow>,
    pub people: Vec<Choice>,
    pub post_choices: Vec<Choice>,
    pub post_kinds: Vec<Choice>,
    /// The body's own fields.
    pub form: FormState,
    /// The fields of a new post and of a hand-over.
    pub form_posts: FormState,
}

impl View for Show {
    const TEMPLATE: &'static str = "pages/organisation/body";

    fn samples() -> Vec<Self> {
        let holder = |to_on| Holder {
            id: "0193".into(),
            person: "0193".into(),
            name: "Lò Văn Mẫu".into(),
            from_on: NaiveDate::default(),
            to_on,
            document: "Quyết định số 12-QĐ/TU".into(),
        };
        let post = |holders| PostRow { id: "0193".into(), title: "Bí thư Đảng ủy".into(), kind: "head", holders };
        let show = |posts: Vec<PostRow>, uses| Self {
            id: "0193".into(),
            unit_code: "03667".into(),
            name: "Đảng ủy phường Chiềng An".into(),
            kind: "party-committee",
            collects: posts.is_empty(),
            posts,
            uses,
            people: vec![Choice::new("0193", "Lò Văn Mẫu")],
            post_choices: vec![Choice::new("0193", "Bí thư Đảng ủy")],
            post_kinds: Choice::words(PostKind::ALL.iter().map(|kind| kind.as_str()), "post-kind", Locale::Vi),
            form: FormState::with(json!({ "version": 1, "name": "Đảng ủy" })),
            form_posts: FormState::default(),
        };
        let posts = vec![post(vec![holder(None), holder(Some(NaiveDate::default()))]), post(Vec::new())];
        vec![show(posts, vec![UseRow { place: "roles", count: 2 }]), show(Vec::new(), Vec::new())]
    }
}

fn values(body: &Body) -> FormState {
    FormState::with(json!({
        "version": body.version,
        "name": body.name,
        "short_name": body.short_name,
        "symbol": body.symbol,
        "email": body.email,
        "valid_to": body.valid_to,
    }))
}

async fn view(app: &App, visit: &Visit, id: BodyId, form: Option<FormState>, posts_form: FormState) -> AppResult<Show> {
    let conn = app.db().read();
    let (body, permit) = bodies::managed(conn, &visit.ctx, id).await?;
    let posts = bodies::posts(conn, &[id]).await?;
    let held = holdings::of_posts(conn, &posts.iter().map(|post| post.id).collect::<Vec<_>>()).await?;
    let holders = |post: PostId| {
        let of_post = held.iter().filter(move |one| one.post == post);
        let holder = |one: &holdings::Holding| Holder {
            id: one.id.to_string(),
            person: one.person.to_string(),
            name: one.name.clone(),
            from_on: one.from_on,
            to_on: one.to_on,
            document: one.document.clone(),
        };
        of_post.map(holder).collect()
    };
    let people = people::of_unit(conn, &permit, &body.unit_code).await?;
    let uses = uses::of_body(conn, id).await?;
    Ok(Show {
        id: id.to_string(),
        form: form.unwrap_or_else(|| values(&body)),
        unit_code: body.unit_code,
        name: body.name,
        kind: body.kind.as_str(),
        collects: body.kind.submits(),
        post_choices: posts.iter().map(|post| Choice::new(post.id.to_string(), post.title.clone())).collect(),
        posts: posts
            .into_iter()
            .map(|post| PostRow {
                id: post.id.to_string(),
                holders: holders(post.id),
                title: post.title,
                kind: post.kind.as_str(),
            })
            .collect(),
        uses: uses.into_iter().map(|one| UseRow { place: one.place, count: one.count }).collect(),
        people: people.into_iter().map(|person| Choice::new(person.id.to_string(), person.full_name)).collect(),
        post_kinds: Choice::words(PostKind::ALL.iter().map(|kind| kind.as_str()), "post-kind", visit.locale),
        form_posts: posts_form,
    })
}

/// GET /admin/bodies/{id}
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<BodyId>) -> PageResult {
    visit.page(&view(&app, &visit, id, None, FormState::default()).await?)
}

/// POST /admin/bodies/{id}
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn save(State(app): State<App>, visit: Visit, Path(id): Path<BodyId>, posted: Posted) -> PageResult {
    let (body, _) = bodies::managed(app.db().read(), &visit.ctx, id).await?;
    let result = match forms::body(&posted) {
        Ok(new) => {
            let (name, short_name, symbol) = (new.name, new.short_name, new.symbol);
            let body = Body { version: new.version, name, short_name, symbol, email: new.email, valid_to: new.valid_to, ..body };
            actions::save(&app, &visit.ctx, body).await
        }
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/admin/bodies/{id}"), "flash-body-saved"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, Some(form), FormState::default()).await?)
        }
    }
}

/// Back to the body, or its page again with what was refused among its posts. The summary stands above both forms.
async fn answer(app: &App, visit: &Visit, id: BodyId, posted: &Posted, result: Result<(), AppError>, flash: &str) -> PageResult {
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/admin/bodies/{id}"), flash),
        Err(violations) => {
            let refused = FormState::refused(posted, &violations, visit.locale);
            let mut view = view(app, visit, id, None, FormState::default()).await?;
            view.form.summary.clone_from(&refused.summary);
            view.form_posts = refused;
            visit.refused(&view)
        }
    }
}

/// POST /admin/bodies/{id}/remove
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn remove(State(app): State<App>, visit: Visit, Path(id): Path<BodyId>, posted: Posted) -> PageResult {
    match outcome(actions::remove(&app, &visit.ctx, id).await)? {
        Ok(unit) => visit.redirect(&format!("/admin/units/{unit}"), "flash-body-removed"),
        Err(violations) => answer(&app, &visit, id, &posted, Err(violations.into()), "").await,
    }
}

/// POST /admin/bodies/{id}/posts
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn add_post(State(app): State<App>, visit: Visit, Path(id): Path<BodyId>, posted: Posted) -> PageResult {
    bodies::managed(app.db().read(), &visit.ctx, id).await?;
    let result = match forms::post(&posted) {
        Ok((title, kind)) => actions::add_post(&app, &visit.ctx, id, &title, kind).await.map(|_| ()),
        Err(violations) => Err(violations.into()),
    };
    answer(&app, &visit, id, &posted, result, "flash-post-created").await
}

/// POST /admin/posts/{id}/remove
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn remove_post(State(app): State<App>, visit: Visit, Path(id): Path<PostId>, posted: Posted) -> PageResult {
    let body = bodies::post(app.db().read(), id).await?.body;
    let result = actions::remove_post(&app, &visit.ctx, id).await.map(|_| ());
    answer(&app, &visit, body, &posted, result, "flash-post-removed").await
}

/// POST /admin/bodies/{id}/hold
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn hold(State(app): State<App>, visit: Visit, Path(id): Path<BodyId>, posted: Posted) -> PageResult {
    bodies::managed(app.db().read(), &visit.ctx, id).await?;
    let result = match forms::hold(&posted) {
        Ok(new) => actions::hold(&app, &visit.ctx, new.post, new.person, new.from_on, &new.document).await.map(|_| ()),
        Err(violations) => Err(violations.into()),
    };
    answer(&app, &visit, id, &posted, result, "flash-post-taken-over").await
}

/// POST /admin/holdings/{id}/end
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn end_holding(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>, posted: Posted) -> PageResult {
    let conn = app.db().read();
    let body = bodies::post(conn, holdings::post_of(conn, id).await?.0).await?.body;
    let result = match forms::last_day(&posted) {
        Ok(last) => actions::end_holding(&app, &visit.ctx, id, last).await.map(|_| ()),
        Err(violations) => Err(violations.into()),
    };
    answer(&app, &visit, body, &posted, result, "flash-post-left").await
}
