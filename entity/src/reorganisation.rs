//! A reorganisation of units or bodies: merger, new name, end; drafted, published, settled on its day.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reorganisation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub level: String,
    pub unit_code: String,
    pub effective_on: Date,
    pub paper: String,
    pub paper_on: Date,
    pub note: String,
    pub heir_code: Option<String>,
    pub heir_id: Option<Uuid>,
    pub new_name: String,
    pub new_code: String,
    pub new_kind: String,
    pub created_at: DateTimeUtc,
    pub created_by: String,
    pub published_at: Option<DateTimeUtc>,
    pub published_by: String,
    pub settled_at: Option<DateTimeUtc>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
