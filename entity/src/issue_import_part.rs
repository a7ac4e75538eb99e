//! Some rows of an import that share an outcome. A part is written once; its rows go when nobody needs them any more.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "issue_import_part")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub import_id: Uuid,
    pub outcome: String,
    pub number: i32,
    pub row_count: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub rows: Json,
    pub written_at: Option<DateTimeUtc>,
    pub written_count: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
