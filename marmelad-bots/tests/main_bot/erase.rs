//! «Удалить мои данные».

use crate::harness::{Person, Seen, Shop};

async fn asked(anna: &Person) -> Seen {
    anna.asks("Профиль", "Ваш профиль").await;
    anna.presses_and_sees("Удалить мои данные", "Удалить ваши данные?").await
}

#[tokio::test]
async fn a_client_goes_and_comes_back_as_somebody_new() {
    let shop = Shop::open().await;
    let anna = shop.signed_up("Анна").await;
    anna.subscribes();
    anna.asks("Проверить подписку", "Ваша скидка").await;
    anna.asks("Указать ДР", "Введите дату").await;
    anna.asks("03.02.2002", "Спасибо").await;
    asked(&anna).await;
    anna.presses_and_sees("Да, удалить", "ваши данные удалены").await;
    assert!(anna.keyboard().is_empty());
    let telegram_ids = "SELECT telegram_id FROM users ORDER BY id";
    assert_eq!(shop.db.ints(telegram_ids).await, [-1]);
    let personal = "SELECT COUNT(*) FROM users WHERE first_name IS NOT NULL \
        OR birthday IS NOT NULL OR phone IS NOT NULL OR username IS NOT NULL";
    assert_eq!(shop.db.int(personal).await, 0);
    let good = "SELECT COUNT(*) FROM discounts WHERE revoked_at IS NULL";
    assert_eq!(shop.db.int(good).await, 0);

    anna.asks("/start", "Здравствуйте, Анна!").await;
    assert_eq!(shop.db.ints(telegram_ids).await, [-1, anna.id]);
    anna.asks("Мои скидки", "У вас нет активных скидок").await;
    anna.asks("Профиль", "День рождения: не указан").await;
    shop.close().await;
}

#[tokio::test]
async fn a_change_of_mind_leaves_everything() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    let question = asked(&anna).await;
    anna.presses("Отмена");
    anna.finds_at(&question, "Отменено").await;
    let late = anna.presses_under(&question, "Да, удалить");
    assert_eq!(late.answered().await.text, "Эта кнопка больше не действует");
    shop.until_handled().await;
    assert_eq!(shop.db.int("SELECT telegram_id FROM users").await, anna.id);
    shop.close().await;
}

#[tokio::test]
async fn pressing_twice_makes_nobody_new() {
    let shop = Shop::open().await;
    let anna = shop.client("Анна");
    let question = asked(&anna).await;
    anna.presses_under(&question, "Да, удалить");
    anna.presses_under(&question, "Да, удалить");
    anna.finds("ваши данные удалены").await;
    shop.until_handled().await;
    let telegram_ids = "SELECT telegram_id FROM users";
    assert_eq!(shop.db.ints(telegram_ids).await, [-1]);
    shop.close().await;
}
