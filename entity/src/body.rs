//! A body of a unit: committee, office, council, Front, organisation, department, village.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "body")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_code: String,
    pub parent_id: Option<Uuid>,
    pub kind: String,
    pub name: String,
    pub short_name: String,
    pub symbol: String,
    pub email: Option<String>,
    pub sort: i32,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub version: i32,
    pub successor_id: Option<Uuid>,
    pub approves_first: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
