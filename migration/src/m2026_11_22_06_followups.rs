//! Tables of `followups`.

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
                    .table("conclusion")
                    .col(uuid("id").primary_key())
                    .col(uuid("session_id"))
                    .col(text("unit_code"))
                    .col(uuid("body_id"))
                    .col(text("number"))
                    .col(text("general"))
                    .col(text("state"))
                    .col(timestamp_with_time_zone_null("signed_at"))
                    .col(text("signed_by"))
                    .col(text("signed_title"))
                    .col(boolean("signed_by_head"))
                    .col(timestamp_with_time_zone_null("published_at"))
                    .col(integer("version"))
                    .foreign_key(&mut references("conclusion", "session_id", "dialogue_session", "id"))
                    .foreign_key(&mut references("conclusion", "unit_code", "unit", "code"))
                    .foreign_key(&mut references("conclusion", "body_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("conclusion", &["session_id"])).await?;
        manager.create_index(index("conclusion", &["unit_code", "state"])).await?;
        // The promise of a task has no foreign key: until the minutes are signed their promises may be written anew.
        manager
            .create_table(
                Table::create()
                    .table("conclusion_task")
                    .col(uuid("id").primary_key())
                    .col(uuid("conclusion_id"))
                    .col(integer("position"))
                    .col(uuid_null("promise_id"))
                    .col(uuid_null("issue_id"))
                    .col(text("wording"))
                    .col(uuid_null("lead_id"))
                    .col(json_binary("supports"))
                    .col(date_null("due_on"))
                    .foreign_key(&mut references("conclusion_task", "conclusion_id", "conclusion", "id"))
                    .foreign_key(&mut references("conclusion_task", "issue_id", "issue", "id"))
                    .foreign_key(&mut references("conclusion_task", "lead_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("conclusion_task", &["conclusion_id", "position"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("conclusion_channel")
                    .col(uuid("conclusion_id"))
                    .col(text("channel"))
                    .col(date("done_on"))
                    .col(text("proof"))
                    .primary_key(Index::create().col("conclusion_id").col("channel"))
                    .foreign_key(&mut references("conclusion_channel", "conclusion_id", "conclusion", "id"))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("commitment")
                    .col(uuid("id").primary_key())
                    .col(text("unit_code"))
                    .col(uuid("session_id"))
                    .col(uuid_null("issue_id"))
                    .col(uuid_null("promise_id"))
                    .col(text("code"))
                    .col(integer("number"))
                    .col(text("wording"))
                    .col(uuid("lead_id"))
                    .col(date("assigned_on"))
                    .col(date("first_due_on"))
                    .col(date("due_on"))
                    .col(text("state"))
                    .col(text("state_note"))
                    .col(timestamp_with_time_zone("state_at"))
                    .col(uuid_null("theirs_id"))
                    .col(timestamp_with_time_zone_null("reported_at"))
                    .col(text_null("outcome"))
                    .col(date_null("done_on"))
                    .col(date_null("answered_on"))
                    .col(text("answer_paper"))
                    .col(date_null("resolved_on"))
                    .col(text("verified_by"))
                    .col(timestamp_with_time_zone_null("verified_at"))
                    .col(timestamp_with_time_zone_null("closed_at"))
                    .col(integer("version"))
                    .foreign_key(&mut references("commitment", "unit_code", "unit", "code"))
                    .foreign_key(&mut references("commitment", "session_id", "dialogue_session", "id"))
                    .foreign_key(&mut references("commitment", "issue_id", "issue", "id"))
                    .foreign_key(&mut references("commitment", "promise_id", "promise", "id"))
                    .foreign_key(&mut references("commitment", "lead_id", "body", "id"))
                    .foreign_key(&mut references("commitment", "theirs_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("commitment", &["code"])).await?;
        manager.create_index(unique("commitment", &["promise_id"])).await?;
        manager.create_index(index("commitment", &["unit_code", "state"])).await?;
        manager.create_index(index("commitment", &["lead_id", "state"])).await?;
        manager.create_index(index("commitment", &["due_on"])).await?;
        manager.create_index(index("commitment", &["session_id"])).await?;
        manager.create_index(index("commitment", &["issue_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("commitment_support")
                    .col(uuid("commitment_id"))
                    .col(uuid("body_id"))
                    .primary_key(Index::create().col("commitment_id").col("body_id"))
                    .foreign_key(&mut references("commitment_support", "commitment_id", "commitment", "id"))
                    .foreign_key(&mut references("commitment_support", "body_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("progress")
                    .col(uuid("id").primary_key())
                    .col(uuid("commitment_id"))
                    .col(text("kind"))
                    .col(text("text"))
                    .col(integer_null("percent"))
                    .col(uuid_null("body_id"))
                    .col(text("saved_by"))
                    .col(timestamp_with_time_zone("saved_at"))
                    .foreign_key(&mut references("progress", "commitment_id", "commitment", "id"))
                    .foreign_key(&mut references("progress", "body_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("progress", &["commitment_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("commitment_extension")
                    .col(uuid("id").primary_key())
                    .col(uuid("commitment_id"))
                    .col(date("from_on"))
                    .col(date("to_on"))
                    .col(text("reason"))
                    .col(text("asked_by"))
                    .col(timestamp_with_time_zone("asked_at"))
                    .col(boolean_null("granted"))
                    .col(text("decision_note"))
                    .col(text("decided_by"))
                    .col(timestamp_with_time_zone_null("decided_at"))
                    .foreign_key(&mut references("commitment_extension", "commitment_id", "commitment", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("commitment_extension", &["commitment_id"])).await?;
        Ok(())
    }
}
