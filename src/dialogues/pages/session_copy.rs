//! Making a new session from a former one: what is taken over is chosen, and the form of the new one begins with it.

use axum::extract::State;
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::dialogues::rules::{Session, copied_start, title_on};
use crate::dialogues::store::sessions;
use crate::i18n::{Locale, format};
use crate::kernel::clock::local;
use crate::kernel::{Action, SessionId};
use crate::web::{Choice, FormState, PageResult, Path, View, Visit};

/// The parts of a former session that can be copied. Its minutes, issues and number never are.
const PARTS: [&str; 4] = ["text", "place", "people", "agenda"];

/// Choosing what a new session takes over from a former one.
#[derive(Debug, Serialize)]
pub struct Copy {
    pub id: String,
    pub title: String,
    pub parts: Vec<Choice>,
    pub form: FormState,
}

impl View for Copy {
    const TEMPLATE: &'static str = "pages/dialogues/copy";

    fn samples() -> Vec<Self> {
        vec![Self::of(SessionId(uuid::Uuid::nil()), "Đối thoại".into(), Locale::Vi)]
    }
}

impl Copy {
    fn of(id: SessionId, title: String, locale: Locale) -> Self {
        let parts = Choice::words(PARTS, "copy-part", locale);
        Self { id: id.to_string(), title, parts, form: FormState::with(json!({ "part": PARTS })) }
    }
}

/// GET /dialogues/{id}/copy
///
/// # Errors
/// Not found, or denied.
pub async fn copy(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    let found = sessions::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
    visit.page(&Copy::of(id, found.session.title, visit.locale))
}

/// The form of a new session with the chosen parts of a former one.
pub(super) fn copied(session: &Session, parts: &[&str], visit: &Visit) -> FormState {
    let starts_at = copied_start(session.starts_at, visit.ctx.now);
    let (starts, ends) = (local(starts_at), local(starts_at + (session.ends_at - session.starts_at)));
    let mut form = FormState::with(json!({
        "kind": session.kind,
        "form": session.form,
        "on": format::date(visit.locale, starts.date()),
        "starts": format::time(starts.time()),
        "ends": format::time(ends.time()),
    }));
    let mut put = |name: &str, value: &str| form.values.insert(name.to_owned(), value.into());
    if parts.contains(&"text") {
        put("title", &title_on(session.title.clone(), session.on(), starts.date()));
        put("counterpart", &session.counterpart);
        put("attend_how", &session.attend_how);
    }
    if parts.contains(&"place") {
        put("place", &session.place);
    }
    for (part, field) in [("people", "people_of"), ("agenda", "agenda_of")] {
        if parts.contains(&part) {
            put(field, &session.id.to_string());
        }
    }
    form
}
