//! Puts the application together. The only place that names concrete adapters.
//!
//! Every process and every test of a whole process starts here: [`Config`] in, [`Running`] out. To swap
//! an adapter, change [`assemble`]; the rest of the program knows ports only.

use std::sync::Arc;
use std::time::Duration;

use marmelad_core::broadcasts::ProgressHints;
use marmelad_core::clients::SubscriptionCache;
use marmelad_core::delivery::Messenger;
use marmelad_core::discounts::CodeGenerator;
use marmelad_core::kernel::{Clock, Entropy, PortError};
use marmelad_core::settings::BootDefaults;
use marmelad_core::{App, AppContext, Ports};
use secrecy::SecretString;

use crate::config::Config;
use crate::media::MediaFolder;
use crate::rate_limiter::SharedRateLimiter;
use crate::redis::{RedisSetupError, RedisStore};
use crate::sql::{self, ConnectError, MigrateError, SqlOptions, SqlStore};
use crate::system::{
    HintBoard, JwtAccessTokens, MemorySubscriptionCache, OsCodeGenerator, OsEntropy, SystemClock,
};
use crate::telegram::{TelegramClient, TransportError};

/// How long closing the connections may take.
const CLOSE_PATIENCE: Duration = Duration::from_secs(1);

/// A running application, and the connections to close after it.
#[derive(Clone)]
pub struct Running {
    pub app: App,
    /// The database, for `migrate`, `doctor` and `backup`.
    pub store: SqlStore,
    redis: Option<RedisStore>,
    pub(crate) ports: Ports,
    pub(crate) rate_limiter: Arc<SharedRateLimiter>,
}

impl Running {
    /// Closes the connections to the database and Redis after their running queries. Connections to a server that does
    /// not answer end with the process.
    pub async fn close(&self) {
        if let Some(redis) = &self.redis {
            redis.close();
        }
        if tokio::time::timeout(CLOSE_PATIENCE, self.store.close()).await.is_err() {
            tracing::warn!("some database connections did not close in time");
        }
    }
}

/// Adapters that a test uses instead of the real ones.
#[derive(Clone, Default)]
pub struct Overrides {
    pub clock: Option<Arc<dyn Clock>>,
    /// The source of discount codes.
    pub codes: Option<Arc<dyn CodeGenerator>>,
    /// The source of secrets.
    pub entropy: Option<Arc<dyn Entropy>>,
}

/// Why the application cannot start. The message and its sources say what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum BootstrapError {
    /// The database cannot be opened.
    #[error("cannot start with DB_URL={url}")]
    Connect {
        /// The address, without its password.
        url: String,
        #[source]
        source: ConnectError,
    },
    /// The database does not answer.
    #[error("cannot see how far the database is migrated")]
    State(#[source] PortError),
    /// In production only `marmelad-cli migrate` migrates the database.
    #[error(
        "the database lacks {pending} migrations; run `marmelad-cli migrate`, then start again"
    )]
    NotMigrated { pending: usize },
    /// The schema could not be brought up to date.
    #[error("cannot migrate the database")]
    Migrate(#[source] MigrateError),
    #[error("cannot prepare the way to Telegram")]
    Telegram(#[source] TransportError),
    /// `REDIS_URL` cannot be used. A Redis that does not answer does not stop the start.
    #[error("cannot start with REDIS_URL={url}")]
    Redis {
        /// The address, without its password.
        url: String,
        #[source]
        source: RedisSetupError,
    },
    /// The row of the first owner could not be written.
    #[error("cannot add the first owner (FIRST_SUPERADMIN_TG_ID)")]
    FirstOwner(#[source] PortError),
}

/// Opens the database, checks its schema (development migrates it, production requires it migrated), builds the ports
/// and makes `FIRST_SUPERADMIN_TG_ID` an owner, if absent.
pub async fn bootstrap(config: &Config, overrides: Overrides) -> Result<Running, BootstrapError> {
    let redis = open_redis(config)?;
    let store = open_store(config, !config.is_prod()).await?;
    let rates = redis.as_ref().map_or(&store.rates, |redis| &redis.rates);
    let rate_limiter = Arc::new(SharedRateLimiter::new(rates.clone()));
    match start(config, overrides, &store, redis.as_ref(), rate_limiter.clone()).await {
        Ok((app, ports)) => Ok(Running { app, store, redis, ports, rate_limiter }),
        Err(error) => {
            store.close().await;
            Err(error)
        }
    }
}

/// The way to Telegram alone: for commands that need no database.
pub fn messenger(config: &Config) -> Result<Arc<dyn Messenger>, BootstrapError> {
    let client = TelegramClient::new(&config.telegram).map_err(BootstrapError::Telegram)?;
    let media = Arc::new(MediaFolder::new(&config.media_dir));
    Ok(Arc::new(client.with_media(media)))
}

/// Opens the database and nothing else, migrated or not: for `migrate` and `backup`. A missing SQLite
/// file is made when `create_if_missing` says so.
pub async fn open_store(
    config: &Config,
    create_if_missing: bool,
) -> Result<SqlStore, BootstrapError> {
    let settings = BootDefaults {
        telegram_channel_id: config.telegram.channel_id.clone(),
        broadcast_rate_per_minute: config.delivery.rate_per_minute,
        has_own_api_server: config.telegram.own_bot_api,
    };
    let options = SqlOptions { settings, create_if_missing, ..SqlOptions::default() };
    sql::connect(config.database.reveal(), options)
        .await
        .map_err(|source| BootstrapError::Connect { url: config.database.to_string(), source })
}

fn open_redis(config: &Config) -> Result<Option<RedisStore>, BootstrapError> {
    let Some(url) = &config.redis else {
        return Ok(None);
    };
    let opened = RedisStore::new(url)
        .map_err(|source| BootstrapError::Redis { url: url.to_string(), source })?;
    Ok(Some(opened))
}

async fn start(
    config: &Config,
    overrides: Overrides,
    store: &SqlStore,
    redis: Option<&RedisStore>,
    rate_limiter: Arc<SharedRateLimiter>,
) -> Result<(App, Ports), BootstrapError> {
    let ports = assemble(config, overrides, store, redis, rate_limiter)
        .map_err(BootstrapError::Telegram)?;
    let context = AppContext {
        zone: config.zone,
        test_ids: config.test_ids.clone(),
        panel_url: config.panel_url.clone(),
        own_bot_api: config.telegram.own_bot_api,
    };
    let app = App::new(&ports, context);
    if config.is_prod() {
        let state = app.system.database_state().await.map_err(BootstrapError::State)?;
        if state.pending > 0 {
            return Err(BootstrapError::NotMigrated { pending: state.pending });
        }
    } else {
        let applied = store.migrate(app.now()).await.map_err(BootstrapError::Migrate)?;
        if applied > 0 {
            tracing::info!(applied, database = %config.database, "migrated the database");
        }
    }
    if let Some(telegram_id) = config.first_superadmin
        && app.staff.ensure_first_owner(telegram_id).await.map_err(BootstrapError::FirstOwner)?
    {
        tracing::info!(%telegram_id, "added the first owner");
    }
    Ok((app, ports))
}

fn assemble(
    config: &Config,
    overrides: Overrides,
    store: &SqlStore,
    redis: Option<&RedisStore>,
    rate_limiter: Arc<SharedRateLimiter>,
) -> Result<Ports, TransportError> {
    let entropy = overrides.entropy.unwrap_or_else(|| Arc::new(OsEntropy));
    let media_store = Arc::new(MediaFolder::new(&config.media_dir));
    let telegram = TelegramClient::new(&config.telegram)?.with_media(media_store.clone());
    let telegram = Arc::new(telegram);
    // Without a secret of its own a process signs with one that nobody knows and that ends with it: in
    // development people log in again after a restart, elsewhere such a process issues no tokens.
    let jwt_secret = config.jwt.secret.clone();
    let jwt_secret = jwt_secret.unwrap_or_else(|| SecretString::from(hex::encode(entropy.draw())));
    // What may be lost is in Redis if configured, else in the database and this process.
    let (progress, subscriptions): (Arc<dyn ProgressHints>, Arc<dyn SubscriptionCache>) =
        match redis {
            Some(redis) => (redis.progress.clone(), redis.subscriptions.clone()),
            None => (Arc::new(HintBoard::default()), Arc::new(MemorySubscriptionCache::default())),
        };
    Ok(Ports {
        access_tokens: Arc::new(JwtAccessTokens::new(&jwt_secret, config.jwt.ttl, entropy.clone())),
        admins: store.admins.clone(),
        audit: store.audit.clone(),
        broadcasts: store.broadcasts.clone(),
        calendar: store.calendar.clone(),
        campaigns: store.campaigns.clone(),
        cashiers: store.cashiers.clone(),
        clock: overrides.clock.unwrap_or_else(|| Arc::new(SystemClock)),
        codes: overrides.codes.unwrap_or_else(|| Arc::new(OsCodeGenerator)),
        dialogues: redis.map_or(&store.dialogues, |redis| &redis.dialogues).clone(),
        discount_lists: store.discount_lists.clone(),
        discounts: store.discounts.clone(),
        entropy,
        health: match redis {
            Some(redis) => redis.health(store.health.clone()),
            None => store.health.clone(),
        },
        leases: store.leases.clone(),
        delivery_log: store.delivery_log.clone(),
        login_tokens: store.login_tokens.clone(),
        sessions: store.sessions.clone(),
        media: store.media.clone(),
        media_store,
        messenger: telegram.clone(),
        orders: store.orders.clone(),
        alerts: store.alerts.clone(),
        outbox: store.outbox.clone(),
        processes: store.processes.clone(),
        progress,
        rate_limiter,
        reports: store.reports.clone(),
        segments: store.segments.clone(),
        settings: store.settings.clone(),
        subscriptions,
        templates: store.templates.clone(),
        idempotency: store.idempotency.clone(),
        inbox: store.inbox.clone(),
        updates: telegram,
        users: store.users.clone(),
        wrong_codes: redis.map_or(&store.wrong_codes, |redis| &redis.wrong_codes).clone(),
    })
}

#[cfg(test)]
mod tests;
