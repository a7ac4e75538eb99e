//! Many issues at once from a CSV sheet, in two steps: looking writes nothing, committing writes all good rows or none.

use serde_json::json;

use crate::app::App;
use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::issues::actions::hand_in::draft;
use crate::issues::rules::sheet::{FieldName, SheetIssue, read};
use crate::issues::rules::sheet_text::decode;
use crate::issues::store::{calls, fields, identities, issues, sessions};
use crate::kernel::text::fold;
use crate::kernel::{Action, BodyId, Ctx, Event, Refusal, SessionId};
use crate::organisation::unit;

/// What would become of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowOutcome {
    Good(Box<SheetIssue>),
    /// The organisation has it already: left out, so that a sheet can be sent again.
    Known,
    Faulty(Vec<Refusal>),
}

/// A row with its line in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRow {
    pub line: u64,
    /// What it asks for, as far as the row says so.
    pub wording: String,
    pub outcome: RowOutcome,
}

/// What the rows of a sheet would become; nothing is written.
///
/// # Errors
/// What concerns the whole sheet (see `rules::sheet`), [`AppError::Denied`], [`AppError::NotFound`].
pub async fn preview(
    app: &App,
    ctx: &Ctx,
    session: SessionId,
    body: BodyId,
    bytes: &[u8],
) -> AppResult<(String, Vec<PreviewRow>)> {
    let conn = app.db().read();
    let call = calls::of_session(conn, session).await?.ok_or(AppError::NotFound)?;
    let unit = unit(conn, &call.unit_code).await?;
    ctx.permit(Action::SubmitIssue, &unit.target().owned_by([body.0]))?;
    calls::asked(conn, session, body).await?;
    let text = decode(bytes)?;
    let fields = fields::fields(conn).await?;
    let names: Vec<FieldName> =
        fields.iter().cloned().map(|field| FieldName { code: field.code, names: vec![field.name_vi, field.name_en] }).collect();
    let known = issues::wordings(conn, session, body).await?;
    let rows = read(&text, &names)?
        .into_iter()
        .map(|row| {
            let outcome = match row.result {
                Ok(issue) if known.contains_key(&fold(&issue.content.wording)) => RowOutcome::Known,
                Ok(issue) => RowOutcome::Good(Box::new(issue)),
                Err(faults) => RowOutcome::Faulty(faults),
            };
            PreviewRow { line: row.line, wording: row.wording, outcome }
        })
        .collect();
    Ok((text, rows))
}

/// How an import is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Write the good rows although others are faulty; otherwise nothing is written then.
    pub only_good: bool,
    /// Hand them in now; otherwise they become drafts.
    pub submit: bool,
}

/// Writes the sheet's good rows in one transaction; how many there were.
///
/// # Errors
/// Those of [`preview`]; `sheet.faulty-rows` when a row is faulty and only a whole sheet is wanted; `sheet.nothing-new`;
/// `call.not-open`, `call.session-over`.
pub async fn commit(app: &App, ctx: &Ctx, session: SessionId, body: BodyId, text: &str, choice: Choice) -> AppResult<usize> {
    let (_, rows) = preview(app, ctx, session, body, text.as_bytes()).await?;
    let faulty = rows.iter().filter(|row| matches!(row.outcome, RowOutcome::Faulty(_))).count();
    if faulty > 0 && !choice.only_good {
        return Err(Refusal::on("sheet_file", "sheet.faulty-rows").arg("rows", faulty).into());
    }
    let good: Vec<SheetIssue> = rows
        .into_iter()
        .filter_map(|row| match row.outcome {
            RowOutcome::Good(issue) => Some(*issue),
            RowOutcome::Known | RowOutcome::Faulty(_) => None,
        })
        .collect();
    if good.is_empty() {
        return Err(Refusal::on("sheet_file", "sheet.nothing-new").into());
    }
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let call = calls::asked(tx.conn(), session, body).await?;
    let unit = unit(tx.conn(), &call.unit_code).await?;
    let permit = ctx.permit(Action::SubmitIssue, &unit.target().owned_by([body.0]))?;
    let ahead = sessions::is_ahead(&sessions::session_of(tx.conn(), &call.unit_code, session).await?);
    let late = call.admits(ahead, ctx.today());
    // Between looking and writing somebody else of the same organisation may have handed in the same.
    let known = issues::wordings(tx.conn(), session, body).await?;
    let mut written = 0_usize;
    for row in good {
        if known.contains_key(&fold(&row.content.wording)) {
            continue;
        }
        let mut issue = draft(ctx, &call.unit_code, session, body, row.content);
        let mut event = issue.event("issue.drafted");
        if choice.submit {
            tx.say(&event).await?;
            (issue, event) = issue.submit(ctx.now, late.clone()?)?;
        } else if !ahead {
            return Err(Refusal::new("call.session-over").into());
        }
        issues::insert(tx.conn(), &permit, &issue).await?;
        identities::save(tx.conn(), &permit, issue.id, &row.identity).await?;
        tx.say(&event).await?;
        written += 1;
    }
    let facts = json!({ "after": { "rows": written, "submitted": choice.submit, "left_out": faulty }, "body": body });
    tx.commit(Event::new("issues.imported", "session", session, &call.unit_code).facts(facts)).await?;
    Ok(written)
}
