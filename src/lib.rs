//! Đối Thoại: direct dialogues between leaders and the people, from duty to kept promise.

pub mod app;
pub mod calendar;
pub mod config;
pub mod db;
pub mod error;
pub mod i18n;
pub mod kernel;
pub mod organisation;
pub mod web;
