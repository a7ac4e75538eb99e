//! Busy calendars of `dialogues`, and the way from a person to the sessions that expect him.

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
                    .table("busy_source")
                    .col(uuid("id").primary_key())
                    .col(text("unit_code"))
                    .col(uuid("person_id"))
                    .col(text("kind"))
                    .col(text("address"))
                    .col(text("etag"))
                    .col(text("last_modified"))
                    .col(timestamp_with_time_zone("added_at"))
                    .col(timestamp_with_time_zone_null("read_at"))
                    .col(timestamp_with_time_zone_null("whole_at"))
                    .col(integer("unread"))
                    .col(timestamp_with_time_zone_null("failing_since"))
                    .col(text("problem"))
                    .col(integer("failures"))
                    .col(timestamp_with_time_zone_null("next_try_at"))
                    .col(integer("version"))
                    .foreign_key(&mut references("busy_source", "unit_code", "unit", "code"))
                    .foreign_key(&mut references("busy_source", "person_id", "person", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("busy_source", &["unit_code"])).await?;
        manager.create_index(index("busy_source", &["person_id"])).await?;
        manager.create_index(index("busy_source", &["next_try_at"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("busy_time")
                    .col(uuid("source_id"))
                    .col(timestamp_with_time_zone("starts_at"))
                    .col(timestamp_with_time_zone("ends_at"))
                    .col(uuid("person_id"))
                    .primary_key(Index::create().col("source_id").col("starts_at"))
                    .foreign_key(&mut references("busy_time", "source_id", "busy_source", "id"))
                    .foreign_key(&mut references("busy_time", "person_id", "person", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("busy_time", &["person_id", "starts_at"])).await?;
        manager.create_index(index("attendance", &["person_id"])).await?;
        Ok(())
    }
}
