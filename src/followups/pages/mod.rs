//! Pages of this room.

pub mod acts;
pub mod before;
pub mod commitment;
pub mod conclusion;
pub mod conclusion_forms;
pub mod desks;
pub mod files;
pub mod lines;
pub mod list;
pub mod memory;
pub mod paper;
pub mod public;
pub mod publication;

use crate::web::ViewSpec;

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[
    ViewSpec::of::<conclusion::Show>(),
    ViewSpec::of::<conclusion_forms::Edit>(),
    ViewSpec::of::<conclusion_forms::EditTask>(),
    ViewSpec::of::<conclusion_forms::Sign>(),
    ViewSpec::of::<publication::Publish>(),
    ViewSpec::of::<paper::Paper>(),
    ViewSpec::of::<list::List>(),
    ViewSpec::of::<desks::Desk>(),
    ViewSpec::of::<commitment::Show>(),
    ViewSpec::of::<memory::Memory>(),
    ViewSpec::of::<acts::Form>(),
    ViewSpec::of::<public::PublicList>(),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;
    use crate::web::view::{Shell, render_value};

    #[test]
    fn every_page_has_its_words_in_both_languages() {
        for &locale in Locale::ALL {
            for view in VIEWS {
                for (at, sample) in (view.samples)().iter().enumerate() {
                    let shown = render_value(view.template, &Shell::sample(locale), sample);
                    let html = shown.unwrap_or_else(|error| panic!("{} {at} {locale}: {error}", view.template));
                    let lacking = html.split('⟦').nth(1).and_then(|rest| rest.split('⟧').next());
                    assert_eq!(lacking, None, "{} {at} {locale}", view.template);
                }
            }
        }
    }
}
