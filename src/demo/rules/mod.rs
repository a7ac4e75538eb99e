//! What the demonstration tells: who plays, what happens on which day, in whose name. Pure and the same for the same seed.
//!
//! Words of other rooms (kinds, outcomes …) stand here as their stable texts; the actions read them.

pub mod chance;
pub mod commune;
pub mod country;
pub mod hai_an;
pub mod keeping;
pub mod people;
pub mod receptions;
pub mod reports;
pub mod story;
pub mod timeline;

pub use chance::Chance;
pub use country::Commune;
pub use keeping::{Deed, Life};
pub use people::Seat;
pub use receptions::{ReceptionDeed, ReceptionStory};
pub use reports::{ReportDeed, ReportStory};
pub use story::{Fate, IssueStory, Reply, SessionStory, Until};
pub use timeline::{Act, Step};

use chrono::{DateTime, NaiveDate, Utc};

use crate::alphabet;
use crate::kernel::clock::local_date;

alphabet! {
    /// How large the demonstration is.
    pub enum Scale {
        /// One ward with everything around it.
        Commune = "commune",
        /// A city with ten communes, wards and a special zone.
        Province = "province",
        /// The city, and every other commune of the country with a year in short.
        National = "national",
    }
}

/// Hải Phòng in the official list.
pub const PROVINCE: &str = "31";
/// Its units that take part; the first one alone at the smaller scale.
const UNITS: &[&str] = &["11413", "11446", "11560", "11311", "11914", "11383", "11755", "11824", "11680", "10525"];

/// When the people of the demonstration took up their posts.
#[must_use]
pub fn beginning() -> NaiveDate {
    day(2024, 10, 1)
}

/// Before this day the story's past would lie in the future.
#[must_use]
pub fn earliest() -> NaiveDate {
    day(2026, 2, 2)
}

pub(in crate::demo) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// What happens in one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitStory {
    pub code: String,
    /// Code of the province that it belongs to.
    pub province: String,
    /// Who has an account.
    pub seats: &'static [Seat],
    pub sessions: Vec<SessionStory>,
    pub reports: Vec<ReportStory>,
    /// First day of the month from which people are received on fixed days; none where nobody is received.
    pub receives_since: Option<NaiveDate>,
    pub receptions: Vec<ReceptionStory>,
}

/// The chance of one unit: what a unit draws changes nothing in the others.
fn chance_of(seed: u64, code: &str) -> Chance {
    Chance::new(code.bytes().fold(seed, |mixed, letter| mixed.wrapping_mul(0x0100_0000_01B3) ^ u64::from(letter)))
}

/// The whole demonstration as it is told at `now`; `country` are the communes that the largest scale tells of.
///
/// # Errors
/// What is wrong with the embedded texts.
pub fn tell(scale: Scale, seed: u64, now: DateTime<Utc>, country: &[Commune]) -> Result<Vec<UnitStory>, String> {
    let ward = hai_an::story(&mut chance_of(seed, hai_an::CODE), now)?;
    if scale == Scale::Commune {
        return Ok(vec![ward]);
    }
    let mut chance = Chance::new(seed);
    let topics = commune::topics()?;
    let mut units = vec![ward];
    for (at, code) in UNITS.iter().enumerate().skip(1) {
        let mut unit = commune::story(code, at, &topics, &mut chance, now);
        let since = unit.receives_since.unwrap_or_else(|| local_date(now));
        unit.receptions = receptions::story(since, &mut chance_of(seed, code), now)?;
        units.push(unit);
    }
    if scale == Scale::National {
        for commune in country.iter().filter(|commune| !UNITS.contains(&commune.code.as_str())) {
            units.push(country::story(commune, &topics, &mut chance_of(seed, &commune.code), now)?);
        }
    }
    Ok(units)
}

#[cfg(test)]
#[path = "tell_tests.rs"]
mod tests;
