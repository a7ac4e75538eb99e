//! Files that a browser saves and never shows or runs.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::app::Reading;
use crate::error::AppError;
use crate::kernel::text;
use crate::web::PageResult;

/// Characters that stay as they are in `filename*` (RFC 8187, attr-char).
const ATTR_CHAR: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `bytes` to be saved under `name`; nothing on the way keeps a copy.
///
/// # Errors
/// A `media_type` that is no header value.
pub fn download(name: &str, media_type: &str, bytes: impl IntoResponse) -> PageResult {
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| AppError::Internal(format!("header {text:?}")));
    let headers = [
        (header::CONTENT_TYPE, value(media_type)?),
        (header::CONTENT_DISPOSITION, value(&disposition(name))?),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, bytes).into_response())
}

/// A kept file to be saved under `name`, sent as it is read. It says how long it is, so that one which ends early is seen as such.
///
/// # Errors
/// A `media_type` that is no header value.
pub fn download_kept(name: &str, media_type: &str, file: Reading) -> PageResult {
    let mut response = download(name, media_type, Body::from_stream(file.pieces))?;
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(file.size));
    Ok(response)
}

/// The header value that makes a browser save the file under `name` (RFC 6266, section 4; RFC 8187).
fn disposition(name: &str) -> String {
    let plain: String =
        text::fold(name).chars().map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, ATTR_CHAR))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_saved_name_cannot_leave_its_header() {
        // Đ is U+0110, UTF-8 C4 90.
        assert_eq!(disposition("Đ\"\r\n.pdf"), "attachment; filename=\"d__.pdf\"; filename*=UTF-8''%C4%90%22%0D%0A.pdf");
    }
}
