//! The reorganisations that an administrator keeps; and one of them, on its draft's page or that of its handover list.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;

use super::{book, draft};
use crate::app::App;
use crate::kernel::ReorganisationId;
use crate::organisation::{body, unit};
use crate::reorganisations::rules::{Kind, Level, Reorganisation, Stage};
use crate::reorganisations::store::acts;
use crate::web::{FormState, PageResult, Path, View, Visit};

/// An act in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    pub id: String,
    pub kind: Kind,
    pub level: Level,
    pub unit: String,
    pub olds: Vec<String>,
    /// Name of who goes on; empty where nobody does.
    pub heir: String,
    pub on: NaiveDate,
    pub paper: String,
    pub stage: Stage,
    pub tone: &'static str,
}

/// The list's view.
#[derive(Debug, Serialize)]
pub struct List {
    pub rows: Vec<Row>,
}

impl View for List {
    const TEMPLATE: &'static str = "pages/reorganisations/list";

    fn samples() -> Vec<Self> {
        let row = |(kind, stage): (&Kind, &Stage)| Row {
            id: "0193".into(),
            kind: *kind,
            level: Level::Unit,
            unit: "Sơn La".into(),
            olds: vec!["Xã Cũ Một".into(), "Xã Cũ Hai".into()],
            heir: if *stage == Stage::Draft { String::new() } else { "Xã Mới".into() },
            on: NaiveDate::default(),
            paper: "12/NQ-HĐND".into(),
            stage: *stage,
            tone: tone(*stage),
        };
        vec![Self { rows: Kind::ALL.iter().zip(Stage::ALL).map(row).collect() }, Self { rows: Vec::new() }]
    }
}

pub(super) const fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => "grey",
        Stage::Published => "blue",
        Stage::Settled => "green",
    }
}

async fn row(app: &App, act: Reorganisation) -> crate::error::AppResult<Row> {
    let conn = app.db().read();
    let heir = match (&act.heir_unit, act.heir_body) {
        (Some(code), _) => unit(conn, code).await?.name,
        (None, Some(id)) => body(conn, id).await?.name,
        (None, None) => act.new_name.clone(),
    };
    let stage = act.stage();
    Ok(Row {
        id: act.id.to_string(),
        kind: act.kind,
        level: act.level,
        unit: unit(conn, &act.unit_code).await?.name,
        olds: act.olds.into_iter().map(|old| old.name).collect(),
        heir,
        on: act.effective_on,
        paper: act.paper,
        stage,
        tone: tone(stage),
    })
}

/// GET /admin/reorganisations
///
/// # Errors
/// The database's.
pub async fn list(State(app): State<App>, visit: Visit) -> PageResult {
    let mut rows = Vec::new();
    for act in acts::list(app.db().read(), &visit.ctx).await? {
        rows.push(row(&app, act).await?);
    }
    visit.page(&List { rows })
}

/// GET /admin/reorganisations/{id}
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<ReorganisationId>) -> PageResult {
    let found = acts::find(app.db().read(), &visit.ctx, id).await?;
    if found.act.stage() == Stage::Draft {
        return visit.page(&draft::view(&app, &visit, id, FormState::default()).await?);
    }
    visit.page(&book::view(&app, &visit, id, FormState::default()).await?)
}
