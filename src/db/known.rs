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
/// Values kept at once; beyond it the memory starts anew, which only costs time.
const MOST: usize = 4_096;

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

/// The values of this process.
#[derive(Debug, Default)]
pub(super) struct Known {
    values: RwLock<HashMap<Key, Value>>,
    gates: Mutex<HashMap<Key, Gate>>,
}

impl Known {
    /// The value under `key`, if nothing can have changed since it was read.
    pub(super) fn get<T: Any + Send + Sync>(&self, key: &Key, changes: u64) -> Option<Arc<T>> {
        let map = self.values.read().ok()?;
        let found = map.get(key).filter(|found| found.changes == changes && found.read_at.elapsed() < LIFE)?;
        Arc::clone(&found.value).downcast().ok()
    }

    /// Where those stand in line who miss the same value at the same time.
    pub(super) fn gate(&self, key: &Key) -> Gate {
        let Ok(mut gates) = self.gates.lock() else { return Gate::default() };
        if gates.len() >= MOST {
            gates.clear();
        }
        Arc::clone(gates.entry(key.clone()).or_default())
    }

    /// Keeps what was read after the count of changes was `changes`.
    pub(super) fn keep<T: Any + Send + Sync>(&self, key: Key, changes: u64, value: Arc<T>) {
        if let Ok(mut map) = self.values.write() {
            if map.len() >= MOST {
                map.clear();
            }
            map.insert(key, Value { value, changes, read_at: Instant::now() });
        }
    }
}
