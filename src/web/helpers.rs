//! What templates can say beside plain names: texts, dates, numbers, icons, form states. Pure; no feature, no request.
//!
//! The language comes from the root context (`shell.locale`, for mails `locale`). Helpers that write HTML escape
//! everything that is not theirs. Neighbour: `view` registers them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonRender, Output, RenderContext, RenderError, RenderErrorReason,
    ScopedJson, html_escape,
};
use serde_json::Value;

use super::assets;
use crate::i18n::{self, Locale, format};
use crate::kernel::clock;

/// Adds all helpers to `registry`; `eq ne gt and or not len` are built in.
pub(super) fn register(registry: &mut Handlebars<'_>) {
    let values: [(&str, Say<Value>); 18] = [
        ("t", t),
        ("concat", concat),
        ("default", default),
        ("date", |c| c.moment(|l, m| m.day().map(|d| format::date(l, d)))),
        ("date_long", |c| c.moment(|l, m| m.day().map(|d| format::date_long(l, d)))),
        ("time", |c| c.moment(|_, m| m.hour().map(format::time))),
        ("datetime", |c| c.moment(datetime)),
        ("number", |c| c.number(|l, n| format::number(l, n, 2))),
        ("percent", |c| c.number(format::percent)),
        ("asset", asset),
        ("safe_url", |c| Ok(Value::from(safe_url(&c.text(0)?)))),
        ("field_value", field_value),
        ("field_error", field_error),
        ("is_chosen", is_chosen),
        ("has_errors", has_errors),
        ("figure", figure),
        ("plus", |c| c.sum(1)),
        ("minus", |c| c.sum(-1)),
    ];
    for (name, call) in values {
        registry.register_helper(name, Box::new(ValueHelper(call)));
    }
    let pieces: [(&str, Say<String>); 3] = [("icon", icon), ("lines", lines), ("attrs", attributes)];
    for (name, call) in pieces {
        registry.register_helper(name, Box::new(HtmlHelper(call)));
    }
}

/// What a helper does with one use of it.
type Say<T> = fn(&Call<'_, '_>) -> Result<T, RenderError>;

/// A helper that gives a value: usable inside other calls, escaped where it is written.
struct ValueHelper(Say<Value>);

impl HelperDef for ValueHelper {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        (self.0)(&Call { helper, context }).map(ScopedJson::Derived)
    }
}

/// A helper that writes HTML of its own.
struct HtmlHelper(Say<String>);

impl HelperDef for HtmlHelper {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        out.write(&(self.0)(&Call { helper, context })?)?;
        Ok(())
    }
}

/// One use of a helper in a template.
struct Call<'a, 'rc> {
    helper: &'a Helper<'rc>,
    context: &'a Context,
}

impl Call<'_, '_> {
    fn locale(&self) -> Locale {
        let root = self.context.data();
        let word = root.pointer("/shell/locale").or_else(|| root.get("locale"));
        word.and_then(Value::as_str).and_then(|w| w.parse().ok()).unwrap_or_default()
    }

    fn fault(&self, what: &str) -> RenderError {
        RenderErrorReason::Other(format!("{{{{{}}}}}: {what}", self.helper.name())).into()
    }

    /// Parameter `at`; a name that does not exist is an error here, whatever the helper would make of it.
    fn param(&self, at: usize) -> Result<&Value, RenderError> {
        let param = self.helper.param(at).ok_or_else(|| self.fault(&format!("parameter {at} is missing")))?;
        if param.is_value_missing() {
            return Err(self.fault(&format!("there is no {}", param.relative_path().map_or("such name", |p| p.as_str()))));
        }
        Ok(param.value())
    }

    /// Parameter `at`, or null where the name does not exist: for form states that pages may leave out.
    fn optional(&self, at: usize) -> &Value {
        self.helper.param(at).map_or(&Value::Null, handlebars::PathAndJson::value)
    }

    fn text(&self, at: usize) -> Result<String, RenderError> {
        Ok(shown(self.param(at)?))
    }

    /// Formats a date or time in ISO form; null and the empty text stay empty.
    fn moment(&self, f: fn(Locale, &Moment) -> Option<String>) -> Result<Value, RenderError> {
        let text = self.text(0)?;
        if text.is_empty() {
            return Ok(Value::from(""));
        }
        let moment = Moment::parse(&text).ok_or_else(|| self.fault(&format!("{text:?} is neither date nor time")))?;
        f(self.locale(), &moment).map(Value::from).ok_or_else(|| self.fault(&format!("{text:?} lacks that part")))
    }

    /// The first parameter and `sign` times the second: page numbers.
    fn sum(&self, sign: i64) -> Result<Value, RenderError> {
        let whole = |at| self.param(at)?.as_i64().ok_or_else(|| self.fault("not a whole number"));
        Ok((whole(0)? + sign * whole(1)?).into())
    }

    fn number(&self, f: fn(Locale, f64) -> String) -> Result<Value, RenderError> {
        match self.param(0)? {
            Value::Null => Ok(Value::from("")),
            value => value.as_f64().map(|n| f(self.locale(), n).into()).ok_or_else(|| self.fault("not a number")),
        }
    }
}

/// A number as people write it; ready text stays as it is.
fn figure(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    if call.param(0)?.is_number() { call.number(|l, n| format::number(l, n, 2)) } else { Ok(call.text(0)?.into()) }
}

/// A value as text; null is empty.
fn shown(value: &Value) -> String {
    if value.is_null() { String::new() } else { value.render() }
}

fn t(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let mut args = Vec::new();
    for (name, value) in call.helper.hash() {
        if value.is_value_missing() {
            return Err(call.fault(&format!("argument {name} has no value")));
        }
        args.push((*name, shown(value.value())));
    }
    Ok(i18n::text(call.locale(), &call.text(0)?, &args).into())
}

fn concat(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let parts: Result<Vec<_>, _> = (0..call.helper.params().len()).map(|at| call.text(at)).collect();
    Ok(parts?.concat().into())
}

/// The first parameter that is there and not empty: for hash parameters of partials that may be left out.
fn default(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let given = (0..call.helper.params().len()).map(|at| call.optional(at)).find(|v| !shown(v).is_empty());
    Ok(given.cloned().unwrap_or_default())
}

/// What a date or time in a view can be: chrono's serialised forms.
enum Moment {
    Day(NaiveDate),
    Hour(NaiveTime),
    Wall(NaiveDateTime),
    Instant(DateTime<Utc>),
}

impl Moment {
    fn parse(text: &str) -> Option<Self> {
        if let Ok(day) = text.parse() {
            return Some(Self::Day(day));
        }
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return Some(Self::Instant(at.with_timezone(&Utc)));
        }
        if let Ok(wall) = text.parse() {
            return Some(Self::Wall(wall));
        }
        let hour = text.parse().or_else(|_| NaiveTime::parse_from_str(text, "%H:%M"));
        hour.ok().map(Self::Hour)
    }

    fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Wall(wall) => Some(wall.date()),
            Self::Instant(at) => Some(clock::local_date(*at)),
            Self::Hour(_) => None,
        }
    }

    fn hour(&self) -> Option<NaiveTime> {
        match self {
            Self::Hour(hour) => Some(*hour),
            Self::Wall(wall) => Some(wall.time()),
            Self::Instant(at) => Some(clock::local(*at).time()),
            Self::Day(_) => None,
        }
    }
}

fn datetime(locale: Locale, moment: &Moment) -> Option<String> {
    match moment {
        Moment::Instant(at) => Some(format::datetime(locale, *at)),
        Moment::Wall(wall) => Some(format::datetime(locale, clock::instant(*wall))),
        Moment::Day(_) | Moment::Hour(_) => None,
    }
}

fn asset(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let name = call.text(0)?;
    assets::address(&name).map(Value::from).ok_or_else(|| call.fault(&format!("no file {name:?}")))
}

/// An address that cannot run anything: http, https, mailto or within this site; anything else becomes `#`.
fn safe_url(url: &str) -> String {
    let lower = url.to_ascii_lowercase();
    let known = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    let within = url.starts_with(['/', '?', '#']) && !url.starts_with("//");
    let clean = !url.contains(|c: char| c.is_control() || c == '\\');
    if clean && (known || within) { url.to_owned() } else { "#".to_owned() }
}

/// `(field_value form "name")`: what was typed or stands in the record; empty when there is none.
fn field_value(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let name = call.text(1)?;
    Ok(call.optional(0).get("values").and_then(|v| v.get(&name)).cloned().filter(|v| !v.is_null()).unwrap_or_else(|| "".into()))
}

/// `(field_error form "name")`: what is wrong with the field, in the reader's words; empty when nothing is.
fn field_error(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let name = call.text(1)?;
    Ok(call.optional(0).get("errors").and_then(|v| v.get(&name)).cloned().filter(|v| !v.is_null()).unwrap_or_else(|| "".into()))
}

/// `(is_chosen form "name" value selected)`: whether an option is chosen: by the form if it has the field, else by `selected`.
fn is_chosen(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let (name, value) = (call.text(1)?, call.text(2)?);
    let chosen = match call.optional(0).get("values").and_then(|v| v.get(&name)) {
        Some(Value::Array(many)) => many.iter().any(|v| shown(v) == value),
        Some(one) if !one.is_null() => shown(one) == value,
        _ => call.optional(3).as_bool().unwrap_or(false),
    };
    Ok(chosen.into())
}

/// Whether the page's form was refused: the title then begins with "Lỗi:".
fn has_errors(call: &Call<'_, '_>) -> Result<Value, RenderError> {
    let summary = call.context.data().pointer("/page/form/summary").and_then(Value::as_array);
    Ok(summary.is_some_and(|s| !s.is_empty()).into())
}

fn icon(call: &Call<'_, '_>) -> Result<String, RenderError> {
    let name = call.text(0)?;
    let inner = assets::icon(&name).ok_or_else(|| call.fault(&format!("no icon {name:?}")))?;
    Ok(format!(
        r#"<svg class="dt-icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{inner}</svg>"#
    ))
}

/// Typed text as paragraphs (blank line) and line breaks.
fn lines(call: &Call<'_, '_>) -> Result<String, RenderError> {
    let text = call.text(0)?.replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").map(str::trim).filter(|p| !p.is_empty());
    Ok(paragraphs.map(|p| format!("<p>{}</p>", html_escape(p).replace('\n', "<br>"))).collect())
}

/// `{{attrs "data-autosave inputmode=numeric"}}`: attributes for an element, values without blanks; handlers and styles are refused.
fn attributes(call: &Call<'_, '_>) -> Result<String, RenderError> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[expect(clippy::needless_pass_by_value, reason = "json! makes a value of its own for each call")]
    fn show(template: &str, page: Value) -> Result<String, RenderError> {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        register(&mut registry);
        registry.render_template(template, &json!({"shell": {"locale": "vi"}, "page": page}))
    }

    #[test]
    fn dates_come_from_iso_text_and_instants() {
        let page = json!({"on": "2025-08-28", "at": "2025-08-27T17:05:00Z", "begins": "08:30:00", "none": null});
        assert_eq!(show("{{date page.on}} {{date_long page.at}}", page.clone()).unwrap(), "28/08/2025 Thứ Năm, 28/08/2025");
        assert_eq!(show("{{time page.begins}} {{time page.at}}|{{date page.none}}", page.clone()).unwrap(), "08:30 00:05|");
        assert_eq!(show("{{datetime page.at}}", page.clone()).unwrap(), "00:05, 28/08/2025");
        assert!(show("{{date page.begins}}", page.clone()).is_err());
        assert!(show("{{date page.misspelt}}", page).is_err());
    }

    #[test]
    fn numbers_and_texts() {
        assert_eq!(show("{{number page.n}} {{percent page.p}}", json!({"n": 1234, "p": 0.5})).unwrap(), "1.234 50%");
        assert_eq!(show("{{t (concat \"rows-\" page.w) count=3}}", json!({"w": "count"})).unwrap(), "3 dòng");
        assert!(show("{{t \"rows-count\" count=page.none}}", json!({})).is_err());
    }

    #[test]
    fn addresses_that_run_code_are_taken_away() {
        for good in ["/a?b=1", "https://a.vn", "mailto:a@b.vn", "#x", "?page=2"] {
            assert_eq!(safe_url(good), good);
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScript:x",
            "data:text/html,x",
            "//evil.vn",
            " javascript:x",
            "/\\evil.vn",
            "vbscript:x",
            "",
        ] {
            assert_eq!(safe_url(bad), "#", "{bad}");
        }
    }

    #[test]
    fn typed_text_is_escaped_and_keeps_its_lines() {
        let page = json!({"text": "<b>một</b>\nhai\r\n\r\nba"});
        assert_eq!(show("{{lines page.text}}", page).unwrap(), "<p>&lt;b&gt;một&lt;/b&gt;<br>hai</p><p>ba</p>");
        assert_eq!(
            show("{{attrs \"data-x=a\\\"b required\"}}", json!({})).unwrap_or_default(),
            " data-x=\"a&quot;b\" required=\"\""
        );
        assert!(show("{{attrs \"onclick=x\"}}", json!({})).is_err());
    }

    #[test]
    fn a_choice_follows_what_was_typed() {
        let page = json!({"form": {"values": {"one": "b", "many": ["x", "y"]}}});
        let chosen = |name: &str, value: &str| {
            show(&format!("{{{{is_chosen page.form {name:?} {value:?} true}}}}"), page.clone()).unwrap()
        };
        assert_eq!((chosen("one", "a"), chosen("one", "b")), ("false".into(), "true".into()));
        assert_eq!((chosen("many", "y"), chosen("many", "z")), ("true".into(), "false".into()));
        assert_eq!(chosen("absent", "z"), "true", "the page's own choice stands where the form is silent");
    }

    #[test]
    fn icons_are_hidden_from_readers_and_must_exist() {
        assert!(show("{{icon \"bell\"}}", json!({})).unwrap().contains("aria-hidden=\"true\""));
        assert!(show("{{icon \"no-such\"}}", json!({})).is_err());
    }
}
