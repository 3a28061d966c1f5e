//! Cashiers at their tills: updates posted to a webhook, answers awaited.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use futures::future::join_all;
use serde_json::{Value, json};

use crate::telegram::Telegram;

/// What Telegram sends along.
pub(crate) const SECRET: &str = "a-secret-for-the-benchmark-only";

/// Where cashiers' updates are posted to.
#[derive(Clone)]
pub(crate) struct Hook {
    http: reqwest::Client,
    url: String,
    last_update: Arc<AtomicI64>,
}

/// How long each answer took.
#[derive(Default)]
pub(crate) struct Took {
    pub(crate) cards: Vec<Duration>,
    pub(crate) redeemed: Vec<Duration>,
}

impl Hook {
    pub(crate) fn new(url: String, first_update: i64) -> Self {
        Self {
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            url,
            last_update: Arc::new(AtomicI64::new(first_update)),
        }
    }

    async fn post(&self, mut update: Value) {
        update["update_id"] = self.last_update.fetch_add(1, Ordering::Relaxed).into();
        let answer = self
            .http
            .post(&self.url)
            .header("X-Telegram-Bot-Api-Secret-Token", SECRET)
            .json(&update)
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{}", answer.status());
    }
}

/// Every cashier redeems their codes, one after another; all of them at once.
pub(crate) async fn redeem_all(
    telegram: &Telegram,
    hook: &Hook,
    cashiers: &[i64],
    codes: &[String],
) -> (Took, Duration) {
    let share = codes.len() / cashiers.len();
    let begun = Instant::now();
    let tills = cashiers.iter().zip(codes.chunks(share)).map(|(cashier, codes)| {
        let said = telegram.listen(*cashier);
        redeem(hook.clone(), *cashier, codes.to_vec(), said)
    });
    let tills = join_all(tills.map(tokio::spawn)).await;
    let elapsed = begun.elapsed();
    let mut all = Took::default();
    for took in tills.into_iter().map(Result::unwrap) {
        all.cards.extend(took.cards);
        all.redeemed.extend(took.redeemed);
    }
    (all, elapsed)
}

async fn redeem(
    hook: Hook,
    cashier: i64,
    codes: Vec<String>,
    mut said: tokio::sync::mpsc::UnboundedReceiver<crate::telegram::SentText>,
) -> Took {
    let mut took = Took::default();
    for code in codes {
        let person = json!({ "id": cashier, "is_bot": false, "first_name": "Кассир" });
        let chat = json!({ "id": cashier, "type": "private", "first_name": "Кассир" });
        let typed = json!({ "message": {
            "message_id": hook.last_update.load(Ordering::Relaxed), "date": 1_772_676_000,
            "chat": chat, "from": person, "text": code,
        } });
        let begun = Instant::now();
        hook.post(typed).await;
        let card = said.recv().await.unwrap();
        assert!(card.text.contains("Код валиден"), "{}", card.text);
        took.cards.push(begun.elapsed());

        let press = json!({ "callback_query": {
            "id": code, "from": person, "chat_instance": "1", "data": format!("redeem:{code}"),
            "message": { "message_id": card.message_id, "date": 1_772_676_000, "chat": chat, "text": card.text },
        } });
        let begun = Instant::now();
        hook.post(press).await;
        let answer = said.recv().await.unwrap();
        assert!(answer.text.contains("Погашено"), "{}", answer.text);
        took.redeemed.push(begun.elapsed());
    }
    took
}
