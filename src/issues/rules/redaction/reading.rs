//! A text as tokens: words, numbers, signs, with their letters and whether they touch. Pure.

use std::ops::Range;

use crate::kernel::text;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Sign,
}

/// A word, a row of digits, or one sign. Blanks are no tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    /// As it stands, composed.
    pub text: String,
    /// In small letters.
    pub small: String,
    /// Letters of the text, not bytes.
    pub at: Range<usize>,
    /// A line ended before it.
    pub begins_line: bool,
}

/// The tokens of a text, and the way back to its bytes.
#[derive(Debug)]
pub(super) struct Reading {
    letters: Vec<(char, Range<usize>)>,
    pub tokens: Vec<Token>,
}

impl Reading {
    pub fn of(source: &str) -> Self {
        let letters = text::letters(source);
        let mut tokens: Vec<Token> = Vec::new();
        let mut begins_line = true;
        let mut at = 0;
        while let Some((first, _)) = letters.get(at) {
            let kind = kind_of(*first);
            let Some(kind) = kind else {
                begins_line |= *first == '\n';
                at += 1;
                continue;
            };
            let more = letters.iter().skip(at).take_while(|(c, _)| kind != Kind::Sign && kind_of(*c) == Some(kind)).count();
            let end = at + more.max(1);
            let text: String = letters.get(at..end).into_iter().flatten().map(|(c, _)| *c).collect();
            tokens.push(Token { kind, small: text.to_lowercase(), text, at: at..end, begins_line });
            (at, begins_line) = (end, false);
        }
        Self { letters, tokens }
    }

    /// The letter at this place of the text.
    pub fn letter(&self, at: usize) -> Option<char> {
        self.letters.get(at).map(|(c, _)| *c)
    }

    /// How many letters the text has.
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    /// The bytes of these letters.
    pub fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.letters.get(range.start).map_or(0, |(_, bytes)| bytes.start);
        let end = range.end.checked_sub(1).and_then(|last| self.letters.get(last)).map_or(start, |(_, bytes)| bytes.end);
        start..end
    }

    /// The token in small letters; empty beyond the ends.
    pub fn small(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |token| token.small.as_str())
    }

    /// The token before, in small letters.
    pub fn before(&self, token: usize) -> &str {
        token.checked_sub(1).map_or("", |before| self.small(before))
    }

    pub fn is(&self, token: usize, words: &[&str]) -> bool {
        words.contains(&self.small(token))
    }

    pub fn is_number(&self, token: usize) -> bool {
        self.tokens.get(token).is_some_and(|token| token.kind == Kind::Number)
    }

    /// A word that begins with a capital letter.
    pub fn is_capital(&self, token: usize) -> bool {
        let word = self.tokens.get(token).filter(|token| token.kind == Kind::Word);
        word.and_then(|word| word.text.chars().next()).is_some_and(char::is_uppercase)
    }

    /// Blanks between `token` and the next one; none where there is no next one or a line ends between.
    pub fn gap(&self, token: usize) -> Option<usize> {
        let (one, next) = (self.tokens.get(token)?, self.tokens.get(token + 1)?);
        (!next.begins_line).then(|| next.at.start - one.at.end)
    }

    /// Whether the tokens before `token`, up to `most` of them on the same line, contain these words in a row.
    pub fn follows(&self, token: usize, most: usize, words: &[&str]) -> bool {
        let earliest = token.saturating_sub(most);
        let mut line = (earliest..token).rev().take_while(|at| self.tokens.get(at + 1).is_some_and(|next| !next.begins_line));
        line.any(|at| words.iter().enumerate().all(|(n, word)| self.small(at + n) == *word) && at + words.len() <= token)
    }

    /// The letters from the beginning of one token to the end of another.
    pub fn span(&self, first: usize, last: usize) -> Range<usize> {
        let start = self.tokens.get(first).map_or(0, |token| token.at.start);
        start..self.tokens.get(last).map_or(start, |token| token.at.end)
    }
}

fn kind_of(c: char) -> Option<Kind> {
    if c.is_ascii_digit() {
        Some(Kind::Number)
    } else if c.is_alphabetic() {
        Some(Kind::Word)
    } else if c.is_whitespace() {
        None
    } else {
        Some(Kind::Sign)
    }
}
