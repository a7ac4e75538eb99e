//! Templates of sessions that an office keeps, and what a session or a series took over from one.

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
                    .table("session_template")
                    .col(uuid("id").primary_key())
                    .col(text("unit_code"))
                    .col(text("name"))
                    .col(text("name_key"))
                    .col(text("kind"))
                    .col(text("form"))
                    .col(text("title"))
                    .col(text("counterpart"))
                    .col(text("place"))
                    .col(text("attend_how"))
                    .col(text("starts_at"))
                    .col(integer("duration_minutes"))
                    .col(json_binary("arrangement"))
                    .col(integer("version"))
                    .foreign_key(&mut references("session_template", "unit_code", "unit", "code"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("session_template", &["unit_code", "name_key"])).await?;
        let arrangement = json_binary_null("arrangement");
        manager.alter_table(Table::alter().table("series").add_column(arrangement).take()).await?;
        let outline = json_binary_null("outline");
        manager.alter_table(Table::alter().table("dialogue_session").add_column(outline).take()).await
    }
}
