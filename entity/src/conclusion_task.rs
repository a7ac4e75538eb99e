//! A task of a conclusion notice before it is signed; signing makes a commitment of it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conclusion_task")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub conclusion_id: Uuid,
    pub position: i32,
    pub promise_id: Option<Uuid>,
    pub issue_id: Option<Uuid>,
    pub wording: String,
    pub lead_id: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary")]
    pub supports: Json,
    pub due_on: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
