//! An answer as a person reads it: title, heading, visible text, errors, links, forms. Knows no addresses.

use std::sync::OnceLock;

use axum::http::{HeaderMap, Method, header};
use serde_json::Value;

use super::html::{self, Element, Malformed};

/// An answer of the application.
#[derive(Debug)]
pub struct Page {
    /// Method and address, for messages.
    pub asked: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// Read once, when somebody looks at it.
    elements: OnceLock<Result<Element, Malformed>>,
}

/// A link with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub text: String,
    pub href: String,
}

/// A form: what it would send if nobody touched it.
#[derive(Debug, Clone)]
pub struct Form {
    pub method: Method,
    pub action: String,
    /// Names and values, in page order; what is not ticked or chosen is not sent.
    pub fields: Vec<(String, String)>,
    /// Every name that it can send, boxes not ticked and buttons included.
    pub names: Vec<String>,
    /// Names and values of its buttons that have a name.
    pub buttons: Vec<(String, String)>,
}

impl Page {
    /// The answer to `asked`, a method and an address.
    pub fn new(asked: String, status: u16, headers: HeaderMap, body: Vec<u8>) -> Self {
        Self { asked, status, headers, body, elements: OnceLock::new() }
    }

    /// The body as text.
    pub fn source(&self) -> String {
        let is_text = self.header("content-type").is_none_or(|kind| kind.starts_with("text/") || kind.contains("json"));
        if is_text { String::from_utf8(self.body.clone()).unwrap() } else { String::from_utf8_lossy(&self.body).into_owned() }
    }

    /// The page as elements, or why it is not well-formed.
    pub fn read(&self) -> Result<&Element, &Malformed> {
        self.elements.get_or_init(|| html::read(&self.source())).as_ref()
    }

    /// The page as elements; stops the test where it is not well-formed.
    pub fn html(&self) -> &Element {
        self.read().unwrap_or_else(|error| panic!("{} is malformed: {error}", self.asked))
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{}: {error}: {}", self.asked, self.source()))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<String> {
        self.header(header::LOCATION.as_str()).map(str::to_owned)
    }

    /// The visible text of every element that the selector finds, blanks folded.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.html().select(selector).into_iter().map(Element::visible).collect()
    }

    /// How many elements the selector finds.
    pub fn count(&self, selector: &str) -> usize {
        self.html().select(selector).len()
    }

    fn only(&self, selector: &str) -> String {
        let mut found = self.texts(selector);
        assert_eq!(found.len(), 1, "{selector} in {} ({}): {found:?}", self.asked, self.status);
        found.remove(0)
    }

    pub fn title(&self) -> String {
        self.only("head title")
    }

    pub fn h1(&self) -> String {
        self.only("h1")
    }

    /// All text that can be seen or heard, blanks folded; what is no page is given as it is.
    pub fn text(&self) -> String {
        let is_page = self.header(header::CONTENT_TYPE.as_str()).is_some_and(|kind| kind.starts_with("text/html"));
        if is_page { self.html().visible() } else { self.source() }
    }

    /// What the error summary lists.
    pub fn errors(&self) -> Vec<String> {
        self.texts(".govuk-error-summary__list li")
    }

    /// What stands beside the field, without the word for screen readers.
    pub fn error_at(&self, field: &str) -> Option<String> {
        let html = self.html();
        let beside = html.select(&format!("#f-{field}-error")).into_iter().next()?.visible();
        let prefix = html.select(&format!("#f-{field}-error .govuk-visually-hidden")).into_iter().next()?.visible();
        Some(beside.trim_start_matches(&prefix).trim().to_owned())
    }

    /// The message about the act just done.
    pub fn flash(&self) -> Option<String> {
        self.texts(".dt-flash").into_iter().next()
    }

    pub fn links(&self) -> Vec<Link> {
        let html = self.html();
        html.select("a[href]").into_iter().map(|a| Link { text: a.visible(), href: a.text_of("href") }).collect()
    }

    /// The address behind the link with this text.
    pub fn link(&self, text: &str) -> String {
        let links = self.links();
        let found = links.iter().find(|link| link.text == text);
        found.unwrap_or_else(|| panic!("{}: no link {text:?} among {links:?}", self.asked)).href.clone()
    }

    pub fn forms(&self) -> Vec<Form> {
        self.html().select("form").into_iter().map(|form| form_of(form, &self.asked)).collect()
    }

    /// The form that has all these names; those in the header (language, sign-out) come last.
    pub fn form_with(&self, names: &[&str]) -> Form {
        let html = self.html();
        let forms = html.select("main form").into_iter().chain(html.select("form"));
        let forms: Vec<Form> = forms.map(|form| form_of(form, &self.asked)).collect();
        let found = forms.iter().find(|form| names.iter().all(|name| form.names.iter().any(|known| known == name)));
        let known: Vec<_> = forms.iter().map(|form| (&form.action, &form.names)).collect();
        found.cloned().unwrap_or_else(|| panic!("{} ({}): no form has {names:?} among {known:?}", self.asked, self.status))
    }

    /// Stops the test unless the answer has this status.
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text());
        self
    }

    /// Stops the test unless the text is there to be read.
    pub fn see(self, text: &str) -> Self {
        let seen = self.text();
        assert!(seen.contains(text), "{} ({}): {text:?} is not in: {seen}", self.asked, self.status);
        self
    }

    /// Stops the test if the text is anywhere in the answer, even where nobody would see it.
    pub fn not_see(self, text: &str) -> Self {
        let everything = format!("{} {}", self.text(), self.source());
        assert!(!everything.contains(text), "{} ({}): {text:?} is in: {everything}", self.asked, self.status);
        self
    }
}

fn form_of(form: &Element, asked: &str) -> Form {
    let own = asked.split_once(' ').map_or("/", |(_, path)| path);
    let action = form.attribute("action").filter(|action| !action.is_empty()).unwrap_or(own).to_owned();
    let method = if form.text_of("method").eq_ignore_ascii_case("post") { Method::POST } else { Method::GET };
    let (mut fields, mut names) = (Vec::new(), Vec::new());
    for control in form.select("input, select, textarea, button") {
        let name = control.text_of("name");
        if name.is_empty() || control.attribute("disabled").is_some() {
            continue;
        }
        names.push(name.clone());
        let value = control.text_of("value");
        let sent = match (control.name.as_str(), control.attribute("type").unwrap_or("text")) {
            ("button", _) | (_, "submit" | "file") => None,
            (_, "checkbox" | "radio") => control.attribute("checked").map(|_| value),
            ("textarea", _) => Some(control.raw_text().trim_start_matches('\n').to_owned()),
            ("select", _) => chosen(control),
            _ => Some(value),
        };
        fields.extend(sent.map(|value| (name, value)));
    }
    let buttons = form.select("button[name]").into_iter().map(|button| (button.text_of("name"), button.text_of("value")));
    Form { method, action, fields, names, buttons: buttons.collect() }
}

/// The option that a browser would send: the chosen one, else the first.
fn chosen(select: &Element) -> Option<String> {
    let options = select.select("option");
    let selected = options.iter().find(|option| option.attribute("selected").is_some());
    selected.or_else(|| options.first()).map(|option| option.text_of("value"))
}
