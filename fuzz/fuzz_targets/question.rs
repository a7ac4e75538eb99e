//! Any text as a question to the search, and as a wording to be compared: reading never panics, words are words of the index,
//! a likeness is a number from 0 to 1 that does not depend on which wording comes first.
#![no_main]

use issues::similar::Wording;
use libfuzzer_sys::fuzz_target;
use search::{Question, snippet};

// The program's own files, so that the fuzzer is built in seconds and not with the whole program.
#[path = "../../src/kernel"]
#[expect(dead_code, reason = "more than is fuzzed stands there")]
mod kernel {
    pub mod text;
}
#[expect(dead_code, reason = "more than is fuzzed stands there")]
#[path = "../../src/search/rules.rs"]
mod search;
#[path = "../../src/issues/rules"]
#[expect(dead_code, reason = "more than is fuzzed stands there")]
mod issues {
    pub mod places;
    pub mod similar;
}

/// Letters up to which two wordings are compared.
const SMALL: usize = 2_000;

fuzz_target!(|text: &str| {
    let question = Question::read(text);
    let is_word = |word: &String| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    assert!(question.words.iter().chain(question.phrases.iter().flatten()).all(is_word), "{question:?}");
    let _ = snippet(text, &question);
    if text.len() < SMALL {
        let (one, other) = text.split_at(text.floor_char_boundary(text.len() / 2));
        let (one, other) = (Wording::read(one), Wording::read(other));
        let (here, there) = (one.likeness(&other).score, other.likeness(&one).score);
        assert!((0.0..=1.0).contains(&here) && (here - there).abs() < 1e-9, "{here} {there}");
        let _ = one.sought(6);
    }
});
