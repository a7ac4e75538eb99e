//! The one line of memory beside an issue on the agenda and in the room: for the unit's own staff, never for the public.

use std::collections::HashMap;

use serde::Serialize;

use crate::app::App;
use crate::dialogues::Found;
use crate::error::AppResult;
use crate::i18n::{self, Locale};
use crate::kernel::{Action, IssueId};
use crate::minutes::rules::AgendaItem;
use crate::minutes::store::memory::{Remembered, remembered};
use crate::web::Visit;

/// "Đã nêu 5 lần từ 2023 (3 tổ chức), hứa 2, giữ 1", with where all of it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemoryLine {
    pub href: String,
    pub text: String,
}

impl MemoryLine {
    fn of(issue: IssueId, told: Remembered, locale: Locale) -> Self {
        let count = |number: usize| number.to_string();
        let args = [
            ("times", count(told.raising.times)),
            ("since", told.raising.since.to_string()),
            ("organisations", count(told.raising.organisations)),
        ];
        let key = if told.raising.organisations == 0 { "agenda-memory-floor" } else { "agenda-memory" };
        let raised = i18n::text(locale, key, &args);
        let key = if told.promised == 0 { "agenda-memory-no-promise" } else { "agenda-memory-promised" };
        let promised = i18n::text(locale, key, &[("promised", count(told.promised)), ("kept", count(told.kept))]);
        Self { href: format!("/issues/{issue}/memory"), text: format!("{raised}, {promised}") }
    }

    pub(super) fn sample() -> Self {
        Self { href: "/issues/0193/memory".into(), text: "Đã nêu 5 lần từ 2023 (3 tổ chức), hứa 2, giữ 1".into() }
    }
}

/// The lines of memory for what stands on this agenda; none for who is not of the unit's staff.
///
/// # Errors
/// The database's.
pub(super) async fn memory_of<'a>(
    app: &App,
    visit: &Visit,
    found: &Found,
    items: impl Iterator<Item = &'a AgendaItem>,
) -> AppResult<HashMap<IssueId, MemoryLine>> {
    if visit.ctx.permit(Action::ReadIssue, &found.unit.target()).is_err() {
        return Ok(HashMap::new());
    }
    let ids: Vec<IssueId> = items.filter_map(|item| item.issue).collect();
    let told = remembered(app.db().read(), visit.ctx.today(), &ids).await?;
    Ok(told.into_iter().map(|(id, one)| (id, MemoryLine::of(id, one, visit.locale))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issues::Raising;

    #[test]
    fn one_short_line_in_both_languages() {
        let id = IssueId::fresh();
        let said = |locale, times, organisations, promised, kept| {
            let raising = Raising { times, since: 2023, organisations };
            MemoryLine::of(id, Remembered { raising, promised, kept }, locale).text
        };
        assert_eq!(said(Locale::Vi, 5, 3, 2, 1), "Đã nêu 5 lần từ 2023 (3 tổ chức), hứa 2, giữ 1");
        assert_eq!(said(Locale::Vi, 2, 0, 0, 0), "Đã nêu 2 lần từ 2023 (tại hội nghị), chưa hứa lần nào");
        assert_eq!(said(Locale::En, 5, 3, 2, 1), "Raised 5 times since 2023 (3 organisations), promised 2, kept 1");
        assert_eq!(said(Locale::En, 1, 1, 1, 0), "Raised once since 2023 (one organisation), promised 1, kept 0");
        assert_eq!(said(Locale::En, 2, 0, 0, 0), "Raised 2 times since 2023 (from the floor), never promised");
    }
}
