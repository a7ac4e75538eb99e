//! Content lines to bytes, as they come: folding at 75 octets, CRLF (RFC 5545, 3.1). Values come escaped from `write`;
//! whatever still could end a line is dropped here, so no value can ever start a property of its own.
//!
//! No tree is built: a feed of thousands of entries is written in one pass.

use super::text;

/// Octets of a physical line without its CRLF (RFC 5545, 3.1).
pub const MAX_OCTETS: usize = 75;

/// A `text/calendar` in the making.
#[derive(Debug, Default)]
pub struct Lines {
    out: String,
    /// A place to work in.
    line: String,
}

impl Lines {
    /// Without lines, with room for so many octets.
    pub fn with_room(octets: usize) -> Self {
        Self { out: String::with_capacity(octets), line: String::new() }
    }

    /// Opens a component.
    pub fn begin(&mut self, name: &str) {
        self.mark("BEGIN:", name);
    }

    /// Closes a component.
    pub fn end(&mut self, name: &str) {
        self.mark("END:", name);
    }

    /// A property whose `value` is already in its written form.
    pub fn put(&mut self, name: &str, params: &[(&str, &str)], value: &str) {
        self.line.clear();
        self.line.push_str(name);
        for (key, value) in params {
            self.line.push(';');
            self.line.push_str(key);
            self.line.push('=');
            text::quote(&mut self.line, value);
        }
        self.value(value);
    }

    /// A TEXT property, escaped; an empty text writes nothing.
    pub fn put_text(&mut self, name: &str, value: &str) {
        let escaped = text::escape(value);
        if !escaped.is_empty() {
            self.put(name, &[], &escaped);
        }
    }

    /// What was written.
    #[must_use]
    pub fn finish(self) -> String {
        self.out
    }

    fn mark(&mut self, mark: &str, name: &str) {
        self.line.clear();
        self.line.push_str(mark);
        self.line.push_str(name);
        fold(&mut self.out, &self.line);
    }

    fn value(&mut self, value: &str) {
        self.line.push(':');
        if text::is_plain(value) {
            self.line.push_str(value);
        } else {
            self.line.extend(value.chars().filter(|&c| c == '\t' || !c.is_control()));
        }
        fold(&mut self.out, &self.line);
    }

    /// A whole component, as a reader gave it.
    #[cfg(test)]
    pub fn component(&mut self, component: &super::tree::Component) {
        self.begin(&component.name);
        for property in &component.properties {
            self.line.clear();
            self.line.push_str(&property.name);
            for (key, values) in property.params.iter().flatten() {
                self.line.push(';');
                self.line.push_str(key);
                for (at, value) in values.iter().enumerate() {
                    self.line.push(if at == 0 { '=' } else { ',' });
                    text::quote(&mut self.line, value);
                }
            }
            self.value(property.value.as_deref().unwrap_or_default());
        }
        component.parts.iter().for_each(|part| self.component(part));
        self.end(&component.name);
    }
}

/// Appends `line` in physical lines of at most 75 octets, cut between characters only.
fn fold(out: &mut String, line: &str) {
    let mut rest = line;
    let mut room = MAX_OCTETS;
    while rest.len() > room {
        let (head, tail) = rest.split_at(cut(rest, room));
        out.push_str(head);
        out.push_str("\r\n ");
        rest = tail;
        room = MAX_OCTETS - 1;
    }
    out.push_str(rest);
    out.push_str("\r\n");
}

/// Where to cut: as late as possible, but not beside a blank when there is another place in the last third of the line,
/// because some readers trim physical lines before joining them.
fn cut(line: &str, room: usize) -> usize {
    let latest = line.floor_char_boundary(room);
    let mut at = latest;
    while at > room * 2 / 3 {
        let touches_blank = line[..at].ends_with(' ') || line[at..].starts_with(' ');
        if !touches_blank {
            return at;
        }
        at = line.floor_char_boundary(at - 1);
    }
    latest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(line: &str) -> Vec<String> {
        let mut out = String::new();
        fold(&mut out, line);
        out.split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn b028_a_line_is_cut_at_75_octets_and_never_inside_a_letter() {
        // 74 octets and a three-octet letter: the letter moves to the next line as a whole.
        let line = format!("{}ế{}", "x".repeat(74), "y".repeat(74));
        assert_eq!(folded(&line), ["x".repeat(74), format!(" ế{}", "y".repeat(71)), " yyy".to_owned()]);
        assert_eq!(folded(&"x".repeat(75)), ["x".repeat(75)]);
        assert_eq!(folded(&"x".repeat(76)), ["x".repeat(75), " x".to_owned()]);
    }

    #[test]
    fn a_cut_keeps_away_from_blanks() {
        let line = format!("{} {}", "x".repeat(74), "y".repeat(10));
        assert_eq!(folded(&line), ["x".repeat(73), format!(" x {}", "y".repeat(10))]);
        assert_eq!(folded(&" ".repeat(80)), [" ".repeat(75), " ".repeat(6)]);
    }

    #[test]
    fn a_raw_value_cannot_start_a_line() {
        let mut lines = Lines::default();
        lines.put("X-A", &[("X-P", "a\r\nX-B:1")], "v\r\nX-C:2\u{0}");
        assert_eq!(lines.finish(), "X-A;X-P=\"a^nX-B:1\":vX-C:2\r\n");
    }
}
