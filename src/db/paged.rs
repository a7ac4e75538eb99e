//! One page of a query, and how many rows there are in all.

use sea_orm::{EntityTrait, PaginatorTrait, QuerySelect, Select};

use crate::db::Conn;
use crate::error::AppResult;
use crate::kernel::{Page, PageRequest};

/// The rows of `page`. What ends on this page is not counted by a second query.
///
/// # Errors
/// The database's.
pub async fn paged<E>(conn: &Conn, query: Select<E>, page: PageRequest) -> AppResult<Page<E::Model>>
where
    E: EntityTrait,
    E::Model: Sync,
{
    let rows = query.clone().offset(page.offset()).limit(page.size).all(conn).await?;
    let shown = rows.len() as u64;
    let ends_here = shown < page.size && (shown > 0 || page.number == 1);
    let total = if ends_here { page.offset() + shown } else { query.count(conn).await? };
    Ok(Page::new(rows, page, total))
}
