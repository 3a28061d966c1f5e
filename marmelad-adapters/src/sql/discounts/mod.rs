//! `discounts`, `discount_usage_logs` and the `orders` of redemptions; the port of discounts. `list.rs` holds the port of
//! lists, `templates.rs` and `wrong_codes.rs` those of their tables.

mod issue;
mod issue_many;
mod list;
mod log;
mod past;
mod redeem;
mod replay;
mod row;
pub(super) mod templates;
mod undo;
mod usage;
mod wrong_codes;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::discounts::{
    ClientCard, Discount, DiscountCode, DiscountRepo, IssueBy, IssueDiscount, IssueOutcome,
    IssueRule, PastRedemption, RedeemDiscount, RedeemOutcome, RefusedAttempt, RevokeDiscount,
    RevokeOutcome, UndoOutcome, UndoRedemption, UndoRefusal, UndoSubject, WhichRedemption,
    may_undo,
};
use marmelad_core::kernel::{
    Address, CashierId, ClientId, DiscountId, PortError, TelegramId, to_millis,
};

use super::dialect::Conn;
use super::row::cut;
use super::statement::{Fetch, Statement, bind};
use super::{Store, audit};
use crate::metrics;
use crate::sql::fault::Fault;
use issue::usable_template;
use log::{Till, UsageLog};
use row::{DiscountRow, find, lock_by_code, select_discount};
use undo::{locked_target, take_back};

pub(super) use issue::{Grant, Taker, grant, issue_test, lock_taker, refusal};
pub(super) use issue_many::{GrantMany, issue_many, last_issues};
pub(super) use log::forget_phone;
pub(super) use redeem::{TillOrder, redeem};
pub(super) use row::{card, cards, lock, lock_unreminded, of_broadcast};

/// The owner of a discount.
struct Owner {
    card: ClientCard,
    /// Where to notify the client; `None` once they are anonymised.
    chat: Option<Address>,
}

async fn owner(conn: &mut Conn, user: ClientId) -> Result<Owner, Fault> {
    let sql = "SELECT telegram_id, display_name, anonymized_at FROM users WHERE id = ?";
    let (telegram_id, display_name, forgotten): (i64, String, Option<DateTime<Utc>>) =
        sqlx::query_as(sql).bind(user.0).fetch_one(conn).await?;
    let chat = forgotten.is_none().then_some(TelegramId(telegram_id).into());
    Ok(Owner { card: ClientCard { user_id: user, display_name }, chat })
}

#[async_trait]
impl DiscountRepo for Store {
    async fn issue(&self, command: IssueDiscount) -> Result<IssueOutcome, PortError> {
        let outcome = self
            .db
            .transaction("discounts.issue", async |mut tx| {
                let Some(taker) = lock_taker(&mut tx, command.user_id).await? else {
                    return Ok(IssueOutcome::UserNotFound);
                };
                let Some(template) = usable_template(&mut tx, &command).await? else {
                    return Ok(IssueOutcome::NoTemplate);
                };
                let rule = IssueRule {
                    now: command.now,
                    zone: command.zone,
                    ignore_recurrence: matches!(command.by, IssueBy::Template(_)),
                };
                if let Some(refused) = refusal(&mut tx, &rule, &template, command.user_id).await? {
                    return Ok(refused);
                }
                let grant_of = Grant {
                    user_id: command.user_id,
                    is_test: taker.is_test,
                    template: &template,
                    source: command.source,
                    campaign_id: None,
                    admin_id: command.admin_id,
                    now: command.now,
                    zone: command.zone,
                };
                let Some(discount) = grant(&mut tx, &grant_of, &mut command.codes.iter()).await?
                else {
                    return Ok(IssueOutcome::CodesTaken);
                };
                if let Some(entry) = &command.audit {
                    audit::append(&mut tx, entry.clone().about(discount.id.0), command.now).await?;
                }
                Ok(IssueOutcome::Issued(discount))
            })
            .await?;
        if let IssueOutcome::Issued(discount) = &outcome {
            metrics::codes_issued(discount.source.as_str(), 1);
        }
        Ok(outcome)
    }

    async fn find_by_code(
        &self,
        code: &DiscountCode,
    ) -> Result<Option<(Discount, ClientCard)>, PortError> {
        self.db
            .read("discounts.find_by_code", async |mut conn| {
                let query = sqlx::query_as::<_, DiscountRow>(select_discount!("WHERE code = ?"));
                let discount: Option<Discount> = query.bind(code.as_ref()).one(&mut conn).await?;
                let Some(discount) = discount else {
                    return Ok(None);
                };
                let owner = owner(&mut conn, discount.user_id).await?;
                Ok(Some((discount, owner.card)))
            })
            .await
    }

    async fn active_of_user(
        &self,
        user: ClientId,
        now: DateTime<Utc>,
    ) -> Result<Vec<Discount>, PortError> {
        self.db
            .read("discounts.active_of_user", async |mut conn| {
                let sql = select_discount!(
                    "WHERE user_id = ? AND expires_at >= ? AND revoked_at IS NULL \
                     AND uses_count < max_uses ORDER BY expires_at, id"
                );
                let query = sqlx::query_as::<_, DiscountRow>(sql);
                query.bind(user.0).bind(to_millis(now)).all(&mut conn).await
            })
            .await
    }

    async fn find_redemption(
        &self,
        which: &WhichRedemption,
    ) -> Result<Option<PastRedemption>, PortError> {
        self.db
            .read("discounts.find_redemption", async |mut conn| {
                let row = past::find(&mut conn, which).await?;
                Ok(row.map(PastRedemption::from))
            })
            .await
    }

    async fn log_refusal(&self, attempt: RefusedAttempt) -> Result<bool, PortError> {
        let is_new = self
            .db
            .transaction("discounts.log_refusal", async |mut tx| {
                let till = Till::of(&mut tx, attempt.by).await?;
                let sql = "SELECT id, user_id FROM discounts WHERE code = ?";
                let discount: Option<(i64, i64)> =
                    sqlx::query_as(sql).bind(&attempt.code).fetch_optional(&mut *tx).await?;
                let row = UsageLog {
                    discount: discount
                        .map(|(discount, user)| (DiscountId(discount), ClientId(user))),
                    key: attempt.key.as_deref(),
                    ..UsageLog::refusal(&attempt.code, &till, attempt.refusal, attempt.now)
                };
                // A repetition of the same press or message is not logged again.
                Ok(row.insert(&mut tx).await?.is_some())
            })
            .await?;
        if is_new {
            let status = attempt.refusal.status().as_str();
            metrics::redemption(attempt.by.source.as_str(), status);
        }
        Ok(is_new)
    }

    async fn redeem(&self, command: RedeemDiscount) -> Result<RedeemOutcome, PortError> {
        let outcome = self
            .db
            .transaction("discounts.redeem", async |mut tx| {
                redeem(&mut tx, &command, TillOrder::default()).await
            })
            .await?;
        let word = match &outcome {
            RedeemOutcome::Redeemed(redemption) if redemption.is_replay => "replayed",
            RedeemOutcome::Redeemed(_) => "success",
            RedeemOutcome::Refused { refusal, .. } => refusal.status().as_str(),
            RedeemOutcome::KeyReused => "replayed",
        };
        metrics::redemption(command.by.source.as_str(), word);
        Ok(outcome)
    }

    async fn undo(&self, command: UndoRedemption) -> Result<UndoOutcome, PortError> {
        let outcome = self
            .db
            .transaction("discounts.undo", async |mut tx| {
                let till = Till::of(&mut tx, command.by).await?;
                if !till.is_open {
                    return Ok(UndoOutcome::Refused(UndoRefusal::CashierNotActive));
                }
                let Some((discount, success)) = locked_target(&mut tx, &command.target).await?
                else {
                    return Ok(UndoOutcome::Refused(UndoRefusal::NotFound));
                };
                let subject = UndoSubject {
                    cashier_id: success.cashier_id.map(CashierId),
                    at: success.created_at,
                    undone_at: success.undone_at,
                };
                if let Err(refusal) = may_undo(&subject, &command.by, command.now) {
                    return Ok(UndoOutcome::Refused(refusal));
                }
                take_back(&mut tx, discount, &success, &till, &command).await
            })
            .await?;
        if matches!(outcome, UndoOutcome::Undone { .. }) {
            metrics::redemption(command.by.source.as_str(), "undone");
        }
        Ok(outcome)
    }

    async fn revoke(&self, command: RevokeDiscount) -> Result<RevokeOutcome, PortError> {
        let now = to_millis(command.now);
        self.db
            .transaction("discounts.revoke", async |mut tx| {
                let Some(mut discount) = lock_by_code(&mut tx, &command.code).await? else {
                    return Ok(RevokeOutcome::NotFound);
                };
                if discount.revoked_at.is_some() {
                    return Ok(RevokeOutcome::AlreadyRevoked(discount));
                }
                if discount.uses_left() == 0 {
                    return Ok(RevokeOutcome::AlreadyUsed(discount));
                }
                discount.revoked_at = Some(now);
                discount.revoke_reason = Some(cut(&command.reason, 255));
                let sql = "UPDATE discounts SET revoked_at = ?, revoke_reason = ?, updated_at = ? \
                           WHERE id = ?";
                bind!(sqlx::query(sql), now, &discount.revoke_reason, now, discount.id.0)
                    .run(&mut tx)
                    .await?;
                audit::append(&mut tx, command.audit.clone().about(discount.id.0), command.now)
                    .await?;
                Ok(RevokeOutcome::Revoked(discount))
            })
            .await
    }
}
