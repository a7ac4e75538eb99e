//! Tables of `duties`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::support::{references, unique};

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("rule_set")
                    .col(uuid("id").primary_key())
                    .col(text("code"))
                    .col(text("name"))
                    .col(text("level"))
                    .col(json_binary("legal_basis"))
                    .col(date("valid_from"))
                    .col(date_null("valid_to"))
                    .col(json_binary("parameters"))
                    .col(integer("version"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("rule_set", &["code", "valid_from"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("unit_rule_set")
                    .col(text("unit_code"))
                    .col(uuid("rule_set_id"))
                    .col(date("from_on"))
                    .col(date_null("to_on"))
                    .primary_key(Index::create().col("unit_code").col("rule_set_id").col("from_on"))
                    .foreign_key(&mut references("unit_rule_set", "unit_code", "unit", "code"))
                    .foreign_key(&mut references("unit_rule_set", "rule_set_id", "rule_set", "id"))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("calendar_day")
                    .col(date("on_date").primary_key())
                    .col(text("kind"))
                    .col(text("label"))
                    .col(text("source"))
                    .col(integer("version"))
                    .take(),
            )
            .await?;
        Ok(())
    }
}
