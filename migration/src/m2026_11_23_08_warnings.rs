//! How many days before its last one a commitment is warned of, by the rules of the day on which it was given.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let days = integer("warn_days").default(7).take();
        manager.alter_table(Table::alter().table("commitment").add_column(days).take()).await
    }
}
