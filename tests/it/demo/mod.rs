//! The demonstration: it loads through the rooms, everybody has something to do, every state is there, and only once.
//!
//! Loading takes seconds: [`ward`] and [`city`] are loaded once per process, for every test that needs one, and copied.

mod country;
mod loaded;
mod province;
mod set_up;

use std::collections::BTreeMap;

use doithoai::app::App;
use doithoai::demo::{self, Loaded, Scale};
use entity::{answer, commitment, conclusion, dialogue_session, issue, person, report};
use sea_orm::{EntityTrait, QueryOrder};
use tokio::sync::OnceCell;

use crate::support::{Frozen, TestApp};

/// Friday, 20 November 2026, 09:00: the story's past is over.
pub const TODAY: &str = "2026-11-20 09:00";

/// An application that nobody uses, on that morning.
pub async fn unused() -> TestApp {
    let app = TestApp::new().await;
    app.at(TODAY);
    app
}

/// What [`ward`] is loaded with.
pub const SEED: u64 = 1;

static WARD: OnceCell<Kept> = OnceCell::const_new();
static CITY: OnceCell<Kept> = OnceCell::const_new();

/// A demonstration as it was when it was loaded.
pub struct Kept {
    frozen: Frozen,
    pub loaded: Loaded,
}

impl Kept {
    /// In a task of its own: the story needs most of a thread's stack, wherever the test stands that asks first.
    async fn new(scale: Scale, seed: u64) -> Self {
        let load = async move {
            let app = unused().await;
            let loaded = demo::load(&app.app, scale, seed).await.unwrap();
            Self { frozen: app.freeze().await, loaded }
        };
        tokio::spawn(load).await.unwrap()
    }

    /// A copy of one's own, on the morning of [`TODAY`].
    pub async fn copy(&self) -> TestApp {
        self.frozen.thaw().await
    }
}

/// The ward with two years of work.
pub async fn ward() -> &'static Kept {
    WARD.get_or_init(|| Kept::new(Scale::Commune, SEED)).await
}

/// The city with ten units.
pub async fn city() -> &'static Kept {
    CITY.get_or_init(|| Kept::new(Scale::Province, 2025)).await
}

/// How many rows are in which state, by kind.
pub async fn states(app: &App) -> BTreeMap<&'static str, BTreeMap<String, usize>> {
    let conn = app.db().read();
    let mut all: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
    let mut add = |kind, state: String| *all.entry(kind).or_default().entry(state).or_default() += 1;
    dialogue_session::Entity::find().all(conn).await.unwrap().into_iter().for_each(|row| add("session", row.state));
    issue::Entity::find().all(conn).await.unwrap().into_iter().for_each(|row| add("issue", row.state));
    answer::Entity::find().all(conn).await.unwrap().into_iter().for_each(|row| add("answer", row.state));
    conclusion::Entity::find().all(conn).await.unwrap().into_iter().for_each(|row| add("conclusion", row.state));
    commitment::Entity::find().all(conn).await.unwrap().into_iter().for_each(|row| add("commitment", row.state));
    report::Entity::find().all(conn).await.unwrap().into_iter().for_each(|row| add("report", row.state));
    all
}

/// Titles and dates of all sessions, wordings, dates and people of all issues, everybody's name, in the order in which they
/// were made.
pub async fn told(app: &App) -> Vec<String> {
    let conn = app.db().read();
    let sessions = dialogue_session::Entity::find().order_by_asc(dialogue_session::Column::Id).all(conn).await.unwrap();
    let issues = issue::Entity::find().order_by_asc(issue::Column::Id).all(conn).await.unwrap();
    let sessions = sessions.into_iter().map(|row| format!("{} {} {} {}", row.code, row.title, row.starts_at, row.state));
    let issues = issues.into_iter().map(|row| format!("{} {:?} {} {}", row.wording, row.submitted_at, row.state, row.people));
    let people = person::Entity::find().order_by_asc(person::Column::Id).all(conn).await.unwrap();
    sessions.chain(issues).chain(people.into_iter().map(|row| row.full_name)).collect()
}
