//! The laws of `ARCHITECTURE.md` as tests.

mod code;
mod imports;
mod rooms;
mod templates;
