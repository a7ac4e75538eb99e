//! A calendar from which busy times of a person are taken. Its address is a secret.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "busy_source")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_code: String,
    pub person_id: Uuid,
    pub kind: String,
    pub address: String,
    pub etag: String,
    pub last_modified: String,
    pub added_at: DateTimeUtc,
    pub read_at: Option<DateTimeUtc>,
    pub whole_at: Option<DateTimeUtc>,
    pub unread: i32,
    pub failing_since: Option<DateTimeUtc>,
    pub problem: String,
    pub failures: i32,
    pub next_try_at: Option<DateTimeUtc>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
