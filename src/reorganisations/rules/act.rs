//! The act itself: old ones, heir, day and paper; and what stands in its way.

use chrono::{DateTime, NaiveDate, Utc};

use crate::alphabet;
use crate::kernel::{BodyId, Refusal, ReorganisationId, Violations};

alphabet! {
    /// What is done to the old ones.
    pub enum Kind {
        /// One or several go into one.
        Merge = "merge",
        /// One goes on under another name, or under another code.
        Rename = "rename",
        /// One or several end; somebody may go on with their work.
        Abolition = "abolition",
    }
}

alphabet! {
    /// What is reorganised: territorial units below one, or bodies of a unit.
    pub enum Level {
        Unit = "unit",
        Body = "body",
    }
}

alphabet! {
    /// How far it is.
    pub enum Stage {
        Draft = "draft",
        /// Decided; its day has not come.
        Published = "published",
        /// Its day has come, names and people have changed; the handover list may still be open.
        Settled = "settled",
    }
}

/// A unit or body that ends or gets another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Old {
    pub unit_code: Option<String>,
    pub body: Option<BodyId>,
    /// Its name when the act was drafted: it stays in the record.
    pub name: String,
}

impl Old {
    /// Code or id, as forms send it.
    #[must_use]
    pub fn key(&self) -> String {
        self.body.map_or_else(|| self.unit_code.clone().unwrap_or_default(), |body| body.to_string())
    }
}

/// A reorganisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reorganisation {
    pub id: ReorganisationId,
    pub kind: Kind,
    pub level: Level,
    /// The unit above the units, or that of the bodies.
    pub unit_code: String,
    pub olds: Vec<Old>,
    /// An heir that is there: code, or id of a body. A new one once it is made.
    pub heir_unit: Option<String>,
    pub heir_body: Option<BodyId>,
    /// Name of the new one, or the new name; empty where there is none.
    pub new_name: String,
    /// Official code of a new unit.
    pub new_code: String,
    /// Kind of a new unit, as the official list says it.
    pub new_kind: String,
    /// The first day of the new order.
    pub effective_on: NaiveDate,
    pub paper: String,
    pub paper_on: NaiveDate,
    pub note: String,
    pub created_at: DateTime<Utc>,
    pub created_by: String,
    pub published_at: Option<DateTime<Utc>>,
    pub published_by: String,
    pub settled_at: Option<DateTime<Utc>>,
    pub version: i32,
}

/// A unit or body as far as an act concerns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Code or id.
    pub key: String,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    /// Level of a unit, kind of a body: what only its like can go on with.
    pub sort: String,
}

/// What the act meets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    pub olds: Vec<Place>,
    pub heir: Option<Place>,
    /// Those that go on with the heir's work one day, as it stands: keys.
    pub after_heir: Vec<String>,
    /// Whether the code of a new unit is taken.
    pub code_taken: bool,
    /// Keys of those that another published act ends.
    pub spoken_for: Vec<String>,
}

impl Reorganisation {
    #[must_use]
    pub const fn stage(&self) -> Stage {
        match (self.published_at, self.settled_at) {
            (None, _) => Stage::Draft,
            (Some(_), None) => Stage::Published,
            (Some(_), Some(_)) => Stage::Settled,
        }
    }

    /// The last day of the old order.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        self.effective_on.pred_opt().unwrap_or(self.effective_on)
    }

    /// Whether the same unit or body goes on under another name: nothing is handed over then.
    #[must_use]
    pub fn renames_in_place(&self) -> bool {
        self.kind == Kind::Rename && self.new_code.is_empty()
    }

    /// Whether a unit or body is made by it.
    #[must_use]
    pub fn makes_new(&self) -> bool {
        !self.new_name.is_empty() && !self.renames_in_place()
    }

    /// Code of the heir as it is or will be.
    #[must_use]
    pub fn heir_code(&self) -> Option<&str> {
        self.heir_unit.as_deref().or_else(|| (self.level == Level::Unit && self.makes_new()).then_some(self.new_code.as_str()))
    }

    /// Whether it may be published.
    ///
    /// # Errors
    /// Every refusal, at its field.
    pub fn check(&self, around: &Around) -> Result<(), Violations> {
        let mut violations = Violations::default();
        let mut no = |field: &'static str, code: &'static str| violations.push(Refusal::on(field, code));
        let has_heir = self.heir_unit.is_some() || self.heir_body.is_some();
        if self.olds.is_empty() {
            no("old", "reorganisation.old-missing");
        }
        if self.kind == Kind::Rename {
            if self.olds.len() > 1 {
                no("old", "reorganisation.one-old");
            }
            if self.new_name.is_empty() {
                no("new_name", "form.required");
            }
            if has_heir {
                no("heir", "reorganisation.rename-heir");
            }
        } else if has_heir && !self.new_name.is_empty() {
            no("new_name", "reorganisation.two-heirs");
        } else if self.kind == Kind::Merge && !has_heir && self.new_name.is_empty() {
            no("heir", "reorganisation.heir-missing");
        } else if self.kind == Kind::Merge && self.makes_new() && self.olds.len() == 1 {
            no("old", "reorganisation.merge-alone");
        }
        if self.level == Level::Unit && self.makes_new() && !has_heir {
            if self.new_code.is_empty() {
                no("new_code", "form.required");
            } else if around.code_taken || !self.new_code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                no("new_code", "reorganisation.code-taken");
            }
            if self.kind != Kind::Rename && self.new_kind.is_empty() {
                no("new_kind", "form.required");
            }
        }
        if self.paper_on > self.effective_on {
            no("paper_on", "reorganisation.paper-later");
        }
        self.check_days(around, &mut violations);
        violations.or(())
    }

    fn check_days(&self, around: &Around, violations: &mut Violations) {
        let (last, day) = (self.last_day(), self.effective_on);
        for (old, place) in self.olds.iter().zip(&around.olds) {
            let began = place.valid_from.is_none_or(|from| from <= last);
            if !began || place.valid_to.is_some() || around.spoken_for.contains(&place.key) {
                violations.push(Refusal::on("old", "reorganisation.old-ended").arg("name", &old.name));
            }
        }
        let Some(heir) = &around.heir else { return };
        if around.olds.iter().any(|old| old.key == heir.key) {
            violations.push(Refusal::on("heir", "reorganisation.heir-among-old"));
        } else if around.after_heir.iter().any(|after| around.olds.iter().any(|old| old.key == *after)) {
            violations.push(Refusal::on("heir", "reorganisation.cycle"));
        } else if heir.valid_from.is_some_and(|from| from > day) || heir.valid_to.is_some_and(|to| to < day) {
            violations.push(Refusal::on("heir", "reorganisation.heir-not-valid"));
        } else if self.level == Level::Unit && around.olds.iter().any(|old| old.sort != heir.sort) {
            violations.push(Refusal::on("heir", "reorganisation.other-level"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn place(key: &str) -> Place {
        Place { key: key.into(), valid_from: None, valid_to: None, sort: "commune".into() }
    }

    fn old(code: &str) -> Old {
        Old { unit_code: Some(code.into()), body: None, name: format!("Xã {code}") }
    }

    /// A and B go into C on 1 July 2026.
    fn merger() -> (Reorganisation, Around) {
        let act = Reorganisation {
            id: ReorganisationId::fresh(),
            kind: Kind::Merge,
            level: Level::Unit,
            unit_code: "14".into(),
            olds: vec![old("A"), old("B")],
            heir_unit: Some("C".into()),
            heir_body: None,
            new_name: String::new(),
            new_code: String::new(),
            new_kind: String::new(),
            effective_on: day("2026-07-01"),
            paper: "12/NQ-HĐND".into(),
            paper_on: day("2026-06-15"),
            note: String::new(),
            created_at: DateTime::default(),
            created_by: String::new(),
            published_at: None,
            published_by: String::new(),
            settled_at: None,
            version: 1,
        };
        let around = Around { olds: vec![place("A"), place("B")], heir: Some(place("C")), ..Around::default() };
        (act, around)
    }

    fn refused(act: &Reorganisation, around: &Around) -> Vec<(&'static str, &'static str)> {
        let violations = act.check(around).err().unwrap_or_default().0;
        violations.into_iter().filter_map(|one| Some((one.field?, one.code))).collect()
    }

    #[test]
    fn two_go_into_one_that_is_there_on_the_day() {
        let (act, around) = merger();
        assert_eq!(refused(&act, &around), []);
        let heir = |valid_from, valid_to| Around { heir: Some(Place { valid_from, valid_to, ..place("C") }), ..around.clone() };
        let wrong = [("heir", "reorganisation.heir-not-valid")];
        assert_eq!(refused(&act, &heir(Some(day("2026-07-01")), None)), []);
        assert_eq!(refused(&act, &heir(Some(day("2026-07-02")), None)), wrong);
        assert_eq!(refused(&act, &heir(None, Some(day("2026-06-30")))), wrong);
        assert_eq!(refused(&act, &heir(None, Some(day("2026-07-01")))), []);
        let other = Around { heir: Some(Place { sort: "province".into(), ..place("C") }), ..around };
        assert_eq!(refused(&act, &other), [("heir", "reorganisation.other-level")]);
    }

    #[test]
    fn nobody_becomes_his_own_heir_even_by_others() {
        let (act, around) = merger();
        let itself = Around { heir: Some(place("B")), ..around.clone() };
        assert_eq!(refused(&act, &itself), [("heir", "reorganisation.heir-among-old")]);
        // C goes into D one day, and D into A.
        let round = Around { after_heir: vec!["D".into(), "A".into()], ..around };
        assert_eq!(refused(&act, &round), [("heir", "reorganisation.cycle")]);
    }

    #[test]
    fn what_has_ended_or_is_about_to_is_not_ended_again() {
        let (act, around) = merger();
        let ended = |place: Place| Around { olds: vec![place, self::place("B")], ..around.clone() };
        let wrong = [("old", "reorganisation.old-ended")];
        assert_eq!(refused(&act, &ended(Place { valid_to: Some(day("2030-01-01")), ..place("A") })), wrong);
        assert_eq!(refused(&act, &ended(Place { valid_from: Some(day("2026-07-01")), ..place("A") })), wrong);
        assert_eq!(refused(&act, &Around { spoken_for: vec!["B".into()], ..around.clone() }), wrong);
    }

    #[test]
    fn heir_name_code_and_paper_are_asked_for_at_their_fields() {
        let (act, around) = merger();
        let none = Around { heir: None, ..around.clone() };
        let alone = Reorganisation { heir_unit: None, ..act.clone() };
        assert_eq!(refused(&alone, &none), [("heir", "reorganisation.heir-missing")]);
        let ends = Reorganisation { kind: Kind::Abolition, ..alone.clone() };
        assert_eq!(refused(&ends, &none), []);
        let new = Reorganisation { new_name: "Xã Mới".into(), ..alone };
        assert_eq!(refused(&new, &none), [("new_code", "form.required"), ("new_kind", "form.required")]);
        let coded = Reorganisation { new_code: "99001".into(), new_kind: "xã".into(), ..new };
        assert_eq!(refused(&coded, &none), []);
        let taken = Around { code_taken: true, ..none.clone() };
        assert_eq!(refused(&coded, &taken), [("new_code", "reorganisation.code-taken")]);
        assert_eq!(
            refused(&Reorganisation { new_name: "Xã Mới".into(), ..act.clone() }, &around),
            [("new_name", "reorganisation.two-heirs")]
        );
        let late = Reorganisation { paper_on: day("2026-07-02"), ..act };
        assert_eq!(refused(&late, &around), [("paper_on", "reorganisation.paper-later")]);
        let one = Around { olds: vec![place("A")], ..none };
        let single = Reorganisation { olds: vec![old("A")], ..coded };
        assert_eq!(refused(&single, &one), [("old", "reorganisation.merge-alone")]);
    }

    #[test]
    fn a_new_name_goes_to_one_and_hands_nothing_over_unless_the_code_changes() {
        let (act, around) = merger();
        let act = Reorganisation { kind: Kind::Rename, heir_unit: None, new_name: "Xã Mới".into(), ..act };
        let around = Around { heir: None, ..around };
        assert_eq!(refused(&act, &around), [("old", "reorganisation.one-old")]);
        let one = Reorganisation { olds: vec![old("A")], ..act };
        assert_eq!(refused(&one, &Around { olds: vec![place("A")], ..around }), []);
        assert!(one.renames_in_place() && !one.makes_new());
        let coded = Reorganisation { new_code: "99001".into(), ..one };
        assert!(!coded.renames_in_place() && coded.makes_new());
        assert_eq!(coded.heir_code(), Some("99001"));
    }
}
