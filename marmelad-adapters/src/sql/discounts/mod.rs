//! `discounts`, `discount_usage_logs` and the `orders` of redemptions; the port of discounts. `list.rs` holds the port of
//! lists, `templates.rs` and `wrong_codes.rs` those of their tables.

mod issue;
mod issue_many;
mod list;
mod log;
mod past;
mod redeem;
mod replay;
pub(super) mod templates;
mod undo;
mod usage;
mod wrong_codes;

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::discounts::{
    ClientCard, Discount, DiscountCode, DiscountRepo, IssueBy, IssueDiscount, IssueOutcome,
    IssueRule, PastRedemption, RedeemDiscount, RedeemOutcome, RefusedAttempt, RevokeDiscount,
    RevokeOutcome, UndoOutcome, UndoRedemption, UndoRefusal, UndoSubject, WhichRedemption,
    may_undo,
};
use marmelad_core::kernel::{
    Address, BroadcastId, CampaignId, CashierId, ClientId, DiscountId, PortError, TelegramId,
    TemplateId, to_millis,
};
use sqlx::QueryBuilder;

use super::dialect::{Conn, Database, Hundredths, for_update};
use super::row::{RowOf, cut, push_in, push_list};
use super::{Store, audit};
use crate::metrics;
use crate::sql::fault::Fault;
use issue::usable_template;
use log::{Till, UsageLog};
use undo::{locked_target, take_back};

pub(super) use issue::{Grant, grant, issue_test, refusal};
pub(super) use issue_many::{GrantMany, Taker, issue_many, last_issues};
pub(super) use list::{card, cards};
pub(super) use log::forget_phone;
pub(super) use redeem::{TillOrder, redeem};

/// `SELECT` every column of a discount, then the given clauses.
macro_rules! select_discount {
    ($($rest:expr),+) => {
        concat!(
            "SELECT id, user_id, template_id, campaign_id, broadcast_id, source, code, value, \
             value_type, \
             usage_type, max_uses, uses_count, min_order_amount, expires_at, used_at, \
             used_by_cashier_id, \
             revoked_at, revoke_reason, is_test, created_at FROM discounts ",
            $($rest),+
        )
    };
}
use select_discount;

/// A discount, locked until the transaction ends.
async fn lock_by_code(conn: &mut Conn, code: &DiscountCode) -> Result<Option<Discount>, Fault> {
    let row: Option<DiscountRow> =
        sqlx::query_as(select_discount!("WHERE code = ?", for_update!()))
            .bind(code.as_ref())
            .fetch_optional(conn)
            .await?;
    row.map(Discount::try_from).transpose()
}

/// A discount, locked until the transaction ends.
pub(super) async fn lock(conn: &mut Conn, id: DiscountId) -> Result<Option<Discount>, Fault> {
    let row: Option<DiscountRow> = sqlx::query_as(select_discount!("WHERE id = ?", for_update!()))
        .bind(id.0)
        .fetch_optional(conn)
        .await?;
    row.map(Discount::try_from).transpose()
}

/// The given discounts without a reminder, locked until the transaction ends.
pub(super) async fn lock_unreminded(
    conn: &mut Conn,
    ids: impl IntoIterator<Item = i64>,
) -> Result<Vec<Discount>, Fault> {
    let mut query = QueryBuilder::<Database>::new(select_discount!("WHERE id IN ("));
    push_list(&mut query, ids);
    query.push(concat!(") AND reminder_sent_at IS NULL ORDER BY id", for_update!()));
    let rows: Vec<DiscountRow> = query.build_query_as().fetch_all(conn).await?;
    rows.into_iter().map(Discount::try_from).collect()
}

/// The discounts that a broadcast issued to the given clients, by `users.id`.
pub(super) async fn of_broadcast(
    conn: &mut Conn,
    broadcast: BroadcastId,
    users: impl Iterator<Item = i64>,
) -> Result<HashMap<i64, Discount>, Fault> {
    let mut query = QueryBuilder::<Database>::new(select_discount!("WHERE broadcast_id = "));
    query.push_bind(broadcast.0);
    push_in(&mut query, " AND user_id", users);
    let rows: Vec<DiscountRow> = query.build_query_as().fetch_all(conn).await?;
    rows.into_iter().map(|row| Ok((row.user_id, Discount::try_from(row)?))).collect()
}

async fn find(conn: &mut Conn, id: DiscountId) -> Result<Option<Discount>, Fault> {
    let row: Option<DiscountRow> =
        sqlx::query_as(select_discount!("WHERE id = ?")).bind(id.0).fetch_optional(conn).await?;
    row.map(Discount::try_from).transpose()
}

/// The owner of a discount.
struct Owner {
    card: ClientCard,
    /// Where to notify the client; `None` once they are anonymised.
    chat: Option<Address>,
}

async fn owner(conn: &mut Conn, user: ClientId) -> Result<Owner, Fault> {
    let (telegram_id, display_name, forgotten): (i64, String, Option<DateTime<Utc>>) =
        sqlx::query_as("SELECT telegram_id, display_name, anonymized_at FROM users WHERE id = ?")
            .bind(user.0)
            .fetch_one(conn)
            .await?;
    let chat = forgotten.is_none().then_some(TelegramId(telegram_id).into());
    Ok(Owner { card: ClientCard { user_id: user, display_name }, chat })
}

#[async_trait]
impl DiscountRepo for Store {
    async fn issue(&self, command: IssueDiscount) -> Result<IssueOutcome, PortError> {
        let outcome = self
            .db
            .transaction("discounts.issue", async |mut tx| {
                let user: Option<bool> = sqlx::query_scalar(concat!(
                    "SELECT is_test FROM users WHERE id = ? AND anonymized_at IS NULL",
                    for_update!()
                ))
                .bind(command.user_id.0)
                .fetch_optional(&mut *tx)
                .await?;
                let Some(is_test) = user else {
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
                    is_test,
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
                let row: Option<DiscountRow> = sqlx::query_as(select_discount!("WHERE code = ?"))
                    .bind(code.as_ref())
                    .fetch_optional(&mut *conn)
                    .await?;
                let Some(discount) = row.map(Discount::try_from).transpose()? else {
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
                let rows: Vec<DiscountRow> = sqlx::query_as(select_discount!(
                    "WHERE user_id = ? AND expires_at >= ? AND revoked_at IS NULL AND uses_count \
                     < max_uses \
                     ORDER BY expires_at, id"
                ))
                .bind(user.0)
                .bind(to_millis(now))
                .fetch_all(&mut *conn)
                .await?;
                rows.into_iter().map(Discount::try_from).collect()
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
                let discount: Option<(i64, i64)> =
                    sqlx::query_as("SELECT id, user_id FROM discounts WHERE code = ?")
                        .bind(&attempt.code)
                        .fetch_optional(&mut *tx)
                        .await?;
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
                sqlx::query(
                    "UPDATE discounts SET revoked_at = ?, revoke_reason = ?, updated_at = ? \
                     WHERE id = ?",
                )
                .bind(now)
                .bind(&discount.revoke_reason)
                .bind(now)
                .bind(discount.id.0)
                .execute(&mut *tx)
                .await?;
                audit::append(&mut tx, command.audit.clone().about(discount.id.0), command.now)
                    .await?;
                Ok(RevokeOutcome::Revoked(discount))
            })
            .await
    }
}

#[derive(sqlx::FromRow)]
struct DiscountRow {
    id: i64,
    user_id: i64,
    template_id: Option<i64>,
    campaign_id: Option<i64>,
    broadcast_id: Option<i64>,
    source: String,
    code: String,
    value: Hundredths,
    value_type: String,
    usage_type: String,
    max_uses: i64,
    uses_count: i64,
    min_order_amount: Option<Hundredths>,
    expires_at: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
    used_by_cashier_id: Option<i64>,
    revoked_at: Option<DateTime<Utc>>,
    revoke_reason: Option<String>,
    is_test: bool,
    created_at: DateTime<Utc>,
}

impl TryFrom<DiscountRow> for Discount {
    type Error = Fault;

    fn try_from(row: DiscountRow) -> Result<Self, Fault> {
        let of = RowOf { table: "discounts", id: row.id };
        Ok(Self {
            id: DiscountId(row.id),
            user_id: ClientId(row.user_id),
            template_id: row.template_id.map(TemplateId),
            campaign_id: row.campaign_id.map(CampaignId),
            broadcast_id: row.broadcast_id.map(BroadcastId),
            source: of.word("source", &row.source)?,
            code: of.word("code", &row.code)?,
            value: of.discount_value(row.value, &row.value_type)?,
            usage: of.usage(&row.usage_type, row.max_uses)?,
            uses_count: of.count("uses_count", row.uses_count)?,
            min_order_amount: of.money_opt("min_order_amount", row.min_order_amount)?,
            expires_at: row.expires_at,
            used_at: row.used_at,
            used_by_cashier_id: row.used_by_cashier_id.map(CashierId),
            revoked_at: row.revoked_at,
            revoke_reason: row.revoke_reason,
            is_test: row.is_test,
            created_at: row.created_at,
        })
    }
}
