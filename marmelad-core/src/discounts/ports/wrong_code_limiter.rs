//! Guessing cashiers.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::discounts::{WrongCodePolicy, WrongCodeVerdict};
use crate::kernel::{CashierId, PortError};

/// Counts well-formed unknown codes per cashier. It may forget at any time.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait WrongCodeLimiter: Send + Sync {
    /// Until when the cashier is paused, if they are at `now`.
    async fn paused_until(
        &self,
        cashier: CashierId,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, PortError>;

    /// Counts one; the one that reaches the limit within the window begins the pause and empties the count.
    async fn record(
        &self,
        cashier: CashierId,
        policy: WrongCodePolicy,
        now: DateTime<Utc>,
    ) -> Result<WrongCodeVerdict, PortError>;
}
