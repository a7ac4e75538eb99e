//! Finding texts by their words, on both databases alike: the same words, the same order (newest day first). Neighbour:
//! `texts` keeps them. What an actor may find is said by a [`Reach`]; there is no search without one.

use chrono::NaiveDate;
use entity::searchable::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement, TryGetable, Value,
};
use uuid::Uuid;

use crate::db::Conn;
use crate::db::texts::{Seen, TextKind, Within, first_of, mark, seen_mark, thing_at};
use crate::error::{AppError, AppResult};
use crate::kernel::Scope;

/// What a text must have. Words are those of [`crate::kernel::text::words`]; nothing that was typed reaches a database otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    Word(String),
    /// These words one after the other.
    Phrase(Vec<String>),
    /// Every one of these; without any, everything.
    All(Vec<Self>),
    /// At least one of these; without any, nothing.
    Any(Vec<Self>),
    /// A mark of the index: unit, kind, state.
    Mark(String),
    /// A mark that only texts of one unit have.
    OfUnit(String),
}

impl Term {
    #[must_use]
    pub fn kind(kind: TextKind) -> Self {
        Self::Mark(mark('k', kind.as_str()))
    }

    /// In this state, among things of this kind.
    #[must_use]
    pub fn state(kind: TextKind, state: &str) -> Self {
        Self::Mark(mark('s', &format!("{kind}-{state}")))
    }

    #[must_use]
    pub fn field(code: &str) -> Self {
        Self::Mark(mark('f', code))
    }

    /// Of this unit or one below it.
    #[must_use]
    pub fn below(unit_code: &str) -> Self {
        Self::Mark(mark('a', unit_code))
    }

    /// Of this unit itself.
    #[must_use]
    pub fn unit(unit_code: &str) -> Self {
        Self::Mark(mark('u', unit_code))
    }

    /// Texts of `kind` in the units and sub-trees of `scope`, for whom `seen` says.
    #[must_use]
    pub fn within(kind: TextKind, scope: &Scope, seen: &[Seen]) -> Self {
        if scope.everything {
            return Self::among(kind, seen);
        }
        let units = scope.units.iter().map(|code| Within::Unit(code));
        let mut places: Vec<Within<'_>> = units.chain(scope.subtrees.iter().filter_map(|path| Within::tree(path))).collect();
        places.dedup();
        let marked = |seen, within| match within {
            Within::Unit(_) => Self::OfUnit(seen_mark(kind, seen, within)),
            Within::Everywhere | Within::Below(_) => Self::Mark(seen_mark(kind, seen, within)),
        };
        Self::Any(seen.iter().flat_map(|one| places.iter().map(|place| marked(*one, *place))).collect())
    }

    /// Whether only texts of single units have it.
    fn is_of_units(&self) -> bool {
        match self {
            Self::Word(_) | Self::Phrase(_) | Self::Mark(_) => false,
            Self::OfUnit(_) => true,
            Self::All(terms) => terms.iter().any(Self::is_of_units),
            Self::Any(terms) => terms.iter().all(Self::is_of_units),
        }
    }

    /// Texts of `kind`, for whom `seen` says.
    #[must_use]
    pub fn among(kind: TextKind, seen: &[Seen]) -> Self {
        Self::Any(seen.iter().map(|one| Self::Mark(seen_mark(kind, *one, Within::Everywhere))).collect())
    }

    /// As FTS5 or a `tsquery` writes it; none where nothing can match.
    fn written(&self, backend: DbBackend) -> Option<Written> {
        let sqlite = backend == DbBackend::Sqlite;
        let quoted = |word: &str| if sqlite { format!("\"{word}\"") } else { format!("'{word}'") };
        let joined = |parts: Vec<String>, word: &str| match parts.as_slice() {
            [one] => Written::Text(one.clone()),
            _ => Written::Text(format!("({})", parts.join(word))),
        };
        match self {
            Self::Word(word) | Self::Mark(word) | Self::OfUnit(word) => Some(Written::Text(quoted(word))),
            Self::Phrase(words) if words.is_empty() => Some(Written::Everything),
            Self::Phrase(words) if sqlite => Some(Written::Text(quoted(&words.join(" ")))),
            Self::Phrase(words) => Some(joined(words.iter().map(|word| quoted(word)).collect(), " <-> ")),
            Self::All(terms) => {
                let mut parts = Vec::new();
                for term in terms {
                    match term.written(backend)? {
                        Written::Everything => {}
                        Written::Text(text) => parts.push(text),
                    }
                }
                Some(if parts.is_empty() { Written::Everything } else { joined(parts, if sqlite { " AND " } else { " & " }) })
            }
            Self::Any(terms) => {
                let mut parts = Vec::new();
                for written in terms.iter().filter_map(|term| term.written(backend)) {
                    match written {
                        Written::Everything => return Some(Written::Everything),
                        Written::Text(text) => parts.push(text),
                    }
                }
                (!parts.is_empty()).then(|| joined(parts, if sqlite { " OR " } else { " | " }))
            }
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Written {
    Everything,
    Text(String),
}

/// What an actor may find of one kind of thing: by marks, and single things that concern him.
#[derive(Debug, Clone)]
pub struct Reach {
    pub marked: Vec<Term>,
    /// Texts with these marks, of the things that a query names.
    pub things: Vec<(Term, SelectStatement)>,
}

/// A text that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub thing: Uuid,
    pub kind: TextKind,
    pub unit_code: String,
    pub session: Option<Uuid>,
    pub state: String,
    pub day: NaiveDate,
    pub title: String,
    pub text: String,
}

/// First and last day, both included.
pub type Days = (Option<NaiveDate>, Option<NaiveDate>);

/// The places of the newest texts that have what is `wanted` within `reach`, at most `limit`, newest day first; one for each thing.
///
/// # Errors
/// The database's.
pub async fn places(conn: &Conn, reach: &[Reach], wanted: &Term, days: Days, limit: u64) -> AppResult<Vec<i64>> {
    // Boxed: pages have this deep inside.
    Box::pin(newest(conn, reach, wanted, days, limit)).await
}

/// Most texts of one thing that one reader finds: the wording that is shown, the one that came, and what its files say.
const TEXTS_OF_A_THING: u64 = 3;

async fn newest(conn: &Conn, reach: &[Reach], wanted: &Term, days: Days, limit: u64) -> AppResult<Vec<i64>> {
    let enough = usize::try_from(limit).unwrap_or(usize::MAX);
    // Most things are found by one text.
    let (mut all, is_all) = newest_of(conn, reach, wanted, days, limit.saturating_add(1)).await?;
    if !is_all && all.len() < enough {
        (all, _) = newest_of(conn, reach, wanted, days, limit.saturating_mul(TEXTS_OF_A_THING).saturating_add(1)).await?;
    }
    all.truncate(enough);
    Ok(all)
}

/// The newest things in the newest `most` texts of each way to reach them, and whether there are no others.
async fn newest_of(conn: &Conn, reach: &[Reach], wanted: &Term, days: Days, most: u64) -> AppResult<(Vec<i64>, bool)> {
    let marked = Term::Any(reach.iter().flat_map(|one| one.marked.clone()).collect());
    let mut ways = vec![by_marks(conn, wanted, &marked, days, most).await?];
    for (among, ids) in reach.iter().flat_map(|one| &one.things) {
        ways.push(of_things(conn, &Term::All(vec![wanted.clone(), among.clone()]), ids, days, most).await?);
    }
    // Behind the last text of a way that has more, and in that thing itself, something may be missing.
    let known_to = ways.iter().filter(|way| way.len() as u64 == most).filter_map(|way| way.last().copied().map(thing_at)).max();
    let mut all = ways.concat();
    all.retain(|place| known_to.is_none_or(|last| thing_at(*place) > last));
    all.sort_unstable_by(|a, b| b.cmp(a));
    // Its first text is the one that all its readers see.
    all.dedup_by(|next, kept| {
        let is_same = thing_at(*next) == thing_at(*kept);
        if is_same {
            *kept = *next;
        }
        is_same
    });
    Ok((all, known_to.is_none()))
}

fn between((from, to): Days) -> (i64, i64) {
    let end = to.and_then(|day| day.succ_opt()).map_or(i64::MAX, |day| first_of(day) - 1);
    (from.map_or(0, first_of), end)
}

async fn by_marks(conn: &Conn, wanted: &Term, marked: &Term, days: Days, limit: u64) -> AppResult<Vec<i64>> {
    let backend = conn.get_database_backend();
    let (from, to) = between(days);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![from.into(), to.into(), limit.into()];
    let sql = match (backend, wanted.written(backend), marked.written(backend)) {
        (_, None, _) | (_, _, None) => return Ok(Vec::new()),
        (DbBackend::Postgres, Some(words), Some(Written::Text(marks))) if marked.is_of_units() => {
            let words = if let Written::Text(words) = words { words } else { marks.clone() };
            values.extend([marks.into(), words.into()]);
            AMONG_FEW
        }
        _ => {
            let both = Term::All(vec![wanted.clone(), marked.clone()]);
            let Some(Written::Text(query)) = both.written(backend) else { return Ok(Vec::new()) };
            values.push(query.into());
            if backend == DbBackend::Sqlite { SQLITE } else { POSTGRES }
        }
    };
    let rows = conn.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(rows.iter().map(|row| i64::try_get_by(row, "place")).collect::<Result<_, _>>().map_err(sea_orm::DbErr::from)?)
}

const SQLITE: &str = "SELECT rowid AS place FROM searchable_words \
    WHERE searchable_words MATCH $4 AND rowid BETWEEN $1 AND $2 ORDER BY rowid DESC LIMIT $3";

const POSTGRES: &str = "SELECT place FROM searchable_words \
    WHERE words @@ CAST(CAST($4 AS text) AS tsquery) AND place BETWEEN $1 AND $2 ORDER BY place DESC LIMIT $3";

/// The texts of a unit are read, which is less than reading in the index where a common word stands; PostgreSQL by itself would
/// do that, or go through all texts from the newest on.
const AMONG_FEW: &str = "WITH own AS MATERIALIZED (SELECT place, words FROM searchable_words \
    WHERE words @@ CAST(CAST($4 AS text) AS tsquery) AND place BETWEEN $1 AND $2) \
    SELECT place FROM own WHERE words @@ CAST(CAST($5 AS text) AS tsquery) ORDER BY place DESC LIMIT $3";

/// With more matches than this SQLite looks into the text of each thing (some 50 µs) instead of listing all matches (some 1 µs each).
const COMMON: i64 = 5_000;

/// Whether SQLite knows more than [`COMMON`] texts that match; PostgreSQL plans by its own statistics.
async fn is_common(conn: &Conn, query: &str) -> AppResult<bool> {
    let sql = "SELECT rowid FROM searchable_words WHERE searchable_words MATCH ? LIMIT 1 OFFSET ?";
    let values: [Value; 2] = [query.into(), COMMON.into()];
    Ok(conn.query_one_raw(Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)).await?.is_some())
}

async fn of_things(conn: &Conn, term: &Term, ids: &SelectStatement, days: Days, limit: u64) -> AppResult<Vec<i64>> {
    let backend = conn.get_database_backend();
    let Some(Written::Text(query)) = term.written(backend) else { return Ok(Vec::new()) };
    let (from, to) = between(days);
    let has = match backend {
        DbBackend::Sqlite if is_common(conn, &query).await? => {
            "\"place\" IN (SELECT rowid FROM searchable_words WHERE searchable_words MATCH ? AND rowid = \"searchable\".\"place\")"
        }
        DbBackend::Sqlite => "\"place\" IN (SELECT rowid FROM searchable_words WHERE searchable_words MATCH ?)",
        _ => "\"place\" IN (SELECT w.place FROM searchable_words w WHERE w.words @@ CAST(CAST($1 AS text) AS tsquery))",
    };
    Ok(Entity::find()
        .select_only()
        .column(Column::Place)
        .filter(Column::ThingId.in_subquery(ids.clone()))
        .filter(Column::Place.between(from, to))
        .filter(Expr::cust_with_values(has, [query]))
        .order_by_desc(Column::Place)
        .limit(limit)
        .into_tuple()
        .all(conn)
        .await?)
}

/// The texts at these places, in their order.
///
/// # Errors
/// The database's.
pub async fn texts_at(conn: &Conn, places: &[i64]) -> AppResult<Vec<Found>> {
    let rows = Entity::find().filter(Column::Place.is_in(places.iter().copied())).order_by_desc(Column::Place).all(conn).await?;
    rows.into_iter().map(found).collect()
}

fn found(row: Model) -> AppResult<Found> {
    Ok(Found {
        thing: row.thing_id,
        kind: row.kind.parse().map_err(AppError::from)?,
        unit_code: row.unit_code,
        session: row.session_id,
        state: row.state,
        day: row.day,
        title: row.title,
        text: row.text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(term: &Term, backend: DbBackend) -> Option<String> {
        match term.written(backend) {
            Some(Written::Text(text)) => Some(text),
            _ => None,
        }
    }

    #[test]
    fn terms_are_written_in_the_words_of_each_database() {
        let word = |word: &str| Term::Word(word.into());
        let phrase = Term::Phrase(vec!["le".into(), "hong".into(), "phong".into()]);
        let term = Term::All(vec![word("duong"), phrase, Term::Any(vec![Term::unit("03667"), Term::below("14")])]);
        assert_eq!(text(&term, DbBackend::Sqlite).as_deref(), Some(r#"("duong" AND "le hong phong" AND ("_u03667" OR "_a14"))"#));
        assert_eq!(
            text(&term, DbBackend::Postgres).as_deref(),
            Some("('duong' & ('le' <-> 'hong' <-> 'phong') & ('_u03667' | '_a14'))")
        );
    }

    #[test]
    fn who_reaches_nothing_finds_nothing_and_only_the_system_everything() {
        let nobody = Term::within(TextKind::Issue, &Scope::default(), &[Seen::Shown]);
        assert_eq!(Term::All(vec![Term::Word("duong".into()), nobody]).written(DbBackend::Sqlite), None);
        assert_eq!(Term::All(Vec::new()).written(DbBackend::Sqlite), Some(Written::Everything));
        assert_eq!(Term::Any(Vec::new()).written(DbBackend::Postgres), None);
        let system = Scope { everything: true, ..Scope::default() };
        let all = Term::within(TextKind::Report, &system, &[Seen::Shown]);
        assert_eq!(text(&all, DbBackend::Sqlite).as_deref(), Some(r#""_rreport_shown""#));
    }
}
