//! What can be searched: a row for each text that somebody may find, the index of its words, and how far the index was filled.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::support::{index, unique};

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("searchable")
                    .col(big_integer("place").primary_key())
                    .col(uuid("thing_id"))
                    .col(integer("part"))
                    .col(text("kind"))
                    .col(text("seen"))
                    .col(text("unit_code"))
                    .col(uuid_null("session_id"))
                    .col(text_null("field_code"))
                    .col(text("state"))
                    .col(date("day"))
                    .col(text("title"))
                    .col(text("text"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("searchable", &["thing_id", "part"])).await?;
        manager.create_index(index("searchable", &["unit_code"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("search_progress")
                    .col(text("kind").primary_key())
                    .col(integer("format"))
                    .col(uuid_null("after_id"))
                    .col(timestamp_with_time_zone_null("done_at"))
                    .take(),
            )
            .await?;
        for statement in words(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// The index of words. Both databases get words that the program has split and folded itself, so that neither has an
/// opinion of its own on what a word is.
fn words(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Sqlite => &[
            "CREATE VIRTUAL TABLE searchable_words USING fts5(words, content='', contentless_delete=1, tokenize=\"ascii tokenchars '_'\")",
        ],
        _ => &[
            "CREATE TABLE searchable_words (place bigint PRIMARY KEY, words tsvector NOT NULL)",
            "CREATE INDEX ix_searchable_words_words ON searchable_words USING gin (words)",
        ],
    }
}
