//! The post in which a deputy signed a report for the absent head.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let post = text("signed_as").default("").take();
        manager.alter_table(Table::alter().table("report").add_column(post).take()).await
    }
}
