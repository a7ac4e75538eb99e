//! Periodic sessions as one recurrence rule.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "series")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_code: String,
    pub plan_id: Option<Uuid>,
    pub title: String,
    pub kind: String,
    pub form: String,
    pub place: String,
    pub counterpart: String,
    pub rule: String,
    pub starts_on: Date,
    pub starts_at: String,
    pub duration_minutes: i32,
    pub shift: String,
    pub period: String,
    pub state: String,
    pub sequence: i32,
    pub changed_at: DateTimeUtc,
    pub version: i32,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub arrangement: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
