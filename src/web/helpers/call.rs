//! One use of a helper in a template: its parameters, its language, its faults. Neighbours: the helpers beside it.

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonRender, Output, RenderContext, RenderError, RenderErrorReason,
    ScopedJson,
};
use serde_json::Value;

use super::values::Moment;
use crate::i18n::Locale;

/// What a helper does with one use of it.
pub(super) type Say<T> = fn(&Call<'_, '_>) -> Result<T, RenderError>;

/// A helper that gives a value: usable inside other calls, escaped where it is written.
pub(super) struct ValueHelper(pub(super) Say<Value>);

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
pub(super) struct HtmlHelper(pub(super) Say<String>);

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
pub(super) struct Call<'a, 'rc> {
    pub(super) helper: &'a Helper<'rc>,
    pub(super) context: &'a Context,
}

impl Call<'_, '_> {
    pub(super) fn locale(&self) -> Locale {
        let root = self.context.data();
        let word = root.pointer("/shell/locale").or_else(|| root.get("locale"));
        word.and_then(Value::as_str).and_then(|w| w.parse().ok()).unwrap_or_default()
    }

    pub(super) fn fault(&self, what: &str) -> RenderError {
        RenderErrorReason::Other(format!("{{{{{}}}}}: {what}", self.helper.name())).into()
    }

    /// Parameter `at`; a name that does not exist is an error here, whatever the helper would make of it.
    pub(super) fn param(&self, at: usize) -> Result<&Value, RenderError> {
        let param = self.helper.param(at).ok_or_else(|| self.fault(&format!("parameter {at} is missing")))?;
        if param.is_value_missing() {
            return Err(self.fault(&format!("there is no {}", param.relative_path().map_or("such name", |p| p.as_str()))));
        }
        Ok(param.value())
    }

    /// Parameter `at`, or null where the name does not exist: for form states that pages may leave out.
    pub(super) fn optional(&self, at: usize) -> &Value {
        self.helper.param(at).map_or(&Value::Null, handlebars::PathAndJson::value)
    }

    pub(super) fn text(&self, at: usize) -> Result<String, RenderError> {
        Ok(shown(self.param(at)?))
    }

    /// Formats a date or time in ISO form; null and the empty text stay empty.
    pub(super) fn moment(&self, f: fn(Locale, &Moment) -> Option<String>) -> Result<Value, RenderError> {
        let text = self.text(0)?;
        if text.is_empty() {
            return Ok(Value::from(""));
        }
        let moment = Moment::parse(&text).ok_or_else(|| self.fault(&format!("{text:?} is neither date nor time")))?;
        f(self.locale(), &moment).map(Value::from).ok_or_else(|| self.fault(&format!("{text:?} lacks that part")))
    }

    /// The first parameter and `sign` times the second: page numbers.
    pub(super) fn sum(&self, sign: i64) -> Result<Value, RenderError> {
        let whole = |at| self.param(at)?.as_i64().ok_or_else(|| self.fault("not a whole number"));
        Ok((whole(0)? + sign * whole(1)?).into())
    }

    pub(super) fn number(&self, f: fn(Locale, f64) -> String) -> Result<Value, RenderError> {
        match self.param(0)? {
            Value::Null => Ok(Value::from("")),
            value => value.as_f64().map(|n| f(self.locale(), n).into()).ok_or_else(|| self.fault("not a number")),
        }
    }
}

/// A value as text; null is empty.
pub(super) fn shown(value: &Value) -> String {
    if value.is_null() { String::new() } else { value.render() }
}
