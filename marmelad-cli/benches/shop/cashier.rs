//! From a cashier's message to the answer, one at a time.

use std::time::{Duration, Instant};

use marmelad_sandbox::{BotKind, Person, Sandbox};
use serde_json::{Value, json};

use crate::figures::{Samples, row};
use crate::shop::{AUTH_TOKEN, Shop, sandbox};

const WARM_UP: usize = 20;
const MESSAGES: usize = 300;

/// The card of a valid code, on the embedded default; beside it a bot that only echoes.
pub(crate) async fn answer() {
    let shop = Shop::open().await;
    let cashier = shop.cashiers(1).await[0];
    let code = shop.codes(1).await[0].to_string();
    let ours = ask(&shop.sandbox, cashier, &code, "Код валиден").await;
    shop.close().await;
    let bare = bare_echo(&code).await;
    row(
        "a cashier's message to the answer at the sandbox, embedded, one at a time",
        &format!(
            "{}; {:.1} × a bare echo bot ({})",
            ours.show(),
            ours.median() / bare.median(),
            bare.show()
        ),
        "median < 20 ms, aim < 5 ms",
    );
}

async fn ask(sandbox: &Sandbox, person: i64, text: &str, expected: &str) -> Samples {
    let mut took = Vec::with_capacity(MESSAGES);
    for _ in 0..WARM_UP + MESSAGES {
        let begun = Instant::now();
        let answer = sandbox.ask(BotKind::Auth, person, text).await.unwrap();
        took.push(begun.elapsed());
        assert!(answer.text.contains(expected), "{}", answer.text);
    }
    Samples::millis(took.into_iter().skip(WARM_UP))
}

/// Polls and answers with the same text: what HTTP and the sandbox take by themselves.
async fn bare_echo(text: &str) -> Samples {
    let sandbox = sandbox().await;
    sandbox.add_person(Person::new(1, "Кассир"));
    let base = format!("{}/bot{AUTH_TOKEN}", sandbox.base_url());
    let bot = tokio::spawn(async move {
        let http = reqwest::Client::builder().timeout(Duration::from_mins(1)).build().unwrap();
        let mut offset = 0;
        loop {
            let asked = json!({ "offset": offset, "timeout": 25 });
            let updates: Value = http
                .post(format!("{base}/getUpdates"))
                .json(&asked)
                .send()
                .await
                .unwrap()
                .json()
                .await
                .unwrap();
            for update in updates["result"].as_array().unwrap() {
                offset = update["update_id"].as_i64().unwrap() + 1;
                let message = &update["message"];
                let reply = json!({ "chat_id": message["chat"]["id"], "text": message["text"] });
                http.post(format!("{base}/sendMessage")).json(&reply).send().await.unwrap();
            }
        }
    });
    let samples = ask(&sandbox, 1, text, text).await;
    bot.abort();
    sandbox.stop().await;
    samples
}
