//! What was typed as a question, and the piece of a text that answers it. Pure.
//!
//! Words and "words in a row" are all there is: every other sign separates words and means nothing.

use crate::kernel::text::{joins, words};

/// Words of a question that are looked for; further ones are left aside.
const MOST: usize = 32;
/// Letters of a question that are read.
const LONGEST: usize = 2_000;

/// A question: single words, and words that stand one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    pub words: Vec<String>,
    pub phrases: Vec<Vec<String>>,
}

impl Question {
    /// Reads what was typed. Whatever it is, it is a question; perhaps one without words.
    #[must_use]
    pub fn read(typed: &str) -> Self {
        let typed: String = typed.chars().take(LONGEST).map(|c| if matches!(c, '“' | '”' | '„') { '"' } else { c }).collect();
        let pieces: Vec<&str> = typed.split('"').collect();
        let (mut question, mut left) = (Self::default(), MOST);
        for (at, piece) in pieces.iter().enumerate() {
            let mut found = words(piece);
            found.truncate(left);
            left -= found.len();
            // A mark that is never closed opens nothing.
            let quoted = at % 2 == 1 && at + 1 < pieces.len();
            match (quoted, found.len()) {
                (_, 0) => {}
                (true, 2..) => question.phrases.push(found),
                _ => question.words.extend(found),
            }
        }
        let mut known = std::collections::BTreeSet::new();
        question.words.retain(|word| known.insert(word.clone()));
        question
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }

    fn has(&self, word: &str) -> bool {
        self.words.iter().any(|one| one == word) || self.phrases.iter().flatten().any(|one| one == word)
    }
}

/// A piece of a text, and whether it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Piece {
    pub text: String,
    pub hit: bool,
}

/// Letters before the first word that was asked for, and in all.
const BEFORE: usize = 80;
const LENGTH: usize = 280;

/// The part of `text` around the first words that were asked for, on one line, in pieces.
#[must_use]
pub fn snippet(text: &str, question: &Question) -> Vec<Piece> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let all = split(&line, question);
    let mut start = 0;
    let mut passed = 0;
    if let Some(first) = all.iter().position(|piece| piece.hit) {
        let before: usize = all.iter().take(first).map(|piece| piece.text.chars().count()).sum();
        start = before.saturating_sub(BEFORE);
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut length = 0;
    for piece in all {
        let size = piece.text.chars().count();
        passed += size;
        if passed <= start {
            continue;
        }
        if length + size > LENGTH && length > 0 {
            pieces.push(Piece { text: "…".to_owned(), hit: false });
            break;
        }
        length += size;
        match pieces.last_mut() {
            Some(last) if !last.hit && !piece.hit => last.text.push_str(&piece.text),
            _ => pieces.push(piece),
        }
    }
    if start > 0
        && let Some(first) = pieces.first_mut()
    {
        if first.hit {
            pieces.insert(0, Piece { text: "… ".to_owned(), hit: false });
        } else {
            first.text = format!("… {}", first.text.trim_start());
        }
    }
    pieces
}

/// The text word by word, with what stands between them; a word that was asked for is a hit.
fn split(line: &str, question: &Question) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut word = String::new();
    for c in line.chars() {
        if joins(c) {
            word.push(c);
        } else {
            push(&mut pieces, &mut word, question);
            pieces.push(Piece { text: c.to_string(), hit: false });
        }
    }
    push(&mut pieces, &mut word, question);
    pieces
}

fn push(pieces: &mut Vec<Piece>, word: &mut String, question: &Question) {
    if word.is_empty() {
        return;
    }
    let hit = words(word).first().is_some_and(|folded| question.has(folded));
    pieces.push(Piece { text: std::mem::take(word), hit });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> (Vec<String>, Vec<Vec<String>>) {
        let question = Question::read(typed);
        (question.words, question.phrases)
    }

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn words_and_quoted_words_are_read_and_nothing_else_means_anything() {
        assert_eq!(read("Đường \"Lê Hồng Phong\" ngập"), (owned(&["duong", "ngap"]), vec![owned(&["le", "hong", "phong"])]));
        assert_eq!(
            read("ngập* AND (nước) -cống: NEAR/2 ^a"),
            (owned(&["ngap", "and", "nuoc", "cong", "near", "2", "a"]), vec![])
        );
        assert_eq!(read("'; DROP TABLE issue; --"), (owned(&["drop", "table", "issue"]), vec![]));
        assert_eq!(read("\"ngập nước"), (owned(&["ngap", "nuoc"]), vec![]), "a mark that is never closed");
        assert_eq!(read("“ngập nước”"), (vec![], vec![owned(&["ngap", "nuoc"])]), "as word processors quote");
        assert_eq!(read("nước nước NƯỚC"), (owned(&["nuoc"]), vec![]));
        for nothing in ["", "  ", "😀", "\"\"\"", "* - _ %", "\u{0}"] {
            assert!(Question::read(nothing).is_empty(), "{nothing:?}");
        }
        assert_eq!(Question::read(&"ngập nước tổ ".repeat(1_000)).words.len(), 3);
        let many: String = (0..10_000).map(|n| format!("x{n} ")).collect();
        assert_eq!(Question::read(&many).words.len(), MOST);
    }

    fn shown(text: &str, typed: &str) -> String {
        let pieces = snippet(text, &Question::read(typed));
        pieces.iter().map(|piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
    }

    #[test]
    fn what_was_asked_for_is_marked_in_the_letters_that_stand_there() {
        assert_eq!(shown("Đề nghị nạo vét\n cống, ĐƯỜNG ngập.", "duong cong"), "Đề nghị nạo vét [cống], [ĐƯỜNG] ngập.");
        assert_eq!(shown("Cống thoát nước", "duong"), "Cống thoát nước");
        let long = format!("{} ngập {}", "trước ".repeat(40), "sau ".repeat(100));
        let cut = shown(&long, "ngap");
        assert!(cut.starts_with("… ") && cut.contains("[ngập]") && cut.ends_with('…'), "{cut}");
        assert!(cut.chars().count() < LENGTH + 20, "{cut}");
        assert_eq!(shown("", "ngap"), "");
    }
}
