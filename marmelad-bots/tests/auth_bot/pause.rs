//! Too many wrong codes.

use chrono::Duration;

use crate::auth_bot::till::{self, becomes, card, hire, logged};
use crate::harness::{Person, Shop};

async fn guess(cashier: &Person, count: u32) {
    for number in 0..count {
        cashier.asks(&format!("ЭЭЭ{number:04}"), "Код не найден").await;
    }
}

#[tokio::test]
async fn ten_wrong_codes_pause_a_cashier_and_tell_owners_once() {
    let shop = Shop::open().await;
    let (ira, oleg) = (hire(&shop, "Ира").await, hire(&shop, "Олег").await);
    let owner = shop.owner();
    owner.reads_all();
    let code = till::code(&shop).await;
    let shown = card(&ira, &code).await;
    guess(&ira, 10).await;

    let refused = ira.asks(&code, "Слишком много неверных кодов").await;
    assert!(refused.html().contains("Попробуйте через 5 минут"), "{}", refused.html());
    ira.presses_under(&shown, "Погасить");
    becomes(&ira, &shown, "Слишком много неверных кодов").await;
    ira.asks("ЭЭЭ7777", "Слишком много неверных кодов").await;
    card(&oleg, &code).await;
    assert_eq!(logged(&shop, "paused").await, 3);

    let alert = owner.finds("Слишком много неверных кодов").await;
    assert!(alert.html().contains("Кассир: Ира"), "{}", alert.html());
    let alerts = "SELECT COUNT(*) FROM notifications WHERE kind = 'alert'";
    assert_eq!(shop.db.int(alerts).await, 1);

    shop.later(Duration::minutes(5)).await;
    let again = card(&ira, &code).await;
    ira.presses_under(&again, "Погасить");
    becomes(&ira, &again, "Погашено ✅").await;
    shop.close().await;
}

#[tokio::test]
async fn commands_and_what_is_no_code_do_not_count() {
    let shop = Shop::open().await;
    let ira = hire(&shop, "Ира").await;
    let code = till::code(&shop).await;
    guess(&ira, 9).await;
    for text in ["привет", "ЭЭЭ12345", "🍬"] {
        ira.asks(text, "Код не найден").await;
    }
    ira.asks("/help", "Как погасить код").await;
    ira.asks("/nonsense", "Пришлите код").await;
    card(&ira, &code).await;
    shop.close().await;
}

#[tokio::test]
async fn wrong_codes_are_forgotten_after_the_window() {
    let shop = Shop::open().await;
    let ira = hire(&shop, "Ира").await;
    let code = till::code(&shop).await;
    guess(&ira, 9).await;
    shop.later(Duration::minutes(6)).await;
    guess(&ira, 9).await;
    card(&ira, &code).await;
    shop.close().await;
}
