//! Invitations to sessions of `dialogues`: who was asked, what he answered, and the mails that came in.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::support::{index, references, unique};

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("account").add_column(boolean("calendar_mail").default(true)).take()).await?;
        manager
            .create_table(
                Table::create()
                    .table("invitation")
                    .col(uuid("id").primary_key())
                    .col(uuid("session_id"))
                    .col(uuid("person_id"))
                    .col(uuid("subject_id"))
                    .col(text("slot"))
                    .col(text("address"))
                    .col(text("token_hash"))
                    .col(integer("sequence"))
                    .col(integer("moved_sequence"))
                    .col(timestamp_with_time_zone_null("moved_at"))
                    .col(text("asked"))
                    .col(text("told"))
                    .col(text("state"))
                    .col(timestamp_with_time_zone_null("sent_at"))
                    .col(integer("version"))
                    .foreign_key(&mut references("invitation", "session_id", "dialogue_session", "id"))
                    .foreign_key(&mut references("invitation", "person_id", "person", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("invitation", &["session_id", "person_id"])).await?;
        manager.create_index(unique("invitation", &["token_hash"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("invitation_answer")
                    .col(uuid("subject_id"))
                    .col(text("slot"))
                    .col(uuid("person_id"))
                    .col(text("answer"))
                    .col(text("given_by"))
                    .col(timestamp_with_time_zone("given_at"))
                    .col(timestamp_with_time_zone("stamped_at"))
                    .col(integer("sequence"))
                    .col(text("note"))
                    .primary_key(Index::create().col("subject_id").col("slot").col("person_id"))
                    .foreign_key(&mut references("invitation_answer", "person_id", "person", "id"))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("mail_reply")
                    .col(uuid("id").primary_key())
                    .col(text("digest"))
                    .col(integer("part"))
                    .col(timestamp_with_time_zone("received_at"))
                    .col(text("way"))
                    .col(uuid_null("session_id"))
                    .col(uuid_null("person_id"))
                    .col(text("sender"))
                    .col(text("verdict"))
                    .col(text("said"))
                    .col(text("note"))
                    .foreign_key(&mut references("mail_reply", "session_id", "dialogue_session", "id"))
                    .foreign_key(&mut references("mail_reply", "person_id", "person", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("mail_reply", &["digest", "part"])).await?;
        manager.create_index(index("mail_reply", &["session_id", "received_at"])).await?;
        Ok(())
    }
}
