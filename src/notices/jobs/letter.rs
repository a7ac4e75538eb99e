//! A mail in words: made when it leaves, in the language of whom it goes to.

use serde_json::json;

use crate::app::App;
use crate::db::Envelope;
use crate::db::delivery::Waiting;
use crate::error::AppResult;
use crate::i18n::Locale;
use crate::kernel::Ctx;
use crate::notices::exports::words;
use crate::notices::jobs::Render;
use crate::outside::mail::{Letter, Meeting};

/// The letter in the envelope, with the absolute address of its matter.
///
/// # Errors
/// [`crate::error::AppError::Internal`] when the template and the data do not fit.
pub fn letter(envelope: Envelope, app: &App, ctx: &Ctx, render: Render, message: &Waiting) -> AppResult<Letter> {
    let locale: Locale = envelope.locale.parse().unwrap_or_default();
    let words = words(locale, &envelope.notify.code, &envelope.notify.args);
    let data = json!({
        "locale": locale,
        "name": envelope.name,
        "title": words.title,
        "text": words.text,
        "details": words.details,
        "link": app.link(&envelope.notify.href),
        "inbox": app.link("/inbox"),
    });
    let text = render("mail/notice", &data)?;
    let meeting = envelope.calendar.map(|part| Meeting {
        method: part.method,
        text: part.text,
        from_name: part.organizer_name,
        from_address: part.organizer_address,
    });
    let (to_name, to_address) = (envelope.name, envelope.address);
    Ok(Letter { key: message.key.clone(), to_name, to_address, subject: words.title, text, at: ctx.now, meeting })
}
