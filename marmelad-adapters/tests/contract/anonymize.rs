//! Forgetting a client.

use chrono::NaiveDate;
use marmelad_core::audit::AuditEntry;
use marmelad_core::clients::{AnonymizeUser, ChangeUser, UpsertUser, UserChange};
use marmelad_core::discounts::{RedeemDiscount, Refusal, RefusedAttempt};
use marmelad_core::intake::{InboxClaim, IncomingUpdate};
use marmelad_core::kernel::{BotKind, ClientId, TelegramId};
use marmelad_core::people::TelegramProfile;
use marmelad_core::sessions::{KeptAnswer, KeyState, KeyedRequest};
use serde_json::json;

use crate::redeem::redeemed;
use crate::scene::{operator, redemption, roubles};
use crate::world::{World, at, profile};

contract!(
    nothing_personal_is_left_of_the_client,
    the_press_that_asked_for_it_ends_as_any_other,
    unused_codes_are_revoked_and_the_trade_stays,
    one_of_many_forgets,
    answers_that_tell_of_the_client_are_given_up,
    a_phone_typed_in_place_of_a_code_is_blanked,
);

const CHAT: i64 = 700_700;

fn forget(id: ClientId) -> AnonymizeUser {
    AnonymizeUser { id, now: at(50), audit: AuditEntry::system("anonymize_user", "user") }
}

fn claim(owner: &str, millis: i64) -> InboxClaim {
    InboxClaim { owner: owner.into(), now: at(millis), until: at(millis + 100) }
}

/// A client of whom everything is known, who is in the middle of a dialogue.
async fn known_client(world: &World) -> ClientId {
    let anna = TelegramProfile {
        username: Some("secret_anna".into()),
        last_name: Some("Секретова".into()),
        ..profile(CHAT, "Анна-Секрет")
    };
    let command = UpsertUser { profile: anna, is_test: false, now: at(0) };
    let id = world.store.users.upsert(command).await.unwrap().user.id;
    let birthday = UserChange::Birthday {
        date: NaiveDate::from_ymd_opt(1999, 12, 31).unwrap(),
        unless_changed_after: None,
    };
    for change in [birthday, UserChange::Phone("+79007007007".parse().unwrap())] {
        let command = ChangeUser { id, change, now: at(1), audit: None };
        world.store.users.change(command).await.unwrap().unwrap();
    }
    for bot in [BotKind::Main, BotKind::Auth] {
        let state = json!("secret");
        world.store.dialogues.put(bot, TelegramId(CHAT), state, at(0), at(99_000)).await.unwrap();
    }
    let update = IncomingUpdate { update_id: 1, chat_id: Some(CHAT), payload: json!("secret") };
    world.store.inbox.accept(BotKind::Main, vec![update], claim("a", 3)).await.unwrap();
    id
}

async fn buy(world: &World, id: ClientId) {
    let code = world.single(id, 0).await.code;
    let command =
        RedeemDiscount { amount: Some(roubles(900)), ..redemption(&code, operator(), at(2)) };
    redeemed(world.store.discounts.redeem(command).await.unwrap());
}

async fn nothing_personal_is_left_of_the_client(world: World) {
    let id = known_client(&world).await;
    buy(&world, id).await;
    assert!(world.store.users.anonymize(forget(id)).await.unwrap());

    let client = world.store.users.find(id).await.unwrap().unwrap();
    assert_eq!(client.telegram_id, TelegramId(-id.0));
    assert_eq!(client.display_name, "Удалённый клиент");
    assert_eq!((client.username, client.first_name, client.last_name), (None, None, None));
    assert_eq!((client.phone, client.birthday, client.birthday_changed_at), (None, None, None));
    assert_eq!(client.anonymized_at, Some(at(50)));
    let by_chat = world.store.users.find_by_telegram_id(TelegramId(CHAT)).await.unwrap();
    assert_eq!(by_chat, None);
    for query in [
        "SELECT COUNT(*) FROM user_search_terms",
        "SELECT COUNT(*) FROM dialogues",
        "SELECT COUNT(*) FROM telegram_updates WHERE payload IS NOT NULL",
        "SELECT COUNT(*) FROM notifications WHERE CAST(payload AS CHAR) <> '{}'",
        "SELECT COUNT(*) FROM notifications WHERE status <> 'dropped'",
        "SELECT COUNT(*) FROM notifications WHERE chat_id > 0",
        "SELECT COUNT(*) FROM users WHERE phone_digits IS NOT NULL OR phone_reversed IS NOT NULL",
        "SELECT COUNT(*) FROM users WHERE birthday_md IS NOT NULL",
        "SELECT COUNT(*) FROM audit_logs WHERE payload LIKE '%ecret%'",
    ] {
        assert_eq!(world.number(query).await, 0, "{query}");
    }
    let newest = world.store.audit.newest(1).await.unwrap().remove(0).row;
    assert_eq!((newest.action.as_str(), newest.entity_id), ("anonymize_user", Some(id.0)));
}

async fn the_press_that_asked_for_it_ends_as_any_other(world: World) {
    let id = known_client(&world).await;
    assert!(world.store.users.anonymize(forget(id)).await.unwrap());
    // The process died over it: there is nothing left to handle again.
    let inbox = &world.store.inbox;
    let left = inbox.claim_waiting(BotKind::Main, claim("b", 200), 10).await.unwrap();
    assert_eq!(left, []);
    assert_eq!(world.texts("SELECT status FROM telegram_updates").await, ["done"]);
}

async fn unused_codes_are_revoked_and_the_trade_stays(world: World) {
    let id = known_client(&world).await;
    buy(&world, id).await;
    let unused = world.single(id, 1).await.code;
    assert!(world.store.users.anonymize(forget(id)).await.unwrap());

    let (unused, _) = world.store.discounts.find_by_code(&unused).await.unwrap().unwrap();
    assert_eq!(unused.revoked_at, Some(at(50)));
    assert_eq!(unused.revoke_reason.as_deref(), Some("Клиент удалён"));
    for query in [
        "SELECT COUNT(*) FROM discounts WHERE revoked_at IS NULL AND uses_count = 1",
        "SELECT COUNT(*) FROM orders",
        "SELECT COUNT(*) FROM discount_usage_logs",
    ] {
        assert_eq!(world.number(query).await, 1, "{query}");
    }
}

async fn one_of_many_forgets(world: World) {
    let id = world.user(7).await.id;
    let answers = world
        .race(move |store, _| async move { store.users.anonymize(forget(id)).await.unwrap() })
        .await;
    assert_eq!(answers.iter().filter(|forgotten| **forgotten).count(), 1);
    let entries = "SELECT COUNT(*) FROM audit_logs WHERE action = 'anonymize_user'";
    assert_eq!(world.number(entries).await, 1);
}

async fn answers_that_tell_of_the_client_are_given_up(world: World) {
    let admin = world.owner(1).await.id;
    let id = known_client(&world).await;
    let (own, other) = (id.0, id.0 * 10);
    let keys = &world.store.idempotency;
    let request = |key: usize, holder: &str, millis| KeyedRequest {
        admin_id: admin,
        scope: "POST /api/v1/orders".into(),
        key: key.to_string(),
        body_hash: "one".into(),
        holder: format!("{holder} {key}"),
        now: at(millis),
        lease_until: at(millis + 30_000),
        expires_at: at(millis + 86_400_000),
    };
    let bodies = [
        json!({ "id": 5, "user_id": own, "shop": "Анна-Секрет" }),
        json!({ "discount": { "id": 5 }, "user": { "display_name": "Анна-Секрет", "id": own } }),
        json!({ "id": own, "user": { "id": other }, "discount_id": own }),
        json!({ "user_id": other }),
    ];
    for (key, body) in bodies.iter().enumerate() {
        let held = request(key, "a", 0);
        let holder = held.holder.clone();
        keys.begin(held).await.unwrap();
        let answer = KeptAnswer {
            status: 201,
            headers: vec![("location".into(), "/api/v1/orders/5".into())],
            body: body.to_string(),
        };
        keys.keep(&holder, answer, at(1)).await.unwrap();
    }
    assert!(world.store.users.anonymize(forget(id)).await.unwrap());
    let left = "SELECT COUNT(*) FROM idempotency_keys WHERE response_body LIKE '%Секрет%'";
    assert_eq!(world.number(left).await, 0);
    for (key, body) in bodies.iter().enumerate() {
        match keys.begin(request(key, "b", 60)).await.unwrap() {
            // The act is known all the same.
            KeyState::Begun { operation_key } if key < 2 => {
                assert_eq!(operation_key, format!("a {key}"));
            }
            KeyState::Answered(kept) if key >= 2 => assert_eq!(kept.body, body.to_string()),
            other => panic!("{body}: {other:?}"),
        }
    }
}

async fn a_phone_typed_in_place_of_a_code_is_blanked(world: World) {
    let id = known_client(&world).await;
    let typed = [
        "+79007007007",
        "8 (900) 700-70-07 Анна",
        "9007007007",
        "+79007007008",
        "9 007 007",
        "АБВ0700",
        "здравствуйте",
    ];
    for (place, code) in (0..).zip(typed) {
        let attempt = RefusedAttempt {
            code: code.into(),
            by: operator(),
            refusal: Refusal::NotFound,
            key: None,
            now: at(place),
        };
        assert!(world.store.discounts.log_refusal(attempt).await.unwrap());
    }
    assert!(world.store.users.anonymize(forget(id)).await.unwrap());
    let kept = "SELECT code FROM discount_usage_logs ORDER BY id";
    assert_eq!(
        world.texts(kept).await,
        ["••••", "••••", "••••", typed[3], typed[4], typed[5], typed[6]]
    );
}
