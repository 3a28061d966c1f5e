//! A cashier at the till, and codes to redeem.

use marmelad_core::audit::Actor;
use marmelad_core::discounts::{IssueOutcome, TemplateEvent, TemplateTerms};
use marmelad_core::kernel::TelegramId;
use marmelad_core::staff::{CashierDecision, DecisionOutcome};

use crate::harness::{Person, Seen, Shop, terms};

/// A shop, and a cashier who may redeem.
pub(crate) async fn open() -> (Shop, Person) {
    let shop = Shop::open().await;
    let ira = hire(&shop, "Ира").await;
    (shop, ira)
}

/// Somebody who asked for access and got it.
pub(crate) async fn hire(shop: &Shop, name: &str) -> Person {
    let cashier = shop.staff(name);
    cashier.asks("/start", "Запрос отправлен").await;
    decide(shop, &cashier, CashierDecision::Approve).await;
    cashier.sees("Запрос одобрен").await;
    cashier
}

/// An operator decides about somebody.
pub(crate) async fn decide(shop: &Shop, who: &Person, decision: CashierDecision) {
    let id = TelegramId(who.id);
    let outcome =
        shop.within(move |app| async move { app.staff.decide_cashier(id, decision).await }).await;
    assert!(matches!(outcome.unwrap(), DecisionOutcome::Decided(_)));
}

/// Puts somebody into a shop.
pub(crate) async fn place(shop: &Shop, who: &Person, name: &str) {
    let sql = format!("UPDATE cashiers SET shop = '{name}' WHERE telegram_id = {}", who.id);
    shop.db.execute(&sql).await;
}

/// A client of the main bot, and a code of theirs on these terms.
pub(crate) async fn client_with(
    shop: &Shop,
    name: &str,
    change: impl FnOnce(&mut TemplateTerms),
) -> (Person, String) {
    let mut terms = terms(TemplateEvent::Manual);
    change(&mut terms);
    let template = shop.add_template(terms).await;
    let client = shop.signed_up(name).await;
    let id = TelegramId(client.id);
    let issued = shop
        .within(
            move |app| async move { app.discounts.issue_manually(id, template, &Actor::Cli).await },
        )
        .await;
    match issued.unwrap() {
        IssueOutcome::Issued(discount) => (client, discount.code.to_string()),
        refused => panic!("{refused:?}"),
    }
}

/// A code: 10 %, single use, 30 days.
pub(crate) async fn code(shop: &Shop) -> String {
    client_with(shop, "Анна", |_| {}).await.1
}

/// The code is typed and shown as valid.
pub(crate) async fn card(cashier: &Person, code: &str) -> Seen {
    cashier.asks(code, "Код валиден").await
}

/// The card of a new code: 10 %, single use, 30 days.
pub(crate) async fn new_card(shop: &Shop, cashier: &Person) -> Seen {
    card(cashier, &code(shop).await).await
}

/// The code is typed and redeemed.
pub(crate) async fn redeem(cashier: &Person, code: &str) -> Seen {
    let card = card(cashier, code).await;
    cashier.presses_until(&card, "Погасить", "Погашено ✅").await
}

/// How many usage-log rows there are with this status.
pub(crate) async fn logged(shop: &Shop, status: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM discount_usage_logs WHERE status = '{status}'");
    shop.db.int(&sql).await
}

/// `ДЯА4589` as people type it: `дяа 4589`.
pub(crate) fn sloppily(code: &str) -> String {
    let (letters, digits) = code.split_at(code.len() - 4);
    format!("{} {digits}", letters.to_lowercase())
}
