//! Many issues at once from a sheet: looking keeps a plan and writes no issue; starting lets the sweep write it.
//!
//! Neighbour: `import_write` writes the parts of what was started.

use std::collections::HashMap;

use crate::app::App;
use crate::db::{Unaudited, WriteTx};
use crate::error::AppResult;
use crate::issues::rules::import::{Choice, ImportState, Known, Outcome, Plan, plan};
use crate::issues::rules::sheet::{FieldName, Sheet, read, unreadable};
use crate::issues::rules::{Import, Issue};
use crate::issues::store::{calls, fields, identities, imports, issues};
use crate::kernel::{Action, BodyId, Ctx, ImportId, Refusal, SessionId, text};
use crate::organisation::unit;
use crate::sheets::{self, Form};

/// Longest file name that is kept, in characters.
const MOST_NAME: usize = 120;

/// Where a sheet comes from and goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub session: SessionId,
    pub body: BodyId,
}

/// Fields of life as sheets of a unit may name them: those offered, and those that `brought` issues have already. Where both are
/// called the same, the one that is offered is meant.
fn field_names(tree: &fields::Tree, brought: &[Issue]) -> Vec<FieldName> {
    let has = |code: &str| brought.iter().any(|issue| issue.content.field.as_deref() == Some(code));
    let kept = tree.all.iter().filter(|field| !tree.is_offered(&field.code) && has(&field.code));
    let name =
        |field: &fields::Field| FieldName { code: field.code.clone(), names: vec![field.name_vi.clone(), field.name_en.clone()] };
    kept.chain(tree.offered()).map(name).collect()
}

/// A file that was read.
struct Parsed {
    form: Form,
    name: String,
    hidden: Vec<String>,
    sheet: Sheet,
}

fn parsed(bytes: &[u8], fields: &[FieldName]) -> Result<Parsed, Refusal> {
    let table = sheets::read(bytes).map_err(|fault| unreadable(&fault))?;
    let sheet = read(&table, fields)?;
    Ok(Parsed { form: table.form, name: table.sheet, hidden: table.hidden, sheet })
}

/// What the rows of a sheet would become; nothing at all is written.
///
/// # Errors
/// What concerns the whole sheet (see `rules::sheet`), [`crate::error::AppError::Denied`], [`crate::error::AppError::NotFound`].
pub async fn look(
    app: &App,
    ctx: &Ctx,
    place: Place,
    file_name: &str,
    bytes: impl AsRef<[u8]> + Send + 'static,
) -> AppResult<(Import, Plan)> {
    let conn = app.db().read();
    let call = calls::of_session(conn, place.session).await?.ok_or(crate::error::AppError::NotFound)?;
    let unit = unit(conn, &call.unit_code).await?;
    let target = unit.target().owned_by([place.body.0]);
    let permit = ctx.permit(Action::SubmitIssue, &target)?;
    calls::asked(conn, place.session, place.body).await?;
    let brought = issues::brought(conn, &permit, place.session, place.body).await?;
    let tree = fields::tree(conn, &unit.code).await?;
    let fields = field_names(&tree, &brought);
    let parsed = app.reading(move || parsed(bytes.as_ref(), &fields)).await?;
    let Parsed { form, name, hidden, sheet } = parsed?;
    // Who raised an issue is only looked at where the sheet says it.
    let identities = match sheet.rows.iter().any(|row| row.result.as_ref().is_ok_and(|good| !good.identity.is_empty())) {
        true => identities::of_body(conn, &ctx.permit(Action::ReadIdentity, &target)?, place.session, place.body).await?,
        false => HashMap::new(),
    };
    let headings = sheet.headings.clone();
    let plan = app.reading(move || plan(&sheet.headings, sheet.rows, &Known::new(&brought, &identities, &tree))).await?;
    let import = Import {
        id: ImportId::fresh(),
        unit_code: call.unit_code,
        session: place.session,
        body: place.body,
        account: ctx.actor.account(),
        file_name: text::clean_line(file_name).chars().take(MOST_NAME).collect(),
        read_as: match form {
            Form::Workbook => "XLSX".to_owned(),
            Form::Csv(encoding) => encoding.name().to_owned(),
        },
        sheet: name,
        hidden,
        headings,
        state: ImportState::Looked,
        only_good: false,
        submit: true,
        for_approval: false,
        stopped_by: String::new(),
        created_at: ctx.now,
        started_at: None,
        ended_at: None,
        version: 1,
    };
    Ok((import, plan))
}

/// Keeps what [`look`] found, so that it can be read page by page and written later. No issue is written.
///
/// # Errors
/// Those of [`look`].
pub async fn keep(app: &App, ctx: &Ctx, import: &Import, plan: &Plan) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let unit = unit(tx.conn(), &import.unit_code).await?;
    let permit = ctx.permit(Action::SubmitIssue, &unit.target().owned_by([import.body.0]))?;
    imports::insert(tx.conn(), &permit, import).await?;
    for (outcome, rows) in [(Outcome::New, &plan.new), (Outcome::Update, &plan.update), (Outcome::Same, &plan.same)] {
        imports::insert_rows(tx.conn(), &permit, import.id, outcome, 1, rows).await?;
    }
    imports::insert_rows(tx.conn(), &permit, import.id, Outcome::Faulty, 1, &plan.faulty).await?;
    tx.commit_unaudited(Unaudited::ImportPlan).await
}

/// Lets a looked-at import be written. The sweep begins at once.
///
/// # Errors
/// `import.wrong-state`, `sheet.faulty-rows`, `sheet.nothing-new`, `call.not-open`, `call.session-over`.
pub async fn start(app: &App, ctx: &Ctx, id: ImportId, choice: Choice) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = imports::find(tx.conn(), ctx, id).await?;
    let asks = super::approval::way(tx.conn(), ctx, &found.unit, found.import.body).await?.asks();
    super::import_write::admitted(tx.conn(), ctx, &found.import, choice.submit && !asks).await?;
    let counts = imports::counts(tx.conn(), id).await?;
    let rows = |outcome| counts.get(&outcome).map_or(0, |count| count.rows);
    let (import, event) =
        found.import.start(ctx.now, choice, rows(Outcome::New) + rows(Outcome::Update), rows(Outcome::Faulty))?;
    imports::save(tx.conn(), &found.permit, &import).await?;
    tx.ring_after();
    tx.commit(event).await
}

/// Forgets a look that nothing came of. An import that was started stays as the account of what was done.
///
/// # Errors
/// `import.wrong-state`, [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn discard(app: &App, ctx: &Ctx, id: ImportId) -> AppResult<Import> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = imports::find(tx.conn(), ctx, id).await?;
    if found.import.state != ImportState::Looked {
        return Err(Refusal::new("import.wrong-state").into());
    }
    imports::delete(tx.conn(), &found.permit, id).await?;
    tx.commit_unaudited(Unaudited::ImportPlan).await?;
    Ok(found.import)
}
