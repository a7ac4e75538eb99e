//! That people were told of the reception of what they raised.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::support::{index, references};

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("issue_notice")
                    .col(uuid("issue_id").primary_key())
                    .col(text("unit_code"))
                    .col(date("sent_on"))
                    .col(text("way"))
                    .col(text("recorded_by"))
                    .col(timestamp_with_time_zone("recorded_at"))
                    .foreign_key(&mut references("issue_notice", "issue_id", "issue", "id"))
                    .foreign_key(&mut references("issue_notice", "unit_code", "unit", "code"))
                    .take(),
            )
            .await?;
        manager.create_index(index("issue_notice", &["unit_code"])).await
    }
}
