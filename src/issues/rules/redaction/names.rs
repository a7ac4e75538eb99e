//! Names of persons: after a form of address, and full names with a Vietnamese surname. Streets, schools and hamlets that are
//! named after persons are no persons, and a post is no name. Pure.

use std::ops::Range;

use super::MarkKind;
use super::reading::Reading;

/// Forms of address and of introduction of one word.
const TITLES: &[&str] =
    &["ông", "bà", "anh", "chị", "em", "cháu", "cô", "chú", "bác", "thầy", "cụ", "dì", "cậu", "mợ", "thím", "hộ", "vợ", "chồng"];
/// Of two words and more, longest first.
const INTRODUCTIONS: &[&[&str]] = &[
    &["họ", "và", "tên"],
    &["tên", "tôi", "là"],
    &["người", "phản", "ánh"],
    &["người", "kiến", "nghị"],
    &["người", "làm", "đơn"],
    &["người", "viết", "đơn"],
    &["họ", "tên"],
    &["tên", "là"],
    &["tôi", "là"],
    &["tôi", "tên"],
    &["đồng", "chí"],
    &["đ", "/", "c"],
    &["chủ", "hộ"],
    &["gia", "đình"],
    &["con", "trai"],
    &["con", "gái"],
    &["nhà"],
];
/// First two words of posts and bodies; an asterisk stands for any word.
const POSTS: &[(&str, &str)] = &[
    ("chủ", "tịch"),
    ("chủ", "nhiệm"),
    ("bí", "thư"),
    ("trưởng", "*"),
    ("phó", "*"),
    ("giám", "đốc"),
    ("hiệu", "trưởng"),
    ("tổ", "trưởng"),
    ("thôn", "trưởng"),
    ("đội", "trưởng"),
    ("viện", "trưởng"),
    ("bộ", "trưởng"),
    ("thủ", "tướng"),
    ("thủ", "trưởng"),
    ("chánh", "*"),
    ("đại", "biểu"),
    ("đại", "diện"),
    ("cán", "bộ"),
    ("công", "an"),
    ("công", "chức"),
    ("ủy", "viên"),
    ("uỷ", "viên"),
    ("thường", "trực"),
    ("kế", "toán"),
    ("chi", "bộ"),
    ("chi", "cục"),
    ("chi", "hội"),
    ("đảng", "*"),
    ("hội", "*"),
    ("đoàn", "thanh"),
    ("ban", "quản"),
    ("ban", "chỉ"),
    ("ban", "thường"),
    ("ban", "tiếp"),
    ("ban", "tổ"),
    ("ban", "nội"),
    ("ban", "tuyên"),
    ("ban", "dân"),
    ("ban", "chấp"),
    ("ban", "giám"),
    ("sở", "*"),
    ("phòng", "*"),
    ("mặt", "trận"),
    ("bác", "sĩ"),
    ("bác", "sỹ"),
    ("chuyên", "viên"),
    ("nhân", "viên"),
    ("thanh", "tra"),
    ("tổng", "*"),
    ("nông", "dân"),
    ("cựu", "chiến"),
    ("phụ", "nữ"),
    ("việt", "nam"),
    ("xã", "*"),
    ("phường", "*"),
    ("huyện", "*"),
    ("tỉnh", "*"),
];
/// Short forms of bodies.
const BODIES: &[&str] = &[
    "ubnd", "hđnd", "mttq", "ubmttq", "csgt", "tdp", "thpt", "thcs", "htx", "tnhh", "gpmb", "bhyt", "bhxh", "nđ", "cp", "qđ",
    "vnpt", "evn", "dtts", "ntm", "ocop", "ttg", "ktxh", "cccd", "cmnd",
];
/// Places that sound like an address to a person.
const SOUNDS: &[(&str, &str)] = &[
    ("bà", "rịa"),
    ("bà", "nà"),
    ("bà", "đen"),
    ("bà", "triệu"),
    ("bà", "trưng"),
    ("bà", "chiểu"),
    ("bà", "huyện"),
    ("bà", "chúa"),
    ("bà", "quẹo"),
    ("ông", "đốc"),
    ("ông", "lãnh"),
    ("ông", "ích"),
    ("ông", "trời"),
    ("ông", "công"),
    ("ông", "táo"),
    ("cô", "tô"),
    ("cô", "giang"),
    ("cô", "bắc"),
    ("anh", "sơn"),
    ("anh", "quốc"),
    ("chị", "em"),
    ("bác", "hồ"),
    ("bác", "ái"),
    ("em", "bé"),
    ("hộ", "chiếu"),
    ("hộ", "nghèo"),
];
/// What stands before a name that is a place or a house, not a person.
const PLACES: &[&str] = &[
    "đường",
    "phố",
    "lộ",
    "ngõ",
    "ngách",
    "hẻm",
    "kiệt",
    "trường",
    "học",
    "non",
    "thpt",
    "thcs",
    "cầu",
    "chợ",
    "xã",
    "phường",
    "quận",
    "huyện",
    "tỉnh",
    "thành",
    "tp",
    "trấn",
    "thị",
    "thôn",
    "bản",
    "làng",
    "xóm",
    "ấp",
    "khu",
    "hồ",
    "sông",
    "suối",
    "đèo",
    "núi",
    "hầm",
    "bến",
    "cảng",
    "ga",
    "ty",
    "viện",
    "đài",
    "sĩ",
    "quỹ",
    "giải",
    "chùa",
    "đền",
    "đình",
    "miếu",
    "thờ",
    "kênh",
    "mương",
    "đập",
    "trang",
    "quán",
    "hàng",
    "cư",
    "tòa",
    "toà",
    "đoạn",
    "tư",
    "ba",
    "nút",
    "tuyến",
    "vịnh",
    "đảo",
    "rạp",
    "nước",
    "tiếng",
    "tổ",
    "cụm",
    "buôn",
    "hóa",
    "hoá",
    "tưởng",
    "sân",
    "phong",
    "dự",
    "rừng",
    "đồi",
    "bãi",
    "cổng",
    "cửa",
    "ubnd",
    "hđnd",
];
/// After these a row of names joined by "và" or a hyphen is still a row of streets.
const STREETS: &[&str] = &["đường", "phố", "lộ", "đoạn", "tuyến", "nút", "tư", "ba", "ngõ"];
const JOINS: &[&str] = &["-", "–", ",", "và", "đến", "với", "qua", "tới", "từ", "giao", "cắt", "nối", "/", "sang"];

/// Surnames of the Kinh and of the peoples of the mountains.
const SURNAMES: &[&str] = &[
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương", "lý",
    "đinh", "đoàn", "lâm", "trịnh", "mai", "đào", "cao", "lương", "lưu", "hà", "tạ", "phùng", "châu", "quách", "tô", "triệu",
    "kiều", "trương", "chu", "thái", "tống", "tăng", "từ", "vương", "lò", "quàng", "cà", "lường", "tòng", "vừ", "giàng", "thào",
    "sùng", "mùa", "hạng", "bàn", "lù", "vàng", "tráng", "cầm", "vì", "đèo", "bạc", "ksor", "siu", "rơ", "nay", "kpă", "phàn",
    "chảo", "tẩn", "nông", "ma", "hứa", "hờ", "ly", "cứ", "mông", "bế", "thạch", "sơn", "danh", "kim", "trang", "điêu", "khuất",
    "doãn", "nghiêm", "ninh", "cù", "la", "lại", "đàm", "đồng", "giáp", "khổng", "mạc", "tôn", "ông", "bá", "quan", "viên",
    "văn", "âu", "ung",
];

/// Most words of a name.
const LONGEST: usize = 6;

/// All names of persons.
pub(super) fn names(text: &Reading) -> Vec<(MarkKind, Range<usize>)> {
    let mut found = Vec::new();
    let mut token = 0;
    while token < text.tokens.len() {
        match addressed(text, token).or_else(|| full_name(text, token)) {
            Some((first, last)) => {
                found.push((MarkKind::Name, text.span(first, last)));
                token = last + 1;
            }
            None => token += 1,
        }
    }
    found
}

/// The name after a form of address at `token`.
fn addressed(text: &Reading, token: usize) -> Option<(usize, usize)> {
    let mut first = introduced(text, token)?;
    // "hộ ông Lò Văn Tâm": the last form of address counts; it is met again from there.
    if let Some(further) = introduced(text, first) {
        first = introduced(text, further).unwrap_or(further);
    }
    let last = run(text, first)?;
    let letters: usize = (first..=last).map(|at| text.small(at).chars().count()).sum();
    // "ông A" hides the name already.
    (letters > 1).then_some((first, last))
}

/// The token after a form of address, if one stands at `token`.
fn introduced(text: &Reading, token: usize) -> Option<usize> {
    if PLACES.contains(&text.before(token)) {
        return None;
    }
    let phrase = INTRODUCTIONS.iter().find(|words| words.iter().enumerate().all(|(n, word)| text.small(token + n) == *word));
    let after = match phrase {
        Some(words) => token + words.len(),
        None if TITLES.contains(&text.small(token)) => token + 1,
        None => return None,
    };
    let is_place = SOUNDS.iter().any(|(one, two)| text.small(after - 1) == *one && text.small(after) == *two);
    // A title in capitals inside a sentence is a part of a name: the market "Bà Chiểu".
    let is_inside =
        text.is_capital(token) && text.is_capital(token.wrapping_sub(1)) && text.gap(token.wrapping_sub(1)) == Some(1);
    let is_shouted =
        text.tokens.get(token).is_some_and(|one| one.text.chars().count() > 1 && one.text == one.text.to_uppercase());
    if is_place || (is_inside && !is_shouted) {
        return None;
    }
    let after = if text.is(after, &[":", "giáo"]) { after + 1 } else { after };
    text.tokens.get(after).filter(|next| !next.begins_line).map(|_| after)
}

fn is_post(text: &Reading, token: usize) -> bool {
    let (one, two) = (text.small(token), text.small(token + 1));
    if BODIES.contains(&one) {
        return true;
    }
    let follows = text.gap(token) == Some(1);
    let known = |one: &str, two: &str| POSTS.iter().any(|(a, b)| one == *a && (two == *b || *b == "*" && !two.is_empty()));
    let is_word = text.tokens.get(token + 1).is_some_and(|next| next.text.chars().all(char::is_alphabetic));
    // "Phó", "Trưởng", "Đảng" before a small word are posts; before a capital they may be names.
    let is_wild = POSTS.iter().any(|(a, b)| one == *a && *b == "*");
    if is_wild {
        return follows && is_word && (!text.is_capital(token + 1) || BODIES.contains(&two) || known_after(text, token + 1));
    }
    if matches!(one, "nguyên" | "quyền" | "cựu") && follows && POSTS.iter().any(|(a, _)| two == *a) {
        return true;
    }
    follows && known(one, two)
}

fn known_after(text: &Reading, token: usize) -> bool {
    let (one, two) = (text.small(token), text.small(token + 1));
    POSTS.iter().any(|(a, b)| one == *a && (two == *b || *b == "*"))
}

/// The last token of the name that begins at `first`: capitals in a row, up to a post, a place or a sign.
fn run(text: &Reading, first: usize) -> Option<usize> {
    let mut last = None;
    let (mut token, mut words) = (first, 0);
    while words < LONGEST && text.is_capital(token) && !is_post(text, token) && !is_ethnic(text, token) {
        words += 1;
        last = Some(token);
        // H'Hen, K’Tuấn, Y-Bhăm.
        let joined = text.is(token + 1, &["'", "’", "-"]) && text.gap(token) == Some(0) && text.gap(token + 1) == Some(0);
        if joined && text.is_capital(token + 2) {
            token += 2;
            words -= 1;
            continue;
        }
        if text.gap(token).is_none_or(|gap| gap == 0 || gap > 2) {
            break;
        }
        token += 1;
    }
    last
}

/// "hộ Khmer", "bà con Thái": a people is no person.
fn is_ethnic(text: &Reading, token: usize) -> bool {
    text.is(token, &["khmer", "mông", "thái", "kinh", "dao", "tày"]) && !text.is_capital(token + 1)
}

/// A surname with two or more names after it, which no place word claims.
fn full_name(text: &Reading, token: usize) -> Option<(usize, usize)> {
    if !(text.is_capital(token) && SURNAMES.contains(&text.small(token))) || is_post(text, token) {
        return None;
    }
    let begins = token
        .checked_sub(1)
        .is_none_or(|before| !text.is_capital(before) || text.gap(before) != Some(1) || is_opener(text, before));
    let last = run(text, token)?;
    let is_president = text.is(token, &["hồ"]) && text.is(token + 1, &["chí"]) && text.is(token + 2, &["minh"]);
    let long = last >= token + 2;
    (begins && long && !is_president && !is_of_a_place(text, token)).then_some((token, last))
}

/// The first word of a sentence before a name: "Hộ Nguyễn Văn A".
fn is_opener(text: &Reading, token: usize) -> bool {
    let starts =
        token == 0 || text.tokens.get(token).is_some_and(|one| one.begins_line) || matches!(text.before(token), "." | ";" | ":");
    starts && !PLACES.contains(&text.small(token)) && !SURNAMES.contains(&text.small(token))
}

/// Whether a place word stands before the capitals, or before a row of streets.
fn is_of_a_place(text: &Reading, token: usize) -> bool {
    let mut joined = false;
    // "Chủ tịch xã Nguyễn Văn Bình": communes and villages are hardly called so, streets and schools are.
    let is_a_person = text.is(token + 1, &["văn", "thị"]);
    if is_a_person && matches!(text.before(token), "xã" | "phường" | "bản" | "thôn" | "huyện" | "tỉnh") {
        return false;
    }
    for at in (token.saturating_sub(14)..token).rev() {
        let word = text.small(at);
        if PLACES.contains(&word) || (word == "viên" && text.before(at) == "công") {
            return !joined || STREETS.contains(&word);
        }
        if JOINS.contains(&word) {
            joined = true;
        } else if !(text.is_capital(at) || text.is_number(at)) {
            return false;
        }
    }
    false
}
