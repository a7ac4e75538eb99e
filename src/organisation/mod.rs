//! Units, bodies, posts, people, accounts and who is signed in.
//!
//! Front door for the other rooms: the types of `rules` and the finders below. It knows no other room.

pub mod actions;
pub mod forms;
pub mod pages;
pub mod rules;
pub mod store;

pub use actions::absences::{Stated as StatedAbsence, end as end_absence, state as state_absence};
pub use actions::set_up;
pub use actions::sign_in::{login_name, token_hash};
pub use actions::units::{activate, found_bodies};
pub use rules::absences::{Absence, AbsenceState};
pub use rules::{BodyKind, PostKind, UnitKind, body_templates, fill, in_a_sentence};
pub use store::absences::{Place, list as list_absences, places};
pub use store::accounts::{by_login as account_by_login, insert_membership, live_actor_of_account, login_of};
pub use store::bodies::{
    Body, Post, all_of_unit as all_bodies_of_unit, bodies_by_ids, bodies_of_unit, body, insert as insert_body, insert_post, posts,
};
pub use store::heads::{HeadTerm, heads_between};
pub use store::people::{
    HeadOn, Reachable, Recipient, accounts_of_people, head_on, people_with_role, person_name, post_in, reachable, recipients,
};
pub use store::settings::{load as setting, save as save_setting};
pub use store::sign_ins::delete_old as delete_old_sign_ins;
pub use store::successions::{self, heir_of, heir_of_body, heirs_of_bodies, predecessors};
pub use store::units::{NewUnit, Unit, activate as let_take_part, children, list_active as active_units, unit};
