//! Finished answers kept in memory, with their packed twin and their tag: what is asked for often is only sent.
//!
//! It knows no feature. An answer is good while the database counts no further change; where other instances may write
//! (PostgreSQL) it is good for a second at most.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Arc, RwLock};

use crate::kernel::clock::local_date;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;

/// How long an answer is good while other instances may write.
const SHARED_LIFE: TimeDelta = TimeDelta::seconds(1);
/// Answers kept at once; beyond it the store starts anew, which only costs time.
const MOST: usize = 4_096;

/// An answer ready to be sent.
#[derive(Debug)]
pub struct Kept {
    bytes: Bytes,
    gzip: Bytes,
    etag: HeaderValue,
    last_modified: HeaderValue,
    content_type: &'static str,
    changes: u64,
    made_at: DateTime<Utc>,
}

impl Kept {
    /// Packs `bytes`. `changes` is the database's count read before the content was; `etag` a strong tag with its quotation marks.
    #[must_use]
    pub fn new(
        bytes: Vec<u8>,
        content_type: &'static str,
        etag: &str,
        modified_at: DateTime<Utc>,
        changes: u64,
        now: DateTime<Utc>,
    ) -> Self {
        let mut packer = GzEncoder::new(Vec::new(), Compression::new(6));
        let packed = packer.write_all(&bytes).and_then(|()| packer.finish()).unwrap_or_default();
        let header = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
        Self {
            bytes: bytes.into(),
            gzip: packed.into(),
            etag: header(etag),
            last_modified: header(&modified_at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()),
            content_type,
            changes,
            made_at: now,
        }
    }

    /// The answer to a GET or HEAD: 304 where the asker has it already (RFC 9110, 13.1), packed where he can unpack.
    #[must_use]
    pub fn answer(&self, asked: &HeaderMap) -> Response {
        let text = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let same = match text(header::IF_NONE_MATCH) {
            Some(tags) => {
                tags == "*"
                    || self.etag.to_str().is_ok_and(|own| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == own))
            }
            None => {
                text(header::IF_MODIFIED_SINCE).is_some_and(|since| self.last_modified.to_str().is_ok_and(|own| own == since))
            }
        };
        let packed = !self.gzip.is_empty() && text(header::ACCEPT_ENCODING).is_some_and(|value| value.contains("gzip"));
        let body = match (same, packed) {
            (true, _) => Body::empty(),
            (_, true) => Body::from(self.gzip.clone()),
            (_, false) => Body::from(self.bytes.clone()),
        };
        let mut response = Response::new(body);
        if same {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::LAST_MODIFIED, self.last_modified.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if !same {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
            if packed {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
        }
        response
    }
}

/// The answers of this process.
#[derive(Debug, Default)]
pub struct KeptAnswers(RwLock<HashMap<String, Arc<Kept>>>);

impl KeptAnswers {
    /// The answer under `key`, if nothing can have changed since it was made.
    #[must_use]
    pub fn fresh(&self, key: &str, changes: u64, shared: bool, now: DateTime<Utc>) -> Option<Arc<Kept>> {
        let kept = self.0.read().ok()?.get(key).cloned()?;
        let young = !shared || (now - kept.made_at).abs() < SHARED_LIFE;
        // What is shown may depend on the day: windows, "today".
        let today = local_date(kept.made_at) == local_date(now);
        (kept.changes == changes && young && today).then_some(kept)
    }

    /// Keeps an answer under `key`.
    pub fn keep(&self, key: &str, kept: &Arc<Kept>) {
        if let Ok(mut map) = self.0.write() {
            if map.len() >= MOST {
                map.clear();
            }
            map.insert(key.to_owned(), Arc::clone(kept));
        }
    }
}
