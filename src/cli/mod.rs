//! The command line. Each command is one file; here they are named, and errors become one clear sentence.

mod audit;
mod batch;
mod deadline;
mod demo;
mod health;
mod issue_import;
mod issue_similar;
mod issues;
mod lunar;
mod open;
mod search;
mod serve;
mod units;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, Flags};

/// Đối Thoại – direct dialogues between leaders and the people, from duty to kept promise.
#[derive(Debug, Parser)]
#[command(name = "doithoai", version, about, long_about = None)]
struct Cli {
    /// File with settings; without it doithoai.toml in the data folder is read where it exists.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the embedded database and the attachments.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the web application (this is what happens without a command).
    Serve {
        /// Address and port to listen on.
        #[arg(long, value_name = "ADDR:PORT")]
        listen: Option<String>,
    },
    /// Bring the database's schema up to date and stop.
    Migrate,
    /// Fill an unused installation with the demonstration and print one login per role.
    Demo {
        /// How much: one ward, or a city with ten units.
        #[arg(long, value_name = "commune|province", default_value = "commune")]
        scale: crate::demo::Scale,
        /// Same seed, same data.
        #[arg(long, default_value_t = crate::demo::pages::SEED)]
        seed: u64,
    },
    /// Accounts.
    User {
        #[command(subcommand)]
        command: user::UserCommand,
    },
    /// Issues of the people.
    Issues {
        #[command(subcommand)]
        command: issues::IssuesCommand,
    },
    /// The list of territorial units.
    Units {
        #[command(subcommand)]
        command: units::UnitsCommand,
    },
    /// The audit trail.
    Audit {
        #[command(subcommand)]
        command: audit::AuditCommand,
    },
    /// Search what a person may see.
    Search(search::SearchArgs),
    /// The last day of a deadline by the State's working days; needs no database.
    Deadline(deadline::Args),
    /// The date in the Vietnamese lunar calendar (1900 to 2199); needs no database.
    Lunar(lunar::Args),
    /// Ask a running server whether it is ready (for supervisors and containers).
    Health {
        /// Its address; the configured public address without it.
        #[arg(long, value_name = "URL")]
        url: Option<String>,
    },
}

/// A sentence for the console.
type Failure = String;

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    // Sums that need neither settings nor a runtime answer at once.
    match &cli.command {
        Some(Command::Deadline(args)) => return done(deadline::run(args)),
        Some(Command::Lunar(args)) => return done(lunar::run(args)),
        _ => {}
    }
    let listen = match &cli.command {
        Some(Command::Serve { listen }) => listen.clone(),
        _ => None,
    };
    let flags = Flags { config: cli.config, listen, data: cli.data };
    let config = match Config::load(&flags, std::env::vars()) {
        Ok(config) => config,
        Err(error) => return fail(&error.to_string()),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string()),
    };
    let result = runtime.block_on(async {
        match cli.command {
            Some(Command::Issues { command }) => issues::run(config, command).await,
            command => other(config, command).await.map(|()| ExitCode::SUCCESS),
        }
    });
    result.unwrap_or_else(|sentence| fail(&sentence))
}

/// The commands that either succeed or say why not.
async fn other(config: Config, command: Option<Command>) -> Result<(), Failure> {
    match command {
        None | Some(Command::Serve { .. }) => serve::run(config).await,
        Some(Command::Migrate) => open::app(config).await.map(|_| println!("The schema is up to date.")),
        Some(Command::Demo { scale, seed }) => demo::run(config, scale, seed).await,
        Some(Command::User { command }) => user::run(config, command).await,
        Some(Command::Units { command }) => units::run(config, command).await,
        Some(Command::Audit { command }) => audit::run(config, command).await,
        Some(Command::Search(args)) => search::run(config, args).await,
        Some(Command::Health { url }) => health::run(&config, url).await,
        Some(Command::Deadline(args)) => deadline::run(&args),
        Some(Command::Lunar(args)) => lunar::run(&args),
        Some(Command::Issues { command }) => issues::run(config, command).await.map(drop),
    }
}

fn done(result: Result<(), Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => fail(&sentence),
    }
}

fn fail(sentence: &str) -> ExitCode {
    eprintln!("doithoai: {sentence}");
    ExitCode::FAILURE
}

/// An error of the application as a sentence for the console.
fn say(error: crate::error::AppError) -> Failure {
    match error {
        crate::error::AppError::Refused(violations) => violations
            .0
            .iter()
            .map(|refusal| crate::web::form::refusal_text(crate::i18n::Locale::En, refusal))
            .collect::<Vec<_>>()
            .join("; "),
        other => other.to_string(),
    }
}
