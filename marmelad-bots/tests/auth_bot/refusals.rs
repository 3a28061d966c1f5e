//! Codes that do not hold, and what is no code at all.

use marmelad_core::audit::Actor;
use marmelad_core::staff::CashierDecision;
use marmelad_sandbox::BotKind;

use crate::auth_bot::till::{self, card, client_with, decide, logged};

#[tokio::test]
async fn a_revoked_code_is_refused_even_after_its_card() {
    let (shop, ira) = till::open().await;
    let card = till::new_card(&shop, &ira).await;
    let code = card.code();
    let typed = code.clone();
    shop.within(|app| async move { app.discounts.revoke(&typed, "утёк", &Actor::Cli).await })
        .await
        .unwrap();
    let refused = ira.presses_until(&card, "Погасить", "Код отозван").await;
    assert!(refused.buttons().is_empty());
    ira.asks(&code, "Код отозван").await;
    assert_eq!(logged(&shop, "revoked").await, 2);
    assert_eq!(logged(&shop, "success").await, 0);
    shop.close().await;
}

#[tokio::test]
async fn a_cashier_deactivated_after_the_card_redeems_nothing() {
    let (shop, ira) = till::open().await;
    let card = till::new_card(&shop, &ira).await;
    decide(&shop, &ira, CashierDecision::Deactivate).await;
    ira.sees("Доступ отключён").await;
    ira.presses_under(&card, "Погасить").answered().await;
    ira.finds_at(&card, "Доступ отключён").await;
    ira.presses_data(&card, &format!("amount:{}", card.code())).answered().await;
    ira.presses_data(&card, "undo:1").answered().await;
    assert_eq!(logged(&shop, "success").await, 0);
    assert_eq!(logged(&shop, "cashier_not_active").await, 2);
    shop.close().await;
}

#[tokio::test]
async fn what_is_no_code_is_answered_politely() {
    let (shop, ira) = till::open().await;
    for text in
        ["привет", "🍬🍬🍬", "ДЯА458", "<b>ДЯА</b>", "{code}", "' OR 1=1 --", &"ж".repeat(4096)]
    {
        let answer = ira.asks(text, "Код не найден").await;
        answer.says(&["ДЯА4589"]);
    }
    let longest = "SELECT MAX(LENGTH(code)) FROM discount_usage_logs";
    assert_eq!(shop.db.int(longest).await, 32);
    shop.telegram.send_sticker(BotKind::Auth, ira.id, "🎉").unwrap();
    ira.sees("Пришлите код покупателя текстом").await;
    shop.telegram.send_photo(BotKind::Auth, ira.id, vec![0xFF, 0xD8, 0xFF], "").unwrap();
    ira.sees("Пришлите код покупателя текстом").await;
    shop.close().await;
}

#[tokio::test]
async fn a_forwarded_message_and_a_caption_are_read_and_names_are_escaped() {
    let (shop, ira) = till::open().await;
    let (_, code) = client_with(&shop, "<b>Анна</b> & {code}", |_| {}).await;
    let card = card(&ira, &format!("Ваша скидка: {code}\nСкидка 10 %, до 4 апреля")).await;
    assert!(card.0.text.contains("Клиент: <b>Анна</b> & {code}."), "{}", card.0.text);
    shop.telegram.send_photo(BotKind::Auth, ira.id, vec![0xFF, 0xD8, 0xFF], &*code).unwrap();
    ira.sees("Код валиден").await;
    shop.close().await;
}
