//! Lists of discounts.

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::discounts::{
    Discount, DiscountFilter, DiscountList, DiscountLists, DiscountSortKey, DiscountSource,
    DiscountState, ListedDiscount, UsageList, UsageRecord,
};
use marmelad_core::kernel::{DiscountId, Page, PortError, Sorting, UsageLogId, to_millis};
use sqlx::QueryBuilder;

use super::super::Store;
use super::super::conditions::Conditions;
use super::super::dialect::{Conn, Database};
use super::{DiscountRow, card, cards, find, owner, select_discount, usage};
use crate::sql::fault::Fault;

#[async_trait]
impl DiscountLists for Store {
    async fn find(&self, id: DiscountId) -> Result<Option<ListedDiscount>, PortError> {
        self.db
            .read("discount_lists.find", async |mut conn| {
                let Some(discount) = find(&mut conn, id).await? else {
                    return Ok(None);
                };
                let client = owner(&mut conn, discount.user_id).await?.card;
                Ok(Some(ListedDiscount { discount, client }))
            })
            .await
    }

    async fn list(&self, list: DiscountList) -> Result<Page<ListedDiscount>, PortError> {
        self.db
            .read("discount_lists.list", async |mut conn| {
                let mut query = QueryBuilder::new(select_discount!("WHERE 1 = 1"));
                push_filter(&mut query, &list.filter, list.now);
                query.page(column(list.sort), list.page);
                let items = listed(&mut conn, &mut query).await?;
                let key = format!("discounts {:?}", list.filter);
                let total = self
                    .counts
                    .total(&mut conn, key, list.now, |query, _| {
                        query.push(" FROM discounts WHERE 1 = 1");
                        push_filter(query, &list.filter, list.now);
                    })
                    .await?;
                Ok(Page { items, total })
            })
            .await
    }

    async fn portion(
        &self,
        filter: &DiscountFilter,
        now: DateTime<Utc>,
        after: Option<DiscountId>,
        limit: u32,
    ) -> Result<Vec<ListedDiscount>, PortError> {
        self.db
            .read("discount_lists.portion", async |mut conn| {
                let mut query = QueryBuilder::new(select_discount!("WHERE id > "));
                query.push_bind(after.map_or(0, |id| id.0));
                push_filter(&mut query, filter, now);
                query.push(" ORDER BY id LIMIT ");
                query.push_bind(i64::from(limit));
                listed(&mut conn, &mut query).await
            })
            .await
    }

    async fn discount_of_log(&self, log: UsageLogId) -> Result<Option<DiscountId>, PortError> {
        self.db
            .read("discount_lists.discount_of_log", async |mut conn| {
                let sql = "SELECT discount_id FROM discount_usage_logs WHERE id = ?";
                let id: Option<Option<i64>> =
                    sqlx::query_scalar(sql).bind(log.0).fetch_optional(&mut *conn).await?;
                Ok(id.flatten().map(DiscountId))
            })
            .await
    }

    async fn usage_logs(&self, list: UsageList) -> Result<Page<UsageRecord>, PortError> {
        self.db
            .read("discount_lists.usage_logs", async |mut conn| {
                let mut query = QueryBuilder::<Database>::new(usage::SELECT_USAGE);
                usage::push_filter(&mut query, &list.filter);
                let sort = Sorting { by: "created_at", is_descending: list.is_descending };
                query.page(sort, list.page);
                let rows = query.build_query_as().fetch_all(&mut *conn).await?;
                let items = usage::records(&mut conn, rows, list.now).await?;
                let key = format!("usage_logs {:?}", list.filter);
                let total = self
                    .counts
                    .total(&mut conn, key, list.now, |query, _| {
                        query.push(" FROM discount_usage_logs WHERE 1 = 1");
                        usage::push_filter(query, &list.filter);
                    })
                    .await?;
                Ok(Page { items, total })
            })
            .await
    }
}

async fn listed(
    conn: &mut Conn,
    query: &mut QueryBuilder<Database>,
) -> Result<Vec<ListedDiscount>, Fault> {
    let rows: Vec<DiscountRow> = query.build_query_as().fetch_all(&mut *conn).await?;
    let users: BTreeSet<i64> = rows.iter().map(|row| row.user_id).collect();
    let holders = cards(conn, &users).await?;
    rows.into_iter()
        .map(|row| {
            let discount = Discount::try_from(row)?;
            let client = card(&holders, discount.user_id);
            Ok(ListedDiscount { discount, client })
        })
        .collect()
}

fn column(sort: Sorting<DiscountSortKey>) -> Sorting<&'static str> {
    Sorting {
        by: match sort.by {
            DiscountSortKey::CreatedAt => "created_at",
            DiscountSortKey::ExpiresAt => "expires_at",
            DiscountSortKey::UsedAt => "used_at",
        },
        is_descending: sort.is_descending,
    }
}

fn push_filter(query: &mut QueryBuilder<Database>, filter: &DiscountFilter, now: DateTime<Utc>) {
    query.begins_with("code", filter.code_prefix.as_deref());
    query.equal("user_id", filter.user_id.map(|id| id.0));
    query.equal("template_id", filter.template_id.map(|id| id.0));
    query.equal("campaign_id", filter.campaign_id.map(|id| id.0));
    query.equal("broadcast_id", filter.broadcast_id.map(|id| id.0));
    query.equal("source", filter.source.map(DiscountSource::as_str));
    query.within("created_at", filter.created);
    query.within("expires_at", filter.expires);
    query.within("used_at", filter.used);
    query.equal("is_test", filter.is_test);
    if let Some(state) = filter.state {
        push_state(query, state, now);
    }
}

/// The condition of [`DiscountState::of`].
fn push_state(query: &mut QueryBuilder<Database>, state: DiscountState, now: DateTime<Utc>) {
    let now = to_millis(now);
    match state {
        DiscountState::Revoked => {
            query.push(" AND revoked_at IS NOT NULL");
        }
        // A used-up discount has `used_at`, which has an index; a comparison of two columns has none.
        DiscountState::Used => {
            query
                .push(" AND revoked_at IS NULL AND used_at IS NOT NULL AND uses_count >= max_uses");
        }
        DiscountState::Expired => {
            query.push(" AND revoked_at IS NULL AND uses_count < max_uses AND expires_at < ");
            query.push_bind(now);
        }
        DiscountState::Active => {
            query.push(" AND revoked_at IS NULL AND uses_count < max_uses AND expires_at >= ");
            query.push_bind(now);
        }
    }
}
