use std::sync::Arc;

use crate::Ports;
use crate::alerts::MockAlerts;
use crate::discounts::check_code::*;
use crate::discounts::{MockDiscountRepo, MockWrongCodeLimiter, WrongCodeVerdict};
use crate::staff::{CashierStatus, MockCashierRepo};
use crate::testing::{NOW, app_with_settings, by_cashier, cashier, client_card, discount};

const KEY: &str = "check:7:11";

fn cashiers() -> Arc<MockCashierRepo> {
    let mut cashiers = MockCashierRepo::new();
    cashiers.expect_find().returning(|_| Ok(Some(cashier())));
    Arc::new(cashiers)
}

fn limiter(paused: bool) -> MockWrongCodeLimiter {
    let mut limiter = MockWrongCodeLimiter::new();
    let until = paused.then(|| "2026-03-05T03:00:00Z".parse().unwrap());
    limiter.expect_paused_until().returning(move |_, _| Ok(until));
    limiter
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

#[tokio::test]
async fn a_valid_code_shows_client_and_discount_and_writes_nothing() {
    let mut discounts = MockDiscountRepo::new();
    discounts.expect_find_by_code().returning(|_| Ok(Some((discount(), client_card()))));
    let ports = Ports {
        discounts: Arc::new(discounts),
        cashiers: cashiers(),
        wrong_codes: Arc::new(limiter(false)),
        ..Ports::mocked()
    };
    let outcome = app_with_settings(NOW, &[], ports)
        .discounts
        .check_code("дяа 4589", by_cashier())
        .await
        .unwrap();
    assert_eq!(
        outcome,
        CheckOutcome::Valid { discount: Box::new(discount()), client: client_card() }
    );
}

#[tokio::test]
async fn the_wrong_code_that_starts_a_pause_alerts_owners_once() {
    let mut discounts = logging(Refusal::NotFound, "ДЯА4589");
    discounts.expect_find_by_code().returning(|_| Ok(None));
    let mut limiter = limiter(false);
    let until = "2026-03-05T03:05:00Z".parse().unwrap();
    limiter
        .expect_record()
        .once()
        .returning(move |_, _, _| Ok(WrongCodeVerdict::PauseBegan(until)));
    let mut alerts = MockAlerts::new();
    alerts.expect_raise().once().returning(|_, _, _| Ok(1));
    let ports = Ports {
        discounts: Arc::new(discounts),
        cashiers: cashiers(),
        wrong_codes: Arc::new(limiter),
        alerts: Arc::new(alerts),
        ..Ports::mocked()
    };
    let outcome = app_with_settings(NOW, &[], ports)
        .discounts
        .check_code("ДЯА4589", by_cashier())
        .await
        .unwrap();
    assert!(matches!(outcome, CheckOutcome::Refused { refusal: Refusal::NotFound, .. }));
}

#[tokio::test]
async fn a_paused_cashier_learns_nothing_about_a_code() {
    let until = "2026-03-05T03:00:00Z".parse().unwrap();
    let ports = Ports {
        discounts: Arc::new(logging(Refusal::Paused { until }, "ДЯА4589")),
        cashiers: cashiers(),
        wrong_codes: Arc::new(limiter(true)),
        ..Ports::mocked()
    };
    let outcome = app_with_settings(NOW, &[], ports)
        .discounts
        .check_code("ДЯА4589", by_cashier())
        .await
        .unwrap();
    assert!(matches!(outcome, CheckOutcome::Refused { refusal: Refusal::Paused { .. }, .. }));
}

#[tokio::test]
async fn text_that_is_no_code_is_logged_but_not_looked_up_or_counted() {
    let ports = Ports {
        discounts: Arc::new(logging(Refusal::NotFound, "привет")),
        ..Ports::mocked()
    };
    let outcome = app_with_settings(NOW, &[], ports)
        .discounts
        .check_code("привет", by_cashier())
        .await
        .unwrap();
    assert!(matches!(outcome, CheckOutcome::Refused { refusal: Refusal::NotFound, .. }));
}

#[tokio::test]
async fn a_cashier_without_access_is_refused_before_any_look_up() {
    let mut cashiers = MockCashierRepo::new();
    cashiers.expect_find().returning(|_| {
        let mut cashier = cashier();
        cashier.status = CashierStatus::Inactive;
        Ok(Some(cashier))
    });
    let ports = Ports {
        discounts: Arc::new(logging(Refusal::CashierNotActive, "ДЯА4589")),
        cashiers: Arc::new(cashiers),
        ..Ports::mocked()
    };
    let outcome = app_with_settings(NOW, &[], ports)
        .discounts
        .check_code("ДЯА4589", by_cashier())
        .await
        .unwrap();
    assert!(matches!(outcome, CheckOutcome::Refused { refusal: Refusal::CashierNotActive, .. }));
}

#[tokio::test]
async fn at_the_till_the_cashiers_record_is_not_read_again() {
    let mut discounts = MockDiscountRepo::new();
    discounts.expect_find_by_code().returning(|_| Ok(Some((discount(), client_card()))));
    let ports = Ports {
        discounts: Arc::new(discounts),
        wrong_codes: Arc::new(limiter(false)),
        ..Ports::mocked()
    };
    let outcome = app_with_settings(NOW, &[], ports)
        .discounts
        .check_code_at_till("ДЯА4589", &cashier(), Some(KEY.into()))
        .await
        .unwrap();
    assert!(matches!(outcome, CheckOutcome::Valid { .. }));
}

#[tokio::test]
async fn a_former_cashier_is_refused_at_the_till() {
    let inactive = Cashier { status: CashierStatus::Inactive, ..cashier() };
    let ports = Ports {
        discounts: Arc::new(logging(Refusal::CashierNotActive, "ДЯА4589")),
        ..Ports::mocked()
    };
    let outcome = app_with_settings(NOW, &[], ports)
        .discounts
        .check_code_at_till("ДЯА4589", &inactive, Some(KEY.into()))
        .await
        .unwrap();
    assert!(matches!(outcome, CheckOutcome::Refused { refusal: Refusal::CashierNotActive, .. }));
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
    let ports = Ports {
        discounts: Arc::new(discounts),
        wrong_codes: Arc::new(limiter(false)),
        ..Ports::mocked()
    };
    let outcome = app_with_settings(NOW, &[], ports)
        .discounts
        .check_code_at_till("ДЯА4589", &cashier(), Some(KEY.into()))
        .await
        .unwrap();
    assert!(matches!(outcome, CheckOutcome::Refused { refusal: Refusal::NotFound, .. }));
}
