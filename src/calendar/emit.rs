//! Components to bytes: content lines, folding at 75 octets, CRLF (RFC 5545, 3.1). Values come escaped from `write`;
//! whatever still could end a line is dropped here, so no value can ever start a property of its own.

use ical::property::Property;

use super::text;
use super::tree::Component;

/// Octets of a physical line without its CRLF (RFC 5545, 3.1).
pub const MAX_OCTETS: usize = 75;

/// The component and all its parts as `text/calendar`.
pub fn emit(component: &Component) -> String {
    let (mut out, mut line) = (String::new(), String::new());
    write_component(&mut out, &mut line, component);
    out
}

/// `line` is only a place to work in.
fn write_component(out: &mut String, line: &mut String, component: &Component) {
    mark(out, line, "BEGIN:", &component.name);
    for property in &component.properties {
        content_line(line, property);
        fold(out, line);
    }
    for part in &component.parts {
        write_component(out, line, part);
    }
    mark(out, line, "END:", &component.name);
}

fn mark(out: &mut String, line: &mut String, mark: &str, name: &str) {
    line.clear();
    line.push_str(mark);
    line.push_str(name);
    fold(out, line);
}

fn content_line(line: &mut String, property: &Property) {
    line.clear();
    line.push_str(&property.name);
    for (key, values) in property.params.iter().flatten() {
        line.push(';');
        line.push_str(key);
        for (at, value) in values.iter().enumerate() {
            line.push(if at == 0 { '=' } else { ',' });
            line.push_str(&text::quote(value));
        }
    }
    line.push(':');
    match &property.value {
        Some(value) if text::is_plain(value) => line.push_str(value),
        value => line.extend(value.iter().flat_map(|value| value.chars()).filter(|&c| c == '\t' || !c.is_control())),
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
        let mut component = Component::new("VEVENT");
        component.put("X-A", &[("X-P", "a\r\nX-B:1")], "v\r\nX-C:2\u{0}");
        assert_eq!(emit(&component), "BEGIN:VEVENT\r\nX-A;X-P=\"a^nX-B:1\":vX-C:2\r\nEND:VEVENT\r\n");
    }
}
