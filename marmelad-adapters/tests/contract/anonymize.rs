//! Forgetting a client.

use chrono::NaiveDate;
use marmelad_core::clients::{ChangeUser, UserChange};
use marmelad_core::discounts::Refusal;
use marmelad_core::intake::{InboxClaim, IncomingUpdate};
use marmelad_core::kernel::{BotKind, ClientId, TelegramId};
use marmelad_core::people::TelegramProfile;
use marmelad_core::sessions::{KeyState, KeyedRequest};
use serde_json::json;

use crate::idempotency::{answer, request};
use crate::scene::{erasure, operator, refused, sale};
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
    let id = world.contact(anna).await.id;
    let birthday = UserChange::Birthday {
        date: NaiveDate::from_ymd_opt(1999, 12, 31).unwrap(),
        unless_changed_after: None,
    };
    for change in [birthday, UserChange::Phone("+79007007007".parse().unwrap())] {
        let command = ChangeUser { id, change, now: at(1), audit: None };
        world.users.change(command).await.unwrap().unwrap();
    }
    for bot in [BotKind::Main, BotKind::Auth] {
        let state = json!("secret");
        world.dialogues.put(bot, TelegramId(CHAT), state, at(0), at(99_000)).await.unwrap();
    }
    let update = IncomingUpdate { update_id: 1, chat_id: Some(CHAT), payload: json!("secret") };
    world.inbox.accept(BotKind::Main, vec![update], claim("a", 3)).await.unwrap();
    id
}

async fn buy(world: &World, id: ClientId) {
    let code = world.single(id, 0).await.code;
    world.redeemed(sale(&code, operator(), 900, at(2))).await;
}

async fn nothing_personal_is_left_of_the_client(world: World) {
    let id = known_client(&world).await;
    buy(&world, id).await;
    world.erased(id).await;

    let client = world.find_user(id).await;
    assert_eq!(client.telegram_id, TelegramId(-id.0));
    assert_eq!(client.display_name, "Удалённый клиент");
    assert_eq!((client.username, client.first_name, client.last_name), (None, None, None));
    assert_eq!((client.phone, client.birthday, client.birthday_changed_at), (None, None, None));
    assert_eq!(client.anonymized_at, Some(at(50)));
    let by_chat = world.users.find_by_telegram_id(TelegramId(CHAT)).await.unwrap();
    assert_eq!(by_chat, None);
    for personal in [
        "user_search_terms",
        "dialogues",
        "telegram_updates WHERE payload IS NOT NULL",
        "notifications WHERE CAST(payload AS CHAR) <> '{}'",
        "notifications WHERE status <> 'dropped'",
        "notifications WHERE chat_id > 0",
        "users WHERE phone_digits IS NOT NULL OR phone_reversed IS NOT NULL",
        "users WHERE birthday_md IS NOT NULL",
        "audit_logs WHERE payload LIKE '%ecret%'",
    ] {
        assert_eq!(world.count(personal).await, 0, "{personal}");
    }
    let newest = world.last_audit().await.row;
    assert_eq!((&*newest.action, newest.entity_id), ("anonymize_user", Some(id.0)));
}

async fn the_press_that_asked_for_it_ends_as_any_other(world: World) {
    let id = known_client(&world).await;
    world.erased(id).await;
    // The process died over it: there is nothing left to handle again.
    let inbox = &world.inbox;
    let left = inbox.claim_waiting(BotKind::Main, claim("b", 200), 10).await.unwrap();
    assert_eq!(left, []);
    assert_eq!(world.texts("SELECT status FROM telegram_updates").await, ["done"]);
}

async fn unused_codes_are_revoked_and_the_trade_stays(world: World) {
    let id = known_client(&world).await;
    buy(&world, id).await;
    let unused = world.single(id, 1).await.code;
    world.erased(id).await;

    let unused = world.find_discount(&unused).await;
    assert_eq!(unused.revoked_at, Some(at(50)));
    assert_eq!(unused.revoke_reason.as_deref(), Some("Клиент удалён"));
    for kept in
        ["discounts WHERE revoked_at IS NULL AND uses_count = 1", "orders", "discount_usage_logs"]
    {
        assert_eq!(world.count(kept).await, 1, "{kept}");
    }
}

async fn one_of_many_forgets(world: World) {
    let id = world.user(7).await.id;
    let answers = world
        .race(move |world, _| async move { world.users.anonymize(erasure(id)).await.unwrap() })
        .await;
    assert_eq!(answers.iter().filter(|forgotten| **forgotten).count(), 1);
    assert_eq!(world.audited("anonymize_user").await, 1);
}

async fn answers_that_tell_of_the_client_are_given_up(world: World) {
    let admin = world.owner(1).await.id;
    let id = known_client(&world).await;
    let (own, other) = (id.0, id.0 * 10);
    let keys = &world.idempotency;
    let keyed = |key: usize, holder: &str, millis| KeyedRequest {
        key: key.to_string(),
        ..request(admin, &format!("{holder} {key}"), at(millis))
    };
    let bodies = [
        json!({ "id": 5, "user_id": own, "shop": "Анна-Секрет" }),
        json!({ "discount": { "id": 5 }, "user": { "display_name": "Анна-Секрет", "id": own } }),
        json!({ "id": own, "user": { "id": other }, "discount_id": own }),
        json!({ "user_id": other }),
    ];
    for (key, body) in bodies.iter().enumerate() {
        keys.begin(keyed(key, "a", 0)).await.unwrap();
        keys.keep(&format!("a {key}"), answer(&body.to_string()), at(1)).await.unwrap();
    }
    world.erased(id).await;
    assert_eq!(world.count("idempotency_keys WHERE response_body LIKE '%Секрет%'").await, 0);
    for (key, body) in bodies.iter().enumerate() {
        match keys.begin(keyed(key, "b", 60)).await.unwrap() {
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
    let phones = ["+79007007007", "8 (900) 700-70-07 Анна", "9007007007"];
    let others = ["+79007007008", "9 007 007", "АБВ0700", "здравствуйте"];
    for typed in phones.into_iter().chain(others) {
        let attempt = refused(typed, Refusal::NotFound, operator());
        assert!(world.discounts.log_refusal(attempt).await.unwrap());
    }
    world.erased(id).await;
    let kept = world.texts("SELECT code FROM discount_usage_logs ORDER BY id").await;
    assert_eq!(kept[..3], ["••••"; 3]);
    assert_eq!(kept[3..], others);
}
