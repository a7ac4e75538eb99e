//! Helpers that write HTML of their own or decide about addresses: everything that is not theirs is escaped or refused.

use handlebars::{RenderError, html_escape};

use super::call::{Call, shown};
use crate::web::assets;

/// An address that cannot run anything: http, https, mailto or within this site; anything else becomes `#`.
pub(super) fn safe_url(url: &str) -> String {
    let lower = url.to_ascii_lowercase();
    let known = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    let within = url.starts_with(['/', '?', '#']) && !url.starts_with("//");
    let clean = !url.contains(|c: char| c.is_control() || c == '\\');
    if clean && (known || within) { url.to_owned() } else { "#".to_owned() }
}

pub(super) fn icon(call: &Call<'_, '_>) -> Result<String, RenderError> {
    let name = call.text(0)?;
    let inner = assets::icon(&name).ok_or_else(|| call.fault(&format!("no icon {name:?}")))?;
    Ok(format!(
        r#"<svg class="dt-icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{inner}</svg>"#
    ))
}

/// Typed text as paragraphs (blank line) and line breaks.
pub(super) fn lines(call: &Call<'_, '_>) -> Result<String, RenderError> {
    let text = call.text(0)?.replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").map(str::trim).filter(|p| !p.is_empty());
    Ok(paragraphs.map(|p| format!("<p>{}</p>", html_escape(p).replace('\n', "<br>"))).collect())
}

/// `{{attrs "data-autosave inputmode=numeric"}}`: attributes for an element, values without blanks; handlers and styles are refused.
pub(super) fn attributes(call: &Call<'_, '_>) -> Result<String, RenderError> {
    let mut html = String::new();
    for part in shown(call.optional(0)).split_whitespace() {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        if !plain || name.starts_with("on") || matches!(name, "style" | "href" | "src" | "action" | "formaction" | "srcdoc") {
            return Err(call.fault(&format!("the attribute {name:?} may not be set")));
        }
        html.push_str(&format!(r#" {name}="{}""#, html_escape(value)));
    }
    Ok(html)
}
