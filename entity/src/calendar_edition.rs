//! An edition of the working calendar: the one being drafted, or one published with its paper.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_edition")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Given at publication.
    pub number: Option<i32>,
    pub title: String,
    pub source: String,
    pub link: String,
    pub published_at: Option<DateTimeUtc>,
    pub published_by: String,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
