//! The catalogues: every word on the screen, one Fluent file per room and language under `templates/locales/`.
//!
//! Read from disk while developing, embedded in a release; loaded once. It must not know what a key is used for.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;

use super::Locale;

#[derive(RustEmbed)]
#[folder = "templates/locales"]
#[include = "*.ftl"]
struct Files;

struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    keys: BTreeSet<String>,
}

static CATALOGUES: LazyLock<Vec<Catalogue>> = LazyLock::new(|| Locale::ALL.iter().map(|&l| load(l)).collect());

fn catalogue(locale: Locale) -> Option<&'static Catalogue> {
    Locale::ALL.iter().position(|&l| l == locale).and_then(|at| CATALOGUES.get(at))
}

fn load(locale: Locale) -> Catalogue {
    let mut bundle = FluentBundle::new_concurrent(locale.as_str().parse().into_iter().collect());
    bundle.set_use_isolating(false);
    let mut keys = BTreeSet::new();
    let folder = format!("{locale}/");
    let mut paths: Vec<Cow<'static, str>> = Files::iter().filter(|p| p.starts_with(&folder)).collect();
    paths.sort();
    for path in paths {
        let Some(file) = Files::get(&path) else { continue };
        let source = String::from_utf8_lossy(&file.data).into_owned();
        keys.extend(source.lines().filter_map(key_of).map(str::to_owned));
        let resource = FluentResource::try_new(source).unwrap_or_else(|(partial, errors)| {
            tracing::error!(%path, ?errors, "a catalogue has lines that cannot be read");
            partial
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(%path, ?errors, "a catalogue repeats a key of another");
        }
    }
    Catalogue { bundle, keys }
}

/// The key that a line of a catalogue opens, if it opens one. Messages start in the first column; terms (`-word`) are not texts.
fn key_of(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    let name = name.strip_suffix(' ').unwrap_or(name);
    let kebab = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    kebab.then_some(name)
}

/// Whether `locale` has a text under `key`.
#[must_use]
pub fn has(locale: Locale, key: &str) -> bool {
    catalogue(locale).is_some_and(|c| c.bundle.get_message(&hyphened(key)).is_some_and(|m| m.value().is_some()))
}

/// Every key of `locale`, sorted: for the laws that compare languages.
#[must_use]
pub fn keys(locale: Locale) -> Vec<String> {
    catalogue(locale).map(|c| c.keys.iter().cloned().collect()).unwrap_or_default()
}

/// The text under `key` with `args` filled in; a whole number among them chooses the plural form.
///
/// `_` in a key counts as `-`. A missing key gives `⟦key⟧` and a warning in the log: the page still stands.
#[must_use]
pub fn text(locale: Locale, key: &str, args: &[(&str, String)]) -> String {
    let key = &*hyphened(key);
    let found = catalogue(locale).and_then(|c| Some((c, c.bundle.get_message(key)?.value()?)));
    let Some((catalogue, pattern)) = found else {
        tracing::warn!(%locale, key, "no text in the catalogue");
        return format!("⟦{key}⟧");
    };
    let mut named = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        named.set(*name, argument(value));
    }
    let mut errors = Vec::new();
    let text = catalogue.bundle.format_pattern(pattern, Some(&named), &mut errors);
    if !errors.is_empty() {
        tracing::warn!(%locale, key, ?errors, "a text of the catalogue lacks an argument");
    }
    text.into_owned()
}

/// Words of records may be written with `_`; keys never are.
fn hyphened(key: &str) -> Cow<'_, str> {
    if key.contains('_') { Cow::Owned(key.replace('_', "-")) } else { Cow::Borrowed(key) }
}

/// A plain whole number counts; everything else (telephone numbers, "05", "1.234") is text and stays as it was typed.
fn argument(value: &str) -> FluentValue<'_> {
    match value.parse::<i64>() {
        Ok(number) if number.unsigned_abs() < 1_000_000_000_000 && number.to_string() == value => FluentValue::from(number),
        _ => FluentValue::from(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_speak_of_the_same_things() {
        assert_eq!(keys(Locale::Vi), keys(Locale::En));
        for &locale in Locale::ALL {
            for key in keys(locale) {
                assert!(has(locale, &key), "{locale}: {key} cannot be read");
            }
        }
    }

    #[test]
    fn no_key_stands_in_two_files_and_every_file_can_be_read() {
        for &locale in Locale::ALL {
            let mut seen = BTreeSet::new();
            for path in Files::iter().filter(|p| p.starts_with(&format!("{locale}/"))) {
                let source = String::from_utf8(Files::get(&path).unwrap().data.into_owned()).unwrap();
                for key in source.lines().filter_map(key_of) {
                    assert!(seen.insert(key.to_owned()), "{path}: {key} stands twice");
                }
                assert!(FluentResource::try_new(source).is_ok(), "{path} has lines that cannot be read");
            }
        }
    }

    #[test]
    fn a_missing_key_is_shown_as_such() {
        assert_eq!(text(Locale::Vi, "body-kind-party_office", &[]), "Văn phòng cấp ủy");
        assert_eq!(text(Locale::Vi, "no-such-key", &[]), "⟦no-such-key⟧");
        assert!(!has(Locale::En, "no-such-key"));
    }

    #[test]
    fn english_counts_and_vietnamese_does_not() {
        let of = |locale, n: &str| text(locale, "rows-count", &[("count", n.to_owned())]);
        assert_eq!(of(Locale::En, "1"), "1 row");
        assert_eq!(of(Locale::En, "2"), "2 rows");
        assert_eq!(of(Locale::Vi, "2"), "2 dòng");
    }

    #[test]
    fn numbers_with_a_leading_zero_are_text() {
        assert!(matches!(argument("0912345678"), FluentValue::String(_)));
        assert!(matches!(argument("12"), FluentValue::Number(_)));
    }
}
