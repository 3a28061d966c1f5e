//! Redeeming a code: lock, check, write.

use marmelad_core::discounts::{
    Discount, RedeemDiscount, RedeemOutcome, RedeemedOrder, Redemption, UsageStatus, may_redeem,
};
use marmelad_core::kernel::{Money, OrderId, to_millis};
use marmelad_core::notifications::{Notice, NotificationDraft};

use super::super::clients::totals::{self, Use};
use super::super::dialect::Conn;
use super::super::row::money_column;
use super::super::statement::{Statement, bind};
use super::super::{audit, notifications};
use super::log::{Till, UsageLog};
use super::replay::first_answer;
use super::{lock_by_code, owner};
use crate::sql::fault::Fault;

/// What a till tells about the purchase beside its amount.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::sql) struct TillOrder<'a> {
    pub(in crate::sql) external_id: Option<&'a str>,
    pub(in crate::sql) request_key: Option<&'a str>,
}

/// Redeems within a transaction that must be committed even after a refusal, because refusals are logged.
pub(in crate::sql) async fn redeem(
    conn: &mut Conn,
    command: &RedeemDiscount,
    order: TillOrder<'_>,
) -> Result<RedeemOutcome, Fault> {
    if let Some(key) = &command.key
        && let Some(answer) = first_answer(conn, key, &command.code).await?
    {
        return Ok(answer);
    }
    let till = Till::of(conn, command.by).await?;
    let discount = lock_by_code(conn, &command.code).await?;
    let allowed = may_redeem(till.is_open, command.paused_until, discount.as_ref(), command.now);
    let allowed = allowed.and_then(|discount| Ok((discount, discount.saving(command.amount)?)));
    match allowed {
        Ok((discount, saving)) => {
            let discount = discount.clone();
            let redemption = write(conn, discount, saving, &till, command, order).await?;
            Ok(RedeemOutcome::Redeemed(Box::new(redemption)))
        }
        Err(refusal) => {
            let mut row = UsageLog::refusal(command.code.as_ref(), &till, refusal, command.now);
            if let Some(discount) = &discount {
                row = row.of(discount);
            }
            row.key = command.key.as_deref();
            // Another transaction answered this press meanwhile; its answer stands.
            row.insert(conn).await?.ok_or(Fault::Conflict)?;
            Ok(RedeemOutcome::Refused { refusal, discount: discount.map(Box::new) })
        }
    }
}

async fn write(
    conn: &mut Conn,
    discount: Discount,
    saving: Option<Money>,
    till: &Till,
    command: &RedeemDiscount,
    till_order: TillOrder<'_>,
) -> Result<Redemption, Fault> {
    let used = Use {
        user: discount.user_id,
        before: discount.used_at,
        at: to_millis(command.now),
        amount: command.amount.filter(|_| saving.is_some()),
    };
    let discount = use_once(conn, discount, till, command).await?;
    totals::count_use(conn, used).await?;
    let owner = owner(conn, discount.user_id).await?;
    let order = match command.amount.zip(saving) {
        Some((amount, saving)) => {
            let sums = (amount, saving);
            Some(add_order(conn, &discount, sums, till, command, till_order).await?)
        }
        None => None,
    };
    let row = UsageLog {
        order: order.map(|order| order.id),
        key: command.key.as_deref(),
        ..UsageLog::new(command.code.as_ref(), till, UsageStatus::Success, command.now)
            .of(&discount)
    };
    let usage_log_id = row.insert(conn).await?.ok_or(Fault::Conflict)?;
    let redemption = Redemption {
        usage_log_id,
        discount,
        client: owner.card,
        order,
        at: to_millis(command.now),
        is_replay: false,
    };
    if let Some(chat) = owner.chat {
        let notice = Notice::redeemed(&redemption, till.shop.clone());
        let client = redemption.discount.user_id;
        let draft = NotificationDraft::to_client(client, chat, notice, usage_log_id, command.now);
        notifications::enqueue(conn, &draft, command.now).await?;
    }
    if let Some(entry) = &command.audit {
        audit::append(conn, entry.clone().about(redemption.discount.id.0), command.now).await?;
    }
    Ok(redemption)
}

/// The statement repeats the limits, so that no code is used twice even if a check were wrong.
async fn use_once(
    conn: &mut Conn,
    mut discount: Discount,
    till: &Till,
    command: &RedeemDiscount,
) -> Result<Discount, Fault> {
    let now = to_millis(command.now);
    let sql = "UPDATE discounts SET uses_count = uses_count + 1, used_at = ?, \
               used_by_cashier_id = ?, updated_at = ? \
               WHERE id = ? AND uses_count < max_uses AND revoked_at IS NULL AND expires_at >= ?";
    let used = bind!(sqlx::query(sql), now, till.cashier.map(|id| id.0), now, discount.id.0, now)
        .changes(conn)
        .await?;
    if used != 1 {
        return Err(Fault::Conflict);
    }
    discount.uses_count += 1;
    discount.used_at = Some(now);
    discount.used_by_cashier_id = till.cashier;
    Ok(discount)
}

async fn add_order(
    conn: &mut Conn,
    discount: &Discount,
    (amount, saving): (Money, Money),
    till: &Till,
    command: &RedeemDiscount,
    order: TillOrder<'_>,
) -> Result<RedeemedOrder, Fault> {
    let now = to_millis(command.now);
    let sql = "INSERT INTO orders (user_id, discount_id, cashier_id, shop, amount, \
               discount_amount, external_id, request_key, source, status, is_test, created_at, \
               updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'completed', ?, ?, ?)";
    // A conflict: another request entered the same purchase meanwhile.
    let id = bind!(
        sqlx::query(sql),
        discount.user_id.0,
        discount.id.0,
        till.cashier.map(|id| id.0),
        &till.shop,
        money_column(amount),
        money_column(saving),
        order.external_id,
        order.request_key,
        till.by.source.as_str(),
        discount.is_test,
        now,
        now
    )
    .insert_new(conn)
    .await?;
    Ok(RedeemedOrder { id: OrderId(id), amount, discount_amount: saving })
}
