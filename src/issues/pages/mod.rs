//! p
pub const VIEWS: &[crate::web::ViewSpec] = &[];
