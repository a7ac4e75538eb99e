//! The laws of `ARCHITECTURE.md` as tests.
