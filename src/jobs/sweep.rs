//! A sweep: its name, how often it runs, and what it counts. Neighbour: `runner` runs it.

use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use croner::Cron;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::kernel::Ctx;
use crate::kernel::clock::HANOI;

/// What a run did. A second run at the same instant counts nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Things done: sent, planned, removed.
    pub done: u64,
    /// Things left out on purpose, such as a reminder of what is over.
    pub skipped: u64,
    /// Things that did not work and are tried again.
    pub failed: u64,
    /// Whether there was more than one run should do; the next run follows at once.
    #[serde(default)]
    pub more: bool,
}

impl Tally {
    #[must_use]
    pub const fn is_zero(&self) -> bool {
        self.done == 0 && self.skipped == 0 && self.failed == 0
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.done += other.done;
        self.skipped += other.skipped;
        self.failed += other.failed;
        self.more |= other.more;
    }
}

/// How often a sweep runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cadence {
    /// This many seconds after the last run ended.
    Every(u32),
    /// At the times of a cron pattern of five fields, on the Vietnamese clock.
    Cron(&'static str),
}

impl Cadence {
    /// The first time after `now`.
    ///
    /// # Errors
    /// [`AppError::Internal`] when the pattern cannot be read or never comes.
    pub fn next(self, now: DateTime<Utc>) -> AppResult<DateTime<Utc>> {
        match self {
            Self::Every(seconds) => Ok(now + TimeDelta::seconds(seconds.into())),
            Self::Cron(pattern) => {
                let wrong = |error: croner::errors::CronError| AppError::Internal(format!("cron pattern {pattern:?}: {error}"));
                let next = Cron::from_str(pattern).and_then(|cron| cron.find_next_occurrence(&now.with_timezone(&HANOI), false));
                Ok(next.map_err(wrong)?.with_timezone(&Utc))
            }
        }
    }
}

/// A run in progress.
pub type Sweeping = Pin<Box<dyn Future<Output = AppResult<Tally>> + Send>>;

/// Something that the program does by itself. It takes no input: what there is to do it reads from the rows.
#[derive(Debug, Clone, Copy)]
pub struct Sweep {
    /// Stable name: key in the table, `job-name-<name>` in the catalogue.
    pub name: &'static str,
    pub cadence: Cadence,
    /// Whether it also runs right after a commit that queued something for delivery.
    pub on_commit: bool,
    pub run: fn(App, Ctx) -> Sweeping,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn patterns_are_read_on_the_vietnamese_clock() {
        // 02:10 in Hà Nội is 19:10 UTC of the day before.
        let nightly = Cadence::Cron("10 2 * * *");
        assert_eq!(nightly.next(at("2025-03-03T01:00:00Z")).unwrap(), at("2025-03-03T19:10:00Z"));
        assert_eq!(nightly.next(at("2025-03-03T19:10:00Z")).unwrap(), at("2025-03-04T19:10:00Z"));
        assert_eq!(Cadence::Every(30).next(at("2025-03-03T01:00:00Z")).unwrap(), at("2025-03-03T01:00:30Z"));
        assert!(Cadence::Cron("every morning").next(at("2025-03-03T01:00:00Z")).is_err());
    }
}
