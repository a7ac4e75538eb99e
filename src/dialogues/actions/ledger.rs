//! The ledger of a year by head: whose duty each period is, and what goes over to a new head.

use chrono::{Datelike, NaiveDate};

use crate::dialogues::actions::plans::YearBook;
use crate::law::parameters::DutyHolder;
use crate::law::{HeadLine, LedgerLine, Tenure, by_head};

/// Lines of one duty that belong to a head; `at` is the place of the duty in the ledger.
#[derive(Debug, Clone)]
pub struct Part {
    pub at: usize,
    pub part: HeadLine,
}

/// What one head owes in the year; none for periods at whose end nobody held the post.
#[derive(Debug, Clone)]
pub struct HeadBook {
    pub holder: DutyHolder,
    pub tenure: Option<Tenure>,
    pub parts: Vec<Part>,
}

/// One duty in a change of heads.
#[derive(Debug, Clone)]
pub struct HandedOver {
    pub at: usize,
    /// What the predecessor still owed by himself, if any periods were his.
    pub own: Option<LedgerLine>,
    /// What the new head has to do, with what he takes over.
    pub part: HeadLine,
}

/// A change of heads within the year.
#[derive(Debug, Clone)]
pub struct HandOver {
    pub holder: DutyHolder,
    pub on: NaiveDate,
    pub from: Tenure,
    pub to: Tenure,
    pub duties: Vec<HandedOver>,
}

/// The year by head, the party's first.
#[must_use]
pub fn by_heads(book: &YearBook) -> Vec<HeadBook> {
    let mut heads: Vec<HeadBook> = Vec::new();
    let mut order: Vec<(usize, &LedgerLine, DutyHolder)> =
        book.ledger.iter().enumerate().filter_map(|(at, line)| Some((at, line, one_post(line.duty.holder?)))).collect();
    order.sort_by_key(|(at, _, holder)| (*holder, *at));
    for (at, line, holder) in order {
        for part in by_head(line, book.heads.of(Some(holder)), &book.held) {
            let known = heads.iter_mut().find(|head| head.holder == holder && head.tenure == part.tenure);
            match known {
                Some(head) => head.parts.push(Part { at, part }),
                None => {
                    let tenure = part.tenure.clone();
                    heads.push(HeadBook { holder, tenure, parts: vec![Part { at, part }] });
                }
            }
        }
    }
    heads.sort_by_key(|head| (head.holder, head.tenure.as_ref().map_or(NaiveDate::MAX, |tenure| tenure.from)));
    heads
}

/// What is owed by the People's Committee is answered for by its chair.
const fn one_post(holder: DutyHolder) -> DutyHolder {
    match holder {
        DutyHolder::PartyHead => DutyHolder::PartyHead,
        DutyHolder::GovernmentHead | DutyHolder::Government => DutyHolder::GovernmentHead,
    }
}

/// The changes of heads within the year, in the order of [`by_heads`].
#[must_use]
pub fn hand_overs(book: &YearBook) -> Vec<HandOver> {
    let heads = by_heads(book);
    let mut changes = Vec::new();
    for holder in [DutyHolder::PartyHead, DutyHolder::GovernmentHead] {
        let of = |tenure: &Tenure| heads.iter().find(|head| head.holder == holder && head.tenure.as_ref() == Some(tenure));
        for pair in book.heads.of(Some(holder)).windows(2) {
            let [from, to] = pair else { continue };
            if to.from.year() != book.year {
                continue;
            }
            let Some(next) = of(to) else { continue };
            let own = |at: usize| of(from)?.parts.iter().find(|part| part.at == at).map(|part| part.part.line.clone());
            let duties =
                next.parts.iter().map(|part| HandedOver { at: part.at, own: own(part.at), part: part.part.clone() }).collect();
            changes.push(HandOver { holder, on: to.from, from: from.clone(), to: to.clone(), duties });
        }
    }
    changes
}
