//! A unit keeps a list of fields of its own: adds, renames, maps, closes, arranges and removes them, and puts the list in use.
//! Every change of a field is a change of the list, whose version the page carries.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::app::App;
use crate::db::{WriteTx, counter};
use crate::error::{AppError, AppResult};
use crate::issues::rules::fields::{MOST_FIELDS, check_names, check_top, in_order, shifted};
use crate::issues::store::fields::{self, Field, Kept, Names, Tree};
use crate::kernel::permit::Permit;
use crate::kernel::{Action, Ctx, Event, Refusal};
use crate::organisation::unit;

/// What is said about a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub names: Names,
    /// The common upper field that it counts for.
    pub top: String,
}

/// The list of a unit as it is changed.
struct Open {
    tx: WriteTx,
    unit_code: String,
    permit: Permit,
    kept: Kept,
    tree: Tree,
}

impl Open {
    /// The unit's own list at the version that the page showed.
    async fn begin(app: &App, ctx: &Ctx, unit_code: &str, version: i32) -> AppResult<Self> {
        let tx = WriteTx::begin(app.db(), ctx).await?;
        let unit = unit(tx.conn(), unit_code).await?;
        let permit = ctx.permit(Action::ManageFields, &unit.target())?;
        let kept = fields::kept(tx.conn(), &unit.code).await?;
        if kept.version != version {
            return Err(AppError::Conflict);
        }
        let tree = Tree { all: fields::fields(tx.conn()).await?, owner: Some(unit.code.clone()) };
        Ok(Self { tx, unit_code: unit.code, permit, kept, tree })
    }

    fn own(&self, code: &str) -> AppResult<Field> {
        self.tree.fields().find(|field| field.code == code).cloned().ok_or(AppError::NotFound)
    }

    fn event(&self, code: &'static str, field: &str, facts: Value) -> Event {
        Event::new(code, "field", field, &self.unit_code).facts(facts)
    }

    fn event_of_list(&self, code: &'static str, facts: Value) -> Event {
        Event::new(code, "fields", &self.unit_code, &self.unit_code).facts(facts)
    }

    async fn finish(self, in_use: bool, event: Event) -> AppResult<()> {
        fields::keep(self.tx.conn(), &self.permit, &self.unit_code, Kept { in_use, ..self.kept }).await?;
        self.tx.commit(event).await
    }

    async fn finish_as_it_stands(self, event: Event) -> AppResult<()> {
        let in_use = self.kept.in_use;
        self.finish(in_use, event).await
    }

    async fn next_code(&self) -> AppResult<String> {
        Ok(format!("{}-{}", self.unit_code, counter::next(self.tx.conn(), &format!("field/{}", self.unit_code)).await?))
    }

    /// A list in use offers something.
    fn check_left(&self, without: &str) -> Result<(), Refusal> {
        let left = self.tree.offered().any(|field| field.parent.is_none() && field.code != without);
        if self.kept.in_use && !left { Err(Refusal::new("field.last-one")) } else { Ok(()) }
    }
}

fn facts(field: &Field) -> Value {
    json!({ "name": field.name_vi, "name_en": field.name_en, "common": field.top, "parent": field.parent })
}

/// Adds a field to a unit's own list, at the end, or at the end of those below `parent`. Answers its code.
///
/// # Errors
/// `field.name-taken`, `form.choice` on the parent or the common field, `fields.too-many`; [`AppError::Conflict`],
/// [`AppError::Denied`].
pub async fn add(app: &App, ctx: &Ctx, unit_code: &str, version: i32, parent: Option<String>, said: Said) -> AppResult<String> {
    let open = Open::begin(app, ctx, unit_code, version).await?;
    if open.tree.fields().count() >= MOST_FIELDS {
        return Err(Refusal::new("fields.too-many").arg("most", MOST_FIELDS).into());
    }
    let is_upper = |code: &String| open.tree.fields().any(|field| field.code == *code && field.parent.is_none());
    if parent.as_ref().is_some_and(|code| !is_upper(code)) {
        return Err(Refusal::on("field_parent", "form.choice").into());
    }
    check_names(open.tree.fields(), None, &said.names)?;
    check_top(&open.tree.all, &said.top)?;
    let field = Field {
        code: open.next_code().await?,
        parent,
        name_vi: said.names.vi,
        name_en: said.names.en,
        unit: Some(open.unit_code.clone()),
        top: said.top,
        closed_at: None,
    };
    let sort = fields::next_sort(open.tx.conn(), &open.unit_code).await?;
    fields::insert(open.tx.conn(), std::slice::from_ref(&field), sort).await?;
    let event = open.event("field.added", &field.code, json!({ "after": facts(&field) }));
    open.finish_as_it_stands(event).await?;
    Ok(field.code)
}

/// Names a field anew, and says what it counts for: reports count what is classified by it accordingly from now on, those that
/// were handed in stay as they are.
///
/// # Errors
/// `field.name-taken`, `form.choice` on the common field; [`AppError::NotFound`], [`AppError::Conflict`], [`AppError::Denied`].
pub async fn change(app: &App, ctx: &Ctx, unit_code: &str, version: i32, code: &str, said: Said) -> AppResult<()> {
    let open = Open::begin(app, ctx, unit_code, version).await?;
    let before = open.own(code)?;
    check_names(open.tree.fields(), Some(code), &said.names)?;
    check_top(&open.tree.all, &said.top)?;
    fields::rename(open.tx.conn(), &open.permit, code, &said.names, &said.top).await?;
    let after = Field { name_vi: said.names.vi, name_en: said.names.en, top: said.top, ..before.clone() };
    let event = open.event("field.changed", code, json!({ "before": facts(&before), "after": facts(&after) }));
    open.finish_as_it_stands(event).await
}

/// Offers a field no more, or again. What is classified by it stays so.
///
/// # Errors
/// `field.last-one`; [`AppError::NotFound`], [`AppError::Conflict`], [`AppError::Denied`].
pub async fn close(app: &App, ctx: &Ctx, unit_code: &str, version: i32, code: &str, closed: bool) -> AppResult<()> {
    let open = Open::begin(app, ctx, unit_code, version).await?;
    let field = open.own(code)?;
    if closed {
        open.check_left(code)?;
    }
    fields::close(open.tx.conn(), &open.permit, code, closed.then_some(ctx.now)).await?;
    let event = open.event(if closed { "field.closed" } else { "field.reopened" }, code, json!({ "name": field.name_vi }));
    open.finish_as_it_stands(event).await
}

/// Moves a field one place up or down among its siblings; at the end of them nothing happens.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Conflict`], [`AppError::Denied`].
pub async fn shift(app: &App, ctx: &Ctx, unit_code: &str, version: i32, code: &str, up: bool) -> AppResult<()> {
    let open = Open::begin(app, ctx, unit_code, version).await?;
    let field = open.own(code)?;
    let Some(codes) = shifted(&open.tree.all, code, up) else { return Ok(()) };
    fields::arrange(open.tx.conn(), &open.permit, &codes).await?;
    let event = open.event("field.moved", code, json!({ "name": field.name_vi, "up": up }));
    open.finish_as_it_stands(event).await
}

/// Removes a field that nothing uses.
///
/// # Errors
/// `field.in-use` with the places, `field.last-one`; [`AppError::NotFound`], [`AppError::Conflict`], [`AppError::Denied`].
pub async fn remove(app: &App, ctx: &Ctx, unit_code: &str, version: i32, code: &str) -> AppResult<()> {
    let open = Open::begin(app, ctx, unit_code, version).await?;
    let field = open.own(code)?;
    let uses = fields::uses(open.tx.conn(), code).await?;
    if uses.count() > 0 {
        let refusal = Refusal::new("field.in-use").arg("issues", uses.issues).arg("agenda", uses.agenda);
        return Err(refusal.arg("fields", uses.fields).into());
    }
    open.check_left(code)?;
    fields::delete(open.tx.conn(), &open.permit, code).await?;
    let event = open.event("field.removed", code, json!({ "before": facts(&field) }));
    open.finish_as_it_stands(event).await
}

/// Begins an empty list with a copy of the common one: it is easier to change than to write.
///
/// # Errors
/// `fields.not-empty`; [`AppError::Conflict`], [`AppError::Denied`].
pub async fn copy_common(app: &App, ctx: &Ctx, unit_code: &str, version: i32) -> AppResult<()> {
    let open = Open::begin(app, ctx, unit_code, version).await?;
    if open.tree.fields().next().is_some() {
        return Err(Refusal::new("fields.not-empty").into());
    }
    let mut codes = HashMap::new();
    let mut copies = Vec::new();
    for field in open.tree.all.iter().filter(|field| field.unit.is_none()) {
        let code = open.next_code().await?;
        codes.insert(field.code.as_str(), code.clone());
        // The upper one stands before those below it.
        let parent = field.parent.as_deref().and_then(|parent| codes.get(parent)).cloned();
        copies.push(Field { code, parent, unit: Some(open.unit_code.clone()), ..field.clone() });
    }
    let copies = in_order(copies);
    fields::insert(open.tx.conn(), &copies, 0).await?;
    let event = open.event_of_list("fields.copied", json!({ "after": { "fields": copies.len() } }));
    open.finish_as_it_stands(event).await
}

/// Puts the unit's own list in use, or goes back to the one from above. Nothing that was classified changes.
///
/// # Errors
/// `fields.empty`; [`AppError::Conflict`], [`AppError::Denied`].
pub async fn put_in_use(app: &App, ctx: &Ctx, unit_code: &str, version: i32, in_use: bool) -> AppResult<()> {
    let open = Open::begin(app, ctx, unit_code, version).await?;
    if in_use && open.tree.offered().next().is_none() {
        return Err(Refusal::new("fields.empty").into());
    }
    let facts = json!({ "before": { "in_use": open.kept.in_use }, "after": { "in_use": in_use } });
    let event = open.event_of_list(if in_use { "fields.put-in-use" } else { "fields.left" }, facts);
    open.finish(in_use, event).await
}
