//! Use cases of this room.

pub mod answer_many;
pub mod answers;
pub mod approval;
pub mod assigning;
pub mod calls;
pub mod desk;
pub mod fields;
pub mod file_words;
pub mod files;
pub mod floor;
pub mod forwarding;
pub mod hand_in;
pub mod identity;
pub mod import_write;
pub mod imports;
pub mod memory;
pub mod merging;
pub mod moving;
pub mod notices;
pub mod own_fields;
pub mod shielded;
pub mod splitting;
pub mod synthesis;
pub mod tasks;
pub mod triage;
