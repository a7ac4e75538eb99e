//! Pages that anybody may read without signing in: help, accessibility, protection of personal data.
//!
//! They hold no data of any room; the words stand in `public.ftl`.

pub mod pages;
