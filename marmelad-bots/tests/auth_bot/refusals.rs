//! Codes that do not hold, and what is no code at all.

use chrono::Duration;
use marmelad_core::audit::Actor;
use marmelad_core::staff::CashierDecision;
use marmelad_sandbox::BotKind;

use crate::auth_bot::till::{
    self, becomes, card, client_with, decide, hire, logged, place, redeem,
};
use crate::harness::Shop;

#[tokio::test]
async fn a_used_code_tells_when_and_where() {
    let shop = Shop::open().await;
    let (ira, oleg) = (hire(&shop, "Ира").await, hire(&shop, "Олег").await);
    place(&shop, &ira, "Светланская, 10").await;
    let code = till::code(&shop).await;
    redeem(&ira, &code).await;
    // Ира moves; the code was still used where it was used.
    place(&shop, &ira, "Океанский, 5").await;
    shop.later(Duration::minutes(65)).await;
    let used = oleg.asks(&code, "Код уже погашен").await;
    assert!(used.html().contains(&code), "{}", used.html());
    assert!(used.html().contains("Когда: 5 марта в 12:00"), "{}", used.html());
    assert!(used.html().contains("Где: Светланская, 10"), "{}", used.html());
    assert_eq!(logged(&shop, "already_used").await, 1);
    shop.close().await;
}

#[tokio::test]
async fn an_expired_code_tells_its_last_day() {
    let shop = Shop::open().await;
    let ira = hire(&shop, "Ира").await;
    let (_, code) = client_with(&shop, "Анна", |terms| terms.duration_days = 1).await;
    shop.later(Duration::hours(35) + Duration::minutes(59)).await;
    card(&ira, &code).await;
    shop.later(Duration::minutes(1)).await;
    let expired = ira.asks(&code, "Код истек").await;
    assert!(expired.html().contains("до 6 марта включительно"), "{}", expired.html());
    assert_eq!(logged(&shop, "expired").await, 1);
    shop.close().await;
}

#[tokio::test]
async fn a_revoked_code_is_refused_even_after_its_card() {
    let shop = Shop::open().await;
    let ira = hire(&shop, "Ира").await;
    let code = till::code(&shop).await;
    let card = card(&ira, &code).await;
    let typed = code.clone();
    shop.within(|app| async move { app.discounts.revoke(&typed, "утёк", &Actor::Cli).await })
        .await
        .unwrap();
    ira.presses_under(&card, "Погасить");
    let refused = becomes(&ira, &card, "Код отозван").await;
    assert!(refused.buttons().is_empty());
    ira.asks(&code, "Код отозван").await;
    assert_eq!(logged(&shop, "revoked").await, 2);
    assert_eq!(logged(&shop, "success").await, 0);
    shop.close().await;
}

#[tokio::test]
async fn a_cashier_deactivated_after_the_card_redeems_nothing() {
    let shop = Shop::open().await;
    let ira = hire(&shop, "Ира").await;
    let code = till::code(&shop).await;
    let card = card(&ira, &code).await;
    decide(&shop, &ira, CashierDecision::Deactivate).await;
    ira.sees("Доступ отключён").await;
    ira.presses_under(&card, "Погасить").answered().await;
    becomes(&ira, &card, "Доступ отключён").await;
    ira.presses_data(&card, &format!("amount:{code}")).answered().await;
    ira.presses_data(&card, "undo:1").answered().await;
    assert_eq!(logged(&shop, "success").await, 0);
    assert_eq!(logged(&shop, "cashier_not_active").await, 2);
    shop.close().await;
}

#[tokio::test]
async fn what_is_no_code_is_answered_politely() {
    let shop = Shop::open().await;
    let ira = hire(&shop, "Ира").await;
    for text in
        ["привет", "🍬🍬🍬", "ДЯА458", "<b>ДЯА</b>", "{code}", "' OR 1=1 --", &"ж".repeat(4096)]
    {
        let answer = ira.asks(text, "Код не найден").await;
        assert!(answer.html().contains("ДЯА4589"), "an example: {}", answer.html());
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
    let shop = Shop::open().await;
    let ira = hire(&shop, "Ира").await;
    let (_, code) = client_with(&shop, "<b>Анна</b> & {code}", |_| {}).await;
    let card = card(&ira, &format!("Ваша скидка: {code}\nСкидка 10 %, до 4 апреля")).await;
    assert!(card.0.text.contains("Клиент: <b>Анна</b> & {code}."), "{}", card.0.text);
    shop.telegram.send_photo(BotKind::Auth, ira.id, vec![0xFF, 0xD8, 0xFF], &*code).unwrap();
    ira.sees("Код валиден").await;
    shop.close().await;
}
