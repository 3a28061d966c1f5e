//! «Отменить погашение».

use chrono::Duration;
use marmelad_core::discounts::UsageType;
use marmelad_sandbox::BotKind;

use crate::auth_bot::till::{self, card, client_with, hire, logged, loses_buttons, redeem};
use crate::harness::{Person, Seen, Shop};

async fn ask_reason(cashier: &Person, done: &Seen) {
    cashier.presses_under(done, "Отменить погашение");
    cashier.sees("Укажите причину").await;
}

#[tokio::test]
async fn within_five_minutes_a_slip_is_taken_back() {
    let shop = Shop::open().await;
    let ira = hire(&shop, "Ира").await;
    let (anna, code) = client_with(&shop, "Анна", |_| {}).await;
    let done = redeem(&ira, &code).await;
    anna.sees("использован").await;
    shop.later(Duration::minutes(5)).await;
    ask_reason(&ira, &done).await;
    ira.asks("Не тот покупатель, нужен был ААА0000", "Погашение отменено").await;
    loses_buttons(&ira, &done).await;
    anna.sees(&format!("Погашение кода {code} отменено. Код снова действует.")).await;
    let reason = "SELECT reason FROM discount_usage_logs WHERE status = 'undone'";
    assert_eq!(shop.db.text(reason).await.as_deref(), Some("Не тот покупатель, нужен был ААА0000"));
    // The code holds again, and the question is answered.
    redeem(&ira, &code).await;
    assert_eq!(logged(&shop, "success").await, 2);
    shop.close().await;
}

#[tokio::test]
async fn after_five_minutes_it_is_too_late() {
    let shop = Shop::open().await;
    let ira = hire(&shop, "Ира").await;
    let done = redeem(&ira, &till::code(&shop).await).await;
    shop.later(Duration::minutes(5) + Duration::milliseconds(1)).await;
    ira.presses_under(&done, "Отменить погашение").answered().await;
    ira.sees("Отменить уже нельзя").await;
    loses_buttons(&ira, &done).await;
    ira.asks("ошибка", "Код не найден").await;
    assert_eq!(logged(&shop, "undone").await, 0);
    shop.close().await;
}

#[tokio::test]
async fn the_reason_may_come_too_late_as_well() {
    let shop = Shop::open().await;
    let ira = hire(&shop, "Ира").await;
    let done = redeem(&ira, &till::code(&shop).await).await;
    ask_reason(&ira, &done).await;
    shop.later(Duration::minutes(6)).await;
    ira.asks("ошибка", "Отменить уже нельзя").await;
    assert_eq!(logged(&shop, "undone").await, 0);
    shop.close().await;
}

#[tokio::test]
async fn it_is_taken_back_once() {
    let shop = Shop::open().await;
    let ira = hire(&shop, "Ира").await;
    let (_, code) = client_with(&shop, "Анна", |terms| {
        terms.usage = UsageType::Multi { max_uses: 3 };
    })
    .await;
    let first = redeem(&ira, &code).await;
    redeem(&ira, &code).await;
    ask_reason(&ira, &first).await;
    ira.asks("ошибка", "Погашение отменено").await;
    ira.presses_under(&first, "Отменить погашение").answered().await;
    ira.sees("Это погашение уже отменено").await;
    assert_eq!(shop.db.int("SELECT uses_count FROM discounts").await, 1);
    assert_eq!(logged(&shop, "undone").await, 1);
    shop.close().await;
}

#[tokio::test]
async fn somebody_elses_is_not_taken_back() {
    let shop = Shop::open().await;
    let (ira, oleg) = (hire(&shop, "Ира").await, hire(&shop, "Олег").await);
    let code = till::code(&shop).await;
    let done = redeem(&ira, &code).await;
    let own = card(&oleg, &till::code(&shop).await).await;
    let data = done.button("Отменить погашение").callback_data.unwrap();
    oleg.presses_data(&own, &data).answered().await;
    oleg.sees("только тот, кто погасил").await;
    assert_eq!(logged(&shop, "undone").await, 0);
    shop.close().await;
}

#[tokio::test]
async fn the_reason_is_waited_for_across_a_restart() {
    let mut shop = Shop::open().await;
    let ira = hire(&shop, "Ира").await;
    let done = redeem(&ira, &till::code(&shop).await).await;
    ask_reason(&ira, &done).await;
    shop.restart().await;
    ira.asks("ошибка", "Погашение отменено").await;
    shop.close().await;
}

#[tokio::test]
async fn without_a_reason_nothing_is_taken_back() {
    let shop = Shop::open().await;
    let ira = hire(&shop, "Ира").await;
    let (first, second) = (till::code(&shop).await, till::code(&shop).await);
    let done = redeem(&ira, &first).await;
    ask_reason(&ira, &done).await;
    shop.telegram.send_sticker(BotKind::Auth, ira.id, "🎉").unwrap();
    ira.sees("Укажите причину").await;
    ira.asks("/cancel", "Отменено").await;
    ira.asks("ошибка", "Код не найден").await;

    // The next client's code is no reason.
    ask_reason(&ira, &done).await;
    card(&ira, &second).await;
    assert_eq!(logged(&shop, "undone").await, 0);
    shop.close().await;
}
