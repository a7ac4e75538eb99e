//! A request for more time and what was decided about it; the first due date stays with the commitment.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment_extension")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub commitment_id: Uuid,
    pub from_on: Date,
    pub to_on: Date,
    pub reason: String,
    pub asked_by: String,
    pub asked_at: DateTimeUtc,
    pub granted: Option<bool>,
    pub decision_note: String,
    pub decision_paper: String,
    pub decided_by: String,
    pub decided_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
