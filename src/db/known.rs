//! What seldom changes and is asked for by nearly every request: calendars, rules, units, who somebody is. Kept in memory
//! until this process commits a change, and for a second at most, because other processes may write as well.
//!
//! It must not keep what commits leave uncounted ([`crate::db::Unaudited`]) or what depends on the time of day. Neighbour:
//! `web::kept` does the same for finished answers.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, Instant};

/// How long a value is good: a right taken away by another process lives that much longer.
const LIFE: Duration = Duration::from_secs(1);
/// Values kept before the first look for those that nobody can get any more, and gates kept at all.
const MANY: usize = 1_024;

/// Which value: what it is, and of whom or when.
pub(super) type Key = (&'static str, String);

#[derive(Debug)]
struct Value {
    value: Arc<dyn Any + Send + Sync>,
    changes: u64,
    read_at: Instant,
}

/// Held by the one who reads a value; the others wait for what he finds.
type Gate = Arc<tokio::sync::Mutex<()>>;

#[derive(Debug, Default)]
struct Values {
    by_key: HashMap<Key, Value>,
    /// How many the last look left.
    left: usize,
}

impl Values {
    /// Drops what is too old once the memory has doubled, so it holds about what two lives ask for.
    fn make_room(&mut self) {
        if self.by_key.len() >= MANY.max(2 * self.left) {
            self.by_key.retain(|_, value| value.read_at.elapsed() < LIFE);
            self.left = self.by_key.len();
        }
    }
}

/// The values of this process.
#[derive(Debug, Default)]
pub(super) struct Known {
    values: RwLock<Values>,
    gates: Mutex<HashMap<Key, Gate>>,
}

impl Known {
    /// The value under `key`, if nothing can have changed since it was read.
    pub(super) fn get<T: Any + Send + Sync>(&self, key: &Key, changes: u64) -> Option<Arc<T>> {
        let values = self.values.read().ok()?;
        let found = values.by_key.get(key).filter(|found| found.changes == changes && found.read_at.elapsed() < LIFE)?;
        Arc::clone(&found.value).downcast().ok()
    }

    /// Where those stand in line who miss the same value at the same time.
    pub(super) fn gate(&self, key: &Key) -> Gate {
        let Ok(mut gates) = self.gates.lock() else { return Gate::default() };
        if gates.len() >= MANY {
            gates.clear();
        }
        Arc::clone(gates.entry(key.clone()).or_default())
    }

    /// Keeps what was read after the count of changes was `changes`.
    pub(super) fn keep<T: Any + Send + Sync>(&self, key: Key, changes: u64, value: Arc<T>) {
        if let Ok(mut values) = self.values.write() {
            values.make_room();
            values.by_key.insert(key, Value { value, changes, read_at: Instant::now() });
        }
    }
}
