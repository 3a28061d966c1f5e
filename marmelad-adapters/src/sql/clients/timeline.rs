//! The timeline of a client, gathered from every table with events of theirs.

use chrono::{DateTime, Utc};
use marmelad_core::clients::{CodeEvent, TimelineEntry, TimelineEvent};
use marmelad_core::kernel::{
    BroadcastId, CampaignId, CashierId, ClientId, DiscountId, NotificationId, OrderId, UsageLogId,
    to_millis,
};
use sqlx::QueryBuilder;

use super::super::dialect::{Database, Hundredths};
use super::super::row::RowOf;
use crate::sql::fault::Fault;

/// Every kind of event with the same columns; `place` orders events within a millisecond. `?1` is the client, `?2` now.
/// Each part uses an index that begins with the client.
const PARTS: [&str; 8] = [
    "SELECT u.created_at AS at, 0 AS place, 'joined' AS kind, u.id AS ref_id, NULL AS discount_id, \
     NULL AS code, 0 AS is_usable, NULL AS cashier_id, NULL AS title, NULL AS shop, \
     NULL AS amount, NULL AS saved FROM users u WHERE u.id = ?1",
    "SELECT j.joined_at, 1, 'campaign', j.campaign_id, j.discount_id, NULL, 0, NULL, c.name, NULL, \
     NULL, NULL FROM campaign_users j JOIN campaigns c ON c.id = j.campaign_id \
     WHERE j.user_id = ?1",
    "SELECT d.created_at, 2, 'issued', d.id, d.id, d.code, CASE WHEN d.revoked_at IS NULL \
     AND d.uses_count < d.max_uses AND d.expires_at >= ?2 THEN 1 ELSE 0 END, NULL, NULL, NULL, \
     NULL, NULL FROM discounts d WHERE d.user_id = ?1",
    "SELECT o.created_at, 3, CASE WHEN o.status = 'undone' THEN 'undone_order' ELSE 'order' END, \
     o.id, NULL, NULL, 0, o.cashier_id, NULL, o.shop, o.amount, o.discount_amount FROM orders o \
     WHERE o.user_id = ?1",
    "SELECT l.created_at, CASE WHEN l.status = 'success' THEN 4 ELSE 5 END, l.status, l.id, \
     l.discount_id, l.code, CASE WHEN d.revoked_at IS NULL AND d.uses_count < d.max_uses \
     AND d.expires_at >= ?2 THEN 1 ELSE 0 END, l.cashier_id, l.reason, l.shop, NULL, NULL \
     FROM discount_usage_logs l JOIN discounts d ON d.id = l.discount_id \
     WHERE l.user_id = ?1 AND l.status IN ('success', 'undone')",
    "SELECT d.revoked_at, 6, 'revoked', d.id, d.id, d.code, 0, NULL, d.revoke_reason, NULL, NULL, \
     NULL FROM discounts d WHERE d.user_id = ?1 AND d.revoked_at IS NOT NULL",
    "SELECT b.sent_at, 7, 'broadcast', b.broadcast_id, NULL, NULL, 0, NULL, w.title, NULL, NULL, \
     NULL FROM broadcast_logs b JOIN broadcasts w ON w.id = b.broadcast_id \
     WHERE b.user_id = ?1 AND b.status = 'success' AND b.sent_at IS NOT NULL",
    "SELECT n.updated_at, 8, 'notice', n.id, NULL, NULL, 0, NULL, n.kind, NULL, NULL, NULL \
     FROM notifications n WHERE n.user_id = ?1 AND n.status = 'sent' AND n.bot = 'main'",
];

pub(super) fn push_events(query: &mut QueryBuilder<Database>, id: ClientId, now: DateTime<Utc>) {
    for (place, part) in PARTS.iter().enumerate() {
        query.push(if place > 0 { " UNION ALL " } else { "" });
        let mut pieces = part.split('?');
        query.push(pieces.next().unwrap_or_default());
        for piece in pieces {
            match piece.split_at(1) {
                ("1", rest) => query.push_bind(id.0).push(rest),
                (_, rest) => query.push_bind(to_millis(now)).push(rest),
            };
        }
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct EventRow {
    at: DateTime<Utc>,
    kind: String,
    ref_id: i64,
    discount_id: Option<i64>,
    code: Option<String>,
    is_usable: i64,
    cashier_id: Option<i64>,
    title: Option<String>,
    shop: Option<String>,
    amount: Option<Hundredths>,
    saved: Option<Hundredths>,
}

impl TryFrom<EventRow> for TimelineEntry {
    type Error = Fault;

    fn try_from(row: EventRow) -> Result<Self, Fault> {
        let of = RowOf { table: "orders", id: row.ref_id };
        let code = CodeEvent {
            discount_id: DiscountId(row.discount_id.unwrap_or_default()),
            code: row.code.unwrap_or_default(),
            is_usable: row.is_usable == 1,
        };
        let cashier_id = row.cashier_id.map(CashierId);
        let event = match row.kind.as_str() {
            "campaign" => TimelineEvent::JoinedCampaign {
                campaign_id: CampaignId(row.ref_id),
                name: row.title.unwrap_or_default(),
                discount_id: row.discount_id.map(DiscountId),
            },
            "issued" => TimelineEvent::CodeIssued(code),
            "revoked" => TimelineEvent::CodeRevoked { code, reason: row.title },
            "success" => TimelineEvent::Redeemed {
                code,
                usage_log_id: UsageLogId(row.ref_id),
                cashier_id,
                shop: row.shop,
            },
            "undone" => TimelineEvent::Undone {
                code,
                usage_log_id: UsageLogId(row.ref_id),
                cashier_id,
                reason: row.title,
            },
            "order" | "undone_order" => TimelineEvent::Ordered {
                order_id: OrderId(row.ref_id),
                amount: of.money_opt("amount", row.amount)?.unwrap_or_default(),
                discount_amount: of.money_opt("discount_amount", row.saved)?.unwrap_or_default(),
                shop: row.shop,
                is_undone: row.kind == "undone_order",
            },
            "broadcast" => TimelineEvent::BroadcastSent {
                broadcast_id: BroadcastId(row.ref_id),
                title: row.title.unwrap_or_default(),
            },
            "notice" => TimelineEvent::NoticeSent {
                notification_id: NotificationId(row.ref_id),
                kind: row.title.unwrap_or_default(),
            },
            _ => TimelineEvent::Joined,
        };
        Ok(Self { at: row.at, event })
    }
}
