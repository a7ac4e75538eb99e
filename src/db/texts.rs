//! What can be searched, kept beside the things themselves: whoever saves a thing says in the same transaction what of it may
//! be found and by whom. Rooms make the [`Text`]s; neighbour: `text_search` finds them.
//!
//! A petitioner's identity, internal notes and denunciations are never given to this file.

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};
use entity::searchable::{ActiveModel, Column, Entity, Model};
use entity::unit;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, Statement};
use uuid::Uuid;

use crate::alphabet;
use crate::db::Conn;
use crate::error::AppResult;
use crate::kernel::text::words;

alphabet! {
    /// What kind of thing a text belongs to.
    pub enum TextKind {
        Issue = "issue",
        /// What an agency prepared as the answer to an issue.
        Answer = "answer",
        Session = "session",
        /// A line of minutes: question, answers, promises.
        Minutes = "minutes",
        Commitment = "commitment",
        Conclusion = "conclusion",
        Report = "report",
    }
}

alphabet! {
    /// Who may find it among those who read such things at all.
    pub enum Seen {
        /// All of them.
        Shown = "shown",
        /// A wording as it came, beside the one that the office wrote for others.
        Original = "original",
        /// What the files beside it say, for those who read the original.
        Files = "files",
        /// Those who write it, until it is given out.
        Inside = "inside",
        /// The organisation that it belongs to.
        Own = "own",
    }
}

/// A text that may be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Tells the texts of one thing apart: 0 to 3.
    pub part: u8,
    pub kind: TextKind,
    pub seen: Seen,
    pub unit_code: String,
    /// The session under whose address it stands, where it has none of its own.
    pub session: Option<Uuid>,
    pub field: Option<String>,
    pub state: String,
    pub day: NaiveDate,
    /// Number or name without prose of a language; may be empty.
    pub title: String,
    pub text: String,
}

/// Texts written by one statement.
const AT_ONCE: usize = 100;

/// Words of one text that are looked at; PostgreSQL forgets places beyond 16,383.
const LONGEST: usize = 16_000;

/// Brings what can be found of `thing` in line with `texts`. Says whether anything was different.
///
/// # Errors
/// The database's.
pub async fn keep(conn: &Conn, thing: Uuid, texts: &[Text]) -> AppResult<bool> {
    // Boxed: every save of every room has this in it.
    Box::pin(put_in_line(conn, thing, texts)).await
}

async fn put_in_line(conn: &Conn, thing: Uuid, texts: &[Text]) -> AppResult<bool> {
    let before = Entity::find().filter(Column::ThingId.eq(thing)).all(conn).await?;
    let stays = |old: &Model| texts.iter().any(|text| *old == row(text, thing, old.place));
    let (same, other): (Vec<_>, Vec<_>) = before.into_iter().partition(stays);
    for old in &other {
        forget(conn, old.place).await?;
    }
    let mut changed = !other.is_empty();
    for text in texts.iter().filter(|text| same.iter().all(|old| old.part != i32::from(text.part))) {
        insert(conn, thing, text).await?;
        changed = true;
    }
    Ok(changed)
}

/// As [`keep`] for things that are new, in few statements.
///
/// # Errors
/// The database's.
pub async fn add(conn: &Conn, things: &[(Uuid, Vec<Text>)]) -> AppResult<()> {
    let texts = things.iter().flat_map(|(thing, texts)| texts.iter().map(|text| (*thing, text)));
    let texts: Vec<(i64, Uuid, &Text)> = texts.map(|(thing, text)| (place(text.day, thing, text.part), thing, text)).collect();
    let paths: HashMap<String, String> = unit::Entity::find()
        .filter(unit::Column::Code.is_in(texts.iter().map(|(_, _, text)| text.unit_code.as_str()).collect::<BTreeSet<_>>()))
        .all(conn)
        .await?
        .into_iter()
        .map(|unit| (unit.code, unit.path))
        .collect();
    for some in texts.chunks(AT_ONCE) {
        let places: BTreeSet<i64> = some.iter().map(|(place, ..)| *place).collect();
        let is_free = places.len() == some.len()
            && Entity::find().filter(Column::Place.is_in(places.iter().copied())).count(conn).await? == 0;
        if is_free {
            insert_some(conn, some, &paths).await?;
        } else {
            // Two ids with the same random end on the same day: one by one they find their places.
            for (_, thing, text) in some {
                insert(conn, *thing, text).await?;
            }
        }
    }
    Ok(())
}

async fn insert_some(conn: &Conn, some: &[(i64, Uuid, &Text)], paths: &HashMap<String, String>) -> AppResult<()> {
    let rows = some.iter().map(|(place, thing, text)| ActiveModel::from(row(text, *thing, *place)).reset_all());
    Entity::insert_many(rows).exec_without_returning(conn).await?;
    let backend = conn.get_database_backend();
    let path = |text: &Text| paths.get(&text.unit_code).map_or("", String::as_str);
    let (into, content): (&str, fn(&Text, &str) -> String) = match backend {
        DbBackend::Sqlite => ("INSERT INTO searchable_words (rowid, words) VALUES ", line),
        _ => ("INSERT INTO searchable_words (place, words) VALUES ", vector),
    };
    let value = |at: usize| match backend {
        DbBackend::Sqlite => "(?, ?)".to_owned(),
        _ => format!("(${}, CAST(CAST(${} AS text) AS tsvector))", 2 * at + 1, 2 * at + 2),
    };
    let sql = format!("{into}{}", (0..some.len()).map(value).collect::<Vec<_>>().join(", "));
    let values = some.iter().flat_map(|(place, _, text)| [(*place).into(), content(text, path(text)).into()]);
    conn.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(())
}

fn row(text: &Text, thing: Uuid, place: i64) -> Model {
    Model {
        place,
        thing_id: thing,
        part: text.part.into(),
        kind: text.kind.to_string(),
        seen: text.seen.to_string(),
        unit_code: text.unit_code.clone(),
        session_id: text.session,
        field_code: text.field.clone(),
        state: text.state.clone(),
        day: text.day,
        title: text.title.clone(),
        text: text.text.clone(),
    }
}

async fn insert(conn: &Conn, thing: Uuid, text: &Text) -> AppResult<()> {
    let mut place = place(text.day, thing, text.part);
    while Entity::find_by_id(place).count(conn).await? > 0 {
        place += NEXT;
    }
    let path = unit::Entity::find_by_id(text.unit_code.as_str()).one(conn).await?.map(|unit| unit.path).unwrap_or_default();
    Entity::insert(ActiveModel::from(row(text, thing, place)).reset_all()).exec_without_returning(conn).await?;
    let backend = conn.get_database_backend();
    let (sql, content) = match backend {
        DbBackend::Sqlite => ("INSERT INTO searchable_words (rowid, words) VALUES (?, ?)", line(text, &path)),
        _ => ("INSERT INTO searchable_words (place, words) VALUES ($1, CAST(CAST($2 AS text) AS tsvector))", vector(text, &path)),
    };
    conn.execute_raw(Statement::from_sql_and_values(backend, sql, [place.into(), content.into()])).await?;
    Ok(())
}

async fn forget(conn: &Conn, place: i64) -> AppResult<()> {
    Entity::delete_by_id(place).exec(conn).await?;
    let backend = conn.get_database_backend();
    let sql = match backend {
        DbBackend::Sqlite => "DELETE FROM searchable_words WHERE rowid = ?",
        _ => "DELETE FROM searchable_words WHERE place = $1",
    };
    conn.execute_raw(Statement::from_sql_and_values(backend, sql, [place.into()])).await?;
    Ok(())
}

/// Bits of a place below its day, and of those the ones that tell the texts of a thing apart.
const BELOW_DAY: u32 = 43;
const PARTS: u32 = 2;
const NEXT: i64 = 1 << PARTS;

/// Where a text stands among all: by day, then by the random end of its thing's id. Both databases find the newest by going
/// through their keys backwards, without sorting.
fn place(day: NaiveDate, thing: Uuid, part: u8) -> i64 {
    let random = thing.as_u128() & ((1 << (BELOW_DAY - PARTS)) - 1);
    first_of(day) | (i64::try_from(random).unwrap_or_default() << PARTS) | i64::from(part & 3)
}

/// The first place of a day.
pub(super) fn first_of(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce().clamp(0, 0xF_FFFF)) << BELOW_DAY
}

/// Texts of one thing have this in common.
#[must_use]
pub(super) const fn thing_at(place: i64) -> i64 {
    place >> PARTS
}

/// Letters of a mark: what is asked for in an address may be longer, and PostgreSQL takes no word above 2,046 bytes.
const LONGEST_MARK: usize = 64;

/// A mark for what is no word of the text: unit, kind, state. Words never begin with a low line.
pub(super) fn mark(of: char, value: &str) -> String {
    let value: String = value.chars().take(LONGEST_MARK).map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    format!("_{of}{value}")
}

/// Where somebody may see texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within<'a> {
    Everywhere,
    Unit(&'a str),
    /// A unit and those below it.
    Below(&'a str),
}

/// Levels with units below them: the country and its provinces.
const UPPER_LEVELS: usize = 2;

fn codes(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|code| !code.is_empty())
}

impl<'a> Within<'a> {
    /// The unit at `path` with all below it, which for a commune is itself.
    pub(super) fn tree(path: &'a str) -> Option<Self> {
        let code = codes(path).last()?;
        Some(if codes(path).count() > UPPER_LEVELS { Self::Unit(code) } else { Self::Below(code) })
    }
}

/// One mark for kind, reader and place: of many texts, those of one commune are found by a mark that no others have.
pub(super) fn seen_mark(kind: TextKind, seen: Seen, within: Within<'_>) -> String {
    match within {
        Within::Everywhere => mark('r', &format!("{kind}-{seen}")),
        Within::Unit(code) => mark('r', &format!("{kind}-{seen}-u{code}")),
        Within::Below(code) => mark('r', &format!("{kind}-{seen}-a{code}")),
    }
}

fn marks(text: &Text, path: &str) -> Vec<String> {
    let seen = |within| seen_mark(text.kind, text.seen, within);
    let mut marks = vec![
        mark('k', text.kind.as_str()),
        seen(Within::Everywhere),
        seen(Within::Unit(&text.unit_code)),
        mark('u', &text.unit_code),
        mark('s', &format!("{}-{}", text.kind, text.state)),
    ];
    marks.extend(text.field.as_deref().map(|field| mark('f', field)));
    marks.extend(codes(path).map(|code| mark('a', code)));
    marks.extend(codes(path).take(UPPER_LEVELS).map(|code| seen(Within::Below(code))));
    marks
}

fn all_words(text: &Text) -> Vec<String> {
    let mut all = words(&text.title);
    all.extend(words(&text.text));
    all.truncate(LONGEST);
    all
}

/// For SQLite: words and marks with blanks between them.
fn line(text: &Text, path: &str) -> String {
    let mut all = all_words(text);
    all.extend(marks(text, path));
    all.join(" ")
}

/// For PostgreSQL: words with their places, and marks without, as its vectors are written.
fn vector(text: &Text, path: &str) -> String {
    let words = (1..).zip(all_words(text)).map(|(at, word): (u16, String)| format!("'{word}':{at}"));
    let marks = marks(text, path).into_iter().map(|mark| format!("'{mark}'"));
    words.chain(marks).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> Text {
        Text {
            part: 1,
            kind: TextKind::Issue,
            seen: Seen::Shown,
            unit_code: "03667".into(),
            session: None,
            field: Some("giao-thong".into()),
            state: "written-only".into(),
            day: NaiveDate::from_ymd_opt(2025, 8, 28).unwrap(),
            title: "Số 4".into(),
            text: "Đường Đường".into(),
        }
    }

    #[test]
    fn both_databases_get_the_same_words_and_marks() {
        let reach = "_rissue_shown _rissue_shown_u03667";
        let below = "_rissue_shown_a00 _rissue_shown_a14";
        let marks = format!("_kissue {reach} _u03667 _sissue_written_only _fgiao_thong _a00 _a14 _a03667 {below}");
        assert_eq!(line(&text(), "00/14/03667/"), format!("so 4 duong duong {marks}"));
        let quoted: Vec<String> = marks.split(' ').map(|mark| format!("'{mark}'")).collect();
        assert_eq!(vector(&text(), "00/14/03667/"), format!("'so':1 '4':2 'duong':3 'duong':4 {}", quoted.join(" ")));
    }

    #[test]
    fn places_go_by_day_and_keep_the_texts_of_a_thing_together() {
        let day = |day| NaiveDate::from_ymd_opt(2025, 8, day).unwrap();
        let (one, other) = (Uuid::from_u128(u128::MAX), Uuid::from_u128(7));
        assert!(place(day(28), one, 3) < place(day(29), other, 0));
        assert!(place(day(28), one, 0) < first_of(day(29)));
        assert_eq!(thing_at(place(day(28), one, 0)), thing_at(place(day(28), one, 3)));
        assert_ne!(thing_at(place(day(28), one, 0)), thing_at(place(day(28), other, 0)));
        assert!(place(NaiveDate::MAX, one, 3) > 0 && place(NaiveDate::MIN, one, 0) >= 0);
    }
}
