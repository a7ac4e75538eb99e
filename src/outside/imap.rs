//! Reading a mailbox by IMAP over TLS (RFC 9051, 8314). The only importer of `async-imap`.
//!
//! Mails are looked at without marking them, and marked or moved once they were dealt with; none is ever deleted. What they
//! say is the business of others. Every step has a time limit.

use std::sync::Arc;
use std::time::Duration;

use async_imap::Session;
use async_imap::error::Error as ImapFault;
use futures_util::{Stream, TryStreamExt};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::kernel::text::clean_line;

/// Longest wait for one step of the conversation.
const PATIENCE: Duration = Duration::from_secs(20);
/// Largest mail that is fetched, in bytes.
const MOST_BYTES: u32 = 1 << 20;
/// The port of IMAP over TLS.
const PORT: u16 = 993;

/// Where the mailbox is, and who reads it.
#[derive(Clone, Copy)]
pub struct Account<'a> {
    /// `imaps://host`, `imaps://host:port` or `imaps://host/Folder`.
    pub url: &'a str,
    pub user: &'a str,
    pub password: &'a str,
    /// File with certificates of an authority of one's own; empty for the public ones.
    pub ca: &'a str,
    /// Where mails go that were dealt with; empty to leave them where they are, as seen.
    pub read_folder: &'a str,
}

impl std::fmt::Debug for Account<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("url", &self.url).field("user", &self.user).finish_non_exhaustive()
    }
}

/// Why a mailbox could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImapError {
    #[error("{0}")]
    Setting(String),
    #[error("{0}")]
    Unreachable(String),
    #[error("sign-in refused: {0}")]
    SignIn(String),
    #[error("{0}")]
    Server(String),
    #[error("no answer within {} s", PATIENCE.as_secs())]
    TooSlow,
}

/// A mail, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    Mail(Vec<u8>),
    TooLarge,
    /// Somebody else moved it meanwhile.
    Gone,
}

/// An open mailbox.
#[derive(Debug)]
pub struct Inbox {
    session: Session<TlsStream<TcpStream>>,
    name: String,
    read_folder: String,
}

impl Inbox {
    /// Signs in and opens the folder.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn open(account: &Account<'_>) -> Result<Self, ImapError> {
        let (host, port, folder) = place(account.url)?;
        let connector = TlsConnector::from(Arc::new(tls(account.ca)?));
        let server = ServerName::try_from(host.clone()).map_err(|error| ImapError::Setting(format!("imap_url: {error}")))?;
        let unreachable = |error: std::io::Error| ImapError::Unreachable(clean_line(&error.to_string()));
        let stream = within(async { TcpStream::connect((host.as_str(), port)).await.map_err(unreachable) }).await?;
        let stream = within(async { connector.connect(server, stream).await.map_err(unreachable) }).await?;
        let mut client = async_imap::Client::new(stream);
        let greeting = within(async { client.read_response().await.map_err(unreachable) }).await?;
        if greeting.is_none() {
            return Err(ImapError::Unreachable("the connection was closed".to_owned()));
        }
        let refused = |error: ImapFault| ImapError::SignIn(clean_line(&error.to_string()));
        let login = async { client.login(account.user, account.password).await.map_err(|(error, _)| refused(error)) };
        let mut session = within(login).await?;
        let mailbox = within(async { session.select(&folder).await.map_err(server_said) }).await?;
        let name = format!("{host}/{folder}/{}", mailbox.uid_validity.unwrap_or_default());
        Ok(Self { session, name, read_folder: account.read_folder.to_owned() })
    }

    /// The mailbox, the same for as long as its numbers mean the same mails.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Numbers of the mails that nobody has read, oldest first.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn unseen(&mut self) -> Result<Vec<u32>, ImapError> {
        let found = within(async { self.session.uid_search("UNSEEN UNDELETED").await.map_err(server_said) }).await?;
        let mut numbers = Vec::from_iter(found);
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// A mail as it came; it stays unseen.
    ///
    /// # Errors
    /// [`ImapError`]; the conversation is over then.
    pub async fn fetch(&mut self, uid: u32) -> Result<Fetched, ImapError> {
        let number = uid.to_string();
        let asked = within(async { self.session.uid_fetch(&number, "(UID RFC822.SIZE)").await.map_err(server_said) }).await?;
        let sizes = within(all(asked)).await?;
        let Some(size) = sizes.iter().find(|mail| mail.uid == Some(uid)).and_then(|mail| mail.size) else {
            return Ok(Fetched::Gone);
        };
        if size > MOST_BYTES {
            return Ok(Fetched::TooLarge);
        }
        let asked = within(async { self.session.uid_fetch(&number, "(UID BODY.PEEK[])").await.map_err(server_said) }).await?;
        let mails = within(all(asked)).await?;
        let body = mails.iter().find(|mail| mail.uid == Some(uid)).and_then(|mail| mail.body());
        Ok(body.map_or(Fetched::Gone, |body| Fetched::Mail(body.to_vec())))
    }

    /// Marks a mail as read, and moves it where that is wished.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn done(&mut self, uid: u32) -> Result<(), ImapError> {
        let number = uid.to_string();
        let asked =
            within(async { self.session.uid_store(&number, "+FLAGS.SILENT (\\Seen)").await.map_err(server_said) }).await?;
        within(all(asked)).await?;
        if !self.read_folder.is_empty() {
            within(async { self.session.uid_mv(&number, &self.read_folder).await.map_err(server_said) }).await?;
        }
        Ok(())
    }

    /// Says good-bye.
    pub async fn close(mut self) {
        // Everything is done; a server that does not answer any more changes nothing.
        let _ = timeout(PATIENCE, self.session.logout()).await;
    }
}

async fn all<T: Send>(stream: impl Stream<Item = Result<T, ImapFault>> + Send) -> Result<Vec<T>, ImapError> {
    stream.try_collect().await.map_err(server_said)
}

async fn within<T>(step: impl Future<Output = Result<T, ImapError>>) -> Result<T, ImapError> {
    timeout(PATIENCE, step).await.unwrap_or(Err(ImapError::TooSlow))
}

fn server_said(error: ImapFault) -> ImapError {
    ImapError::Server(clean_line(&error.to_string()).chars().take(300).collect())
}

/// Host, port and folder of the address.
fn place(url: &str) -> Result<(String, u16, String), ImapError> {
    let wrong = || ImapError::Setting("imap_url must be imaps://host, imaps://host:port or imaps://host/Folder".to_owned());
    let rest = url.strip_prefix("imaps://").ok_or_else(wrong)?;
    let (place, folder) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().map_err(|_| wrong())?),
        None => (place, PORT),
    };
    if host.is_empty() || host.contains('@') {
        return Err(wrong());
    }
    Ok((host.to_owned(), port, if folder.is_empty() { "INBOX".to_owned() } else { folder.to_owned() }))
}

fn tls(ca: &str) -> Result<ClientConfig, ImapError> {
    // A second installation of the provider is refused and changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut roots = RootCertStore::empty();
    if ca.is_empty() {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    } else {
        let wrong = |error: &dyn std::fmt::Display| ImapError::Setting(format!("imap_ca: {error}"));
        for certificate in CertificateDer::pem_file_iter(ca).map_err(|error| wrong(&error))? {
            roots.add(certificate.map_err(|error| wrong(&error))?).map_err(|error| wrong(&error))?;
        }
    }
    Ok(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_host_port_and_folder() {
        let of = |url| place(url).unwrap();
        assert_eq!(of("imaps://mail.xa.example.vn"), ("mail.xa.example.vn".into(), 993, "INBOX".into()));
        assert_eq!(
            of("imaps://mail.xa.example.vn:1993/Lich/Tra loi"),
            ("mail.xa.example.vn".into(), 1993, "Lich/Tra loi".into())
        );
        for url in ["imap://a", "imaps://", "imaps://a:x", "imaps://user:secret@a"] {
            assert!(place(url).is_err(), "{url}");
        }
    }

    #[test]
    fn the_log_never_shows_a_password() {
        let account = Account { url: "imaps://a", user: "lich", password: "geheim", ca: "", read_folder: "" };
        assert!(!format!("{account:?}").contains("geheim"));
    }
}
