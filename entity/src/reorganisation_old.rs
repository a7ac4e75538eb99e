//! A unit or body that a reorganisation ends or renames, with its name of then.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reorganisation_old")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub reorganisation_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub unit_code: Option<String>,
    pub body_id: Option<Uuid>,
    pub name: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
