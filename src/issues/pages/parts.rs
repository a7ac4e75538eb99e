//! What several pages of this room show: a line of a list, choices in words, the pages of the room.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::app::App;
use crate::db::Conn;
use crate::error::AppResult;
use crate::i18n::{self, Locale};
use crate::issues::rules::fields::tops;
use crate::issues::rules::{AnswerWord, StateWord};
use crate::issues::store::brief::Brief;
use crate::issues::store::fields::{Field, Tree, fields, tree};
use crate::kernel::{Action, BodyId, Ctx};
use crate::organisation::bodies_by_ids;

/// A choice in words.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub selected: bool,
}

impl Choice {
    pub(super) fn new(value: impl ToString, label: impl Into<String>) -> Self {
        Self { value: value.to_string(), label: label.into(), hint: String::new(), selected: false }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    pub(super) fn chosen(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    pub(super) fn sample() -> Vec<Self> {
        vec![Self::new("a", "Một").chosen(true), Self::new("b", "Hai").hint("gợi ý")]
    }
}

/// The words of an alphabet as choices; `prefix` begins their catalogue keys.
pub(super) fn choices<'a>(words: impl IntoIterator<Item = &'a str>, prefix: &str, locale: Locale) -> Vec<Choice> {
    words.into_iter().map(|word| Choice::new(word, i18n::text(locale, &format!("{prefix}-{word}"), &[]))).collect()
}

pub(super) fn field_name(field: &Field, locale: Locale) -> &str {
    match locale {
        Locale::Vi => &field.name_vi,
        Locale::En => &field.name_en,
    }
}

/// A field as a choice: those of the second level set off, those that are not offered any more said so.
fn field_choice(field: &Field, locale: Locale) -> Choice {
    let name = match field.parent {
        Some(_) => format!("– {}", field_name(field, locale)),
        None => field_name(field, locale).to_owned(),
    };
    Choice::new(&field.code, if field.closed_at.is_some() { i18n::text(locale, "field-closed", &[("name", name)]) } else { name })
}

/// The fields that something of a unit can be classified by; `current`, which it has already, may stay even where it is not
/// offered any more.
///
/// # Errors
/// [`crate::error::AppError::NotFound`] for an unknown unit.
pub(super) async fn field_choices(app: &App, locale: Locale, unit_code: &str, current: Option<&str>) -> AppResult<Vec<Choice>> {
    let tree = tree(app.db().read(), unit_code).await?;
    let mut choices: Vec<Choice> = tree.offered().map(|field| field_choice(field, locale)).collect();
    let kept = current.filter(|code| !tree.is_offered(code)).and_then(|code| tree.find(code));
    choices.extend(kept.map(|field| field_choice(field, locale)));
    Ok(choices)
}

/// The fields by which issues of these units are looked for: of their own list with what was closed, and the common upper ones,
/// which find what any list counts for them.
///
/// # Errors
/// [`crate::error::AppError::NotFound`] for an unknown unit.
pub async fn field_filters(conn: &Conn, locale: Locale, units: impl IntoIterator<Item = &str>) -> AppResult<Vec<Choice>> {
    let mut trees: Vec<Tree> = Vec::new();
    for unit in units {
        let tree = tree(conn, unit).await?;
        if trees.iter().all(|known| known.owner != tree.owner) {
            trees.push(tree);
        }
    }
    let own: Vec<&Field> = match trees.as_slice() {
        // Several lists have but the common fields together.
        [one] if one.owner.is_some() => one.fields().collect(),
        [_, _, ..] => Vec::new(),
        _ => {
            return Ok(fields(conn)
                .await?
                .iter()
                .filter(|field| field.unit.is_none())
                .map(|one| field_choice(one, locale))
                .collect());
        }
    };
    let common = |field: &Field| match own.is_empty() {
        true => field_choice(field, locale),
        false => Choice::new(&field.code, i18n::text(locale, "field-common", &[("name", field_name(field, locale).to_owned())])),
    };
    let mut choices: Vec<Choice> = own.iter().map(|field| field_choice(field, locale)).collect();
    choices.extend(tops(&fields(conn).await?).map(common));
    Ok(choices)
}

/// The colour that helps a state's word.
pub(super) const fn tone(word: StateWord) -> &'static str {
    match word {
        StateWord::Draft | StateWord::Merged | StateWord::Split | StateWord::Withdrawn => "grey",
        StateWord::Submitted => "yellow",
        StateWord::Returned => "orange",
        StateWord::Accepted => "blue",
        StateWord::Selected => "teal",
        StateWord::WrittenOnly | StateWord::Forwarded => "purple",
        StateWord::Answered => "green",
        StateWord::Refused | StateWord::Diverted => "red",
    }
}

/// The colour that helps an answer's word.
pub(super) const fn answer_tone(word: AnswerWord) -> &'static str {
    match word {
        AnswerWord::Draft => "grey",
        AnswerWord::Submitted => "yellow",
        AnswerWord::Returned => "orange",
        AnswerWord::Approved => "green",
    }
}

/// An issue in a list.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    pub id: String,
    pub number: Option<i32>,
    /// Only on the desk of its own organisation.
    pub receipt: Option<String>,
    pub kind: &'static str,
    pub wording: String,
    pub people: i32,
    pub village: String,
    pub field: String,
    pub submitter: String,
    pub state: &'static str,
    pub tone: &'static str,
    pub late: bool,
    pub submitted_at: Option<DateTime<Utc>>,
    pub due_on: Option<NaiveDate>,
    pub overdue: bool,
    /// The state of the agency's own answer, on its desk.
    pub answer: Option<&'static str>,
    pub answer_tone: &'static str,
    pub part: Option<&'static str>,
    /// Where its approval inside the organisation stands while it has not left; on the desk of that organisation only.
    pub approval: Option<&'static str>,
    /// Only that it came is told.
    pub sealed: bool,
}

/// Characters of a wording in a list.
const EXCERPT: usize = 220;

/// The beginning of a text, cut between words.
#[must_use]
pub fn excerpt(text: &str) -> String {
    if text.chars().count() <= EXCERPT {
        return text.to_owned();
    }
    let cut: String = text.chars().take(EXCERPT).collect();
    let end = cut.rfind(char::is_whitespace).unwrap_or(cut.len());
    format!("{}…", cut.get(..end).unwrap_or(&cut))
}

/// Names that lines need.
#[derive(Debug, Default)]
pub struct Names {
    pub bodies: HashMap<BodyId, String>,
    pub fields: HashMap<String, String>,
    /// "From another unit", in the reader's language.
    pub forwarded: String,
}

impl Names {
    /// The names for these issues.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn load(app: &App, locale: Locale, bodies: impl IntoIterator<Item = BodyId>) -> AppResult<Self> {
        let conn = app.db().read();
        let bodies = bodies_by_ids(conn, bodies).await?.into_iter().map(|body| (body.id, body.short_name)).collect();
        let fields = fields(conn).await?;
        let fields = fields.iter().map(|field| (field.code.clone(), field_name(field, locale).to_owned())).collect();
        Ok(Self { bodies, fields, forwarded: i18n::text(locale, "issue-forwarded-in", &[]) })
    }

    pub(super) fn body(&self, id: Option<BodyId>) -> String {
        id.and_then(|id| self.bodies.get(&id)).cloned().unwrap_or_default()
    }

    /// Who brought it; empty for a question from the floor.
    pub(super) fn submitter(&self, issue: &Brief) -> String {
        if issue.forwarded { self.forwarded.clone() } else { self.body(issue.submitter) }
    }

    pub(super) fn field(&self, code: Option<&str>) -> String {
        code.and_then(|code| self.fields.get(code)).cloned().unwrap_or_default()
    }
}

impl Line {
    pub(super) fn of(issue: &Brief, names: &Names) -> Self {
        Self {
            id: issue.id.to_string(),
            number: issue.number,
            receipt: None,
            kind: issue.kind.as_str(),
            wording: excerpt(&issue.wording),
            people: issue.people,
            village: issue.village.clone(),
            field: names.field(issue.field.as_deref()),
            submitter: names.submitter(issue),
            state: issue.state.as_str(),
            tone: tone(issue.state),
            late: issue.late,
            submitted_at: issue.submitted_at,
            due_on: None,
            overdue: false,
            answer: None,
            answer_tone: "grey",
            part: None,
            approval: None,
            sealed: false,
        }
    }

    /// A complaint that went its own way, for who may know that it came and nothing else.
    pub(super) fn sealed(issue: &Brief) -> Self {
        Self { sealed: true, people: 0, ..Self::of(issue, &Names::default()) }
    }

    pub(super) fn sample(full: bool) -> Self {
        Self {
            id: "01938f5e-0000-7000-8000-000000000000".into(),
            number: full.then_some(4),
            receipt: full.then(|| "AB3DEFGH7K".into()),
            kind: "proposal",
            wording: "Đề nghị đầu tư cải tạo hệ thống thoát nước để chống ngập lụt.".into(),
            people: 25,
            village: if full { "Tổ dân phố 3".into() } else { String::new() },
            field: if full { "Thoát nước, chống ngập".into() } else { String::new() },
            submitter: if full { "Hội Phụ nữ".into() } else { String::new() },
            state: if full { "selected" } else { "draft" },
            tone: "teal",
            late: full,
            submitted_at: full.then(DateTime::default),
            due_on: full.then(NaiveDate::default),
            overdue: full,
            answer: full.then_some("returned"),
            answer_tone: "orange",
            part: full.then_some("lead"),
            approval: Some(if full { "asked" } else { "returned" }),
            sealed: false,
        }
    }
}

/// One of the pages of this room.
#[derive(Debug, Clone, Serialize)]
pub struct Tab {
    pub label: String,
    pub href: &'static str,
    pub current: bool,
}

/// The pages of this room that the actor has; one alone needs no list.
pub(super) fn tabs(ctx: &Ctx, locale: Locale, here: &str) -> Vec<Tab> {
    let reader = !ctx.scope(Action::ReadIssue).units.is_empty();
    let all = [
        ("issues-tab-all", "/issues", reader),
        ("issues-tab-triage", "/issues/triage", !ctx.scope(Action::TriageIssue).is_empty()),
        ("issues-tab-synthesis", "/issues/synthesis", reader),
        ("issues-tab-own", "/issues/own", !ctx.scope(Action::SubmitIssue).is_empty()),
        ("issues-tab-approval", "/issues/approval", !ctx.scope(Action::ApproveHandIn).is_empty()),
        ("issues-tab-assigned", "/issues/assigned", !ctx.scope(Action::PrepareAnswer).is_empty()),
        ("issues-tab-answers", "/answers/waiting", !ctx.scope(Action::ApproveAnswer).is_empty()),
        ("issues-tab-calls", "/calls", !ctx.scope(Action::OpenCall).is_empty()),
        ("issues-tab-notices", "/issues/notices", !ctx.scope(Action::TriageIssue).is_empty()),
        ("issues-tab-move", "/issues/move", !ctx.scope(Action::TriageIssue).is_empty()),
        ("issues-tab-fields", "/issues/fields", !ctx.scope(Action::ManageFields).units.is_empty()),
        ("issues-tab-denunciations", "/issues/denunciations", !ctx.scope(Action::TriageIssue).is_empty()),
    ];
    let tabs: Vec<Tab> = all
        .into_iter()
        .filter(|(_, _, has)| *has)
        .map(|(key, href, _)| Tab { label: i18n::text(locale, key, &[]), href, current: href == here })
        .collect();
    if tabs.len() > 1 { tabs } else { Vec::new() }
}

pub(super) fn sample_tabs() -> Vec<Tab> {
    vec![Tab { label: "Tất cả".into(), href: "/issues", current: true }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_wording_is_cut_between_words() {
        let long = "Đề nghị ".repeat(60);
        let cut = excerpt(&long);
        assert!(cut.ends_with("nghị…") || cut.ends_with("Đề…"), "{cut}");
        assert!(cut.chars().count() <= EXCERPT + 1);
        assert_eq!(excerpt("ngắn"), "ngắn");
    }
}
