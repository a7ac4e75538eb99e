//! Pages of this room: signing in, one's account, the first set-up.

pub mod account;
pub mod set_up;
pub mod sign_in;

use crate::web::ViewSpec;

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[
    ViewSpec::of::<sign_in::SignIn>(),
    ViewSpec::of::<account::Account>(),
    ViewSpec::of::<account::Password>(),
    ViewSpec::of::<set_up::SetUp>(),
];
