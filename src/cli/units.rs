//! `doithoai units import FILE`: a newer official list.

use std::path::PathBuf;

use clap::Subcommand;

use crate::cli::{Failure, open, say};
use crate::config::Config;
use crate::kernel::Ctx;
use crate::organisation::actions::units;

#[derive(Debug, Subcommand)]
pub enum UnitsCommand {
    /// Read a CSV file with the columns code, parent_code, kind, name: new units are added, known ones renamed.
    Import { file: PathBuf },
}

pub async fn run(config: Config, command: UnitsCommand) -> Result<(), Failure> {
    let UnitsCommand::Import { file } = command;
    let bytes = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let app = open::app(config).await?;
    let ctx = Ctx::system(app.clock().now(), "units import");
    let count = units::import(&app, &ctx, &bytes).await.map_err(say)?;
    println!("{count} units read.");
    Ok(())
}
