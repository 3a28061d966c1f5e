//! «Отменить погашение».

use chrono::Duration;
use marmelad_sandbox::BotKind;

use crate::auth_bot::till::{self, card, client_with, hire, logged, redeem};
use crate::harness::{Person, Seen};

async fn ask_reason(cashier: &Person, done: &Seen) {
    cashier.presses_under(done, "Отменить погашение");
    cashier.sees("Укажите причину").await;
}

#[tokio::test]
async fn within_five_minutes_a_slip_is_taken_back() {
    let (shop, ira) = till::open().await;
    let (anna, code) = client_with(&shop, "Анна", |_| {}).await;
    let done = redeem(&ira, &code).await;
    anna.sees("использован").await;
    shop.later(Duration::minutes(5)).await;
    ask_reason(&ira, &done).await;
    ira.asks("Не тот покупатель, нужен был ААА0000", "Погашение отменено").await;
    ira.finds_buttons(&done, &[]).await;
    anna.sees(&format!("Погашение кода {code} отменено. Код снова действует.")).await;
    let reason = "SELECT reason FROM discount_usage_logs WHERE status = 'undone'";
    assert_eq!(shop.db.text(reason).await.as_deref(), Some("Не тот покупатель, нужен был ААА0000"));
    // The code holds again, and the question is answered.
    redeem(&ira, &code).await;
    assert_eq!(logged(&shop, "success").await, 2);
    shop.close().await;
}

#[tokio::test]
async fn what_may_not_be_taken_back_is_told() {
    let (shop, ira) = till::open().await;
    let oleg = hire(&shop, "Олег").await;
    let (first, second) = (till::code(&shop).await, till::code(&shop).await);
    let undone = redeem(&ira, &first).await;
    ask_reason(&ira, &undone).await;
    ira.asks("ошибка", "Погашение отменено").await;
    ira.presses_under(&undone, "Отменить погашение").answered().await;
    ira.sees("Это погашение уже отменено").await;

    let done = redeem(&ira, &second).await;
    let own = till::new_card(&shop, &oleg).await;
    let data = done.button("Отменить погашение").callback_data.unwrap();
    oleg.presses_data(&own, &data).answered().await;
    oleg.sees("только тот, кто погасил").await;

    // Asked for in time, given too late.
    ask_reason(&ira, &done).await;
    shop.later(Duration::minutes(5) + Duration::milliseconds(1)).await;
    ira.asks("ошибка", "Отменить уже нельзя").await;
    ira.presses_under(&done, "Отменить погашение").answered().await;
    ira.sees("Отменить уже нельзя").await;
    ira.finds_buttons(&done, &[]).await;
    ira.asks("ошибка", "Код не найден").await;
    assert_eq!(logged(&shop, "undone").await, 1);
    shop.close().await;
}

#[tokio::test]
async fn the_reason_is_waited_for_across_a_restart() {
    let (mut shop, ira) = till::open().await;
    let done = redeem(&ira, &till::code(&shop).await).await;
    ask_reason(&ira, &done).await;
    shop.restart().await;
    ira.asks("ошибка", "Погашение отменено").await;
    shop.close().await;
}

#[tokio::test]
async fn without_a_reason_nothing_is_taken_back() {
    let (shop, ira) = till::open().await;
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
