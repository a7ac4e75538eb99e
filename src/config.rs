//! Settings: built-in defaults, then a file, then the environment, then flags. Unknown names are refused.
//!
//! `config.default.toml` is the reference: every setting with one sentence.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

const DEFAULTS: &str = include_str!("../config.default.toml");
const PREFIX: &str = "DOITHOAI_";
/// What a mailbox may have before its `@`, so that a token has room behind it (RFC 5321, 4.5.3.1.1).
const LONGEST_USER: usize = 30;
/// Letters of the secret of a mail server.
const SHORTEST_SECRET: usize = 24;

/// All settings, checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    #[serde(deserialize_with = "address_and_port")]
    pub listen: SocketAddr,
    pub data: PathBuf,
    pub database_url: String,
    pub public_url: String,
    pub smtp_url: String,
    pub mail_from: String,
    pub invitation_mailbox: String,
    pub imap_url: String,
    pub imap_user: String,
    pub imap_password: String,
    pub imap_ca: String,
    pub imap_read_folder: String,
    pub mail_in_secret: String,
    pub max_upload_bytes: u64,
    pub s3_endpoint: String,
    pub s3_bucket: String,
    pub s3_region: String,
    pub s3_key_id: String,
    pub s3_secret: String,
    pub s3_secret_file: String,
    pub scan_command: String,
    pub idle_minutes: i64,
    pub session_hours: i64,
    pub max_connections: usize,
    pub searches_per_minute: u32,
    pub own_calendar_hosts: String,
    pub log: String,
}

/// One clear sentence about a setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

/// What the command line says.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    pub config: Option<PathBuf>,
    pub listen: Option<String>,
    pub data: Option<String>,
}

impl Config {
    /// Reads the settings; `env` yields the environment's variables.
    ///
    /// # Errors
    /// [`ConfigError`] naming the file or variable and what is wrong with it.
    pub fn load(flags: &Flags, env: impl IntoIterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let mut settings: toml::Table = DEFAULTS.parse().map_err(|error| ConfigError(format!("built-in defaults: {error}")))?;
        let from_env: Vec<(String, String)> = env
            .into_iter()
            .filter_map(|(name, value)| match name.as_str() {
                "DATABASE_URL" => Some(("database_url".to_owned(), value)),
                _ => name.strip_prefix(PREFIX).map(|name| (name.to_lowercase(), value)),
            })
            .collect();
        let data =
            flags.data.clone().or_else(|| from_env.iter().find(|(name, _)| name == "data").map(|(_, value)| value.clone()));
        if let Some(table) = file(flags.config.as_deref(), Path::new(data.as_deref().unwrap_or("data")))? {
            settings.extend(table);
        }
        for (name, text) in from_env {
            set(&mut settings, &name, text, &format!("{PREFIX}{}", name.to_uppercase()))?;
        }
        for (name, text) in [("listen", &flags.listen), ("data", &flags.data)] {
            if let Some(text) = text {
                set(&mut settings, name, text.clone(), &format!("--{name}"))?;
            }
        }
        let mut config: Self = settings.try_into().map_err(|error: toml::de::Error| ConfigError(one_line(error.message())))?;
        if config.public_url.is_empty() {
            config.public_url = address_of(config.listen);
        }
        config.public_url.truncate(config.public_url.trim_end_matches('/').len());
        if config.database_url.is_empty() {
            config.database_url = format!("sqlite://{}", config.data.join("doithoai.sqlite").display());
        }
        if !config.s3_secret_file.is_empty() {
            let path = &config.s3_secret_file;
            let text = std::fs::read_to_string(path).map_err(|error| ConfigError(format!("s3_secret_file {path}: {error}")))?;
            text.trim().clone_into(&mut config.s3_secret);
        }
        config.check()
    }

    fn check(self) -> Result<Self, ConfigError> {
        let wrong = |text: &str| Err(ConfigError(text.to_owned()));
        if !(self.public_url.starts_with("http://") || self.public_url.starts_with("https://")) {
            return wrong("public_url must begin with http:// or https://");
        }
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| self.database_url.starts_with(scheme)) {
            return wrong("database_url must begin with sqlite:// or postgres://");
        }
        if !(self.smtp_url.is_empty() || self.smtp_url.starts_with("smtp://") || self.smtp_url.starts_with("smtps://")) {
            return wrong("smtp_url must begin with smtp:// or smtps://");
        }
        if self.mail_from.parse::<lettre::message::Mailbox>().is_err() {
            return wrong("mail_from must be a mail address, such as Đối Thoại <doithoai@example.vn>");
        }
        self.check_answers()?;
        self.check_bucket()?;
        if self.idle_minutes < 1 || self.session_hours < 1 || self.max_connections < 1 {
            return wrong("idle_minutes, session_hours and max_connections must be at least 1");
        }
        Ok(self)
    }

    /// Whether answers to invitations can be asked for and read.
    fn check_answers(&self) -> Result<(), ConfigError> {
        let wrong = |text: &str| Err(ConfigError(text.to_owned()));
        let mailbox = &self.invitation_mailbox;
        if !(mailbox.is_empty() || mailbox.parse::<lettre::Address>().is_ok_and(|address| address.user().len() <= LONGEST_USER)) {
            return wrong("invitation_mailbox must be a bare mail address with a short name, such as lich@example.vn");
        }
        if !(self.imap_url.is_empty() || self.imap_url.starts_with("imaps://")) {
            return wrong("imap_url must begin with imaps://");
        }
        if !self.imap_url.is_empty() && (self.imap_user.is_empty() || self.imap_password.is_empty()) {
            return wrong("imap_url needs imap_user and imap_password");
        }
        if !(self.mail_in_secret.is_empty() || self.mail_in_secret.len() >= SHORTEST_SECRET) {
            return wrong("mail_in_secret must have at least 24 characters");
        }
        if mailbox.is_empty() && !(self.imap_url.is_empty() && self.mail_in_secret.is_empty()) {
            return wrong("imap_url and mail_in_secret need invitation_mailbox: no letter would say where to answer");
        }
        Ok(())
    }

    /// Whether the bucket of the attachments can be asked, and by nobody else on the way.
    fn check_bucket(&self) -> Result<(), ConfigError> {
        let wrong = |text: &str| Err(ConfigError(text.to_owned()));
        let named = [&self.s3_endpoint, &self.s3_key_id, &self.s3_secret, &self.s3_secret_file];
        if self.s3_bucket.is_empty() {
            let is_unused = named.iter().all(|text| text.is_empty());
            return if is_unused { Ok(()) } else { wrong("s3_endpoint, s3_key_id and s3_secret need s3_bucket") };
        }
        if self.s3_endpoint.is_empty() || self.s3_region.is_empty() || self.s3_key_id.is_empty() || self.s3_secret.is_empty() {
            return wrong("s3_bucket needs s3_endpoint, s3_region, s3_key_id and s3_secret or s3_secret_file");
        }
        let is_safe = match self.s3_endpoint.split_once("://") {
            Some(("https", _)) => true,
            Some(("http", host)) => {
                let host = host.split('/').next().unwrap_or_default();
                let host = host.rsplit_once(':').map_or(host, |(host, _)| host).trim_matches(['[', ']']);
                host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
            }
            _ => false,
        };
        if is_safe { Ok(()) } else { wrong("s3_endpoint must begin with https://, or with http:// for this machine alone") }
    }

    /// The mailbox at which answers are read; none where nobody reads them.
    #[must_use]
    pub fn answers_at(&self) -> Option<&str> {
        let is_read = !(self.imap_url.is_empty() && self.mail_in_secret.is_empty());
        Some(self.invitation_mailbox.as_str()).filter(|mailbox| is_read && !mailbox.is_empty())
    }

    /// Takes note of the address that was really bound: port 0 of a setting becomes a port, in links too.
    #[must_use]
    pub fn bound_to(mut self, listen: SocketAddr) -> Self {
        if self.public_url == address_of(self.listen) {
            self.public_url = address_of(listen);
        }
        self.listen = listen;
        self
    }

    /// Whether people come over https, so that cookies can be bound to it.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The settings in use, for a log line; passwords in addresses are left out.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut text = String::new();
        let _ = write!(text, "data {}, database {}", self.data.display(), without_password(&self.database_url));
        text
    }
}

fn address_and_port<'de, D: Deserializer<'de>>(source: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(source)?;
    text.parse().map_err(|_| D::Error::custom(format!("listen: {text:?} is not an address with a port, such as 127.0.0.1:8080")))
}

/// How a browser on this machine reaches `listen`.
fn address_of(listen: SocketAddr) -> String {
    match listen.ip() {
        ip if ip.is_unspecified() => format!("http://localhost:{}", listen.port()),
        _ => format!("http://{listen}"),
    }
}

fn file(named: Option<&Path>, data: &Path) -> Result<Option<toml::Table>, ConfigError> {
    let path = named.map_or_else(|| data.join("doithoai.toml"), Path::to_path_buf);
    match std::fs::read_to_string(&path) {
        Ok(text) => text
            .parse()
            .map(Some)
            .map_err(|error: toml::de::Error| ConfigError(format!("{}: {}", path.display(), one_line(error.message())))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => Ok(None),
        Err(error) => Err(ConfigError(format!("{}: {error}", path.display()))),
    }
}

/// Puts `text` under `name` in the type that the default has.
fn set(settings: &mut toml::Table, name: &str, text: String, origin: &str) -> Result<(), ConfigError> {
    let value = match settings.get(name) {
        None => return Err(ConfigError(format!("{origin}: there is no setting named {name}"))),
        Some(toml::Value::Integer(_)) => {
            toml::Value::Integer(text.parse().map_err(|_| ConfigError(format!("{origin}: {text:?} is not a whole number")))?)
        }
        Some(_) => toml::Value::String(text),
    };
    settings.insert(name.to_owned(), value);
    Ok(())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if at > scheme => format!("{}://…{}", &url[..scheme], &url[at..]),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn flags_beat_the_environment_which_beats_the_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("doithoai.toml"), "idle_minutes = 7\nlisten = \"127.0.0.1:1\"\n").unwrap();
        let data = folder.path().display().to_string();
        let flags = Flags { listen: Some("127.0.0.1:3".into()), data: Some(data), ..Flags::default() };
        let config = Config::load(&flags, env(&[("DOITHOAI_LISTEN", "127.0.0.1:2"), ("DOITHOAI_MAX_CONNECTIONS", "5")])).unwrap();
        assert_eq!((config.idle_minutes, config.listen.port(), config.max_connections), (7, 3, 5));
    }

    #[test]
    fn a_wrong_setting_is_named() {
        let error = |pairs| Config::load(&Flags::default(), env(pairs)).unwrap_err().to_string();
        assert!(error(&[("DOITHOAI_IDLE_MINUTES", "soon")]).contains("DOITHOAI_IDLE_MINUTES"));
        assert!(error(&[("DOITHOAI_COLOUR", "red")]).contains("there is no setting named colour"));
        assert!(error(&[("DATABASE_URL", "mysql://x")]).contains("database_url"));
        assert!(error(&[("DOITHOAI_LISTEN", "here")]).contains("listen: \"here\" is not an address with a port"));
    }

    #[test]
    fn answers_are_asked_for_only_where_somebody_reads_them() {
        fn load(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
            Config::load(&Flags::default(), env(pairs))
        }
        fn error(pairs: &[(&str, &str)]) -> String {
            load(pairs).unwrap_err().to_string()
        }
        let mailbox = ("DOITHOAI_INVITATION_MAILBOX", "lich@xa.example.vn");
        let secret = ("DOITHOAI_MAIL_IN_SECRET", "mot-bi-mat-du-dai-de-thu");
        assert_eq!(load(&[mailbox]).unwrap().answers_at(), None);
        assert_eq!(load(&[mailbox, secret]).unwrap().answers_at(), Some("lich@xa.example.vn"));
        assert!(error(&[("DOITHOAI_INVITATION_MAILBOX", "Lịch <lich@xa.example.vn>")]).contains("bare mail address"));
        assert!(error(&[secret]).contains("need invitation_mailbox"));
        assert!(error(&[mailbox, ("DOITHOAI_MAIL_IN_SECRET", "ngan")]).contains("24 characters"));
        assert!(error(&[mailbox, ("DOITHOAI_IMAP_URL", "imap://a")]).contains("imaps://"));
        assert!(error(&[mailbox, ("DOITHOAI_IMAP_URL", "imaps://a")]).contains("imap_user"));
    }

    #[test]
    fn a_bucket_is_asked_with_a_secret_and_over_https_except_on_this_machine() {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("secret");
        std::fs::write(&secret, "bí-mật\n").unwrap();
        let secret = secret.display().to_string();
        let load = |endpoint: &str| {
            let all = [
                ("DOITHOAI_S3_BUCKET", "tep"),
                ("DOITHOAI_S3_KEY_ID", "khoa"),
                ("DOITHOAI_S3_SECRET_FILE", &secret),
                ("DOITHOAI_S3_ENDPOINT", endpoint),
            ];
            Config::load(&Flags::default(), env(&all)).map(|config| config.s3_secret).map_err(|error| error.to_string())
        };
        for fine in ["https://s3.example.vn", "http://127.0.0.1:9000", "http://[::1]:9000", "http://localhost"] {
            assert_eq!(load(fine), Ok("bí-mật".to_owned()), "{fine}");
        }
        for bad in ["http://s3.example.vn", "http://127.0.0.1.example.vn:80", "http://localhost@example.vn", "s3://tep"] {
            assert!(load(bad).unwrap_err().contains("https://"), "{bad}");
        }
        assert!(load("").unwrap_err().contains("s3_bucket needs"));
        let lonely = Config::load(&Flags::default(), env(&[("DOITHOAI_S3_KEY_ID", "khoa")])).unwrap_err();
        assert!(lonely.to_string().contains("need s3_bucket"));
    }

    #[test]
    fn links_begin_with_the_address_that_listens_unless_a_setting_says_otherwise() {
        let load = |pairs| Config::load(&Flags { listen: Some("0.0.0.0:0".into()), ..Flags::default() }, env(pairs)).unwrap();
        let bound = "0.0.0.0:8123".parse().unwrap();
        assert_eq!(load(&[]).bound_to(bound).public_url, "http://localhost:8123");
        let said = [("DOITHOAI_PUBLIC_URL", "https://doithoai.example.vn/")];
        assert_eq!(load(&said).bound_to(bound).public_url, "https://doithoai.example.vn");
    }

    #[test]
    fn the_log_never_shows_a_password() {
        assert_eq!(without_password("postgres://an:geheim@db/x"), "postgres://…@db/x");
    }
}
