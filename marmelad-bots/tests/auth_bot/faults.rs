//! Lines that break and processes that die between a press and its answer.

use std::time::Duration as StdDuration;

use chrono::Duration;
use marmelad_sandbox::{BotKind, Fault};

use crate::auth_bot::till::{self, hire, logged, redeem};
use crate::harness::Shop;

/// Until the database says so; the process that writes it is another.
async fn until_logged(shop: &Shop, status: &str) {
    while logged(shop, status).await == 0 {
        tokio::time::sleep(StdDuration::from_millis(20)).await;
    }
}

fn hang(shop: &Shop, method: &str) {
    let hour = Fault::hang(StdDuration::from_hours(1));
    shop.telegram.fault(hour.on(BotKind::Auth).method(method).times(100));
}

#[tokio::test]
async fn a_line_cut_after_the_answer_leaves_one_redemption_and_an_answer() {
    let (shop, ira) = till::open().await;
    let card = till::new_card(&shop, &ira).await;
    shop.telegram.fault(Fault::cut_after().on(BotKind::Auth).method("editMessageText"));
    ira.presses_under(&card, "Погасить").answered().await;
    let done = ira.finds_at(&card, "Погашено ✅").await;
    assert_eq!(done.buttons(), ["Отменить погашение"]);
    assert_eq!(logged(&shop, "success").await, 1);
    shop.close().await;
}

#[tokio::test]
async fn killed_between_press_and_answer_it_answers_after_the_restart() {
    let (mut shop, ira) = till::open().await;
    let card = till::new_card(&shop, &ira).await;
    hang(&shop, "editMessageText");
    let press = ira.presses_under(&card, "Погасить");
    until_logged(&shop, "success").await;
    shop.crash().await;
    ira.finds_at(&card, "Погашено ✅").await;
    press.answered().await;
    assert_eq!(logged(&shop, "success").await, 1);
    assert_eq!(shop.db.int("SELECT uses_count FROM discounts").await, 1);
    shop.close().await;
}

#[tokio::test]
async fn killed_after_the_amount_it_answers_after_the_restart() {
    let (mut shop, ira) = till::open().await;
    let card = till::new_card(&shop, &ira).await;
    ira.presses_under(&card, "Погасить с суммой");
    ira.sees("Сумма?").await;
    hang(&shop, "sendMessage");
    ira.says("1500");
    until_logged(&shop, "success").await;
    shop.crash().await;
    ira.sees("К оплате: 1 350 ₽").await;
    assert_eq!(logged(&shop, "success").await, 1);
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM orders").await, 1);
    shop.close().await;
}

#[tokio::test]
async fn killed_after_the_undo_it_answers_after_the_restart() {
    let (mut shop, ira) = till::open().await;
    let done = redeem(&ira, &till::code(&shop).await).await;
    ira.presses_under(&done, "Отменить погашение");
    ira.sees("Укажите причину").await;
    hang(&shop, "sendMessage");
    ira.says("ошибка");
    until_logged(&shop, "undone").await;
    shop.crash().await;
    ira.sees("отменено").await;
    assert_eq!(logged(&shop, "undone").await, 1);
    assert_eq!(shop.db.int("SELECT uses_count FROM discounts").await, 0);
    shop.close().await;
}

#[tokio::test]
async fn killed_after_a_rejection_the_request_still_says_who_decided() {
    let mut shop = Shop::open().await;
    let ira = shop.staff("Ира");
    ira.asks("/start", "Запрос отправлен").await;
    let owner = shop.owner();
    let request = owner.sees("Запрос на доступ кассира").await;
    hang(&shop, "editMessageText");
    owner.presses_under(&request, "Отклонить");
    ira.sees("Запрос отклонён").await;
    shop.crash().await;
    let decided = owner.finds_at(&request, "❌ Отклонено: Владелец").await;
    assert!(decided.buttons().is_empty());
    shop.close().await;
}

#[tokio::test]
async fn a_wrong_code_whose_answer_gets_lost_is_logged_and_counted_once() {
    let shop = Shop::open().await;
    shop.set("wrong_code_limit", 2).await;
    let ira = hire(&shop, "Ира").await;
    let outage = Fault::http(502).on(BotKind::Auth).method("sendMessage");
    let outage = shop.telegram.fault(outage.times(1000));
    ira.says("АБВ1234");
    let put_off = "SELECT COUNT(*) FROM telegram_updates WHERE status = 'pending' AND attempts > 0";
    shop.until(put_off, 1).await;
    shop.telegram.disarm(outage);
    shop.wait(Duration::minutes(1));
    ira.sees("Код не найден").await;
    assert_eq!(logged(&shop, "not_found").await, 1);
    let paused = "SELECT COUNT(*) FROM wrong_codes WHERE paused_until IS NOT NULL";
    assert_eq!(shop.db.int(paused).await, 0);
    shop.close().await;
}
