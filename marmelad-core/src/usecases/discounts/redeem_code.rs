//! The purchase is paid: the code is used.

use crate::App;
use crate::domain::code::TypedCode;
use crate::domain::money::Money;
use crate::domain::redemption::{Redeemer, Refusal};
use crate::ports::{PortError, RedeemDiscount, RedeemOutcome, RefusedAttempt};
use crate::usecases::Actor;

/// A code to redeem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedeemCode {
    /// As typed, or as it stands in a button.
    pub code: String,
    /// Who, and from where.
    pub by: Redeemer,
    /// The purchase, if known.
    pub amount: Option<Money>,
    /// By which a repetition of this very attempt is known; ≤ 160 bytes.
    pub key: Option<String>,
    /// The admin or operator who redeems; `None` for a cashier, whose redemptions are in the usage log.
    pub actor: Option<Actor>,
}

impl App {
    /// Repeats every check and redeems. See [`crate::ports::DiscountRepo::redeem`] for what holds under
    /// simultaneous attempts.
    pub async fn redeem_code(&self, input: RedeemCode) -> Result<RedeemOutcome, PortError> {
        let RedeemCode {
            code,
            by,
            amount,
            key,
            actor,
        } = input;
        let code = match TypedCode::read(&code) {
            TypedCode::Code(code) => code,
            TypedCode::NotACode { kept } => {
                let refusal = Refusal::NotFound;
                let attempt = RefusedAttempt {
                    code: kept,
                    refusal,
                    by,
                    key,
                    now: self.now(),
                };
                self.ports.discounts.log_refusal(attempt).await?;
                return Ok(RedeemOutcome::Refused {
                    refusal,
                    discount: None,
                });
            }
        };
        let paused_until = self.paused_until(&by).await;
        let audit = actor.map(|actor| {
            actor.audit("redeem_discount", "discount").field(
                "amount",
                None,
                amount.map(|amount| amount.to_string()),
            )
        });
        let command = RedeemDiscount {
            code,
            by,
            amount,
            key,
            paused_until,
            now: self.now(),
            audit,
        };
        let outcome = self.ports.discounts.redeem(command).await?;
        if matches!(
            outcome,
            RedeemOutcome::Refused {
                refusal: Refusal::NotFound,
                ..
            }
        ) {
            self.count_wrong_code(&by).await?;
        }
        Ok(outcome)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::redemption::{Redemption, UsageSource};
    use crate::domain::wrong_codes::WrongCodeVerdict;
    use crate::ports::{MockDiscountRepo, MockWrongCodeLimiter, Ports};
    use crate::usecases::testing::{NOW, app_with_settings, by_cashier, client_card, discount};

    fn press() -> RedeemCode {
        RedeemCode {
            code: "ДЯА4589".into(),
            by: by_cashier(),
            amount: None,
            key: Some("bot:7:11".into()),
            actor: None,
        }
    }

    fn limiter() -> MockWrongCodeLimiter {
        let mut limiter = MockWrongCodeLimiter::new();
        limiter.expect_paused_until().returning(|_, _| Ok(None));
        limiter
    }

    fn redemption() -> RedeemOutcome {
        RedeemOutcome::Redeemed(Box::new(Redemption {
            usage_log_id: 5.into(),
            discount: discount(),
            client: client_card(),
            order: None,
            at: NOW.parse().unwrap(),
            is_replay: false,
        }))
    }

    #[tokio::test]
    async fn a_press_reaches_the_store_with_its_key_and_the_normal_form() {
        let mut discounts = MockDiscountRepo::new();
        discounts
            .expect_redeem()
            .once()
            .withf(|command| {
                command.code.as_ref() == "ДЯА4589"
                    && command.key.as_deref() == Some("bot:7:11")
                    && command.audit.is_none()
                    && command.paused_until.is_none()
            })
            .returning(|_| Ok(redemption()));
        let ports = Ports {
            discounts: Arc::new(discounts),
            wrong_codes: Arc::new(limiter()),
            ..Ports::mocked()
        };
        let input = RedeemCode {
            code: "код: дяа-4589".into(),
            ..press()
        };
        assert_eq!(
            app_with_settings(NOW, &[], ports)
                .discounts
                .redeem(input)
                .await
                .unwrap(),
            redemption()
        );
    }

    #[tokio::test]
    async fn an_unknown_code_counts_against_the_cashier() {
        let mut discounts = MockDiscountRepo::new();
        discounts.expect_redeem().returning(|_| {
            Ok(RedeemOutcome::Refused {
                refusal: Refusal::NotFound,
                discount: None,
            })
        });
        let mut limiter = limiter();
        limiter
            .expect_record()
            .once()
            .returning(|_, _, _| Ok(WrongCodeVerdict::Counted(1)));
        let ports = Ports {
            discounts: Arc::new(discounts),
            wrong_codes: Arc::new(limiter),
            ..Ports::mocked()
        };
        app_with_settings(NOW, &[], ports)
            .discounts
            .redeem(press())
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn an_operator_is_audited_and_never_paused() {
        let mut discounts = MockDiscountRepo::new();
        discounts
            .expect_redeem()
            .once()
            .withf(|command| command.audit.is_some())
            .returning(|_| Ok(redemption()));
        let ports = Ports {
            discounts: Arc::new(discounts),
            ..Ports::mocked()
        };
        let by = Redeemer {
            cashier_id: None,
            admin_id: None,
            source: UsageSource::Cli,
        };
        let input = RedeemCode {
            by,
            actor: Some(Actor::Cli),
            key: None,
            ..press()
        };
        assert_eq!(
            app_with_settings(NOW, &[], ports)
                .discounts
                .redeem(input)
                .await
                .unwrap(),
            redemption()
        );
    }

    #[tokio::test]
    async fn what_cannot_be_a_code_is_logged_without_a_look_up() {
        let mut discounts = MockDiscountRepo::new();
        discounts
            .expect_log_refusal()
            .once()
            .withf(|attempt| attempt.code == "12")
            .returning(|_| Ok(true));
        let ports = Ports {
            discounts: Arc::new(discounts),
            ..Ports::mocked()
        };
        let input = RedeemCode {
            code: "12".into(),
            ..press()
        };
        let outcome = app_with_settings(NOW, &[], ports)
            .discounts
            .redeem(input)
            .await
            .unwrap();
        assert_eq!(
            outcome,
            RedeemOutcome::Refused {
                refusal: Refusal::NotFound,
                discount: None
            }
        );
    }
}
