//! A fresh, migrated database per test with the official list of units, the rules and the calendar: a copy of one that is made once per process.
//! SQLite in a folder in memory where there is one, PostgreSQL when `TEST_DATABASE=postgres`. Knows no rooms but the list.

use std::path::Path;

use doithoai::app::App;
use doithoai::config::{Config, Flags};
use doithoai::db::Db;
use doithoai::kernel::{Clock, Ctx};
use doithoai::organisation::actions::units;
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::postgres;

/// The SQLite template: the whole file.
static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();

/// A database and a data folder that live as long as this value.
pub struct Fresh {
    pub url: String,
    pub folder: TempDir,
    _postgres: Option<postgres::Fresh>,
}

/// Whether this run is on PostgreSQL.
pub fn is_postgres() -> bool {
    std::env::var("TEST_DATABASE").is_ok_and(|kind| kind == "postgres")
}

/// A database of one's own.
pub async fn fresh() -> Fresh {
    let folder = folder();
    if is_postgres() {
        let database = postgres::fresh(|url| async move { fill(&url, &self::folder()).await }).await;
        return Fresh { url: database.url.clone(), folder, _postgres: Some(database) };
    }
    let template = TEMPLATE.get_or_init(template).await;
    let file = folder.path().join("doithoai.sqlite");
    std::fs::write(&file, template).unwrap();
    Fresh { url: format!("sqlite://{}", file.display()), folder, _postgres: None }
}

/// A filled database that is put aside, to be copied as often as wanted.
pub enum Kept {
    Sqlite(Vec<u8>),
    Postgres(postgres::Fresh),
}

/// Puts a database aside whose connections are closed.
pub fn keep(database: &mut Fresh) -> Kept {
    match database._postgres.take() {
        Some(database) => Kept::Postgres(database),
        None => Kept::Sqlite(std::fs::read(database.folder.path().join("doithoai.sqlite")).unwrap()),
    }
}

impl Kept {
    /// A copy of one's own.
    pub async fn copy(&self) -> Fresh {
        let folder = folder();
        match self {
            Self::Postgres(kept) => {
                let database = kept.copy().await;
                Fresh { url: database.url.clone(), folder, _postgres: Some(database) }
            }
            Self::Sqlite(bytes) => {
                let file = folder.path().join("doithoai.sqlite");
                std::fs::write(&file, bytes).unwrap();
                Fresh { url: format!("sqlite://{}", file.display()), folder, _postgres: None }
            }
        }
    }
}

async fn template() -> Vec<u8> {
    let folder = folder();
    let file = folder.path().join("template.sqlite");
    fill(&format!("sqlite://{}", file.display()), &folder).await;
    std::fs::read(&file).unwrap()
}

/// Migrates and imports, then closes, which folds SQLite's write-ahead log into the file.
async fn fill(url: &str, folder: &TempDir) {
    let db = Db::open(url).await.unwrap();
    db.migrate().await.unwrap();
    let app = App::new(db.clone(), Clock::System, config(url, folder.path(), &[]));
    let ctx = Ctx::system(super::app::start(), "template");
    units::ensure_official_list(&app, &ctx).await.unwrap();
    doithoai::duties::ensure_rule_sets(&app, &ctx).await.unwrap();
    doithoai::duties::ensure_calendar(&app, &ctx).await.unwrap();
    drop(app);
    db.close().await;
}

/// The settings of a test: the defaults, this database, and what the test wants different.
pub fn config(url: &str, folder: &Path, different: &[(&str, &str)]) -> Config {
    let set = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let own = [set("DATABASE_URL", url), set("DOITHOAI_DATA", &folder.display().to_string())];
    let different = different.iter().map(|(name, value)| set(&format!("DOITHOAI_{}", name.to_uppercase()), value));
    Config::load(&Flags::default(), own.into_iter().chain(different)).unwrap()
}

/// A folder in memory: each commit waits for its disk.
fn folder() -> TempDir {
    tempfile::Builder::new().prefix("doithoai-it-").tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}
