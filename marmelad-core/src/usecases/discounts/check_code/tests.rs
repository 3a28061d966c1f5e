use std::sync::Arc;

use super::*;
use crate::domain::cashier::CashierStatus;
use crate::domain::wrong_codes::WrongCodeVerdict;
use crate::ports::{MockCashierRepo, MockDiscountRepo, MockOutbox, MockWrongCodeLimiter, Ports};
use crate::usecases::testing::{
    NOW, app_with_settings, by_cashier, cashier, client_card, discount,
};

const KEY: &str = "check:7:11";

fn cashiers() -> Arc<MockCashierRepo> {
    let mut cashiers = MockCashierRepo::new();
    cashiers.expect_find().returning(|_| Ok(Some(cashier())));
    Arc::new(cashiers)
}

fn limiter(paused: bool) -> MockWrongCodeLimiter {
    let mut limiter = MockWrongCodeLimiter::new();
    let until = paused.then(|| "2026-03-05T03:00:00Z".parse().unwrap());
    limiter
        .expect_paused_until()
        .returning(move |_, _| Ok(until));
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
    discounts
        .expect_find_by_code()
        .returning(|_| Ok(Some((discount(), client_card()))));
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
        CheckOutcome::Valid {
            discount: Box::new(discount()),
            client: client_card()
        }
    );
}

#[tokio::test]
async fn the_wrong_code_that_begins_a_pause_alerts_owners_once() {
    let mut discounts = logging(Refusal::NotFound, "ДЯА4589");
    discounts.expect_find_by_code().returning(|_| Ok(None));
    let mut limiter = limiter(false);
    let until = "2026-03-05T03:05:00Z".parse().unwrap();
    limiter
        .expect_record()
        .once()
        .returning(move |_, _, _| Ok(WrongCodeVerdict::PauseBegan(until)));
    let mut outbox = MockOutbox::new();
    outbox.expect_alert().once().returning(|_, _, _| Ok(1));
    let ports = Ports {
        discounts: Arc::new(discounts),
        cashiers: cashiers(),
        wrong_codes: Arc::new(limiter),
        outbox: Arc::new(outbox),
        ..Ports::mocked()
    };
    let outcome = app_with_settings(NOW, &[], ports)
        .discounts
        .check_code("ДЯА4589", by_cashier())
        .await
        .unwrap();
    assert!(matches!(
        outcome,
        CheckOutcome::Refused {
            refusal: Refusal::NotFound,
            ..
        }
    ));
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
    assert!(matches!(
        outcome,
        CheckOutcome::Refused {
            refusal: Refusal::Paused { .. },
            ..
        }
    ));
}

#[tokio::test]
async fn text_that_is_no_code_is_logged_but_neither_looked_up_nor_counted() {
    let ports = Ports {
        discounts: Arc::new(logging(Refusal::NotFound, "привет")),
        ..Ports::mocked()
    };
    let outcome = app_with_settings(NOW, &[], ports)
        .discounts
        .check_code("привет", by_cashier())
        .await
        .unwrap();
    assert!(matches!(
        outcome,
        CheckOutcome::Refused {
            refusal: Refusal::NotFound,
            ..
        }
    ));
}

#[tokio::test]
async fn a_cashier_without_access_is_refused_before_anything_is_looked_up() {
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
    assert!(matches!(
        outcome,
        CheckOutcome::Refused {
            refusal: Refusal::CashierNotActive,
            ..
        }
    ));
}

#[tokio::test]
async fn at_the_till_the_record_read_before_is_enough() {
    let mut discounts = MockDiscountRepo::new();
    discounts
        .expect_find_by_code()
        .returning(|_| Ok(Some((discount(), client_card()))));
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
async fn whoever_is_no_cashier_any_more_is_refused_at_the_till_too() {
    let inactive = Cashier {
        status: CashierStatus::Inactive,
        ..cashier()
    };
    let ports = Ports {
        discounts: Arc::new(logging(Refusal::CashierNotActive, "ДЯА4589")),
        ..Ports::mocked()
    };
    let outcome = app_with_settings(NOW, &[], ports)
        .discounts
        .check_code_at_till("ДЯА4589", &inactive, Some(KEY.into()))
        .await
        .unwrap();
    assert!(matches!(
        outcome,
        CheckOutcome::Refused {
            refusal: Refusal::CashierNotActive,
            ..
        }
    ));
}

#[tokio::test]
async fn a_message_that_is_handled_again_counts_once() {
    let mut discounts = MockDiscountRepo::new();
    discounts.expect_find_by_code().returning(|_| Ok(None));
    discounts
        .expect_log_refusal()
        .once()
        .withf(|attempt| attempt.key.as_deref() == Some(KEY))
        .returning(|_| Ok(false));
    // Counting would be a call that nobody expects.
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
    assert!(matches!(
        outcome,
        CheckOutcome::Refused {
            refusal: Refusal::NotFound,
            ..
        }
    ));
}
