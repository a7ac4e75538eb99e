//! The audit trail, its head and the counters. The database itself refuses to change or remove an entry.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::support::index;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("audit_entry")
                    .col(big_integer("seq").primary_key())
                    .col(timestamp_with_time_zone("at"))
                    .col(uuid_null("account_id"))
                    .col(text("actor"))
                    .col(text("code"))
                    .col(text("subject_kind"))
                    .col(text("subject_id"))
                    .col(text("unit_code"))
                    .col(text("facts"))
                    .col(text("request_id"))
                    .col(text("prev_hash"))
                    .col(text("hash"))
                    .take(),
            )
            .await?;
        manager.create_index(index("audit_entry", &["subject_kind", "subject_id"])).await?;
        manager.create_index(index("audit_entry", &["unit_code", "seq"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("audit_head")
                    .col(integer("id").primary_key())
                    .col(big_integer("seq"))
                    .col(text("hash"))
                    .take(),
            )
            .await?;
        manager
            .create_table(Table::create().table("counter").col(text("name").primary_key()).col(big_integer("value")).take())
            .await?;
        for statement in append_only(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// Triggers that let entries only be added.
fn append_only(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Sqlite => &[
            "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END",
            "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END",
        ],
        _ => &[
            "CREATE FUNCTION audit_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_entry is append-only'; END $$",
            "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_append_only()",
        ],
    }
}
