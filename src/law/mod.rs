//! The law as arithmetic: lunar dates, holidays, working days, deadlines, rule sets, duties, series, report periods.
//!
//! Pure; it imports `kernel` only and reads no file, clock or database. Every `rules.rs` may use it; numbers of the law
//! stand in `data/`, each with its source, never in code.

mod astronomy;
pub mod calendar;
pub mod day;
mod day_set;
pub mod deadline;
pub mod description;
pub mod effective;
pub mod holidays;
pub mod hours;
pub mod legal_term;
pub mod lunar;
pub mod obligations;
pub mod occasions;
pub mod parameters;
pub mod periods;
pub mod recurrence;
pub mod rule_set;
pub mod series;
pub mod session_dates;
mod steps;
pub mod tenure;
pub mod term_clock;

pub use calendar::{CalendarError, KNOWN_YEARS, WorkingCalendar};
pub use day::{DayEntry, DayKind, is_weekend};
pub use deadline::{DayUnit, Deadline, DeadlineError, DeadlineRule, NotOn, Reason, ReceiptLine, Roll};
pub use description::{Description, End, IfMissing, Pattern};
pub use effective::{Chosen, EffectiveRules, merge};
pub use holidays::{AnnouncedDay, DayRowError, DayRowProblem, Holiday, announced, parse_days};
pub use hours::{OfficeHours, Span};
pub use legal_term::{LegalTerm, LegalTermError};
pub use lunar::LunarDate;
pub use obligations::{Duty, DutyKind, HeldFact, LedBy, LedgerLine, PeriodLine, PlannedFact, duties, ledger};
pub use occasions::{BeforeOccasion, OccasionKind};
pub use parameters::{Parameters, TermKind, When};
pub use periods::{PeriodKind, PeriodRule, ReportPeriod};
pub use recurrence::{LegalPeriod, ShiftRule, Slot, SlotOutcome, expand};
pub use rule_set::{Level, RuleSet, RuleSetError, seeds};
pub use series::{SeriesError, SeriesRule};
pub use session_dates::{DateKind, PRACTICE, SessionDate, session_dates};
pub use tenure::{HeadLine, Tenure, by_head, in_turn};
pub use term_clock::{ClockError, ClockRules, OnResume, TermClock};
