//! What somebody answered: to a session, to one date of a series, or to the whole series.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub slot: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    pub answer: String,
    pub given_by: String,
    pub given_at: DateTimeUtc,
    pub stamped_at: DateTimeUtc,
    pub sequence: i32,
    pub note: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
