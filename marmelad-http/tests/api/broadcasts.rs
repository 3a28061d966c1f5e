//! `/broadcasts`: written, moved on, looked at.

mod after;
mod live;
mod moves;
mod planned;
mod written;

use marmelad_core::broadcasts::{MarkedRecipient, RecipientResult, SendOutcome};
use marmelad_core::clients::UpsertUser;
use marmelad_core::kernel::{BroadcastId, MessageId};
use marmelad_core::people::User;
use poem::http::Method;
use serde_json::{Value, json};

use crate::house::House;

impl House {
    /// A client of the main bot.
    async fn a_client(&self, telegram_id: i64) -> User {
        let command = UpsertUser {
            profile: marmelad_testkit::profile(telegram_id, "Анна"),
            is_test: false,
            now: self.now(),
        };
        self.app().ports().users.upsert(command).await.unwrap().user
    }

    /// Writes a draft and answers its path.
    async fn a_draft(&self, token: &str, more: Value) -> String {
        let mut body = json!({ "title": "Весна", "body": "Здравствуйте, {first_name}!" });
        let fields = body.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        let place = (Method::POST, "/broadcasts");
        let draft = self.call(place, token, Some(body), 201).await;
        format!("/broadcasts/{}", draft["id"])
    }

    async fn post(&self, path: &str, token: &str, body: Option<Value>, status: u16) -> Value {
        self.call((Method::POST, path), token, body, status).await
    }

    /// What a worker does: sends to everybody, and this is what comes of it, by place.
    async fn worked(&self, path: &str, outcome: impl Fn(usize, &MarkedRecipient) -> SendOutcome) {
        let id = path.rsplit('/').next().unwrap().parse().unwrap();
        let (id, app, lease) = (BroadcastId(id), self.app(), chrono::TimeDelta::seconds(30));
        while !app.broadcasts.fan_out(id, 1000).await.unwrap() {}
        let broadcast = app.broadcasts.find(id).await.unwrap().unwrap();
        let mark = app.broadcasts.claim_recipients(id, "worker", 100, lease).await;
        let turned =
            app.broadcasts.record_and_mark(&broadcast, "worker", Vec::new(), mark.unwrap(), lease);
        let marked = turned.await.unwrap().marked;
        let results = marked.iter().enumerate().map(|(place, marked)| RecipientResult {
            log: marked.log,
            user_id: marked.user_id,
            outcome: outcome(place, marked),
        });
        let recorded = app.broadcasts.record_and_mark(
            &broadcast,
            "worker",
            results.collect(),
            Vec::new(),
            lease,
        );
        recorded.await.unwrap();
        app.broadcasts.finish(id).await.unwrap();
    }
}

fn arrived(_: usize, marked: &MarkedRecipient) -> SendOutcome {
    SendOutcome::Sent(MessageId(marked.log.0))
}

/// Where each of a problem's errors is, with its code.
fn errors(problem: &Value) -> Vec<String> {
    let errors = problem["errors"].as_array().unwrap().iter();
    errors
        .map(|error| {
            let [path, code] = ["path", "code"].map(|field| error[field].as_str().unwrap());
            format!("{path} {code}")
        })
        .collect()
}
