//! Somebody who was asked to a session: under which calendar entry, and what he was told last.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub session_id: Uuid,
    pub person_id: Uuid,
    pub subject_id: Uuid,
    pub slot: String,
    pub address: String,
    pub token_hash: String,
    pub sequence: i32,
    pub moved_sequence: i32,
    pub moved_at: Option<DateTimeUtc>,
    pub asked: String,
    pub told: String,
    pub state: String,
    pub sent_at: Option<DateTimeUtc>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
