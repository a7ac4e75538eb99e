//! A strict reader of our own pages: it refuses what browsers repair silently (tags left open, attributes without quotation
//! marks or twice, a bare `&`). Elements are found with a small part of CSS: `main form`, `a[href]`, `.class`, `#id`, `*`, lists.

use std::fmt;

/// Elements without content (HTML standard, section 13.1.2).
const VOID: &[&str] = &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// What stands inside an element.
#[derive(Debug, Clone)]
pub enum Node {
    Text(String),
    Element(Element),
}

/// An element, its attributes in order, and what stands inside.
#[derive(Debug, Clone, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

/// Where a page is not well-formed.
#[derive(Debug)]
pub struct Malformed(String);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The document; its root is a nameless element.
pub fn read(source: &str) -> Result<Element, Malformed> {
    let mut open = vec![Element::default()];
    let mut rest = source;
    loop {
        let at = rest.find('<').unwrap_or(rest.len());
        let (text, after) = rest.split_at(at);
        let text = decode(text)?;
        if !text.is_empty() {
            last(&mut open).children.push(Node::Text(text));
        }
        if after.is_empty() {
            break;
        }
        if let Some(comment) = after.strip_prefix("<!--") {
            rest = comment.split_once("-->").ok_or_else(|| wrong("a comment is left open", comment))?.1;
        } else if after.starts_with("<!") {
            rest = after.split_once('>').ok_or_else(|| wrong("a declaration is left open", after))?.1;
        } else if let Some(end) = after.strip_prefix("</") {
            let (name, tail) = end.split_once('>').ok_or_else(|| wrong("an end tag is left open", after))?;
            let closed = open.pop().filter(|element| element.name == name.trim());
            let closed = closed.ok_or_else(|| wrong("this end tag closes nothing", after))?;
            if open.is_empty() {
                return Err(wrong("this end tag closes nothing", after));
            }
            last(&mut open).children.push(Node::Element(closed));
            rest = tail;
        } else {
            let (element, closed, tail) = start_tag(after)?;
            if closed || VOID.contains(&element.name.as_str()) {
                last(&mut open).children.push(Node::Element(element));
            } else {
                open.push(element);
            }
            rest = tail;
        }
    }
    match open.pop() {
        Some(root) if open.is_empty() => Ok(root),
        left => Err(Malformed(format!("<{}> is left open", left.unwrap_or_default().name))),
    }
}

fn last(open: &mut [Element]) -> &mut Element {
    open.last_mut().unwrap()
}

fn wrong(what: &str, at: &str) -> Malformed {
    Malformed(format!("{what}: {}", at.chars().take(80).collect::<String>()))
}

/// The element, whether it closes itself, and what follows.
fn start_tag(source: &str) -> Result<(Element, bool, &str), Malformed> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '@' | '.');
    let inside = &source[1..];
    let length = inside.find(|c| !is_name(c)).unwrap_or(inside.len());
    if length == 0 {
        return Err(wrong("a bare <", source));
    }
    let mut element = Element { name: inside[..length].to_owned(), ..Element::default() };
    let mut rest = inside[length..].trim_start();
    loop {
        if let Some(tail) = rest.strip_prefix("/>") {
            return Ok((element, true, tail));
        }
        if let Some(tail) = rest.strip_prefix('>') {
            return Ok((element, false, tail));
        }
        let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        if length == 0 {
            return Err(wrong("this is no attribute", source));
        }
        let name = rest[..length].to_owned();
        rest = &rest[length..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix('=') {
            let quote = quoted.chars().next().filter(|c| matches!(c, '"' | '\''));
            let quote = quote.ok_or_else(|| wrong("an attribute without quotation marks", source))?;
            let (raw, tail) = quoted[1..].split_once(quote).ok_or_else(|| wrong("an attribute is left open", source))?;
            value = decode(raw)?;
            rest = tail;
        }
        if element.attribute(&name).is_some() {
            return Err(wrong(&format!("{name} twice"), source));
        }
        element.attributes.push((name, value));
        rest = rest.trim_start();
    }
}

/// Text with its character references read.
fn decode(raw: &str) -> Result<String, Malformed> {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let (name, tail) = after.split_once(';').ok_or_else(|| wrong("a bare &", after))?;
        let number = |digits: &str, base| u32::from_str_radix(digits, base).ok().and_then(char::from_u32);
        let character = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "nbsp" => Some('\u{a0}'),
            _ => name
                .strip_prefix("#x")
                .map_or_else(|| name.strip_prefix('#').and_then(|digits| number(digits, 10)), |digits| number(digits, 16)),
        };
        text.push(character.ok_or_else(|| wrong("a bare &", after))?);
        rest = tail;
    }
    text.push_str(rest);
    Ok(text)
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The attribute, or nothing.
    pub fn text_of(&self, name: &str) -> String {
        self.attribute(name).unwrap_or_default().to_owned()
    }

    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Everything below that the selector finds, in page order.
    pub fn select(&self, selector: &str) -> Vec<&Self> {
        let choices: Vec<Vec<Part>> =
            selector.split(',').map(|choice| choice.split_whitespace().map(Part::read).collect()).collect();
        let mut found = Vec::new();
        self.walk(&mut Vec::new(), &mut |element, above| {
            if choices.iter().any(|parts| fits(parts, element, above)) {
                found.push(element);
            }
        });
        found
    }

    fn walk<'a>(&'a self, above: &mut Vec<&'a Self>, visit: &mut impl FnMut(&'a Self, &[&'a Self])) {
        for element in self.elements() {
            visit(element, above);
            above.push(element);
            element.walk(above, visit);
            above.pop();
        }
    }

    /// All text inside, as it stands.
    pub fn raw_text(&self) -> String {
        self.children
            .iter()
            .map(|node| match node {
                Node::Text(text) => text.clone(),
                Node::Element(element) => element.raw_text(),
            })
            .collect()
    }

    /// What can be read or heard, blanks folded; what stands in different blocks has a blank between.
    pub fn visible(&self) -> String {
        let mut words = String::new();
        self.gather(&mut words);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn gather(&self, words: &mut String) {
        const INLINE: &[&str] = &["a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup", "svg", "time"];
        for node in &self.children {
            match node {
                Node::Text(text) => words.push_str(text),
                Node::Element(element) if matches!(element.name.as_str(), "head" | "script" | "style" | "template") => {}
                Node::Element(element) => {
                    let gap = if INLINE.contains(&element.name.as_str()) { "" } else { " " };
                    words.push_str(gap);
                    element.gather(words);
                    words.push_str(gap);
                }
            }
        }
    }
}

/// One step of a selector: `input.class#id[name=value]`.
#[derive(Debug, Default)]
struct Part {
    name: String,
    /// Attribute and, where it matters, its value.
    wanted: Vec<(String, Option<String>)>,
    classes: Vec<String>,
}

impl Part {
    fn read(text: &str) -> Self {
        let end = text.find(['.', '#', '[']).unwrap_or(text.len());
        let mut part = Self { name: text[..end].to_owned(), ..Self::default() };
        let mut rest = &text[end..];
        while let Some(kind) = rest.chars().next() {
            let inside = &rest[1..];
            if kind == '[' {
                let (test, tail) = inside.split_once(']').unwrap();
                let (name, value) = test.split_once('=').map_or((test, None), |(name, value)| (name, Some(value)));
                part.wanted.push((name.to_owned(), value.map(|value| value.trim_matches(['"', '\'']).to_owned())));
                rest = tail;
                continue;
            }
            let end = inside.find(['.', '#', '[']).unwrap_or(inside.len());
            let word = inside[..end].to_owned();
            match kind {
                '.' => part.classes.push(word),
                _ => part.wanted.push(("id".to_owned(), Some(word))),
            }
            rest = &inside[end..];
        }
        part
    }

    fn fits(&self, element: &Element) -> bool {
        let classes = element.attribute("class").unwrap_or_default();
        (matches!(self.name.as_str(), "" | "*") || self.name == element.name)
            && self.classes.iter().all(|class| classes.split_whitespace().any(|known| known == class))
            && self.wanted.iter().all(|(name, value)| {
                element.attribute(name).is_some_and(|known| value.as_ref().is_none_or(|value| value == known))
            })
    }
}

fn fits(parts: &[Part], element: &Element, above: &[&Element]) -> bool {
    let Some((last, before)) = parts.split_last() else { return false };
    let mut above = above.iter().rev();
    last.fits(element) && before.iter().rev().all(|part| above.any(|element| part.fits(element)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_people_read_it() {
        let page = read(
            "<!DOCTYPE html><html><head><title>T</title></head><body><main class=\"a b\"><!-- no --><p>Một\n <b>h</b>ai</p>\
             <p>&lt;ba&gt; &#x27;</p><input name='x' required><svg><path d=\"1\"/></svg></main></body></html>",
        )
        .unwrap();
        assert_eq!(page.visible(), "Một hai <ba> '");
        assert_eq!(page.select("main.b input[name=x][required], title").len(), 2);
        assert_eq!(page.select("p main, .c, input[name=y]").len(), 0);
    }

    #[test]
    fn what_a_browser_would_repair_is_refused() {
        for bad in
            ["<p>a", "<p></div>", "</p>", "<a href=x></a>", "<a href=\"x\" href=\"y\"></a>", "a & b", "a < b", "<p><b></p></b>"]
        {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
