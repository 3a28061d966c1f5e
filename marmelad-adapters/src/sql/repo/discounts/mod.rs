//! `discounts`, `discount_usage_logs` and the `orders` of redemptions.

mod issue;
mod issue_many;
mod list;
mod log;
mod past;
mod redeem;
mod replay;
mod revoke;
mod undo;
mod usage;

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::discounts::{
    ClientCard, Discount, DiscountCode, DiscountRepo, IssueDiscount, IssueOutcome, PastRedemption,
    RedeemDiscount, RedeemOutcome, RefusedAttempt, RevokeDiscount, RevokeOutcome, UndoOutcome,
    UndoRedemption, WhichRedemption,
};
use marmelad_core::kernel::{
    BroadcastId, CampaignId, CashierId, DiscountId, PortError, TelegramId, TemplateId, UserId,
    to_millis,
};
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database, Db, Hundredths, for_update};
use super::row::{RowOf, push_in, push_list};
use crate::sql::fault::{Fault, retry};

pub(super) use issue::{Grant, grant, issue_test, refusal};
pub(super) use issue_many::{GrantMany, Taker, issue_many, last_issues};
pub(super) use list::{Lists, card, cards};
pub(super) use log::forget_phone;
pub(super) use redeem::{TillOrder, redeem_in};

pub(super) struct Discounts {
    db: Db,
}

/// `SELECT` every column of a discount, then what is given.
macro_rules! select_discount {
    ($($rest:expr),+) => {
        concat!(
            "SELECT id, user_id, template_id, campaign_id, broadcast_id, source, code, value, value_type, \
             usage_type, max_uses, uses_count, min_order_amount, expires_at, used_at, used_by_cashier_id, \
             revoked_at, revoke_reason, is_test, created_at FROM discounts ",
            $($rest),+
        )
    };
}
use select_discount;

impl Discounts {
    pub(super) fn new(db: Db) -> Self {
        Self { db }
    }

    async fn try_find_by_code(
        &self,
        code: &DiscountCode,
    ) -> Result<Option<(Discount, ClientCard)>, Fault> {
        let mut conn = self.db.reader().await?;
        let row: Option<DiscountRow> = sqlx::query_as(select_discount!("WHERE code = ?"))
            .bind(code.as_ref())
            .fetch_optional(&mut *conn)
            .await?;
        let Some(discount) = row.map(Discount::try_from).transpose()? else {
            return Ok(None);
        };
        let owner = owner(&mut conn, discount.user_id).await?;
        Ok(Some((discount, owner.card)))
    }

    async fn try_active_of_user(
        &self,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<Vec<Discount>, Fault> {
        let rows: Vec<DiscountRow> = sqlx::query_as(select_discount!(
            "WHERE user_id = ? AND expires_at >= ? AND revoked_at IS NULL AND uses_count < max_uses \
             ORDER BY expires_at, id"
        ))
        .bind(user.0)
        .bind(to_millis(now))
        .fetch_all(&mut *self.db.reader().await?)
        .await?;
        rows.into_iter().map(Discount::try_from).collect()
    }
}

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

/// Those of some discounts that were not reminded of, locked until the transaction ends.
pub(super) async fn lock_unreminded(
    conn: &mut Conn,
    ids: impl IntoIterator<Item = i64>,
) -> Result<Vec<Discount>, Fault> {
    let mut query = QueryBuilder::<Database>::new(select_discount!("WHERE id IN ("));
    push_list(&mut query, ids);
    query.push(concat!(
        ") AND reminder_sent_at IS NULL ORDER BY id",
        for_update!()
    ));
    let rows: Vec<DiscountRow> = query.build_query_as().fetch_all(conn).await?;
    rows.into_iter().map(Discount::try_from).collect()
}

/// What clients got by a broadcast, by `users.id`.
pub(super) async fn of_broadcast(
    conn: &mut Conn,
    broadcast: BroadcastId,
    users: impl Iterator<Item = i64>,
) -> Result<HashMap<i64, Discount>, Fault> {
    let mut query = QueryBuilder::<Database>::new(select_discount!("WHERE broadcast_id = "));
    query.push_bind(broadcast.0);
    push_in(&mut query, " AND user_id", users);
    let rows: Vec<DiscountRow> = query.build_query_as().fetch_all(conn).await?;
    rows.into_iter()
        .map(|row| Ok((row.user_id, Discount::try_from(row)?)))
        .collect()
}

async fn find(conn: &mut Conn, id: DiscountId) -> Result<Option<Discount>, Fault> {
    let row: Option<DiscountRow> = sqlx::query_as(select_discount!("WHERE id = ?"))
        .bind(id.0)
        .fetch_optional(conn)
        .await?;
    row.map(Discount::try_from).transpose()
}

/// Whose a discount is.
struct Owner {
    card: ClientCard,
    /// Where to tell them; `None` once they are forgotten.
    chat: Option<TelegramId>,
}

async fn owner(conn: &mut Conn, user: UserId) -> Result<Owner, Fault> {
    let (telegram_id, display_name, forgotten): (i64, String, Option<DateTime<Utc>>) =
        sqlx::query_as("SELECT telegram_id, display_name, anonymized_at FROM users WHERE id = ?")
            .bind(user.0)
            .fetch_one(conn)
            .await?;
    let chat = forgotten.is_none().then_some(TelegramId(telegram_id));
    Ok(Owner {
        card: ClientCard {
            user_id: user,
            display_name,
        },
        chat,
    })
}

#[async_trait]
impl DiscountRepo for Discounts {
    async fn issue(&self, command: IssueDiscount) -> Result<IssueOutcome, PortError> {
        retry(|| issue::issue(&self.db, &command)).await
    }

    async fn find_by_code(
        &self,
        code: &DiscountCode,
    ) -> Result<Option<(Discount, ClientCard)>, PortError> {
        Ok(self.try_find_by_code(code).await?)
    }

    async fn active_of_user(
        &self,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<Vec<Discount>, PortError> {
        Ok(self.try_active_of_user(user, now).await?)
    }

    async fn find_redemption(
        &self,
        which: &WhichRedemption,
    ) -> Result<Option<PastRedemption>, PortError> {
        Ok(
            past::find(&mut *self.db.reader().await.map_err(Fault::from)?, which)
                .await?
                .map(PastRedemption::from),
        )
    }

    async fn log_refusal(&self, attempt: RefusedAttempt) -> Result<bool, PortError> {
        retry(|| log::log_refusal(&self.db, &attempt)).await
    }

    async fn redeem(&self, command: RedeemDiscount) -> Result<RedeemOutcome, PortError> {
        retry(|| redeem::redeem(&self.db, &command)).await
    }

    async fn undo(&self, command: UndoRedemption) -> Result<UndoOutcome, PortError> {
        retry(|| undo::undo(&self.db, &command)).await
    }

    async fn revoke(&self, command: RevokeDiscount) -> Result<RevokeOutcome, PortError> {
        retry(|| revoke::revoke(&self.db, &command)).await
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
        let of = RowOf {
            table: "discounts",
            id: row.id,
        };
        Ok(Self {
            id: DiscountId(row.id),
            user_id: UserId(row.user_id),
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
