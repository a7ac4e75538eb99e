//! The commands of a clock: start, hand over, stop, resume, extend, finish.
//!
//! A day belongs to the party that had the clock when it began: the day of an act is the last day of the one and day zero
//! of the next. Neighbour: `lateness` stamps what was late before an act changes the course.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Act, Approval, ClockError, Entry, Hold, Left, OnResume, Paper, Run, State, TermClock};
use crate::kernel::clock::local_date;
use crate::law::calendar::WorkingCalendar;
use crate::law::deadline::{Deadline, DeadlineRule};

impl<P: Clone + PartialEq> TermClock<P> {
    /// Starts it in `holder`'s hands; the day of `now` is day zero and decides which law counts.
    ///
    /// # Errors
    /// [`ClockError::AlreadyStarted`]; a term that is not in force or cannot be counted.
    pub fn start(mut self, calendar: &WorkingCalendar, now: DateTime<Utc>, holder: P) -> Result<Self, ClockError> {
        if self.state != State::NotStarted {
            return Err(ClockError::AlreadyStarted);
        }
        let since = local_date(now);
        let deadline = self.rules.term.deadline(calendar, since)?;
        let run = Run { since, counted_to: deadline.counted_to(), last_day: deadline.last_day(), late_before: 0 };
        self.note(now, Act::Started { holder: holder.clone() })?;
        self.hold(since, holder.clone(), Some(run.last_day));
        self.state = State::Running { holder, run };
        Ok(self)
    }

    /// Gives the running clock to another party; the last day stays.
    ///
    /// # Errors
    /// [`ClockError::NotRunning`], [`ClockError::OutOfOrder`].
    pub fn hand_over(mut self, calendar: &WorkingCalendar, now: DateTime<Utc>, to: P) -> Result<Self, ClockError> {
        self.stamp(calendar, now)?;
        let State::Running { run, .. } = self.state else { return Err(ClockError::NotRunning) };
        self.note(now, Act::HandedOver { to: to.clone() })?;
        self.hold(local_date(now), to.clone(), Some(run.last_day));
        self.state = State::Running { holder: to, run };
        Ok(self)
    }

    /// Stops it: from now on it is `waiting_for` another party, and the days that pass are not its owner's.
    ///
    /// # Errors
    /// [`ClockError::NotRunning`], [`ClockError::NoReason`], [`ClockError::NoPaper`], [`ClockError::OutOfOrder`].
    pub fn stop(
        mut self,
        calendar: &WorkingCalendar,
        now: DateTime<Utc>,
        waiting_for: P,
        reason: &str,
        paper: Paper,
    ) -> Result<Self, ClockError> {
        self.stamp(calendar, now)?;
        let State::Running { holder: owner, run } = self.state.clone() else { return Err(ClockError::NotRunning) };
        check(reason, &paper)?;
        let (today, left) = (local_date(now), self.left_of(calendar, run, local_date(now)));
        self.note(now, Act::Stopped { waiting_for: waiting_for.clone(), reason: reason.trim().to_owned(), paper })?;
        self.hold(today, waiting_for, None);
        self.state = State::Stopped { owner, left, run };
        Ok(self)
    }

    /// Lets it run again in its owner's hands, by the rule with the days that were left or with the whole term. A term that was
    /// late when it stopped goes on being late, unless it begins anew.
    ///
    /// # Errors
    /// [`ClockError::NotStopped`], [`ClockError::OutOfOrder`]; days that cannot be counted.
    pub fn resume(mut self, calendar: &WorkingCalendar, now: DateTime<Utc>) -> Result<Self, ClockError> {
        let State::Stopped { owner, left, run } = self.state.clone() else { return Err(ClockError::NotStopped) };
        let (since, rule) = (local_date(now), self.rules.term.rule);
        let amount = match (self.rules.on_resume, left) {
            (OnResume::Anew, _) => Some(rule.amount),
            (OnResume::Continue, Left::Days(days)) => Some(i32::try_from(days).unwrap_or(i32::MAX)),
            (OnResume::Continue, Left::Late(_)) => None,
        };
        let run = match (amount, left) {
            (Some(amount), _) => {
                let deadline = Deadline::compute(calendar, since, DeadlineRule { amount, ..rule })?;
                Run { since, counted_to: deadline.counted_to(), last_day: deadline.last_day(), late_before: 0 }
            }
            (None, Left::Late(late_before)) => Run { since, late_before, ..run },
            (None, Left::Days(_)) => run,
        };
        self.note(now, Act::Resumed { holder: owner.clone() })?;
        self.hold(since, owner.clone(), Some(run.last_day));
        self.state = State::Running { holder: owner, run };
        Ok(self)
    }

    /// Moves the last day of a running clock to `to`. A clock that was late keeps its stamp and runs in time again.
    ///
    /// # Errors
    /// [`ClockError::NotRunning`], [`ClockError::NoApproval`], [`ClockError::NoReason`], [`ClockError::NoPaper`],
    /// [`ClockError::NotLater`], [`ClockError::InThePast`], [`ClockError::OverCap`], [`ClockError::OutOfOrder`].
    pub fn extend(
        mut self,
        calendar: &WorkingCalendar,
        now: DateTime<Utc>,
        to: NaiveDate,
        approval: Approval,
    ) -> Result<Self, ClockError> {
        self.stamp(calendar, now)?;
        let State::Running { holder, run } = self.state.clone() else { return Err(ClockError::NotRunning) };
        if approval.by.trim().is_empty() {
            return Err(ClockError::NoApproval);
        }
        check(&approval.reason, &approval.paper)?;
        let today = local_date(now);
        if to <= run.last_day {
            return Err(ClockError::NotLater(run.last_day));
        }
        if to < today {
            return Err(ClockError::InThePast);
        }
        let days = self.granted.saturating_add(self.counted(calendar, run.last_day, to));
        if let Some(cap) = self.rules.cap.filter(|cap| days > *cap) {
            return Err(ClockError::OverCap { days, cap });
        }
        self.granted = days;
        self.note(now, Act::Extended { from: run.last_day, to, approval })?;
        self.hold(today, holder.clone(), Some(to));
        self.state = State::Running { holder, run: Run { counted_to: to, last_day: to, late_before: 0, ..run } };
        Ok(self)
    }

    /// The matter is answered. A stopped clock is judged by where it stood.
    ///
    /// # Errors
    /// [`ClockError::NotRunning`] before the start and after the end, [`ClockError::OutOfOrder`].
    pub fn finish(mut self, calendar: &WorkingCalendar, now: DateTime<Utc>) -> Result<Self, ClockError> {
        self.stamp(calendar, now)?;
        let in_time = match &self.state {
            State::Running { run, .. } => local_date(now) <= run.last_day,
            State::Stopped { left, .. } => matches!(left, Left::Days(_)),
            State::NotStarted | State::Finished { .. } => return Err(ClockError::NotRunning),
        };
        self.note(now, Act::Finished)?;
        self.close(local_date(now));
        self.state = State::Finished { in_time };
        Ok(self)
    }

    fn note(&mut self, at: DateTime<Utc>, act: Act<P>) -> Result<(), ClockError> {
        if self.history.last().is_some_and(|entry| at < entry.at) {
            return Err(ClockError::OutOfOrder);
        }
        self.history.push(Entry { at, act });
        Ok(())
    }

    /// From `day` on it is in `party`'s hands and in nobody else's.
    fn hold(&mut self, day: NaiveDate, party: P, last_day: Option<NaiveDate>) {
        self.close(day);
        self.holds.push(Hold { party, from: day, to: None, last_day });
    }

    fn close(&mut self, day: NaiveDate) {
        if let Some(hold) = self.holds.last_mut() {
            hold.to.get_or_insert(day);
        }
    }
}

fn check(reason: &str, paper: &Paper) -> Result<(), ClockError> {
    if reason.trim().is_empty() {
        return Err(ClockError::NoReason);
    }
    if paper.number.trim().is_empty() { Err(ClockError::NoPaper) } else { Ok(()) }
}
