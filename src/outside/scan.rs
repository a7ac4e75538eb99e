//! A virus scanner that the office runs beside this program, asked by a command for each file. It looks, it changes nothing.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::config::Config;

/// Where the file's place goes in the command.
const PLACE: &str = "{}";
/// How often it is asked whether the scanner is done.
const STEP: Duration = Duration::from_millis(20);
/// Steps after which a scanner is stopped: a minute.
const MOST_STEPS: u32 = 3_000;

/// What the scanner said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    Infected,
    /// It could not be started, took too long, or gave up.
    Unknown,
}

/// The command, if the settings name one.
#[derive(Debug, Clone, Default)]
pub struct Scanner {
    words: Vec<String>,
}

impl Scanner {
    #[must_use]
    pub fn of(config: &Config) -> Self {
        Self { words: config.scan_command.split_whitespace().map(str::to_owned).collect() }
    }

    /// What the scanner says about the file at `place`; everything is clean where there is none.
    pub async fn check(&self, place: &Path) -> Verdict {
        if self.words.is_empty() {
            return Verdict::Clean;
        }
        let (words, place) = (self.words.clone(), place.to_owned());
        let verdict = tokio::task::spawn_blocking(move || run(&words, &place)).await.unwrap_or(Verdict::Unknown);
        if verdict == Verdict::Unknown {
            tracing::error!("the virus scanner did not answer");
        }
        verdict
    }
}

fn run(words: &[String], place: &Path) -> Verdict {
    let Some((program, arguments)) = words.split_first() else { return Verdict::Clean };
    let mut command = Command::new(program);
    for word in arguments {
        if word == PLACE {
            command.arg(place)
        } else {
            command.arg(word)
        };
    }
    if !arguments.iter().any(|word| word == PLACE) {
        command.arg(place);
    }
    let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut scanner) = started else { return Verdict::Unknown };
    for _ in 0..MOST_STEPS {
        match scanner.try_wait() {
            Ok(Some(status)) => {
                return match status.code() {
                    Some(0) => Verdict::Clean,
                    Some(1) => Verdict::Infected,
                    _ => Verdict::Unknown,
                };
            }
            Ok(None) => std::thread::sleep(STEP),
            Err(_) => break,
        }
    }
    // It may be gone already; either way nothing more is expected of it.
    let _ = scanner.kill();
    let _ = scanner.wait();
    Verdict::Unknown
}
