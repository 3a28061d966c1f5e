//! Is a client subscribed to the channel?

use std::time::Duration;

/// A member's status as `getChatMember` tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// Member, administrator or creator.
    Member,
    /// Restricted; still inside or not.
    Restricted {
        /// Telegram's `is_member`: whether the person is still in the channel.
        is_member: bool,
    },
    /// Left, kicked, or unknown to the channel.
    Outside,
}

impl Membership {
    /// Whether this counts as subscribed.
    pub fn is_subscribed(self) -> bool {
        matches!(self, Self::Member | Self::Restricted { is_member: true })
    }
}

/// How long a positive answer is believed without asking again. A negative one never refuses anybody.
pub const POSITIVE_ANSWER_TTL: Duration = Duration::from_mins(1);
