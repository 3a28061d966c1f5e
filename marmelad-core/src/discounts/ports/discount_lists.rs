//! The port that reads discounts and the usage log.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::discounts::{DiscountFilter, DiscountList, ListedDiscount, UsageList, UsageRecord};
use crate::kernel::{DiscountId, Page, PortError, UsageLogId};

/// Reads what [`crate::discounts::DiscountRepo`] writes.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait DiscountLists: Send + Sync {
    /// A discount with its client.
    async fn find(&self, id: DiscountId) -> Result<Option<ListedDiscount>, PortError>;

    /// A page of discounts. The total is exact up to [`crate::kernel::EXACT_TOTAL`]; larger totals
    /// may be a few seconds old.
    async fn list(&self, list: DiscountList) -> Result<Page<ListedDiscount>, PortError>;

    /// The first `limit` discounts after the given one, ordered by id. Used to read all discounts in portions.
    async fn portion(
        &self,
        filter: &DiscountFilter,
        now: DateTime<Utc>,
        after: Option<DiscountId>,
        limit: u32,
    ) -> Result<Vec<ListedDiscount>, PortError>;

    /// The discount to which a row of the usage log belongs.
    async fn discount_of_log(&self, log: UsageLogId) -> Result<Option<DiscountId>, PortError>;

    /// A page of the usage log; the total is as exact as in [`DiscountLists::list`].
    async fn usage_logs(&self, list: UsageList) -> Result<Page<UsageRecord>, PortError>;
}
