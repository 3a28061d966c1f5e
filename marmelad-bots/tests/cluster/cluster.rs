//! Everything together.

use std::sync::Arc;
use std::time::Duration;

use marmelad_adapters::bootstrap::{Overrides, Running, bootstrap};
use marmelad_adapters::config::{Config, Purpose, Variables};
use marmelad_sandbox::{BotKind, Fault, Sandbox};

use crate::harness::OWNER;
use crate::logs::Logs;
use crate::replica::{Environment, Replica};
use crate::servers::{Balancer, MariaDb, Redis};
use crate::stage;

/// How updates come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// One of the replicas asks for them.
    Polling,
    /// Telegram brings them to the proxy.
    Webhooks,
}

/// Seconds after which another process may take the claims of a process that died.
pub(crate) const SHORT_LEASE: u32 = 3;
/// Nothing in a test waits for such a claim to run out.
pub(crate) const USUAL_LEASE: u32 = 600;

pub(crate) struct Cluster {
    pub(crate) replicas: Vec<Replica>,
    pub(crate) mariadb: MariaDb,
    pub(crate) redis: Redis,
    pub(crate) telegram: Sandbox,
    /// The application in the test's own process: the operator at the command line.
    pub(crate) operator: Running,
    logs: Logs,
    /// Kept for the tests that run beside this one.
    _stage: Arc<MariaDb>,
    _balancer: Option<Balancer>,
}

impl Cluster {
    /// Servers and a shop before its first customer, on which these replicas run: `["bots,worker", "bots"]`.
    pub(crate) async fn open(mode: Mode, lease: u32, roles: &[&'static str]) -> Self {
        let logs = Logs::new();
        let stage = stage::set().await;
        let (mariadb, redis) = (MariaDb::copy_of(&stage).await, Redis::start().await);
        let telegram =
            Sandbox::builder().webhook_backoff(FIRST_PAUSE, LONGEST_PAUSE).start().await.unwrap();
        stage::enter(&telegram);
        take_time(&telegram);
        let names = roles.iter().zip(1..);
        let mut replicas: Vec<Replica> = names
            .map(|(roles, number)| Replica::new(format!("{roles}-{number}"), roles, logs.path()))
            .collect();
        let mut environment = environment(&telegram, &mariadb, &redis, lease);
        let balancer = match mode {
            Mode::Polling => None,
            Mode::Webhooks => {
                let takers = replicas.iter().filter(|replica| replica.takes_updates());
                let balancer = Balancer::start(takers.map(|taker| taker.address).collect()).await;
                environment.extend(webhooks(&balancer));
                Some(balancer)
            }
        };
        for replica in &mut replicas {
            replica.told(&environment);
        }
        let variables = Variables::from_pairs(environment);
        let config = Config::load(Purpose::Cli, &variables).unwrap();
        let operator = bootstrap(&config, Overrides::default()).await.unwrap();
        Self {
            replicas,
            mariadb,
            redis,
            telegram,
            operator,
            logs,
            _stage: stage,
            _balancer: balancer,
        }
    }

    /// Starts every replica; returns when nothing is left to do.
    pub(crate) async fn start(&mut self) {
        for replica in &mut self.replicas {
            replica.start().await;
        }
        self.until_quiet().await;
    }

    /// Stops everything, gracefully, and looks into what the processes have logged.
    pub(crate) async fn close(mut self) {
        for replica in &mut self.replicas {
            replica.stop().await;
        }
        self.operator.close().await;
        self.telegram.stop().await;
        self.mariadb.stop().await;
        for line in self.logs.lines() {
            for bad in ["panicked", "broke down"] {
                assert!(!line.contains(bad), "{line}");
            }
        }
    }
}

impl Drop for Cluster {
    /// Of a test that fails the processes' complaints are shown.
    fn drop(&mut self) {
        if std::thread::panicking() {
            let complaints = self.logs.lines().into_iter();
            complaints
                .filter(|line| line.contains(" WARN ") || line.contains("ERROR "))
                .for_each(|line| eprintln!("{line}"));
        }
    }
}

/// A webhook that is not answered is tried again after so long.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// As Telegram does. Otherwise hardly anything would be under way when a process is killed: so every second
/// answer to a person hangs between what was written down and what they see.
const TELEGRAMS_TIME: Duration = Duration::from_millis(150);

/// What changes a message takes effect late; what sends one takes effect at once and its answer is late.
fn take_time(telegram: &Sandbox) {
    let (late, hour) = (TELEGRAMS_TIME, Duration::from_hours(1));
    for (method, slow) in [
        ("editMessageText", Fault::hang(late)),
        ("answerCallbackQuery", Fault::hang(late)),
        ("sendMessage", Fault::hang_after(late)),
    ] {
        telegram.fault(slow.method(method).during(hour));
    }
}

fn environment(telegram: &Sandbox, mariadb: &MariaDb, redis: &Redis, lease: u32) -> Environment {
    vec![
        ("APP_ENV", "dev".to_owned()),
        ("BOT_MODE", "polling".to_owned()),
        ("DB_URL", mariadb.url()),
        ("REDIS_URL", redis.url()),
        ("TELEGRAM_API_URL", telegram.base_url()),
        ("TELEGRAM_MAIN_BOT_TOKEN", telegram.token(BotKind::Main)),
        ("TELEGRAM_AUTH_BOT_TOKEN", telegram.token(BotKind::Auth)),
        ("TELEGRAM_CHANNEL_ID", telegram.channel()),
        ("FIRST_SUPERADMIN_TG_ID", OWNER.to_string()),
        ("WORKER_LEASE_SECONDS", lease.to_string()),
        ("RUST_LOG", "info".to_owned()),
    ]
}

/// Variables that come later override earlier ones.
fn webhooks(balancer: &Balancer) -> Environment {
    let url = |bot| format!("{}/bot/{bot}/webhook", balancer.url());
    vec![
        ("BOT_MODE", "webhook".to_owned()),
        ("TELEGRAM_WEBHOOK_MAIN_URL", url("main")),
        ("TELEGRAM_WEBHOOK_AUTH_URL", url("auth")),
        ("TELEGRAM_WEBHOOK_SECRET", "marmelad-0123456789".to_owned()),
    ]
}
