//! What is this code worth, before it is redeemed?

use crate::discounts::{
    ClientCard, Discount, DiscountCode, DiscountService, Redeemer, Refusal, RefusedAttempt,
    TypedCode, may_redeem,
};
use crate::kernel::PortError;
use crate::staff::Cashier;

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

impl DiscountService {
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
        // What an earlier check refuses is not looked up.
        let paused_until = if has_access {
            self.paused_until(&question.by).await
        } else {
            None
        };
        let found = if has_access && paused_until.is_none() {
            self.discounts.find_by_code(code).await?
        } else {
            None
        };
        let (discount, client) = found.unzip();
        let verdict = may_redeem(
            has_access,
            paused_until,
            discount.as_ref(),
            self.context.now(),
        )
        .err();
        match (verdict, discount, client) {
            (None, Some(discount), Some(client)) => Ok(CheckOutcome::Valid {
                discount: Box::new(discount),
                client,
            }),
            (None | Some(Refusal::NotFound), ..) => self.refuse_unknown(code, question).await,
            (Some(refusal), discount, _) => {
                self.refuse_check(code.to_string(), question, refusal, discount)
                    .await
            }
        }
    }

    async fn refuse_no_code(
        &self,
        kept: String,
        question: Question,
    ) -> Result<CheckOutcome, PortError> {
        self.refuse_check(kept, question, Refusal::NotFound, None)
            .await
    }

    async fn has_access(&self, by: &Redeemer) -> Result<bool, PortError> {
        let Some(id) = by.cashier_id else {
            return Ok(true);
        };
        let cashier = self.cashiers.find(id).await?;
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
            now: self.context.now(),
        };
        self.discounts.log_refusal(attempt).await
    }
}

#[cfg(test)]
mod tests;
