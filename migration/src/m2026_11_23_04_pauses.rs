//! The clock of a commitment: stretches in which it stands still, and the paper behind more time.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::support::{index, references};

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("commitment").add_column(date_null("stopped_on")).take()).await?;
        let paper = text("decision_paper").default("").take();
        manager.alter_table(Table::alter().table("commitment_extension").add_column(paper).take()).await?;
        manager
            .create_table(
                Table::create()
                    .table("commitment_pause")
                    .col(uuid("id").primary_key())
                    .col(uuid("commitment_id"))
                    .col(timestamp_with_time_zone("stopped_at"))
                    .col(text("stopped_by"))
                    .col(uuid("waiting_for_id"))
                    .col(text("reason"))
                    .col(text("paper"))
                    .col(date("paper_on"))
                    .col(timestamp_with_time_zone_null("resumed_at"))
                    .col(text("resumed_by"))
                    .foreign_key(&mut references("commitment_pause", "commitment_id", "commitment", "id"))
                    .foreign_key(&mut references("commitment_pause", "waiting_for_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("commitment_pause", &["commitment_id"])).await
    }
}
