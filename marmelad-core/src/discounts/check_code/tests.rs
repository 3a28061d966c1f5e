use std::sync::Arc;

use rstest::rstest;

use crate::Ports;
use crate::alerts::MockAlerts;
use crate::discounts::check_code::*;
use crate::discounts::{MockDiscountRepo, MockWrongCodeLimiter, WrongCodeVerdict};
use crate::staff::{CashierStatus, MockCashierRepo};
use crate::testing::{NOW, app_at, by_cashier, cashier, client_card, discount};

const KEY: &str = "check:7:11";
const CODE: &str = "ДЯА4589";

fn paused() -> Refusal {
    Refusal::Paused { until: "2026-03-05T03:00:00Z".parse().unwrap() }
}

/// Ports of a cashier who may redeem; `discounts` finds and logs.
fn ports(discounts: MockDiscountRepo) -> Ports {
    let mut cashiers = MockCashierRepo::new();
    cashiers.expect_find().returning(|_| Ok(Some(cashier())));
    Ports {
        discounts: Arc::new(discounts),
        cashiers: Arc::new(cashiers),
        wrong_codes: Arc::new(limiter()),
        ..Ports::mocked()
    }
}

fn limiter() -> MockWrongCodeLimiter {
    let mut limiter = MockWrongCodeLimiter::new();
    limiter.expect_paused_until().returning(|_, _| Ok(None));
    limiter
}

fn valid() -> MockDiscountRepo {
    let mut discounts = MockDiscountRepo::new();
    discounts.expect_find_by_code().returning(|_| Ok(Some((discount(), client_card()))));
    discounts
}

fn logging(expected: Refusal, code: &'static str) -> MockDiscountRepo {
    let mut discounts = MockDiscountRepo::new();
    discounts
        .expect_log_refusal()
        .once()
        .withf(move |attempt| attempt.refusal == expected && attempt.code == code)
        .returning(|_| Ok(true));
    discounts
}

async fn check(typed: &str, ports: Ports) -> CheckOutcome {
    app_at(NOW, ports).discounts.check_code(typed, by_cashier()).await.unwrap()
}

async fn check_at_till(cashier: &Cashier, ports: Ports) -> CheckOutcome {
    let key = Some(KEY.to_owned());
    app_at(NOW, ports).discounts.check_code_at_till(CODE, cashier, key).await.unwrap()
}

fn refused(code: &str, refusal: Refusal) -> CheckOutcome {
    CheckOutcome::Refused { code: code.to_owned(), refusal, discount: None }
}

#[tokio::test]
async fn a_valid_code_shows_client_and_discount_and_writes_nothing() {
    let expected = CheckOutcome::Valid { discount: Box::new(discount()), client: client_card() };
    assert_eq!(check("дяа 4589", ports(valid())).await, expected);
    // At the till the cashier's record is not read again.
    let at_till = Ports { cashiers: Arc::new(MockCashierRepo::new()), ..ports(valid()) };
    assert_eq!(check_at_till(&cashier(), at_till).await, expected);
}

#[tokio::test]
async fn the_wrong_code_that_starts_a_pause_alerts_owners_once() {
    let mut discounts = logging(Refusal::NotFound, CODE);
    discounts.expect_find_by_code().returning(|_| Ok(None));
    let mut limiter = limiter();
    let until = "2026-03-05T03:05:00Z".parse().unwrap();
    limiter
        .expect_record()
        .once()
        .returning(move |_, _, _| Ok(WrongCodeVerdict::PauseBegan(until)));
    let mut alerts = MockAlerts::new();
    alerts.expect_raise().once().returning(|_, _, _| Ok(1));
    let ports =
        Ports { wrong_codes: Arc::new(limiter), alerts: Arc::new(alerts), ..ports(discounts) };
    assert_eq!(check(CODE, ports).await, refused(CODE, Refusal::NotFound));
}

/// The mocks expect neither a look-up of the code nor a count against the cashier.
#[rstest]
#[case::paused(CODE, CashierStatus::Active, paused())]
#[case::no_code("привет", CashierStatus::Active, Refusal::NotFound)]
#[case::without_access(CODE, CashierStatus::Inactive, Refusal::CashierNotActive)]
#[tokio::test]
async fn some_texts_are_logged_but_not_looked_up_or_counted(
    #[case] typed: &'static str,
    #[case] status: CashierStatus,
    #[case] refusal: Refusal,
) {
    let mut cashiers = MockCashierRepo::new();
    cashiers.expect_find().returning(move |_| Ok(Some(Cashier { status, ..cashier() })));
    let mut limiter = MockWrongCodeLimiter::new();
    let until = match refusal {
        Refusal::Paused { until } => Some(until),
        _ => None,
    };
    limiter.expect_paused_until().returning(move |_, _| Ok(until));
    let ports = Ports {
        cashiers: Arc::new(cashiers),
        wrong_codes: Arc::new(limiter),
        ..ports(logging(refusal, typed))
    };
    assert_eq!(check(typed, ports).await, refused(typed, refusal));
}

#[tokio::test]
async fn a_former_cashier_is_refused_at_the_till() {
    let inactive = Cashier { status: CashierStatus::Inactive, ..cashier() };
    let ports = unread_cashiers(logging(Refusal::CashierNotActive, CODE));
    assert_eq!(check_at_till(&inactive, ports).await, refused(CODE, Refusal::CashierNotActive));
}

#[tokio::test]
async fn a_repeated_message_counts_once() {
    let mut discounts = MockDiscountRepo::new();
    discounts.expect_find_by_code().returning(|_| Ok(None));
    discounts
        .expect_log_refusal()
        .once()
        .withf(|attempt| attempt.key.as_deref() == Some(KEY))
        .returning(|_| Ok(false));
    // The limiter's mock expects no call, so counting would fail the test.
    let outcome = check_at_till(&cashier(), unread_cashiers(discounts)).await;
    assert_eq!(outcome, refused(CODE, Refusal::NotFound));
}

/// The bot has read the cashier already: reading again would fail the test.
fn unread_cashiers(discounts: MockDiscountRepo) -> Ports {
    Ports { cashiers: Arc::new(MockCashierRepo::new()), ..ports(discounts) }
}
