//! What the office of a unit says again and again about sessions of one sort.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session_template")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_code: String,
    pub name: String,
    /// The name folded: no two of a unit sound alike.
    pub name_key: String,
    pub kind: String,
    pub form: String,
    pub title: String,
    pub counterpart: String,
    pub place: String,
    pub attend_how: String,
    pub starts_at: String,
    pub duration_minutes: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub arrangement: Json,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
