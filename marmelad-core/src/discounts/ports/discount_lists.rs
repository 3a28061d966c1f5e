//! Discounts and their usage, looked at.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::discounts::{DiscountFilter, DiscountList, ListedDiscount, UsageList, UsageRecord};
use crate::kernel::{DiscountId, Page, PortError, UsageLogId};

/// Reads what [`crate::discounts::DiscountRepo`] writes.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait DiscountLists: Send + Sync {
    /// One, and whose it is.
    async fn find(&self, id: DiscountId) -> Result<Option<ListedDiscount>, PortError>;

    /// A page of discounts. The total is exact up to [`crate::kernel::EXACT_TOTAL`], above that it may be a
    /// few seconds old.
    async fn list(&self, list: DiscountList) -> Result<Page<ListedDiscount>, PortError>;

    /// The first `limit` discounts after one, in the order of their ids: for whoever takes all of them, however many,
    /// a portion at a time.
    async fn portion(
        &self,
        filter: &DiscountFilter,
        now: DateTime<Utc>,
        after: Option<DiscountId>,
        limit: u32,
    ) -> Result<Vec<ListedDiscount>, PortError>;

    /// The discount that a row of the usage log is about.
    async fn discount_of_log(&self, log: UsageLogId) -> Result<Option<DiscountId>, PortError>;

    /// A page of the usage log; its total as of [`DiscountLists::list`].
    async fn usage_logs(&self, list: UsageList) -> Result<Page<UsageRecord>, PortError>;
}
