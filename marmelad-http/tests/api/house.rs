//! A server on a fresh database, with a clock that stands still.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use marmelad_adapters::bootstrap::{Overrides, Running, bootstrap};
use marmelad_adapters::config::{Config, Purpose, Variables};
use marmelad_core::App;
use marmelad_core::audit::Actor;
use marmelad_core::kernel::TelegramId;
use marmelad_core::sessions::{LoginLinkOutcome, LoginOutcome};
use marmelad_core::staff::{Admin, ChangeAdminOutcome, Role, SaveAdmin};
use marmelad_testkit::{Backend, Database, ManualClock};
use poem::endpoint::BoxEndpoint;
use poem::http::{Method, StatusCode, header};
use poem::test::{TestClient, TestRequestBuilder, TestResponse};
use poem::{EndpointExt, Response};
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
    _database: Database,
    _folder: TempDir,
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::open_with(&[]).await
    }

    /// On SQLite, with more variables.
    pub(crate) async fn open_with(more: &[(&str, &str)]) -> Self {
        Self::open_on(Backend::Sqlite, more).await
    }

    pub(crate) async fn open_on(backend: Backend, more: &[(&str, &str)]) -> Self {
        let database = Database::migrated(backend).await;
        let folder = tempfile::tempdir().unwrap();
        let media = folder.path().join("media").display().to_string();
        let variables = Variables::from_pairs([
            ("DB_URL", database.url()),
            ("MEDIA_DIR", media.as_str()),
            ("FIRST_SUPERADMIN_TG_ID", "42"),
            ("JWT_SECRET", "0123456789abcdef0123456789abcdef"),
            ("TRUSTED_PROXIES", "10.0.0.0/8"),
        ]);
        let variables =
            more.iter().fold(variables, |given, (name, value)| given.with(name, *value));
        let config = Config::load(Purpose::Http, &variables).unwrap();
        let clock = ManualClock::at("2026-03-05T10:00:00Z".parse().unwrap());
        let overrides = Overrides { clock: Some(Arc::new(clock.clone())), ..Overrides::default() };
        let running = bootstrap(&config, overrides).await.unwrap();
        let endpoint = marmelad_http::endpoint(running.app.clone(), &config).boxed();
        Self {
            client: TestClient::new(endpoint),
            clock,
            config,
            running,
            _database: database,
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
        match self.app().sessions.issue_login_link(OWNER, Some(Actor::Cli)).await.unwrap() {
            LoginLinkOutcome::Link(link) => link.url.split_once("token=").unwrap().1.to_owned(),
            other => panic!("{other:?}"),
        }
    }

    /// Takes the owner's access away, whether they are the last one or not.
    pub(crate) async fn deactivate_owner(&self) {
        self.save_admin(7, Role::Owner, true).await;
        self.save_admin(OWNER.0, Role::Owner, false).await;
    }

    pub(crate) async fn save_admin(&self, telegram_id: i64, role: Role, is_active: bool) -> Admin {
        let command = SaveAdmin {
            telegram_id: TelegramId(telegram_id),
            display_name: format!("{role} {telegram_id}"),
            username: None,
            role,
            is_active,
            can_broadcast_from_chat: None,
            notification_groups: Vec::new(),
            audit: None,
            now: self.now(),
        };
        match self.app().ports().admins.save(command).await.unwrap() {
            ChangeAdminOutcome::Changed(admin) => admin,
            other => panic!("{other:?}"),
        }
    }

    /// A bearer token of an admin with this role.
    pub(crate) async fn token(&self, role: Role) -> String {
        let telegram_id = match role {
            Role::Owner => OWNER.0,
            Role::Marketing => 43,
            Role::Readonly => 44,
        };
        self.save_admin(telegram_id, role, true).await;
        self.token_of(telegram_id).await
    }

    /// A bearer token of an admin.
    pub(crate) async fn token_of(&self, telegram_id: i64) -> String {
        let app = self.app();
        let link = app.sessions.issue_login_link(TelegramId(telegram_id), Some(Actor::Cli));
        let LoginLinkOutcome::Link(link) = link.await.unwrap() else {
            panic!("a link was expected")
        };
        let secret = link.url.split_once("token=").unwrap().1;
        match app.sessions.log_in(secret).await.unwrap() {
            LoginOutcome::LoggedIn { access, .. } => access.token,
            other => panic!("{other:?}"),
        }
    }

    /// A request of somebody with a token; `path` as in the document.
    pub(crate) fn ask(
        &self,
        method: Method,
        path: &str,
        token: &str,
    ) -> TestRequestBuilder<'_, BoxEndpoint<'static, Response>> {
        self.client
            .request(method, format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
    }

    /// Sends a request and reads its answer, which must have this status.
    pub(crate) async fn call(
        &self,
        (method, path): (Method, &str),
        token: &str,
        body: Option<Value>,
        status: u16,
    ) -> Value {
        let request = self.ask(method.clone(), path, token);
        let request = match &body {
            Some(body) => request.body_json(body),
            None => request,
        };
        let answer = request.send().await;
        let found = answer.0.status();
        let text = answer.0.into_body().into_string().await.unwrap();
        assert_eq!(found, status, "{method} {path}: {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// Sends a request that must fail in this way, and returns the body of the failure.
    pub(crate) async fn refuse(
        &self,
        (method, path): (Method, impl AsRef<str>),
        token: &str,
        body: Option<&Value>,
        status: u16,
        slug: &str,
    ) -> Value {
        let request = self.ask(method, path.as_ref(), token);
        let request = match body {
            Some(body) => request.body_json(body),
            None => request,
        };
        problem(request.send().await, status, slug).await
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Value {
        self.call((Method::GET, path), token, None, 200).await
    }
}

/// Runs each test on SQLite and on MariaDB: `async fn name(house: House)`.
macro_rules! on_each_database {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test]
                async fn $name() {
                    super::$name($crate::house::House::open().await).await;
                }
            )+
        }
        mod mariadb {
            $(
                #[tokio::test]
                async fn $name() {
                    super::$name($crate::house::House::open_on(marmelad_testkit::Backend::MariaDb, &[]).await).await;
                }
            )+
        }
    };
}
pub(crate) use on_each_database;

/// Expects a failure of a kind, in its form, and answers with its body.
pub(crate) async fn problem(response: TestResponse, status: u16, slug: &str) -> Value {
    response.assert_status(StatusCode::from_u16(status).unwrap());
    response.assert_header(header::CONTENT_TYPE, "application/problem+json");
    let id = response.0.header("x-request-id").unwrap().to_owned();
    let body: Value = response.json().await.value().deserialize();
    assert_eq!(body["type"], format!("/problems/{slug}"), "{body}");
    assert_eq!(body["status"], status);
    assert_eq!(body["request_id"], id);
    assert!(body["title"].as_str().is_some_and(|title| !title.is_empty()));
    body
}
