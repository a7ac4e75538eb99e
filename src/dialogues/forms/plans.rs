//! What the browser sends about a year plan: its lines as parallel fields, one set per row, and what the leader says.

use serde::Serialize;
use uuid::Uuid;

use crate::dialogues::rules::SessionKind;
use crate::dialogues::rules::plans::{Line, Placed, Plan};
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
/// `plan.line-…` for each cell that cannot be read, on its field and row; a missing version.
pub fn lines(posted: &Posted, plan: &Plan) -> Result<(i32, Wish, Vec<Placed>), Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let wish = match posted.get("act") {
        Some("submit") => Wish::Submit,
        Some("missing") => Wish::AddMissing,
        _ => Wish::Save,
    };
    let mut lines = Vec::new();
    for (at, row) in typed(posted).into_iter().enumerate().filter(|(_, row)| !row.dropped) {
        let mut refuse = |refusal: Refusal| fields.refuse(refusal.in_row(at + 1));
        let (on, starts, ends) = (parse_date(row.on.trim()), parse_time(row.starts.trim()), parse_time(row.ends.trim()));
        let kind = row.kind.parse::<SessionKind>().ok();
        for (field, code, is_read) in [
            ("on", "plan.line-date", on.is_some()),
            ("starts", "plan.line-time", starts.is_some()),
            ("ends", "plan.line-time", ends.is_some()),
            ("kind", "plan.line-kind", kind.is_some()),
        ] {
            if !is_read {
                refuse(Refusal::on(field, code));
            }
        }
        let mut cut = |field, typed: &str, most: usize| {
            let line = text::clean_line(typed);
            let code = match line.chars().count() {
                0 if field == "title" => "plan.line-title",
                length if length > most => "plan.line-long",
                _ => return Some(line),
            };
            refuse(Refusal::on(field, code).arg("most", most));
            None
        };
        let (title, counterpart) = (cut("title", &row.title, 200), cut("counterpart", &row.counterpart, 200));
        let place = cut("place", &row.place, 300);
        let id = row.id.parse::<Uuid>().ok();
        let known = plan.lines.iter().find(|line| Some(line.id) == id);
        let built = || {
            let line = Line {
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
            };
            Some(Placed { row: at + 1, line })
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
