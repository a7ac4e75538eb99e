//! The synthesis of a session: counts at three grains by way, field, organisation, group, agency and competence; every figure
//! opens the list behind it. Paper and files are made beside, in `synthesis_files`.

use std::collections::HashMap;

use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::parts::{Choice, Line, Names, Tab, field_name, sample_tabs, tabs};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::i18n;
use crate::issues::actions::synthesis::{Synthesis, sessions_read, synthesis, usual};
use crate::issues::rules::grains::{GrainKind, Way};
use crate::issues::rules::synthesis::{Axis, FLOOR, FORWARDED, NONE, keys, list as listed};
use crate::issues::rules::{Competence, CounterpartGroup, Issue};
use crate::issues::store::fields::tree;
use crate::kernel::{Action, BodyId, SessionId};
use crate::organisation::{bodies_by_ids, unit};
use crate::web::{FormState, PageResult, Query, View, Visit, in_query};

/// Where the table stands: what has no session to tell of leads there.
pub(super) const TABLE: &str = "/issues/synthesis";

/// Which session, and for a list which figure.
#[derive(Debug, Default, Deserialize)]
pub struct SynthesisQuery {
    #[serde(default)]
    session: String,
    #[serde(default)]
    axis: String,
    #[serde(default)]
    key: String,
    #[serde(default)]
    grain: String,
}

/// A figure with the list behind it.
#[derive(Debug, Serialize)]
pub struct Figure {
    pub value: usize,
    pub href: String,
}

/// A row of the table.
#[derive(Debug, Serialize)]
pub struct Row {
    pub label: String,
    /// Stands below the row before.
    pub lower: bool,
    /// Turns, opinions, contents.
    pub figures: Vec<Figure>,
}

/// Rows divided by the same thing.
#[derive(Debug, Serialize)]
pub struct Section {
    pub axis: &'static str,
    pub rows: Vec<Row>,
}

/// The table.
#[derive(Debug, Serialize)]
pub struct Table {
    pub tabs: Vec<Tab>,
    pub filters: FormState,
    pub sessions: Vec<Choice>,
    /// None where there is no session at all.
    pub session: Option<String>,
    pub title: String,
    pub on: NaiveDate,
    pub sections: Vec<Section>,
}

impl Section {
    pub(super) fn sample(axis: Axis) -> Self {
        let figure = |value| Figure { value, href: "/issues/synthesis/list?session=0193&axis=all&grain=turns".into() };
        let row = |lower| Row { label: "Giao thông".into(), lower, figures: vec![figure(11), figure(20), figure(39)] };
        Self { axis: axis.as_str(), rows: vec![row(false), row(true)] }
    }
}

impl View for Table {
    const TEMPLATE: &'static str = "pages/issues/synthesis";

    fn samples() -> Vec<Self> {
        let page = |session: Option<&str>| Self {
            tabs: sample_tabs(),
            filters: FormState::default(),
            sessions: if session.is_some() { Choice::sample() } else { Vec::new() },
            session: session.map(str::to_owned),
            title: "Hội nghị đối thoại".into(),
            on: NaiveDate::default(),
            sections: session.map(|_| Axis::ALL.iter().map(|axis| Section::sample(*axis)).collect()).unwrap_or_default(),
        };
        vec![page(Some("0193")), page(None)]
    }
}

/// The list behind a figure.
#[derive(Debug, Serialize)]
pub struct Behind {
    pub session: String,
    pub title: String,
    pub axis: &'static str,
    pub label: String,
    pub grain: &'static str,
    pub lines: Vec<Line>,
}

impl View for Behind {
    const TEMPLATE: &'static str = "pages/issues/synthesis_list";

    fn samples() -> Vec<Self> {
        let page = |grain: GrainKind, lines| Self {
            session: "0193".into(),
            title: "Hội nghị đối thoại".into(),
            axis: "field",
            label: "Giao thông".into(),
            grain: grain.as_str(),
            lines,
        };
        let mut all: Vec<Self> = GrainKind::ALL
            .iter()
            .map(|grain| page(*grain, vec![Line::sample(true), Line { sealed: true, ..Line::sample(false) }]))
            .collect();
        all.push(page(GrainKind::Turns, Vec::new()));
        all
    }
}

/// Names of everything that rows are called by.
pub(super) struct Labels {
    bodies: HashMap<String, String>,
    /// Upper fields with those below, in the order of the unit's list: code, name, lower.
    fields: Vec<(String, String, bool)>,
    own: Vec<(Axis, &'static str, String)>,
}

impl Labels {
    pub(super) async fn load(app: &App, visit: &Visit, of: &Synthesis) -> AppResult<Self> {
        let conn = app.db().read();
        let ids = of.items.iter().flat_map(|item| [item.grain.submitter, item.agency]).flatten().map(BodyId::from);
        let bodies = bodies_by_ids(conn, ids.collect::<Vec<_>>()).await?;
        let text = |key: &str| i18n::text(visit.locale, key, &[]);
        let mut own = vec![
            (Axis::All, "", text("synthesis-all")),
            (Axis::Field, NONE, text("issue-unclassified")),
            (Axis::Organisation, FLOOR, text("issue-from-floor")),
            (Axis::Organisation, FORWARDED, text("issue-forwarded-in")),
            (Axis::Agency, NONE, text("synthesis-no-agency")),
            (Axis::Competence, NONE, text("issue-unclassified")),
        ];
        own.extend(Way::ALL.iter().map(|way| (Axis::Way, way.as_str(), text(&format!("synthesis-way-{way}")))));
        own.extend(
            Competence::ALL.iter().map(|word| (Axis::Competence, word.as_str(), text(&format!("issue-competence-{word}")))),
        );
        own.extend(CounterpartGroup::ALL.iter().map(|word| (Axis::Group, word.as_str(), text(&format!("issue-group-{word}")))));
        // The unit's own list first; then what was classified by another, in the course of years.
        let tree = tree(conn, &of.session.unit_code).await?;
        let in_use = tree.fields();
        let others = tree.all.iter().filter(|field| field.unit != tree.owner);
        Ok(Self {
            bodies: bodies.into_iter().map(|body| (body.id.to_string(), body.name)).collect(),
            fields: in_use
                .chain(others)
                .map(|field| (field.code.clone(), field_name(field, visit.locale).to_owned(), field.parent.is_some()))
                .collect(),
            own,
        })
    }

    pub(super) fn label(&self, axis: Axis, key: &str) -> Option<String> {
        let own = self.own.iter().find(|(of, own, _)| *of == axis && *own == key).map(|(_, _, label)| label.clone());
        own.or_else(|| match axis {
            Axis::Field => self.fields.iter().find(|(code, _, _)| code == key).map(|(_, name, _)| name.clone()),
            Axis::Organisation | Axis::Agency => self.bodies.get(key).cloned(),
            _ => None,
        })
    }

    /// The rows of an axis in their order: key, label, lower.
    fn rows(&self, axis: Axis, of: &Synthesis) -> Vec<(String, String, bool)> {
        let present = keys(&of.items, axis);
        let said = |key: &str| Some((key.to_owned(), self.label(axis, key)?, false));
        match axis {
            // These few are always told, also where there is nothing.
            Axis::All => said("").into_iter().collect(),
            Axis::Way => Way::ALL.iter().filter_map(|way| said(way.as_str())).collect(),
            Axis::Field => {
                let known = self.fields.iter().filter(|(code, _, _)| present.contains(code)).cloned();
                known.chain(said(NONE).filter(|_| present.contains(NONE))).collect()
            }
            Axis::Group => {
                let words = CounterpartGroup::ALL.iter().map(|word| word.as_str());
                words.filter(|word| present.contains(*word)).filter_map(said).collect()
            }
            Axis::Competence => {
                let words = Competence::ALL.iter().map(|word| word.as_str()).chain([NONE]);
                words.filter(|word| present.contains(*word)).filter_map(said).collect()
            }
            Axis::Organisation | Axis::Agency => {
                let mut rows: Vec<_> = present.iter().filter_map(|key| said(key)).collect();
                rows.sort_by_key(|(key, label, _)| {
                    ([NONE, FLOOR, FORWARDED].contains(&key.as_str()), crate::kernel::text::fold(label))
                });
                rows
            }
        }
    }
}

pub(super) fn sections(labels: &Labels, of: &Synthesis) -> Vec<Section> {
    let session = of.session.id;
    let row = |axis: Axis, (key, label, lower): (String, String, bool)| {
        let figure = |grain: &GrainKind| Figure {
            value: listed(&of.items, axis, &key, *grain).len(),
            href: format!("/issues/synthesis/list?session={session}&axis={axis}&key={}&grain={grain}", in_query(&key)),
        };
        Row { figures: GrainKind::ALL.iter().map(figure).collect(), label, lower }
    };
    let section = |axis: &Axis| {
        let rows = labels.rows(*axis, of).into_iter().map(|one| row(*axis, one)).collect();
        Section { axis: axis.as_str(), rows }
    };
    Axis::ALL.iter().map(section).collect()
}

/// GET /issues/synthesis
///
/// # Errors
/// [`AppError::NotFound`] for a session of another unit.
pub async fn table(State(app): State<App>, visit: Visit, Query(query): Query<SynthesisQuery>) -> PageResult {
    let all = sessions_read(&app, &visit.ctx).await?;
    let found = asked(&app, &visit, &query).await?;
    let sections = match &found {
        Some(found) => sections(&Labels::load(&app, &visit, found).await?, found),
        None => Vec::new(),
    };
    visit.page(&Table {
        tabs: tabs(&visit.ctx, visit.locale, "/issues/synthesis"),
        filters: FormState::with(json!({ "session": found.as_ref().map(|found| found.session.id) })),
        sessions: all.iter().map(|session| Choice::new(session.id, &session.title)).collect(),
        session: found.as_ref().map(|found| found.session.id.to_string()),
        title: found.as_ref().map(|found| found.session.title.clone()).unwrap_or_default(),
        on: found.as_ref().map_or_else(|| visit.ctx.today(), |found| found.session.on()),
        sections,
    })
}

/// The session of the address, or the usual one; none where there is no session yet.
pub(super) async fn asked(app: &App, visit: &Visit, query: &SynthesisQuery) -> AppResult<Option<Synthesis>> {
    let id: Option<SessionId> = match query.session.parse().ok() {
        Some(id) => Some(id),
        None => usual(app, &visit.ctx, &sessions_read(app, &visit.ctx).await?).await?,
    };
    match id {
        Some(id) => Ok(Some(synthesis(app, &visit.ctx, id).await?)),
        None => Ok(None),
    }
}

/// GET /issues/synthesis/list
///
/// # Errors
/// [`AppError::NotFound`] for a session of another unit or a row that there is not.
pub async fn list(State(app): State<App>, visit: Visit, Query(query): Query<SynthesisQuery>) -> PageResult {
    let Some(found) = asked(&app, &visit, &query).await? else { return visit.go(TABLE) };
    let axis = if query.axis.is_empty() { Axis::All } else { query.axis.parse().map_err(|_| AppError::NotFound)? };
    let grain = if query.grain.is_empty() { GrainKind::Opinions } else { query.grain.parse().map_err(|_| AppError::NotFound)? };
    let labels = Labels::load(&app, &visit, &found).await?;
    let label = labels.label(axis, &query.key).ok_or(AppError::NotFound)?;
    let ids: Vec<Uuid> = listed(&found.items, axis, &query.key, grain);
    let issues: Vec<&Issue> = found.issues.iter().filter(|issue| ids.contains(&issue.id.0)).collect();
    let names = Names::load(&app, visit.locale, issues.iter().filter_map(|issue| issue.submitter)).await?;
    let is_office =
        visit.ctx.permit(Action::TriageIssue, &unit(app.db().read(), &found.session.unit_code).await?.target()).is_ok();
    let line = |issue: &Issue| match issue.is_shielded() && !is_office {
        true => Line::sealed(&issue.into()),
        false => Line::of(&issue.into(), &names),
    };
    visit.page(&Behind {
        session: found.session.id.to_string(),
        title: found.session.title.clone(),
        axis: axis.as_str(),
        label,
        grain: grain.as_str(),
        lines: issues.into_iter().map(line).collect(),
    })
}
