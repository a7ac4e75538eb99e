//! A dated set of rules with its legal basis; a new version is a new row.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rule_set")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub code: String,
    pub name: String,
    pub level: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub legal_basis: Json,
    pub valid_from: Date,
    /// The day on which it really ends.
    pub valid_to: Option<Date>,
    /// The last day that the instrument itself names.
    pub stated_to: Option<Date>,
    #[sea_orm(column_type = "JsonBinary")]
    pub parameters: Json,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
