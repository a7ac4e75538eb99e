//! The handles that every request and job shares.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::config::Config;
use crate::db::Db;
use crate::error::{AppError, AppResult};
use crate::kernel::Clock;
use crate::kernel::pace::Pace;
pub use crate::outside::blobs::{Blobs, Reading};
pub use crate::outside::incoming::{Fate, Incoming};
use crate::outside::scan::Scanner;
pub use crate::outside::scan::Verdict;
use crate::web::kept::KeptAnswers;

/// Password hashes computed at once: each takes 19 MiB and a core.
const HASHING_AT_ONCE: usize = 2;

/// Files of strangers read at once: each may take a core for seconds and more than a hundred megabytes.
const READING_AT_ONCE: usize = 2;

/// Database, clock, settings. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    db: Db,
    clock: Clock,
    config: Config,
    hashing: Semaphore,
    reading: Semaphore,
    kept: KeptAnswers,
    scanner: Scanner,
    searches: Pace,
    blobs: Blobs,
}

impl App {
    #[must_use]
    pub fn new(db: Db, clock: Clock, config: Config) -> Self {
        let (hashing, reading) = (Semaphore::new(HASHING_AT_ONCE), Semaphore::new(READING_AT_ONCE));
        let (scanner, blobs) = (Scanner::of(&config), Blobs::of(&config));
        let (kept, searches) = (KeptAnswers::default(), Pace::default());
        Self(Arc::new(Inner { db, clock, config, hashing, reading, kept, scanner, blobs, searches }))
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

    /// Hashes a password away from the threads that serve requests, as soon as there is a place for it.
    ///
    /// # Errors
    /// [`AppError::Internal`] when `work` panics.
    pub async fn hashing<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> AppResult<T> {
        aside(&self.0.hashing, work).await
    }

    /// Reads what somebody sent, away from the threads that serve requests, as soon as there is a place for it.
    ///
    /// # Errors
    /// [`AppError::Internal`] when `work` panics.
    pub async fn reading<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> AppResult<T> {
        aside(&self.0.reading, work).await
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

    /// Where attachments lie.
    #[must_use]
    pub fn blobs(&self) -> &Blobs {
        &self.0.blobs
    }

    /// What `work` makes, on a thread of its own. After `limit` it is told by the flag to come to an end, with what it has; nothing
    /// when it panics, or does not look at the flag for as long again: a thread cannot be stopped.
    pub async fn aside<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce(&AtomicBool) -> T + Send + 'static,
    ) -> Option<T> {
        let stop = Arc::new(AtomicBool::new(false));
        let seen = stop.clone();
        let mut thread = tokio::task::spawn_blocking(move || work(&seen));
        if let Ok(done) = tokio::time::timeout(limit, &mut thread).await {
            return done.ok();
        }
        stop.store(true, Ordering::Relaxed);
        tokio::time::timeout(limit, thread).await.ok()?.ok()
    }

    /// Folder of the attachments where they lie on this machine.
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

/// Work that keeps a core busy, on a thread of its own.
async fn aside<T: Send + 'static>(places: &Semaphore, work: impl FnOnce() -> T + Send + 'static) -> AppResult<T> {
    let _place = places.acquire().await.map_err(|error| AppError::Internal(error.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| AppError::Internal(error.to_string()))
}
