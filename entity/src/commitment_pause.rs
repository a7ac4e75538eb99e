//! A stretch in which the time of a commitment stands still.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment_pause")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub commitment_id: Uuid,
    pub stopped_at: DateTimeUtc,
    pub stopped_by: String,
    pub waiting_for_id: Uuid,
    pub reason: String,
    pub paper: String,
    pub paper_on: Date,
    pub resumed_at: Option<DateTimeUtc>,
    pub resumed_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
