//! The one table of pages: what every room can show, for the laws that render each of them in every language.

use crate::web::ViewSpec;

/// All views of all rooms.
#[must_use]
pub fn views() -> Vec<ViewSpec> {
    [
        crate::admin::pages::VIEWS,
        crate::dialogues::pages::VIEWS,
        crate::duties::pages::VIEWS,
        crate::feeds::pages::VIEWS,
        crate::followups::pages::VIEWS,
        crate::home::pages::VIEWS,
        crate::issues::pages::VIEWS,
        crate::minutes::pages::VIEWS,
        crate::notices::pages::VIEWS,
        crate::organisation::pages::VIEWS,
        crate::public::pages::VIEWS,
        crate::reorganisations::pages::VIEWS,
        crate::reports::pages::VIEWS,
        crate::search::pages::VIEWS,
        crate::web::problem::VIEWS,
    ]
    .concat()
}
