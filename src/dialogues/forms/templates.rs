//! What the browser sends about templates of sessions: words, and two tables, of bodies and of sections, as parallel fields.

use chrono::NaiveTime;
use serde::Serialize;

use crate::dialogues::actions::templates::{Input, Taken};
use crate::dialogues::rules::attendance::Part;
use crate::dialogues::rules::templates::{Arrangement, Guest, LONGEST_SECTION, MOST_SECTIONS, Section, longest_minutes};
use crate::dialogues::rules::{SessionForm, SessionKind};
use crate::kernel::{BodyId, Refusal, TemplateId, Violations, text};
use crate::web::{Fields, Posted};

/// Longest name of a section.
const LONGEST_TITLE: usize = 300;

/// One row of sections as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TypedSection {
    pub title: String,
    pub minutes: String,
    /// `before` or `after` the issues.
    pub place: String,
}

impl TypedSection {
    fn is_blank(&self) -> bool {
        self.title.trim().is_empty() && self.minutes.trim().is_empty()
    }
}

/// The rows of sections as typed, empty ones included, so that every row keeps its number.
#[must_use]
pub fn typed_sections(posted: &Posted) -> Vec<TypedSection> {
    let (mut minutes, mut places) = (posted.all("minutes"), posted.all("section_place"));
    let mut next = |title: &str| TypedSection {
        title: title.to_owned(),
        minutes: minutes.next().unwrap_or_default().to_owned(),
        place: places.next().unwrap_or_default().to_owned(),
    };
    posted.all("section").take(MOST_SECTIONS).map(&mut next).collect()
}

/// Body and part of each row as typed.
#[must_use]
pub fn typed_guests(posted: &Posted) -> Vec<(String, String)> {
    posted.all("body").zip(posted.all("part")).map(|(body, part)| (body.to_owned(), part.to_owned())).collect()
}

/// A template.
///
/// # Errors
/// Every fault with its field, and its row in a table.
pub fn input(posted: &Posted) -> Result<Input, Violations> {
    let mut fields = Fields::new(posted);
    let name = fields.line("name", 200);
    let (kind, form) = (fields.word::<SessionKind>("kind"), fields.word::<SessionForm>("form"));
    let (title, counterpart) = (fields.line("title", 200), fields.line("counterpart", 200));
    let starts: Option<NaiveTime> = fields.time("starts");
    let duration_minutes = fields.integer("duration", 15..=longest_minutes());
    let place = fields.optional_line("place", 300);
    let attend_how = fields.optional_text("attend_how", 2_000);
    let guests = guests(&mut fields, posted);
    let sections = sections(&mut fields, posted);
    fields.finish(|| {
        Some(Input {
            name: name?,
            kind: kind?,
            form: form?,
            title: title?,
            counterpart: counterpart?,
            place: place?,
            attend_how: attend_how?,
            starts: starts?,
            duration_minutes: duration_minutes?,
            arrangement: Arrangement { guests, sections },
        })
    })
}

/// Those bodies that are given a part; a body that comes twice counts once.
fn guests(fields: &mut Fields<'_>, posted: &Posted) -> Vec<Guest> {
    let mut guests: Vec<Guest> = Vec::new();
    for (at, (body, part)) in typed_guests(posted).into_iter().enumerate() {
        let Ok(body) = body.parse::<BodyId>() else { continue };
        if part.is_empty() || guests.iter().any(|known| known.body == body) {
            continue;
        }
        match part.parse::<Part>() {
            Ok(part) if part != Part::Citizen => guests.push(Guest { body, part }),
            _ => fields.refuse(Refusal::on("part", "template.part").in_row(at + 1)),
        }
    }
    guests
}

fn sections(fields: &mut Fields<'_>, posted: &Posted) -> Vec<Section> {
    let mut sections = Vec::new();
    for (at, row) in typed_sections(posted).into_iter().enumerate().filter(|(_, row)| !row.is_blank()) {
        let mut refuse = |refusal: Refusal| fields.refuse(refusal.in_row(at + 1));
        let title = text::clean_line(&row.title);
        match title.chars().count() {
            0 => refuse(Refusal::on("section", "template.section-title")),
            length if length > LONGEST_TITLE => {
                refuse(Refusal::on("section", "template.section-long").arg("most", LONGEST_TITLE));
            }
            _ => {}
        }
        let minutes = row.minutes.trim().parse::<i32>().ok().filter(|minutes| (1..=LONGEST_SECTION).contains(minutes));
        if minutes.is_none() {
            refuse(Refusal::on("minutes", "template.section-minutes").arg("most", LONGEST_SECTION));
        }
        let after_issues = match row.place.as_str() {
            "before" | "" => false,
            "after" => true,
            _ => {
                refuse(Refusal::on("section_place", "template.section-place"));
                continue;
            }
        };
        sections.extend(minutes.map(|minutes| Section { title, minutes, after_issues }));
    }
    sections
}

/// What a new session or series takes over, by the boxes that are ticked beside the template or the former session.
#[must_use]
pub fn taken(posted: &Posted) -> Vec<Taken> {
    let id = |name| posted.get(name).unwrap_or_default();
    let mut taken = Vec::new();
    taken.extend(id("people_of").parse().ok().map(Taken::PeopleOf));
    taken.extend(id("agenda_of").parse().ok().map(Taken::AgendaOf));
    if let Ok(template) = id("template").parse::<TemplateId>() {
        let brings = |what: &str| posted.all("bring").any(|ticked| ticked == what);
        taken.extend(brings("guests").then_some(Taken::Guests(template)));
        taken.extend(brings("sections").then_some(Taken::Sections(template)));
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_a_table_stands_in_its_row_and_empty_rows_say_nothing() {
        let body = "01890000-0000-7000-8000-000000000001";
        let posted = Posted::of(&[
            ("name", "Đối thoại quý"),
            ("kind", "periodic"),
            ("form", "in-person"),
            ("title", "Đối thoại quý {quý}"),
            ("counterpart", "Nhân dân"),
            ("starts", "8h"),
            ("duration", "210"),
            ("body", body),
            ("part", "chair"),
            ("body", body),
            ("part", "invited"),
            ("body", "01890000-0000-7000-8000-000000000002"),
            ("part", "vua"),
            ("section", "Báo cáo"),
            ("minutes", "15"),
            ("section_place", "before"),
            ("section", ""),
            ("minutes", ""),
            ("section_place", "before"),
            ("section", ""),
            ("minutes", "0"),
            ("section_place", "after"),
        ]);
        let refused = input(&posted).unwrap_err();
        let said: Vec<_> = refused.0.iter().map(|one| (one.field.unwrap_or_default(), one.code, one.row)).collect();
        assert_eq!(
            said,
            [
                ("part", "template.part", Some(3)),
                ("section", "template.section-title", Some(3)),
                ("minutes", "template.section-minutes", Some(3)),
            ]
        );
        assert_eq!(typed_sections(&posted).len(), 3, "an empty row keeps its place");
    }
}
