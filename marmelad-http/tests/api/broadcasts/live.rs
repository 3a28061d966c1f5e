//! Server-sent events. They come when they come: a test waits for the next one, never for a time.

use futures::StreamExt;
use futures::stream::BoxStream;
use marmelad_core::staff::Role;
use marmelad_http::endpoint_until;
use poem::EndpointExt;
use poem::http::Method;
use poem::test::{TestClient, TestResponse};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::arrived;
use crate::house::{House, on_each_database};

on_each_database!(
    every_change_is_told_until_it_is_over,
    what_is_over_is_told_once,
    who_may_not_look_any_more_sees_no_more,
);

struct Events {
    bytes: BoxStream<'static, Vec<u8>>,
    rest: String,
}

impl Events {
    fn of(answer: TestResponse) -> Self {
        answer.assert_status_is_ok();
        answer.assert_content_type("text/event-stream");
        let bytes = answer.0.into_body().into_bytes_stream();
        Self { bytes: bytes.map(|piece| piece.unwrap().to_vec()).boxed(), rest: String::new() }
    }

    /// The next event; `None` at the end.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.rest.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.rest = rest;
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name));
                if let (Some(name), Some(data)) = (field("event: "), field("data: ")) {
                    return Some((name.to_owned(), serde_json::from_str(data).unwrap()));
                }
            } else {
                let piece = self.bytes.next().await?;
                self.rest.push_str(&String::from_utf8(piece).unwrap());
            }
        }
    }
}

async fn every_change_is_told_until_it_is_over(house: House) {
    let token = house.token(Role::Owner).await;
    house.a_client(1000).await;
    let path = house.a_draft(&token, json!({})).await;
    let watched = house.ask(Method::GET, &format!("{path}/events"), &token);
    let mut events = Events::of(watched.send().await);
    let (name, state) = events.next().await.unwrap();
    assert_eq!((name.as_str(), &state["status"]), ("state", &json!("draft")));
    let title = json!({ "title": "Лето" });
    house.call((Method::PATCH, &path), &token, Some(title), 200).await;
    let (name, state) = events.next().await.unwrap();
    assert_eq!((name.as_str(), &state["title"]), ("progress", &json!("Лето")));
    house.post(&format!("{path}/start"), &token, None, 200).await;
    let (name, state) = events.next().await.unwrap();
    assert_eq!((name.as_str(), &state["status"]), ("state", &json!("sending")));
    house.worked(&path, arrived).await;
    let (mut name, mut state) = events.next().await.unwrap();
    while name == "progress" {
        (name, state) = events.next().await.unwrap();
    }
    assert_eq!((name.as_str(), &state["status"]), ("done", &json!("sent")));
    assert_eq!(state["counts"]["success"], 1, "the whole state");
    assert_eq!(events.next().await, None, "it ends");
}

async fn what_is_over_is_told_once(house: House) {
    let token = house.token(Role::Readonly).await;
    let owner = house.token(Role::Owner).await;
    let path = house.a_draft(&owner, json!({})).await;
    house.post(&format!("{path}/cancel"), &owner, None, 200).await;
    let watched = house.ask(Method::GET, &format!("{path}/events"), &token);
    let mut events = Events::of(watched.send().await);
    assert_eq!(events.next().await.unwrap().0, "done");
    assert_eq!(events.next().await, None);
    house.refuse((Method::GET, "/broadcasts/999/events"), &token, None, 404, "not-found").await;
}

async fn who_may_not_look_any_more_sees_no_more(house: House) {
    let token = house.token(Role::Marketing).await;
    let path = house.a_draft(&token, json!({})).await;
    let path = format!("{path}/events");
    let mut revoked = Events::of(house.ask(Method::GET, &path, &token).send().await);
    assert!(revoked.next().await.is_some());
    house.call((Method::POST, "/auth/logout"), &token, None, 204).await;
    assert_eq!(revoked.next().await, None, "the token is revoked");
    let token = house.token(Role::Marketing).await;
    let mut inactive = Events::of(house.ask(Method::GET, &path, &token).send().await);
    assert!(inactive.next().await.is_some());
    house.save_admin(43, Role::Marketing, false).await;
    assert_eq!(inactive.next().await, None, "the admin is deactivated");
    let token = house.token(Role::Owner).await;
    let stop = CancellationToken::new();
    let server = endpoint_until(house.app().clone(), &house.config, stop.clone());
    let answer = TestClient::new(server.boxed())
        .get(format!("/api/v1{path}"))
        .header("Authorization", format!("Bearer {token}"))
        .send()
        .await;
    let mut stopped = Events::of(answer);
    assert!(stopped.next().await.is_some());
    stop.cancel();
    assert_eq!(stopped.next().await, None, "the server stops");
}
