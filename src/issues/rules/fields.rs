//! Fields of life: one common list whose upper level all reports count by, and lists that a unit keeps for itself and those
//! below it, each field of which counts for one common upper field. Pure.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::kernel::Refusal;
use crate::kernel::text::fold;

/// Fields that a list of a unit's own can have: more nobody finds in a form.
pub const MOST_FIELDS: usize = 300;

/// One field of life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub code: String,
    /// The upper field that it belongs to.
    pub parent: Option<String>,
    pub name_vi: String,
    pub name_en: String,
    /// The unit whose own it is; none for the common list.
    pub unit: Option<String>,
    /// The common upper field that it counts for: of an upper field of the common list itself.
    pub top: String,
    /// Not offered any more since then.
    pub closed_at: Option<DateTime<Utc>>,
}

impl Field {
    const fn is_common_top(&self) -> bool {
        self.unit.is_none() && self.parent.is_none()
    }

    /// Whether what is classified by it is found under `code`: itself, its upper field, the common field that it counts for.
    #[must_use]
    pub fn is_below(&self, code: &str) -> bool {
        self.code == code || self.parent.as_deref() == Some(code) || self.top == code
    }
}

/// Each upper field before those below it, siblings as they come.
#[must_use]
pub fn in_order(fields: Vec<Field>) -> Vec<Field> {
    let (upper, lower): (Vec<Field>, Vec<Field>) = fields.into_iter().partition(|field| field.parent.is_none());
    let mut ordered = Vec::with_capacity(upper.len() + lower.len());
    for field in upper {
        let code = field.code.clone();
        ordered.push(field);
        ordered.extend(lower.iter().filter(|below| below.parent.as_deref() == Some(&code)).cloned());
    }
    ordered
}

/// The common upper fields.
pub fn tops(all: &[Field]) -> impl Iterator<Item = &Field> {
    all.iter().filter(|field| field.is_common_top())
}

/// The fields that a unit classifies by, among all that there are.
#[derive(Default, Debug, Clone)]
pub struct Tree {
    /// The unit whose list it is; none for the common one.
    pub owner: Option<String>,
    pub all: Arc<Vec<Field>>,
}

impl Tree {
    /// Its fields, closed ones too.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.all.iter().filter(|field| field.unit == self.owner)
    }

    /// Its fields that can be chosen: open ones, below an open one.
    pub fn offered(&self) -> impl Iterator<Item = &Field> {
        self.fields().filter(|field| {
            let upper = field.parent.as_ref().and_then(|code| self.find(code));
            field.closed_at.is_none() && upper.is_none_or(|upper| upper.closed_at.is_none())
        })
    }

    /// A field of any list.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<&Field> {
        self.all.iter().find(|field| field.code == code)
    }

    #[must_use]
    pub fn is_offered(&self, code: &str) -> bool {
        self.offered().any(|field| field.code == code)
    }

    /// Whether something can be classified by `wanted` that was classified by `before`: what was may stay.
    #[must_use]
    pub fn takes(&self, wanted: Option<&str>, before: Option<&str>) -> bool {
        wanted.is_none_or(|code| before == Some(code) || self.is_offered(code))
    }

    /// What `code`, perhaps of another list, is called here: itself where it is offered, else the only upper field that counts for
    /// the same common one.
    #[must_use]
    pub fn here(&self, code: &str) -> Option<&str> {
        if let Some(same) = self.offered().find(|field| field.code == code) {
            return Some(&same.code);
        }
        let top = &self.find(code)?.top;
        let mut same = self.offered().filter(|field| field.parent.is_none() && field.top == *top);
        match (same.next(), same.next()) {
            (Some(only), None) => Some(&only.code),
            _ => None,
        }
    }

    /// The field under which something classified by `code` arrives in a unit that has this list: the common one where no field
    /// of its own says the same.
    #[must_use]
    pub fn arriving(&self, code: &str) -> Option<String> {
        let field = self.find(code)?;
        Some(self.here(code).unwrap_or(&field.top).to_owned())
    }
}

/// What a field of a unit's own is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    pub vi: String,
    /// As the Vietnamese one where nothing else was said.
    pub en: String,
}

/// Whether a field of a unit's list may be called so. A name that two had would not say which one a sheet means.
///
/// # Errors
/// `field.name-taken` on the name.
pub fn check_names<'a>(fields: impl Iterator<Item = &'a Field>, without: Option<&str>, names: &Names) -> Result<(), Refusal> {
    let (vi, en) = (fold(&names.vi), fold(&names.en));
    for field in fields.filter(|field| Some(field.code.as_str()) != without) {
        let taken = [fold(&field.name_vi), fold(&field.name_en)];
        if taken.contains(&vi) {
            return Err(Refusal::on("field_name_vi", "field.name-taken").arg("name", &field.name_vi));
        }
        if taken.contains(&en) {
            return Err(Refusal::on("field_name_en", "field.name-taken").arg("name", &field.name_en));
        }
    }
    Ok(())
}

/// Whether `code` is a common upper field.
///
/// # Errors
/// `form.choice`.
pub fn check_top(all: &[Field], code: &str) -> Result<(), Refusal> {
    if tops(all).any(|field| field.code == code) { Ok(()) } else { Err(Refusal::on("field_top", "form.choice")) }
}

/// The siblings of `code` in their new order after it went one place up or down; none where it cannot.
#[must_use]
pub fn shifted(fields: &[Field], code: &str, up: bool) -> Option<Vec<String>> {
    let field = fields.iter().find(|field| field.code == code)?;
    let siblings = fields.iter().filter(|other| other.unit == field.unit && other.parent == field.parent);
    let mut codes: Vec<String> = siblings.map(|other| other.code.clone()).collect();
    let at = codes.iter().position(|one| one == code)?;
    let to = if up { at.checked_sub(1)? } else { at + 1 };
    if to >= codes.len() {
        return None;
    }
    codes.swap(at, to);
    Some(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn common(code: &str, parent: Option<&str>) -> Field {
        Field {
            code: code.into(),
            parent: parent.map(Into::into),
            name_vi: format!("Chung {code}"),
            name_en: format!("Common {code}"),
            unit: None,
            top: parent.unwrap_or(code).into(),
            closed_at: None,
        }
    }

    fn own(code: &str, parent: Option<&str>, top: &str) -> Field {
        Field { top: top.into(), unit: Some("03667".into()), name_vi: format!("Riêng {code}"), ..common(code, parent) }
    }

    fn tree(owner: Option<&str>, own: Vec<Field>) -> Tree {
        let mut all =
            vec![common("land", None), common("land-dispute", Some("land")), common("power", None), common("work", None)];
        all.extend(own);
        Tree { owner: owner.map(Into::into), all: Arc::new(in_order(all)) }
    }

    fn works() -> Vec<Field> {
        vec![own("1", None, "power"), own("2", None, "land"), own("3", Some("1"), "work"), own("4", None, "land")]
    }

    fn codes<'a>(fields: impl Iterator<Item = &'a Field>) -> Vec<&'a str> {
        fields.map(|field| field.code.as_str()).collect()
    }

    #[test]
    fn each_list_offers_its_own_fields_and_none_that_is_closed() {
        assert_eq!(codes(tree(None, works()).offered()), ["land", "land-dispute", "power", "work"]);
        let mut fields = works();
        assert_eq!(codes(tree(Some("03667"), fields.clone()).offered()), ["1", "3", "2", "4"]);
        fields[0].closed_at = Some(DateTime::default());
        let tree = tree(Some("03667"), fields);
        assert_eq!(codes(tree.offered()), ["2", "4"], "what stands below a closed one neither");
        assert_eq!(codes(tree.fields()), ["1", "3", "2", "4"]);
        assert!(tree.takes(Some("3"), Some("3")), "what was may stay");
        assert!(!tree.takes(Some("3"), Some("2")) && !tree.takes(Some("land"), None) && !tree.takes(Some("x"), None));
        assert!(tree.takes(None, Some("3")) && tree.takes(Some("4"), None));
    }

    #[test]
    fn between_lists_the_common_upper_field_translates() {
        let own = tree(Some("03667"), works());
        assert_eq!(own.here("power"), Some("1"), "the only one that counts for it");
        assert_eq!(own.here("land-dispute"), None, "two count for it");
        assert_eq!(own.here("work"), None, "one further down is no translation");
        assert_eq!(own.here("3"), Some("3"));
        assert_eq!(own.arriving("land-dispute").as_deref(), Some("land"));
        assert_eq!(own.arriving("power").as_deref(), Some("1"));
        assert_eq!(own.arriving("gone"), None);
        let plain = tree(None, works());
        assert_eq!(plain.arriving("3").as_deref(), Some("work"), "a lower one by what it counts for itself");
        assert_eq!(plain.arriving("land-dispute").as_deref(), Some("land-dispute"));
    }

    #[test]
    fn what_counts_for_a_common_field_is_found_below_it() {
        let all = tree(None, works()).all;
        let below = |code: &str| codes(all.iter().filter(|field| field.is_below(code))).join(" ");
        assert_eq!(below("land"), "land land-dispute 2 4");
        assert_eq!(below("1"), "1 3");
        assert_eq!((below("work").as_str(), below("land-dispute").as_str()), ("work 3", "land-dispute"));
    }

    #[test]
    fn names_are_told_apart_without_diacritics_in_both_languages() {
        let tree = tree(Some("03667"), works());
        let check = |vi: &str, en: &str, without| {
            let names = Names { vi: vi.into(), en: en.into() };
            check_names(tree.fields(), without, &names).map_err(|refusal| refusal.field.unwrap())
        };
        assert_eq!(check("RIENG 3", "Other", None), Err("field_name_vi"));
        assert_eq!(check("Khác", "common 2", None), Err("field_name_en"));
        assert_eq!(check("Riêng 3", "Common 3", Some("3")), Ok(()), "its own name is no fault");
        assert_eq!(check("Chung land", "Land", None), Ok(()), "the common list has its own names");
        assert_eq!(check_top(&tree.all, "land-dispute").map_err(|refusal| refusal.code), Err("form.choice"));
        assert!(check_top(&tree.all, "1").is_err() && check_top(&tree.all, "land").is_ok());
    }

    #[test]
    fn a_field_moves_among_its_siblings_alone() {
        let all = tree(None, works()).all;
        assert_eq!(shifted(&all, "2", true).unwrap(), ["2", "1", "4"]);
        assert_eq!(shifted(&all, "2", false).unwrap(), ["1", "4", "2"]);
        assert_eq!((shifted(&all, "1", true), shifted(&all, "4", false), shifted(&all, "3", true)), (None, None, None));
    }
}
