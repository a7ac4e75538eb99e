//! The laws of `ARCHITECTURE.md` as tests.

mod code;
mod imports;
mod links;
mod locales;
mod rooms;
mod routes;
mod schema;
mod templates;
