//! Stated absences of heads, in which a deputy acts.

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
                    .table("absence")
                    .col(uuid("id").primary_key())
                    .col(uuid("body_id"))
                    .col(uuid("person_id"))
                    .col(uuid("deputy_id"))
                    .col(date("from_on"))
                    .col(date("to_on"))
                    .col(text("reason"))
                    .col(text("document"))
                    .col(timestamp_with_time_zone("stated_at"))
                    .col(text("stated_by"))
                    .col(timestamp_with_time_zone_null("ended_at"))
                    .col(integer("version"))
                    .foreign_key(&mut references("absence", "body_id", "body", "id"))
                    .foreign_key(&mut references("absence", "person_id", "person", "id"))
                    .foreign_key(&mut references("absence", "deputy_id", "person", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("absence", &["deputy_id", "to_on"])).await?;
        manager.create_index(index("absence", &["body_id", "to_on"])).await
    }
}
