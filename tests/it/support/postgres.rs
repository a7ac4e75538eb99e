//! A fresh PostgreSQL database per test, cloned from one that was migrated once per process. Needs `TEST_DATABASE_URL`
//! (an administrator's URL; `tests/run` starts a server of its own). Knows no tables.

use std::future::Future;
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use tokio::sync::OnceCell;

/// Databases of tests are named `doithoai_test_<pid>_<number>`, so that those of a dead process can be told.
const PREFIX: &str = "doithoai_test_";

static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(1);

/// The administrator's URL, when there is a server to test on.
pub fn admin_url() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

fn needed_url() -> String {
    admin_url().unwrap_or_else(|| panic!("TEST_DATABASE_URL is not set: run `tests/run pg`"))
}

/// Names of databases that nobody needs any more, for the one who drops them.
static UNNEEDED: LazyLock<Sender<String>> = LazyLock::new(|| {
    let (sender, names) = channel();
    std::thread::spawn(move || drop_all(&names));
    sender
});

/// A database that is dropped some time after this value; connections still open are cut then.
#[derive(Debug)]
pub struct Fresh {
    /// Where to connect.
    pub url: String,
    name: String,
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // The database of a failed test stays to be looked at, as long as its server runs.
        if !std::thread::panicking() {
            // The thread ends with the process; what it leaves goes with the server or before the next run.
            let _ = UNNEEDED.send(std::mem::take(&mut self.name));
        }
    }
}

/// Apart from the tests: the server drops a database only when everybody who is about to connect to it has finished, and a
/// test that waited for that would keep its own connections from it.
fn drop_all(names: &Receiver<String>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let server = connect(&needed_url()).await;
        for name in names {
            if let Err(error) = server.execute_unprepared(&drop_of(&name)).await {
                eprintln!("{name} stays: {error}");
            }
        }
    });
}

/// A database with the schema that `migrate` makes, empty of rows but its own.
///
/// `migrate` gets the URL of the template and is called once per process; it should close its connections. Databases of
/// processes that are gone are dropped at that time. Panics without `TEST_DATABASE_URL`.
pub async fn fresh<M, F>(migrate: M) -> Fresh
where
    M: FnOnce(String) -> F,
    F: Future<Output = ()>,
{
    let admin = needed_url();
    let template = TEMPLATE.get_or_init(|| make_template(&admin, migrate)).await;
    clone_of(&admin, template).await
}

impl Fresh {
    /// Another database with the same rows. Nobody may be connected to this one meanwhile.
    pub async fn copy(&self) -> Self {
        clone_of(&needed_url(), &self.name).await
    }
}

async fn clone_of(admin: &str, template: &str) -> Fresh {
    let name = format!("{PREFIX}{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    run(admin, &[format!("CREATE DATABASE {name} TEMPLATE {template}")]).await;
    Fresh { url: with_database(admin, &name), name }
}

async fn make_template<M, F>(admin: &str, migrate: M) -> String
where
    M: FnOnce(String) -> F,
    F: Future<Output = ()>,
{
    let name = format!("{PREFIX}{}_0", std::process::id());
    let server = connect(admin).await;
    let list = format!("SELECT datname::text FROM pg_database WHERE starts_with(datname, '{PREFIX}')");
    let listed = server.query_all_raw(Statement::from_string(server.get_database_backend(), list)).await.unwrap();
    let listed: Vec<String> = listed.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    server.close().await.unwrap();
    let drops = listed.iter().filter(|name| is_left_over(name)).map(|name| drop_of(name));
    let create = format!("CREATE DATABASE {name} TEMPLATE template0");
    run(admin, &drops.chain([create]).collect::<Vec<_>>()).await;
    migrate(with_database(admin, &name)).await;
    // A template must have no connections while it is cloned: end what is left, let in no more.
    let close = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false");
    let cut = format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'");
    run(admin, &[close, cut]).await;
    name
}

fn drop_of(name: &str) -> String {
    format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")
}

/// Whether the process that made the database is gone (or was an earlier one with our own pid).
fn is_left_over(name: &str) -> bool {
    let pid = name.trim_start_matches(PREFIX).split('_').next().unwrap_or_default();
    pid == std::process::id().to_string() || !Path::new("/proc").join(pid).exists()
}

/// The same server, another database.
fn with_database(url: &str, name: &str) -> String {
    let (address, options) = url.split_once('?').map_or((url, String::new()), |(url, rest)| (url, format!("?{rest}")));
    let Some((server, _)) = address.rsplit_once('/') else { panic!("TEST_DATABASE_URL names no database: {url}") };
    format!("{server}/{name}{options}")
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap_or_else(|error| panic!("TEST_DATABASE_URL: {error}"))
}

/// Each statement in its own transaction, which CREATE DATABASE asks for; panics on an error.
async fn run(url: &str, statements: &[String]) {
    let server = connect(url).await;
    for statement in statements {
        server.execute_unprepared(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    server.close().await.unwrap();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_database_of_a_url_is_changed() {
        assert_eq!(with_database("postgres://u:p@127.0.0.1:5433/postgres", "x"), "postgres://u:p@127.0.0.1:5433/x");
        assert_eq!(with_database("postgres://h/a?sslmode=disable", "b"), "postgres://h/b?sslmode=disable");
    }

    #[test]
    fn databases_of_the_living_are_kept() {
        assert!(is_left_over("doithoai_test_999999999_3"));
        assert!(!is_left_over("doithoai_test_1_3"));
    }
}
