//! What admins do in the auth bot besides deciding; commands of both kinds of people.

use marmelad_core::sessions::LoginOutcome;
use marmelad_sandbox::{BotKind, Group};

use crate::auth_bot::till;
use crate::harness::{OWNER, Shop};

#[tokio::test]
async fn an_admin_gets_a_link_that_works_once() {
    let shop = Shop::open().await;
    let owner = shop.owner();
    let said = owner.asks("/login", "http://localhost:8000/login?token=").await;
    assert!(said.0.entities.is_empty(), "plain text: {}", said.html());
    let call = shop.telegram.calls(BotKind::Auth, Some("sendMessage")).pop();
    let params = call.unwrap().params.to_string();
    assert!(params.contains("is_disabled"), "no preview: {params}");
    let token = said.0.text.split("token=").nth(1).unwrap().trim().to_owned();
    let consumed = shop
        .within(|app| async move {
            let first = app.sessions.log_in(&token).await.unwrap();
            (first, app.sessions.log_in(&token).await.unwrap())
        })
        .await;
    assert!(matches!(consumed.0, LoginOutcome::LoggedIn { .. }), "{consumed:?}");
    assert_eq!(consumed.1, LoginOutcome::BadToken);
    shop.close().await;
}

#[tokio::test]
async fn nobody_else_gets_a_link() {
    let (shop, ira) = till::open().await;
    ira.asks("/login", "Эта команда вам недоступна").await;
    let stranger = shop.staff("Посторонний");
    stranger.asks("/login", "Запрос отправлен").await;
    stranger.asks("/login", "Ваш запрос на рассмотрении").await;
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM login_tokens").await, 0);
    shop.close().await;
}

#[tokio::test]
async fn an_admin_becomes_a_cashier_only_by_saying_so() {
    let shop = Shop::open().await;
    let owner = shop.owner();
    let welcome = owner.asks("/start", "Здравствуйте, Владелец!").await;
    assert_eq!(welcome.buttons(), ["Я кассир"]);
    owner.asks("ААА0000", "Не получилось понять").await;
    owner.asks("/help", "/login").await;
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM cashiers").await, 0);

    let press = owner.presses_under(&welcome, "Я кассир");
    owner.finds("Запрос отправлен").await;
    press.answered().await;
    let request = owner.finds("Запрос на доступ кассира").await;
    owner.reads_all();
    owner.asks("Я кассир", "Ваш запрос на рассмотрении").await;
    owner.asks("/start", "Здравствуйте, Владелец!").await;
    owner.presses_until(&request, "Одобрить", "✅ Одобрено: Владелец").await;
    owner.sees("Запрос одобрен").await;
    owner.asks("ААА0000", "Код не найден").await;
    owner.asks("/login", "token=").await;
    let roles =
        format!("SELECT COUNT(*) FROM admins WHERE telegram_id = {OWNER} AND role = 'owner'");
    assert_eq!(shop.db.int(&roles).await, 1);
    shop.close().await;
}

#[tokio::test]
async fn a_cashier_is_helped() {
    let (shop, ira) = till::open().await;
    ira.asks("/start", "Здравствуйте, Ира!").await;
    ira.asks("/help", "Как погасить код").await;
    ira.asks("/cancel", "Отменено").await;
    ira.asks("/stats", "Эта команда вам недоступна").await;
    ira.asks("Я кассир", "Здравствуйте, Ира!").await;
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM discount_usage_logs").await, 0);
    shop.close().await;
}

#[tokio::test]
async fn groups_get_no_answer_and_blocking_changes_nothing() {
    let (shop, ira) = till::open().await;
    let group = Group { id: -4242, title: "Касса".into(), members: [ira.id].into() };
    shop.telegram.add_group(group);
    shop.telegram.send_group_text(BotKind::Auth, -4242, ira.id, "ААА0000").unwrap();
    shop.telegram.block(BotKind::Auth, ira.id).unwrap();
    shop.telegram.unblock(BotKind::Auth, ira.id).unwrap();
    ira.asks("/help", "Как погасить код").await;
    assert!(shop.telegram.bot_messages(BotKind::Auth, -4242).is_empty());
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM discount_usage_logs").await, 0);
    shop.close().await;
}
