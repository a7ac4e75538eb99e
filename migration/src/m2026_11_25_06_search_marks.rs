//! Each text has one mark for kind, reader and place together. The index is emptied; the program fills it anew in the background.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in emptied(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

fn emptied(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Sqlite => &[
            "INSERT INTO searchable_words (searchable_words) VALUES ('delete-all')",
            "DELETE FROM searchable",
            "DELETE FROM search_progress",
        ],
        // Without the list of what is yet to be sorted in, which every question reads from end to end.
        _ => &[
            "TRUNCATE searchable_words, searchable, search_progress",
            "ALTER INDEX ix_searchable_words_words SET (fastupdate = off)",
        ],
    }
}
