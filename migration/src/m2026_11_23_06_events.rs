//! Dated occasions that series of `dialogues` follow, and what a session was counted from or makes up for.

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
                    .table("occasion")
                    .col(uuid("id").primary_key())
                    .col(text("unit_code"))
                    .col(text("kind"))
                    .col(text("name"))
                    .col(date("held_on"))
                    .col(integer("version"))
                    .foreign_key(&mut references("occasion", "unit_code", "unit", "code"))
                    .take(),
            )
            .await?;
        manager.create_index(index("occasion", &["unit_code", "held_on"])).await?;
        for column in [date_null("anchor_on"), uuid_null("makes_up_id")] {
            manager.alter_table(Table::alter().table("dialogue_session").add_column(column).take()).await?;
        }
        manager.create_index(index("dialogue_session", &["makes_up_id"])).await
    }
}
