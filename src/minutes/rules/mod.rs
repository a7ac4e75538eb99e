//! What agenda and minutes are and what may happen to them when. Pure.

pub mod agenda;
pub mod item;
pub mod minutes;
pub mod record;

pub use agenda::{Agenda, AgendaItem, AgendaState, ItemKind, Own, Topic};
pub use item::{Answer, Content, Item, Outcome, Promise, Saving, Tally, Warning};
pub use minutes::{Minutes, MinutesState, MinutesWord, Sealed, Signature, Signer};
pub use record::Record;
