//! The connections to Redis, and what to do while it does not answer.

use std::sync::Mutex;
use std::time::Duration;

use deadpool_redis::redis::aio::PubSub;
use deadpool_redis::redis::{
    AsyncConnectionConfig, Client, Cmd, ErrorKind, FromRedisValue, RedisError, ScriptInvocation,
};
use deadpool_redis::{Connection, Manager, Pool, PoolError, Runtime, TimeoutType};
use marmelad_core::kernel::{BoxError, PortError};
use tokio::time::Instant;

use crate::config::RedisUrl;
use crate::metrics;

/// Connections at most; each serves one call at a time.
const CONNECTIONS: usize = 16;
/// How long a connection may take to stand, and a call to be answered.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long a call may take with everything.
const LONGEST: Duration = Duration::from_millis(1500);
/// After a failure nobody asks again for so long: calls fail at once instead of one by one in their time.
const REST: Duration = Duration::from_secs(1);

/// `REDIS_URL` cannot be used; its own words say why.
#[derive(Debug, thiserror::Error)]
#[error("the connections to Redis cannot be set up")]
pub struct RedisSetupError(#[source] BoxError);

/// A pool of connections to one Redis.
pub(super) struct Link {
    pool: Pool,
    client: Client,
    resting_until: Mutex<Option<Instant>>,
}

impl Link {
    pub(super) fn new(url: &RedisUrl) -> Result<Self, RedisSetupError> {
        let wrong = |error: RedisError| RedisSetupError(Box::new(error));
        let client = Client::open(url.reveal()).map_err(wrong)?;
        let patience = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        let manager = Manager::new_with_config(url.reveal(), patience).map_err(wrong)?;
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .wait_timeout(Some(PATIENCE))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| RedisSetupError(Box::new(error)))?;
        Ok(Self { pool, client, resting_until: Mutex::new(None) })
    }

    pub(super) async fn query<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, PortError> {
        self.unless_resting(async {
            let mut connection = self.connection().await?;
            Ok(command.query_async(&mut connection).await?)
        })
        .await
    }

    /// Runs one script, which Redis is taught when it does not know it (any more).
    pub(super) async fn invoke<T: FromRedisValue>(
        &self,
        script: &ScriptInvocation<'_>,
    ) -> Result<T, PortError> {
        self.unless_resting(async {
            let mut connection = self.connection().await?;
            Ok(script.invoke_async(&mut connection).await?)
        })
        .await
    }

    /// Asks whether it answers, even after a failure; if so, everybody may use it again.
    pub(super) async fn ping(&self) -> Result<(), PortError> {
        self.timed(async {
            let mut connection = self.connection().await?;
            let _: String = Cmd::new().arg("PING").query_async(&mut connection).await?;
            Ok(())
        })
        .await
    }

    /// A connection of its own that listens to channels.
    pub(super) async fn listen(&self) -> Result<PubSub, PortError> {
        self.timed(async { Ok(self.client.get_async_pubsub().await?) }).await
    }

    pub(super) fn close(&self) {
        self.pool.close();
    }

    async fn connection(&self) -> Result<Connection, LinkError> {
        // On the heap: opening a connection is a large affair, and seldom.
        Ok(Box::pin(self.pool.get()).await?)
    }

    async fn unless_resting<T>(
        &self,
        call: impl Future<Output = Result<T, LinkError>>,
    ) -> Result<T, PortError> {
        let resting = *self.rest();
        if resting.is_some_and(|until| Instant::now() < until) {
            return Err(away("it did not answer a moment ago".into()));
        }
        self.timed(call).await
    }

    async fn timed<T>(
        &self,
        call: impl Future<Output = Result<T, LinkError>>,
    ) -> Result<T, PortError> {
        let error = match tokio::time::timeout(LONGEST, call).await {
            Ok(Ok(value)) => {
                *self.rest() = None;
                return Ok(value);
            }
            Ok(Err(LinkError::Redis(error))) if is_ours(&error) => {
                metrics::redis_failed();
                return Err(PortError::Broken { what: "a Redis command", source: Box::new(error) });
            }
            // Everybody else is using it: that is no reason to leave it alone.
            Ok(Err(error @ LinkError::Pool(PoolError::Timeout(TimeoutType::Wait)))) => {
                metrics::redis_failed();
                return Err(away(Box::new(error)));
            }
            Ok(Err(error)) => Box::new(error) as BoxError,
            Err(_) => "no answer in time".into(),
        };
        metrics::redis_failed();
        *self.rest() = Some(Instant::now() + REST);
        Err(away(error))
    }

    /// Holds nothing that a panic could leave half done.
    fn rest(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.resting_until.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[derive(Debug, thiserror::Error)]
enum LinkError {
    #[error(transparent)]
    Redis(#[from] RedisError),
    #[error(transparent)]
    Pool(#[from] PoolError),
}

/// A wrong command, a key of another kind or an answer of another form is a mistake of ours; everything else
/// means that Redis cannot serve now (away, loading, out of memory, read-only).
fn is_ours(error: &RedisError) -> bool {
    let is_wrong = matches!(
        error.kind(),
        ErrorKind::UnexpectedReturnType | ErrorKind::Parse | ErrorKind::InvalidClientConfig
    );
    is_wrong || matches!(error.code(), Some("WRONGTYPE" | "ERR"))
}

fn away(source: BoxError) -> PortError {
    PortError::Unavailable { what: "Redis", source }
}
