//! What a source file imports: every path with more than one step, from `use` lines and from the code between, as a list
//! of steps that begins with `crate` or with the name of a package.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Source, Token};

/// All paths of a file that lead out of it, each once. A path that goes on from an imported name is told in full.
pub fn imports(source: &Source, packages: &[String]) -> BTreeSet<Vec<String>> {
    let tokens = source.tokens();
    let (mut used, mut plain) = (Vec::new(), BTreeSet::new());
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].word() == Some("use") {
            at = use_tree(&tokens, at + 1, &[], &mut used);
        } else if tokens[at].word().is_some() {
            let (path, after) = plain_path(&tokens, at);
            if path.len() > 1 {
                plain.insert(path);
            }
            at = after;
        } else {
            at += 1;
        }
    }
    let module = module_of(&source.path);
    let resolve = |path: &[String]| -> Option<Vec<String>> {
        match path.first()?.as_str() {
            "crate" => Some(path.to_vec()),
            "self" | "super" => Some(absolute(&module, path)),
            first if packages.iter().any(|name| name == first) => Some(path.to_vec()),
            _ => None,
        }
    };
    let names: BTreeMap<&str, Vec<String>> =
        used.iter().filter_map(|(path, name)| Some((name.as_str(), resolve(path)?))).collect();
    let in_full = |path: &Vec<String>| match names.get(path.first()?.as_str()) {
        Some(start) => Some(start.iter().chain(&path[1..]).cloned().collect()),
        None => resolve(path),
    };
    names.values().cloned().chain(plain.iter().filter_map(in_full)).collect()
}

/// Reads one `a::{b, c as d}`; every path comes with the name that it has from there on. Returns where the tree ends.
fn use_tree(tokens: &[Token], from: usize, before: &[String], paths: &mut Vec<(Vec<String>, String)>) -> usize {
    let mut path = before.to_vec();
    let mut at = from;
    while let Some(token) = tokens.get(at) {
        match token {
            Token::Mark(':') => at += 1,
            Token::Mark('{') => {
                at += 1;
                while tokens.get(at).is_some_and(|token| !token.is('}')) {
                    at = use_tree(tokens, at, &path, paths);
                    at += usize::from(tokens.get(at).is_some_and(|token| token.is(',')));
                }
                return at + 1;
            }
            Token::Word(_) | Token::Mark('*') => {
                path.push(token.word().unwrap_or("*").to_owned());
                at += 1;
                if tokens.get(at).is_some_and(|token| token.is(':')) {
                    continue;
                }
                if path.len() > 1 && path.last().is_some_and(|step| step == "self") {
                    path.pop();
                }
                let renamed = tokens.get(at).and_then(Token::word) == Some("as");
                let name = if renamed { tokens.get(at + 1).and_then(Token::word) } else { path.last().map(String::as_str) };
                let name = name.unwrap_or_default().to_owned();
                paths.push((path, name));
                return if renamed { at + 2 } else { at };
            }
            _ => return at + 1,
        }
    }
    at
}

fn plain_path(tokens: &[Token], from: usize) -> (Vec<String>, usize) {
    let mut path = Vec::new();
    let mut at = from;
    while let Some(word) = tokens.get(at).and_then(Token::word) {
        path.push(word.to_owned());
        at += 1;
        if !(tokens.get(at).is_some_and(|token| token.is(':')) && tokens.get(at + 1).is_some_and(|token| token.is(':'))) {
            break;
        }
        at += 2;
    }
    (path, at.max(from + 1))
}

/// The steps to the module that a file of `src` is.
fn module_of(path: &str) -> Vec<String> {
    let inside = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    if inside == "lib" || inside == "mod" { Vec::new() } else { inside.split('/').map(str::to_owned).collect() }
}

fn absolute(module: &[String], path: &[String]) -> Vec<String> {
    let up = path.iter().filter(|step| *step == "super").count();
    let base = &module[..module.len().saturating_sub(up)];
    let rest = path.iter().filter(|step| *step != "super" && *step != "self");
    ["crate".to_owned()].into_iter().chain(base.iter().cloned()).chain(rest.cloned()).collect()
}

#[test]
fn imports_are_found_wherever_they_stand() {
    let text = "use crate::a::{self, b::C, d::{E, F as G}};\npub use super::rules::X;\nuse std::fmt;\nfn f() { sea_orm::g(); crate::h::i(); G::new(); C }";
    let source = Source { path: "src/room/pages/one.rs".into(), text: text.into() };
    let found: Vec<String> =
        imports(&source, &["sea_orm".to_owned(), "std".to_owned()]).iter().map(|path| path.join("::")).collect();
    let expected = [
        "crate::a",
        "crate::a::b::C",
        "crate::a::d::E",
        "crate::a::d::F",
        "crate::a::d::F::new",
        "crate::h::i",
        "crate::room::pages::rules::X",
    ];
    assert_eq!(found, [&expected[..], &["sea_orm::g", "std::fmt"]].concat());
}
