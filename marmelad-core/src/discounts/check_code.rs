//! Checks a code before its redemption.

use crate::discounts::{
    ClientCard, Discount, DiscountCode, DiscountService, Redeemer, Refusal, RefusedAttempt,
    TypedCode, may_redeem,
};
use crate::kernel::PortError;
use crate::staff::Cashier;

/// Result of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckOutcome {
    /// The code would be redeemed now; a purchase amount may be required.
    Valid { discount: Box<Discount>, client: ClientCard },
    /// The code would be refused. The refusal is in the usage log.
    Refused {
        /// The normalised code; for other text, its first 32 characters.
        code: String,
        refusal: Refusal,
        /// The discount with this code, if any.
        discount: Option<Box<Discount>>,
    },
}

/// Who asks, and the idempotency key of the question.
struct Question {
    by: Redeemer,
    key: Option<String>,
}

impl DiscountService {
    /// Reads the typed text and looks up the code. A refusal is written to the usage log; an
    /// unknown code counts against the cashier. A valid code causes no write.
    pub async fn check_code(&self, typed: &str, by: Redeemer) -> Result<CheckOutcome, PortError> {
        let question = Question { by, key: None };
        match TypedCode::read(typed) {
            TypedCode::Code(code) => {
                let has_access = self.has_access(&by).await?;
                self.check(&code, question, has_access).await
            }
            TypedCode::NotACode { kept } => {
                self.refuse_check(kept, question, Refusal::NotFound, None).await
            }
        }
    }

    /// The check in the auth bot. Uses the cashier's record that the bot has just read, instead of reading
    /// it again. The `key` (at most 160 bytes) makes a repeated update write and count a refusal only once.
    pub async fn check_code_at_till(
        &self,
        typed: &str,
        cashier: &Cashier,
        key: Option<String>,
    ) -> Result<CheckOutcome, PortError> {
        let question = Question { by: Redeemer::cashier_in_chat(cashier.id), key };
        match TypedCode::read(typed) {
            TypedCode::Code(code) => self.check(&code, question, cashier.may_redeem()).await,
            TypedCode::NotACode { kept } => {
                self.refuse_check(kept, question, Refusal::NotFound, None).await
            }
        }
    }

    async fn check(
        &self,
        code: &DiscountCode,
        question: Question,
        has_access: bool,
    ) -> Result<CheckOutcome, PortError> {
        // What an earlier check refuses is not looked up.
        let paused_until = if has_access { self.paused_until(&question.by).await } else { None };
        let found = if has_access && paused_until.is_none() {
            self.discounts.find_by_code(code).await?
        } else {
            None
        };
        let (discount, client) = found.unzip();
        let verdict =
            may_redeem(has_access, paused_until, discount.as_ref(), self.context.now()).err();
        match (verdict, discount, client) {
            (None, Some(discount), Some(client)) => {
                Ok(CheckOutcome::Valid { discount: Box::new(discount), client })
            }
            (None | Some(Refusal::NotFound), ..) => {
                let (code, refusal, by) = (code.to_string(), Refusal::NotFound, question.by);
                if self.log_check(code.clone(), question, refusal).await? {
                    self.count_wrong_code(&by).await?;
                }
                Ok(CheckOutcome::Refused { code, refusal, discount: None })
            }
            (Some(refusal), discount, _) => {
                self.refuse_check(code.to_string(), question, refusal, discount).await
            }
        }
    }

    async fn has_access(&self, by: &Redeemer) -> Result<bool, PortError> {
        let Some(id) = by.cashier_id else {
            return Ok(true);
        };
        let cashier = self.cashiers.find(id).await?;
        Ok(cashier.is_some_and(|cashier| cashier.may_redeem()))
    }

    async fn refuse_check(
        &self,
        code: String,
        question: Question,
        refusal: Refusal,
        discount: Option<Discount>,
    ) -> Result<CheckOutcome, PortError> {
        self.log_check(code.clone(), question, refusal).await?;
        Ok(CheckOutcome::Refused { code, refusal, discount: discount.map(Box::new) })
    }

    /// `false`: an earlier check with this key is already in the log.
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
