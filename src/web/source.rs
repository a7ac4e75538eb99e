//! What happens to a template's source once, when it is read, so that it need not happen for every page.
//! It must not change what a page says. Neighbour: `view` registers the result.

use std::collections::{BTreeMap, BTreeSet};

use crate::i18n::{self, Locale};

/// Puts a page that names the frame into it, word for word. Left to itself the library would hand the frame a copy of all
/// that the page knows, and make another copy of whatever the page then takes from it.
///
/// `{{#> layout tab=(t "key") wide=true}} … {{/layout}}`: `tab` is an expression, `wide` may be missing.
pub(super) fn framed(source: &str, frame: &str) -> String {
    let parts = || {
        let (before, rest) = source.split_once("{{#> layout tab=")?;
        let (tab, rest) = rest.split_once("}}")?;
        let (body, after) = rest.rsplit_once("{{/layout}}")?;
        Some((before, tab, body, after))
    };
    let Some((before, tab, body, after)) = parts() else { return source.to_owned() };
    let (tab, wide) = tab.strip_suffix(" wide=true").map_or((tab, "false"), |tab| (tab, "true"));
    let tab = tab.strip_prefix('(').and_then(|call| call.strip_suffix(')')).unwrap_or(tab);
    let framed = frame.replace("{{tab}}", &format!("{{{{{tab}}}}}")).replace("{{#if wide}}", &format!("{{{{#if {wide}}}}}"));
    [before, &framed.replace("{{> @partial-block}}", body), after].concat()
}

/// How a part is used.
const USE: &str = "{{> partials/";

/// What a part sees beside its parameters.
const BEYOND: [&str; 3] = ["@root", "@partial-block", "has_errors"];

/// The names, below `partials/`, of those parts that see nothing but their parameters.
pub(super) fn closed<'a>(parts: &BTreeMap<&'a str, &str>) -> BTreeSet<&'a str> {
    let mut closed: BTreeSet<&str> = parts.keys().copied().collect();
    loop {
        let open = |name: &&str| {
            let source = parts[*name];
            BEYOND.iter().any(|word| source.contains(word)) || uses(source).any(|(used, _)| !closed.contains(used))
        };
        let found: Vec<&str> = closed.iter().copied().filter(open).collect();
        if found.is_empty() {
            return closed;
        }
        closed.retain(|name| !found.contains(name));
    }
}

/// Every use of a part in `source`: its name, and all that follows.
fn uses(source: &str) -> impl Iterator<Item = (&str, &str)> {
    source.split(USE).skip(1).map(|rest| rest.split_at(rest.find([' ', '}']).unwrap_or(rest.len())))
}

/// Gives each part that is used without a context of its own an empty one, and lets those that are `closed` be kept. A part
/// sees its parameters and `@root`; left to itself the library would copy the whole page into every use, which makes a
/// list's cost grow with its length squared.
pub(super) fn lean(source: &str, closed: &BTreeSet<&str>) -> String {
    let mut lean = source.split(USE).next().unwrap_or_default().to_owned();
    for (name, rest) in uses(source) {
        let first = rest.trim_start().split([' ', '}', '(', '"']).next().unwrap_or_default();
        match (first.is_empty(), first.contains('=')) {
            (_, true) if closed.contains(name) => lean.extend(["{{part \"partials/", name, "\"", rest]),
            (false, false) => lean.extend([USE, name, rest]),
            _ => lean.extend([USE, name, " null", rest]),
        }
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
        let lean = |source| lean(source, &BTreeSet::from(["stat"]));
        assert_eq!(lean("{{> partials/csrf}}"), "{{> partials/csrf null}}");
        assert_eq!(
            lean(r#"a {{> partials/tag text=(t "x") tone="red"}} b"#),
            r#"a {{> partials/tag null text=(t "x") tone="red"}} b"#
        );
        assert_eq!(lean("{{> partials/header shell}}"), "{{> partials/header shell}}");
        assert_eq!(lean("a{{> partials/stat value=1}}b"), r#"a{{part "partials/stat" value=1}}b"#);
        assert_eq!(lean("{{> partials/stat}}"), "{{> partials/stat null}}");
    }

    #[test]
    fn a_part_that_uses_an_open_part_is_open_itself() {
        let parts = [
            ("tag", "<b>{{text}}</b>"),
            ("csrf", "{{@root.shell.csrf}}"),
            ("row", "{{> partials/tag text=row.text}}"),
            ("act", "{{> partials/csrf}}"),
            ("acts", "{{#each acts as |act|}}{{> partials/act act=act}}{{/each}}"),
        ];
        assert_eq!(closed(&BTreeMap::from(parts)), BTreeSet::from(["row", "tag"]));
    }

    #[test]
    fn a_page_stands_in_its_frame() {
        let frame = "<title>{{tab}} – x</title><body{{#if wide}} wide{{/if}}>{{> @partial-block}}</body>";
        assert_eq!(
            framed("{{!-- x --}}\n{{#> layout tab=(t (concat \"a-\" page.b)) wide=true}}<p>{{#if a}}b{{/if}}</p>{{/layout}}\n", frame),
            "{{!-- x --}}\n<title>{{t (concat \"a-\" page.b)}} – x</title><body{{#if true}} wide{{/if}}><p>{{#if a}}b{{/if}}</p></body>\n"
        );
        assert_eq!(framed("{{#> layout tab=page.name}}{{/layout}}", frame), "<title>{{page.name}} – x</title><body{{#if false}} wide{{/if}}></body>");
        assert_eq!(framed("<p>{{x}}</p>", frame), "<p>{{x}}</p>");
    }

    #[test]
    fn words_without_arguments_stand_in_the_source() {
        let source =
            r#"<p title="{{t "save"}}">{{> partials/button null text=(t "save")}}{{t "rows-count" count=3}}{{t "no-such"}}</p>"#;
        let vi = r#"<p title="Lưu">{{> partials/button null text="Lưu"}}{{t "rows-count" count=3}}{{t "no-such"}}</p>"#;
        assert_eq!(worded(source, Locale::Vi, str::to_owned), vi);
    }
}
