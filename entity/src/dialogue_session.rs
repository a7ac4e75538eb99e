//! One dialogue session, planned, announced, held, closed or cancelled.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dialogue_session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_code: String,
    pub plan_id: Option<Uuid>,
    pub series_id: Option<Uuid>,
    pub slot_key: Option<String>,
    pub code: String,
    pub year: i32,
    pub number: Option<i32>,
    pub kind: String,
    pub form: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub triggers: Json,
    pub reason: String,
    pub title: String,
    pub counterpart: String,
    pub place: String,
    pub attend_how: String,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub state: String,
    pub state_note: String,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub rules: Option<Json>,
    pub sequence: i32,
    pub changed_at: DateTimeUtc,
    pub announced_at: Option<DateTimeUtc>,
    pub held_at: Option<DateTimeUtc>,
    pub closed_at: Option<DateTimeUtc>,
    pub version: i32,
    pub anchor_on: Option<Date>,
    pub makes_up_id: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub outline: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
