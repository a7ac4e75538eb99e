//! Houses, flats and plots of land. The street, the alley and the village stay: they say where the matter lies. Pure.

use std::ops::Range;

use super::MarkKind;
use super::reading::{Kind, Reading};

/// What a house number may stand in.
const ALLEYS: &[&str] = &["ngõ", "ngách", "hẻm", "kiệt"];
const STREETS: &[&str] = &["đường", "phố"];
/// "số 12" after these numbers something else.
const NUMBERED: &[&str] = &[
    "đường",
    "phố",
    "định",
    "quyết",
    "thôn",
    "bản",
    "tổ",
    "khu",
    "xóm",
    "cống",
    "cột",
    "trụ",
    "trạm",
    "đội",
    "xe",
    "tuyến",
    "điểm",
    "kênh",
    "mương",
    "phường",
    "quận",
    "luật",
    "tư",
    "thị",
    "cầu",
];
/// A number after these is one of a village or quarter, where hundreds live.
const QUARTERS: &[&str] = &[
    "tổ",
    "thôn",
    "bản",
    "xóm",
    "khu",
    "phố",
    "ấp",
    "phường",
    "quận",
    "đội",
    "cụm",
    "buôn",
    "khóm",
    "đường",
    "quốc",
    "lộ",
    "ngõ",
    "ngách",
    "hẻm",
    "kiệt",
    "năm",
    "tháng",
    "ngày",
];

/// All addresses that lead to one household.
pub(super) fn addresses(text: &Reading) -> Vec<(MarkKind, Range<usize>)> {
    let mut found = Vec::new();
    let mut token = 0;
    while token < text.tokens.len() {
        let here = stated(text, token)
            .or_else(|| house(text, token))
            .or_else(|| land(text, token))
            .or_else(|| flat(text, token))
            .or_else(|| on_a_street(text, token));
        match here {
            Some((first, last)) => {
                found.push((MarkKind::Address, text.span(first, last)));
                token = last + 1;
            }
            None => token += 1,
        }
    }
    found
}

/// Last token of a house number at `token`: 12, 12A, 12/3, 45/6B.
fn house_number(text: &Reading, token: usize) -> Option<usize> {
    if !text.is_number(token) || text.small(token).len() > 4 {
        return None;
    }
    let mut last = token;
    loop {
        let letter = text.tokens.get(last + 1).filter(|next| next.kind == Kind::Word && next.text.chars().count() == 1);
        if letter.is_some() && text.gap(last) == Some(0) {
            last += 1;
        }
        let goes_on = text.small(last + 1) == "/" && text.gap(last) == Some(0) && text.gap(last + 1) == Some(0);
        if goes_on && text.is_number(last + 2) {
            last += 2;
        } else {
            return Some(last);
        }
    }
}

/// A number with or without a letter before it: 1205, B12, A-3.
fn unit_number(text: &Reading, token: usize) -> Option<usize> {
    let letter = text.tokens.get(token).filter(|word| word.kind == Kind::Word && word.text.chars().count() <= 2);
    let Some(_) = letter.filter(|word| word.text.chars().all(char::is_uppercase)) else { return house_number(text, token) };
    match (text.gap(token), text.small(token + 1)) {
        (Some(0), "-" | ".") => house_number(text, token + 2),
        (Some(0), _) => house_number(text, token + 1),
        _ => None,
    }
}

fn skip(text: &Reading, token: usize, words: &[&str]) -> usize {
    if text.is(token, words) { token + 1 } else { token }
}

/// Alleys with their numbers that follow `last`.
fn with_alleys(text: &Reading, mut last: usize) -> usize {
    loop {
        let next = skip(text, last + 1, &[","]);
        if !text.is(next, ALLEYS) {
            return last;
        }
        match house_number(text, skip(text, next + 1, &["số"])) {
            Some(end) => last = end,
            None => return last,
        }
    }
}

/// "số nhà 12, ngõ 3", "nhà số 5", "12 ngõ 3", "số 12 đường Lê Lợi".
fn house(text: &Reading, token: usize) -> Option<(usize, usize)> {
    let named =
        (text.is(token, &["số"]) && text.is(token + 1, &["nhà"])) || (text.is(token, &["nhà"]) && text.is(token + 1, &["số"]));
    if named {
        let number = unit_number(text, skip(text, token + 2, &[":", "là"]))?;
        return Some((token, with_alleys(text, number)));
    }
    let begins = if text.is(token, &["số"]) { token + 1 } else { token };
    if NUMBERED.contains(&text.before(token)) || (begins == token && ALLEYS.contains(&text.before(token))) {
        return None;
    }
    let number = house_number(text, begins)?;
    let in_alley = with_alleys(text, number);
    let on_street = begins > token && text.is(skip(text, number + 1, &[","]), STREETS);
    (in_alley > number || on_street).then_some((token, in_alley))
}

/// "thửa đất số 12, tờ bản đồ số 5", "lô đất số 7".
fn land(text: &Reading, token: usize) -> Option<(usize, usize)> {
    let number_after = |at: usize| unit_number(text, skip(text, at, &["số"]));
    let sheet = |at: usize| {
        let named = text.is(at, &["tờ"]) && text.is(at + 1, &["bản"]) && text.is(at + 2, &["đồ"]);
        named.then(|| number_after(at + 3)).flatten()
    };
    let plot = |at: usize| match text.small(at) {
        "thửa" => number_after(skip(text, at + 1, &["đất"])),
        "lô" if text.is(at + 1, &["đất", "số"]) => number_after(skip(text, at + 1, &["đất"])),
        _ => None,
    };
    if let Some(last) = plot(token) {
        let last = sheet(skip(text, last + 1, &[",", "-", "thuộc"])).unwrap_or(last);
        return Some((token, last));
    }
    let last = sheet(token)?;
    Some((token, plot(skip(text, last + 1, &[",", "-"])).unwrap_or(last)))
}

/// "căn hộ số 1205", "phòng 305 chung cư …".
fn flat(text: &Reading, token: usize) -> Option<(usize, usize)> {
    if text.is(token, &["căn"]) && text.is(token + 1, &["hộ"]) {
        let last = unit_number(text, skip(text, token + 2, &["số"]))?;
        // "căn hộ 45 m2" is a size.
        return (!text.is(last + 1, &["m", "mét", "triệu", "tỷ"])).then_some((token, last));
    }
    if text.is(token, &["phòng"]) {
        let last = unit_number(text, skip(text, token + 1, &["số"]))?;
        let next = skip(text, last + 1, &[","]);
        return text.is(next, &["chung", "tòa", "toà", "tầng", "nhà", "ký", "khu"]).then_some((token, last));
    }
    None
}

/// "ở 45 Trần Phú", "tại 12/3 Lê Lợi".
fn on_a_street(text: &Reading, token: usize) -> Option<(usize, usize)> {
    if !matches!(text.before(token), "ở" | "tại" | "nhà") {
        return None;
    }
    let last = house_number(text, token)?;
    let named =
        text.is_capital(last + 1) && text.is_capital(last + 2) && text.gap(last) == Some(1) && text.gap(last + 1) == Some(1);
    let is_thing = text.is(last + 1, &["trường", "trạm", "nhà", "khu", "bản", "tổ", "xã", "phường", "thôn", "công", "ủy", "uỷ"]);
    (named && !is_thing).then_some((token, last))
}

/// What follows "địa chỉ:" or "trú tại", where it is exact.
fn stated(text: &Reading, token: usize) -> Option<(usize, usize)> {
    let introduced = (text.is(token, &["địa"]) && text.is(token + 1, &["chỉ"]))
        || (text.is(token, &["trú"]) && text.is(token + 1, &["tại", "ở"]));
    if !introduced {
        return None;
    }
    let mut first = token + 2;
    while text.is(first, &[":", "tại", "ở", "là", "thường", "trú", "nhà", "của", "tôi", "liên", "hệ"]) && first < token + 8
    {
        first += 1;
    }
    let ends = |at: usize| {
        text.is(at, &[".", ";", "(", ")", "[", "]", "\"", "@"]) || text.tokens.get(at).is_some_and(|one| one.begins_line)
    };
    let last = (first..first + 16).take_while(|at| *at < text.tokens.len() && !ends(*at)).last()?;
    let exact = |at: usize| {
        text.is_number(at) && text.small(at).len() <= 4 && !QUARTERS.contains(&text.before(at)) && !is_quarter_number(text, at)
    };
    let at = (first..=last).find(|at| exact(*at))?;
    // It ends with the last part that could still be an address: a place name or a number.
    let last = (at..=last)
        .take_while(|at| !text.is(*at, &["bị", "đề", "nghị", "phản", "kiến", "có", "đã", "chưa", "không", "điện", "sđt", "đt"]))
        .last()?;
    let last = if text.is(last, &[","]) { last - 1 } else { last };
    Some((first, last))
}

/// "tổ dân phố số 3", "khu phố 5".
fn is_quarter_number(text: &Reading, token: usize) -> bool {
    text.before(token) == "số" && token.checked_sub(1).is_some_and(|at| QUARTERS.contains(&text.before(at)))
}
