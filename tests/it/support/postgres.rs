//! A fresh PostgreSQL database per test, cloned from one that was migrated once per process. Needs `TEST_DATABASE_URL`
//! (an administrator's URL; `tests/run` starts a server of its own) and `psql`. Knows no tables.

use std::future::Future;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::sync::OnceCell;

/// Databases of tests are named `doithoai_test_<pid>_<number>`, so that those of a dead process can be told.
const PREFIX: &str = "doithoai_test_";

static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(1);

/// The administrator's URL, when there is a server to test on.
pub fn admin_url() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

/// A database that lives as long as this value; connections still open are cut when it goes.
#[derive(Debug)]
pub struct Fresh {
    /// Where to connect.
    pub url: String,
    name: String,
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // The database of a failed test stays to be looked at, as long as its server runs.
        if let (Some(admin), false) = (admin_url(), std::thread::panicking()) {
            psql(&admin, &[&drop_of(&self.name)]);
        }
    }
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
    let Some(admin) = admin_url() else { panic!("TEST_DATABASE_URL is not set: run `tests/run pg`") };
    let template = TEMPLATE.get_or_init(|| make_template(&admin, migrate)).await;
    clone_of(&admin, template).await
}

impl Fresh {
    /// Another database with the same rows. Nobody may be connected to this one meanwhile.
    pub async fn copy(&self) -> Self {
        let Some(admin) = admin_url() else { panic!("TEST_DATABASE_URL is not set: run `tests/run pg`") };
        clone_of(&admin, &self.name).await
    }
}

async fn clone_of(admin: &str, template: &str) -> Fresh {
    let name = format!("{PREFIX}{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let clone = format!("CREATE DATABASE {name} TEMPLATE {template}");
    let (url, admin) = (with_database(admin, &name), admin.to_owned());
    off_the_runtime(move || psql(&admin, &[&clone])).await;
    Fresh { url, name }
}

async fn make_template<M, F>(admin: &str, migrate: M) -> String
where
    M: FnOnce(String) -> F,
    F: Future<Output = ()>,
{
    let name = format!("{PREFIX}{}_0", std::process::id());
    let (at, template) = (admin.to_owned(), name.clone());
    off_the_runtime(move || {
        let listed = psql(&at, &[&format!("SELECT datname FROM pg_database WHERE starts_with(datname, '{PREFIX}')")]);
        let drops: Vec<String> = listed.lines().filter(|name| is_left_over(name)).map(drop_of).collect();
        let create = format!("CREATE DATABASE {template} TEMPLATE template0");
        let statements: Vec<&str> = drops.iter().map(String::as_str).chain([create.as_str()]).collect();
        psql(&at, &statements)
    })
    .await;
    migrate(with_database(admin, &name)).await;
    // A template must have no connections while it is cloned: end what is left, let in no more.
    let (at, template) = (admin.to_owned(), name.clone());
    off_the_runtime(move || {
        let close = format!("ALTER DATABASE {template} ALLOW_CONNECTIONS false");
        let cut = format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{template}'");
        psql(&at, &[&close, &cut])
    })
    .await;
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

/// Each statement in its own transaction, which CREATE DATABASE asks for. Returns unadorned rows; panics on an error.
fn psql(url: &str, statements: &[&str]) -> String {
    let mut command = Command::new("psql");
    command.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", url]);
    command.args(statements.iter().flat_map(|statement| ["--command", statement]));
    let output = command.output().unwrap_or_else(|error| panic!("psql: {error}"));
    assert!(output.status.success(), "psql {statements:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

async fn off_the_runtime(work: impl FnOnce() -> String + Send + 'static) {
    if let Err(error) = tokio::task::spawn_blocking(work).await {
        std::panic::resume_unwind(error.into_panic());
    }
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
