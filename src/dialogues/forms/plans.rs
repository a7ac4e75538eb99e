//! What the browser sends about a year plan: its lines as parallel fields, one set per row, and what the leader says.

use serde::Serialize;
use uuid::Uuid;

use crate::dialogues::rules::SessionKind;
use crate::dialogues::rules::plans::{Line, Plan};
use crate::kernel::ids::fresh_uuid;
use crate::kernel::{Refusal, Violations, text};
use crate::web::form::{parse_date, parse_time};
use crate::web::{Fields, Posted};

/// One row as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TypedLine {
    /// Empty for a row that was added.
    pub id: String,
    pub on: String,
    pub starts: String,
    pub ends: String,
    pub kind: String,
    pub title: String,
    pub counterpart: String,
    pub place: String,
    /// Ticked to be dropped.
    pub dropped: bool,
}

impl TypedLine {
    fn is_blank(&self) -> bool {
        self.id.is_empty() && self.on.trim().is_empty() && self.title.trim().is_empty()
    }
}

/// What the office wants with the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Save,
    /// Save, and add what the duties still miss.
    AddMissing,
    Submit,
}

/// The rows as typed, the empty one at the end left out.
#[must_use]
pub fn typed(posted: &Posted) -> Vec<TypedLine> {
    let all = |name: &'static str| posted.all(name).map(str::to_owned).collect::<Vec<String>>();
    let (ids, dropped) = (all("line"), all("drop"));
    let columns = ["on", "starts", "ends", "kind", "title", "counterpart", "place"].map(all);
    let cell = |column: &Vec<String>, at: usize| column.get(at).cloned().unwrap_or_default();
    let [on, starts, ends, kind, title, counterpart, place] = columns;
    let row = |(at, id): (usize, &String)| TypedLine {
        id: id.clone(),
        on: cell(&on, at),
        starts: cell(&starts, at),
        ends: cell(&ends, at),
        kind: cell(&kind, at),
        title: cell(&title, at),
        counterpart: cell(&counterpart, at),
        place: cell(&place, at),
        dropped: !id.is_empty() && dropped.contains(id),
    };
    ids.iter().enumerate().map(row).filter(|row| !row.is_blank()).collect()
}

/// Version, wish and lines of `plan`; what a row does not show (its legal basis) stays as it was.
///
/// # Errors
/// `plan.line-…` on `lines` for each cell that cannot be read, with the row from 1; a missing version.
pub fn lines(posted: &Posted, plan: &Plan) -> Result<(i32, Wish, Vec<Line>), Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let wish = match posted.get("act") {
        Some("submit") => Wish::Submit,
        Some("missing") => Wish::AddMissing,
        _ => Wish::Save,
    };
    let mut lines = Vec::new();
    for (at, row) in typed(posted).into_iter().enumerate().filter(|(_, row)| !row.dropped) {
        let mut refuse = |code| fields.refuse(Refusal::on("lines", code).arg("row", at + 1));
        let (on, starts, ends) = (parse_date(row.on.trim()), parse_time(row.starts.trim()), parse_time(row.ends.trim()));
        let kind = row.kind.parse::<SessionKind>().ok();
        let cut = |typed: &str, most: usize| Some(text::clean_line(typed)).filter(|line| line.chars().count() <= most);
        let title = cut(&row.title, 200).filter(|title| !title.is_empty());
        let (counterpart, place) = (cut(&row.counterpart, 200), cut(&row.place, 300));
        if on.is_none() {
            refuse("plan.line-date");
        }
        if starts.is_none() || ends.is_none() {
            refuse("plan.line-time");
        }
        if title.is_none() || counterpart.is_none() || place.is_none() || kind.is_none() {
            refuse("plan.line-title");
        }
        let id = row.id.parse::<Uuid>().ok();
        let known = plan.lines.iter().find(|line| Some(line.id) == id);
        let built = || {
            Some(Line {
                id: known.map_or_else(fresh_uuid, |line| line.id),
                on: on?,
                starts: starts?,
                ends: ends?,
                kind: kind?,
                title: title?,
                counterpart: counterpart?,
                place: place?,
                basis: known.map(|line| line.basis.clone()).unwrap_or_default(),
                session: None,
            })
        };
        lines.extend(built());
    }
    fields.finish(|| Some((version?, wish, lines)))
}

/// The year of a new plan.
///
/// # Errors
/// Every fault with its field.
pub fn year(posted: &Posted) -> Result<i32, Violations> {
    let mut fields = Fields::new(posted);
    let year = fields.word::<i32>("year").filter(|year| (2000..=2100).contains(year));
    if posted.get("year").is_some() && year.is_none() {
        fields.refuse(Refusal::on("year", "form.choice"));
    }
    fields.finish(|| year)
}

/// An approval: version and number of the paper, which may come later.
///
/// # Errors
/// Every fault with its field.
pub fn approval(posted: &Posted) -> Result<(i32, String), Violations> {
    let mut fields = Fields::new(posted);
    let (version, number) = (fields.version(), fields.optional_line("number", 60));
    fields.finish(|| Some((version?, number?)))
}
