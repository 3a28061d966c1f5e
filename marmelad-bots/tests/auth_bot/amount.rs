//! «Погасить с суммой».

use chrono::Duration;
use marmelad_core::kernel::Money;

use crate::auth_bot::till::{self, card, client_with, logged, redeem};
use crate::harness::{Person, Seen, Shop};

async fn ask_amount(cashier: &Person, code: &str) -> Seen {
    let card = card(cashier, code).await;
    cashier.presses_under(&card, "Погасить с суммой");
    cashier.sees("Сумма?").await;
    card
}

async fn with_minimum(shop: &Shop) -> String {
    let minimum = Money::from_kopecks(50_000);
    client_with(shop, "Анна", |terms| terms.min_order_amount = minimum).await.1
}

#[tokio::test]
async fn the_cashier_learns_what_is_to_be_paid() {
    let (shop, ira) = till::open().await;
    let (anna, code) = client_with(&shop, "Анна", |_| {}).await;
    let card = ask_amount(&ira, &code).await;
    let done = ira.asks("1 500,50 ₽", "Погашено ✅").await;
    done.says(&["Сумма покупки: 1 500,50 ₽", "150,05 ₽", "К оплате: 1 350,45 ₽"]);
    assert_eq!(done.buttons(), ["Отменить погашение"]);
    ira.finds_buttons(&card, &[]).await;
    anna.sees("Вы сэкономили 150,05 ₽").await;
    let orders = "SELECT amount FROM orders WHERE status = 'completed' AND discount_amount = 15005";
    assert_eq!(shop.db.ints(orders).await, [150_050]);
    // The question is answered: the next text is a code again.
    ira.asks("1500", "Код не найден").await;
    shop.close().await;
}

#[tokio::test]
async fn below_the_minimum_the_code_stays_and_another_amount_may_follow() {
    let (shop, ira) = till::open().await;
    let code = with_minimum(&shop).await;
    let shown = card(&ira, &code).await;
    shown.says(&["Нужна покупка от 500 ₽"]);
    let needed = ira.presses_until(&shown, "Погасить", "Нужна сумма покупки").await;
    assert_eq!(needed.buttons(), ["Погасить с суммой", "Отмена"]);
    ira.presses_under(&needed, "Погасить с суммой");
    ira.sees("Сумма?").await.says(&["от 500 ₽"]);
    ira.asks("499,99", "Сумма меньше минимальной: 500 ₽").await;
    assert_eq!(shop.db.int("SELECT uses_count FROM discounts").await, 0);
    ira.asks("500", "Погашено ✅").await;
    assert_eq!(logged(&shop, "amount_required").await, 1);
    assert_eq!(logged(&shop, "below_minimum").await, 1);
    assert_eq!(logged(&shop, "success").await, 1);
    shop.close().await;
}

#[tokio::test]
async fn an_amount_that_does_not_read_is_asked_for_again() {
    let (shop, ira) = till::open().await;
    ask_amount(&ira, &till::code(&shop).await).await;
    for (typed, answer) in [
        ("тысяча", "Не получилось прочитать сумму"),
        ("0000000", "Сумма должна быть от 0,01"),
        ("1,505", "не больше двух цифр"),
    ] {
        ira.asks(typed, answer).await;
    }
    shop.telegram.send_sticker(marmelad_sandbox::BotKind::Auth, ira.id, "🎉").unwrap();
    ira.sees("Не получилось прочитать сумму").await;
    // Digits that might be a code of look-alikes are an amount here.
    ira.asks("3003000", "3 003 000 ₽").await;
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM discount_usage_logs").await, 1);
    shop.close().await;
}

#[tokio::test]
async fn a_code_a_command_and_another_button_leave_the_question() {
    let (shop, ira) = till::open().await;
    let (first, second) = (till::code(&shop).await, till::code(&shop).await);
    ask_amount(&ira, &first).await;
    assert_eq!(card(&ira, &second).await.code(), second);
    ira.asks("1500", "Код не найден").await;

    ask_amount(&ira, &first).await;
    ira.asks("/cancel", "Отменено").await;
    ira.asks("1500", "Код не найден").await;

    let asked = ask_amount(&ira, &first).await;
    ira.presses_under(&asked, "Отмена").answered().await;
    ira.asks("1500", "Код не найден").await;
    assert_eq!(logged(&shop, "success").await, 0);
    shop.close().await;
}

#[tokio::test]
async fn after_five_minutes_the_amount_is_not_taken() {
    let (shop, ira) = till::open().await;
    let code = till::code(&shop).await;
    ask_amount(&ira, &code).await;
    shop.later(Duration::minutes(5) + Duration::milliseconds(1)).await;
    ira.asks("1500", "Время на ввод суммы вышло").await;
    ira.asks("1500", "Код не найден").await;
    ask_amount(&ira, &code).await;
    shop.later(Duration::minutes(5)).await;
    ira.asks("1500", "Погашено ✅").await;
    shop.close().await;
}

#[tokio::test]
async fn the_question_survives_a_restart_and_the_button_checks_again() {
    let (mut shop, ira) = till::open().await;
    let (first, second) = (till::code(&shop).await, till::code(&shop).await);
    let stale = card(&ira, &second).await;
    redeem(&ira, &second).await;
    ira.presses_under(&stale, "Погасить с суммой").answered().await;
    ira.finds_at(&stale, "Код уже погашен").await;

    ask_amount(&ira, &first).await;
    shop.restart().await;
    ira.asks("1500", "Погашено ✅").await;
    shop.close().await;
}
