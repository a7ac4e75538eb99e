//! Writing the text of a rule set as a whole: a wholly new one, another version of a known one, a draft again.

use axum::extract::State;
use serde::Serialize;

use super::rule_controls::{Group, PeriodCells, TermRow, groups, levels, periods, terms};
use crate::app::App;
use crate::duties::actions::rule_drafts as actions;
use crate::duties::forms::rule_sets::{self as forms, typed};
use crate::duties::rules::rule_draft::Aim;
use crate::duties::store::{rule_drafts, rule_sets};
use crate::error::AppResult;
use crate::i18n::Locale;
use crate::kernel::{RuleDraftId, RuleSetId, Violations};
use crate::law::{RuleSet, seeds};
use crate::web::{Choice, Fields, FormState, PageResult, Path, Posted, View, Visit, outcome};

/// The form's page.
#[derive(Debug, Serialize)]
pub struct Edit {
    /// `new-set`, `new-version`, `amend`.
    pub aim: &'static str,
    /// Name of the known instrument; empty for a new one.
    pub name: String,
    pub action: String,
    pub back: String,
    /// The version of the draft, if there is one already.
    pub version: Option<i32>,
    /// Levels to choose from; empty where they stand.
    pub levels: Vec<Choice>,
    pub groups: Vec<Group>,
    pub terms: Vec<TermRow>,
    pub periods: Vec<PeriodCells>,
    pub form: FormState,
}

impl View for Edit {
    const TEMPLATE: &'static str = "pages/duties/rule_form";

    fn samples() -> Vec<Self> {
        let place = |aim, version| Place {
            aim,
            name: "Luật 72".into(),
            action: "/admin/rules/new".into(),
            back: "/admin/rules".into(),
            version,
        };
        let set = seeds().unwrap_or_default().into_iter().next();
        let posted = set.as_ref().map(|set| Posted::from_query(typed(set))).unwrap_or_default();
        let refused = forms::new_set(&Posted::default()).err().unwrap_or_default();
        let mut faulty = place("new-set", None).view(&Posted::default(), &refused, Locale::Vi);
        for row in &mut faulty.terms {
            row.faults.amount = "Dòng 1: hãy nhập số".into();
            row.open = true;
            row.faults.not_on = "Dòng 1: không đọc được".into();
        }
        vec![faulty, place("amend", Some(2)).view(&posted, &Violations::default(), Locale::Vi)]
    }
}

/// Where a form stands and where it goes.
struct Place {
    aim: &'static str,
    name: String,
    action: String,
    back: String,
    version: Option<i32>,
}

impl Place {
    /// The page with what was typed.
    fn view(self, posted: &Posted, violations: &Violations, locale: Locale) -> Edit {
        let form = FormState::refused(posted, violations, locale);
        Edit {
            levels: if self.aim == "new-set" { levels(locale) } else { Vec::new() },
            groups: groups(posted, &form, locale),
            terms: terms(posted, &form, locale),
            periods: periods(posted, &form),
            aim: self.aim,
            name: self.name,
            action: self.action,
            back: self.back,
            version: self.version,
            form,
        }
    }

    fn show(self, visit: &Visit, set: Option<&RuleSet>) -> PageResult {
        let posted = set.map(|set| Posted::from_query(typed(set))).unwrap_or_default();
        visit.page(&self.view(&posted, &Violations::default(), visit.locale))
    }

    /// On to the preview, or the page again with what is wrong.
    fn answer(self, visit: &Visit, posted: &Posted, result: AppResult<RuleDraftId>) -> PageResult {
        match outcome(result)? {
            Ok(id) => visit.redirect(&format!("/admin/rule-drafts/{id}"), "flash-rule-draft-saved"),
            Err(violations) => visit.refused(&self.view(posted, &violations, visit.locale)),
        }
    }
}

fn new_place() -> Place {
    let (action, back) = ("/admin/rules/new".to_owned(), "/admin/rules".to_owned());
    Place { aim: "new-set", name: String::new(), action, back, version: None }
}

/// GET /admin/rules/new
///
/// # Errors
/// [`crate::error::AppError::Denied`].
pub async fn new(visit: Visit) -> PageResult {
    actions::permit(&visit.ctx)?;
    new_place().show(&visit, None)
}

/// POST /admin/rules/new
///
/// # Errors
/// [`crate::error::AppError::Denied`].
pub async fn create(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    actions::permit(&visit.ctx)?;
    let result = match forms::new_set(&posted) {
        Ok(set) => actions::begin_set(&app, &visit.ctx, set).await,
        Err(violations) => Err(violations.into()),
    };
    new_place().answer(&visit, &posted, result)
}

fn version_place(visit: &Visit, id: RuleSetId, base: &RuleSet) -> Place {
    let aim = actions::aim_at(&visit.ctx, id, base).word().as_str();
    let (action, back) = (format!("/admin/rules/{id}/version"), format!("/admin/rules/{id}"));
    Place { aim, name: base.name.clone(), action, back, version: None }
}

/// GET /admin/rules/{id}/version: from the text as it stands; a draft that somebody began is gone on with.
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn version(State(app): State<App>, visit: Visit, Path(id): Path<RuleSetId>) -> PageResult {
    let permit = actions::permit(&visit.ctx)?;
    let conn = app.db().read();
    let base = rule_sets::rule_set(conn, id).await?;
    if let Some(draft) = rule_drafts::of_code(conn, &permit, &base.code).await? {
        return draft_place(draft.id, &draft.set, draft.aim, draft.version).show(&visit, Some(&draft.set));
    }
    let place = version_place(&visit, id, &base);
    let first = if place.aim == "amend" { base.valid_from } else { visit.ctx.today().succ_opt().unwrap_or(base.valid_from) };
    let set = RuleSet { valid_from: first, valid_to: base.valid_to.filter(|to| *to >= first), ..base };
    place.show(&visit, Some(&set))
}

/// POST /admin/rules/{id}/version
///
/// # Errors
/// As [`version`].
pub async fn draft(State(app): State<App>, visit: Visit, Path(id): Path<RuleSetId>, posted: Posted) -> PageResult {
    actions::permit(&visit.ctx)?;
    let base = rule_sets::rule_set(app.db().read(), id).await?;
    let result = match forms::version(&posted, &base) {
        Ok(set) => actions::begin_version(&app, &visit.ctx, id, set).await,
        Err(violations) => Err(violations.into()),
    };
    version_place(&visit, id, &base).answer(&visit, &posted, result)
}

fn draft_place(id: RuleDraftId, set: &RuleSet, aim: Aim, version: i32) -> Place {
    let aim = aim.word().as_str();
    let (action, back) = (format!("/admin/rule-drafts/{id}/edit"), format!("/admin/rule-drafts/{id}"));
    Place { aim, name: set.name.clone(), action, back, version: Some(version) }
}

/// GET /admin/rule-drafts/{id}/edit
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<RuleDraftId>) -> PageResult {
    let permit = actions::permit(&visit.ctx)?;
    let draft = rule_drafts::find(app.db().read(), &permit, id).await?;
    draft_place(id, &draft.set, draft.aim, draft.version).show(&visit, Some(&draft.set))
}

/// POST /admin/rule-drafts/{id}/edit
///
/// # Errors
/// As [`edit`]; [`crate::error::AppError::Conflict`].
pub async fn save(State(app): State<App>, visit: Visit, Path(id): Path<RuleDraftId>, posted: Posted) -> PageResult {
    let permit = actions::permit(&visit.ctx)?;
    let draft = rule_drafts::find(app.db().read(), &permit, id).await?;
    let mut fields = Fields::new(&posted);
    let seen = fields.version();
    let text = match draft.aim {
        Aim::NewSet => forms::new_set(&posted),
        Aim::NewVersion | Aim::Amend(_) => forms::version(&posted, &draft.set),
    };
    let read = match (fields.finish(|| seen), text) {
        (Ok(seen), Ok(set)) => Ok((seen, set)),
        (Err(mut refused), Err(more)) => {
            refused.0.extend(more.0);
            Err(refused)
        }
        (Err(refused), _) | (_, Err(refused)) => Err(refused),
    };
    let result = match read {
        Ok((seen, set)) => actions::save(&app, &visit.ctx, id, seen, set).await.map(|()| id),
        Err(violations) => Err(violations.into()),
    };
    let place = draft_place(id, &draft.set, draft.aim, seen.unwrap_or(draft.version));
    place.answer(&visit, &posted, result)
}

/// POST /admin/rule-drafts/{id}/discard
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`], [`crate::error::AppError::Conflict`].
pub async fn discard(State(app): State<App>, visit: Visit, Path(id): Path<RuleDraftId>, posted: Posted) -> PageResult {
    let permit = actions::permit(&visit.ctx)?;
    let draft = rule_drafts::find(app.db().read(), &permit, id).await?;
    let mut fields = Fields::new(&posted);
    let seen = fields.version();
    let result = match fields.finish(|| seen) {
        Ok(seen) => actions::discard(&app, &visit.ctx, id, seen).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect("/admin/rules", "flash-rule-draft-discarded"),
        Err(violations) => {
            let place = draft_place(id, &draft.set, draft.aim, draft.version);
            visit.refused(&place.view(&Posted::from_query(typed(&draft.set)), &violations, visit.locale))
        }
    }
}
