//! The conclusion notice of a session.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conclusion")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub session_id: Uuid,
    pub unit_code: String,
    pub body_id: Uuid,
    pub number: String,
    pub general: String,
    pub state: String,
    pub signed_at: Option<DateTimeUtc>,
    pub signed_by: String,
    pub signed_title: String,
    pub signed_by_head: bool,
    pub published_at: Option<DateTimeUtc>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
