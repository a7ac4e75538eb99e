//! `doithoai issues …`: what scripts do with issues and ask of them.

use std::process::ExitCode;

use clap::Subcommand;

use crate::cli::Failure;
use crate::cli::issue_import::{self, ImportArgs};
use crate::cli::issue_similar::{self, SimilarArgs};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub enum IssuesCommand {
    /// Read a sheet of issues (XLSX or CSV) for an organisation: new rows are added, known ones updated, none doubled.
    Import(ImportArgs),
    /// Issues of a unit that say the same as a text, the most alike first.
    Similar(SimilarArgs),
}

pub async fn run(config: Config, command: IssuesCommand) -> Result<ExitCode, Failure> {
    match command {
        IssuesCommand::Import(args) => issue_import::run(config, args).await,
        IssuesCommand::Similar(args) => issue_similar::run(config, args).await.map(|()| ExitCode::SUCCESS),
    }
}
