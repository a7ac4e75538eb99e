//! What an issue has to do with others: the opinion that it is a part of, the earlier one that it repeats, the one of another
//! unit that was sent here.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::support::index;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in ["split_from", "repeats", "forwarded_from"] {
            manager.alter_table(Table::alter().table("issue").add_column(uuid_null(column)).take()).await?;
        }
        manager.create_index(index("issue", &["split_from"])).await?;
        manager.create_index(index("issue", &["repeats"])).await?;
        manager.create_index(index("issue", &["forwarded_from"])).await
    }
}
