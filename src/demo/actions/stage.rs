//! What has been made so far, so that later acts find it again.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::cast::Cast;
use crate::app::App;
use crate::demo::rules::{IssueStory, ReceptionStory, ReportStory, Seat, SessionStory, Step, UnitStory};
use crate::error::{AppError, AppResult};
use crate::kernel::{BodyId, Ctx, IssueId, ReportId, SeriesId, SessionId};
use crate::organisation::Body;

/// The state of the play.
#[derive(Debug)]
pub(super) struct Stage<'a> {
    pub(super) app: &'a App,
    units: &'a [UnitStory],
    cast: Cast,
    sessions: HashMap<(usize, usize), SessionId>,
    issues: HashMap<(usize, usize, usize), IssueId>,
    pub(super) reports: HashMap<(usize, usize), ReportId>,
    /// The series of each unit, in the order in which they were begun.
    series: HashMap<usize, Vec<SeriesId>>,
    /// Days of reception that were announced.
    pub(super) receptions: HashMap<(usize, usize), SessionId>,
    /// Conclusions that each unit has numbered, by year.
    numbers: HashMap<(usize, i32), u32>,
}

fn missing(what: &str) -> AppError {
    AppError::Internal(format!("demonstration: no such {what}"))
}

impl<'a> Stage<'a> {
    pub(super) fn new(app: &'a App, units: &'a [UnitStory], cast: Cast) -> Self {
        let (sessions, issues, reports) = (HashMap::new(), HashMap::new(), HashMap::new());
        let (series, receptions) = (HashMap::new(), HashMap::new());
        Self { app, units, cast, sessions, issues, reports, series, receptions, numbers: HashMap::new() }
    }

    fn unit(&self, step: &Step) -> AppResult<&'a UnitStory> {
        self.units.get(step.unit).ok_or_else(|| missing("unit"))
    }

    pub(super) fn code(&self, step: &Step) -> AppResult<&'a str> {
        Ok(&self.unit(step)?.code)
    }

    pub(super) fn story(&self, step: &Step) -> AppResult<&'a SessionStory> {
        self.unit(step)?.sessions.get(step.session).ok_or_else(|| missing("session"))
    }

    pub(super) fn issue_story(&self, step: &Step, at: usize) -> AppResult<&'a IssueStory> {
        self.story(step)?.issues.get(at).ok_or_else(|| missing("issue"))
    }

    pub(super) fn report_story(&self, step: &Step, at: usize) -> AppResult<&'a ReportStory> {
        self.unit(step)?.reports.get(at).ok_or_else(|| missing("report"))
    }

    pub(super) fn reception_story(&self, step: &Step, at: usize) -> AppResult<&'a ReceptionStory> {
        self.unit(step)?.receptions.get(at).ok_or_else(|| missing("reception"))
    }

    /// From which month on the unit receives people on fixed days.
    pub(super) fn receives_since(&self, step: &Step) -> AppResult<NaiveDate> {
        self.unit(step)?.receives_since.ok_or_else(|| missing("reception"))
    }

    pub(super) fn keep_series(&mut self, step: &Step, id: SeriesId) {
        self.series.entry(step.unit).or_default().push(id);
    }

    pub(super) fn series(&self, step: &Step, at: usize) -> Option<SeriesId> {
        self.series.get(&step.unit).and_then(|all| all.get(at)).copied()
    }

    /// Who has an account in the unit.
    pub(super) fn seats(&self, step: &Step) -> AppResult<&'static [Seat]> {
        Ok(self.unit(step)?.seats)
    }

    /// Who reviews the unit's reports, at the instant of the step.
    pub(super) fn reviewer(&self, step: &Step) -> AppResult<Ctx> {
        self.cast.ctx(&self.unit(step)?.province, Seat::Reviewer, step.at)
    }

    /// Everybody at `now` whose days are told in full.
    pub(super) fn everybody(&self, now: DateTime<Utc>) -> Vec<(Seat, Ctx)> {
        self.cast.all(now).collect()
    }

    /// The office of a unit at `now`.
    pub(super) fn office(&self, code: &str, now: DateTime<Utc>) -> AppResult<Ctx> {
        self.cast.ctx(code, Seat::Office, now)
    }

    /// The person on `seat` at the instant of the step.
    pub(super) fn ctx(&self, step: &Step, seat: Seat) -> AppResult<Ctx> {
        self.cast.ctx(self.code(step)?, seat, step.at)
    }

    pub(super) fn body(&self, step: &Step, seat: Seat) -> AppResult<&Body> {
        self.cast.body(self.code(step)?, seat)
    }

    pub(super) fn body_id(&self, step: &Step, seat: Seat) -> AppResult<BodyId> {
        Ok(self.body(step, seat)?.id)
    }

    pub(super) fn session(&self, step: &Step) -> AppResult<SessionId> {
        self.sessions.get(&(step.unit, step.session)).copied().ok_or_else(|| missing("session"))
    }

    pub(super) fn keep_session(&mut self, step: &Step, id: SessionId) {
        self.sessions.insert((step.unit, step.session), id);
    }

    pub(super) fn issue(&self, step: &Step, at: usize) -> AppResult<IssueId> {
        self.issues.get(&(step.unit, step.session, at)).copied().ok_or_else(|| missing("issue"))
    }

    /// The issue at a place of the story, whatever step asks.
    pub(super) fn issue_at(&self, unit: usize, session: usize, at: usize) -> AppResult<IssueId> {
        self.issues.get(&(unit, session, at)).copied().ok_or_else(|| missing("issue"))
    }

    pub(super) fn keep_issue(&mut self, step: &Step, at: usize, id: IssueId) {
        self.issues.insert((step.unit, step.session, at), id);
    }

    /// The next number of a conclusion in the unit's register of the year.
    pub(super) fn next_number(&mut self, step: &Step, day: NaiveDate) -> String {
        let number = self.numbers.entry((step.unit, chrono::Datelike::year(&day))).or_insert(0);
        *number += 1;
        format!("{number:02}")
    }
}
