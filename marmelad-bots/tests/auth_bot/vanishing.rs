//! The till without Redis: codes are checked, redeemed and undone by whoever needs no question.

use marmelad_sandbox::BotKind;
use rstest::rstest;

use crate::auth_bot::till::{card, client_with, hire, logged};
use crate::harness::{Backend, Shop};

/// A Redis address on which nothing listens.
const AWAY: [(&str, &str); 1] = [("REDIS_URL", "redis://127.0.0.1:1/0")];

#[rstest]
#[case::sqlite(Backend::Sqlite)]
#[case::mariadb(Backend::MariaDb)]
#[tokio::test]
async fn without_redis_the_till_goes_on(#[case] backend: Backend) {
    let shop = Shop::build(backend, |telegram| telegram, &AWAY).await;
    let (_, code) = client_with(&shop, "Анна", |_| {}).await;
    let ira = hire(&shop, "Ира").await;
    let card = card(&ira, &code).await;
    ira.presses_under(&card, "Погасить с суммой").answered().await;
    ira.sees("Что-то пошло не так").await;
    ira.presses_under(&card, "Погасить").answered().await;
    ira.finds_at(&card, "Погашено ✅").await;
    ira.asks("АБВ0000", "Код не найден").await;
    ira.asks("/help", "код").await;
    // Perhaps a reason or an amount that was asked for: it is not taken for a code.
    ira.asks("передумали", "Что-то пошло не так").await;
    assert_eq!(logged(&shop, "success").await, 1);
    assert_eq!(logged(&shop, "not_found").await, 1);
    assert_eq!(shop.telegram.count(BotKind::Auth, Some("sendMessage"), 400), 0);
    shop.close().await;
}
