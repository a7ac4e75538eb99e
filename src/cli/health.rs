//! `doithoai health`: asks a running server whether it is ready.

use std::time::Duration;

use crate::cli::Failure;
use crate::config::Config;

pub async fn run(config: &Config, url: Option<String>) -> Result<(), Failure> {
    let url = format!("{}/readyz", url.unwrap_or_else(|| config.public_url.clone()).trim_end_matches('/'));
    crate::outside::fetch::get(&url, Duration::from_secs(5)).await.map_err(|error| format!("{url}: {error}"))?;
    println!("ready");
    Ok(())
}
