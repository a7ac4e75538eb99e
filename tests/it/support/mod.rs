//! The equipment of the tests: the application in a box, people who click, pages as they read them, sessions that are there,
//! foreign programs.

pub mod all;
pub mod app;
pub mod browser;
pub mod database;
pub mod html;
pub mod imap;
pub mod page;
pub mod peers;
pub mod postgres;
pub mod s3;
pub mod sessions;
pub mod smtp;

pub use all::all;
pub use app::{Frozen, PASSWORD, TestApp, wall};
pub use browser::{Browser, Person};
pub use page::{Form, Page};
pub use sessions::{details, publish_days};
