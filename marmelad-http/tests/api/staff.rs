//! Admins of every role, and the requests they make.

use marmelad_core::staff::Role;
use poem::http::{Method, Uri};
use poem::test::TestResponse;
use serde_json::Value;

use crate::house::{Client, House};

pub(crate) struct Staff<'h> {
    client: &'h Client,
    token: String,
}

impl House {
    /// An admin of this role, logged in.
    pub(crate) async fn staff(&self, role: Role) -> Staff<'_> {
        Staff { client: &self.client, token: self.token(role).await }
    }
}

impl Staff<'_> {
    /// The same admin at another server.
    pub(crate) fn at<'c>(&self, client: &'c Client) -> Staff<'c> {
        Staff { client, token: self.token.clone() }
    }

    pub(crate) async fn get(&self, path: &str) -> TestResponse {
        self.send(Method::GET, path, None).await
    }

    /// The body that `GET` answers with 200.
    pub(crate) async fn read(&self, path: &str) -> Value {
        body(self.get(path).await, 200).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> TestResponse {
        self.send(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> TestResponse {
        self.send(Method::PATCH, path, Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> TestResponse {
        self.send(Method::DELETE, path, None).await
    }

    async fn send(&self, method: Method, path: &str, body: Option<Value>) -> TestResponse {
        let uri: Uri = format!("/api/v1{path}").parse().unwrap();
        let request = self.client.request(method, uri.to_string());
        let request = request.header("Authorization", format!("Bearer {}", self.token));
        match body {
            Some(body) => request.body_json(&body).send().await,
            None => request.send().await,
        }
    }
}

/// The body of a success with this status.
pub(crate) async fn body(response: TestResponse, status: u16) -> Value {
    if response.0.status().as_u16() != status {
        let found = response.0.status();
        let text = response.0.into_body().into_string().await;
        panic!("{found} instead of {status}: {text:?}");
    }
    response.json().await.value().deserialize()
}

/// Path and code of each part that a failure names.
pub(crate) fn parts(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().into_iter().flatten();
    errors
        .map(|error| {
            let text = |field: &str| error[field].as_str().unwrap();
            (text("path"), text("code"))
        })
        .collect()
}
