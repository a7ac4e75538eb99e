//! `doithoai audit verify`: proves that nobody altered the trail.

use clap::Subcommand;

use crate::cli::{Failure, open, say};
use crate::config::Config;
use crate::db::audit::{Verdict, verify};

#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Recompute the hash chain; names the first broken entry and ends with an error if there is one.
    Verify,
}

pub async fn run(config: Config, command: AuditCommand) -> Result<(), Failure> {
    let AuditCommand::Verify = command;
    let app = open::app(config).await?;
    match verify(app.db().read()).await.map_err(say)? {
        Verdict::Whole { entries, head } => {
            println!("{entries} entries, all whole; head {head}");
            Ok(())
        }
        Verdict::Broken { seq, why } => Err(format!("the audit trail is broken: entry {seq} is {why}")),
    }
}
