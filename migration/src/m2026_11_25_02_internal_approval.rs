//! Approval inside the submitting body: whether a body wants it, where each issue stands in it, and the remarks of who approves.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::support::{index, references};

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = |table: &'static str, column: ColumnDef| Table::alter().table(table).add_column(column).take();
        manager.alter_table(column("body", boolean("approves_first").default(false).take())).await?;
        manager.alter_table(column("issue_import", boolean("for_approval").default(false).take())).await?;
        // SQLite adds one column at a time.
        manager.alter_table(column("issue", text_null("approval").take())).await?;
        manager.alter_table(column("issue", uuid_null("approval_account").take())).await?;
        manager.alter_table(column("issue", text("approval_name").default("").take())).await?;
        manager.alter_table(column("issue", timestamp_with_time_zone_null("approval_at").take())).await?;
        // Few issues ever have one: an index over those alone costs the others nothing.
        let few = "CREATE INDEX ix_issue_approval ON issue (submitter_id, approval) WHERE approval IS NOT NULL";
        manager.get_connection().execute_unprepared(few).await?;
        manager
            .create_table(
                Table::create()
                    .table("approval_remark")
                    .col(uuid("id").primary_key())
                    .col(uuid("issue_id"))
                    .col(text("made_by"))
                    .col(timestamp_with_time_zone("made_at"))
                    .col(text("remark"))
                    .foreign_key(&mut references("approval_remark", "issue_id", "issue", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("approval_remark", &["issue_id"])).await
    }
}
