//! Tables of `minutes`.

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
                    .table("agenda")
                    .col(uuid("session_id").primary_key())
                    .col(text("state"))
                    .col(timestamp_with_time_zone("changed_at"))
                    .col(integer("version"))
                    .foreign_key(&mut references("agenda", "session_id", "dialogue_session", "id"))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("agenda_item")
                    .col(uuid("id").primary_key())
                    .col(uuid("session_id"))
                    .col(integer("position"))
                    .col(text("kind"))
                    .col(uuid_null("issue_id"))
                    .col(text_null("field_code"))
                    .col(text("title"))
                    .col(integer("minutes"))
                    .col(integer("number"))
                    .col(boolean("late"))
                    .foreign_key(&mut references("agenda_item", "session_id", "dialogue_session", "id"))
                    .foreign_key(&mut references("agenda_item", "issue_id", "issue", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("agenda_item", &["session_id", "position"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("minutes")
                    .col(uuid("id").primary_key())
                    .col(uuid("session_id"))
                    .col(text("state"))
                    .col(integer_null("number"))
                    .col(timestamp_with_time_zone("began_at"))
                    .col(timestamp_with_time_zone_null("ended_at"))
                    .col(integer("citizens"))
                    .col(text("general"))
                    .col(uuid_null("chair_account"))
                    .col(timestamp_with_time_zone_null("chair_signed_at"))
                    .col(text("chair_signed_by"))
                    .col(uuid_null("clerk_account"))
                    .col(timestamp_with_time_zone_null("clerk_signed_at"))
                    .col(text("clerk_signed_by"))
                    .col(text_null("digest"))
                    .col(text_null("frozen"))
                    .col(integer("version"))
                    .foreign_key(&mut references("minutes", "session_id", "dialogue_session", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("minutes", &["session_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("minutes_item")
                    .col(uuid("id").primary_key())
                    .col(uuid("minutes_id"))
                    .col(uuid("agenda_item_id"))
                    .col(text("asked_by"))
                    .col(text("asked_from"))
                    .col(text("question"))
                    .col(integer("contents"))
                    .col(text_null("outcome"))
                    .col(text("outcome_note"))
                    .col(integer("revision"))
                    .col(text("updated_by"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut references("minutes_item", "minutes_id", "minutes", "id"))
                    .foreign_key(&mut references("minutes_item", "agenda_item_id", "agenda_item", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("minutes_item", &["agenda_item_id"])).await?;
        manager.create_index(index("minutes_item", &["minutes_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("minutes_answer")
                    .col(uuid("id").primary_key())
                    .col(uuid("item_id"))
                    .col(integer("position"))
                    .col(uuid_null("body_id"))
                    .col(text("answered_by"))
                    .col(text("text"))
                    .foreign_key(&mut references("minutes_answer", "item_id", "minutes_item", "id"))
                    .foreign_key(&mut references("minutes_answer", "body_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("minutes_answer", &["item_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("promise")
                    .col(uuid("id").primary_key())
                    .col(uuid("item_id"))
                    .col(integer("position"))
                    .col(text("wording"))
                    .col(uuid_null("body_id"))
                    .col(date_null("due_on"))
                    .foreign_key(&mut references("promise", "item_id", "minutes_item", "id"))
                    .foreign_key(&mut references("promise", "body_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("promise", &["item_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("minutes_clash")
                    .col(uuid("id").primary_key())
                    .col(uuid("item_id"))
                    .col(json_binary("content"))
                    .col(text("saved_by"))
                    .col(timestamp_with_time_zone("saved_at"))
                    .col(timestamp_with_time_zone_null("resolved_at"))
                    .foreign_key(&mut references("minutes_clash", "item_id", "minutes_item", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("minutes_clash", &["item_id"])).await?;
        Ok(())
    }
}
