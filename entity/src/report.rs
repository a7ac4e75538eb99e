//! A unit's report for a period: narrative, figures, and its way upward.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_code: String,
    pub period: String,
    pub year: i32,
    pub data_from: Date,
    pub data_to: Date,
    pub due_on: Option<Date>,
    pub state: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub narrative: Json,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub figures: Option<Json>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub facts: Option<Json>,
    pub digest: Option<String>,
    pub signed_at: Option<DateTimeUtc>,
    pub signed_by: String,
    pub signed_as: String,
    pub sent_at: Option<DateTimeUtc>,
    pub decided_at: Option<DateTimeUtc>,
    pub decided_by: String,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
