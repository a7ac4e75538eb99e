//! Templates of sessions: what an office says again and again about sessions of one sort. Pure.
//!
//! What is taken from a template is copied: a session or series does not change when its template does, and a template may
//! always go. Neighbour: `series` holds what repeats by itself.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::attendance::Part;
use super::{LONGEST_HOURS, SessionForm, SessionKind};
use crate::kernel::text::fold;
use crate::kernel::{BodyId, Event, Refusal, TemplateId, Violations};

/// A body that is always asked to come, by whoever heads it on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guest {
    pub body: BodyId,
    pub part: Part,
}

/// A line of the agenda that the office words itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub title: String,
    pub minutes: i32,
    /// After the issues, before the conclusion; else before them.
    pub after_issues: bool,
}

/// Who comes, and what is on the agenda beside the issues.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrangement {
    pub guests: Vec<Guest>,
    pub sections: Vec<Section>,
}

impl Arrangement {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.guests.is_empty() && self.sections.is_empty()
    }
}

/// A template of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pub id: TemplateId,
    pub unit_code: String,
    /// How the office calls it: "Đối thoại quý với Nhân dân".
    pub name: String,
    pub kind: SessionKind,
    pub form: SessionForm,
    /// May hold the words of [`PLACEHOLDERS`].
    pub title: String,
    pub counterpart: String,
    pub place: String,
    pub attend_how: String,
    pub starts: NaiveTime,
    pub duration_minutes: i32,
    pub arrangement: Arrangement,
    pub version: i32,
}

/// Sections of one template.
pub const MOST_SECTIONS: usize = 30;
/// Longest section, in minutes.
pub const LONGEST_SECTION: i32 = 600;

/// Words in a title that the day of a session replaces.
pub const PLACEHOLDERS: [&str; 4] = ["{ngày}", "{tháng}", "{quý}", "{năm}"];

/// Quarters as papers number them.
const QUARTERS: [&str; 4] = ["I", "II", "III", "IV"];

fn quarter(on: NaiveDate) -> &'static str {
    QUARTERS.get(on.month0() as usize / 3).copied().unwrap_or_default()
}

/// The title of a session on this day: the words of [`PLACEHOLDERS`] give way to its date, month, quarter and year.
#[must_use]
pub fn titled(title: &str, on: NaiveDate) -> String {
    let said = [on.format("%d/%m/%Y").to_string(), on.month().to_string(), quarter(on).to_owned(), on.year().to_string()];
    PLACEHOLDERS.iter().zip(said).fold(title.to_owned(), |title, (word, said)| title.replace(word, &said))
}

/// The pattern that a title of a session on this day follows: the reverse of [`titled`], for what can be told without doubt.
#[must_use]
pub fn pattern_of(title: &str, on: NaiveDate) -> String {
    let [date, month, quarter_word, year] = PLACEHOLDERS;
    let mut pattern = title.replace(&on.format("%d/%m/%Y").to_string(), date);
    pattern = pattern.replace(&on.year().to_string(), year);
    for (word, said, placeholder) in [
        ("quý", quarter(on).to_owned(), quarter_word),
        ("tháng", on.month().to_string(), month),
        ("tháng", on.format("%m").to_string(), month),
    ] {
        pattern = after_word(&pattern, word, &said, placeholder);
    }
    pattern
}

/// Replaces `said` right after `word`, where it is a word of its own.
fn after_word(title: &str, word: &str, said: &str, placeholder: &str) -> String {
    let wanted = format!("{word} {said}");
    match title.split_once(&wanted) {
        Some((before, after)) if !after.starts_with(char::is_alphanumeric) => format!("{before}{word} {placeholder}{after}"),
        _ => title.to_owned(),
    }
}

/// What stands in braces in a title and is no word of [`PLACEHOLDERS`].
fn unknown_placeholder(title: &str) -> Option<&str> {
    let inside = title.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(word, _)| word));
    inside.into_iter().find(|word| PLACEHOLDERS.iter().all(|known| known.trim_matches(['{', '}']) != *word))
}

impl Template {
    /// When a session usually ends.
    #[must_use]
    pub fn ends(&self) -> NaiveTime {
        self.starts + TimeDelta::minutes(self.duration_minutes.into())
    }

    /// The name as no two of a unit may have it.
    #[must_use]
    pub fn name_key(&self) -> String {
        fold(&self.name)
    }

    /// Whether it can be kept beside the others of its unit.
    ///
    /// # Errors
    /// `template.name-taken`, `template.placeholder`, `template.past-midnight`, `template.two-chairs`, `template.too-long`.
    pub fn check(&self, others: &[Self]) -> Result<(), Violations> {
        let mut violations = Violations::default();
        if others.iter().any(|other| other.id != self.id && other.name_key() == self.name_key()) {
            violations.push(Refusal::on("name", "template.name-taken"));
        }
        if let Some(word) = unknown_placeholder(&self.title) {
            violations.push(Refusal::on("title", "template.placeholder").arg("word", word).arg("known", PLACEHOLDERS.join(" ")));
        }
        if self.ends() <= self.starts {
            violations.push(Refusal::on("duration", "template.past-midnight"));
        }
        let mut chairs = self.arrangement.guests.iter().enumerate().filter(|(_, guest)| guest.part == Part::Chair);
        if let (Some(_), Some(_)) = (chairs.next(), chairs.next()) {
            violations.push(Refusal::on("guests", "template.two-chairs"));
        }
        let planned: i32 = self.arrangement.sections.iter().map(|section| section.minutes).sum();
        if planned > self.duration_minutes {
            let refusal = Refusal::on("sections", "template.too-long");
            violations.push(refusal.arg("planned", planned).arg("minutes", self.duration_minutes));
        }
        violations.or(())
    }

    /// An event of its trail.
    #[must_use]
    pub fn event(&self, code: &'static str) -> Event {
        let after = json!({
            "name": self.name,
            "kind": self.kind,
            "title": self.title,
            "guests": self.arrangement.guests.len(),
            "sections": self.arrangement.sections.len(),
        });
        Event::new(code, "session-template", self.id, &self.unit_code).facts(json!({ "after": after }))
    }
}

/// The longest session that a template may foresee, in minutes.
#[must_use]
pub fn longest_minutes() -> i32 {
    i32::try_from(LONGEST_HOURS * 60).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_title_takes_date_month_quarter_and_year_of_its_day() {
        let pattern = "Đối thoại quý {quý} năm {năm} (tháng {tháng}, ngày {ngày})";
        assert_eq!(titled(pattern, day("2026-03-31")), "Đối thoại quý I năm 2026 (tháng 3, ngày 31/03/2026)");
        assert_eq!(titled("Quý {quý}", day("2026-04-01")), "Quý II");
        assert_eq!(titled("Quý {quý}", day("2026-12-31")), "Quý IV");
        assert_eq!(titled("Đối thoại {x}", day("2026-03-31")), "Đối thoại {x}");
    }

    #[test]
    fn a_session_gives_the_pattern_of_its_title_back() {
        let on = day("2026-03-12");
        assert_eq!(pattern_of("Đối thoại quý I năm 2026", on), "Đối thoại quý {quý} năm {năm}");
        assert_eq!(pattern_of("Tiếp dân tháng 3/2026", on), "Tiếp dân tháng {tháng}/{năm}");
        assert_eq!(pattern_of("Tiếp dân tháng 03/2026", on), "Tiếp dân tháng {tháng}/{năm}");
        assert_eq!(pattern_of("Tiếp dân định kỳ ngày 12/03/2026", on), "Tiếp dân định kỳ ngày {ngày}");
        // The second quarter is not the first, and May's title keeps its number.
        assert_eq!(pattern_of("Đối thoại quý II", on), "Đối thoại quý II");
        assert_eq!(pattern_of("Sau 30 năm đổi mới, tháng 30", on), "Sau 30 năm đổi mới, tháng 30");
    }

    #[test]
    fn what_cannot_be_kept_is_said_at_its_field() {
        let guest = |part| Guest { body: BodyId::fresh(), part };
        let section = |minutes| Section { title: "Báo cáo".into(), minutes, after_issues: false };
        let template = |name: &str, title: &str, guests: Vec<Guest>, sections: Vec<Section>| Template {
            id: TemplateId::fresh(),
            unit_code: "03667".into(),
            name: name.into(),
            kind: SessionKind::Periodic,
            form: SessionForm::InPerson,
            title: title.into(),
            counterpart: "Nhân dân".into(),
            place: String::new(),
            attend_how: String::new(),
            starts: NaiveTime::MIN,
            duration_minutes: 60,
            arrangement: Arrangement { guests, sections },
            version: 1,
        };
        let other = template("Đối thoại quý", "Đối thoại", Vec::new(), Vec::new());
        let refused = |template: &Template| -> Vec<(Option<&'static str>, &'static str)> {
            let others = std::slice::from_ref(&other);
            template.check(others).err().unwrap_or_default().0.iter().map(|one| (one.field, one.code)).collect()
        };
        let chairs = vec![guest(Part::Chair), guest(Part::CoChair), guest(Part::Chair)];
        let all = template("doi thoai quy", "Đối thoại {nam}", chairs, vec![section(30), section(31)]);
        assert_eq!(
            refused(&all),
            [
                (Some("name"), "template.name-taken"),
                (Some("title"), "template.placeholder"),
                (Some("guests"), "template.two-chairs"),
                (Some("sections"), "template.too-long"),
            ]
        );
        let late =
            Template { starts: NaiveTime::from_hms_opt(23, 0, 0).unwrap(), ..template("Đêm", "x", Vec::new(), Vec::new()) };
        assert_eq!(refused(&late), [(Some("duration"), "template.past-midnight")], "24:00 is the next day");
        let fine = template("Tiếp dân", "Đối thoại {năm}", vec![guest(Part::Chair)], vec![section(30), section(30)]);
        assert_eq!(refused(&fine), []);
        assert_eq!(refused(&other), [], "its own name is no other's");
    }
}
