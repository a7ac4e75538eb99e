//! `doithoai serve`: the web server until SIGINT or SIGTERM.

use std::io::IsTerminal;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tracing_subscriber::EnvFilter;

use crate::app::App;
use crate::cli::{Failure, open, say};
use crate::config::Config;
use crate::kernel::Ctx;
use crate::organisation::actions::set_up;
use crate::sweeps::SWEEPS;
use crate::{jobs, routes, web};

pub async fn run(config: Config) -> Result<(), Failure> {
    log(&config)?;
    let listen = config.listen;
    let listener = TcpListener::bind(listen).await.map_err(|error| format!("cannot listen on {listen}: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let app = open::app(config.bound_to(address)).await?;
    tracing::info!(address = %format!("http://{address}"), settings = app.config().summary(), "listening");
    offer_set_up(&app, &format!("http://{address}")).await?;
    let stop = CancellationToken::new();
    tokio::spawn(stop_on_signal(stop.clone()));
    let layers = ServiceBuilder::new().layer(CatchPanicLayer::new()).layer(CompressionLayer::new());
    let router = routes::router(&app).layer(layers);
    let alarm = jobs::alarm::start(app.clone(), SWEEPS, stop.clone()).await.map_err(|error| format!("jobs: {error}"))?;
    web::serve::serve(listener, router, app.config().max_connections, stop).await;
    alarm.stopped().await;
    app.db().clone().close().await;
    tracing::info!("stopped");
    Ok(())
}

/// Prints the one-time link while nobody has an account.
async fn offer_set_up(app: &App, address: &str) -> Result<(), Failure> {
    let ctx = Ctx::system(app.clock().now(), "start");
    if let Some(key) = set_up::open(app, &ctx).await.map_err(say)? {
        tracing::info!(link = %format!("{address}/set-up?key={key}"), "set-up link");
    }
    Ok(())
}

/// Readable on a terminal, JSON lines otherwise.
fn log(config: &Config) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| format!("setting log: {error}"))?;
    let logger = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        logger.init();
    } else {
        logger.json().flatten_event(true).init();
    }
    Ok(())
}

async fn stop_on_signal(stop: CancellationToken) {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
    tracing::info!("stopping");
    stop.cancel();
}
