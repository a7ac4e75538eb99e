//! What kind of control a field is, as the page shows it, and which values nobody should type there.

use crate::support::html::Element;

/// A kind of control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Line,
    Area,
    Date,
    Time,
    Number,
    Choice,
    Tick,
    Hidden,
    Secret,
}

/// A control of a form that sends something.
#[derive(Debug, Clone)]
pub struct Control {
    pub name: String,
    pub kind: Kind,
    /// The buttons that read it, where the form has others that do not: `data-acts`.
    pub acts: Option<Vec<String>>,
}

/// A value to be tried and what is known about it beforehand.
#[derive(Debug, Clone)]
pub struct Bad {
    pub name: &'static str,
    pub value: String,
    /// It can be nothing but refused.
    pub never: bool,
}

/// Says "Hội nghị đối thoại" with every mark after its letter.
pub const NFD: &str = "Ho\u{302}\u{323}i nghi\u{323} đo\u{302}\u{301}i thoa\u{323}i";
pub const NFC: &str = "Hội nghị đối thoại";
/// A farmer of three code points, and marks that turn the reading direction.
pub const EMOJI: &str = "Nông dân 👩‍🌾 \u{202E}ngược\u{202C} \u{200F}phải";
pub const SCRIPT: &str = "\"><script>alert(1)</script>";
pub const CONTROL: &str = "có\u{0} ký\u{7} tự\u{1b} lạ";

/// The controls of a form, each name once; of rows with ids in their names the first one.
pub fn controls(form: &Element, page: &Element) -> Vec<Control> {
    let mut controls: Vec<Control> = Vec::new();
    for control in form.select("input, select, textarea") {
        let name = control.text_of("name");
        let silent = name.is_empty() || name == "_csrf" || control.attribute("disabled").is_some();
        if silent || controls.iter().any(|known| stem(&known.name) == stem(&name)) {
            continue;
        }
        let hint = page.select(&format!("#f-{name}-hint")).first().map(|hint| hint.visible()).unwrap_or_default();
        let kind = match (control.name.as_str(), control.attribute("type").unwrap_or("text")) {
            ("textarea", _) => Kind::Area,
            ("select", _) | (_, "radio") => Kind::Choice,
            (_, "checkbox") => Kind::Tick,
            (_, "hidden") => Kind::Hidden,
            (_, "password") => Kind::Secret,
            (_, "file" | "submit") => continue,
            (_, "number") => Kind::Number,
            _ if control.attribute("inputmode") == Some("numeric") => Kind::Number,
            // As the hint of every date says.
            _ if hint.contains("28/08/2026") => Kind::Date,
            _ if control.text_of("class").contains("width-5") => Kind::Time,
            _ => Kind::Line,
        };
        let acts = control.attribute("data-acts").map(|acts| acts.split(',').map(str::to_owned).collect());
        controls.push(Control { name, kind, acts });
    }
    controls
}

/// The name without the id of its row: the fields of one row stand for those of all.
fn stem(name: &str) -> &str {
    name.split_once('_').filter(|(_, id)| id.len() == 36).map_or(name, |(stem, _)| stem)
}

/// What is tried in a control of this kind.
pub fn bad(kind: Kind) -> Vec<Bad> {
    let may = |name, value: &str| Bad { name, value: value.to_owned(), never: false };
    let never = |name, value: &str| Bad { name, value: value.to_owned(), never: true };
    let long = "x".repeat(100_000);
    match kind {
        Kind::Line | Kind::Area => vec![
            never("100,000 letters", &long),
            may("nothing", ""),
            may("control characters", CONTROL),
            may("script", SCRIPT),
            may("emoji and direction marks", EMOJI),
            may("NFD", NFD),
        ],
        Kind::Date => vec![
            never("31 February", "31/02/2026"),
            never("29 February 2027", "29/02/2027"),
            never("month 99", "99/99/9999"),
            never("year 0", "01/01/0000"),
            never("words", "ngày mai"),
            never("script", SCRIPT),
            never("long", &long),
            may("nothing", ""),
            may("NUL", "28/08\u{0}/2026"),
        ],
        Kind::Time => vec![never("25:99", "25:99"), never("words", "sáng"), may("NUL", "08:\u{0}30"), may("nothing", "")],
        Kind::Number => vec![
            never("less than nothing", "-1"),
            never("words", "mười"),
            never("too much", "99999999999999999999"),
            never("script", SCRIPT),
            may("NUL", "1\u{0}"),
            may("nothing", ""),
        ],
        Kind::Choice => vec![
            never("no choice of the list", "không-có"),
            never("long", &long),
            may("NUL", "\u{0}"),
            may("no id", "01890000-0000-7000-8000-000000000000"),
            may("nothing", ""),
        ],
        Kind::Tick => vec![may("another value", "không\u{0}-có")],
        Kind::Hidden => {
            vec![may("nothing", ""), may("words", "x\u{0}y"), may("too much", "99999999999999999999"), may("script", SCRIPT)]
        }
        Kind::Secret => vec![may("nothing", ""), may("NUL", CONTROL), may("long", &long)],
    }
}
