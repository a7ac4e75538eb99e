//! The integration tests, one binary: a whole application on a fresh database, without sockets, in milliseconds.
//!
//! # How to write a test
//! ```ignore
//! #[tokio::test]
//! async fn the_office_opens_a_call() {
//!     let app = TestApp::new().await;                        // fresh database, clock at 3 March 2025, 08:00
//!     let an = app.person("An", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
//!     app.at("2025-08-28 07:30");                            // turns the clock; people stay signed in
//!     let page = an.get("/dialogues/new").await.see("Đối thoại mới");
//!     let page = an.fill(&page, &[("title", "Quý III")]).await; // the form on the page, hidden fields and token included
//!     let page = an.follow(page).await;                      // after a redirect
//!     page.see("Quý III").not_see("Lỗi");
//! }
//! ```
//! * People click: a test of a page goes through `get`, `fill`, `post`. What only prepares goes through a room's actions
//!   with `app.ctx()`; never through raw rows, unless the test is about broken rows.
//! * Expected values are worked out by hand in the test, from the law or the requirement, never copied from an answer.
//! * `TEST_DATABASE=postgres` runs the same tests on PostgreSQL (`tests/run pg`).
//! * When a `TestApp` goes, its audit trail must verify and no delivery may have been given up: a test that means to
//!   break that says so with `app.expect_damage()`.
//!
//! `support` is the equipment, `house` tests what every room needs, `laws` reads sources, routes, views and catalogues and
//! fails when a law of `ARCHITECTURE.md` is broken; each room adds a module of its own beside them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by stopping")]

mod admin;
mod deadlines;
mod demo;
mod dialogues;
mod duties;
mod feeds;
mod followups;
mod hostile;
mod house;
mod issues;
mod laws;
mod minutes;
mod notices;
mod plans;
mod reorganisations;
mod reports;
mod search;
mod support;
