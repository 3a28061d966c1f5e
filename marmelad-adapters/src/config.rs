//! The configuration: environment variables and `.env`, read once at start.
//!
//! [`Config::load`] turns text into checked types and reports every problem in one message. A process
//! asks only for what it needs ([`Purpose`]): a variable that it does not use is not even looked at.
//! To add a variable: a field here, a line in [`Config::load`], its parser in `values`, a row in the
//! tests' tables, and a line in `.env.example`.

mod addresses;
mod reader;
mod secrets;
mod values;
mod variables;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use chrono_tz::Tz;
use ipnet::IpNet;
use marmelad_core::kernel::{BotKind, TelegramId};
use secrecy::SecretString;
use url::Url;

use reader::Reader;

pub use addresses::{DatabaseKind, DatabaseUrl, RedisUrl};
pub use reader::ConfigError;
pub use secrets::{BotToken, BotTokens};
pub use values::{AppEnv, BotMode, LogFormat};
pub use variables::{Problem, Variables};

/// The configuration read from the environment at start. Its `Debug` shows no secret.
#[derive(Debug, Clone)]
pub struct Config {
    /// `APP_ENV`.
    pub app_env: AppEnv,
    /// `TZ`: the shops' zone.
    pub zone: Tz,
    /// `DB_URL`: an SQLite file or a MySQL/MariaDB server.
    pub database: DatabaseUrl,
    /// `REDIS_URL`; `None` = embedded.
    pub redis: Option<RedisUrl>,
    /// How the Bot API is called and how updates arrive.
    pub telegram: TelegramConfig,
    /// `FIRST_SUPERADMIN_TG_ID`: an owner from the first start on.
    pub first_superadmin: Option<TelegramId>,
    /// `TEST_TELEGRAM_IDS`: these clients are test users.
    pub test_ids: BTreeSet<TelegramId>,
    /// Initial delivery settings, until an admin changes them.
    pub delivery: DeliveryConfig,
    /// Access tokens of the API.
    pub jwt: JwtConfig,
    /// `PANEL_URL`, without a slash at the end.
    pub panel_url: String,
    /// Where the process listens.
    pub listen: ListenConfig,
    /// `TRUSTED_PROXIES`: networks whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Vec<IpNet>,
    /// `MEDIA_DIR`: folder of uploaded files.
    pub media_dir: PathBuf,
    /// Log format and filter.
    pub log: LogConfig,
}

#[derive(Debug, Clone)]
pub struct TelegramConfig {
    /// `TELEGRAM_API_URL`, without a slash at the end.
    pub api_url: String,
    /// Whether `api_url` is not Telegram's own server: only such a server may be called without a rate limit.
    pub own_bot_api: bool,
    /// Tokens of both bots; `None` in a process that does not call the Bot API.
    pub tokens: Option<BotTokens>,
    /// `BOT_MODE`: how updates come in.
    pub bot_mode: BotMode,
    /// Webhook addresses and secret; `None` in a process that does not need them.
    pub webhooks: Option<WebhookConfig>,
    /// `TELEGRAM_CHANNEL_ID`: the first value of the setting.
    pub channel_id: Option<String>,
}

/// Where Telegram delivers updates.
#[derive(Debug, Clone)]
pub struct WebhookConfig {
    /// `TELEGRAM_WEBHOOK_MAIN_URL`.
    pub main_url: Url,
    /// `TELEGRAM_WEBHOOK_AUTH_URL`.
    pub auth_url: Url,
    /// `TELEGRAM_WEBHOOK_SECRET`; compare it in constant time.
    pub secret: SecretString,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryConfig {
    /// `DEFAULT_BROADCAST_RATE_PER_MINUTE`, 0–1800: the first value of the setting.
    pub rate_per_minute: u32,
    /// `DEFAULT_BROADCAST_BATCH_SIZE`, 1–500: rows that a worker claims at a time.
    pub batch_size: u32,
    /// `WORKER_LEASE_SECONDS`: how long a claim holds.
    pub lease: Duration,
}

#[derive(Debug, Clone)]
pub struct JwtConfig {
    /// `JWT_SECRET`; without one a random secret lives as long as the process (never in production).
    pub secret: Option<SecretString>,
    /// `JWT_TTL_MINUTES`: lifetime of an access token.
    pub ttl: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenConfig {
    /// `HTTP_ADDR`: API and panel.
    pub http: SocketAddr,
    /// `BOTS_ADDR`: address of the webhook server.
    pub bots: SocketAddr,
    /// `METRICS_ADDR`; `None` = off.
    pub metrics: Option<SocketAddr>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogConfig {
    /// `LOG_FORMAT`.
    pub format: LogFormat,
    /// `RUST_LOG`: directives of the log filter.
    pub filter: String,
}

/// The process that reads the configuration, which decides what is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// `marmelad-http` needs the configuration of access tokens.
    Http,
    /// `marmelad-bots`: bot tokens, and webhooks when it takes updates in that way.
    Bots {
        /// Whether the role `bots` is among its roles.
        takes_updates: bool,
    },
    /// Commands that work on the database alone.
    Cli,
    /// Commands that ask Telegram something: bot tokens.
    CliTelegram,
    /// `webhook set`: bot tokens and webhooks, whatever `BOT_MODE` says.
    CliWebhook,
    /// `demo`: what the API and the bots need together.
    Demo,
}

impl Purpose {
    fn needs_tokens(self) -> bool {
        !matches!(self, Self::Http | Self::Cli)
    }

    fn needs_jwt(self) -> bool {
        matches!(self, Self::Http | Self::Demo)
    }

    fn needs_webhooks(self, mode: BotMode) -> bool {
        match self {
            Self::CliWebhook => true,
            Self::Bots { takes_updates: true } | Self::Demo => mode == BotMode::Webhook,
            _ => false,
        }
    }
}

/// Telegram's own Bot API server.
const TELEGRAM_API_URL: &str = "https://api.telegram.org";

impl Config {
    /// Reads the process environment and the file `.env` of the working folder.
    pub fn from_env(purpose: Purpose) -> Result<Self, ConfigError> {
        Self::load(purpose, &Variables::from_process())
    }

    /// Checks everything and answers with the configuration, or with every problem at once.
    pub fn load(purpose: Purpose, variables: &Variables) -> Result<Self, ConfigError> {
        let mut read = Reader::new(variables);
        let app_env = read.or("APP_ENV", AppEnv::Dev, values::app_env);
        let config = Self {
            app_env,
            zone: read.or("TZ", Tz::Asia__Vladivostok, values::zone),
            database: read.or("DB_URL", DatabaseUrl::default(), DatabaseUrl::parse),
            redis: read.optional("REDIS_URL", RedisUrl::parse),
            telegram: TelegramConfig::load(purpose, app_env, &mut read),
            first_superadmin: read.optional("FIRST_SUPERADMIN_TG_ID", values::telegram_id),
            test_ids: read.or("TEST_TELEGRAM_IDS", BTreeSet::new(), values::telegram_ids),
            delivery: DeliveryConfig::load(&mut read),
            jwt: JwtConfig::load(purpose, app_env, &mut read),
            panel_url: read.or("PANEL_URL", "http://localhost:8000".into(), addresses::base_url),
            listen: ListenConfig::load(&mut read),
            trusted_proxies: read.or("TRUSTED_PROXIES", Vec::new(), addresses::networks),
            media_dir: read.or("MEDIA_DIR", "media".into(), |path| Ok(path.into())),
            log: LogConfig {
                format: read.or("LOG_FORMAT", LogFormat::Pretty, values::log_format),
                filter: read.or("RUST_LOG", "info".into(), values::log_filter),
            },
        };
        read.finish(config)
    }

    /// Whether this is production.
    pub fn is_prod(&self) -> bool {
        self.app_env == AppEnv::Prod
    }
}

impl TelegramConfig {
    fn load(purpose: Purpose, app_env: AppEnv, read: &mut Reader<'_>) -> Self {
        let api_url = read.or("TELEGRAM_API_URL", TELEGRAM_API_URL.into(), addresses::base_url);
        let by_default = match app_env {
            AppEnv::Dev => BotMode::Polling,
            AppEnv::Prod => BotMode::Webhook,
        };
        let bot_mode = read.or("BOT_MODE", by_default, values::bot_mode);
        Self {
            own_bot_api: api_url != TELEGRAM_API_URL,
            api_url,
            tokens: if purpose.needs_tokens() { BotTokens::load(read) } else { None },
            bot_mode,
            webhooks: if purpose.needs_webhooks(bot_mode) {
                WebhookConfig::load(app_env, read)
            } else {
                None
            },
            channel_id: read.optional("TELEGRAM_CHANNEL_ID", values::channel_id),
        }
    }
}

impl WebhookConfig {
    /// Where a bot's updates are delivered.
    pub fn url(&self, bot: BotKind) -> &Url {
        match bot {
            BotKind::Main => &self.main_url,
            BotKind::Auth => &self.auth_url,
        }
    }

    fn load(app_env: AppEnv, read: &mut Reader<'_>) -> Option<Self> {
        let main = read.required("TELEGRAM_WEBHOOK_MAIN_URL", "a public address", |text| {
            addresses::webhook_url(text, "/bot/main/webhook", app_env)
        });
        let auth = read.required("TELEGRAM_WEBHOOK_AUTH_URL", "a public address", |text| {
            addresses::webhook_url(text, "/bot/auth/webhook", app_env)
        });
        let secret =
            read.required("TELEGRAM_WEBHOOK_SECRET", secrets::WEBHOOK_SECRET_EXPECTED, |text| {
                secrets::webhook_secret(text, app_env)
            });
        Some(Self { main_url: main?, auth_url: auth?, secret: secret? })
    }
}

impl DeliveryConfig {
    fn load(read: &mut Reader<'_>) -> Self {
        Self {
            rate_per_minute: read
                .or("DEFAULT_BROADCAST_RATE_PER_MINUTE", 25, |text| values::whole(text, 0..=1800)),
            batch_size: read
                .or("DEFAULT_BROADCAST_BATCH_SIZE", 30, |text| values::whole(text, 1..=500)),
            lease: read.or("WORKER_LEASE_SECONDS", Duration::from_secs(30), |text| {
                values::whole(text, 1..=3600).map(|seconds| Duration::from_secs(seconds.into()))
            }),
        }
    }
}

impl JwtConfig {
    fn load(purpose: Purpose, app_env: AppEnv, read: &mut Reader<'_>) -> Self {
        let secret = match (purpose.needs_jwt(), app_env) {
            (false, _) => None,
            (true, AppEnv::Dev) => read.optional("JWT_SECRET", |text| Ok(text.into())),
            (true, AppEnv::Prod) => {
                read.required("JWT_SECRET", secrets::JWT_SECRET_EXPECTED, secrets::jwt_secret)
            }
        };
        let ttl = read.or("JWT_TTL_MINUTES", Duration::from_hours(12), |text| {
            values::whole(text, 1..=43_200).map(|minutes| Duration::from_mins(minutes.into()))
        });
        Self { secret, ttl }
    }
}

impl ListenConfig {
    fn load(read: &mut Reader<'_>) -> Self {
        Self {
            http: read.or("HTTP_ADDR", ([127, 0, 0, 1], 8000).into(), addresses::listen),
            bots: read.or("BOTS_ADDR", ([127, 0, 0, 1], 8081).into(), addresses::listen),
            metrics: read.or("METRICS_ADDR", None, addresses::listen_or_off),
        }
    }
}
