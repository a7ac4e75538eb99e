//! Fetching over HTTP. The only importer of `reqwest`.
//!
//! [`get`] asks addresses that we made ourselves; [`calendar`] asks addresses that people typed and trusts none of them.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{
    ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION,
};
use reqwest::{Response, StatusCode, Url};

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

/// How much of a foreign server is borne.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub bytes: usize,
    /// For everything together: finding the address, all redirects, the whole body.
    pub time: Duration,
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 2 << 20, time: Duration::from_secs(15), redirects: 3 }
    }
}

/// What a server said of the content that is known already (RFC 9110, 13.1); empty where it said nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    pub etag: String,
    pub last_modified: String,
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// The content is the one that is known.
    Unchanged,
    Body {
        bytes: Vec<u8>,
        known: Known,
    },
}

/// Why nothing came. It never names the address, which may be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    #[error("no address that may be asked")]
    Address,
    #[error("the address leads into a private network")]
    Private,
    #[error("unreachable")]
    Unreachable,
    #[error("too slow")]
    TooSlow,
    #[error("too many redirects")]
    Redirects,
    #[error("status {0}")]
    Status(u16),
    #[error("too large")]
    TooLarge,
    #[error("not a calendar")]
    WrongKind,
}

/// Names to addresses.
type Lookup = fn(String, u16) -> Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;

fn system_lookup(host: String, port: u16) -> Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>> {
    Box::pin(async move { Ok(tokio::net::lookup_host((host, port)).await?.collect()) })
}

/// Reads a calendar from an address that a person typed, which is not trusted.
///
/// Only https, no login in the address; each name is looked up once, none of its addresses may be private, and the connection
/// goes to those addresses and no others, so that a name which changes its mind leads nowhere. The same for every redirect.
/// `own_hosts` (`host` or `host:port`, separated by blanks) may be private and be asked over http.
///
/// # Errors
/// [`FetchError`], within `limits.time`.
pub async fn calendar(address: &str, known: Option<&Known>, own_hosts: &str, limits: Limits) -> Result<Fetched, FetchError> {
    let asked = Asked { known, own_hosts, limits, lookup: system_lookup };
    tokio::time::timeout(limits.time, asked.follow(address)).await.unwrap_or(Err(FetchError::TooSlow))
}

struct Asked<'a> {
    known: Option<&'a Known>,
    own_hosts: &'a str,
    limits: Limits,
    lookup: Lookup,
}

impl Asked<'_> {
    async fn follow(&self, address: &str) -> Result<Fetched, FetchError> {
        let mut url = Url::parse(address).map_err(|_| FetchError::Address)?;
        for _ in 0..=self.limits.redirects {
            let response = self.ask(&url).await?;
            let status = response.status();
            if status == StatusCode::NOT_MODIFIED && self.known.is_some() {
                return Ok(Fetched::Unchanged);
            }
            if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
                return if status.is_success() { self.body(response).await } else { Err(FetchError::Status(status.as_u16())) };
            }
            let to = header_text(&response, LOCATION).ok_or(FetchError::Status(status.as_u16()))?;
            url = url.join(&to).map_err(|_| FetchError::Address)?;
        }
        Err(FetchError::Redirects)
    }

    /// One request to an address that was looked at first. Redirects are not followed here.
    async fn ask(&self, url: &Url) -> Result<Response, FetchError> {
        let addresses = self.checked(url).await?;
        // A second installation of the provider is refused and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .dns_resolver(Arc::new(Checked(addresses)))
            .no_proxy()
            .referer(false)
            .pool_max_idle_per_host(0)
            .user_agent("doithoai")
            .build()
            .map_err(|_| FetchError::Unreachable)?;
        let mut request = client.get(url.clone()).header(ACCEPT, "text/calendar, text/plain;q=0.8, */*;q=0.5");
        if let Some(known) = self.known {
            for (name, value) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.last_modified)] {
                if !value.is_empty() {
                    request = request.header(name, value);
                }
            }
        }
        request.send().await.map_err(|_| FetchError::Unreachable)
    }

    /// The addresses behind a name, all of them fit to be asked.
    async fn checked(&self, url: &Url) -> Result<Vec<SocketAddr>, FetchError> {
        let host = url.host_str().ok_or(FetchError::Address)?;
        let port = url.port_or_known_default().ok_or(FetchError::Address)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::Address);
        }
        let with_port = format!("{host}:{port}");
        let is_own = self
            .own_hosts
            .split_whitespace()
            .any(|own| own.eq_ignore_ascii_case(&with_port) || (url.port().is_none() && own.eq_ignore_ascii_case(host)));
        match url.scheme() {
            "https" => {}
            "http" if is_own => {}
            _ => return Err(FetchError::Address),
        }
        // An address of IPv6 stands in brackets, which the look-up does not know.
        let name = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let found = (self.lookup)(name, port).await.map_err(|_| FetchError::Unreachable)?;
        if !is_own && found.iter().any(|address| !is_public(address.ip())) {
            return Err(FetchError::Private);
        }
        if found.is_empty() { Err(FetchError::Unreachable) } else { Ok(found) }
    }

    /// The body, as long as it is one of a calendar and not too large. Nothing is unpacked: what comes packed was not asked for.
    async fn body(&self, mut response: Response) -> Result<Fetched, FetchError> {
        let packed = header_text(&response, CONTENT_ENCODING).is_some_and(|way| !way.eq_ignore_ascii_case("identity"));
        if packed || !is_calendar(&header_text(&response, CONTENT_TYPE).unwrap_or_default()) {
            return Err(FetchError::WrongKind);
        }
        let known = Known {
            etag: header_text(&response, ETAG).unwrap_or_default(),
            last_modified: header_text(&response, LAST_MODIFIED).unwrap_or_default(),
        };
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| FetchError::Unreachable)? {
            if bytes.len() + chunk.len() > self.limits.bytes {
                return Err(FetchError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Fetched::Body { bytes, known })
    }
}

/// Types under which calendars come; many servers do not know theirs.
fn is_calendar(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(
        kind.as_str(),
        "" | "text/calendar" | "text/plain" | "application/ics" | "application/octet-stream" | "text/x-vcalendar"
    )
}

/// A header as text of a length that can be stored and sent back.
fn header_text(response: &Response, name: HeaderName) -> Option<String> {
    let text = response.headers().get(name)?.to_str().ok()?;
    (text.len() <= 2_000).then(|| text.to_owned())
}

/// Answers every name with the addresses that were looked at.
#[derive(Debug)]
struct Checked(Vec<SocketAddr>);

impl Resolve for Checked {
    fn resolve(&self, _: Name) -> Resolving {
        let addresses: Addrs = Box::new(self.0.clone().into_iter());
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

/// Whether an address belongs to the public Internet (IANA's registries of special addresses, RFC 6890 and its successors).
fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => {
            let [first, second, third, ..] = v6.segments();
            // Only 2000::/3 is given out; in it lie Teredo and the protocols' own (2001::/23), examples (2001:db8::/32,
            // 3fff::/20), and 6to4 (2002::/16), behind which is an address of IPv4.
            let is_given_out = first & 0xE000 == 0x2000;
            let is_special = (first == 0x2001 && (second < 0x0200 || second == 0x0DB8)) || first == 0x2002;
            let is_example = first == 0x3FFF && second & 0xF000 == 0;
            let is_relay = (first, second, third) == (0x2620, 0x004F, 0x8000);
            is_given_out && !is_special && !is_example && !is_relay
        }
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_shared = a == 100 && (64..128).contains(&b);
    let is_protocol = a == 192 && b == 0 && c == 0;
    let is_relay = a == 192 && b == 88 && c == 99;
    let is_benchmark = a == 198 && (18..20).contains(&b);
    // Not private by any registry, but what a cloud's machines ask for their own settings.
    let is_wire_server = ip == Ipv4Addr::new(168, 63, 129, 16);
    let is_special = ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_documentation() || a == 0 || a >= 224;
    !(is_special || is_shared || is_protocol || is_relay || is_benchmark || is_wire_server)
}

#[cfg(test)]
#[path = "fetch_tests.rs"]
mod tests;
