//! Tables of `dialogues`.

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
                    .table("year_plan")
                    .col(uuid("id").primary_key())
                    .col(text("unit_code"))
                    .col(integer("year"))
                    .col(text("state"))
                    .col(text("note"))
                    .col(text("number"))
                    .col(timestamp_with_time_zone_null("approved_at"))
                    .col(text("approved_by"))
                    .col(json_binary("lines"))
                    .col(integer("version"))
                    .foreign_key(&mut references("year_plan", "unit_code", "unit", "code"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("year_plan", &["unit_code", "year"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("series")
                    .col(uuid("id").primary_key())
                    .col(text("unit_code"))
                    .col(uuid_null("plan_id"))
                    .col(text("title"))
                    .col(text("kind"))
                    .col(text("form"))
                    .col(text("place"))
                    .col(text("counterpart"))
                    .col(text("rule"))
                    .col(date("starts_on"))
                    .col(text("starts_at"))
                    .col(integer("duration_minutes"))
                    .col(text("shift"))
                    .col(text("period"))
                    .col(text("state"))
                    .col(integer("sequence"))
                    .col(timestamp_with_time_zone("changed_at"))
                    .col(integer("version"))
                    .foreign_key(&mut references("series", "unit_code", "unit", "code"))
                    .foreign_key(&mut references("series", "plan_id", "year_plan", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("series", &["unit_code"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("dialogue_session")
                    .col(uuid("id").primary_key())
                    .col(text("unit_code"))
                    .col(uuid_null("plan_id"))
                    .col(uuid_null("series_id"))
                    .col(text_null("slot_key"))
                    .col(text("code"))
                    .col(integer("year"))
                    .col(integer_null("number"))
                    .col(text("kind"))
                    .col(text("form"))
                    .col(json_binary("triggers"))
                    .col(text("reason"))
                    .col(text("title"))
                    .col(text("counterpart"))
                    .col(text("place"))
                    .col(text("attend_how"))
                    .col(timestamp_with_time_zone("starts_at"))
                    .col(timestamp_with_time_zone("ends_at"))
                    .col(text("state"))
                    .col(text("state_note"))
                    .col(json_binary_null("rules"))
                    .col(integer("sequence"))
                    .col(timestamp_with_time_zone("changed_at"))
                    .col(timestamp_with_time_zone_null("announced_at"))
                    .col(timestamp_with_time_zone_null("held_at"))
                    .col(timestamp_with_time_zone_null("closed_at"))
                    .col(integer("version"))
                    .foreign_key(&mut references("dialogue_session", "unit_code", "unit", "code"))
                    .foreign_key(&mut references("dialogue_session", "plan_id", "year_plan", "id"))
                    .foreign_key(&mut references("dialogue_session", "series_id", "series", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("dialogue_session", &["code"])).await?;
        manager.create_index(unique("dialogue_session", &["series_id", "slot_key"])).await?;
        manager.create_index(index("dialogue_session", &["unit_code", "starts_at"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("attendance")
                    .col(uuid("id").primary_key())
                    .col(uuid("session_id"))
                    .col(uuid_null("person_id"))
                    .col(uuid_null("body_id"))
                    .col(text("name"))
                    .col(text("title"))
                    .col(text("part"))
                    .col(text("status"))
                    .col(text("note"))
                    .col(text("replaced_by"))
                    .col(integer("sort"))
                    .col(integer("version"))
                    .foreign_key(&mut references("attendance", "session_id", "dialogue_session", "id"))
                    .foreign_key(&mut references("attendance", "person_id", "person", "id"))
                    .foreign_key(&mut references("attendance", "body_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("attendance", &["session_id"])).await?;
        manager.create_index(unique("attendance", &["session_id", "person_id"])).await?;
        Ok(())
    }
}
