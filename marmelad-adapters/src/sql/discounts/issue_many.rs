//! Issuing one template to many clients with few statements.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use marmelad_core::discounts::{Discount, DiscountCode, DiscountSource, Template, ToldDiscount};
use marmelad_core::kernel::{BroadcastId, ClientId, TemplateId};
use sqlx::QueryBuilder;

use super::super::clients::totals;
use super::super::dialect::{self, Conn, Database};
use super::super::row::{money_column, push_list};
use super::super::statement::Statement;
use super::issue::{Grant, Taker, take_from_budget, unsaved};
use crate::sql::fault::Fault;

/// Discounts to insert. The template's row must be locked.
pub(in crate::sql) struct GrantMany<'a> {
    pub(in crate::sql) template: &'a Template,
    pub(in crate::sql) source: DiscountSource,
    pub(in crate::sql) broadcast_id: Option<BroadcastId>,
    pub(in crate::sql) now: DateTime<Utc>,
    pub(in crate::sql) zone: Tz,
}

/// The discounts issued, by client; for a client without an entry no free code was left.
pub(in crate::sql) type Gifted = HashMap<ClientId, ToldDiscount>;

/// Issues to the takers in their order while codes are free, and takes as many from the budget. When the budget is too
/// small, or another transaction takes a code meanwhile, the transaction is repeated.
pub(in crate::sql) async fn issue_many<'c>(
    conn: &mut Conn,
    many: &GrantMany<'_>,
    takers: &[Taker],
    codes: &mut (impl Iterator<Item = &'c DiscountCode> + Send),
) -> Result<Gifted, Fault> {
    let free = free_codes(conn, takers.len(), codes).await?;
    let discounts: Vec<Discount> =
        takers.iter().zip(&free).map(|(taker, code)| unsaved(&many.grant(*taker), code)).collect();
    if discounts.is_empty() {
        return Ok(Gifted::new());
    }
    take_from_budget(conn, many.template, discounts.len()).await?;
    insert(conn, &discounts, many.broadcast_id).await?;
    totals::count_issued(conn, discounts.iter().map(|discount| discount.user_id)).await?;
    Ok(discounts.iter().map(|discount| (discount.user_id, ToldDiscount::from(discount))).collect())
}

/// When each of the given clients last got a discount of the template that is not revoked.
pub(in crate::sql) async fn last_issues(
    conn: &mut Conn,
    template: TemplateId,
    users: impl IntoIterator<Item = ClientId>,
) -> Result<HashMap<ClientId, DateTime<Utc>>, Fault> {
    let mut query = QueryBuilder::<Database>::new(
        "SELECT user_id, created_at FROM discounts WHERE revoked_at IS NULL AND template_id = ",
    );
    query.push_bind(template.0).push(" AND user_id IN (");
    push_list(&mut query, users.into_iter().map(|user| user.0));
    query.push(")");
    let rows: Vec<(i64, DateTime<Utc>)> = query.build_query_as().fetch_all(conn).await?;
    let mut last: HashMap<ClientId, DateTime<Utc>> = HashMap::new();
    for (user, issued_at) in rows {
        let known = last.entry(ClientId(user)).or_insert(issued_at);
        *known = issued_at.max(*known);
    }
    Ok(last)
}

impl<'a> GrantMany<'a> {
    fn grant(&self, taker: Taker) -> Grant<'a> {
        Grant {
            user_id: taker.user_id,
            is_test: taker.is_test,
            template: self.template,
            source: self.source,
            campaign_id: None,
            admin_id: None,
            now: self.now,
            zone: self.zone,
        }
    }
}

/// The first free codes, at most `wanted`.
async fn free_codes(
    conn: &mut Conn,
    wanted: usize,
    codes: &mut (impl Iterator<Item = &DiscountCode> + Send),
) -> Result<Vec<DiscountCode>, Fault> {
    let (mut free, mut seen) = (Vec::with_capacity(wanted), HashSet::new());
    while free.len() < wanted {
        let mut drawn: Vec<&DiscountCode> = Vec::new();
        while drawn.len() < wanted - free.len() {
            match codes.next() {
                Some(code) if seen.insert(code.as_ref().to_owned()) => drawn.push(code),
                Some(_) => {}
                None => break,
            }
        }
        if drawn.is_empty() {
            break;
        }
        let mut query = QueryBuilder::<Database>::new("SELECT code FROM discounts WHERE code IN (");
        push_list(&mut query, drawn.iter().map(ToString::to_string));
        query.push(")");
        let taken: Vec<String> = query.build_query_scalar().fetch_all(&mut *conn).await?;
        let is_free = |code: &&DiscountCode| !taken.iter().any(|taken| taken == code.as_ref());
        free.extend(drawn.into_iter().filter(is_free).cloned());
    }
    Ok(free)
}

async fn insert(
    conn: &mut Conn,
    discounts: &[Discount],
    broadcast: Option<BroadcastId>,
) -> Result<(), Fault> {
    let mut query = QueryBuilder::<Database>::new(
        "INSERT INTO discounts (user_id, template_id, broadcast_id, source, code, value, \
         value_type, usage_type, max_uses, min_order_amount, expires_at, is_test, created_at, \
         updated_at) ",
    );
    query.push_values(discounts, |mut row, discount| {
        row.push_bind(discount.user_id.0)
            .push_bind(discount.template_id.map(|id| id.0))
            .push_bind(broadcast.map(|id| id.0))
            .push_bind(discount.source.as_str())
            .push_bind(discount.code.to_string())
            .push_bind(dialect::from_hundredths(discount.value.hundredths()))
            .push_bind(discount.value.value_type().as_str())
            .push_bind(discount.usage.as_str())
            .push_bind(i64::from(discount.usage.max_uses()))
            .push_bind(discount.min_order_amount.map(money_column))
            .push_bind(discount.expires_at)
            .push_bind(discount.is_test)
            .push_bind(discount.created_at)
            .push_bind(discount.created_at);
    });
    query.build().insert_new(conn).await?;
    Ok(())
}
