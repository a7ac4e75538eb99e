//! One logical line to a property (RFC 5545, 3.1; RFC 6868). Neighbour: `read` unfolds lines and builds the tree.
//!
//! The crate's `PropertyParser` is not used: even fed line by line it drops blanks at the ends of a value, leading
//! colons, empty parameter values and all after the tenth value of a parameter. A test below holds this reader against
//! it wherever it is right.

use ical::property::Property;

use super::text;

/// The property in `line`, names in capitals, parameters decoded, the value raw; `None` where the line is none.
pub fn parse(line: &str) -> Option<Property> {
    let (name, mut rest) = token(line)?;
    let mut params = Vec::new();
    while let Some(after) = rest.strip_prefix(';') {
        let (key, after) = token(after)?;
        // Lists of values are rare; room for four of them would make a file of empty parameters grow fiftyfold in memory.
        let mut values = Vec::with_capacity(1);
        let mut separated = after.strip_prefix('=')?;
        loop {
            let (value, after) = param_value(separated)?;
            values.push(text::unquote(value));
            match after.strip_prefix(',') {
                Some(next) => separated = next,
                None => {
                    rest = after;
                    break;
                }
            }
        }
        params.push((key, values));
    }
    let value = rest.strip_prefix(':')?;
    params.shrink_to_fit();
    Some(Property {
        name,
        params: if params.is_empty() { None } else { Some(params) },
        value: if value.is_empty() { None } else { Some(value.to_owned()) },
    })
}

/// A name of letters, digits, hyphen (also underscore and dot, seen in the wild), in capitals, and what follows it.
fn token(line: &str) -> Option<(String, &str)> {
    let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(line.len());
    let (name, rest) = line.split_at(end);
    if name.is_empty() { None } else { Some((name.to_ascii_uppercase(), rest)) }
}

/// Whether `text` is a whole name.
pub fn is_token(text: &str) -> bool {
    token(text).is_some_and(|(_, rest)| rest.is_empty())
}

fn param_value(text: &str) -> Option<(&str, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        return quoted.split_once('"');
    }
    let end = text.find([',', ';', ':'])?;
    Some(text.split_at(end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn property(name: &str, params: &[(&str, &[&str])], value: &str) -> Property {
        let params: Vec<_> =
            params.iter().map(|(key, values)| ((*key).to_owned(), values.iter().map(|v| (*v).to_owned()).collect())).collect();
        Property { name: name.into(), params: Some(params).filter(|p| !p.is_empty()), value: Some(value.into()) }
    }

    #[test]
    fn what_the_crate_loses_is_kept() {
        assert_eq!(parse("X-A:::v "), Some(property("X-A", &[], "::v ")));
        let twelve = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
        let line = format!("attendee;member={};cn=\"Đỗ, Ất: ^'x^'\":mailto:a", twelve.join(","));
        assert_eq!(parse(&line), Some(property("ATTENDEE", &[("MEMBER", &twelve), ("CN", &["Đỗ, Ất: \"x\""])], "mailto:a")));
        assert_eq!(parse("X;A=,\"\":v"), Some(property("X", &[("A", &["", ""])], "v")));
    }

    #[test]
    fn what_is_no_property_is_refused() {
        for line in ["", ":v", "X", "X;A:v", "X;=b:v", "X;A=\"b:v", "X;A=\"b\"c:v", "X;A=b", "Tên:v", "X Y:v"] {
            assert_eq!(parse(line), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn it_agrees_with_the_crate_on_ordinary_lines(
            name in "[A-Z][A-Z-]{0,8}",
            params in prop::collection::vec(("[A-Z]{1,5}", prop::collection::vec("[a-zđế /]{1,6}", 1..9)), 0..4),
            value in "[a-zđế;,=\"][a-zđế:;,=\" ]{0,20}[a-zđế]",
        ) {
            let params: String = params.iter().map(|(key, values)| format!(";{key}={}", values.join(","))).collect();
            let line = format!("{name}{params}:{value}");
            let theirs = ical::PropertyParser::from_reader(line.as_bytes()).next().unwrap().unwrap();
            prop_assert_eq!(parse(&line), Some(theirs));
        }

        #[test]
        fn no_line_makes_it_panic(line in "\\PC{0,60}") {
            let _ = parse(&line);
        }
    }
}
