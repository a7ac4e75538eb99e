//! Helpers that read the state of a form: what was typed, what is wrong, what is chosen. A form state may be absent.

use handlebars::RenderError;
use serde_json::Value;

use super::call::{Call, shown};
use super::values::Moment;
use crate::i18n::{self, Locale, format};

/// `(field_value form "name" type)`: what was typed or stands in the record; empty when there is none. A stored date or
/// time is shown as people type it, in either language: 28/08/2026, 08:30.
pub(super) fn field_value(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let name = call.text(1)?;
    // Of a field that came more than once the first value is the one that was read.
    let value = match call.optional(0).get("values").and_then(|v| v.get(&name)) {
        Some(Value::Array(many)) => many.first().map(shown),
        one => one.map(shown),
    };
    let value = value.unwrap_or_default();
    let stored = Moment::parse(&value);
    let typed = match shown(call.optional(2)).as_str() {
        "date" => stored.and_then(|m| m.day()).map(|day| format::date(Locale::Vi, day)),
        "time" => stored.and_then(|m| m.hour()).map(format::time),
        _ => None,
    };
    Ok(typed.unwrap_or(value).into())
}

/// `(field_type type)`: the `type` of the input element. Dates and times are typed as text, because browsers show their
/// own forms of them in their own language and drop what they cannot read.
pub(super) fn field_type(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let wanted = shown(call.optional(0));
    Ok(if matches!(wanted.as_str(), "" | "date" | "time") { "text".into() } else { wanted.into() })
}

/// `(field_hint hint type)`: the given hint, or how a date or time is typed; empty when there is nothing to say.
pub(super) fn field_hint(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let given = shown(call.optional(0));
    let key = match shown(call.optional(1)).as_str() {
        _ if !given.is_empty() => return Ok(given.into()),
        "date" => "hint-date",
        "time" => "hint-time",
        _ => return Ok("".into()),
    };
    Ok(i18n::text(call.locale(), key, &[]).into())
}

/// `(field_error form "name")`: what is wrong with the field, in the reader's words; empty when nothing is.
pub(super) fn field_error(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let name = call.text(1)?;
    Ok(call.optional(0).get("errors").and_then(|v| v.get(&name)).cloned().filter(|v| !v.is_null()).unwrap_or_else(|| "".into()))
}

/// `(is_chosen form "name" value selected)`: whether an option is chosen: by the form if it has the field, else by `selected`.
pub(super) fn is_chosen(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let (name, value) = (call.text(1)?, call.text(2)?);
    let chosen = match call.optional(0).get("values").and_then(|v| v.get(&name)) {
        Some(Value::Array(many)) => many.iter().any(|v| shown(v) == value),
        Some(one) if !one.is_null() => shown(one) == value,
        _ => call.optional(3).as_bool().unwrap_or(false),
    };
    Ok(chosen.into())
}

/// Whether the page's form was refused: the title then begins with "Lỗi:".
pub(super) fn has_errors(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let summary = call.context.data().pointer("/page/form/summary").and_then(Value::as_array);
    Ok(summary.is_some_and(|s| !s.is_empty()).into())
}
