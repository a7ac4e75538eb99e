//! The question put to the index, within what the actor may find in every room.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::db::text_search::{Days, Found, places, texts_at};
use crate::db::{Conn, Reach, Term, TextKind};
use crate::error::AppResult;
use crate::kernel::{Ctx, PageRequest};
use crate::search::rules::Question;
use crate::{dialogues, followups, issues, minutes, reports};

/// What is looked for; empty filters do not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub question: Question,
    pub kind: Option<TextKind>,
    /// A unit with all below it.
    pub unit: Option<String>,
    /// Code of an upper field, with all below it, or of a lower one.
    pub field: Option<String>,
    pub state: Option<(TextKind, String)>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// One page of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Results {
    pub rows: Vec<Found>,
    /// Of the page; the last one where there are fewer than were asked for.
    pub number: u64,
    pub total: u64,
    /// There are more than are counted.
    pub more: bool,
}

/// How many are counted; nobody leafs through more, and a common word has millions.
pub const COUNTED: u64 = 200;

/// What this actor may find in all rooms.
fn reach(ctx: &Ctx) -> Vec<Reach> {
    let mut all = vec![issues::text_reach(ctx), dialogues::text_reach(ctx), minutes::text_reach(ctx), reports::text_reach(ctx)];
    all.push(issues::answer_text_reach(ctx));
    all.extend(followups::text_reach(ctx));
    all
}

/// A page of what has all words of the question, the newest day first. A question without words finds nothing.
///
/// # Errors
/// The database's.
pub async fn find(conn: &Conn, ctx: &Ctx, wanted: &Wanted, page: PageRequest) -> AppResult<Results> {
    if wanted.question.is_empty() {
        return Ok(Results { rows: Vec::new(), number: 1, total: 0, more: false });
    }
    let days: Days = (wanted.from, wanted.to);
    let mut all = places(conn, &reach(ctx), &term(conn, wanted).await?, days, COUNTED + 1).await?;
    let more = all.len() as u64 > COUNTED;
    all.truncate(usize::try_from(COUNTED).unwrap_or(usize::MAX));
    let page = page.within(all.len() as u64);
    let skip = usize::try_from(page.offset()).unwrap_or(usize::MAX);
    let size = usize::try_from(page.size).unwrap_or(usize::MAX);
    let shown: Vec<i64> = all.iter().copied().skip(skip).take(size).collect();
    Ok(Results { rows: texts_at(conn, &shown).await?, number: page.number, total: all.len() as u64, more })
}

async fn term(conn: &Conn, wanted: &Wanted) -> AppResult<Term> {
    let words = wanted.question.words.iter().cloned().map(Term::Word);
    let mut all: Vec<Term> = words.chain(wanted.question.phrases.iter().cloned().map(Term::Phrase)).collect();
    all.extend(wanted.kind.map(Term::kind));
    all.extend(wanted.unit.as_deref().map(Term::below));
    all.extend(wanted.state.as_ref().map(|(kind, state)| Term::state(*kind, state)));
    if let Some(code) = &wanted.field {
        let fields = issues::fields(conn).await?;
        let below = fields.iter().filter(|field| field.is_below(code)).map(|field| Term::field(&field.code));
        all.push(Term::Any(below.chain([Term::field(code)]).collect()));
    }
    Ok(Term::All(all))
}

/// Looks over the next things of `kind` behind `after`; see the rooms.
///
/// # Errors
/// The database's.
pub async fn index(conn: &Conn, kind: TextKind, after: Option<Uuid>, limit: u64) -> AppResult<(u64, Option<Uuid>)> {
    match kind {
        TextKind::Issue => issues::index_texts(conn, after, limit).await,
        TextKind::Answer => issues::index_answer_texts(conn, after, limit).await,
        TextKind::Session => dialogues::index_texts(conn, after, limit).await,
        TextKind::Minutes => minutes::index_texts(conn, after, limit).await,
        TextKind::Commitment => followups::index_commitment_texts(conn, after, limit).await,
        TextKind::Conclusion => followups::index_conclusion_texts(conn, after, limit).await,
        TextKind::Report => reports::index_texts(conn, after, limit).await,
    }
}
