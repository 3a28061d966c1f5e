//! A shop on SQLite with both bots in this process, over the sandbox.

use std::collections::BTreeMap;
use std::time::Duration;

use marmelad_adapters::bootstrap::{Overrides, Running, bootstrap};
use marmelad_adapters::config::{Config, Purpose, Variables};
use marmelad_bots::{Options, Role, UpdatesBy};
use marmelad_core::App;
use marmelad_core::audit::Actor;
use marmelad_core::discounts::{DiscountCode, IssueOutcome};
use marmelad_core::kernel::{TelegramId, TemplateId};
use marmelad_core::people::TelegramProfile;
use marmelad_core::staff::CashierDecision;
use marmelad_sandbox::{BotKind, Person, Sandbox};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub(crate) const MAIN_TOKEN: &str = "1000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
pub(crate) const AUTH_TOKEN: &str = "1000002:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";

/// Everything of one shop.
pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) running: Running,
    pub(crate) database: String,
    stop: CancellationToken,
    bots: JoinHandle<()>,
    _folder: tempfile::TempDir,
}

/// A sandbox with both bots' tokens and no limits.
pub(crate) async fn sandbox() -> Sandbox {
    Sandbox::builder()
        .token(BotKind::Main, MAIN_TOKEN)
        .token(BotKind::Auth, AUTH_TOKEN)
        .start()
        .await
        .unwrap()
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite:{}", folder.path().join("shop.db").display());
        let sandbox = sandbox().await;
        let variables = BTreeMap::from([
            ("DB_URL", database.clone()),
            ("TELEGRAM_API_URL", sandbox.base_url()),
            ("TELEGRAM_MAIN_BOT_TOKEN", MAIN_TOKEN.to_owned()),
            ("TELEGRAM_AUTH_BOT_TOKEN", AUTH_TOKEN.to_owned()),
            ("TELEGRAM_CHANNEL_ID", sandbox.channel()),
        ]);
        let config =
            Config::load(Purpose::Bots { takes_updates: true }, &Variables::from_pairs(variables))
                .unwrap();
        let running = bootstrap(&config, Overrides::default()).await.unwrap();
        let stop = CancellationToken::new();
        let options = Options {
            roles: [Role::Bots, Role::Worker].into(),
            updates: UpdatesBy::Polling,
            lease: Duration::from_secs(30),
            batch: 30,
        };
        let bots = {
            let (app, stop) = (running.app.clone(), stop.clone());
            tokio::spawn(async move { marmelad_bots::run(app, options, stop).await.unwrap() })
        };
        Self { sandbox, running, database, stop, bots, _folder: folder }
    }

    /// Cashiers with access, by Telegram id.
    pub(crate) async fn cashiers(&self, count: i64) -> Vec<i64> {
        let ids: Vec<i64> = (1..=count).map(|place| 5_000 + place).collect();
        for id in &ids {
            self.sandbox.add_person(Person::new(*id, "Кассир"));
            self.sandbox.open_chat(BotKind::Auth, *id);
            hire(&self.running.app, *id).await;
            // They are told; later messages are answers.
            self.sandbox.next_bot_message(BotKind::Auth, *id, 0).await.unwrap();
        }
        ids
    }

    /// Fresh codes, each of a client of their own.
    pub(crate) async fn codes(&self, count: i64) -> Vec<DiscountCode> {
        let app = &self.running.app;
        let template = oldest_template(app).await;
        let mut codes = Vec::new();
        for id in (1..=count).map(|place| 100_000 + place) {
            codes.push(issue(app, id, template).await);
        }
        codes
    }

    pub(crate) async fn close(self) {
        self.stop.cancel();
        self.bots.await.unwrap();
        self.running.close().await;
        self.sandbox.stop().await;
    }
}

/// Somebody who asks for access and gets it.
pub(crate) async fn hire(app: &App, id: i64) {
    app.staff.request_access(profile(id, "Кассир")).await.unwrap();
    app.staff.decide_cashier(TelegramId(id), CashierDecision::Approve).await.unwrap();
}

pub(crate) async fn oldest_template(app: &App) -> TemplateId {
    app.discounts.list_templates().await.unwrap().last().unwrap().id
}

/// A fresh code of a new client.
pub(crate) async fn issue(app: &App, id: i64, template: TemplateId) -> DiscountCode {
    app.clients.meet(profile(id, "Клиент")).await.unwrap();
    let issued = app.discounts.issue_manually(TelegramId(id), template, &Actor::Cli).await;
    match issued.unwrap() {
        IssueOutcome::Issued(discount) => discount.code,
        other => panic!("no code: {other:?}"),
    }
}

fn profile(id: i64, name: &str) -> TelegramProfile {
    TelegramProfile {
        telegram_id: TelegramId(id),
        username: None,
        first_name: Some(name.to_owned()),
        last_name: None,
    }
}
