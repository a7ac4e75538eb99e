//! Templates beside the form of a new session or series: which there are, what the form begins with by one, and what comes along
//! with it. Nothing is saved by it. Neighbour: `templates` keeps them.

use serde::Serialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::dialogues::rules::templates::{PLACEHOLDERS, Template};
use crate::dialogues::store::templates;
use crate::error::{AppError, AppResult};
use crate::i18n::{self, Locale, format};
use crate::kernel::{Action, Ctx, TemplateId};
use crate::web::{Choice, FormState, Posted};

/// The unit for which somebody plans.
///
/// # Errors
/// Not found for who plans for none.
pub(super) fn planned_unit(ctx: &Ctx) -> AppResult<String> {
    ctx.scope(Action::PlanDialogues).units.into_iter().next().ok_or(AppError::NotFound)
}

/// What is offered, and what was chosen.
#[derive(Debug, Default, Serialize)]
pub struct TemplateHelp {
    pub choices: Vec<Choice>,
    pub used: Option<Used>,
}

/// The template that the form was filled with, as far as something comes along that the form does not show.
#[derive(Debug, Serialize)]
pub struct Used {
    pub id: String,
    pub name: String,
    /// Words in the title that the day replaces.
    pub words: String,
    /// Guests and sections, each with its count; empty where the template has none.
    pub brings: Vec<Choice>,
}

impl Used {
    fn of(template: &Template, locale: Locale) -> Self {
        let counts = [
            ("guests", "template-brings-guests", template.arrangement.guests.len()),
            ("sections", "template-brings-sections", template.arrangement.sections.len()),
        ];
        let say = |key, count: usize| i18n::text(locale, key, &[("count", count.to_string())]);
        let brings = counts.into_iter().filter(|(.., count)| *count > 0);
        Self {
            id: template.id.to_string(),
            name: template.name.clone(),
            words: PLACEHOLDERS.join(" "),
            brings: brings.map(|(value, key, count)| Choice::new(value, say(key, count))).collect(),
        }
    }
}

impl TemplateHelp {
    /// For the samples of pages that show it.
    pub(super) fn sample() -> Self {
        let used = Used {
            id: "0193".into(),
            name: "Đối thoại quý".into(),
            words: PLACEHOLDERS.join(" "),
            brings: vec![Choice::new("guests", "Mời 6 cơ quan, tổ chức")],
        };
        Self { choices: vec![Choice::new("0193", "Đối thoại quý").selected(true)], used: Some(used) }
    }

    /// The templates of the unit, and the one that the form names.
    pub(super) async fn of(app: &App, unit_code: &str, form: &FormState, locale: Locale) -> AppResult<Self> {
        let all = templates::of_unit(app.db().read(), unit_code).await?;
        let named = form.values.get("template").and_then(Value::as_str).unwrap_or_default().to_owned();
        let used = all.iter().find(|one| one.id.to_string() == named);
        let choice = |one: &Template| Choice::new(one.id.to_string(), one.name.clone()).selected(one.id.to_string() == named);
        Ok(Self { choices: all.iter().map(choice).collect(), used: used.map(|one| Used::of(one, locale)) })
    }
}

/// The template that the address asks for, if it asks for one.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub(super) async fn asked_for(app: &App, ctx: &Ctx, asked: &Posted) -> AppResult<Option<Template>> {
    let Some(id) = asked.get("template").filter(|id| !id.is_empty()) else { return Ok(None) };
    let id: TemplateId = id.parse().map_err(|_| AppError::NotFound)?;
    Ok(Some(templates::find(app.db().read(), ctx, Action::PlanDialogues, id).await?.template))
}

/// Fills in what the template says of a session, and `own`, which each form says in its own way; everything else stays.
pub(super) fn fill(form: &mut FormState, template: &Template, own: (&str, Value)) {
    let said = json!({
        "template": template.id.to_string(),
        "bring": ["guests", "sections"],
        "kind": template.kind,
        "form": template.form,
        "title": template.title,
        "counterpart": template.counterpart,
        "place": template.place,
        "attend_how": template.attend_how,
        "starts": format::time(template.starts),
    });
    if let Value::Object(said) = said {
        form.values.extend(said);
    }
    form.values.insert(own.0.to_owned(), own.1);
}
