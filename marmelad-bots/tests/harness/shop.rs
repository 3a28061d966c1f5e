//! The shop: everything around one running service.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration as StdDuration, Instant};

use chrono::{DateTime, Duration, Utc};
use marmelad_adapters::bootstrap::{Overrides, Running, bootstrap};
use marmelad_adapters::config::{Config, Purpose, Variables};
use marmelad_adapters::telemetry;
use marmelad_bots::service::ServiceError;
use marmelad_bots::{Options, Role, UpdatesBy, run};
use marmelad_core::App;
use marmelad_core::audit::Actor;
use marmelad_core::settings::SettingsChange;
use marmelad_sandbox::{BotKind, Builder, Sandbox};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::Person;
use super::database::Database;
use marmelad_testkit::{Backend, ManualClock};

/// How long claims hold, on the shop's clock, unless `WORKER_LEASE_SECONDS` says otherwise.
pub const LEASE: StdDuration = StdDuration::from_secs(30);
/// When a shop opens: noon of 5 March 2026 in Vladivostok.
pub const NOON: &str = "2026-03-05T02:00:00Z";
/// The Telegram id of the owner who is there from the start, with every notification group but `daily_report`.
pub const OWNER: i64 = 1;

/// What Telegram sends along with every call.
pub const WEBHOOK_SECRET: &str = "a-secret_that-Telegram-knows-42";

/// How long tests wait for what must come.
const PATIENCE: StdDuration = StdDuration::from_mins(1);

/// A shop with its bots.
pub struct Shop {
    pub telegram: Sandbox,
    pub clock: ManualClock,
    pub db: Database,
    config: Config,
    /// Replicas, the oldest first.
    services: Vec<Service>,
    next_id: AtomicI64,
    /// The owner was taken out of `daily_report`.
    is_settled: bool,
}

/// A service in a runtime of its own, so that it can be killed with everything that it began.
struct Service {
    runtime: Runtime,
    running: Running,
    stop: CancellationToken,
    main: JoinHandle<Result<(), ServiceError>>,
}

impl Shop {
    /// A shop on SQLite whose bots run.
    pub async fn open() -> Self {
        Self::open_on(Backend::Sqlite).await
    }

    /// A shop whose bots run.
    pub async fn open_on(backend: Backend) -> Self {
        Self::build(backend, |sandbox| sandbox, &[]).await
    }

    /// A shop that Telegram calls. Its bots are one replica at a time: they listen on one port.
    pub async fn open_with_webhooks(backend: Backend) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = port.local_addr().unwrap();
        drop(port);
        let hook = |bot| format!("http://{address}/bot/{bot}/webhook");
        let variables = [
            ("BOT_MODE", "webhook"),
            ("BOTS_ADDR", &address.to_string()),
            ("TELEGRAM_WEBHOOK_MAIN_URL", &hook("main")),
            ("TELEGRAM_WEBHOOK_AUTH_URL", &hook("auth")),
            ("TELEGRAM_WEBHOOK_SECRET", WEBHOOK_SECRET),
        ];
        let impatient = |telegram: Builder| {
            let pause = StdDuration::from_millis(50);
            telegram.webhook_backoff(pause, pause)
        };
        Self::build(backend, impatient, &variables).await
    }

    /// Where Telegram calls a bot.
    pub fn webhook(&self, bot: BotKind) -> String {
        let webhooks = self.config.telegram.webhooks.as_ref().expect("webhooks");
        match bot {
            BotKind::Main => webhooks.main_url.to_string(),
            BotKind::Auth => webhooks.auth_url.to_string(),
        }
    }

    /// A shop with a Telegram and configuration variables of its own.
    pub async fn build(
        backend: Backend,
        telegram: impl FnOnce(Builder) -> Builder,
        variables: &[(&str, &str)],
    ) -> Self {
        let telegram = telegram(Sandbox::builder()).start().await.unwrap();
        let db = Database::create(backend).await;
        let clock = ManualClock::at(NOON.parse().unwrap());
        let config = configure(&telegram, &db, variables);
        if std::env::var_os("RUST_LOG").is_some() {
            telemetry::init(&config.log);
        }
        let mut shop = Self {
            telegram,
            clock,
            db,
            config,
            services: Vec::new(),
            next_id: AtomicI64::new(101),
            is_settled: false,
        };
        shop.add_person(OWNER, "Ольга");
        shop.telegram.open_chat(BotKind::Auth, OWNER);
        shop.start().await;
        // The clock stands still, and so would every delivery that waits for its turn.
        shop.set("telegram_rate_per_second", 0).await;
        shop
    }

    /// Somebody new, in the chat with the main bot.
    pub fn client(&self, name: &str) -> Person {
        self.somebody(BotKind::Main, name)
    }

    /// Somebody new who has sent `/start` to the main bot.
    pub async fn signed_up(&self, name: &str) -> Person {
        let client = self.client(name);
        client.asks("/start", "Здравствуйте").await;
        client
    }

    /// Somebody new, in the chat with the auth bot.
    pub fn staff(&self, name: &str) -> Person {
        self.somebody(BotKind::Auth, name)
    }

    /// The owner, in the chat with the auth bot.
    pub fn owner(&self) -> Person {
        Person::new(self.telegram.clone(), BotKind::Auth, OWNER)
    }

    fn somebody(&self, bot: BotKind, name: &str) -> Person {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        self.add_person(id, name);
        Person::new(self.telegram.clone(), bot, id)
    }

    fn add_person(&self, id: i64, name: &str) {
        self.telegram.add_person(marmelad_sandbox::Person::new(id, name));
    }

    /// Runs something with the (oldest) service's application.
    pub async fn within<T, F>(&self, work: impl FnOnce(App) -> F) -> T
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let service = self.services.first().expect("the service runs");
        let work = work(service.running.app.clone());
        service.runtime.spawn(work).await.unwrap()
    }

    /// Changes a setting, in force at once.
    pub async fn set(&self, key: &str, value: impl Into<Value>) {
        let wanted = vec![(key.to_owned(), value.into())];
        let outcome = self
            .within(|app| async move { app.settings.change(&wanted, &Actor::Cli).await.unwrap() })
            .await;
        assert!(matches!(outcome, SettingsChange::Changed(_)), "{outcome:?}");
    }

    /// Lets time pass, once every update taken in is handled and no notification is under way: a claim
    /// that ran out meanwhile would be taken for a dead process's.
    pub async fn later(&self, time: Duration) {
        self.until_handled().await;
        let under_way = "SELECT COUNT(*) FROM notifications WHERE status = 'sending'";
        self.until(under_way, 0).await;
        self.wait(time);
    }

    /// Lets time pass whatever is going on.
    pub fn wait(&self, time: Duration) {
        self.clock.advance(time);
    }

    /// The instant on the shop's clock.
    pub fn now(&self) -> DateTime<Utc> {
        marmelad_core::kernel::Clock::now(&self.clock)
    }

    /// Waits until a query answers with this number: for what happens without a message.
    pub async fn until(&self, sql: &str, number: i64) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = self.db.int(sql).await;
            if found == number {
                return;
            }
            let is_late = Instant::now() > deadline;
            assert!(!is_late, "{sql}: {found}, and never {number}");
            tokio::time::sleep(StdDuration::from_millis(20)).await;
        }
    }

    /// Waits until every update that the bots took in is handled.
    pub async fn until_handled(&self) {
        for bot in BotKind::ALL {
            let taken = self
                .telegram
                .wait_until(|telegram| (telegram.pending_updates(bot) == 0).then_some(()));
            taken.await.expect("the bots take updates in");
        }
        let waiting = "SELECT COUNT(*) FROM telegram_updates WHERE status <> 'done'";
        self.until(waiting, 0).await;
    }

    /// Starts the service, or one more replica of it.
    pub async fn start(&mut self) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let overrides =
            Overrides { clock: Some(Arc::new(self.clock.clone())), ..Overrides::default() };
        let config = self.config.clone();
        let running = runtime
            .spawn(async move { bootstrap(&config, overrides).await })
            .await
            .unwrap()
            .unwrap();
        if !self.is_settled {
            self.is_settled = true;
            // A shop opens at noon, when the digest is due; few tests want to read it.
            self.db
                .execute("UPDATE admins SET notification_groups = '[\"cashier_requests\",\"broadcasts\",\"alerts\"]'")
                .await;
        }
        let stop = CancellationToken::new();
        let updates = match &self.config.telegram.webhooks {
            None => UpdatesBy::Polling,
            Some(webhooks) => {
                let (address, secret) = (self.config.listen.bots, webhooks.secret.clone());
                let listening = runtime.spawn(TcpListener::bind(address)).await;
                let listener = listening.unwrap().unwrap();
                UpdatesBy::Webhooks { listener, secret }
            }
        };
        let options = Options {
            roles: [Role::Bots, Role::Worker, Role::Scheduler].into(),
            updates,
            lease: self.config.delivery.lease,
            batch: self.config.delivery.batch_size,
        };
        let main = runtime.spawn(run(running.app.clone(), options, stop.clone()));
        self.services.push(Service { runtime, running, stop, main });
    }

    /// Stops every service as SIGTERM does: what is in flight is finished.
    pub async fn stop(&mut self) {
        assert!(!self.services.is_empty(), "the service runs");
        for service in self.services.drain(..) {
            service.stop.cancel();
            service.main.await.unwrap().unwrap();
            let running = service.running.clone();
            let closing = service.runtime.spawn(async move { running.close().await });
            closing.await.unwrap();
            end(service.runtime).await;
        }
    }

    /// Ends the (oldest) service in the middle of whatever it does.
    pub async fn kill(&mut self) {
        assert!(!self.services.is_empty(), "the service runs");
        end(self.services.remove(0).runtime).await;
    }

    /// Stops the service and starts it again on the same data.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.start().await;
    }

    /// Kills the service and starts it again on the same data, after its claims have run out. Telegram's faults end with it.
    pub async fn crash(&mut self) {
        self.kill().await;
        self.telegram.clear_faults();
        self.wait(Duration::from_std(LEASE).unwrap());
        self.start().await;
    }

    /// Stops everything and removes the data.
    pub async fn close(mut self) {
        if !self.services.is_empty() {
            self.stop().await;
        }
        self.telegram.stop().await;
        self.db.remove().await;
    }
}

impl Drop for Shop {
    /// A test that failed leaves its services behind; their runtimes may not be dropped where they wait.
    fn drop(&mut self) {
        for service in self.services.drain(..) {
            service.runtime.shutdown_background();
        }
    }
}

/// Drops every task of a runtime where it is.
async fn end(runtime: Runtime) {
    let ended = tokio::task::spawn_blocking(move || {
        runtime.shutdown_timeout(PATIENCE);
    });
    ended.await.unwrap();
}

fn configure(telegram: &Sandbox, db: &Database, variables: &[(&str, &str)]) -> Config {
    let owner = OWNER.to_string();
    let pairs = [
        ("DB_URL", db.url()),
        ("REDIS_URL", db.redis_url()),
        ("TELEGRAM_API_URL", telegram.base_url()),
        ("TELEGRAM_MAIN_BOT_TOKEN", telegram.token(BotKind::Main)),
        ("TELEGRAM_AUTH_BOT_TOKEN", telegram.token(BotKind::Auth)),
        ("TELEGRAM_CHANNEL_ID", telegram.channel()),
        ("FIRST_SUPERADMIN_TG_ID", owner),
    ];
    let given = Variables::from_pairs(pairs);
    let given = match std::env::var("RUST_LOG") {
        Ok(filter) => given.with("RUST_LOG", filter),
        Err(_) => given,
    };
    let given = variables.iter().fold(given, |given, (name, value)| given.with(name, *value));
    let takes_updates = true;
    Config::load(Purpose::Bots { takes_updates }, &given).unwrap()
}
