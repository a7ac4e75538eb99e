//! The dashboard.

use axum::extract::State;
use serde::Serialize;

use crate::app::App;
use crate::error::AppResult;
use crate::i18n;
use crate::kernel::{Ctx, Task};
use crate::web::{PageResult, View, ViewSpec, Visit};
use crate::{dialogues, duties, followups, issues, minutes, reports};

/// All views of this room.
pub const VIEWS: &[ViewSpec] = &[ViewSpec::of::<Home>()];

/// A task in words.
#[derive(Debug, Serialize)]
pub struct TaskLine {
    pub title: String,
    pub href: String,
    pub hint: Option<String>,
    pub due: Option<chrono::NaiveDate>,
    pub tag: Option<String>,
    pub tone: &'static str,
}

/// The dashboard's view.
#[derive(Debug, Serialize)]
pub struct Home {
    pub name: String,
    pub today: chrono::NaiveDate,
    pub tasks: Vec<TaskLine>,
}

impl View for Home {
    const TEMPLATE: &'static str = "pages/home/home";

    fn samples() -> Vec<Self> {
        let today = chrono::NaiveDate::default();
        let task = TaskLine {
            title: "Phân loại 12 ý kiến".into(),
            href: "/issues".into(),
            hint: None,
            due: Some(today),
            tag: Some("Quá hạn".into()),
            tone: "red",
        };
        vec![
            Self { name: "Nguyễn Thị Mẫu".into(), today, tasks: Vec::new() },
            Self { name: "Nguyễn Thị Mẫu".into(), today, tasks: vec![task] },
        ]
    }
}

/// GET /
///
/// # Errors
/// The database's.
pub async fn home(State(app): State<App>, visit: Visit) -> PageResult {
    let today = visit.ctx.today();
    let line = |task: Task| {
        let late = task.due_on.is_some_and(|due| due < today);
        let soon = task.due_on.is_some_and(|due| due >= today && (due - today).num_days() <= 3);
        let (tag, tone) = match (late, soon) {
            (true, _) => (Some(i18n::text(visit.locale, "task-late", &[])), "red"),
            (_, true) => (Some(i18n::text(visit.locale, "task-soon", &[])), "orange"),
            _ => (None, "grey"),
        };
        let args: Vec<(&str, String)> = task.args.iter().map(|(name, value)| (*name, value.clone())).collect();
        TaskLine { title: i18n::text(visit.locale, task.key, &args), href: task.href, hint: None, due: task.due_on, tag, tone }
    };
    // Whoever hurries back to the first page meanwhile finds the same work there; the minute turns what depends on the hour.
    let of = format!("{:?} {}", visit.ctx.actor.account(), visit.ctx.now.timestamp() / 60);
    let tasks = app.db().read().known("tasks", of, tasks(&app, &visit.ctx)).await?;
    let tasks = tasks.iter().cloned().map(line).collect();
    visit.page(&Home { name: visit.ctx.actor_name().to_owned(), today, tasks })
}

/// Everything that this person has to do, from every room.
async fn tasks(app: &App, ctx: &Ctx) -> AppResult<Vec<Task>> {
    let mut tasks = duties::tasks(app, ctx).await?;
    tasks.extend(dialogues::tasks(app, ctx).await?);
    tasks.extend(issues::tasks(app, ctx).await?);
    tasks.extend(minutes::tasks(app, ctx).await?);
    tasks.extend(followups::tasks(app, ctx).await?);
    tasks.extend(reports::tasks(app, ctx).await?);
    tasks.sort_by_key(|task| (task.due_on.is_none(), task.due_on));
    Ok(tasks)
}
