//! What happens to a template's source once, when it is read, so that it need not happen for every page.
//! It must not change what a page says. Neighbour: `view` registers the result.

use crate::i18n::{self, Locale};

/// Gives each part that is used without a context of its own an empty one. A part sees its parameters and `@root`; left to
/// itself the library would copy the whole page into every use, which makes a list's cost grow with its length squared.
pub(super) fn lean(source: &str) -> String {
    const PART: &str = "{{> partials/";
    let mut pieces = source.split(PART);
    let mut lean = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_at(piece.find([' ', '}']).unwrap_or(piece.len()));
        let first = rest.trim_start().split([' ', '}', '(', '"']).next().unwrap_or_default();
        let context = if first.is_empty() || first.contains('=') { " null" } else { "" };
        lean.extend([PART, name, context, rest]);
    }
    lean
}

/// Puts the words of one language, escaped where they are written, in the place of every `{{t "key"}}` and `(t "key")` that takes no arguments.
pub(super) fn worded(source: &str, locale: Locale, escape: fn(&str) -> String) -> String {
    let written = replaced(source, "{{t \"", "\"}}", locale, escape);
    replaced(&written, "(t \"", "\")", locale, |text| serde_json::Value::from(text).to_string())
}

/// Every `open key close` whose key has a text, in the form that `say` gives it.
fn replaced(source: &str, open: &str, close: &str, locale: Locale, say: fn(&str) -> String) -> String {
    let mut pieces = source.split(open);
    let mut result = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let found = piece
            .split_once('"')
            .map(|(key, _)| (key, &piece[key.len()..]))
            .filter(|(key, rest)| rest.starts_with(close) && i18n::has(locale, key));
        match found.map(|(key, rest)| (i18n::text(locale, key, &[]), rest)) {
            Some((text, rest)) if !text.contains("{{") => result.extend([say(&text).as_str(), &rest[close.len()..]]),
            _ => result.extend([open, piece]),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_get_what_they_are_given_and_nothing_else() {
        assert_eq!(lean("{{> partials/csrf}}"), "{{> partials/csrf null}}");
        assert_eq!(
            lean(r#"a {{> partials/tag text=(t "x") tone="red"}} b"#),
            r#"a {{> partials/tag null text=(t "x") tone="red"}} b"#
        );
        assert_eq!(lean("{{> partials/header shell}}"), "{{> partials/header shell}}");
    }

    #[test]
    fn words_without_arguments_stand_in_the_source() {
        let source =
            r#"<p title="{{t "save"}}">{{> partials/button null text=(t "save")}}{{t "rows-count" count=3}}{{t "no-such"}}</p>"#;
        let vi = r#"<p title="Lưu">{{> partials/button null text="Lưu"}}{{t "rows-count" count=3}}{{t "no-such"}}</p>"#;
        assert_eq!(worded(source, Locale::Vi, str::to_owned), vi);
    }
}
