//! `doithoai issues import FILE`: a sheet of issues from the command line, the same way as the organisation's desk.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use crate::app::App;
use crate::cli::{Failure, open, say};
use crate::config::Config;
use crate::dialogues;
use crate::i18n::Locale;
use crate::issues::actions::import_write;
use crate::issues::actions::imports::{self, Place};
use crate::issues::rules::import::{Choice, FaultyRow, Import, KeptFault, Outcome, Plan};
use crate::issues::store::imports as kept;
use crate::kernel::Ctx;
use crate::organisation::{Body, BodyKind, bodies_of_unit};
use crate::web::form::fault_text;

/// Exit code where some rows are faulty.
const FAULTY: u8 = 3;

const EXAMPLES: &str = "\
Exit codes:
  0  every row is good (and, without --dry-run, written)
  1  nothing could be read or written: wrong file, session, body; a call that takes no more; the database
  2  wrong arguments
  3  some rows are faulty: nothing was written, or with --good-rows the others were

JSON (one object on standard output, also with exit code 3):
  file, session, body, dry_run     what was asked
  read_as, sheet, hidden           XLSX or the encoding; the sheet that was read; hidden sheets, which were not
  rows                             {\"new\", \"update\", \"same\", \"faulty\"}: how many of each
  written                          how many were written
  for_approval                     whether they wait for approval inside the organisation
  faults                           [{\"row\", \"column\", \"code\", \"text\"}]; column is a letter or null

Example:
  doithoai issues import y-kien.xlsx --session 03667-2026-01 --body women_union --dry-run --json";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ImportArgs {
    /// The file.
    file: PathBuf,
    /// The session whose call it answers: its public code such as 03667-2026-01.
    #[arg(long, value_name = "CODE")]
    session: String,
    /// The organisation: kind (women_union …), name or short name.
    #[arg(long, value_name = "CODE")]
    body: String,
    /// Say what would become of each row and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write the good rows although others are faulty.
    #[arg(long)]
    good_rows: bool,
    /// Keep new issues as drafts instead of handing them in.
    #[arg(long)]
    drafts: bool,
    /// Login of the person in whose name it is written. Without it the program writes, which approves nothing: in an organisation
    /// that approves inside what it hands in, the rows then wait for who may approve.
    #[arg(long = "as", value_name = "LOGIN")]
    login: Option<String>,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

pub async fn run(config: Config, args: ImportArgs) -> Result<ExitCode, Failure> {
    let limit = u64::try_from(crate::sheets::MOST_BYTES).unwrap_or(u64::MAX);
    let unreadable = |error: std::io::Error| format!("{}: {error}", args.file.display());
    if std::fs::metadata(&args.file).map_err(unreadable)?.len() > limit {
        return Err(format!("{}: larger than {} MB", args.file.display(), limit >> 20));
    }
    let bytes = std::fs::read(&args.file).map_err(unreadable)?;
    let app = open::app(config).await?;
    let program = Ctx::system(app.clock().now(), "issues import");
    let ctx = match &args.login {
        Some(login) => open::person(&app, &program, login).await?,
        None => program,
    };
    let (place, body) = find(&app, &ctx, &args).await?;
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (import, plan) = imports::look(&app, &ctx, place, &name, bytes).await.map_err(say)?;
    let mut told = Told { faults: plan.faulty.clone(), written: 0, for_approval: false };
    let has_rows = !(plan.new.is_empty() && plan.update.is_empty());
    let wanted = args.good_rows || plan.faulty.is_empty();
    if !args.dry_run && has_rows && wanted {
        write(&app, &ctx, &import, &plan, &args, &mut told).await?;
    }
    if args.json {
        println!("{}", told.json(&args, &import, &plan, &body));
    } else {
        told.print(&args, &plan);
    }
    Ok(if told.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAULTY) })
}

async fn write(app: &App, ctx: &Ctx, import: &Import, plan: &Plan, args: &ImportArgs, told: &mut Told) -> Result<(), Failure> {
    imports::keep(app, ctx, import, plan).await.map_err(say)?;
    let choice = Choice { only_good: args.good_rows, submit: !args.drafts };
    imports::start(app, ctx, import.id, choice).await.map_err(say)?;
    // A server beside it may take some of the parts: both together write each once.
    match import_write::write_now(app, ctx, import.id).await {
        Ok(_) | Err(crate::error::AppError::Conflict) => {}
        Err(error) => return Err(say(error)),
    }
    let conn = app.db().read();
    let counts = kept::counts(conn, import.id).await.map_err(say)?;
    told.written = counts.values().map(|count| count.written).sum();
    told.faults.clear();
    for number in 1..=kept::pages(conn, import.id, Outcome::Faulty).await.map_err(say)? {
        told.faults.extend(kept::page::<FaultyRow>(conn, import.id, Outcome::Faulty, number).await.map_err(say)?);
    }
    let import = kept::find(conn, ctx, import.id).await.map_err(say)?.import;
    told.for_approval = import.for_approval;
    if import.stopped_by.is_empty() { Ok(()) } else { Err(fault_text(Locale::En, &import.stopped_by, None, Vec::new())) }
}

async fn find(app: &App, ctx: &Ctx, args: &ImportArgs) -> Result<(Place, Body), Failure> {
    let conn = app.db().read();
    let unit = args.session.split('-').next().unwrap_or_default();
    let session = dialogues::session_by_code(conn, unit, &args.session).await.map_err(say)?;
    let session = session.ok_or_else(|| format!("there is no session {:?}", args.session))?;
    let bodies = bodies_of_unit(conn, &session.unit_code, ctx.today()).await.map_err(say)?;
    let kind: Option<BodyKind> = args.body.parse().ok();
    let is_meant = |body: &Body| {
        Some(body.kind) == kind || body.name == args.body || body.short_name == args.body || body.id.to_string() == args.body
    };
    let mut meant = bodies.into_iter().filter(is_meant);
    let body = meant.next().ok_or_else(|| format!("unit {} has no body {:?}", session.unit_code, args.body))?;
    if meant.next().is_some() {
        return Err(format!("unit {} has several bodies {:?}: give the name", session.unit_code, args.body));
    }
    Ok((Place { session: session.id, body: body.id }, body))
}

/// What came of it.
struct Told {
    faults: Vec<FaultyRow>,
    written: u64,
    /// What was written waits for approval inside the organisation.
    for_approval: bool,
}

fn words(fault: &KeptFault) -> String {
    let args = fault.args.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    fault_text(Locale::En, &fault.code, fault.field.as_deref(), args)
}

impl Told {
    fn json(&self, args: &ImportArgs, import: &Import, plan: &Plan, body: &Body) -> Value {
        let faults = self.faults.iter().flat_map(|row| {
            row.faults
                .iter()
                .map(move |fault| json!({ "row": row.line, "column": fault.column, "code": fault.code, "text": words(fault) }))
        });
        json!({
            "file": args.file.display().to_string(),
            "session": args.session,
            "body": body.name,
            "dry_run": args.dry_run,
            "read_as": import.read_as,
            "sheet": import.sheet,
            "hidden": import.hidden,
            "rows": {
                "new": plan.new.len(), "update": plan.update.len(), "same": plan.same.len(), "faulty": self.faults.len(),
            },
            "written": self.written,
            "for_approval": self.for_approval,
            "faults": faults.collect::<Vec<_>>(),
        })
    }

    fn print(&self, args: &ImportArgs, plan: &Plan) {
        let (new, update, same) = (plan.new.len(), plan.update.len(), plan.same.len());
        println!("{new} new, {update} changed, {same} there already, {} faulty.", self.faults.len());
        for row in &self.faults {
            for fault in &row.faults {
                let column = fault.column.as_ref().map(|column| format!(", column {column}")).unwrap_or_default();
                println!("row {}{column}: {}", row.line, words(fault));
            }
        }
        if args.dry_run {
            println!("Nothing was written.");
        } else {
            let waits = if self.for_approval { " They wait for approval inside the organisation." } else { "" };
            println!("{} written.{waits}", self.written);
        }
    }
}
