//! What templates can say beside plain names: texts, dates, numbers, icons, form states. Pure; no feature, no request.
//!
//! The language comes from the root context (`shell.locale`, for mails `locale`). A view's field that is called like a
//! helper (`date`, `time`, `number`, `icon` …) is written `{{this.date}}`. Neighbour: `view` registers them.

mod call;
mod forms;
mod html;
mod part;
mod values;

use handlebars::Handlebars;
use serde_json::Value;

use crate::i18n::{Locale, format};
use call::{HtmlHelper, Say, ValueHelper};

/// Adds the helper that keeps parts to `registry`, whose words are in `locale`.
pub(super) fn register_parts(registry: &mut Handlebars<'_>, locale: Locale) {
    registry.register_helper("part", Box::new(part::Part::new(locale)));
}

/// Adds all other helpers to `registry`; `eq ne gt and or not len` are built in.
pub(super) fn register(registry: &mut Handlebars<'_>) {
    let values: [(&str, Say<Value>); 20] = [
        ("t", values::t),
        ("concat", values::concat),
        ("default", values::default),
        ("date", |c| c.moment(|l, m| m.day().map(|d| format::date(l, d)))),
        ("date_long", |c| c.moment(|l, m| m.day().map(|d| format::date_long(l, d)))),
        ("time", |c| c.moment(|_, m| m.hour().map(format::time))),
        ("datetime", |c| c.moment(values::datetime)),
        ("number", |c| c.number(|l, n| format::number(l, n, 2))),
        ("percent", |c| c.number(format::percent)),
        ("asset", values::asset),
        ("safe_url", |c| Ok(Value::from(html::safe_url(&c.text(0)?)))),
        ("field_value", forms::field_value),
        ("field_hint", forms::field_hint),
        ("field_type", forms::field_type),
        ("field_error", forms::field_error),
        ("is_chosen", forms::is_chosen),
        ("has_errors", forms::has_errors),
        ("figure", values::figure),
        ("plus", |c| c.sum(1)),
        ("minus", |c| c.sum(-1)),
    ];
    for (name, call) in values {
        registry.register_helper(name, Box::new(ValueHelper(call)));
    }
    let pieces: [(&str, Say<String>); 3] = [("icon", html::icon), ("lines", html::lines), ("attrs", html::attributes)];
    for (name, call) in pieces {
        registry.register_helper(name, Box::new(HtmlHelper(call)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use handlebars::RenderError;
    use serde_json::json;

    use super::html::safe_url;

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
    fn stored_dates_are_shown_as_people_type_them_and_typed_ones_as_typed() {
        let page = json!({"form": {"values": {"a": "2026-08-28", "b": "31/2/26", "c": "08:30:00", "d": "2026-08-28"}}});
        let show = |t: &str| show(t, page.clone()).unwrap();
        assert_eq!(show(r#"{{field_value page.form "a" "date"}} {{field_value page.form "b" "date"}}"#), "28/08/2026 31/2/26");
        assert_eq!(show(r#"{{field_value page.form "c" "time"}} {{field_value page.form "d" "text"}}"#), "08:30 2026-08-28");
        assert_eq!(show(r#"{{field_hint null "date"}}{{field_hint "x" "date"}}"#), "Ngày/tháng/năm, ví dụ 28/08/2026x");
        assert_eq!(show(r#"{{field_type "date"}} {{field_type page.absent}} {{field_type "tel"}}"#), "text text tel");
    }

    #[test]
    fn icons_are_hidden_from_readers_and_must_exist() {
        assert!(show("{{icon \"bell\"}}", json!({})).unwrap().contains("aria-hidden=\"true\""));
        assert!(show("{{icon \"no-such\"}}", json!({})).is_err());
    }
}
