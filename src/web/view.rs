//! Pages as typed structs: a view names its template and gives samples; here it becomes HTML. The only importer of
//! `handlebars` beside its helpers.
//!
//! It must not know any feature. Templates are strict: a name that the view lacks is an error, not an empty place.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use handlebars::{Context, Handlebars};
use rust_embed::RustEmbed;
use serde::Serialize;
use serde_json::{Map, Value};

use super::helpers;
use super::source::{closed, framed, lean, worded};
use crate::i18n::Locale;
use crate::kernel::Role;

/// A page that can be shown: its data, the template that shows it, and examples of every shape it can take.
pub trait View: Serialize + Sized {
    /// The template's path under `templates/` without extension: `pages/dialogues/list`.
    const TEMPLATE: &'static str;
    /// Examples that together reach every branch of the template; the template laws render them in every language.
    fn samples() -> Vec<Self>;
}

/// A view without its type, for lists of all views.
#[derive(Debug, Clone, Copy)]
pub struct ViewSpec {
    pub template: &'static str,
    pub samples: fn() -> Vec<Value>,
}

impl ViewSpec {
    /// The entry of view `V` in such a list.
    #[must_use]
    pub const fn of<V: View>() -> Self {
        Self { template: V::TEMPLATE, samples: sample_values::<V> }
    }
}

/// A sample that cannot be serialised becomes null, on which its template then fails aloud.
fn sample_values<V: View>() -> Vec<Value> {
    V::samples().iter().map(|sample| serde_json::to_value(sample).unwrap_or_default()).collect()
}

/// What stands around every page.
#[derive(Debug, Clone, Serialize)]
pub struct Shell {
    pub locale: Locale,
    /// The address asked for, with its query, beginning with `/`.
    pub path: String,
    /// The token that every form sends back as `_csrf`.
    pub csrf: String,
    pub signed_in: bool,
    pub actor_name: String,
    /// Every role's word and whether this visitor holds it: parts show links by it, rights are asked elsewhere.
    pub roles: BTreeMap<&'static str, bool>,
    pub nav: Vec<NavItem>,
    pub flash: Option<Flash>,
    /// The unit in whose name the page speaks, as the header shows it.
    pub site_name: String,
    /// Unread messages in the inbox.
    pub unread: u64,
    pub version: &'static str,
}

/// One entry of the navigation.
#[derive(Debug, Clone, Serialize)]
pub struct NavItem {
    pub label_key: Cow<'static, str>,
    pub href: Cow<'static, str>,
    pub current: bool,
    /// How many things wait behind it; nothing is shown for none.
    pub badge: Option<u64>,
}

crate::alphabet! {
    /// How a flash message is meant.
    pub enum FlashKind {
        Success = "success",
        Notice = "notice",
        Error = "error",
    }
}

/// A message about the act just done, shown once; the text is already in the reader's language.
#[derive(Debug, Clone, Serialize)]
pub struct Flash {
    pub kind: FlashKind,
    pub text: String,
}

impl Shell {
    /// A shell as a signed-in clerk sees it, for samples and tests.
    #[must_use]
    pub fn sample(locale: Locale) -> Self {
        let item = |label_key, href, current, badge| NavItem {
            label_key: Cow::Borrowed(label_key),
            href: Cow::Borrowed(href),
            current,
            badge,
        };
        Self {
            locale,
            path: "/dialogues?year=2026".to_owned(),
            csrf: "sample-token".to_owned(),
            signed_in: true,
            actor_name: "Nguyễn Thị Mẫu".to_owned(),
            roles: Role::ALL.iter().map(|role| (role.as_str(), true)).collect(),
            nav: vec![
                item("nav-home", "/", false, None),
                item("nav-dialogues", "/dialogues", true, None),
                item("nav-issues", "/issues", false, Some(12)),
                item("nav-followups", "/commitments", false, Some(3)),
                item("nav-reports", "/reports", false, None),
                item("nav-calendar", "/calendar", false, None),
            ],
            flash: Some(Flash { kind: FlashKind::Success, text: "Đã lưu kế hoạch năm 2026.".to_owned() }),
            site_name: "Đảng ủy phường Hải An".to_owned(),
            unread: 4,
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

/// A page that could not be made: a fault of a template or of its view, never of the visitor.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("a view cannot be serialised: {0}")]
    Data(#[from] serde_json::Error),
    #[error("{0}")]
    Template(#[from] Box<handlebars::RenderError>),
}

#[derive(RustEmbed)]
#[folder = "templates"]
#[include = "*.hbs"]
struct Files;

/// The ending of templates that are not HTML.
const TEXT: &str = ".txt.hbs";

static VIETNAMESE: LazyLock<Handlebars<'static>> = LazyLock::new(|| html(Locale::Vi));
static ENGLISH: LazyLock<Handlebars<'static>> = LazyLock::new(|| html(Locale::En));

static PLAIN: LazyLock<Handlebars<'static>> = LazyLock::new(|| {
    let mut plain = registry(sources(|path| path.strip_suffix(TEXT)));
    plain.register_escape_fn(handlebars::no_escape);
    plain
});

/// The pages in one language.
fn html(locale: Locale) -> Handlebars<'static> {
    let sources: BTreeMap<String, String> = sources(|path| path.strip_suffix(".hbs").filter(|_| !path.ends_with(TEXT))).collect();
    let frame = sources.get("layout").map_or("", String::as_str);
    let parts = sources.iter().filter_map(|(name, source)| Some((name.strip_prefix("partials/")?, source.as_str()))).collect();
    let closed = closed(&parts);
    let prepared = |source: &str| worded(&lean(&framed(source, frame), &closed), locale, handlebars::html_escape);
    let mut registry = registry(sources.iter().map(|(name, source)| (name.clone(), prepared(source))));
    helpers::register_parts(&mut registry, locale);
    registry
}

fn pages(locale: Locale) -> &'static Handlebars<'static> {
    match locale {
        Locale::Vi => &VIETNAMESE,
        Locale::En => &ENGLISH,
    }
}

/// The files whose paths `name_of` names, each under its name.
fn sources(name_of: fn(&str) -> Option<&str>) -> impl Iterator<Item = (String, String)> {
    Files::iter().filter_map(move |path| {
        let name = name_of(&path)?.to_owned();
        Some((name, String::from_utf8_lossy(&Files::get(&path)?.data).into_owned()))
    })
}

fn registry(sources: impl Iterator<Item = (String, String)>) -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    // An indented part would put blanks before every line of a typed text.
    registry.set_prevent_indent(true);
    helpers::register(&mut registry);
    for (name, source) in sources {
        if let Err(error) = registry.register_template_string(&name, source) {
            tracing::error!(template = name, %error, "a template cannot be read");
        }
    }
    registry
}

/// The page as HTML; the template sees `shell` and `page`.
///
/// # Errors
/// [`RenderError`] when the template asks for what the view does not have.
pub fn render<V: View>(shell: &Shell, page: &V) -> Result<String, RenderError> {
    fill(V::TEMPLATE, shell, serde_json::to_value(page)?)
}

/// As [`render`] for a page whose type is forgotten, such as a sample of a [`ViewSpec`].
///
/// # Errors
/// [`RenderError`] when the template asks for what the page does not have.
pub fn render_value(template: &str, shell: &Shell, page: &Value) -> Result<String, RenderError> {
    fill(template, shell, page.clone())
}

fn fill(template: &str, shell: &Shell, page: Value) -> Result<String, RenderError> {
    let root = Map::from_iter([("shell".to_owned(), serde_json::to_value(shell)?), ("page".to_owned(), page)]);
    pages(shell.locale)
        .render_with_context(template, &Context::from(Value::Object(root)))
        .map_err(|e| RenderError::Template(Box::new(e)))
}

/// Renders a source that is no file: for the gallery.
#[cfg(test)]
pub(super) fn render_source(source: &str, shell: &Shell, page: &Value) -> Result<String, RenderError> {
    pages(shell.locale)
        .render_template(source, &serde_json::json!({ "shell": shell, "page": page }))
        .map_err(|e| RenderError::Template(Box::new(e)))
}

/// Text for a mail: the template `templates/<template>.txt.hbs`, nothing escaped; `data.locale` (or `data.shell.locale`) gives the language.
///
/// # Errors
/// [`RenderError`] when the template asks for what `data` does not have.
pub fn render_text(template: &str, data: &Value) -> Result<String, RenderError> {
    PLAIN.render(template, data).map_err(|e| RenderError::Template(Box::new(e)))
}

/// The names of all HTML templates, sorted: for the template laws.
#[must_use]
pub fn template_names() -> Vec<String> {
    let mut names: Vec<String> = pages(Locale::Vi).get_templates().keys().cloned().collect();
    names.sort();
    names
}
