//! The office's desk: acts that can be undone, and who looks at what.

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
                    .table("triage_act")
                    .col(uuid("id").primary_key())
                    .col(uuid("account_id"))
                    .col(text("word"))
                    .col(timestamp_with_time_zone("at"))
                    .col(json_binary("before"))
                    .col(timestamp_with_time_zone_null("undone_at"))
                    .foreign_key(&mut references("triage_act", "account_id", "account", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("triage_act", &["at"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("issue_hold")
                    .col(uuid("issue_id"))
                    .col(uuid("account_id"))
                    .col(text("name"))
                    .col(timestamp_with_time_zone("until"))
                    .primary_key(Index::create().col("issue_id").col("account_id"))
                    .foreign_key(&mut references("issue_hold", "issue_id", "issue", "id"))
                    .foreign_key(&mut references("issue_hold", "account_id", "account", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("issue_hold", &["until"])).await
    }
}
