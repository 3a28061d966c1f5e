//! Asking for access, and who gives it.

use chrono::Duration;
use marmelad_core::audit::Actor;
use marmelad_core::kernel::TelegramId;
use marmelad_core::staff::{AddAdmin, CashierDecision, NotificationGroup, Role};
use marmelad_sandbox::{BotKind, Fault};

use crate::auth_bot::till::{self, decide};
use crate::harness::{Person, Shop};

/// One more admin who is told of requests.
async fn add_admin(shop: &Shop, name: &str, role: Role) -> Person {
    let person = shop.staff(name);
    shop.telegram.open_chat(BotKind::Auth, person.id);
    let admin = AddAdmin {
        telegram_id: TelegramId(person.id),
        display_name: name.to_owned(),
        role,
        can_broadcast_from_chat: None,
        notification_groups: vec![NotificationGroup::CashierRequests],
    };
    shop.within(|app| async move { app.staff.add_admin(admin, &Actor::Cli).await }).await.unwrap();
    person
}

#[tokio::test]
async fn an_owner_lets_a_cashier_in_by_the_button() {
    let shop = Shop::open().await;
    let ira = shop.staff("Ира <3");
    ira.asks("Привет", "Запрос отправлен").await;
    ira.asks("Ну как?", "Ваш запрос на рассмотрении").await;
    let waiting = "SELECT COUNT(*) FROM cashiers WHERE status = 'pending' AND is_active = 0";
    assert_eq!(shop.db.int(waiting).await, 1);
    let admin = format!("SELECT role FROM admins WHERE telegram_id = {} AND is_active = 0", ira.id);
    assert_eq!(shop.db.text(&admin).await.as_deref(), Some("readonly"));

    let owner = shop.owner();
    let request = owner.sees("Запрос на доступ кассира").await;
    request.says(&["Ира &lt;3"]);
    let id = shop.db.int("SELECT id FROM cashiers").await;
    let data = |label: &str| request.button(label).callback_data.unwrap();
    assert_eq!(data("Одобрить"), format!("approve:{id}"));
    assert_eq!(data("Отклонить"), format!("reject:{id}"));

    let press = owner.presses_under(&request, "Одобрить");
    let decided = owner.finds_at(&request, "✅ Одобрено: Владелец").await;
    assert!(decided.buttons().is_empty());
    assert_eq!(press.answered().await.text, "");
    ira.sees("Запрос одобрен").await;
    ira.asks("ААА0000", "Код не найден").await;
    assert_eq!(
        shop.db.int("SELECT COUNT(*) FROM audit_logs WHERE action = 'approve_cashier'").await,
        1
    );
    shop.close().await;
}

#[tokio::test]
async fn whoever_is_rejected_may_ask_again_after_a_day() {
    let shop = Shop::open().await;
    let ira = shop.staff("Ира");
    let owner = shop.owner();
    ira.asks("/start", "Запрос отправлен").await;
    let request = owner.sees("Запрос на доступ кассира").await;
    owner.presses_until(&request, "Отклонить", "❌ Отклонено: Владелец").await;
    ira.sees("Запрос отклонён").await;

    shop.later(Duration::hours(24) - Duration::milliseconds(1)).await;
    let refused = ira.asks("Пустите!", "Запрос отклонён").await;
    refused.says(&["6 марта в 12:00"]);
    shop.later(Duration::milliseconds(1)).await;
    ira.asks("Пустите!", "Запрос отправлен").await;
    let again = owner.sees("Запрос на доступ кассира").await;
    owner.presses_under(&again, "Одобрить");
    ira.sees("Запрос одобрен").await;
    shop.close().await;
}

#[tokio::test]
async fn the_first_press_wins_and_the_others_are_told_who() {
    let shop = Shop::open().await;
    let (olga, boris) = (shop.owner(), add_admin(&shop, "Борис", Role::Marketing).await);
    let ira = shop.staff("Ира");
    ira.asks("/start", "Запрос отправлен").await;
    let to_olga = olga.sees("Запрос на доступ кассира").await;
    let to_boris = boris.sees("Запрос на доступ кассира").await;

    boris.presses_under(&to_boris, "Отклонить");
    ira.sees("Запрос отклонён").await;
    let changed = olga.finds_at(&to_olga, "❌ Отклонено: Борис").await;
    assert!(changed.buttons().is_empty());

    // The press was on its way already.
    let late = olga.presses_under(&to_olga, "Одобрить");
    assert_eq!(late.answered().await.text, "Решение уже принято: Борис");
    olga.finds_at(&to_olga, "❌ Отклонено: Борис").await;
    let status = "SELECT status FROM cashiers";
    assert_eq!(shop.db.text(status).await.as_deref(), Some("rejected"));
    shop.close().await;
}

#[tokio::test]
async fn two_owners_at_once_make_one_decision() {
    let shop = Shop::open().await;
    let (olga, boris) = (shop.owner(), add_admin(&shop, "Борис", Role::Owner).await);
    for round in 0..5 {
        let name = format!("Кассир {round}");
        let asking = shop.staff(&name);
        asking.asks("/start", "Запрос отправлен").await;
        let to_olga = olga.sees(&name).await;
        let to_boris = boris.sees(&name).await;
        let presses =
            [olga.presses_under(&to_olga, "Одобрить"), boris.presses_under(&to_boris, "Отклонить")];
        let answers = [presses[0].answered().await, presses[1].answered().await];
        let (verdict, loser) = match answers.each_ref().map(|answer| answer.text.as_str()) {
            ["", late] => ("✅ Одобрено: Владелец", late),
            [late, _] => ("❌ Отклонено: Борис", late),
        };
        assert!(loser.starts_with("Решение уже принято: "), "{answers:?}");
        olga.finds_at(&to_olga, verdict).await;
        boris.finds_at(&to_boris, verdict).await;
    }
    let decisions = "SELECT COUNT(*) FROM audit_logs WHERE entity = 'cashier'";
    assert_eq!(shop.db.int(decisions).await, 5);
    shop.close().await;
}

#[tokio::test]
async fn whoever_may_not_decide_changes_nothing() {
    let shop = Shop::open().await;
    let vera = add_admin(&shop, "Вера", Role::Readonly).await;
    let stranger = shop.staff("Посторонний");
    let ira = shop.staff("Ира");
    ira.asks("/start", "Запрос отправлен").await;
    let request = vera.sees("Запрос на доступ кассира").await;
    let press = vera.presses_under(&request, "Одобрить");
    vera.sees("Эта команда вам недоступна").await;
    press.answered().await;

    // Somebody who got hold of the data by another program.
    let own = stranger.asks("/start", "Запрос отправлен").await;
    let data = request.button("Одобрить").callback_data.unwrap();
    stranger.presses_data(&own, &data).answered().await;
    stranger.sees("Эта команда вам недоступна").await;
    let pending = "SELECT COUNT(*) FROM cashiers WHERE status = 'pending'";
    assert_eq!(shop.db.int(pending).await, 2);
    shop.close().await;
}

#[tokio::test]
async fn twenty_first_messages_at_once_are_one_request() {
    let shop = Shop::open().await;
    let ira = shop.staff("Ира");
    for number in 0..20 {
        ira.says(&format!("Здравствуйте {number}"));
    }
    let answers = ira
        .telegram
        .wait_until(|telegram| {
            let said = telegram.bot_messages(BotKind::Auth, ira.id);
            (said.len() == 20).then_some(said)
        })
        .await
        .unwrap();
    let sent = |text: &str| answers.iter().filter(|said| said.text.contains(text)).count();
    assert_eq!((sent("Запрос отправлен"), sent("на рассмотрении")), (1, 19));
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM cashiers").await, 1);
    let notices = "SELECT COUNT(*) FROM notifications WHERE kind = 'cashier_request'";
    assert_eq!(shop.db.int(notices).await, 1);
    shop.close().await;
}

#[tokio::test]
async fn a_registration_survives_a_telegram_that_fails() {
    let shop = Shop::open().await;
    let ira = shop.staff("Ира");
    shop.telegram
        .fault(Fault::http(500).on(BotKind::Auth).method("sendMessage").chat(ira.id).times(2));
    ira.asks("/start", "Запрос отправлен").await;
    shop.owner().sees("Запрос на доступ кассира").await;
    shop.close().await;
}

#[tokio::test]
async fn a_deactivated_cashier_is_told_so() {
    let (shop, ira) = till::open().await;
    decide(&shop, &ira, CashierDecision::Deactivate).await;
    ira.sees("Доступ отключён").await;
    for text in ["/start", "/help", "/login", "/cancel", "Я кассир", "ААА0000"] {
        ira.asks(text, "Доступ отключён").await;
    }
    let refused = "SELECT code FROM discount_usage_logs WHERE status = 'cashier_not_active'";
    assert_eq!(shop.db.text(refused).await.as_deref(), Some("ААА0000"));
    shop.later(Duration::minutes(1)).await;
    decide(&shop, &ira, CashierDecision::Approve).await;
    ira.sees("Запрос одобрен").await;
    ira.asks("/start", "Здравствуйте, Ира!").await;
    shop.close().await;
}
