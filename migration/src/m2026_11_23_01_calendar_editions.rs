//! The working calendar in editions, each with its paper; days name the edition that entered them.

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
                    .table("calendar_edition")
                    .col(uuid("id").primary_key())
                    .col(integer_null("number"))
                    .col(text("title"))
                    .col(text("source"))
                    .col(text("link"))
                    .col(timestamp_with_time_zone_null("published_at"))
                    .col(text("published_by"))
                    .col(integer("version"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("calendar_edition", &["number"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("calendar_change")
                    .col(uuid("edition_id"))
                    .col(date("on_date"))
                    .col(text_null("kind"))
                    .col(text("label"))
                    .col(text("source"))
                    .primary_key(Index::create().col("edition_id").col("on_date"))
                    .foreign_key(&mut references("calendar_change", "edition_id", "calendar_edition", "id"))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("calendar_move")
                    .col(uuid("edition_id"))
                    .col(uuid("session_id"))
                    .col(text("kind"))
                    .col(text("unit_code"))
                    .col(date("from_on"))
                    .col(date("to_on"))
                    .primary_key(Index::create().col("edition_id").col("session_id").col("kind"))
                    .foreign_key(&mut references("calendar_move", "edition_id", "calendar_edition", "id"))
                    .foreign_key(&mut references("calendar_move", "session_id", "dialogue_session", "id"))
                    .foreign_key(&mut references("calendar_move", "unit_code", "unit", "code"))
                    .take(),
            )
            .await?;
        manager.create_index(index("calendar_move", &["edition_id", "unit_code"])).await?;
        // What was entered so far belongs to the first edition, which the program writes when it starts.
        let renamed = Table::alter().table("calendar_day").rename_column("version", "edition").take();
        manager.alter_table(renamed).await?;
        let first = Query::update().table("calendar_day").value("edition", 1).take();
        manager.execute(first).await
    }
}
