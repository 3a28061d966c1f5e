//! Whom and what the traffic needs to begin with: cashiers who may redeem, and clients with a code each.

use std::collections::VecDeque;
use std::sync::{Arc, Weak};

use futures::{StreamExt, stream};
use marmelad_adapters::bootstrap::{Overrides, bootstrap};
use marmelad_adapters::config::{Config, Purpose, Variables};
use marmelad_core::App;
use marmelad_core::audit::Actor;
use marmelad_core::discounts::{IssueOutcome, SavedTemplate, TemplateEvent};
use marmelad_core::kernel::{TelegramId, TemplateId};
use marmelad_core::people::TelegramProfile;
use marmelad_core::staff::DecisionOutcome;
use marmelad_sandbox::{BotKind, Person, Sandbox};
use tokio::sync::Mutex;

use crate::harness::{OWNER, terms};
use crate::servers::MariaDb;

/// Telegram ids of the cashiers.
pub(crate) const CASHIERS: std::ops::Range<i64> = 1_001..1_009;
/// Telegram ids of those who hold a code: more than the tills can redeem while a test lasts.
pub(crate) const HOLDERS: std::ops::Range<i64> = 10_001..10_401;

/// A code and its holder.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) code: String,
    /// Their Telegram id; nobody holds two.
    pub(crate) holder: i64,
}

/// A database with all of it, to be copied: set up once for the tests that run at the same time.
pub(crate) async fn set() -> Arc<MariaDb> {
    static MADE: Mutex<Weak<MariaDb>> = Mutex::const_new(Weak::new());
    let mut made = MADE.lock().await;
    if let Some(database) = made.upgrade() {
        return database;
    }
    let mut database = MariaDb::install().await;
    fill(&database.url()).await;
    database.stop().await;
    let database = Arc::new(database);
    *made = Arc::downgrade(&database);
    database
}

async fn fill(url: &str) {
    let variables = Variables::from_pairs([
        ("DB_URL", url.to_owned()),
        ("FIRST_SUPERADMIN_TG_ID", OWNER.to_string()),
    ]);
    let config = Config::load(Purpose::Cli, &variables).unwrap();
    let running = bootstrap(&config, Overrides::default()).await.unwrap();
    let app = &running.app;
    for id in CASHIERS {
        hire(app, id).await;
    }
    let saved = app.discounts.add_template(terms(TemplateEvent::Manual), &Actor::Cli);
    let SavedTemplate::Saved(template) = saved.await.unwrap() else {
        panic!("the template was not saved");
    };
    stream::iter(HOLDERS).for_each_concurrent(8, |id| give_code(app, id, template.id)).await;
    running.close().await;
}

async fn hire(app: &App, id: i64) {
    app.staff.request_access(profile(id)).await.unwrap();
    let approved = app.staff.approve_cashier_at(TelegramId(id), "Магазин").await;
    assert!(matches!(approved.unwrap(), DecisionOutcome::Decided(_)));
}

async fn give_code(app: &App, id: i64, template: TemplateId) {
    app.clients.meet(profile(id)).await.unwrap();
    let issued = app.discounts.issue_manually(TelegramId(id), template, &Actor::Cli);
    assert!(matches!(issued.await.unwrap(), IssueOutcome::Issued(_)));
}

fn profile(id: i64) -> TelegramProfile {
    marmelad_testkit::profile(id, &format!("Имя {id}"))
}

/// The same people in Telegram, where the bots may write to them.
pub(crate) fn enter(telegram: &Sandbox) {
    let staff = CASHIERS.chain([OWNER]).map(|id| (BotKind::Auth, id));
    for (bot, id) in staff.chain(HOLDERS.map(|id| (BotKind::Main, id))) {
        telegram.add_person(Person::new(id, format!("Имя {id}")));
        telegram.open_chat(bot, id);
    }
}

pub(crate) async fn codes(database: &MariaDb) -> VecDeque<Held> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT d.code, u.telegram_id FROM discounts d JOIN users u ON u.id = d.user_id",
    )
    .fetch_all(&database.pool().await)
    .await
    .unwrap();
    let held = |(code, holder)| Held { code, holder };
    rows.into_iter().map(held).collect()
}
