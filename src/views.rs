//! The one table of pages: what every room can show, for the laws that render each of them in every language.

use crate::web::{ViewSpec, problem};
use crate::{admin, dialogues, duties, feeds, home, issues, minutes, notices, organisation, public};

/// All views of all rooms.
#[must_use]
pub fn views() -> Vec<ViewSpec> {
    [
        admin::pages::VIEWS,
        dialogues::pages::VIEWS,
        duties::pages::VIEWS,
        feeds::pages::VIEWS,
        home::pages::VIEWS,
        minutes::pages::VIEWS,
        issues::VIEWS,
        notices::pages::VIEWS,
        organisation::pages::VIEWS,
        problem::VIEWS,
        public::pages::VIEWS,
    ]
    .concat()
}
