//! Pages of a list: their rows, and how many there are in all, whichever page is asked for.

use doithoai::db::{WriteTx, paged};
use doithoai::kernel::{Event, PageRequest};
use entity::audit_entry;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::support::TestApp;

const CODE: &str = "test.paged";

/// The subjects of the rows on the page, and the total.
async fn page(app: &TestApp, code: &str, number: u64, size: u64) -> (String, u64) {
    let query = audit_entry::Entity::find().filter(audit_entry::Column::Code.eq(code)).order_by_asc(audit_entry::Column::Seq);
    let page = paged(app.read(), query, PageRequest { number, size }).await.unwrap();
    (page.rows.iter().map(|row| row.subject_id.as_str()).collect(), page.total)
}

#[tokio::test]
async fn the_total_is_the_same_on_every_page() {
    let app = TestApp::new().await;
    for subject in ["a", "b", "c", "d", "e"] {
        let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
        tx.commit(Event::new(CODE, "test", subject, "")).await.unwrap();
    }
    for (number, size, rows, why) in [
        (1, 3, "abc", "the page is full and there are more"),
        (2, 3, "de", "the list ends on the page"),
        (3, 3, "", "the page is the next after the last"),
        (9, 3, "", "the page lies far beyond the end"),
        (1, 5, "abcde", "the page is full and there are no more"),
        (2, 5, "", "the page after a full last one"),
        (1, 6, "abcde", "the only page is not full"),
        (5, 1, "e", "the last of many"),
    ] {
        assert_eq!(page(&app, CODE, number, size).await, (rows.to_owned(), 5), "page {number} of {size}: {why}");
    }
}

#[tokio::test]
async fn an_empty_list_has_nothing_on_any_page() {
    let app = TestApp::new().await;
    for number in [1, 2, 7] {
        assert_eq!(page(&app, "test.none", number, 3).await, (String::new(), 0), "page {number}");
    }
}
