//! Versions of rule sets: the last day that the instrument itself names beside the day on which the version really ends, and
//! drafts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::support::{references, unique};

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("rule_set").add_column(date_null("stated_to")).take()).await?;
        let stated = Query::update().table("rule_set").value("stated_to", Expr::col("valid_to")).take();
        manager.execute(stated).await?;
        manager
            .create_table(
                Table::create()
                    .table("rule_draft")
                    .col(uuid("id").primary_key())
                    .col(text("code"))
                    .col(text("aim"))
                    .col(uuid_null("amends"))
                    .col(json_binary("text"))
                    .col(integer("version"))
                    .foreign_key(&mut references("rule_draft", "amends", "rule_set", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("rule_draft", &["code"])).await
    }
}
