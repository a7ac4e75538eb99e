//! Opening what every command needs: folder, database, schema, the official lists, rules and calendar.

use crate::app::App;
use crate::cli::{Failure, say};
use crate::config::Config;
use crate::db::Db;
use crate::duties;
use crate::kernel::{Clock, Ctx};
use crate::organisation::actions::units;
use crate::organisation::store::accounts;

/// The application with its database up to date.
pub async fn app(config: Config) -> Result<App, Failure> {
    let unusable = |error: std::io::Error| format!("the data folder {} cannot be used: {error}", config.data.display());
    std::fs::create_dir_all(config.data.join("files")).map_err(unusable)?;
    tempfile_probe(&config.data).map_err(unusable)?;
    let db = Db::open(&config.database_url).await.map_err(|error| format!("the database cannot be opened: {error}"))?;
    db.migrate().await.map_err(|error| format!("the database's schema cannot be brought up to date: {error}"))?;
    let app = App::new(db, Clock::System, config);
    let ctx = Ctx::system(app.clock().now(), "start");
    units::ensure_official_list(&app, &ctx).await.map_err(say)?;
    crate::issues::ensure_fields(&app, &ctx).await.map_err(say)?;
    duties::ensure_rule_sets(&app, &ctx).await.map_err(say)?;
    duties::ensure_calendar(&app, &ctx).await.map_err(say)?;
    Ok(app)
}

/// Somebody who may sign in, as whom `ctx` goes on.
pub async fn person(app: &App, ctx: &Ctx, login: &str) -> Result<Ctx, Failure> {
    let conn = app.db().read();
    let account = accounts::by_login(conn, login).await.map_err(say)?.filter(|account| !account.disabled);
    let account = account.ok_or_else(|| format!("nobody signs in as {login:?}"))?;
    Ok(ctx.as_actor(accounts::actor(conn, &account, ctx.today()).await.map_err(say)?))
}

/// Whether files can be made in `folder`; SQLite would say so less clearly.
fn tempfile_probe(folder: &std::path::Path) -> std::io::Result<()> {
    let probe = folder.join(format!(".probe-{}", std::process::id()));
    std::fs::write(&probe, b"")?;
    std::fs::remove_file(&probe)
}
