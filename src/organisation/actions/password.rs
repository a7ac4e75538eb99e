//! Hashing and checking passwords (argon2id), away from the threads that serve requests.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use unicode_normalization::UnicodeNormalization;

use crate::app::App;
use crate::error::{AppError, AppResult};

/// The hash of `password` (NFC, so that every keyboard gives the same), with its own salt and cost.
///
/// # Errors
/// [`AppError::Internal`] when the machine cannot.
pub async fn hash(app: &App, password: &str) -> AppResult<String> {
    let password: String = password.nfc().collect();
    app.hashing(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|error| AppError::Internal(format!("hashing: {error}")))
    })
    .await?
}

/// Whether `password` gives `hash`; no hash takes the same time and says no.
///
/// # Errors
/// [`AppError::Internal`] when the machine cannot.
pub async fn verify(app: &App, password: &str, hash: Option<&str>) -> AppResult<bool> {
    let password: String = password.nfc().collect();
    let Some(stored) = hash.map(str::to_owned) else {
        self::hash(app, &password).await?;
        return Ok(false);
    };
    app.hashing(move || {
        PasswordHash::new(&stored).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
}
