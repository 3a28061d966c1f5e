//! How fast a bot may send, over all processes.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::PortError;
use crate::domain::bot::BotKind;
use crate::domain::budget::{BudgetGrant, Pace};

/// One budget per bot, by the rule of [`crate::domain::budget::BudgetState`]. It may forget at any time:
/// then Telegram's own limiter answers 429, and the pause begins anew.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait SendBudget: Send + Sync {
    /// Takes up to `wanted` messages.
    async fn take(
        &self,
        bot: BotKind,
        wanted: u32,
        pace: Pace,
        now: DateTime<Utc>,
    ) -> Result<BudgetGrant, PortError>;

    /// Nothing is granted until then, to anybody; of several pauses the latest counts.
    async fn pause(
        &self,
        bot: BotKind,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), PortError>;
}
