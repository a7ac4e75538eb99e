//! Tables of `organisation`.

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
                    .table("unit")
                    .col(text("code").primary_key())
                    .col(text_null("parent_code"))
                    .col(text("kind"))
                    .col(text("name"))
                    .col(text("folded"))
                    .col(text("path"))
                    .col(integer("depth"))
                    .col(timestamp_with_time_zone_null("activated_at"))
                    .col(date_null("valid_from"))
                    .col(date_null("valid_to"))
                    .col(text_null("successor_code"))
                    .col(integer("version"))
                    .foreign_key(&mut references("unit", "parent_code", "unit", "code"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("unit", &["path"])).await?;
        manager.create_index(index("unit", &["parent_code"])).await?;
        manager.create_index(index("unit", &["activated_at"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("body")
                    .col(uuid("id").primary_key())
                    .col(text("unit_code"))
                    .col(uuid_null("parent_id"))
                    .col(text("kind"))
                    .col(text("name"))
                    .col(text("short_name"))
                    .col(text("symbol"))
                    .col(text_null("email"))
                    .col(integer("sort"))
                    .col(date_null("valid_from"))
                    .col(date_null("valid_to"))
                    .col(integer("version"))
                    .foreign_key(&mut references("body", "unit_code", "unit", "code"))
                    .foreign_key(&mut references("body", "parent_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("body", &["unit_code"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("person")
                    .col(uuid("id").primary_key())
                    .col(text("unit_code"))
                    .col(text("full_name"))
                    .col(text("sort_key"))
                    .col(text("folded"))
                    .col(text_null("email"))
                    .col(text_null("phone"))
                    .col(integer("version"))
                    .foreign_key(&mut references("person", "unit_code", "unit", "code"))
                    .take(),
            )
            .await?;
        manager.create_index(index("person", &["unit_code"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("post")
                    .col(uuid("id").primary_key())
                    .col(uuid("body_id"))
                    .col(text("title"))
                    .col(text("kind"))
                    .col(integer("sort"))
                    .col(date_null("valid_to"))
                    .col(integer("version"))
                    .foreign_key(&mut references("post", "body_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("post", &["body_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("holding")
                    .col(uuid("id").primary_key())
                    .col(uuid("post_id"))
                    .col(uuid("person_id"))
                    .col(date("from_on"))
                    .col(date_null("to_on"))
                    .col(text("document"))
                    .foreign_key(&mut references("holding", "post_id", "post", "id"))
                    .foreign_key(&mut references("holding", "person_id", "person", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("holding", &["post_id"])).await?;
        manager.create_index(index("holding", &["person_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("account")
                    .col(uuid("id").primary_key())
                    .col(uuid("person_id"))
                    .col(text("login"))
                    .col(text("password_hash"))
                    .col(text("locale"))
                    .col(boolean("must_change"))
                    .col(timestamp_with_time_zone_null("disabled_at"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(integer("version"))
                    .foreign_key(&mut references("account", "person_id", "person", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("account", &["login"])).await?;
        manager.create_index(unique("account", &["person_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("membership")
                    .col(uuid("id").primary_key())
                    .col(uuid("account_id"))
                    .col(uuid("body_id"))
                    .col(text("role"))
                    .col(date("from_on"))
                    .col(date_null("to_on"))
                    .foreign_key(&mut references("membership", "account_id", "account", "id"))
                    .foreign_key(&mut references("membership", "body_id", "body", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(index("membership", &["account_id"])).await?;
        manager.create_index(index("membership", &["body_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("sign_in")
                    .col(uuid("id").primary_key())
                    .col(text("token_hash"))
                    .col(uuid("account_id"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("last_seen_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .col(text("agent"))
                    .foreign_key(&mut references("sign_in", "account_id", "account", "id"))
                    .take(),
            )
            .await?;
        manager.create_index(unique("sign_in", &["token_hash"])).await?;
        manager.create_index(index("sign_in", &["account_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("sign_in_failure")
                    .col(uuid("id").primary_key())
                    .col(text("login"))
                    .col(text("client"))
                    .col(timestamp_with_time_zone("at"))
                    .take(),
            )
            .await?;
        manager.create_index(index("sign_in_failure", &["login", "at"])).await?;
        manager.create_index(index("sign_in_failure", &["client", "at"])).await?;
        manager
            .create_table(Table::create().table("setting").col(text("key").primary_key()).col(json_binary("value")).take())
            .await?;
        Ok(())
    }
}
