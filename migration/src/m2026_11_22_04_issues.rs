//! Tables of `issues`.

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
                    .table("field")
                    .col(text("code").primary_key())
                    .col(text_null("parent_code"))
                    .col(text("name_vi"))
                    .col(text("name_en"))
                    .col(integer("sort"))
                    .foreign_key(&mut references("field", "parent_code", "field", "code"))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("call")
                    .col(uuid("id").primary_key())
                    .col(uuid("session_id"))
                    .col(text("unit_code"))
                    .col(date("opens_on"))
                    .col(date("closes_on"))
                    .col(text("guidance"))
                    .col(timestamp_with_time_zone_null("opened_at"))
                    .col(integer("version"))
                    .foreign_key(&mut references("call", "session_id", "dialogue_session", "id"))
                    .foreign_key(&mut references("call", "unit_code", "unit", "code"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("call", &["session_id"])).await?;
        manager.create_index(index("call", &["unit_code"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("call_body")
                    .col(uuid("call_id"))
                    .col(uuid("body_id"))
                    .primary_key(Index::create().col("call_id").col("body_id"))
                    .foreign_key(&mut references("call_body", "call_id", "call", "id"))
                    .foreign_key(&mut references("call_body", "body_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("issue")
                    .col(uuid("id").primary_key())
                    .col(text("unit_code"))
                    .col(uuid("session_id"))
                    .col(uuid_null("submitter_id"))
                    .col(integer_null("number"))
                    .col(text("receipt_code"))
                    .col(text("kind"))
                    .col(text("channel"))
                    .col(integer("people"))
                    .col(text("village"))
                    .col(text_null("field_code"))
                    .col(text_null("competence"))
                    .col(text("wording"))
                    .col(text("public_wording"))
                    .col(text("folded"))
                    .col(text("state"))
                    .col(text_null("ground"))
                    .col(text("state_note"))
                    .col(timestamp_with_time_zone("state_at"))
                    .col(text_null("state_before"))
                    .col(boolean("late"))
                    .col(uuid_null("merged_into"))
                    .col(uuid_null("merged_via"))
                    .col(uuid_null("created_by"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("submitted_at"))
                    .col(timestamp_with_time_zone_null("accepted_at"))
                    .col(timestamp_with_time_zone_null("answered_at"))
                    .col(integer("version"))
                    .foreign_key(&mut references("issue", "unit_code", "unit", "code"))
                    .foreign_key(&mut references("issue", "session_id", "dialogue_session", "id"))
                    .foreign_key(&mut references("issue", "submitter_id", "body", "id"))
                    .foreign_key(&mut references("issue", "field_code", "field", "code"))
                    .foreign_key(&mut references("issue", "merged_into", "issue", "id"))
                    .foreign_key(&mut references("issue", "merged_via", "issue", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("issue", &["receipt_code"])).await?;
        manager.create_index(unique("issue", &["session_id", "number"])).await?;
        manager.create_index(index("issue", &["session_id", "state"])).await?;
        manager.create_index(index("issue", &["unit_code", "state"])).await?;
        manager.create_index(index("issue", &["unit_code", "submitted_at", "id"])).await?;
        manager.create_index(index("issue", &["submitter_id"])).await?;
        manager.create_index(index("issue", &["merged_into"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("issue_identity")
                    .col(uuid("issue_id").primary_key())
                    .col(text("full_name"))
                    .col(text("address"))
                    .col(text("contact"))
                    .foreign_key(&mut references("issue_identity", "issue_id", "issue", "id"))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("denunciation_note")
                    .col(uuid("id").primary_key())
                    .col(text("unit_code"))
                    .col(uuid_null("session_id"))
                    .col(date("noted_on"))
                    .col(text("number"))
                    .foreign_key(&mut references("denunciation_note", "unit_code", "unit", "code"))
                    .foreign_key(&mut references("denunciation_note", "session_id", "dialogue_session", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("denunciation_note", &["unit_code"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("attachment")
                    .col(uuid("id").primary_key())
                    .col(text("owner_kind"))
                    .col(uuid("owner_id"))
                    .col(text("unit_code"))
                    .col(text("file_name"))
                    .col(text("media_type"))
                    .col(big_integer("size_bytes"))
                    .col(text("sha256"))
                    .col(uuid_null("added_by"))
                    .col(timestamp_with_time_zone("added_at"))
                    .foreign_key(&mut references("attachment", "unit_code", "unit", "code"))
                    .take(),
            )
            .await?;
        manager.create_index(index("attachment", &["owner_kind", "owner_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("assignment")
                    .col(uuid("id").primary_key())
                    .col(uuid("issue_id"))
                    .col(uuid("body_id"))
                    .col(text("part"))
                    .col(date_null("due_on"))
                    .col(text("note"))
                    .col(timestamp_with_time_zone("assigned_at"))
                    .foreign_key(&mut references("assignment", "issue_id", "issue", "id"))
                    .foreign_key(&mut references("assignment", "body_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("assignment", &["issue_id", "body_id"])).await?;
        manager.create_index(index("assignment", &["body_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("answer")
                    .col(uuid("id").primary_key())
                    .col(uuid("issue_id"))
                    .col(uuid("body_id"))
                    .col(text("text"))
                    .col(text("state"))
                    .col(text("note"))
                    .col(uuid_null("prepared_by"))
                    .col(timestamp_with_time_zone_null("submitted_at"))
                    .col(timestamp_with_time_zone_null("approved_at"))
                    .col(text("approved_by"))
                    .col(integer("version"))
                    .foreign_key(&mut references("answer", "issue_id", "issue", "id"))
                    .foreign_key(&mut references("answer", "body_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("answer", &["issue_id", "body_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("answer_version")
                    .col(uuid("id").primary_key())
                    .col(uuid("answer_id"))
                    .col(integer("number"))
                    .col(text("text"))
                    .col(text("saved_by"))
                    .col(timestamp_with_time_zone("saved_at"))
                    .foreign_key(&mut references("answer_version", "answer_id", "answer", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("answer_version", &["answer_id", "number"])).await?;
        Ok(())
    }
}
