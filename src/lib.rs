//! Đối Thoại: direct dialogues between leaders and the people, from duty to kept promise.
//!
//! Folder = feature, file name = layer. `kernel` and `law` are pure; `db`, `web`, `calendar`, `outside` wrap one thing each;
//! the rooms are `organisation` and those that build on it. `ARCHITECTURE.md` has the whole map and its laws.

pub mod admin;
pub mod app;
pub mod calendar;
pub mod cli;
pub mod config;
pub mod db;
pub mod demo;
pub mod dialogues;
pub mod duties;
pub mod error;
pub mod feeds;
pub mod followups;
pub mod gate;
pub mod home;
pub mod i18n;
pub mod issues;
pub mod jobs;
pub mod kernel;
pub mod law;
pub mod minutes;
pub mod nav;
pub mod notices;
pub mod organisation;
pub mod outside;
pub mod plumbing;
pub mod public;
pub mod reorganisations;
pub mod reports;
pub mod routes;
pub mod search;
pub mod sheets;
pub mod sweeps;
pub mod views;
pub mod web;
