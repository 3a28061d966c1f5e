//! Two processes on the same data.

use chrono::Duration;
use marmelad_sandbox::BotKind;
use rstest::rstest;

use crate::harness::{Backend, LEASE, Shop};

#[rstest]
#[case::sqlite(Backend::Sqlite)]
#[case::mariadb(Backend::MariaDb)]
#[tokio::test]
async fn two_replicas_answer_once_and_one_is_enough(#[case] backend: Backend) {
    let mut shop = Shop::open_on(backend).await;
    shop.start().await;
    let clients = ["Анна", "Борис", "Вера", "Глеб"].map(|name| shop.client(name));
    for client in &clients {
        client.subscribes();
        for said in ["/start", "Проверить подписку", "Мои скидки"] {
            client.says(said);
        }
    }
    shop.until_handled().await;
    for client in &clients {
        let answers = shop.telegram.bot_messages(BotKind::Main, client.id);
        let expected = ["Здравствуйте", "Ваша скидка", "Ваши активные скидки"];
        assert_eq!(answers.len(), expected.len());
        for (answer, expected) in answers.iter().zip(expected) {
            assert!(answer.text.contains(expected), "{}", answer.text);
        }
    }
    assert_eq!(shop.db.int("SELECT COUNT(*) FROM discounts").await, 4);

    // Whichever polls goes; what is said meanwhile is answered by the other.
    shop.kill().await;
    clients[0].says("/help");
    shop.wait(Duration::from_std(LEASE).unwrap());
    clients[0].sees("Вот что я умею").await;
    shop.close().await;
}
