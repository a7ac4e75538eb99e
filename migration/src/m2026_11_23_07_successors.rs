//! Reorganisations: what became of units and bodies, by which paper, and what was handed over; names that they had before.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::support::{index, references};

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("body").add_column(uuid_null("successor_id")).take()).await?;
        manager.create_index(index("body", &["successor_id"])).await?;
        manager.create_index(index("unit", &["successor_code"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("reorganisation")
                    .col(uuid("id").primary_key())
                    .col(text("kind"))
                    .col(text("level"))
                    .col(text("unit_code"))
                    .col(date("effective_on"))
                    .col(text("paper"))
                    .col(date("paper_on"))
                    .col(text("note"))
                    .col(text_null("heir_code"))
                    .col(uuid_null("heir_id"))
                    .col(text("new_name"))
                    .col(text("new_code"))
                    .col(text("new_kind"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(text("created_by"))
                    .col(timestamp_with_time_zone_null("published_at"))
                    .col(text("published_by"))
                    .col(timestamp_with_time_zone_null("settled_at"))
                    .col(integer("version"))
                    .foreign_key(&mut references("reorganisation", "unit_code", "unit", "code"))
                    .foreign_key(&mut references("reorganisation", "heir_code", "unit", "code"))
                    .foreign_key(&mut references("reorganisation", "heir_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("reorganisation", &["unit_code"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("reorganisation_old")
                    .col(uuid("reorganisation_id"))
                    .col(integer("position"))
                    .col(text_null("unit_code"))
                    .col(uuid_null("body_id"))
                    .col(text("name"))
                    .primary_key(Index::create().col("reorganisation_id").col("position"))
                    .foreign_key(&mut references("reorganisation_old", "reorganisation_id", "reorganisation", "id"))
                    .foreign_key(&mut references("reorganisation_old", "unit_code", "unit", "code"))
                    .foreign_key(&mut references("reorganisation_old", "body_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("reorganisation_old", &["body_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("handover")
                    .col(uuid("id").primary_key())
                    .col(uuid("reorganisation_id"))
                    .col(text("kind"))
                    .col(uuid("subject_id"))
                    .col(text("what"))
                    .col(text("from_name"))
                    .col(uuid_null("from_id"))
                    .col(uuid_null("to_id"))
                    .col(text("to_name"))
                    .col(text("choice"))
                    .col(timestamp_with_time_zone("decided_at"))
                    .col(text("decided_by"))
                    .col(timestamp_with_time_zone_null("moved_at"))
                    .foreign_key(&mut references("handover", "reorganisation_id", "reorganisation", "id"))
                    .foreign_key(&mut references("handover", "from_id", "body", "id"))
                    .foreign_key(&mut references("handover", "to_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("handover", &["reorganisation_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("former_name")
                    .col(uuid("id").primary_key())
                    .col(text_null("unit_code"))
                    .col(uuid_null("body_id"))
                    .col(text("name"))
                    .col(text("short_name"))
                    .col(date("last_on"))
                    .foreign_key(&mut references("former_name", "unit_code", "unit", "code"))
                    .foreign_key(&mut references("former_name", "body_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("former_name", &["unit_code"])).await?;
        manager.create_index(index("former_name", &["body_id"])).await
    }
}
