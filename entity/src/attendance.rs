//! A person expected at a session and whether they came.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub session_id: Uuid,
    pub person_id: Option<Uuid>,
    pub body_id: Option<Uuid>,
    pub name: String,
    pub title: String,
    pub part: String,
    pub status: String,
    pub note: String,
    pub replaced_by: String,
    pub sort: i32,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
