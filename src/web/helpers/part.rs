//! Parts of pages, kept by what they were given: the same parameters make the same HTML, so a row of a list is made once
//! and not for every page that shows it.
//!
//! Only parts that look at nothing else come here; `web::source` finds them. Rights are asked before a page is made.

use std::sync::Arc;

use handlebars::{Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderErrorReason};
use quick_cache::{Weighter, sync::Cache};
use serde_json::{Map, Value};

use crate::i18n::Locale;

/// Memory for what is kept, in bytes, in each language.
const MOST_BYTES: u64 = 12 << 20;
/// Parts that this memory holds, roughly.
const ABOUT: usize = 12_000;

/// `{{part "partials/tag" text=… tone=…}}`
pub(super) struct Part {
    locale: Locale,
    kept: Cache<Vec<u8>, Arc<str>, Bytes>,
}

impl Part {
    pub(super) fn new(locale: Locale) -> Self {
        Self { locale, kept: Cache::with_weighter(ABOUT, MOST_BYTES, Bytes) }
    }
}

#[derive(Clone)]
struct Bytes;

impl Weighter<Vec<u8>, Arc<str>> for Bytes {
    fn weight(&self, key: &Vec<u8>, html: &Arc<str>) -> u64 {
        (key.len() + html.len()) as u64
    }
}

impl HelperDef for Part {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let name = helper.param(0).and_then(|name| name.value().as_str());
        let name = name.ok_or(RenderErrorReason::ParamNotFoundForIndex("part", 0))?;
        let mut key = [name.as_bytes(), b"\0"].concat();
        for (name, value) in helper.hash() {
            key.extend([name.as_bytes(), b"="].concat());
            serde_json::to_writer(&mut key, value.value()).map_err(RenderErrorReason::SerdeError)?;
        }
        if let Some(html) = self.kept.get(&key) {
            out.write(&html)?;
            return Ok(());
        }
        let given = helper.hash().iter().map(|(name, value)| ((*name).to_owned(), value.value().clone()));
        let mut given: Map<String, Value> = given.collect();
        given.insert("locale".to_owned(), self.locale.as_str().into());
        let html = registry.render_with_context(name, &Context::from(Value::Object(given)))?;
        out.write(&html)?;
        self.kept.insert(key, html.into());
        Ok(())
    }
}
