//! A row of `discounts`, read by code or id, and the card of its client.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use marmelad_core::discounts::{ClientCard, Discount, DiscountCode};
use marmelad_core::kernel::{BroadcastId, CampaignId, CashierId, ClientId, DiscountId, TemplateId};
use sqlx::QueryBuilder;

use super::super::dialect::{Conn, Database, Hundredths, for_update};
use super::super::row::{RowOf, push_in, push_list};
use super::super::statement::Fetch;
use crate::sql::fault::Fault;

/// `SELECT` every column of a discount, then the given clauses.
macro_rules! select_discount {
    ($($rest:expr),+) => {
        concat!(
            "SELECT id, user_id, template_id, campaign_id, broadcast_id, source, code, value, \
             value_type, usage_type, max_uses, uses_count, min_order_amount, expires_at, used_at, \
             used_by_cashier_id, revoked_at, revoke_reason, is_test, created_at FROM discounts ",
            $($rest),+
        )
    };
}
pub(super) use select_discount;

/// A discount, locked until the transaction ends.
pub(super) async fn lock_by_code(
    conn: &mut Conn,
    code: &DiscountCode,
) -> Result<Option<Discount>, Fault> {
    let sql = select_discount!("WHERE code = ?", for_update!());
    sqlx::query_as::<_, DiscountRow>(sql).bind(code.as_ref()).one(conn).await
}

/// A discount, locked until the transaction ends.
pub(in crate::sql) async fn lock(
    conn: &mut Conn,
    id: DiscountId,
) -> Result<Option<Discount>, Fault> {
    let sql = select_discount!("WHERE id = ?", for_update!());
    sqlx::query_as::<_, DiscountRow>(sql).bind(id.0).one(conn).await
}

/// The given discounts without a reminder, locked until the transaction ends.
pub(in crate::sql) async fn lock_unreminded(
    conn: &mut Conn,
    ids: impl IntoIterator<Item = i64>,
) -> Result<Vec<Discount>, Fault> {
    let mut query = QueryBuilder::<Database>::new(select_discount!("WHERE id IN ("));
    push_list(&mut query, ids);
    query.push(concat!(") AND reminder_sent_at IS NULL ORDER BY id", for_update!()));
    query.build_query_as::<DiscountRow>().all(conn).await
}

/// The discounts that a broadcast issued to the given clients, by `users.id`.
pub(in crate::sql) async fn of_broadcast(
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

pub(super) async fn find(conn: &mut Conn, id: DiscountId) -> Result<Option<Discount>, Fault> {
    sqlx::query_as::<_, DiscountRow>(select_discount!("WHERE id = ?")).bind(id.0).one(conn).await
}

#[derive(sqlx::FromRow)]
pub(super) struct DiscountRow {
    id: i64,
    pub(super) user_id: i64,
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

/// The display names of clients, by `users.id`. A separate query: with a join a database might begin with the clients
/// and sort everything else.
pub(in crate::sql) async fn cards(
    conn: &mut Conn,
    users: &BTreeSet<i64>,
) -> Result<HashMap<i64, String>, Fault> {
    if users.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = QueryBuilder::<Database>::new("SELECT id, display_name FROM users WHERE 1 = 1");
    push_in(&mut query, " AND id", users.iter().copied());
    let rows: Vec<(i64, String)> = query.build_query_as().fetch_all(conn).await?;
    Ok(rows.into_iter().collect())
}

pub(in crate::sql) fn card(holders: &HashMap<i64, String>, user: ClientId) -> ClientCard {
    ClientCard {
        user_id: user,
        // A foreign key guarantees the row.
        display_name: holders.get(&user.0).cloned().unwrap_or_default(),
    }
}
