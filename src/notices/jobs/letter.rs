//! A mail: whom it goes to, and its words in that person's language, made when it leaves.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::App;
use crate::db::Notify;
use crate::db::delivery::Waiting;
use crate::error::AppResult;
use crate::i18n::Locale;
use crate::kernel::Ctx;
use crate::notices::exports::words;
use crate::notices::jobs::Render;
use crate::outside::mail::Letter;

/// A mail as it waits in the outbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    pub name: String,
    pub address: String,
    pub locale: String,
    pub notify: Notify,
}

impl Envelope {
    /// Deliverer that takes it.
    pub const KIND: &'static str = "mail";

    /// The letter, with the absolute address of its matter.
    ///
    /// # Errors
    /// [`crate::error::AppError::Internal`] when the template and the data do not fit.
    pub fn letter(self, app: &App, ctx: &Ctx, render: Render, message: &Waiting) -> AppResult<Letter> {
        let locale: Locale = self.locale.parse().unwrap_or_default();
        let words = words(locale, &self.notify.code, &self.notify.args);
        let data = json!({
            "locale": locale,
            "name": self.name,
            "title": words.title,
            "text": words.text,
            "details": words.details,
            "link": app.link(&self.notify.href),
            "inbox": app.link("/inbox"),
        });
        let text = render("mail/notice", &data)?;
        let (to_name, to_address) = (self.name, self.address);
        Ok(Letter { key: message.key.clone(), to_name, to_address, subject: words.title, text, at: ctx.now })
    }
}
