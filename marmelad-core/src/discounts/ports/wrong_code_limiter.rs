//! The port that counts unknown codes per cashier.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::discounts::{WrongCodePolicy, WrongCodeVerdict};
use crate::kernel::{CashierId, PortError};

/// Counts well-formed unknown codes per cashier. Counts may be lost at any time.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait WrongCodeLimiter: Send + Sync {
    /// The end of the cashier's pause, if paused at `now`.
    async fn paused_until(
        &self,
        cashier: CashierId,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, PortError>;

    /// Counts an unknown code. The one that reaches the limit within the window starts the pause
    /// and resets the count.
    async fn record(
        &self,
        cashier: CashierId,
        policy: WrongCodePolicy,
        now: DateTime<Utc>,
    ) -> Result<WrongCodeVerdict, PortError>;
}
