//! What the browser sends about agenda and minutes, read into the types of `rules`.

use chrono::NaiveDate;

use crate::kernel::{AgendaItemId, BodyId, Refusal, Violations};
use crate::minutes::actions::room::Question;
use crate::minutes::rules::{Answer, Content, Promise};
use crate::web::{Fields, Posted};

/// Answers, and promises, on one line of the minutes.
pub const MOST_ROWS: usize = 12;

macro_rules! row_names {
    ($($name:ident = $prefix:literal),+ $(,)?) => {$(
        /// Names of this field in each row.
        pub const $name: [&str; MOST_ROWS] = [
            concat!($prefix, "_0"), concat!($prefix, "_1"), concat!($prefix, "_2"), concat!($prefix, "_3"),
            concat!($prefix, "_4"), concat!($prefix, "_5"), concat!($prefix, "_6"), concat!($prefix, "_7"),
            concat!($prefix, "_8"), concat!($prefix, "_9"), concat!($prefix, "_10"), concat!($prefix, "_11"),
        ];
    )+};
}

// Each row has names of its own: the browser's draft of an unsaved form knows fields by their names.
row_names!(
    ANSWER_BODY = "answer_body",
    ANSWER_BY = "answer_by",
    ANSWER_TEXT = "answer_text",
    PROMISE_WORDING = "promise_wording",
    PROMISE_BODY = "promise_body",
    PROMISE_DUE = "promise_due",
);

/// Longest text of a question, an answer or a general remark, in characters.
const LONGEST_TEXT: usize = 10_000;
/// Longest promise, in characters.
const LONGEST_PROMISE: usize = 1_000;

/// A line of the minutes: the revision seen and all that is written on it. Rows without a word are left out.
///
/// # Errors
/// Every fault with its field.
pub fn item(posted: &Posted) -> Result<(i32, Content), Violations> {
    let mut fields = Fields::new(posted);
    let seen = fields.version();
    let asked_by = fields.optional_line("asked_by", 120);
    let asked_from = fields.optional_line("asked_from", 200);
    let question = fields.optional_text("question", LONGEST_TEXT);
    let contents = if posted.get("contents").is_some() { fields.integer("contents", 1..=99) } else { Some(1) };
    let outcome = fields.optional_word("outcome");
    let outcome_note = fields.optional_line("outcome_note", 500);
    let answers: Vec<Option<Answer>> = (0..MOST_ROWS).filter_map(|row| answer(&mut fields, posted, row)).collect();
    let promises: Vec<Option<Promise>> = (0..MOST_ROWS).filter_map(|row| promise(&mut fields, posted, row)).collect();
    fields.finish(|| {
        let content = Content {
            asked_by: asked_by?,
            asked_from: asked_from?,
            question: question?,
            contents: contents?,
            answers: answers.into_iter().collect::<Option<_>>()?,
            outcome: outcome?,
            outcome_note: outcome_note?,
            promises: promises.into_iter().collect::<Option<_>>()?,
        };
        Some((seen?, content))
    })
}

fn is_empty(posted: &Posted, names: &[&str]) -> bool {
    names.iter().all(|name| posted.get(name).unwrap_or("").trim().is_empty())
}

/// `None` for an empty row, `Some(None)` for a faulty one.
fn answer(fields: &mut Fields, posted: &Posted, row: usize) -> Option<Option<Answer>> {
    if is_empty(posted, &[ANSWER_BODY[row], ANSWER_BY[row], ANSWER_TEXT[row]]) {
        return None;
    }
    let body = fields.optional_word::<BodyId>(ANSWER_BODY[row]);
    let by = fields.optional_line(ANSWER_BY[row], 200);
    let text = fields.optional_text(ANSWER_TEXT[row], LONGEST_TEXT);
    Some((|| Some(Answer { body: body?, by: by?, text: text? }))())
}

fn promise(fields: &mut Fields, posted: &Posted, row: usize) -> Option<Option<Promise>> {
    if is_empty(posted, &[PROMISE_WORDING[row], PROMISE_BODY[row], PROMISE_DUE[row]]) {
        return None;
    }
    let wording = fields.line(PROMISE_WORDING[row], LONGEST_PROMISE);
    let body = fields.optional_word::<BodyId>(PROMISE_BODY[row]);
    let due_on: Option<Option<NaiveDate>> = fields.optional_date(PROMISE_DUE[row]);
    Some((|| Some(Promise { wording: wording?, body: body?, due_on: due_on? }))())
}

/// A question from the floor; who asks may be filled in later.
///
/// # Errors
/// Every fault with its field.
pub fn question(posted: &Posted) -> Result<Question, Violations> {
    let mut fields = Fields::new(posted);
    let question = fields.text("question", LONGEST_TEXT);
    let (asked_by, asked_from) = (fields.optional_line("asked_by", 120), fields.optional_line("asked_from", 200));
    fields.finish(|| Some(Question { asked_by: asked_by?, asked_from: asked_from?, question: question? }))
}

/// The session as a whole: version seen, citizens, general remark.
///
/// # Errors
/// Every fault with its field.
pub fn general(posted: &Posted) -> Result<(i32, i32, String), Violations> {
    let mut fields = Fields::new(posted);
    let (version, citizens) = (fields.version(), fields.integer("citizens", 0..=100_000));
    let general = fields.optional_text("general", LONGEST_TEXT);
    fields.finish(|| Some((version?, citizens?, general?)))
}

/// A line of the agenda: its title and its time in minutes.
///
/// # Errors
/// Every fault with its field.
pub fn line(posted: &Posted, title_needed: bool) -> Result<(String, i32), Violations> {
    let mut fields = Fields::new(posted);
    let title = if title_needed { fields.line("title", 2_000) } else { fields.optional_line("title", 2_000) };
    let minutes = fields.integer("minutes", 0..=600);
    fields.finish(|| Some((title?, minutes?)))
}

/// The wanted order of the movable lines; `up` or `down` names one to be moved by a place.
///
/// # Errors
/// `agenda.order-stale` when an id is none.
pub fn order(posted: &Posted) -> Result<Vec<AgendaItemId>, Violations> {
    let stale = || Violations::from(Refusal::new("agenda.order-stale"));
    let ids: Result<Vec<AgendaItemId>, _> = posted.all("order").map(str::parse).collect();
    let mut ids = ids.map_err(|_| stale())?;
    let moved = |name| posted.get(name).and_then(|raw| raw.parse::<AgendaItemId>().ok());
    let place = |id| ids.iter().position(|other| *other == id);
    let swap = match (moved("up").and_then(place), moved("down").and_then(place)) {
        (Some(at), _) if at > 0 => Some((at - 1, at)),
        (None, Some(at)) if at + 1 < ids.len() => Some((at, at + 1)),
        _ => None,
    };
    if let Some((one, other)) = swap {
        ids.swap(one, other);
    }
    Ok(ids)
}

/// The version of what an act was made from.
///
/// # Errors
/// A missing or malformed version.
pub fn version(posted: &Posted) -> Result<i32, Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    fields.finish(|| version)
}

/// Why the signatures are taken back.
///
/// # Errors
/// A missing reason.
pub fn reason(posted: &Posted) -> Result<String, Violations> {
    let mut fields = Fields::new(posted);
    let reason = fields.line("reason", 500);
    fields.finish(|| reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_a_word_are_left_out_and_a_promise_needs_words() {
        let body = BodyId::fresh().to_string();
        let posted = Posted::of(&[
            ("version", "3"),
            ("question", "Ngập\r\nnước"),
            ("contents", "2"),
            ("outcome", "promised"),
            ("answer_body_0", ""),
            ("answer_text_0", " "),
            ("answer_by_1", "Ông Mẫu"),
            ("promise_wording_0", "Nạo vét cống"),
            ("promise_body_0", &body),
            ("promise_due_0", "30/9/2025"),
            ("promise_wording_1", ""),
        ]);
        let (seen, content) = item(&posted).unwrap();
        assert_eq!((seen, content.question.as_str(), content.contents), (3, "Ngập\nnước", 2));
        assert_eq!(content.answers, [Answer { body: None, by: "Ông Mẫu".into(), text: String::new() }]);
        assert_eq!(content.promises[0].due_on, NaiveDate::from_ymd_opt(2025, 9, 30));
        let refused = item(&Posted::of(&[("version", "3"), ("promise_due_4", "31/2/2025")])).unwrap_err();
        let told: Vec<_> = refused.0.iter().map(|refusal| (refusal.field, refusal.code)).collect();
        assert_eq!(told, [(Some("promise_wording_4"), "form.required"), (Some("promise_due_4"), "form.date")]);
    }

    #[test]
    fn up_and_down_move_one_place_and_stop_at_the_ends() {
        let [a, b, c] = [AgendaItemId::fresh(), AgendaItemId::fresh(), AgendaItemId::fresh()];
        let texts = [a, b, c].map(|id| id.to_string());
        let ask = |what: &str, id: AgendaItemId| {
            let id = id.to_string();
            order(&Posted::of(&[("order", &texts[0]), ("order", &texts[1]), ("order", &texts[2]), (what, &id)])).unwrap()
        };
        assert_eq!(ask("up", b), [b, a, c]);
        assert_eq!(ask("down", b), [a, c, b]);
        assert_eq!(ask("up", a), [a, b, c]);
        assert_eq!(ask("down", c), [a, b, c]);
        assert_eq!(order(&Posted::of(&[("order", "x")])).unwrap_err().0[0].code, "agenda.order-stale");
    }
}
