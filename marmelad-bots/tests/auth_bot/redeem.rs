//! Redeeming from the card.

use marmelad_core::discounts::UsageType;
use marmelad_sandbox::{BotKind, Fault};

use crate::auth_bot::till::{self, card, client_with, logged, redeem};
use crate::harness::Shop;

#[tokio::test]
async fn one_press_delivered_again_changes_nothing_and_is_answered_again() {
    let (shop, ira) = till::open().await;
    let (anna, code) = client_with(&shop, "Анна", |terms| {
        terms.usage = UsageType::Multi { max_uses: 5 };
    })
    .await;
    let card = card(&ira, &code).await;
    let press = ira.presses_under(&card, "Погасить");
    ira.finds_at(&card, "Погашено ✅").await;
    anna.sees("использован").await;

    // Under its own id, and under a new one.
    shop.telegram.redeliver(BotKind::Auth, press.update_id).unwrap();
    let again = ira.presses_under(&card, "Погасить");
    again.answered().await;
    let done = ira.finds_at(&card, "Погашено ✅").await;
    done.says(&["Осталось использований: 4"]);
    assert_eq!(logged(&shop, "success").await, 1);
    assert_eq!(shop.db.int("SELECT uses_count FROM discounts").await, 1);
    let notices = "SELECT COUNT(*) FROM notifications WHERE kind = 'redeemed'";
    assert_eq!(shop.db.int(notices).await, 1);
    shop.close().await;
}

#[tokio::test]
async fn two_presses_at_once_are_one_redemption() {
    let (shop, ira) = till::open().await;
    let card = till::new_card(&shop, &ira).await;
    let presses = [ira.presses_under(&card, "Погасить"), ira.presses_under(&card, "Погасить")];
    for press in presses {
        press.answered().await;
    }
    ira.finds_at(&card, "Погашено ✅").await;
    assert_eq!(logged(&shop, "success").await, 1);
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM discount_usage_logs").await, 1);
    shop.close().await;
}

#[tokio::test]
async fn cancelling_redeems_nothing() {
    let (shop, ira) = till::open().await;
    let card = till::new_card(&shop, &ira).await;
    ira.presses_under(&card, "Отмена").answered().await;
    let cancelled = ira.finds_at(&card, "Отменено. Код не погашен.").await;
    assert!(cancelled.buttons().is_empty());
    redeem(&ira, &card.code()).await;
    shop.close().await;
}

#[tokio::test]
async fn a_cancel_that_comes_after_the_redemption_does_not_deny_it() {
    let (shop, ira) = till::open().await;
    let card = till::new_card(&shop, &ira).await;
    ira.presses_under(&card, "Погасить");
    let late = ira.presses_under(&card, "Отмена");
    assert_eq!(late.answered().await.text, "Эта кнопка больше не действует");
    ira.finds_at(&card, "Погашено ✅").await;
    shop.close().await;
}

#[tokio::test]
async fn old_and_foreign_buttons_are_stale() {
    let (shop, ira) = till::open().await;
    let card = till::new_card(&shop, &ira).await;
    for data in ["", "x", "redeem", "redeem:ABC1234", "undo:99", "approve:", "broadcast:1"] {
        let answer = ira.presses_data(&card, data).answered().await;
        assert_eq!(answer.text, "Эта кнопка больше не действует", "{data}");
    }
    ira.presses_under(&card, "Погасить").answered().await;
    // The message confirmed one code; it cannot confirm another.
    let other = till::code(&shop).await;
    let forged = ira.presses_data(&card, &format!("redeem:{other}"));
    assert_eq!(forged.answered().await.text, "Эта кнопка больше не действует");
    assert_eq!(logged(&shop, "success").await, 1);
    shop.close().await;
}

#[tokio::test]
async fn somebody_who_is_no_cashier_redeems_nothing() {
    let shop = Shop::open().await;
    let owner = shop.owner();
    let code = till::code(&shop).await;
    let welcome = owner.asks("/start", "Здравствуйте").await;
    for data in [format!("redeem:{code}"), format!("amount:{code}"), "undo:1".into()] {
        owner.presses_data(&welcome, &data).answered().await;
        owner.sees("Эта команда вам недоступна").await;
    }
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM discount_usage_logs").await, 0);
    shop.close().await;
}

#[tokio::test]
async fn when_the_card_is_gone_the_answer_comes_anew() {
    let (shop, ira) = till::open().await;
    let card = till::new_card(&shop, &ira).await;
    let gone = Fault::bad_request("Bad Request: message to edit not found");
    shop.telegram.fault(gone.on(BotKind::Auth).method("editMessageText"));
    ira.presses_under(&card, "Погасить");
    let done = ira.sees("Погашено ✅").await;
    assert_eq!(done.buttons(), ["Отменить погашение"]);
    shop.close().await;
}
