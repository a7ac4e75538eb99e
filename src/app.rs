//! The handles that every request and job shares.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::config::Config;
use crate::db::Db;
use crate::kernel::Clock;
use crate::kernel::pace::Pace;
use crate::outside::scan::Scanner;
pub use crate::outside::scan::Verdict;
use crate::web::kept::KeptAnswers;

/// Password hashes computed at once: each takes 19 MiB and a core.
const HASHING_AT_ONCE: usize = 2;

/// Database, clock, settings. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    db: Db,
    clock: Clock,
    config: Config,
    hashing: Semaphore,
    kept: KeptAnswers,
    scanner: Scanner,
    searches: Pace,
}

impl App {
    #[must_use]
    pub fn new(db: Db, clock: Clock, config: Config) -> Self {
        let (hashing, scanner) = (Semaphore::new(HASHING_AT_ONCE), Scanner::of(&config));
        Self(Arc::new(Inner { db, clock, config, hashing, kept: KeptAnswers::default(), scanner, searches: Pace::default() }))
    }

    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// A place in the queue for hashing a password.
    #[must_use]
    pub fn hashing(&self) -> &Semaphore {
        &self.0.hashing
    }

    /// Finished answers of this process.
    #[must_use]
    pub fn kept(&self) -> &KeptAnswers {
        &self.0.kept
    }

    /// Who looks for viruses in attachments.
    #[must_use]
    pub fn scanner(&self) -> &Scanner {
        &self.0.scanner
    }

    /// How often each account searched lately.
    #[must_use]
    pub fn searches(&self) -> &Pace {
        &self.0.searches
    }

    /// Folder of the attachments.
    #[must_use]
    pub fn files(&self) -> PathBuf {
        self.0.config.data.join("files")
    }

    /// `path` as an absolute address for mails and calendars.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.0.config.public_url)
    }
}
