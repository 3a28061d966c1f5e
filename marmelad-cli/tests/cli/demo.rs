//! `demo`: everything in one process, started, used, stopped and started again.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::shop::{Ran, Shop, words};

const ANNA: i64 = 1001;
const IRINA: i64 = 2001;

/// A running demo; it is ended when dropped.
struct Demo {
    child: Child,
    told: Value,
    http: reqwest::Client,
}

impl Demo {
    async fn start(shop: &Shop, more: &[&str]) -> Self {
        let usual = words("demo --json --users 30 --port 0 --chat-port 0");
        let args = [&usual[..], more].concat();
        let mut child = shop.command(&args).stdout(Stdio::piped()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        // It goes on after it has told where everything is.
        let told = tokio::task::spawn_blocking(move || {
            let mut text = String::new();
            for line in stdout.lines() {
                let line = line.unwrap();
                text.push_str(&line);
                if line == "}" {
                    break;
                }
            }
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
        })
        .await
        .unwrap();
        Self { child, told, http: reqwest::Client::new() }
    }

    fn text(&self, field: &str) -> &str {
        self.told[field].as_str().unwrap()
    }

    /// Acts in the sandbox.
    async fn act(&self, path: &str, body: Value) -> Value {
        let url = format!("{}/control/{path}", self.text("chats"));
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.text().await.unwrap());
        answer.json().await.unwrap()
    }

    async fn messages(&self, bot: &str, chat: i64) -> Vec<Value> {
        let url = format!("{}/control/chats/{bot}/{chat}/messages", self.text("chats"));
        let all: Value = self.http.get(url).send().await.unwrap().json().await.unwrap();
        all.as_array().unwrap().clone()
    }

    /// Waits until the bot has written something with this word after a message.
    async fn said(&self, bot: &str, chat: i64, after: i64, word: &str) -> String {
        let deadline = Instant::now() + Duration::from_mins(1);
        loop {
            let messages = self.messages(bot, chat).await;
            let texts = messages
                .iter()
                .filter(|message| {
                    message["direction"] == "from_bot"
                        && message["message_id"].as_i64() > Some(after)
                })
                .map(|message| message["text"].as_str().unwrap());
            if let Some(found) = texts.rev().find(|text| text.contains(word)) {
                return found.to_owned();
            }
            assert!(Instant::now() < deadline, "«{word}» did not come: {messages:#?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Writes and waits for an answer with this word.
    async fn ask(&self, bot: &str, person: i64, text: &str, word: &str) -> String {
        let posted = self.act(&format!("chats/{bot}/{person}/text"), json!({ "text": text })).await;
        self.said(bot, person, posted["message_id"].as_i64().unwrap(), word).await
    }

    /// Sends a signal and waits for the end.
    async fn stop(mut self, signal: &str) -> i32 {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        tokio::task::spawn_blocking(move || self.child.wait().unwrap().code().unwrap_or(-1))
            .await
            .unwrap()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a command beside the demo prints as JSON.
fn look(shop: &Shop, database_url: &str, args: &[&str]) -> Value {
    beside(shop, database_url, &[args, &["--json"]].concat()).ok().json()
}

/// A command beside the demo, on its database.
fn beside(shop: &Shop, database_url: &str, args: &[&str]) -> Ran {
    shop.run_with(&[("DB_URL", database_url)], args)
}

#[tokio::test]
async fn a_client_and_a_cashier_use_it_over_a_restart() {
    let shop = Shop::empty();
    let demo = Demo::start(&shop, &[]).await;
    let database_url = demo.text("database_url").to_owned();

    let health = demo.http.get(format!("{}/health", demo.text("panel"))).send().await.unwrap();
    assert_eq!(health.json::<Value>().await.unwrap()["status"], "ok");
    assert!(demo.text("login_link").starts_with(&format!("{}/login?token=", demo.text("panel"))));
    let token = demo.text("login_link").rsplit('=').next().unwrap();
    let login = format!("{}/auth/login-token", demo.text("api"));
    let login = demo.http.post(login).json(&json!({ "token": token })).send().await.unwrap();
    assert_eq!(login.status(), 200);
    let chat_page = demo.http.get(demo.text("chats")).send().await.unwrap();
    assert!(chat_page.text().await.unwrap().contains("<html"));

    demo.ask("main", ANNA, "/start", "Здравствуйте").await;
    let gift = demo.ask("main", ANNA, "Проверить подписку", "Ваша скидка").await;
    let code: String = gift.split("скидка: ").nth(1).unwrap().chars().take(7).collect();
    demo.ask("auth", IRINA, &code.to_lowercase(), "Код валиден").await;
    let last = demo.messages("main", ANNA).await.last().unwrap()["message_id"].as_i64().unwrap();
    demo.act(&format!("chats/auth/{IRINA}/press"), json!({ "label": "Погасить" })).await;
    demo.said("main", ANNA, last, &format!("Ваш код {code} использован")).await;

    let newest = demo.messages("main", ANNA).await.last().unwrap()["message_id"].as_i64().unwrap();
    let tokens = std::fs::read(shop.path().join("demo-data/demo.json")).unwrap();
    assert_eq!(demo.stop("-INT").await, 0);

    // Nothing is lost, nothing is made twice, no number is used again.
    let users = look(&shop, &database_url, &["user", "list"])["total"].clone();
    assert_eq!(users, 31);
    assert_eq!(beside(&shop, &database_url, &["code", "check", &code]).exit, 4);
    let demo = Demo::start(&shop, &[]).await;
    assert_eq!(std::fs::read(shop.path().join("demo-data/demo.json")).unwrap(), tokens);
    assert_eq!(look(&shop, &database_url, &["user", "list"])["total"], users);
    assert_eq!(demo.messages("main", ANNA).await.last().unwrap()["message_id"], newest);
    let posted = demo.act(&format!("chats/main/{ANNA}/text"), json!({ "text": "/help" })).await;
    assert!(posted["message_id"].as_i64().unwrap() > newest);
    demo.said("main", ANNA, posted["message_id"].as_i64().unwrap(), "").await;
    demo.ask("auth", IRINA, &code, "Код уже погашен").await;
    assert_eq!(demo.stop("-TERM").await, 0);
    assert_eq!(look(&shop, &database_url, &["audit", "verify"])["status"], "ok");
}

#[tokio::test]
async fn a_broadcast_is_on_its_way_and_stays_the_same_one_over_restarts() {
    let shop = Shop::empty();
    let demo = Demo::start(&shop, &[]).await;
    let database_url = demo.text("database_url").to_owned();
    let progress = || look(&shop, &database_url, &["broadcast", "show", "1"]);
    let begun = progress();
    assert_eq!(begun["status"], "sending");
    // Something moves.
    let deadline = Instant::now() + Duration::from_mins(1);
    while progress()["counts"]["success"] == 0 {
        assert!(Instant::now() < deadline, "{}", progress());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let total = progress()["audience_total"].clone();
    assert!(total.as_i64() > Some(20), "{total}");
    assert_eq!(demo.stop("-INT").await, 0);

    let demo = Demo::start(&shop, &[]).await;
    let all = look(&shop, &database_url, &["broadcast", "list"]);
    assert_eq!(all["total"], 1);
    let now = progress();
    assert_eq!((&now["audience_total"], &now["started_at"]), (&total, &begun["started_at"]));
    assert_eq!(now["counts"]["failed"], 0);
    assert_eq!(demo.stop("-INT").await, 0);
    // Whoever ends it is not overruled by the next start.
    beside(&shop, &database_url, &["broadcast", "cancel", "1"]).ok();
    let demo = Demo::start(&shop, &[]).await;
    assert_eq!(progress()["status"], "canceled");
    assert_eq!(demo.stop("-INT").await, 0);
}

/// The hour of the demo's zone now.
fn hour(time: &Value) -> i64 {
    (time["now_ms"].as_i64().unwrap() / 3_600_000 + 10) % 24
}

#[tokio::test]
async fn the_clock_is_moved_on_and_everybody_goes_by_it() {
    let shop = Shop::empty();
    let demo = Demo::start(&shop, &[]).await;
    let database_url = demo.text("database_url").to_owned();
    demo.ask("main", ANNA, "/start", "Здравствуйте").await;
    let gift = demo.ask("main", ANNA, "Проверить подписку", "Ваша скидка").await;
    let code: String = gift.split("скидка: ").nth(1).unwrap().chars().take(7).collect();
    // Whoever gives a birthday of the next days is not greeted this year yet (`birthday_hold_days`).
    let before = demo.act("time/jump", json!({ "hours": 1 })).await;
    let birthday = at_local(&before, 10);
    let day = birthday.format("%d.%m.1990").to_string();
    demo.ask("main", ANNA, "Указать ДР", "Введите дату").await;
    demo.ask("main", ANNA, &day, "записали").await;
    let newest = demo.messages("main", ANNA).await.last().unwrap()["message_id"].as_i64().unwrap();

    // Ten in the morning: after the hour of greetings, and not quiet.
    let morning = birthday.format("%Y-%m-%dT10:00").to_string();
    let moved = Instant::now();
    let time = demo.act("time/jump", json!({ "to": morning })).await;
    assert_eq!(hour(&time), 10);
    let greeting = demo.said("main", ANNA, newest, "Рождения").await;
    assert!(moved.elapsed() < Duration::from_secs(10), "{greeting} came late");
    let last = demo.messages("main", ANNA).await.last().unwrap().clone();
    let date = last["date"].as_i64().unwrap() * 1000;
    assert!(date >= time["now_ms"].as_i64().unwrap() - 2_000, "{last}");

    // What ends with time has ended; what stood before it stands.
    demo.act("time/jump", json!({ "days": 60 })).await;
    demo.ask("auth", IRINA, &code, "Код истек").await;
    let login = format!("{}/auth/login-token", demo.text("api"));
    let token = demo.text("login_link").rsplit('=').next().unwrap();
    let body = json!({ "token": token });
    let refused = demo.http.post(login).json(&body).send().await.unwrap();
    assert_eq!(refused.status(), 401);
    let url = format!("{}/control/time", demo.text("chats"));
    let now = async |url: &str| -> Value { reqwest::get(url).await.unwrap().json().await.unwrap() };
    let latest = now(&url).await;
    assert_eq!(latest["jumps"].as_array().unwrap().len(), 3);
    // The broadcast that was on its way all the time lost nobody in between.
    let broadcast = look(&shop, &database_url, &["broadcast", "show", "1"]);
    for ending in ["failed", "uncertain"] {
        assert_eq!(broadcast["counts"][ending], 0, "{broadcast}");
    }
    assert_eq!(demo.stop("-INT").await, 0);

    // Time never steps back.
    let demo = Demo::start(&shop, &[]).await;
    let url = format!("{}/control/time", demo.text("chats"));
    let again = now(&url).await;
    assert!(again["now_ms"].as_i64() >= latest["now_ms"].as_i64());
    assert_eq!(again["jumps"], latest["jumps"]);
    demo.ask("auth", IRINA, &code, "Код истек").await;
    assert_eq!(demo.stop("-INT").await, 0);
    assert_eq!(look(&shop, &database_url, &["audit", "verify"])["status"], "ok");
}

/// The local day this many days after now.
fn at_local(time: &Value, days: i64) -> chrono::NaiveDate {
    let local = time["now_ms"].as_i64().unwrap() + 10 * 3_600_000;
    let now = chrono::DateTime::from_timestamp_millis(local).unwrap();
    now.date_naive() + chrono::Duration::days(days)
}

#[tokio::test]
async fn one_demo_at_a_time_and_a_fresh_one_on_request() {
    let shop = Shop::empty();
    let demo = Demo::start(&shop, &[]).await;
    let database_url = demo.text("database_url").to_owned();
    for args in [&["demo"][..], &["demo", "--fresh"]] {
        shop.run(args).failed(1, &["another demo", "--data"]);
    }
    beside(&shop, &database_url, &["settings", "set", "digest_hour", "7"]).ok();
    assert_eq!(demo.stop("-INT").await, 0);

    let demo = Demo::start(&shop, &["--fresh"]).await;
    assert_eq!(
        look(&shop, &database_url, &["settings", "get", "digest_hour"]),
        json!({ "digest_hour": 9 })
    );
    assert_eq!(demo.stop("-INT").await, 0);
}

#[test]
fn a_folder_with_other_things_is_refused() {
    let shop = Shop::empty();
    std::fs::write(shop.path().join("thesis.txt"), "years of work").unwrap();
    for args in [&["demo", "--data", "."][..], &["demo", "--data", ".", "--fresh"]] {
        shop.run(args).failed(2, &["something else", "--data"]);
    }
    assert_eq!(std::fs::read_dir(shop.path()).unwrap().count(), 1);
}
