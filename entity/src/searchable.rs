//! A text that somebody may find; the index of its words stands beside it in the database's own kind of table.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "searchable")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i64,
    pub thing_id: Uuid,
    pub part: i32,
    pub kind: String,
    pub seen: String,
    pub unit_code: String,
    pub session_id: Option<Uuid>,
    pub field_code: Option<String>,
    pub state: String,
    pub day: Date,
    pub title: String,
    pub text: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
