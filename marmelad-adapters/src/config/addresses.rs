//! Addresses: of databases, servers and networks. Those that may hold a password are never shown whole.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::AppEnv;
use super::reader::Wrong;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseKind {
    Sqlite,
    MySql,
}

/// `DB_URL`. `Display` and `Debug` show it without its password.
#[derive(Clone)]
pub struct DatabaseUrl {
    kind: DatabaseKind,
    shown: String,
    url: SecretString,
}

const DATABASE_EXPECTED: &str = "`sqlite:file.db` or `mysql://user:password@host:3306/database` (with %-escapes in the password)";

impl DatabaseUrl {
    pub fn kind(&self) -> DatabaseKind {
        self.kind
    }

    /// The whole address, password and all.
    pub fn reveal(&self) -> &str {
        self.url.expose_secret()
    }

    /// Reads `sqlite:…`, `mysql://…` or `mysql+pymysql://…`.
    pub(super) fn parse(text: &str) -> Result<Self, Wrong> {
        if let Some(file) = text.strip_prefix("sqlite:") {
            return Self::sqlite(text, file);
        }
        let Some(rest) =
            ["mysql://", "mysql+pymysql://"].iter().find_map(|it| text.strip_prefix(it))
        else {
            return Err(Wrong::secret("names no database that is known", DATABASE_EXPECTED));
        };
        let url = Url::parse(&format!("mysql://{rest}"))
            .map_err(|_| Wrong::secret("is not an address", DATABASE_EXPECTED))?;
        if url.host_str().is_none_or(str::is_empty) || url.path().trim_matches('/').is_empty() {
            return Err(Wrong::secret("lacks the host or the database", DATABASE_EXPECTED));
        }
        Ok(Self { kind: DatabaseKind::MySql, shown: redacted(&url), url: String::from(url).into() })
    }

    /// Several processes, and several connections of one, share the file: it cannot be in memory.
    fn sqlite(text: &str, rest: &str) -> Result<Self, Wrong> {
        let file = rest.split('?').next().unwrap_or_default().trim_start_matches("//");
        if file.is_empty() || file == ":memory:" || rest.contains("mode=memory") {
            return Err(Wrong::value(text, "a file, such as `sqlite:marmelad.db`"));
        }
        Ok(Self { kind: DatabaseKind::Sqlite, shown: text.to_owned(), url: text.into() })
    }
}

impl Default for DatabaseUrl {
    fn default() -> Self {
        let url = "sqlite:marmelad.db";
        Self { kind: DatabaseKind::Sqlite, shown: url.to_owned(), url: url.into() }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// `REDIS_URL`. `Display` and `Debug` show it without its password.
#[derive(Clone)]
pub struct RedisUrl {
    shown: String,
    url: SecretString,
}

impl RedisUrl {
    /// The whole address, password and all.
    pub fn reveal(&self) -> &str {
        self.url.expose_secret()
    }

    pub(super) fn parse(text: &str) -> Result<Self, Wrong> {
        let expected = "`redis://host:6379`, or nothing for the embedded set-up";
        match Url::parse(text) {
            Ok(url)
                if matches!(url.scheme(), "redis" | "rediss")
                    && url.host_str().is_some_and(|host| !host.is_empty()) =>
            {
                Ok(Self { shown: redacted(&url), url: text.into() })
            }
            _ => Err(Wrong::secret("is not the address of a Redis", expected)),
        }
    }
}

impl fmt::Display for RedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for RedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// An http(s) address to which paths are appended; no slash stays at its end.
pub(super) fn base_url(text: &str) -> Result<String, Wrong> {
    let expected = "an address such as https://example.ru, without a query";
    let url = Url::parse(text).map_err(|_| Wrong::secret("is not an address", expected))?;
    let is_plain = url.query().is_none() && url.fragment().is_none();
    let has_login = !url.username().is_empty() || url.password().is_some();
    if has_login || !is_plain || !is_http(&url) {
        return Err(Wrong::value(&redacted(&url), expected));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Ports to which Telegram delivers updates.
const WEBHOOK_PORTS: [u16; 4] = [443, 80, 88, 8443];

/// Telegram delivers to public https addresses only; a sandbox on the same machine is less choosy.
pub(super) fn webhook_url(text: &str, ending: &str, app_env: AppEnv) -> Result<Url, Wrong> {
    let expected = match app_env {
        AppEnv::Dev => format!("an address ending in {ending}"),
        AppEnv::Prod => {
            format!("a public https address ending in {ending}, port 443, 80, 88 or 8443")
        }
    };
    let url = Url::parse(text).map_err(|_| Wrong::secret("is not an address", &*expected))?;
    let is_right = match app_env {
        AppEnv::Dev => is_http(&url),
        AppEnv::Prod => {
            url.scheme() == "https"
                && url.port_or_known_default().is_some_and(|port| WEBHOOK_PORTS.contains(&port))
        }
    };
    let ends_right = url.path().ends_with(ending) && url.query().is_none();
    if is_right && ends_right { Ok(url) } else { Err(Wrong::value(&redacted(&url), expected)) }
}

pub(super) fn listen(text: &str) -> Result<SocketAddr, Wrong> {
    text.parse().map_err(|_| Wrong::value(text, "an address and a port such as 127.0.0.1:8000"))
}

pub(super) fn listen_or_off(text: &str) -> Result<Option<SocketAddr>, Wrong> {
    if text == "off" { Ok(None) } else { listen(text).map(Some) }
}

/// Networks with commas between them; a single address is a network of one.
pub(super) fn networks(text: &str) -> Result<Vec<IpNet>, Wrong> {
    text.split(',')
        .map(str::trim)
        .filter(|network| !network.is_empty())
        .map(|network| {
            let single = || network.parse::<IpAddr>().map(IpNet::from);
            network.parse().or_else(|_| single()).map_err(|_| {
                let expected = "networks such as 10.0.0.0/8 with commas between them";
                Wrong::secret(format!("has `{network}` in it"), expected)
            })
        })
        .collect()
}

fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty())
}

/// The address without its password and without its query, which may hold one.
fn redacted(url: &Url) -> String {
    let mut shown = url.clone();
    if shown.password().is_some() && shown.set_password(Some("***")).is_err() {
        return format!("{}:…", url.scheme());
    }
    shown.set_query(url.query().map(|_| "…"));
    shown.to_string()
}
