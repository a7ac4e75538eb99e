//! Each text has one mark for kind, reader and place together. The index is emptied; the program fills it anew in the background.

use sea_orm_migration::prelude::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["searchable_words", "searchable", "search_progress"] {
            manager.get_connection().execute_unprepared(&format!("DELETE FROM {table}")).await?;
        }
        Ok(())
    }
}
