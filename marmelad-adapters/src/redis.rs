//! Redis behind the ports whose contents may vanish. Chosen by `REDIS_URL`; without it the database and the
//! process's own memory fill the same ports.
//!
//! | key | holds | lives |
//! |---|---|---|
//! | `sub:{channel_id}:{user_id}` | `member` | 60 s |
//! | `marmelad:dialogue:{bot}:{chat}` | a dialogue's state and when it ends | until then (24 h) |
//! | `marmelad:wrong_codes:{cashier}` | unknown codes typed lately, a pause | the window or the pause |
//! | `marmelad:budget:{bot}` | the next send time of a bot, the end of a pause | a minute, or the pause |
//! | `marmelad:budget:broadcast:{id}` | the next send time of a broadcast | a minute or two |
//!
//! Every key has a time to live. Hints that a broadcast moved go over the channels `marmelad:progress:{broadcast}`.
//! What must be atomic is one Lua script beside the file that calls it; times come in as arguments, as everywhere.
//!
//! Redis away: every call fails within a second and a half, and for a second after a failure at once, so that
//! nobody waits long for a cache. Rates are then kept by each process for itself; what else follows is for the callers:
//! counters count as empty, dialogues as unknown, subscriptions are asked of Telegram.

mod dialogues;
mod health;
mod link;
mod progress;
mod rates;
mod subscriptions;
mod wrong_codes;

use std::sync::Arc;

use marmelad_core::broadcasts::ProgressHints;
use marmelad_core::clients::SubscriptionCache;
use marmelad_core::discounts::WrongCodeLimiter;
use marmelad_core::intake::DialogueStore;
use marmelad_core::system::Health;

use crate::config::RedisUrl;
use crate::rate_limiter::RateStore;
use link::Link;
pub use link::RedisSetupError;

/// Every port that Redis serves. Cheap to clone.
#[derive(Clone)]
pub struct RedisStore {
    pub dialogues: Arc<dyn DialogueStore>,
    pub progress: Arc<dyn ProgressHints>,
    pub rates: Arc<dyn RateStore>,
    pub subscriptions: Arc<dyn SubscriptionCache>,
    pub wrong_codes: Arc<dyn WrongCodeLimiter>,
    link: Arc<Link>,
}

impl RedisStore {
    /// Prepares the way to a Redis. Connects with the first call, so that a process starts without it.
    pub fn new(url: &RedisUrl) -> Result<Self, RedisSetupError> {
        let link = Arc::new(Link::new(url)?);
        Ok(Self {
            dialogues: Arc::new(dialogues::Dialogues(link.clone())),
            progress: Arc::new(progress::Channels::new(link.clone())),
            rates: Arc::new(rates::SharedRates::new(link.clone())),
            subscriptions: Arc::new(subscriptions::Subscriptions(link.clone())),
            wrong_codes: Arc::new(wrong_codes::WrongCodes::new(link.clone())),
            link,
        })
    }

    /// The database's health with this Redis beside it.
    pub fn health(&self, database: Arc<dyn Health>) -> Arc<dyn Health> {
        Arc::new(health::WithRedis { database, link: self.link.clone() })
    }

    pub fn close(&self) {
        self.link.close();
    }
}
