//! Too many wrong codes.

use chrono::Duration;

use crate::auth_bot::till::{self, card, hire, logged};
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
    refused.says(&["Попробуйте через 5 минут"]);
    ira.presses_until(&shown, "Погасить", "Слишком много неверных кодов").await;
    ira.asks("ЭЭЭ7777", "Слишком много неверных кодов").await;
    card(&oleg, &code).await;
    assert_eq!(logged(&shop, "paused").await, 3);

    let alert = owner.finds("Слишком много неверных кодов").await;
    alert.says(&["Кассир: Ира"]);
    let alerts = "SELECT COUNT(*) FROM notifications WHERE kind = 'alert'";
    assert_eq!(shop.db.int(alerts).await, 1);

    shop.later(Duration::minutes(5)).await;
    let again = card(&ira, &code).await;
    ira.presses_until(&again, "Погасить", "Погашено ✅").await;
    shop.close().await;
}
