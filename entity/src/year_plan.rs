//! The year plan of a unit's dialogues.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "year_plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_code: String,
    pub year: i32,
    pub state: String,
    pub note: String,
    pub number: String,
    pub approved_at: Option<DateTimeUtc>,
    pub approved_by: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub lines: Json,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
