//! The languages of the interface: texts from catalogues, and dates and numbers as people write them.
//!
//! Pure but for the embedded catalogues. It knows no page and no request; `web::helpers` is its main customer.

mod catalogue;
pub mod format;

pub use catalogue::{has, keys, text};

crate::alphabet! {
    /// A language of the interface; Vietnamese is the first and the fallback of choice.
    #[derive(Default)]
    pub enum Locale {
        #[default]
        Vi = "vi",
        En = "en",
    }
}

/// The words for an event of the audit trail: `event-<code>` with dots as hyphens.
#[must_use]
pub fn event(locale: Locale, code: &str) -> String {
    text(locale, &format!("event-{}", code.replace('.', "-")), &[])
}
