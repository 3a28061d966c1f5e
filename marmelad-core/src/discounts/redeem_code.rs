//! Redeems a code at the till.

use crate::audit::Actor;
use crate::discounts::{
    DiscountService, RedeemDiscount, RedeemOutcome, Redeemer, Refusal, RefusedAttempt, TypedCode,
};
use crate::kernel::{Money, PortError};

/// A request to redeem a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedeemCode {
    /// The typed text, or the code of a button.
    pub code: String,
    /// Who redeems, and from where.
    pub by: Redeemer,
    /// Amount of the purchase, if known.
    pub amount: Option<Money>,
    /// Idempotency key of the attempt, at most 160 bytes.
    pub key: Option<String>,
    /// The redeeming admin or operator, for the audit log; `None` for a cashier, who is in the usage log.
    pub actor: Option<Actor>,
}

impl DiscountService {
    /// Repeats every check and redeems the code. [`crate::discounts::DiscountRepo::redeem`]
    /// describes the guarantees for simultaneous attempts.
    pub async fn redeem(&self, input: RedeemCode) -> Result<RedeemOutcome, PortError> {
        let RedeemCode { code, by, amount, key, actor } = input;
        let code = match TypedCode::read(&code) {
            TypedCode::Code(code) => code,
            TypedCode::NotACode { kept } => {
                let refusal = Refusal::NotFound;
                let attempt =
                    RefusedAttempt { code: kept, refusal, by, key, now: self.context.now() };
                self.discounts.log_refusal(attempt).await?;
                return Ok(RedeemOutcome::Refused { refusal, discount: None });
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
        let command =
            RedeemDiscount { code, by, amount, key, paused_until, now: self.context.now(), audit };
        let outcome = self.discounts.redeem(command).await?;
        if matches!(outcome, RedeemOutcome::Refused { refusal: Refusal::NotFound, .. }) {
            self.count_wrong_code(&by).await?;
        }
        Ok(outcome)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Ports;
    use crate::discounts::{
        MockDiscountRepo, MockWrongCodeLimiter, Redemption, UsageSource, WrongCodeVerdict,
    };
    use crate::testing::{NOW, app_at, by_cashier, client_card, discount};

    async fn redeem(input: RedeemCode, discounts: MockDiscountRepo) -> RedeemOutcome {
        redeem_with(limiter(), input, discounts).await
    }

    async fn redeem_with(
        limiter: MockWrongCodeLimiter,
        input: RedeemCode,
        discounts: MockDiscountRepo,
    ) -> RedeemOutcome {
        let (discounts, wrong_codes) = (Arc::new(discounts), Arc::new(limiter));
        let ports = Ports { discounts, wrong_codes, ..Ports::mocked() };
        app_at(NOW, ports).discounts.redeem(input).await.unwrap()
    }

    fn input() -> RedeemCode {
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
    async fn a_redemption_reaches_the_store_with_its_key_and_the_normalised_code() {
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
        let input = RedeemCode { code: "код: дяа-4589".into(), ..input() };
        assert_eq!(redeem(input, discounts).await, redemption());
    }

    #[tokio::test]
    async fn an_unknown_code_counts_against_the_cashier() {
        let mut discounts = MockDiscountRepo::new();
        discounts.expect_redeem().returning(|_| {
            Ok(RedeemOutcome::Refused { refusal: Refusal::NotFound, discount: None })
        });
        let mut limiter = limiter();
        limiter.expect_record().once().returning(|_, _, _| Ok(WrongCodeVerdict::Counted(1)));
        redeem_with(limiter, input(), discounts).await;
    }

    #[tokio::test]
    async fn an_operators_redemption_is_audited_and_never_paused() {
        let mut discounts = MockDiscountRepo::new();
        discounts
            .expect_redeem()
            .once()
            .withf(|command| command.audit.is_some())
            .returning(|_| Ok(redemption()));
        let by = Redeemer { cashier_id: None, admin_id: None, source: UsageSource::Cli };
        let input = RedeemCode { by, actor: Some(Actor::Cli), key: None, ..input() };
        let outcome = redeem_with(MockWrongCodeLimiter::new(), input, discounts).await;
        assert_eq!(outcome, redemption());
    }

    #[tokio::test]
    async fn text_that_is_no_code_is_logged_without_a_look_up() {
        let mut discounts = MockDiscountRepo::new();
        discounts
            .expect_log_refusal()
            .once()
            .withf(|attempt| attempt.code == "12")
            .returning(|_| Ok(true));
        let input = RedeemCode { code: "12".into(), ..input() };
        let outcome = redeem(input, discounts).await;
        assert_eq!(outcome, RedeemOutcome::Refused { refusal: Refusal::NotFound, discount: None });
    }
}
