//! The only place that reads the real time. Everything else is handed an instant.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound, TimeZone, Utc};

/// Hours that Vietnam is ahead of UTC, all year (no daylight saving time).
const OFFSET_HOURS: i32 = 7;

/// Where "now" comes from: the machine, or a hand that tests turn.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    #[default]
    System,
    /// Microseconds since 1970, shared by all clones.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still at `at` until it is advanced.
    #[must_use]
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.timestamp_micros())))
    }

    /// The present instant, in whole microseconds: what PostgreSQL keeps and SQLite compares as text.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that may ask the machine")]
            Self::System => Utc::now().trunc_subsecs(6),
            Self::Fixed(micros) => DateTime::from_timestamp_micros(micros.load(Ordering::Relaxed)).unwrap_or_default(),
        }
    }

    /// Turns a fixed clock to `at`; the system clock is left alone.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Self::Fixed(micros) = self {
            micros.store(at.timestamp_micros(), Ordering::Relaxed);
        }
    }
}

/// Vietnam's offset from UTC.
pub const HANOI: FixedOffset = FixedOffset::east_opt(OFFSET_HOURS * 3600).expect("seven hours is within a day");

/// The date on the wall calendar in Vietnam at `at`.
#[must_use]
pub fn local_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&HANOI).date_naive()
}

/// Date and time on the wall in Vietnam at `at`.
#[must_use]
pub fn local(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&HANOI).naive_local()
}

/// The instant at which Vietnamese clocks show `wall`.
#[must_use]
pub fn instant(wall: NaiveDateTime) -> DateTime<Utc> {
    HANOI.from_local_datetime(&wall).single().map_or_else(|| wall.and_utc(), |at| at.with_timezone(&Utc))
}

/// The first instant of `day` in Vietnam.
#[must_use]
pub fn start_of(day: NaiveDate) -> DateTime<Utc> {
    instant(day.and_time(NaiveTime::MIN))
}

/// The first instant after `day` in Vietnam: a deadline on `day` is kept before this instant (Civil Code 2015, Art. 148).
#[must_use]
pub fn end_of(day: NaiveDate) -> DateTime<Utc> {
    start_of(day.succ_opt().unwrap_or(day))
}
