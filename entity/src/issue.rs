//! One issue, from its draft in an organisation to its answer. The petitioner stands in issue_identity.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "issue")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub unit_code: String,
    pub session_id: Uuid,
    pub submitter_id: Option<Uuid>,
    pub number: Option<i32>,
    pub receipt_code: String,
    pub kind: String,
    pub channel: String,
    pub people: i32,
    pub village: String,
    pub field_code: Option<String>,
    pub competence: Option<String>,
    pub wording: String,
    pub public_wording: String,
    pub folded: String,
    pub state: String,
    pub ground: Option<String>,
    pub state_note: String,
    pub state_at: DateTimeUtc,
    pub state_before: Option<String>,
    pub late: bool,
    pub merged_into: Option<Uuid>,
    pub merged_via: Option<Uuid>,
    pub created_by: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub submitted_at: Option<DateTimeUtc>,
    pub accepted_at: Option<DateTimeUtc>,
    pub answered_at: Option<DateTimeUtc>,
    /// The session that it was handed in for, where that is another one than it has.
    pub meant_for: Option<Uuid>,
    pub version: i32,
    pub split_from: Option<Uuid>,
    pub repeats: Option<Uuid>,
    pub forwarded_from: Option<Uuid>,
    pub approval: Option<String>,
    pub approval_account: Option<Uuid>,
    pub approval_name: String,
    pub approval_at: Option<DateTimeUtc>,
    pub counterpart_group: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
