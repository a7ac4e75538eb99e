//! What attached files say, by their content. Files of issues and of the evidence beside commitments are the same to it: whose they
//! are and who may find them is said by the rooms that own the things.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{attachment, attachment_text};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::AppResult;
use crate::issues::rules::file_kind::{FileKind, Said, SaidState};

/// Bytes of all files of one thing together that are put into the index, which looks at no more words of a text.
const MOST_INDEXED: usize = 100_000;

/// A file that nobody has read for its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub sha256: String,
    pub kind: FileKind,
    pub size_bytes: u64,
}

/// The next `limit` contents that nobody has read, the newest first: somebody may be looking for them.
///
/// # Errors
/// The database's.
pub async fn unread(conn: &Conn, limit: u64) -> AppResult<Vec<Unread>> {
    let kinds = FileKind::ALL.iter().filter(|kind| kind.has_text()).map(|kind| kind.as_str());
    let read = Query::select()
        .expr(Expr::val(1))
        .from(attachment_text::Entity)
        .and_where(
            Expr::col((attachment_text::Entity, attachment_text::Column::Sha256))
                .equals((attachment::Entity, attachment::Column::Sha256)),
        )
        .take();
    let rows = attachment::Entity::find()
        .filter(attachment::Column::MediaType.is_in(kinds))
        .filter(Expr::exists(read).not())
        .order_by_desc(attachment::Column::Id)
        .limit(limit)
        .all(conn)
        .await?;
    let mut unread: Vec<Unread> = Vec::with_capacity(rows.len());
    for row in rows {
        if unread.iter().all(|other| other.sha256 != row.sha256) {
            let size_bytes = u64::try_from(row.size_bytes).unwrap_or(u64::MAX);
            unread.push(Unread { kind: row.media_type.parse()?, sha256: row.sha256, size_bytes });
        }
    }
    Ok(unread)
}

/// Notes that a file is being read; false where somebody has read it or does so. Until it is finished it counts as one that cannot be
/// read, so that one at which the whole program fails is never tried again.
///
/// # Errors
/// The database's.
pub async fn begin(conn: &Conn, sha256: &str, at: DateTime<Utc>) -> AppResult<bool> {
    if attachment_text::Entity::find_by_id(sha256).count(conn).await? > 0 {
        return Ok(false);
    }
    let row = attachment_text::ActiveModel {
        sha256: Set(sha256.to_owned()),
        state: Set(SaidState::Unreadable.to_string()),
        text: Set(String::new()),
        extracted_at: Set(at),
    };
    attachment_text::Entity::insert(row).exec_without_returning(conn).await?;
    Ok(true)
}

/// Keeps what a file says; nothing where it has to be asked again.
///
/// # Errors
/// The database's.
pub async fn finish(conn: &Conn, sha256: &str, said: Option<&Said>) -> AppResult<()> {
    let Some(said) = said else {
        attachment_text::Entity::delete_by_id(sha256).exec(conn).await?;
        return Ok(());
    };
    attachment_text::Entity::update_many()
        .col_expr(attachment_text::Column::State, Expr::val(said.state.as_str()))
        .col_expr(attachment_text::Column::Text, Expr::val(said.text.as_str()))
        .filter(attachment_text::Column::Sha256.eq(sha256))
        .exec(conn)
        .await?;
    // Taken off everything while it was read.
    forget_unused(conn, sha256).await
}

/// Forgets what a file says that is attached to nothing any more.
///
/// # Errors
/// The database's.
pub(super) async fn forget_unused(conn: &Conn, sha256: &str) -> AppResult<()> {
    if attachment::Entity::find().filter(attachment::Column::Sha256.eq(sha256)).count(conn).await? == 0 {
        attachment_text::Entity::delete_by_id(sha256).exec(conn).await?;
    }
    Ok(())
}

/// Names and words of the files of these things, which are of one kind; nothing for those without.
///
/// # Errors
/// The database's.
pub async fn of_owners(conn: &Conn, kind: &str, ids: &[Uuid]) -> AppResult<HashMap<Uuid, String>> {
    let mut query = attachment::Entity::find().filter(attachment::Column::OwnerKind.eq(kind));
    query = query.filter(attachment::Column::OwnerId.is_in(ids.iter().copied())).order_by_asc(attachment::Column::Id);
    let files = query.all(conn).await?;
    if files.is_empty() {
        return Ok(HashMap::new());
    }
    let hashes = files.iter().map(|file| file.sha256.as_str());
    let read = attachment_text::Entity::find().filter(attachment_text::Column::Sha256.is_in(hashes)).all(conn).await?;
    let said: HashMap<&str, &str> = read.iter().map(|row| (row.sha256.as_str(), row.text.as_str())).collect();
    let mut texts: HashMap<Uuid, Vec<String>> = HashMap::new();
    for file in &files {
        let words = said.get(file.sha256.as_str()).copied().unwrap_or_default();
        texts.entry(file.owner_id).or_default().push(format!("{}\n{words}", file.file_name));
    }
    Ok(texts.into_iter().map(|(owner, texts)| (owner, joined(&texts))).collect())
}

/// All of them where there is room; else each one's beginning.
fn joined(texts: &[String]) -> String {
    let share = MOST_INDEXED / texts.len().max(1);
    let parts: Vec<&str> =
        texts.iter().map(|text| text.get(..text.floor_char_boundary(share)).unwrap_or_default().trim()).collect();
    parts.join("\n")
}

/// The things of this kind to which a content is attached.
///
/// # Errors
/// The database's.
pub async fn owners(conn: &Conn, kind: &str, sha256: &str) -> AppResult<Vec<Uuid>> {
    let query = attachment::Entity::find().filter(attachment::Column::Sha256.eq(sha256));
    let rows = query.filter(attachment::Column::OwnerKind.eq(kind)).all(conn).await?;
    let mut owners: Vec<Uuid> = rows.into_iter().map(|row| row.owner_id).collect();
    owners.sort_unstable();
    owners.dedup();
    Ok(owners)
}
