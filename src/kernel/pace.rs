//! How often somebody may ask for what costs the machine much: so many at once, and so many a minute in the long run.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// People remembered at once; whoever has all his asks left is forgotten first.
const MOST: usize = 10_000;
const MINUTE: i64 = 60_000;

/// What is left of everybody's asks, in memory: one for each process, gone with it.
#[derive(Debug, Default)]
pub struct Pace(Mutex<HashMap<Uuid, Left>>);

/// Milliseconds of asks that were spent and not yet given back, and when that was counted.
#[derive(Debug, Clone, Copy)]
struct Left {
    spent: i64,
    at: DateTime<Utc>,
}

impl Left {
    fn now(self, now: DateTime<Utc>) -> i64 {
        (self.spent - (now - self.at).max(TimeDelta::zero()).num_milliseconds()).max(0)
    }
}

impl Pace {
    /// Takes one ask of `who`, of `per_minute` that he has; 0 for no limit.
    ///
    /// # Errors
    /// After how many seconds there will be one again.
    pub fn take(&self, who: Uuid, per_minute: u32, now: DateTime<Utc>) -> Result<(), u64> {
        if per_minute == 0 {
            return Ok(());
        }
        let price = MINUTE / i64::from(per_minute);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.retain(|_, left| left.now(now) > 0);
        }
        let spent = all.get(&who).map_or(0, |left| left.now(now));
        if spent + price > MINUTE {
            let wait = spent + price - MINUTE;
            return Err(u64::try_from(wait.div_euclid(1_000) + 1).unwrap_or(1));
        }
        all.insert(who, Left { spent: spent + price, at: now });
        drop(all);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_at_once_then_as_many_as_a_minute_gives_back() {
        let (pace, one, other) = (Pace::default(), Uuid::from_u128(1), Uuid::from_u128(2));
        let at = |seconds: i64| DateTime::<Utc>::default() + TimeDelta::seconds(seconds);
        for _ in 0..6 {
            assert_eq!(pace.take(one, 6, at(0)), Ok(()));
        }
        // Six a minute: one comes back every ten seconds.
        assert_eq!(pace.take(one, 6, at(0)), Err(11));
        assert_eq!(pace.take(one, 6, at(7)), Err(4));
        assert_eq!(pace.take(other, 6, at(7)), Ok(()));
        assert_eq!(pace.take(one, 6, at(10)), Ok(()));
        assert_eq!(pace.take(one, 6, at(10)), Err(11));
        // A refused ask costs nothing, and nobody saves up more than a minute's.
        for _ in 0..6 {
            assert_eq!(pace.take(one, 6, at(1_000)), Ok(()));
        }
        assert!(pace.take(one, 6, at(1_000)).is_err());
        // A clock that is set back gives nothing and takes nothing.
        assert!(pace.take(one, 6, at(900)).is_err());
        assert_eq!(pace.take(one, 0, at(900)), Ok(()));
    }
}
