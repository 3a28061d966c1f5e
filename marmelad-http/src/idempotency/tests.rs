#![allow(clippy::unwrap_used)]

use std::sync::Mutex;

use marmelad_core::kernel::{AdminId, MockClock, MockEntropy, PortError, TelegramId};
use marmelad_core::sessions::{AccessClaims, MockIdempotencyKeys};
use marmelad_core::staff::{Admin, Role};
use marmelad_core::{AppContext, Ports};
use poem::endpoint::make;
use rstest::rstest;

use super::*;
use crate::request_context::RequestContext;

const AT: &str = "2026-03-05T10:00:00Z";

/// What was done with the key, in order.
type Done = Arc<Mutex<Vec<&'static str>>>;

fn app(begun: KeyState) -> (App, Done) {
    let done = Done::default();
    let mut keys = MockIdempotencyKeys::new();
    keys.expect_begin().returning(move |_| Ok(begun.clone()));
    let note = |what: &'static str| {
        let done = Arc::clone(&done);
        move || -> Result<(), PortError> {
            done.lock().unwrap().push(what);
            Ok(())
        }
    };
    let (kept, let_go, forgotten) = (note("kept"), note("let go"), note("forgotten"));
    keys.expect_keep().returning(move |_, _, _| kept());
    keys.expect_let_go().returning(move |_, _| let_go());
    keys.expect_forget().returning(move |_| forgotten());
    let mut clock = MockClock::new();
    clock.expect_now().return_const(AT.parse::<chrono::DateTime<chrono::Utc>>().unwrap());
    let mut entropy = MockEntropy::new();
    entropy.expect_draw().return_const([7; 32]);
    let ports = Ports {
        clock: Arc::new(clock),
        entropy: Arc::new(entropy),
        idempotency: Arc::new(keys),
        ..Ports::mocked()
    };
    let context = AppContext {
        zone: chrono_tz::UTC,
        test_ids: std::collections::BTreeSet::new(),
        panel_url: String::new(),
        own_bot_api: false,
    };
    (App::new(&ports, context), done)
}

fn session() -> Session {
    Session {
        admin: Admin {
            id: AdminId(1),
            telegram_id: TelegramId(42),
            display_name: "Ольга".into(),
            username: None,
            role: Role::Owner,
            is_active: true,
            can_broadcast_from_chat: false,
            notification_groups: Vec::new(),
            auth_epoch: 0,
            created_at: AT.parse().unwrap(),
        },
        claims: AccessClaims {
            admin_id: AdminId(1),
            jti: "t".into(),
            epoch: 0,
            expires_at: AT.parse().unwrap(),
        },
        token: "t".into(),
        context: RequestContext { request_id: "r".into(), ip: None },
    }
}

async fn answer(
    app: &App,
    operation: impl Fn() -> poem::Result<Response> + Send + Sync + 'static,
) -> poem::Result<Response> {
    let inner = Arc::new(make(move |request: Request| {
        assert!(request.extensions().get::<IdempotencyKey>().is_some());
        let answered = operation();
        async move { answered }
    }));
    call(inner, keyed_request(app)).await
}

/// Authenticated as by middleware.
fn keyed_request(app: &App) -> Request {
    let request =
        Request::builder().header("Authorization", "Bearer t").header(IDEMPOTENCY_KEY, "one");
    let mut request = request.body("{}");
    request.extensions_mut().insert(session());
    request.extensions_mut().insert(app.clone());
    request
}

fn begun() -> KeyState {
    KeyState::Begun { operation_key: "act".into() }
}

#[expect(clippy::unnecessary_wraps, reason = "as operations answer")]
fn with(status: StatusCode) -> poem::Result<Response> {
    Ok(Response::builder().status(status).body("told"))
}

#[rstest]
#[case::done(|| with(StatusCode::CREATED), 201, "kept")]
#[case::refused(|| Err(Problem::new(Kind::AlreadyUsed).into()), 409, "kept")]
#[case::a_fault(|| Err(Problem::new(Kind::Unavailable).into()), 503, "let go")]
#[case::a_fault_that_is_told(|| with(StatusCode::BAD_GATEWAY), 502, "let go")]
#[case::come_again(|| Err(Problem::new(Kind::Paused).into()), 429, "forgotten")]
#[case::a_panic(|| panic!("no"), 500, "let go")]
#[tokio::test]
async fn only_answers_are_kept(
    #[case] operation: fn() -> poem::Result<Response>,
    #[case] status: u16,
    #[case] what: &str,
) {
    let (app, done) = app(begun());
    let answered = answer(&app, operation).await;
    let found = match &answered {
        Ok(response) => response.status(),
        Err(error) => error.status(),
    };
    assert_eq!(found, status);
    assert_eq!(*done.lock().unwrap(), [what]);
}

#[tokio::test]
async fn an_answer_is_told_whole() {
    let (app, _) = app(begun());
    let told = answer(&app, || with(StatusCode::OK)).await.unwrap();
    assert_eq!(told.into_body().into_string().await.unwrap(), "told");
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_the_first_waits_ten_seconds() {
    let (app, done) = app(KeyState::Running);
    let begun = Instant::now();
    let error = answer(&app, || with(StatusCode::OK)).await.unwrap_err();
    let problem = error.downcast::<Problem>().unwrap();
    assert_eq!(problem.kind, Kind::IdempotencyKeyInUse);
    let waited = begun.elapsed();
    assert!(waited <= PATIENCE && waited + 2 * PAUSES.1 > PATIENCE, "{waited:?}");
    assert!(done.lock().unwrap().is_empty());
}

#[rstest]
#[case(&["receipt-4711"], Some("receipt-4711"))]
#[case(&["!~"], Some("!~"))]
#[case(&[""], None)]
#[case(&["two words"], None)]
#[case(&["ключ"], None)]
#[case(&["one", "two"], None)]
fn keys(#[case] values: &[&str], #[case] expected: Option<&str>) {
    let mut headers = HeaderMap::new();
    for value in values {
        let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
        headers.append(IDEMPOTENCY_KEY, value);
    }
    let key = key_of(&headers);
    assert_eq!(key.ok().flatten().as_deref(), expected);
}

#[test]
fn keys_have_a_length_and_may_be_left_out() {
    assert_eq!(key_of(&HeaderMap::new()).unwrap(), None);
    for (length, fits) in [(255, true), (256, false)] {
        let mut headers = HeaderMap::new();
        headers.insert(IDEMPOTENCY_KEY, "k".repeat(length).parse().unwrap());
        assert_eq!(key_of(&headers).is_ok(), fits);
    }
}

#[tokio::test]
async fn whoever_hangs_up_stops_nothing() {
    let (app, done) = app(begun());
    let gate = Arc::new(tokio::sync::Notify::new());
    let open = Arc::clone(&gate);
    let inner = Arc::new(make(move |_: Request| {
        let open = Arc::clone(&open);
        async move {
            open.notified().await;
            with(StatusCode::OK)
        }
    }));
    let mut asking = Box::pin(call(inner, keyed_request(&app)));
    for _ in 0..20 {
        assert!(futures::poll!(&mut asking).is_pending());
        tokio::task::yield_now().await;
    }
    drop(asking);
    gate.notify_one();
    while done.lock().unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(*done.lock().unwrap(), ["kept"]);
}
