//! Tables of `feeds`.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::support::{index, references, unique};

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("feed")
                    .col(uuid("id").primary_key())
                    .col(text("kind"))
                    .col(text_null("unit_code"))
                    .col(uuid_null("person_id"))
                    .col(uuid_null("body_id"))
                    .col(text("token_hash"))
                    .col(text("name"))
                    .col(uuid_null("created_by"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("revoked_at"))
                    .col(timestamp_with_time_zone_null("last_fetched_at"))
                    .col(text("last_client"))
                    .foreign_key(&mut references("feed", "unit_code", "unit", "code"))
                    .foreign_key(&mut references("feed", "person_id", "person", "id"))
                    .foreign_key(&mut references("feed", "body_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("feed", &["token_hash"])).await?;
        manager.create_index(index("feed", &["person_id"])).await?;
        manager.create_index(index("feed", &["body_id"])).await?;
        Ok(())
    }
}
