//! `doithoai issues …`: what scripts ask of the issues.

use clap::Subcommand;

use crate::cli::Failure;
use crate::cli::issue_similar::{self, SimilarArgs};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub enum IssuesCommand {
    /// Issues of a unit that say the same as a text, the most alike first.
    Similar(SimilarArgs),
}

pub async fn run(config: Config, command: IssuesCommand) -> Result<(), Failure> {
    match command {
        IssuesCommand::Similar(args) => issue_similar::run(config, args).await,
    }
}
