//! A line of the handover list that was decided: what goes from whom to whom, and when it went.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "handover")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub reorganisation_id: Uuid,
    pub kind: String,
    pub subject_id: Uuid,
    pub what: String,
    pub from_name: String,
    pub from_id: Option<Uuid>,
    pub to_id: Option<Uuid>,
    pub to_name: String,
    pub choice: String,
    pub decided_at: DateTimeUtc,
    pub decided_by: String,
    pub moved_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
