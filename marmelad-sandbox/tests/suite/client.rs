//! A bare HTTP client of the Bot API.

use marmelad_sandbox::{BotKind, Person, Sandbox};
use reqwest::Client;
use serde_json::Value;

pub(crate) const ANNA: i64 = 101;

/// A sandbox where Anna has started both bots.
pub(crate) async fn with_anna() -> Sandbox {
    let sandbox = Sandbox::builder().person(Person::new(ANNA, "Анна")).start().await.unwrap();
    sandbox.open_chat(BotKind::Main, ANNA);
    sandbox.open_chat(BotKind::Auth, ANNA);
    sandbox
}

/// A client that ignores the proxies of the machine.
pub(crate) fn http() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

/// Address of a method of the main bot.
pub(crate) fn url(sandbox: &Sandbox, method: &str) -> String {
    url_of(sandbox, BotKind::Main, method)
}

/// Address of a method.
pub(crate) fn url_of(sandbox: &Sandbox, bot: BotKind, method: &str) -> String {
    format!("{}/bot{}/{method}", sandbox.base_url(), sandbox.token(bot))
}

/// Calls a method of the main bot with JSON; status and body.
pub(crate) async fn call(sandbox: &Sandbox, method: &str, params: Value) -> (u16, Value) {
    let answer = http().post(url(sandbox, method)).json(&params).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}
