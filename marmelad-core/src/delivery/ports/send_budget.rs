//! How fast messages go out, over all processes.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::delivery::{BudgetGrant, BudgetKey, Pace};
use crate::kernel::{BotKind, PortError};

/// One budget per bot and per broadcast, by the rule of [`crate::delivery::BudgetState`]. It may forget at
/// any time: then Telegram's own limiter answers 429, and the pause begins anew.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait SendBudget: Send + Sync {
    /// Takes up to `wanted` messages. Without a pace only a pause is asked for, of which another process may
    /// hear a moment late.
    async fn take(
        &self,
        key: BudgetKey,
        wanted: u32,
        pace: Option<Pace>,
        now: DateTime<Utc>,
    ) -> Result<BudgetGrant, PortError>;

    /// Counts so many messages that a bot sent without asking: direct replies.
    async fn debit(
        &self,
        bot: BotKind,
        messages: u32,
        pace: Pace,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;

    /// Nothing of a bot's is granted until then, to anybody; of several pauses the latest counts.
    async fn pause(
        &self,
        bot: BotKind,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;
}
