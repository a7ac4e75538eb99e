//! Our own sources as the laws read them: files of a folder, and Rust as tokens without comments and without test modules.

use std::path::Path;

/// A piece of Rust that matters to a law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Word(String),
    Text(String),
    Mark(char),
}

impl Token {
    pub fn is(&self, mark: char) -> bool {
        *self == Self::Mark(mark)
    }

    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A source file: its path from the root of the repository, with its content.
#[derive(Debug)]
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    /// The tokens without test modules.
    pub fn tokens(&self) -> Vec<Token> {
        without_tests(tokens(&self.text))
    }
}

/// All files below `folder` (from the root of the repository) whose name ends so, by path.
pub fn files(folder: &str, ending: &str) -> Vec<Source> {
    let mut found = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder, ending, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "no {ending} below {folder}");
    found
}

fn gather(folder: &Path, name: &str, ending: &str, found: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            if entry.file_name() != "node_modules" {
                gather(&entry.path(), &path, ending, found);
            }
        } else if path.ends_with(ending) {
            found.push(Source { path, text: std::fs::read_to_string(entry.path()).unwrap() });
        }
    }
}

/// The sources of the program, without files that only tests compile (`#[cfg(test)] mod name;`).
pub fn program() -> Vec<Source> {
    let all = files("src", ".rs");
    let mut only_tests: Vec<String> = Vec::new();
    for source in &all {
        let folder = source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let tokens = tokens(&source.text);
        for (at, _) in tokens.iter().enumerate().filter(|(at, _)| is_test_mark(&tokens[*at..])) {
            let mut rest = tokens[at + 7..].iter();
            let mut file = None;
            while let Some(token) = rest.next().filter(|token| !token.is(';') && !token.is('{')) {
                match token {
                    Token::Text(path) => file = Some(format!("{folder}/{path}")),
                    Token::Word(name) if name == "mod" => {
                        let name = rest.next().and_then(Token::word).unwrap_or_default().to_owned();
                        let inner = source.path.trim_end_matches("mod.rs").trim_end_matches(".rs").trim_end_matches('/');
                        only_tests.extend([format!("{folder}/{name}.rs"), format!("{inner}/{name}.rs")]);
                    }
                    _ => {}
                }
            }
            only_tests.extend(file);
        }
    }
    all.into_iter().filter(|source| !only_tests.contains(&source.path) && !source.path.ends_with("tests.rs")).collect()
}

/// `#[cfg(test)]` begins here.
fn is_test_mark(tokens: &[Token]) -> bool {
    let marks = |at: usize, mark| tokens.get(at).is_some_and(|token: &Token| token.is(mark));
    let words = |at: usize, word| tokens.get(at).and_then(Token::word) == Some(word);
    marks(0, '#') && marks(1, '[') && words(2, "cfg") && marks(3, '(') && words(4, "test") && marks(5, ')') && marks(6, ']')
}

/// Leaves out every item behind `#[cfg(test)]`.
fn without_tests(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        if !is_test_mark(&tokens[at..]) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let mut depth = 0_usize;
        for (next, token) in tokens.iter().enumerate().skip(at + 7) {
            at = next + 1;
            match token {
                Token::Mark('{') => depth += 1,
                Token::Mark('}') if depth == 1 => break,
                Token::Mark('}') => depth -= 1,
                Token::Mark(';') if depth == 0 => break,
                _ => {}
            }
        }
    }
    kept
}

/// Rust as tokens; comments, numbers and characters are left out.
pub fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let (c, next) = (chars[at], chars.get(at + 1).copied().unwrap_or(' '));
        if c == '/' && next == '/' {
            at = skip(&chars, at, |c| c != '\n');
        } else if c == '/' && next == '*' {
            while at < chars.len() && !(chars[at] == '*' && chars.get(at + 1) == Some(&'/')) {
                at += 1;
            }
            at += 2;
        } else if c == 'r' && (next == '"' || next == '#') && raw_end(&chars, at).is_some() {
            let (start, end, after) = raw_end(&chars, at).unwrap_or_default();
            tokens.push(Token::Text(chars[start..end].iter().collect()));
            at = after;
        } else if c == '"' {
            let (text, after) = quoted(&chars, at + 1);
            tokens.push(Token::Text(text));
            at = after;
        } else if c == '\'' {
            at = character_or_lifetime(&chars, at);
        } else if c.is_alphabetic() || c == '_' {
            let end = skip(&chars, at, |c| c.is_alphanumeric() || c == '_');
            tokens.push(Token::Word(chars[at..end].iter().collect()));
            at = end;
        } else if c.is_ascii_digit() {
            at = skip(&chars, at, |c| c.is_alphanumeric() || c == '_');
        } else {
            if !c.is_whitespace() {
                tokens.push(Token::Mark(c));
            }
            at += 1;
        }
    }
    tokens
}

fn skip(chars: &[char], from: usize, good: impl Fn(char) -> bool) -> usize {
    chars[from..].iter().position(|&c| !good(c)).map_or(chars.len(), |length| from + length)
}

/// Begin, end and what follows of the raw string at `at`.
fn raw_end(chars: &[char], at: usize) -> Option<(usize, usize, usize)> {
    let open = skip(chars, at + 1, |c| c == '#');
    let hashes = open - at - 1;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let mut end = open + 1;
    while end < chars.len() {
        if chars[end] == '"' && chars[end + 1..].iter().take(hashes).filter(|&&c| c == '#').count() == hashes {
            return Some((open + 1, end, end + 1 + hashes));
        }
        end += 1;
    }
    None
}

fn quoted(chars: &[char], from: usize) -> (String, usize) {
    let mut text = String::new();
    let mut at = from;
    while at < chars.len() && chars[at] != '"' {
        if chars[at] == '\\' {
            at += 1;
            if chars.get(at) == Some(&'\n') {
                at = skip(chars, at, char::is_whitespace);
                continue;
            }
        }
        text.extend(chars.get(at));
        at += 1;
    }
    (text, at + 1)
}

fn character_or_lifetime(chars: &[char], at: usize) -> usize {
    if chars.get(at + 1) == Some(&'\\') {
        return skip(chars, at + 3, |c| c != '\'') + 1;
    }
    if chars.get(at + 2) == Some(&'\'') { at + 3 } else { at + 1 }
}

#[test]
fn rust_is_read_without_comments_and_tests() {
    let source = "//! use a::b;\nuse crate::x; /* y */ let s = \"a // \\\"b\"; let c = '\"'; fn f<'a>() {}\n#[cfg(test)]\nmod tests { use z; fn g() {} }\nlet r = r#\"q\"#;";
    let read = without_tests(tokens(source));
    let words: Vec<_> = read.iter().filter_map(Token::word).collect();
    assert_eq!(words, ["use", "crate", "x", "let", "s", "let", "c", "fn", "f", "a", "let", "r"]);
    assert_eq!(read.iter().filter_map(Token::text).collect::<Vec<_>>(), ["a // \"b", "q"]);
}
