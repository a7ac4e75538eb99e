//! What attached files say, once for each content: found by the search, read in the background.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::support::index;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("attachment_text")
                    .col(text("sha256").primary_key())
                    .col(text("state"))
                    .col(text("text"))
                    .col(timestamp_with_time_zone("extracted_at"))
                    .take(),
            )
            .await?;
        manager.create_index(index("attachment", &["sha256"])).await
    }
}
