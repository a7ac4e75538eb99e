//! How long to wait before a mail is tried again, and when to give it up.

use chrono::TimeDelta;

/// Minutes before the second, third … attempt; together more than four days, so that a long outage loses no mail.
const WAITS: [i64; 10] = [1, 5, 15, 60, 180, 360, 720, 1_440, 1_440, 1_440];

/// How long the message rests after its attempt number `attempt`, counted from 1.
#[must_use]
pub fn wait_after(attempt: i32) -> TimeDelta {
    let at = usize::try_from(attempt - 1).unwrap_or(0);
    TimeDelta::minutes(WAITS.get(at).or(WAITS.last()).copied().unwrap_or(1_440))
}

/// Whether attempt number `attempt` was the last.
#[must_use]
pub fn is_last(attempt: i32) -> bool {
    usize::try_from(attempt).is_ok_and(|attempt| attempt > WAITS.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_span_a_long_weekend() {
        assert_eq!(wait_after(1), TimeDelta::minutes(1));
        assert_eq!(wait_after(4), TimeDelta::hours(1));
        assert_eq!(wait_after(99), TimeDelta::days(1));
        let all: TimeDelta = (1..=10).map(wait_after).sum();
        assert!(all > TimeDelta::days(3), "Friday evening to Tuesday morning");
        assert!(!is_last(10) && is_last(11));
    }
}
