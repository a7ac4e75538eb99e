//! The law as arithmetic: lunar dates, holidays, working days, deadlines, rule sets, duties, series, report periods.
//!
//! Pure; it imports `kernel` only and reads no file, clock or database. Every `rules.rs` may use it; numbers of the law
//! stand in `data/`, each with its source, never in code.

mod astronomy;
pub mod calendar;
pub mod day;
pub mod deadline;
pub mod holidays;
pub mod lunar;
pub mod parameters;
pub mod periods;
pub mod recurrence;
pub mod series;

pub use calendar::{CalendarError, WorkingCalendar};
pub use day::{DayEntry, DayKind};
pub use deadline::{DayUnit, Deadline, DeadlineError, DeadlineRule, ReceiptLine, Roll};
pub use lunar::LunarDate;
