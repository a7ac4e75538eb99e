//! A promise that an agency has to make true.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commitment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_code: String,
    pub session_id: Uuid,
    pub issue_id: Option<Uuid>,
    pub promise_id: Option<Uuid>,
    pub code: String,
    pub number: i32,
    pub wording: String,
    pub lead_id: Uuid,
    pub assigned_on: Date,
    pub first_due_on: Date,
    pub due_on: Date,
    pub stopped_on: Option<Date>,
    pub state: String,
    pub state_note: String,
    pub state_at: DateTimeUtc,
    pub theirs_id: Option<Uuid>,
    pub reported_at: Option<DateTimeUtc>,
    pub outcome: Option<String>,
    pub done_on: Option<Date>,
    pub answered_on: Option<Date>,
    pub answer_paper: String,
    pub resolved_on: Option<Date>,
    pub verified_by: String,
    pub verified_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    pub version: i32,
    pub warn_days: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
