//! One code, many hands.

use futures::future::join_all;
use marmelad_core::audit::Actor;
use marmelad_core::discounts::{RedeemCode, RedeemOutcome, Redeemer, UsageSource, UsageType};
use rstest::rstest;

use crate::auth_bot::till::{card, client_with, hire, logged};
use crate::harness::{Backend, Shop};

/// As the command line redeems.
fn by_operator(code: &str) -> RedeemCode {
    RedeemCode {
        code: code.to_owned(),
        by: Redeemer { cashier_id: None, admin_id: None, source: UsageSource::Cli },
        amount: None,
        key: None,
        actor: Some(Actor::Cli),
    }
}

#[rstest]
#[case::sqlite_single(Backend::Sqlite, UsageType::Single)]
#[case::sqlite_multi(Backend::Sqlite, UsageType::Multi { max_uses: 3 })]
#[case::mariadb_single(Backend::MariaDb, UsageType::Single)]
#[tokio::test]
async fn a_code_is_redeemed_as_often_as_it_holds_however_many_try(
    #[case] backend: Backend,
    #[case] usage: UsageType,
) {
    let shop = Shop::open_on(backend).await;
    let (_, code) = client_with(&shop, "Анна", |terms| terms.usage = usage).await;
    let mut tills = Vec::new();
    for number in 0..5 {
        let cashier = hire(&shop, &format!("Кассир {number}")).await;
        let card = card(&cashier, &code).await;
        tills.push((cashier, card));
    }

    let presses: Vec<_> =
        tills.iter().map(|(cashier, card)| cashier.presses_under(card, "Погасить")).collect();
    let typed = code.clone();
    let by_hand = shop
        .within(|app| async move {
            let tries = (0..5).map(|_| app.discounts.redeem(by_operator(&typed)));
            join_all(tries).await
        })
        .await;
    for press in presses {
        press.answered().await;
    }

    let by_hand = by_hand.into_iter().map(Result::unwrap);
    let by_hand = by_hand.filter(|outcome| matches!(outcome, RedeemOutcome::Redeemed(_)));
    let at_tills = tills.iter().filter(|(cashier, card)| {
        let card = shop.telegram.message(cashier.bot, cashier.id, card.0.message_id).unwrap();
        let (done, used) =
            (card.text.contains("Погашено ✅"), card.text.contains("Код уже погашен"));
        assert!(done ^ used, "{}", card.text);
        done
    });
    let uses = usize::try_from(usage.max_uses()).unwrap();
    assert_eq!(by_hand.count() + at_tills.count(), uses);
    let uses = i64::try_from(uses).unwrap();
    assert_eq!(logged(&shop, "success").await, uses);
    assert_eq!(logged(&shop, "already_used").await, 10 - uses);
    assert_eq!(shop.db.int("SELECT uses_count FROM discounts").await, uses);
    shop.close().await;
}
