//! The catalogues: the same keys with the same arguments in every language, a text for every key that a template or a
//! source names, and no text that nobody uses.

use std::collections::{BTreeMap, BTreeSet};

use doithoai::i18n::{self, Locale};

use super::code::{self, Source, Token};

/// Beginnings of keys that nothing spells out, and who makes them.
const COMPUTED: &[(&str, &str)] = &[
    ("job-", "the page of jobs, from the sweep's name"),
    ("problem-4", "web::problem, from the status"),
    ("problem-5", "web::problem, from the status"),
    ("weekday-", "i18n::format, from the date"),
];

/// Plain words of `shell.ftl` that stay ready for every room, used at present or not.
const VOCABULARY: &[&str] = &[
    "actions",
    "add",
    "cancel",
    "download",
    "filter-clear",
    "move-down",
    "move-up",
    "nav-admin",
    "no",
    "print",
    "remove",
    "save-changes",
    "search",
    "unsaved-changes",
    "view",
    "yes",
];

/// A key as catalogues write it.
fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// A code such as `issue.call-closed`.
fn is_code(text: &str) -> bool {
    text.contains('.') && text.split('.').all(is_key)
}

fn hyphens(code: &str) -> String {
    code.replace('.', "-")
}

/// What the templates say.
#[derive(Default)]
struct Spoken {
    /// Keys that are spelt out, with the file.
    keys: BTreeMap<String, String>,
    /// Beginnings of computed keys, with the file.
    beginnings: BTreeMap<String, String>,
    /// Everything between quotation marks.
    quoted: BTreeSet<String>,
}

fn templates() -> Spoken {
    let mut spoken = Spoken::default();
    for file in code::files("templates", ".hbs") {
        let text = without_comments(&file.text);
        for (marks, into) in
            [(["(t \"", "{{t \""], &mut spoken.keys), (["(t (concat \"", "{{t (concat \""], &mut spoken.beginnings)]
        {
            for rest in marks.iter().flat_map(|mark| text.split(mark).skip(1)) {
                into.insert(rest.split('"').next().unwrap_or_default().to_owned(), file.path.clone());
            }
        }
        spoken.quoted.extend(text.split('"').map(str::to_owned));
    }
    spoken
}

fn without_comments(template: &str) -> String {
    let mut parts = template.split("{{!--");
    let first = parts.next().unwrap_or_default().to_owned();
    first + &parts.filter_map(|part| part.split_once("--}}")).map(|(_, after)| after).collect::<String>()
}

/// The argument lists of calls of `path` (`["Refusal", "on"]`), as the tokens between the brackets split at commas.
fn calls<'a>(tokens: &'a [Token], path: &[&str]) -> Vec<Vec<&'a [Token]>> {
    let pattern: Vec<Token> = path
        .iter()
        .enumerate()
        .flat_map(|(at, word)| {
            let steps = if at == 0 { 0 } else { 2 };
            std::iter::repeat_n(Token::Mark(':'), steps).chain([Token::Word((*word).to_owned())])
        })
        .chain([Token::Mark('(')])
        .collect();
    let starts = (0..tokens.len()).filter(|at| tokens[*at..].starts_with(&pattern));
    starts.map(|at| arguments(&tokens[at + pattern.len()..])).collect()
}

fn arguments(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut depth, mut from, mut found) = (0_usize, 0, Vec::new());
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Mark('(' | '[' | '{') => depth += 1,
            Token::Mark(')' | ']' | '}') if depth > 0 => depth -= 1,
            Token::Mark(')' | ']' | '}') => {
                found.push(&tokens[from..at]);
                break;
            }
            Token::Mark(',') if depth == 0 => {
                found.push(&tokens[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// Keys that a source file names, each with what makes it one.
fn named_in(source: &Source) -> BTreeSet<String> {
    let tokens = source.tokens();
    let literal = |arguments: &[&[Token]], at: usize| -> Vec<String> {
        arguments.get(at).into_iter().flat_map(|tokens| tokens.iter()).filter_map(Token::text).map(str::to_owned).collect()
    };
    let mut keys = BTreeSet::new();
    for (path, at, kind) in [
        (&["i18n", "text"][..], 1, "key"),
        (&["Refusal", "new"], 0, "refusal"),
        (&["Refusal", "on"], 1, "refusal"),
        (&["Task", "new"], 0, "key"),
        (&["redirect"], 1, "key"),
        // Helpers of the rooms that take the code of a notice.
        (&["tell"], 3, "notice"),
        (&["tell", "about"], 4, "notice"),
        (&["finish"], 4, "notice"),
    ] {
        for arguments in calls(&tokens, path) {
            let texts = literal(&arguments, at).into_iter();
            match kind {
                "refusal" => keys.extend(texts.filter(|text| is_code(text)).map(|code| format!("refusal-{}", hyphens(&code)))),
                // Nobody is told where the code is empty.
                "notice" => keys.extend(texts.filter(|text| !text.is_empty()).map(|code| format!("notice-{}", hyphens(&code)))),
                _ => keys.extend(texts.filter(|text| is_key(text) && text.contains('-'))),
            }
        }
    }
    for (at, _) in tokens.iter().enumerate().filter(|(_, token)| token.word() == Some("Notify")) {
        let after = &tokens[at + 1..];
        if !after.first().is_some_and(|token| token.is('{')) {
            continue;
        }
        for field in arguments(&after[1..]) {
            if let [Token::Word(name), Token::Mark(':'), Token::Text(code), ..] = field
                && name == "code"
            {
                keys.extend([format!("notice-{}", hyphens(code)), format!("notice-{}-subject", hyphens(code))]);
            }
        }
    }
    // Texts that begin like this are keys wherever they stand.
    let texts = tokens.iter().filter_map(Token::text).filter(|text| is_key(text) && !text.ends_with('-'));
    keys.extend(texts.filter(|text| ["flash-", "nav-", "task-"].iter().any(|begin| text.starts_with(begin))).map(str::to_owned));
    keys
}

#[test]
fn every_key_that_is_named_has_its_text() {
    let known: BTreeSet<String> = i18n::keys(Locale::Vi).into_iter().collect();
    let mut missing = Vec::new();
    let spoken = templates();
    for (key, file) in &spoken.keys {
        if !known.contains(key) {
            missing.push(format!("{file}: {key}"));
        }
    }
    for (begin, file) in &spoken.beginnings {
        if !known.iter().any(|key| key.starts_with(begin.as_str())) {
            missing.push(format!("{file}: nothing begins with {begin}"));
        }
    }
    for source in code::program() {
        missing.extend(
            named_in(&source).into_iter().filter(|key| !known.contains(key)).map(|key| format!("{}: {key}", source.path)),
        );
    }
    assert!(missing.is_empty(), "no text for:\n{}", missing.join("\n"));
}

#[test]
fn no_text_is_left_that_nobody_uses() {
    let spoken = templates();
    let (mut texts, mut families, mut beginnings) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for source in code::program() {
        let own: Vec<String> = source.tokens().iter().filter_map(Token::text).map(str::to_owned).collect();
        // A file that joins keys from parts: what it names may be their beginnings.
        if own.iter().any(|text| text.starts_with('{') && text.contains("}-")) || source.text.contains("Choice::words(") {
            families.extend(own.iter().filter(|text| is_key(text)).map(|text| format!("{text}-")));
        }
        beginnings.extend(own.iter().filter_map(|text| text.split_once('{')).map(|(begin, _)| begin.to_owned()));
        texts.extend(own);
    }
    beginnings.extend(spoken.quoted.iter().cloned());
    beginnings
        .retain(|begin| begin.ends_with('-') && begin.len() > 4 && !matches!(begin.as_str(), "refusal-" | "field-" | "notice-"));
    let codes: BTreeSet<String> = texts.iter().filter(|text| is_code(text)).map(|code| hyphens(code)).collect();
    let is_named = |text: &str| texts.contains(text) || spoken.quoted.contains(text);
    let is_used = |key: &str| {
        let by_code = key.strip_prefix("refusal-").is_some_and(|code| codes.contains(code));
        let by_notice = key.strip_prefix("notice-").is_some_and(|code| {
            let code = code.trim_end_matches("-subject");
            codes.contains(code) || is_named(code)
        });
        let by_field = key.strip_prefix("field-").is_some_and(|name| is_named(name) || is_named(&name.replace('-', "_")));
        let by_beginning = families.iter().chain(&beginnings).any(|begin| key.starts_with(begin.as_str()));
        let by_list = COMPUTED.iter().any(|(begin, _)| key.starts_with(begin)) || VOCABULARY.contains(&key);
        is_named(key) || by_code || by_notice || by_field || by_beginning || by_list
    };
    let unused: Vec<String> = i18n::keys(Locale::Vi).into_iter().filter(|key| !is_used(key)).collect();
    assert!(unused.is_empty(), "nobody uses:\n{}", unused.join("\n"));
}

/// Key and the arguments that its text mentions, of every catalogue of a language.
fn arguments_of(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in code::files(&format!("templates/locales/{locale}"), ".ftl") {
        let mut key = String::new();
        for line in file.text.lines().filter(|line| !line.starts_with('#')) {
            if !line.starts_with([' ', '}', '\t'])
                && let Some((name, _)) = line.split_once('=')
            {
                key = name.trim().to_owned();
                assert!(all.insert(key.clone(), BTreeSet::new()).is_none(), "{}: {key} stands twice", file.path);
            }
            let names = line.split('$').skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next());
            all.entry(key.clone()).or_default().extend(names.flatten().map(str::to_owned));
        }
    }
    all.remove("");
    all
}

#[test]
fn languages_have_the_same_keys_with_the_same_arguments() {
    let (vi, en) = (arguments_of(Locale::Vi), arguments_of(Locale::En));
    let differ = |a: &BTreeMap<String, BTreeSet<String>>, b: &BTreeMap<String, BTreeSet<String>>| -> Vec<String> {
        a.iter().filter(|(key, names)| b.get(*key) != Some(names)).map(|(key, names)| format!("{key} {names:?}")).collect()
    };
    // Vietnamese has no plural: it may leave out a number that English only counts by, never one that it alone names.
    assert_eq!(differ(&vi, &en), Vec::<String>::new());
    assert_eq!(differ(&en, &vi), Vec::<String>::new());
    let read: Vec<String> = i18n::keys(Locale::Vi);
    assert_eq!(vi.keys().cloned().collect::<Vec<_>>(), read, "a catalogue cannot be read as it is written");
}

#[test]
fn keys_are_found_in_sources() {
    let text = r#"fn f() {
        i18n::text(visit.locale, if late { "task-late" } else { "task-soon" }, &[("n", "1".into())]);
        Refusal::on("title", "issue.too-long").arg("most", 1);
        Err(Refusal::new("call.closed").into());
        visit.redirect(&format!("/x/{id}"), "flash-saved");
        tell(&tx, ctx, &room, "minutes.to-sign", &[Role::Leader]).await?;
        step.finish(ctx, &commitment, event, line, ("commitment-closed", &to)).await?;
        let n = Notify { code: "session.moved".to_owned(), to: vec![], args: vec![("code", "x")] };
    }"#;
    let source = Source { path: "src/x.rs".into(), text: text.into() };
    let expected = [
        "flash-saved",
        "notice-commitment-closed",
        "notice-minutes-to-sign",
        "notice-session-moved",
        "notice-session-moved-subject",
        "refusal-call-closed",
        "refusal-issue-too-long",
        "task-late",
        "task-soon",
    ];
    assert_eq!(named_in(&source).iter().map(String::as_str).collect::<Vec<_>>(), expected);
}
