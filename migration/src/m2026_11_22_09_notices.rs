//! Tables of `notices`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::support::{index, references, unique};

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("notice")
                    .col(uuid("id").primary_key())
                    .col(uuid("account_id"))
                    .col(text("key"))
                    .col(text("code"))
                    .col(json_binary("args"))
                    .col(text("href"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("read_at"))
                    .foreign_key(&mut references("notice", "account_id", "account", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("notice", &["account_id", "key"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("outbox")
                    .col(uuid("id").primary_key())
                    .col(text("key"))
                    .col(text("kind"))
                    .col(json_binary("payload"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("next_try_at"))
                    .col(integer("attempts"))
                    .col(text("last_error"))
                    .col(timestamp_with_time_zone_null("sent_at"))
                    .col(timestamp_with_time_zone_null("dead_at"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("outbox", &["key"])).await?;
        manager.create_index(index("outbox", &["sent_at", "next_try_at"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("reminder")
                    .col(uuid("id").primary_key())
                    .col(text("key"))
                    .col(text("code"))
                    .col(text("subject_kind"))
                    .col(uuid("subject_id"))
                    .col(timestamp_with_time_zone("due_at"))
                    .col(text("state"))
                    .col(timestamp_with_time_zone_null("decided_at"))
                    .col(text("note"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("reminder", &["key"])).await?;
        manager.create_index(index("reminder", &["state", "due_at"])).await?;
        manager.create_index(index("reminder", &["subject_kind", "subject_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("job")
                    .col(text("name").primary_key())
                    .col(timestamp_with_time_zone("next_due"))
                    .col(text_null("lease_owner"))
                    .col(timestamp_with_time_zone_null("lease_until"))
                    .col(big_integer("fence"))
                    .col(timestamp_with_time_zone_null("last_started_at"))
                    .col(timestamp_with_time_zone_null("last_finished_at"))
                    .col(text("last_result"))
                    .col(integer("failures"))
                    .take(),
            )
            .await?;
        Ok(())
    }
}
