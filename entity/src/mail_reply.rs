//! What came by mail about invitations, and what became of it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_reply")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub digest: String,
    pub part: i32,
    pub received_at: DateTimeUtc,
    pub way: String,
    pub session_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    pub sender: String,
    pub verdict: String,
    pub said: String,
    pub note: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
