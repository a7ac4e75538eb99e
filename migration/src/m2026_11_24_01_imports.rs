//! Imports of issues from sheets: what was looked at, and the rows in parts, each written once.

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
                    .table("issue_import")
                    .col(uuid("id").primary_key())
                    .col(text("unit_code"))
                    .col(uuid("session_id"))
                    .col(uuid("body_id"))
                    .col(uuid_null("account_id"))
                    .col(text("file_name"))
                    .col(text("read_as"))
                    .col(text("sheet"))
                    .col(json_binary("hidden"))
                    .col(json_binary("headings"))
                    .col(text("state"))
                    .col(boolean("only_good"))
                    .col(boolean("submit"))
                    .col(text("stopped_by"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("started_at"))
                    .col(timestamp_with_time_zone_null("ended_at"))
                    .col(integer("version"))
                    .foreign_key(&mut references("issue_import", "unit_code", "unit", "code"))
                    .foreign_key(&mut references("issue_import", "session_id", "dialogue_session", "id"))
                    .foreign_key(&mut references("issue_import", "body_id", "body", "id"))
                    .foreign_key(&mut references("issue_import", "account_id", "account", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("issue_import", &["state", "created_at"])).await?;
        manager.create_index(index("issue_import", &["body_id", "created_at"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("issue_import_part")
                    .col(uuid("id").primary_key())
                    .col(uuid("import_id"))
                    .col(text("outcome"))
                    .col(integer("number"))
                    .col(integer("row_count"))
                    .col(json_binary("rows"))
                    .col(timestamp_with_time_zone_null("written_at"))
                    .col(integer("written_count"))
                    .foreign_key(&mut references("issue_import_part", "import_id", "issue_import", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("issue_import_part", &["import_id", "outcome", "number"])).await
    }
}
