//! Fields of life of a unit's own: each counts for one field of the common upper level, and a tree says whether it is in use.
//! And the session that an issue was handed in for, where it went to another.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::support::{index, references};

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["unit_code", "common_code"] {
            manager.alter_table(Table::alter().table("field").add_column(text_null(column)).take()).await?;
        }
        let closed = timestamp_with_time_zone_null("closed_at");
        manager.alter_table(Table::alter().table("field").add_column(closed).take()).await?;
        manager.create_index(index("field", &["common_code"])).await?;
        manager.alter_table(Table::alter().table("issue").add_column(uuid_null("meant_for")).take()).await?;
        manager
            .create_table(
                Table::create()
                    .table("field_tree")
                    .col(text("unit_code").primary_key())
                    .col(boolean("in_use"))
                    .col(integer("version"))
                    .foreign_key(&mut references("field_tree", "unit_code", "unit", "code"))
                    .take(),
            )
            .await
    }
}
