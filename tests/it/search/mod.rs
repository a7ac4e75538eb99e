//! Searching: what is found without diacritics, by whom, in which order; and what is never found.
//!
//! The same tests run on both databases (`TEST_DATABASE=postgres`), so that both give the same answers.

mod answers;
mod command_line;
mod files;
mod index;
mod many;
mod page;
mod rights;
mod similar;
mod speed;

use doithoai::kernel::{Ctx, PageRequest};
use doithoai::search::rules::Question;
use doithoai::search::store::find::{COUNTED, Results, Wanted, find};

use crate::support::TestApp;

/// Everything that this person finds.
async fn found(app: &TestApp, ctx: &Ctx, typed: &str) -> Results {
    let wanted = Wanted { question: Question::read(typed), ..Wanted::default() };
    asked(app, ctx, &wanted).await
}

async fn asked(app: &TestApp, ctx: &Ctx, wanted: &Wanted) -> Results {
    find(app.read(), ctx, wanted, PageRequest { number: 1, size: COUNTED }).await.unwrap()
}
