//! A sheet of issues that was looked at, and what became of it. The file itself is not kept.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "issue_import")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_code: String,
    pub session_id: Uuid,
    pub body_id: Uuid,
    pub account_id: Option<Uuid>,
    pub file_name: String,
    pub read_as: String,
    pub sheet: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub hidden: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub headings: Json,
    pub state: String,
    pub only_good: bool,
    pub submit: bool,
    pub for_approval: bool,
    pub stopped_by: String,
    pub created_at: DateTimeUtc,
    pub started_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
