//! `doithoai demo`: fills an unused installation with the demonstration and prints who can sign in.

use crate::cli::{Failure, open, say};
use crate::config::Config;
use crate::demo::{self, PASSWORD, Scale};

pub async fn run(config: Config, scale: Scale, seed: u64) -> Result<(), Failure> {
    let app = open::app(config).await?;
    let loaded = demo::load(&app, scale, seed).await.map_err(say)?;
    println!("unit {}", loaded.unit);
    println!("password {PASSWORD}");
    for line in loaded.logins {
        println!("{} {} {}", line.role, line.login, line.body);
    }
    app.db().clone().close().await;
    Ok(())
}
