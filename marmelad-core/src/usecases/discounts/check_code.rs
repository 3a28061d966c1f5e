//! What is this code worth, before it is redeemed?

use crate::App;
use crate::domain::cashier::Cashier;
use crate::domain::code::{DiscountCode, TypedCode};
use crate::domain::discount::Discount;
use crate::domain::redemption::{ClientCard, Redeemer, Refusal};
use crate::ports::{PortError, RefusedAttempt};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckOutcome {
    /// It would be redeemed now (a purchase amount may be needed).
    Valid {
        /// The discount.
        discount: Box<Discount>,
        /// Whose it is.
        client: ClientCard,
    },
    /// It would not; this is in the usage log now.
    Refused {
        /// The code in its normal form, else what was typed, cut.
        code: String,
        /// Why.
        refusal: Refusal,
        /// The discount as it is, when there is one.
        discount: Option<Box<Discount>>,
    },
}

/// Who asks, and by what a repetition of the question is known.
struct Question {
    by: Redeemer,
    key: Option<String>,
}

impl App {
    /// Reads what was typed and looks the code up. A refusal is written to the usage log, an unknown
    /// code counts against the cashier; finding a valid one writes nothing.
    pub async fn check_code(&self, typed: &str, by: Redeemer) -> Result<CheckOutcome, PortError> {
        let question = Question { by, key: None };
        match TypedCode::read(typed) {
            TypedCode::Code(code) => {
                let has_access = self.has_access(&by).await?;
                self.check(&code, question, has_access).await
            }
            TypedCode::NotACode { kept } => self.refuse_no_code(kept, question).await,
        }
    }

    /// The same in the auth bot, for a cashier whose record was read just now: it is not read again.
    /// A message whose answer got lost is handled again: by its `key` (≤ 160 bytes) it is written to
    /// the usage log, and counted, once.
    pub async fn check_code_at_till(
        &self,
        typed: &str,
        cashier: &Cashier,
        key: Option<String>,
    ) -> Result<CheckOutcome, PortError> {
        let question = Question {
            by: Redeemer::cashier_in_chat(cashier.id),
            key,
        };
        match TypedCode::read(typed) {
            TypedCode::Code(code) => self.check(&code, question, cashier.may_redeem()).await,
            TypedCode::NotACode { kept } => self.refuse_no_code(kept, question).await,
        }
    }

    async fn check(
        &self,
        code: &DiscountCode,
        question: Question,
        has_access: bool,
    ) -> Result<CheckOutcome, PortError> {
        let refusal = if !has_access {
            Refusal::CashierNotActive
        } else if let Some(until) = self.paused_until(&question.by).await {
            Refusal::Paused { until }
        } else {
            return self.look_up(code, question).await;
        };
        self.refuse_check(code.to_string(), question, refusal, None)
            .await
    }

    async fn refuse_no_code(
        &self,
        kept: String,
        question: Question,
    ) -> Result<CheckOutcome, PortError> {
        self.refuse_check(kept, question, Refusal::NotFound, None)
            .await
    }

    async fn look_up(
        &self,
        code: &DiscountCode,
        question: Question,
    ) -> Result<CheckOutcome, PortError> {
        let Some((discount, client)) = self.ports.discounts.find_by_code(code).await? else {
            return self.refuse_unknown(code, question).await;
        };
        match discount.check(self.now()) {
            Ok(()) => Ok(CheckOutcome::Valid {
                discount: Box::new(discount),
                client,
            }),
            Err(refusal) => {
                self.refuse_check(code.to_string(), question, refusal, Some(discount))
                    .await
            }
        }
    }

    async fn has_access(&self, by: &Redeemer) -> Result<bool, PortError> {
        let Some(id) = by.cashier_id else {
            return Ok(true);
        };
        let cashier = self.ports.cashiers.find(id).await?;
        Ok(cashier.is_some_and(|cashier| cashier.may_redeem()))
    }

    async fn refuse_unknown(
        &self,
        code: &DiscountCode,
        question: Question,
    ) -> Result<CheckOutcome, PortError> {
        let (code, refusal, by) = (code.to_string(), Refusal::NotFound, question.by);
        if self.log_check(code.clone(), question, refusal).await? {
            self.count_wrong_code(&by).await?;
        }
        Ok(CheckOutcome::Refused {
            code,
            refusal,
            discount: None,
        })
    }

    async fn refuse_check(
        &self,
        code: String,
        question: Question,
        refusal: Refusal,
        discount: Option<Discount>,
    ) -> Result<CheckOutcome, PortError> {
        self.log_check(code.clone(), question, refusal).await?;
        Ok(CheckOutcome::Refused {
            code,
            refusal,
            discount: discount.map(Box::new),
        })
    }

    /// `false`: the question was answered before.
    async fn log_check(
        &self,
        code: String,
        question: Question,
        refusal: Refusal,
    ) -> Result<bool, PortError> {
        let attempt = RefusedAttempt {
            code,
            refusal,
            by: question.by,
            key: question.key,
            now: self.now(),
        };
        self.ports.discounts.log_refusal(attempt).await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::cashier::CashierStatus;
    use crate::domain::wrong_codes::WrongCodeVerdict;
    use crate::ports::{
        MockCashierRepo, MockDiscountRepo, MockOutbox, MockWrongCodeLimiter, Ports,
    };
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
}
