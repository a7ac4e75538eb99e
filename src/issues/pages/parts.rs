//! What several pages of this room show: a line of a list, choices in words, the pages of the room.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::app::App;
use crate::error::AppResult;
use crate::i18n::{self, Locale};
use crate::issues::rules::{AnswerWord, StateWord};
use crate::issues::store::brief::Brief;
use crate::issues::store::fields::{Field, fields};
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

/// Fields of life as choices, those of the second level set off.
///
/// # Errors
/// The database's.
pub(super) async fn field_choices(app: &App, locale: Locale) -> AppResult<Vec<Choice>> {
    let label = |field: &Field| match field.parent {
        Some(_) => format!("– {}", field_name(field, locale)),
        None => field_name(field, locale).to_owned(),
    };
    Ok(fields(app.db().read()).await?.iter().map(|field| Choice::new(&field.code, label(field))).collect())
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
            submitter: if issue.forwarded { names.forwarded.clone() } else { names.body(issue.submitter) },
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
        }
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
        ("issues-tab-calls", "/calls", !ctx.scope(Action::OpenCall).is_empty()),
        ("issues-tab-notices", "/issues/notices", !ctx.scope(Action::TriageIssue).is_empty()),
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
