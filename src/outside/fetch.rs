//! Fetching over HTTP. The only importer of `reqwest`.

use std::time::Duration;

/// Reads `url`; no redirects, one time limit over all.
///
/// # Errors
/// A sentence: unreachable, too slow, or a status that is not a success.
pub async fn get(url: &str, limit: Duration) -> Result<String, String> {
    // A second installation of the provider is refused and changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .timeout(limit)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .map_err(|error| error.to_string())?;
    let response = client.get(url).send().await.map_err(|error| error.without_url().to_string())?;
    let response = response.error_for_status().map_err(|error| error.without_url().to_string())?;
    response.text().await.map_err(|error| error.without_url().to_string())
}
