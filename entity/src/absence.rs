//! A stated absence of a body's head, in which a deputy acts.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "absence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub body_id: Uuid,
    pub person_id: Uuid,
    pub deputy_id: Uuid,
    pub from_on: Date,
    pub to_on: Date,
    pub reason: String,
    pub document: String,
    pub stated_at: DateTimeUtc,
    pub stated_by: String,
    pub ended_at: Option<DateTimeUtc>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
