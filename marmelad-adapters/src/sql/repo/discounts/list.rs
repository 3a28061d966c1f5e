//! Lists of discounts.

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::discounts::{
    ClientCard, Discount, DiscountFilter, DiscountList, DiscountLists, DiscountSortKey,
    DiscountSource, DiscountState, ListedDiscount, UsageList, UsageRecord,
};
use marmelad_core::kernel::{DiscountId, Page, PortError, Sorting, UsageLogId, UserId, to_millis};
use sqlx::QueryBuilder;

use super::super::super::dialect::{Conn, Database, Db};
use super::super::conditions::Conditions;
use super::super::counting::{Extent, Totals};
use super::super::row::push_in;
use super::{DiscountRow, find, owner, select_discount, usage};
use crate::sql::fault::Fault;

pub(in super::super) struct Lists {
    pub(super) db: Db,
    discounts: Totals,
    pub(super) usages: Totals,
}

impl Lists {
    pub(in super::super) fn new(db: Db) -> Self {
        Self {
            db,
            discounts: Totals::new(),
            usages: Totals::new(),
        }
    }

    async fn try_find(&self, id: DiscountId) -> Result<Option<ListedDiscount>, Fault> {
        let mut conn = self.db.reader().await?;
        let Some(discount) = find(&mut conn, id).await? else {
            return Ok(None);
        };
        let client = owner(&mut conn, discount.user_id).await?.card;
        Ok(Some(ListedDiscount { discount, client }))
    }

    async fn try_list(&self, list: &DiscountList) -> Result<Page<ListedDiscount>, Fault> {
        let mut conn = self.db.reader().await?;
        let mut query = QueryBuilder::new(select_discount!("WHERE 1 = 1"));
        push_filter(&mut query, &list.filter, list.now);
        query.page(column(list.sort), list.page);
        let items = listed(&mut conn, &mut query).await?;
        let key = format!("{:?}", list.filter);
        let total = self
            .discounts
            .total(&mut conn, key, list.now, |query, extent| {
                push_count(query, extent, &list.filter, list.now);
            })
            .await?;
        Ok(Page { items, total })
    }

    async fn try_portion(
        &self,
        filter: &DiscountFilter,
        now: DateTime<Utc>,
        after: Option<DiscountId>,
        limit: u32,
    ) -> Result<Vec<ListedDiscount>, Fault> {
        let mut query = QueryBuilder::new(select_discount!("WHERE id > "));
        query.push_bind(after.map_or(0, |id| id.0));
        push_filter(&mut query, filter, now);
        query.push(" ORDER BY id LIMIT ");
        query.push_bind(i64::from(limit));
        listed(&mut *self.db.reader().await?, &mut query).await
    }

    async fn try_discount_of_log(&self, log: UsageLogId) -> Result<Option<DiscountId>, Fault> {
        let id: Option<Option<i64>> =
            sqlx::query_scalar("SELECT discount_id FROM discount_usage_logs WHERE id = ?")
                .bind(log.0)
                .fetch_optional(&mut *self.db.reader().await?)
                .await?;
        Ok(id.flatten().map(DiscountId))
    }
}

#[async_trait]
impl DiscountLists for Lists {
    async fn find(&self, id: DiscountId) -> Result<Option<ListedDiscount>, PortError> {
        Ok(self.try_find(id).await?)
    }

    async fn list(&self, list: DiscountList) -> Result<Page<ListedDiscount>, PortError> {
        Ok(self.try_list(&list).await?)
    }

    async fn portion(
        &self,
        filter: &DiscountFilter,
        now: DateTime<Utc>,
        after: Option<DiscountId>,
        limit: u32,
    ) -> Result<Vec<ListedDiscount>, PortError> {
        Ok(self.try_portion(filter, now, after, limit).await?)
    }

    async fn discount_of_log(&self, log: UsageLogId) -> Result<Option<DiscountId>, PortError> {
        Ok(self.try_discount_of_log(log).await?)
    }

    async fn usage_logs(&self, list: UsageList) -> Result<Page<UsageRecord>, PortError> {
        Ok(usage::list(self, &list).await?)
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

/// What clients are called, by `users.id`. Looked up apart: joined, a database might begin with the clients and sort
/// all the rest.
pub(in super::super) async fn cards(
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

pub(in super::super) fn card(holders: &HashMap<i64, String>, user: UserId) -> ClientCard {
    ClientCard {
        user_id: user,
        // The row is there: a foreign key points at it.
        display_name: holders.get(&user.0).cloned().unwrap_or_default(),
    }
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

fn push_count(
    query: &mut QueryBuilder<Database>,
    _: Extent,
    filter: &DiscountFilter,
    now: DateTime<Utc>,
) {
    query.push(" FROM discounts WHERE 1 = 1");
    push_filter(query, filter, now);
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

/// As [`DiscountState::of`] decides.
fn push_state(query: &mut QueryBuilder<Database>, state: DiscountState, now: DateTime<Utc>) {
    let now = to_millis(now);
    match state {
        DiscountState::Revoked => {
            query.push(" AND revoked_at IS NOT NULL");
        }
        // Who is used up was used: `used_at` has an index, a comparison of two columns none.
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
