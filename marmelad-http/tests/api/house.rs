//! A server on a fresh SQLite database, with a clock that stands still.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use marmelad_adapters::bootstrap::{Overrides, Running, bootstrap};
use marmelad_adapters::config::{Config, Purpose, Variables};
use marmelad_adapters::system::ManualClock;
use marmelad_core::App;
use marmelad_core::domain::admin::Role;
use marmelad_core::domain::ids::TelegramId;
use marmelad_core::ports::SaveAdmin;
use marmelad_core::usecases::{Actor, LoginLinkOutcome};
use poem::Response;
use poem::endpoint::BoxEndpoint;
use poem::http::StatusCode;
use poem::test::{TestClient, TestResponse};
use poem::{EndpointExt, http::header};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) type Client = TestClient<BoxEndpoint<'static, Response>>;

/// The owner's Telegram id.
pub(crate) const OWNER: TelegramId = TelegramId(42);

pub(crate) struct House {
    pub(crate) client: Client,
    pub(crate) clock: ManualClock,
    pub(crate) config: Config,
    pub(crate) running: Running,
    _folder: TempDir,
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::open_with(&[]).await
    }

    /// With more variables.
    pub(crate) async fn open_with(more: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite:{}", folder.path().join("shop.db").display());
        let variables = Variables::from_pairs([
            ("DB_URL", database.as_str()),
            ("FIRST_SUPERADMIN_TG_ID", "42"),
            ("JWT_SECRET", "0123456789abcdef0123456789abcdef"),
            ("TRUSTED_PROXIES", "10.0.0.0/8"),
        ]);
        let variables = more
            .iter()
            .fold(variables, |given, (name, value)| given.with(name, *value));
        let config = Config::load(Purpose::Http, &variables).unwrap();
        let clock = ManualClock::at("2026-03-05T10:00:00Z".parse().unwrap());
        let overrides = Overrides {
            clock: Some(Arc::new(clock.clone())),
            ..Overrides::default()
        };
        let running = bootstrap(&config, overrides).await.unwrap();
        let endpoint = marmelad_http::endpoint(running.app.clone(), &config).boxed();
        Self {
            client: TestClient::new(endpoint),
            clock,
            config,
            running,
            _folder: folder,
        }
    }

    pub(crate) fn app(&self) -> &App {
        &self.running.app
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.app().now()
    }

    /// The secret of a fresh login link of the owner.
    pub(crate) async fn login_token(&self) -> String {
        match self
            .app()
            .issue_login_link(OWNER, &Actor::Cli)
            .await
            .unwrap()
        {
            LoginLinkOutcome::Link(link) => link.url.split_once("token=").unwrap().1.to_owned(),
            other => panic!("{other:?}"),
        }
    }

    /// Takes the owner's access away.
    pub(crate) async fn deactivate_owner(&self) {
        let command = SaveAdmin {
            telegram_id: OWNER,
            display_name: "Владелец".into(),
            username: None,
            role: Role::Owner,
            is_active: false,
            notification_groups: Vec::new(),
            audit: None,
            now: self.now(),
        };
        self.app().ports.admins.save(command).await.unwrap();
    }
}

/// Expects a failure of a kind, in its form, and answers with its body.
pub(crate) async fn problem(response: TestResponse, status: u16, slug: &str) -> Value {
    response.assert_status(StatusCode::from_u16(status).unwrap());
    response.assert_header(header::CONTENT_TYPE, "application/problem+json");
    let id = response.0.header("x-request-id").unwrap().to_owned();
    let body: Value = response.json().await.value().deserialize();
    assert_eq!(body["type"], format!("/problems/{slug}"), "{body}");
    assert_eq!(body["status"], status);
    assert_eq!(body["request_id"], id);
    assert!(
        body["title"]
            .as_str()
            .is_some_and(|title| !title.is_empty())
    );
    body
}
