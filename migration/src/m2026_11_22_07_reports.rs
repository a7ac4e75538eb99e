//! Tables of `reports`.

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
                    .table("report")
                    .col(uuid("id").primary_key())
                    .col(text("unit_code"))
                    .col(text("period"))
                    .col(integer("year"))
                    .col(date("data_from"))
                    .col(date("data_to"))
                    .col(date_null("due_on"))
                    .col(text("state"))
                    .col(json_binary("narrative"))
                    .col(json_binary_null("figures"))
                    .col(json_binary_null("facts"))
                    .col(text_null("digest"))
                    .col(timestamp_with_time_zone_null("signed_at"))
                    .col(text("signed_by"))
                    .col(timestamp_with_time_zone_null("sent_at"))
                    .col(timestamp_with_time_zone_null("decided_at"))
                    .col(text("decided_by"))
                    .col(integer("version"))
                    .foreign_key(&mut references("report", "unit_code", "unit", "code"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("report", &["unit_code", "period", "year"])).await?;
        manager.create_index(index("report", &["year", "period", "state"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("report_comment")
                    .col(uuid("id").primary_key())
                    .col(uuid("report_id"))
                    .col(text_null("figure"))
                    .col(text("text"))
                    .col(text("saved_by"))
                    .col(timestamp_with_time_zone("saved_at"))
                    .foreign_key(&mut references("report_comment", "report_id", "report", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("report_comment", &["report_id"])).await?;
        Ok(())
    }
}
