//! Check and redeem through webhooks: 64 cashiers' chats at the real `marmelad-bots`, on MariaDB and Redis.

use std::sync::Arc;

use poem::listener::TcpAcceptor;
use poem::web::Data;
use poem::{EndpointExt, Route, Server, handler};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::figures::{Samples, row};
use crate::processes::{Running, command, free_port};
use crate::production::Production;
use crate::shop::{AUTH_TOKEN, MAIN_TOKEN};
use crate::telegram::Telegram;
use crate::till::{Hook, SECRET, redeem_all};

const CASHIERS: i64 = 64;
const CODES_PER_RUN: i64 = 1_280;
const RUNS: i64 = 5;

pub(crate) async fn redemptions() {
    let shop = Production::open().await;
    let cashiers = shop.cashiers(CASHIERS).await;
    let telegram = Telegram::start().await;
    let port = free_port();
    let mut bots = start_bots(&shop, &telegram, port);
    bots.until_healthy(port);
    let hook = Hook::new(format!("http://127.0.0.1:{port}/bot/auth/webhook"), 1);
    let (mut rates, mut cards, mut redeemed) = (Vec::new(), Vec::new(), Vec::new());
    // The first run warms up.
    for run in 0..=RUNS {
        let codes = shop.codes(run * CODES_PER_RUN, CODES_PER_RUN).await;
        let (took, elapsed) = redeem_all(&telegram, &hook, &cashiers, &codes).await;
        if run > 0 {
            rates.push(codes.len() as f64 / elapsed.as_secs_f64());
            cards.extend(took.cards);
            redeemed.extend(took.redeemed);
        }
    }
    let memory = bots.rss_mib();
    drop(bots);
    let bare = bare_rate(&telegram, &cashiers).await;
    let rates = Samples::of(rates);
    let (cards, redeemed) = (Samples::millis(cards), Samples::millis(redeemed));
    row(
        "check + redeem through webhooks, 64 cashiers' chats, MariaDB (durable) + Redis",
        &format!(
            "{:.0} redemptions/s (median of {RUNS} runs, {:.0} to {:.0}); {:.2} × a bare bot without a database ({bare:.0}/s)\n    \
             message → card: {}\n    press → answer: {}\n    VmRSS of marmelad-bots afterwards: {memory:.1} MiB",
            rates.median(),
            rates.quantile(0.0),
            rates.quantile(1.0),
            rates.median() / bare,
            cards.show(),
            redeemed.show(),
        ),
        "≥ 200 redemptions/s, p99 < 150 ms, aim 500/s",
    );
    let used = "SELECT COUNT(*) FROM discounts WHERE uses_count = 1";
    assert_eq!(shop.number(used).await, (RUNS + 1) * CODES_PER_RUN);
    let logged = "SELECT COUNT(*) FROM discount_usage_logs WHERE status = 'success'";
    assert_eq!(shop.number(logged).await, (RUNS + 1) * CODES_PER_RUN);
    shop.close().await;
}

/// As in production: all roles in one process, JSON logs, the default pace of deliveries.
fn start_bots(shop: &Production, telegram: &Telegram, port: u16) -> Running {
    Running::start(
        command("marmelad-bots", &shop.database)
            .env("RUST_LOG", "info")
            .env("LOG_FORMAT", "json")
            .env("REDIS_URL", &shop.redis)
            .env("TELEGRAM_API_URL", &telegram.url)
            .env("TELEGRAM_MAIN_BOT_TOKEN", MAIN_TOKEN)
            .env("TELEGRAM_AUTH_BOT_TOKEN", AUTH_TOKEN)
            .env("BOT_MODE", "webhook")
            .env("BOTS_ADDR", format!("127.0.0.1:{port}"))
            .env("TELEGRAM_WEBHOOK_SECRET", SECRET)
            .env("TELEGRAM_WEBHOOK_MAIN_URL", format!("http://127.0.0.1:{port}/bot/main/webhook"))
            .env("TELEGRAM_WEBHOOK_AUTH_URL", format!("http://127.0.0.1:{port}/bot/auth/webhook")),
    )
}

/// The same conversation with a bot in this process that knows every answer: what HTTP and the load take.
async fn bare_rate(telegram: &Telegram, cashiers: &[i64]) -> f64 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let bot = Arc::new(BareBot {
        http: reqwest::Client::builder().no_proxy().build().unwrap(),
        telegram: format!("{}/bot{AUTH_TOKEN}", telegram.url),
    });
    let routes = Route::new().at("/hook", poem::post(bare_answer).data(bot));
    let acceptor = TcpAcceptor::from_tokio(listener).unwrap();
    let server = tokio::spawn(Server::new_with_acceptor(acceptor).run(routes));
    let hook = Hook::new(format!("http://{address}/hook"), 1);
    let codes: Vec<String> = (0..CODES_PER_RUN).map(|number| format!("АБВ{number:04}")).collect();
    let mut rates = Vec::new();
    for _ in 0..RUNS {
        let (_, elapsed) = redeem_all(telegram, &hook, cashiers, &codes).await;
        rates.push(codes.len() as f64 / elapsed.as_secs_f64());
    }
    server.abort();
    Samples::of(rates).median()
}

struct BareBot {
    http: reqwest::Client,
    telegram: String,
}

impl BareBot {
    async fn call(&self, method: &str, body: &Value) {
        let call = self.http.post(format!("{}/{method}", self.telegram));
        call.json(body).send().await.unwrap();
    }
}

/// Confirms, then answers, as the product does.
#[handler]
fn bare_answer(Data(bot): Data<&Arc<BareBot>>, body: Vec<u8>) {
    let (bot, update): (_, Value) = (Arc::clone(bot), serde_json::from_slice(&body).unwrap());
    tokio::spawn(async move {
        let press = &update["callback_query"];
        if press.is_null() {
            let chat = &update["message"]["chat"]["id"];
            bot.call("sendMessage", &json!({ "chat_id": chat, "text": "Код валиден" })).await;
        } else {
            let message = &press["message"];
            let edit = json!({ "chat_id": message["chat"]["id"], "message_id": message["message_id"], "text": "Погашено" });
            bot.call("editMessageText", &edit).await;
            bot.call("answerCallbackQuery", &json!({ "callback_query_id": press["id"] })).await;
        }
    });
}
