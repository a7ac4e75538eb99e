//! Pages of this room: signing in, one's account, administration.

pub mod account;
pub mod admin;
pub mod approval;
pub mod sign_in;

use crate::web::ViewSpec;

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[
    ViewSpec::of::<sign_in::SignIn>(),
    ViewSpec::of::<account::Account>(),
    ViewSpec::of::<account::Password>(),
    ViewSpec::of::<approval::Approval>(),
    ViewSpec::of::<admin::units::List>(),
    ViewSpec::of::<admin::units::Show>(),
    ViewSpec::of::<admin::bodies::Show>(),
    ViewSpec::of::<admin::people::List>(),
    ViewSpec::of::<admin::people::Show>(),
    ViewSpec::of::<admin::people_forms::New>(),
    ViewSpec::of::<admin::people_forms::Password>(),
];
