//! XML as CalDAV speaks it: a small tree read from a hostile request, and names and texts written safely.
//!
//! No document type, no entities but the five of the language, bounded size and depth. It must not know any property.

use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

/// Elements of one request, and how deep they may stand in each other.
const MOST_ELEMENTS: usize = 4_000;
const MOST_DEEP: usize = 16;

pub const DAV: &str = "DAV:";
pub const CALDAV: &str = "urn:ietf:params:xml:ns:caldav";
pub const CALENDAR_SERVER: &str = "http://calendarserver.org/ns/";
pub const APPLE: &str = "http://apple.com/ns/ical/";

/// The name of an element: its namespace and what follows the colon.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Name {
    pub space: String,
    pub local: String,
}

impl Name {
    #[must_use]
    pub fn is(&self, space: &str, local: &str) -> bool {
        self.space == space && self.local == local
    }

    /// The element empty, or around `inner`, which is XML already.
    #[must_use]
    pub fn around(&self, inner: &str) -> String {
        let (open, close) = match prefix(&self.space) {
            Some(prefix) => (format!("{prefix}:{}", self.local), format!("{prefix}:{}", self.local)),
            None => (format!("x:{} xmlns:x=\"{}\"", self.local, escape(&self.space)), format!("x:{}", self.local)),
        };
        if inner.is_empty() { format!("<{open}/>") } else { format!("<{open}>{inner}</{close}>") }
    }
}

/// The prefixes that every answer declares.
fn prefix(space: &str) -> Option<&'static str> {
    match space {
        DAV => Some("d"),
        CALDAV => Some("c"),
        CALENDAR_SERVER => Some("cs"),
        APPLE => Some("a"),
        _ => None,
    }
}

/// An element with what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    pub name: Name,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    pub text: String,
}

impl Element {
    #[must_use]
    pub fn child(&self, space: &str, local: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name.is(space, local))
    }

    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Why a body is no request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadXml(String);

fn bad(why: impl ToString) -> BadXml {
    BadXml(why.to_string())
}

/// The root element of `text`.
///
/// # Errors
/// Not well-formed, a document type, an unknown entity, too many elements or too deep.
pub fn parse(text: &str) -> Result<Element, BadXml> {
    let mut reader = NsReader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut count = 0;
    loop {
        let (space, event) = reader.read_resolved_event().map_err(bad)?;
        let space = match space {
            ResolveResult::Bound(space) => String::from_utf8_lossy(space.as_ref()).into_owned(),
            ResolveResult::Unbound => String::new(),
            ResolveResult::Unknown(_) => return Err(bad("an undeclared prefix")),
        };
        let done = match event {
            Event::Start(start) => {
                open.push(element(space, &start)?);
                None
            }
            Event::Empty(start) => Some(element(space, &start)?),
            Event::End(_) => open.pop(),
            Event::Text(text) => {
                if let Some(parent) = open.last_mut() {
                    parent.text.push_str(&text.decode().map_err(bad)?);
                }
                continue;
            }
            Event::CData(data) => {
                if let Some(parent) = open.last_mut() {
                    parent.text.push_str(&data.decode().map_err(bad)?);
                }
                continue;
            }
            Event::GeneralRef(name) => {
                let name = name.decode().map_err(bad)?;
                let said = unescape(&format!("&{name};")).map_err(bad)?.into_owned();
                if let Some(parent) = open.last_mut() {
                    parent.text.push_str(&said);
                }
                continue;
            }
            Event::DocType(_) => return Err(bad("a document type")),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => continue,
            Event::Eof => return Err(bad("no element")),
        };
        count += 1;
        if count > MOST_ELEMENTS || open.len() > MOST_DEEP {
            return Err(bad("too many elements"));
        }
        let Some(done) = done else { continue };
        match open.last_mut() {
            Some(parent) => parent.children.push(done),
            None => return Ok(done),
        }
    }
}

fn element(space: String, start: &BytesStart<'_>) -> Result<Element, BadXml> {
    let local = String::from_utf8(start.local_name().as_ref().to_vec()).map_err(bad)?;
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(bad)?;
        let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        let value = std::str::from_utf8(&attribute.value).map_err(bad)?;
        attributes.push((key, unescape(value).map_err(bad)?.into_owned()));
    }
    Ok(Element { name: Name { space, local }, attributes, children: Vec::new(), text: String::new() })
}

/// `text` where XML wants text. A carriage return is written as a reference, for readers would drop it (XML 1.0, 2.11).
#[must_use]
pub fn text(text: &str) -> String {
    escape(text).replace('\r', "&#13;")
}

/// A whole document: `root` (of the prefixes above) around `inner`.
#[must_use]
pub fn document(root: &str, inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{root} xmlns:d=\"{DAV}\" xmlns:c=\"{CALDAV}\" xmlns:cs=\"{CALENDAR_SERVER}\" xmlns:a=\"{APPLE}\">{inner}</{root}>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_whatever_its_prefixes() {
        let read = parse(r#"<?xml version="1.0"?><p:propfind xmlns:p="DAV:"><p:prop><getctag xmlns="http://calendarserver.org/ns/"/></p:prop></p:propfind>"#).unwrap();
        assert!(read.name.is(DAV, "propfind"));
        assert!(read.child(DAV, "prop").unwrap().children[0].name.is(CALENDAR_SERVER, "getctag"));
        let href = parse(r#"<href xmlns="DAV:">/a?b&amp;c<![CDATA[<d>]]></href>"#).unwrap();
        assert_eq!(href.text, "/a?b&c<d>");
    }

    #[test]
    fn nothing_that_grows_or_reaches_out_is_read() {
        let deep = format!("{}{}", "<a>".repeat(40), "</a>".repeat(40));
        let wide = format!("<a>{}</a>", "<b/>".repeat(5_000));
        for hostile in [
            r#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"#,
            "<a>&x;</a>",
            "<a><b></a>",
            "<p:a/>",
            "",
            "BEGIN:VCALENDAR",
            &deep,
            &wide,
        ] {
            assert!(parse(hostile).is_err(), "{hostile:.60}");
        }
    }

    #[test]
    fn names_and_texts_are_written_safely() {
        let foreign = Name { space: "urn:\"x\"".into(), local: "y".into() };
        assert_eq!(foreign.around(""), r#"<x:y xmlns:x="urn:&quot;x&quot;"/>"#);
        assert_eq!(Name { space: DAV.into(), local: "href".into() }.around("/a"), "<d:href>/a</d:href>");
        assert_eq!(text("a<b>&\r\n"), "a&lt;b&gt;&amp;&#13;\n");
    }
}
