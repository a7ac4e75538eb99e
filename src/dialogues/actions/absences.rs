//! Which sessions within an absence the head must lead himself, whoever acts for him.

use chrono::NaiveDate;

use crate::db::Conn;
use crate::dialogues::actions::delegation::required_heads;
use crate::dialogues::rules::{Session, StateWord};
use crate::dialogues::store::sessions::{self, Filter};
use crate::error::AppResult;
use crate::kernel::clock::start_of;
use crate::organisation::{Absence, Unit};

/// A session that is the head's own by the rules of his unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Personal {
    pub session: Session,
    pub legal_basis: String,
}

/// The sessions of the unit still to be held within the absence, from `today` on, whose rules want the absent head in person.
/// The caller has asked whether the actor may know of the absence.
///
/// # Errors
/// The database's.
pub async fn personal(conn: &Conn, absence: &Absence, unit: &Unit, today: NaiveDate) -> AppResult<Vec<Personal>> {
    let first = absence.from_on.max(today);
    let end = absence.to_on.succ_opt().unwrap_or(absence.to_on);
    let states = vec![StateWord::Planned, StateWord::Announced];
    let filter = Filter { states, from: Some(start_of(first)), to: Some(start_of(end)), ..Filter::default() };
    let mut personal = Vec::new();
    for session in sessions::of_unit(conn, &unit.code, &filter).await?.into_iter().rev() {
        let heads = required_heads(conn, &session, unit).await?;
        if let Some(own) = heads.into_iter().find(|head| head.person == absence.person) {
            personal.push(Personal { session, legal_basis: own.legal_basis });
        }
    }
    Ok(personal)
}
