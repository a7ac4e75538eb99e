//! Telephones, papers of identity, bank accounts, mail addresses. Pure.
//!
//! Sums of money, dates, numbers of decrees and quantities are no persons: what follows a number and what stands before it
//! decides, not its length alone.

use std::ops::Range;

use super::MarkKind;
use super::reading::{Kind, Reading};

type Found = Vec<(MarkKind, Range<usize>)>;

/// Words that make a number a quantity.
const UNITS: &[&str] = &[
    "đồng", "đ", "vnđ", "vnd", "usd", "triệu", "tỷ", "tỉ", "nghìn", "ngàn", "m", "km", "ha", "kg", "tấn", "người", "hộ", "lượt",
    "kwh", "mét", "cây", "con", "suất", "cử",
];

/// Mail addresses: what stands around an @.
pub(super) fn mails(text: &Reading) -> Found {
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let mut found = Found::new();
    for at in (0..text.len()).filter(|at| text.letter(*at) == Some('@')) {
        let left = (0..at).rev().take_while(|at| text.letter(*at).is_some_and(inside)).count();
        let mut right = (at + 1..text.len()).take_while(|at| text.letter(*at).is_some_and(inside)).count();
        // A full stop that ends the sentence is none of the address.
        while right > 0 && text.letter(at + right).is_some_and(|c| !c.is_ascii_alphanumeric()) {
            right -= 1;
        }
        let has_domain = (at + 2..at + right).any(|at| text.letter(at) == Some('.'));
        if left > 0 && has_domain {
            found.push((MarkKind::Mail, at - left..at + right + 1));
        }
    }
    found
}

/// Rows of digits as people write them, with blanks, dots or hyphens between.
struct Row {
    /// First and last token.
    first: usize,
    last: usize,
    digits: String,
    pieces: Vec<usize>,
    /// A plus sign stands before it.
    plus: bool,
    dotted: bool,
}

/// All numbers that lead to a person.
pub(super) fn numbers(text: &Reading) -> Found {
    let mut found = Found::new();
    let mut token = 0;
    while token < text.tokens.len() {
        match card_with_letters(text, token).or_else(|| number_at(text, token)) {
            Some((kind, last, range)) => {
                found.push((kind, range));
                token = last + 1;
            }
            None => token += 1,
        }
    }
    found
}

/// Passports (a letter and seven digits) and insurance cards (two letters and thirteen).
fn card_with_letters(text: &Reading, token: usize) -> Option<(MarkKind, usize, Range<usize>)> {
    let letters = text.tokens.get(token).filter(|word| word.kind == Kind::Word && word.text.chars().all(char::is_uppercase))?;
    let digits = text.tokens.get(token + 1).filter(|_| text.gap(token) == Some(0) && text.is_number(token + 1))?;
    let touches_more = text.gap(token + 1) == Some(0) && text.tokens.get(token + 2).is_some_and(|next| next.kind == Kind::Word);
    let fits = matches!((letters.text.chars().count(), digits.text.len()), (1, 7) | (2, 13));
    (fits && !touches_more).then(|| (MarkKind::IdNumber, token + 1, text.span(token, token + 1)))
}

fn number_at(text: &Reading, token: usize) -> Option<(MarkKind, usize, Range<usize>)> {
    if !text.is_number(token) {
        return None;
    }
    // Digits at the end of a word are a part of it: QL6, B12.
    let touches = |at: usize| text.gap(at) == Some(0);
    let before = token.checked_sub(1).and_then(|at| text.tokens.get(at).map(|one| (at, one)));
    if before.is_some_and(|(at, one)| one.kind == Kind::Word && touches(at)) {
        return None;
    }
    let rows = rows(text, token);
    let single = rows.first().and_then(|row| kind(text, row).map(|kind| (kind, row)));
    let (kind, row) = single.or_else(|| rows.iter().rev().find_map(|row| kind(text, row).map(|kind| (kind, row))))?;
    let opens = |sign: &str| before.is_some_and(|(at, one)| one.text == sign && touches(at));
    let first = if row.plus || (opens("(") && row.last > row.first) { row.first - 1 } else { row.first };
    Some((kind, row.last, text.span(first, row.last)))
}

/// The row that begins at `token`, piece by piece: every beginning of it.
fn rows(text: &Reading, token: usize) -> Vec<Row> {
    let plus = token.checked_sub(1).is_some_and(|at| text.small(at) == "+" && text.gap(at) == Some(0));
    let digits = text.small(token).to_owned();
    let mut rows = vec![Row { first: token, last: token, pieces: vec![digits.len()], digits, plus, dotted: false }];
    let mut last = token;
    while let Some(row) = rows.last() {
        let is_sign = |at: usize| text.is(at, &[".", "-", "–", ")"]) && text.gap(at - 1) <= Some(1);
        let next = match text.gap(last) {
            Some(1..=2) if text.is_number(last + 1) => last + 1,
            Some(gap) if gap <= 1 && is_sign(last + 1) && text.gap(last + 1) <= Some(1) && text.is_number(last + 2) => last + 2,
            _ => break,
        };
        if text.gap(next - 1).is_none() {
            break;
        }
        let piece = text.small(next);
        let mut pieces = row.pieces.clone();
        pieces.push(piece.len());
        let dotted = row.dotted || text.small(next - 1) == ".";
        let digits = format!("{}{piece}", row.digits);
        if digits.len() > 19 {
            break;
        }
        rows.push(Row { first: token, last: next, digits, pieces, plus, dotted });
        last = next;
    }
    rows
}

fn kind(text: &Reading, row: &Row) -> Option<MarkKind> {
    let (length, starts_with_nought) = (row.digits.len(), row.digits.starts_with('0'));
    let single = row.pieces.len() == 1;
    let follows = |words: &[&str]| text.follows(row.first, 7, words);
    let of_bank = follows(&["tài", "khoản"]) || follows(&["stk"]) || follows(&["số", "tk"]);
    let of_card = follows(&["cmnd"])
        || follows(&["cccd"])
        || follows(&["cmt"])
        || follows(&["căn", "cước"])
        || follows(&["chứng", "minh"])
        || follows(&["định", "danh"]);
    let of_phone = follows(&["điện", "thoại"])
        || follows(&["sđt"])
        || follows(&["đt"])
        || follows(&["di", "động"])
        || follows(&["zalo"])
        || follows(&["số", "máy"]);
    if of_bank && (8..=19).contains(&length) && !is_quantity(text, row) {
        return Some(MarkKind::Bank);
    }
    if of_card && (length == 9 || length == 12) {
        return Some(MarkKind::IdNumber);
    }
    if is_phone(row) || (of_phone && (7..=8).contains(&length) && !is_date(row)) {
        return Some(MarkKind::Phone);
    }
    let of_matter = follows(&["mã"]) || follows(&["hồ", "sơ"]) || follows(&["hợp", "đồng"]) || follows(&["dự", "án"]);
    if of_matter || is_quantity(text, row) {
        return None;
    }
    let grouped = single || row.pieces.iter().all(|piece| *piece >= 3);
    match length {
        9 if single => Some(MarkKind::IdNumber),
        12 if starts_with_nought && grouped => Some(MarkKind::IdNumber),
        13..=19 if grouped && !row.dotted => Some(MarkKind::Bank),
        _ => None,
    }
}

/// Mobile numbers 03, 05, 07, 08, 09 with ten digits; fixed ones 02 with ten or eleven; +84 for the nought.
fn is_phone(row: &Row) -> bool {
    let national = match row.digits.strip_prefix("84") {
        Some(rest) if row.plus || rest.len() == 9 && row.pieces.first() != Some(&rest.len()) => {
            format!("0{}", rest.trim_start_matches('0'))
        }
        _ if row.plus => return false,
        _ => row.digits.clone(),
    };
    let mobile = national.len() == 10 && ["03", "05", "07", "08", "09"].iter().any(|start| national.starts_with(start));
    let fixed = (10..=11).contains(&national.len()) && national.starts_with("02");
    // 09.12.2024 10 is a date and an hour: pairs of digits are a telephone only when all of them are pairs.
    let pieces = &row.pieces;
    let plausible = row.plus || pieces.len() == 1 || pieces.first().is_some_and(|first| *first >= 3) || is_in_pairs(pieces);
    (mobile || fixed) && plausible
}

fn is_in_pairs(pieces: &[usize]) -> bool {
    pieces.len() == 5 && pieces.iter().all(|piece| *piece == 2)
}

/// 28.08.2025 or 28-8-2025.
fn is_date(row: &Row) -> bool {
    matches!(row.pieces.as_slice(), [1 | 2, 1 | 2, 4])
}

/// 150.000.000, 123456789 đồng, 12 km.
fn is_quantity(text: &Reading, row: &Row) -> bool {
    if row.digits.starts_with('0') {
        return false;
    }
    let by_thousands = row.dotted && row.pieces.iter().skip(1).all(|piece| *piece == 3);
    by_thousands || (text.gap(row.last).is_some_and(|gap| gap <= 2) && text.is(row.last + 1, UNITS))
}
