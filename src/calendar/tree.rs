//! The plain tree that calendars are made of: components with properties and parts. Returned by `read`; it knows the grammar,
//! not what a session is.

use ical::property::Property;

use super::text;

/// A calendar component: `VCALENDAR`, `VEVENT`, … with its properties in the order written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Component {
    /// In capitals.
    pub name: String,
    /// Values are raw: [`Component::text`] undoes the escapes. An empty value is `None`, as in the `ical` crate.
    pub properties: Vec<Property>,
    pub parts: Vec<Component>,
}

impl Component {
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// The first property called `name` (in capitals).
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// The written value of the first property called `name`.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.property(name)?.value.as_deref()
    }

    /// The first property called `name` as TEXT: unescaped, without control characters other than LF.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.value(name).map(text::unescape)
    }

    /// All values of a TEXT list such as CATEGORIES, over all its properties.
    #[must_use]
    pub fn texts(&self, name: &str) -> Vec<String> {
        let named = self.properties.iter().filter(|property| property.name == name);
        named.filter_map(|property| property.value.as_deref()).flat_map(text::unescape_list).collect()
    }

    /// The first value of parameter `key` (in capitals) of the first property called `name`.
    #[must_use]
    pub fn param(&self, name: &str, key: &str) -> Option<&str> {
        param(self.property(name)?, key)
    }

    /// The parts called `name`, in order.
    pub fn parts_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Component> {
        self.parts.iter().filter(move |part| part.name == name)
    }
}

/// The first value of parameter `key` of `property`.
pub(super) fn param<'a>(property: &'a Property, key: &str) -> Option<&'a str> {
    let (_, values) = property.params.as_ref()?.iter().find(|(name, _)| name == key)?;
    values.first().map(String::as_str)
}
