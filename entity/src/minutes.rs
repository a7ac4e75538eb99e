//! The minutes of a session.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "minutes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub session_id: Uuid,
    pub state: String,
    pub number: Option<i32>,
    pub began_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
    pub citizens: i32,
    pub general: String,
    pub chair_account: Option<Uuid>,
    pub chair_signed_at: Option<DateTimeUtc>,
    pub chair_signed_by: String,
    pub clerk_account: Option<Uuid>,
    pub clerk_signed_at: Option<DateTimeUtc>,
    pub clerk_signed_by: String,
    pub digest: Option<String>,
    pub frozen: Option<String>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
