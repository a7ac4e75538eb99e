//! The schema in steps; each runs alike on SQLite and PostgreSQL. There is no way down: restore a backup instead.

mod m2026_11_22_01_organisation;
mod m2026_11_22_02_duties;
mod m2026_11_22_03_dialogues;
mod m2026_11_22_04_issues;
mod m2026_11_22_05_minutes;
mod m2026_11_22_06_followups;
mod m2026_11_22_07_reports;
mod m2026_11_22_08_feeds;
mod m2026_11_22_09_notices;
mod m2026_11_22_10_audit;
mod m2026_11_23_01_calendar_editions;
mod m2026_11_23_02_busy;
mod m2026_11_23_02_rule_drafts;
mod m2026_11_23_04_pauses;
mod m2026_11_23_05_invitations;
mod m2026_11_23_06_events;
mod m2026_11_23_07_successors;
mod m2026_11_23_08_templates;
mod m2026_11_23_08_warnings;
mod m2026_11_23_09_absences;
mod m2026_11_23_10_deputy_signs;
mod m2026_11_24_01_imports;
mod m2026_11_24_02_searchable;
mod m2026_11_24_03_triage;
mod m2026_11_24_04_intake_privacy;
mod m2026_11_24_05_split_forward;
mod m2026_11_25_01_attachment_text;
mod m2026_11_25_02_internal_approval;
mod m2026_11_25_04_own_fields;
mod m2026_11_25_05_counterpart_group;
mod m2026_11_25_06_search_marks;
mod support;

pub use sea_orm_migration::prelude::{MigrationTrait, MigratorTrait, SchemaManager};

/// All steps in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m2026_11_22_01_organisation::Migration),
            Box::new(m2026_11_22_02_duties::Migration),
            Box::new(m2026_11_22_03_dialogues::Migration),
            Box::new(m2026_11_22_04_issues::Migration),
            Box::new(m2026_11_22_05_minutes::Migration),
            Box::new(m2026_11_22_06_followups::Migration),
            Box::new(m2026_11_22_07_reports::Migration),
            Box::new(m2026_11_22_08_feeds::Migration),
            Box::new(m2026_11_22_09_notices::Migration),
            Box::new(m2026_11_22_10_audit::Migration),
            Box::new(m2026_11_23_01_calendar_editions::Migration),
            Box::new(m2026_11_23_02_busy::Migration),
            Box::new(m2026_11_23_02_rule_drafts::Migration),
            Box::new(m2026_11_23_04_pauses::Migration),
            Box::new(m2026_11_23_06_events::Migration),
            Box::new(m2026_11_23_05_invitations::Migration),
            Box::new(m2026_11_23_07_successors::Migration),
            Box::new(m2026_11_23_08_templates::Migration),
            Box::new(m2026_11_23_08_warnings::Migration),
            Box::new(m2026_11_23_09_absences::Migration),
            Box::new(m2026_11_23_10_deputy_signs::Migration),
            Box::new(m2026_11_24_01_imports::Migration),
            Box::new(m2026_11_24_02_searchable::Migration),
            Box::new(m2026_11_24_03_triage::Migration),
            Box::new(m2026_11_24_04_intake_privacy::Migration),
            Box::new(m2026_11_24_05_split_forward::Migration),
            Box::new(m2026_11_25_01_attachment_text::Migration),
            Box::new(m2026_11_25_02_internal_approval::Migration),
            Box::new(m2026_11_25_04_own_fields::Migration),
            Box::new(m2026_11_25_05_counterpart_group::Migration),
            Box::new(m2026_11_25_06_search_marks::Migration),
        ]
    }
}
