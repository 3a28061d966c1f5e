//! The inbox as one process sees it: under its name, with its lease.

use std::sync::Arc;
use std::time::Duration as StdDuration;

use chrono::{DateTime, Duration, Utc};
use marmelad_core::App;
use marmelad_core::intake::{ClaimedUpdate, EndedUpdate, InboxClaim, IncomingUpdate};
use marmelad_core::kernel::{BotKind, PortError};

/// One bot's updates in the inbox. Cheap to clone.
#[derive(Clone)]
pub(super) struct Desk {
    app: App,
    bot: BotKind,
    owner: Arc<str>,
    lease: Duration,
}

/// Updates that this process is to handle, and until when it may.
pub(super) struct Claimed {
    pub(super) updates: Vec<ClaimedUpdate>,
    pub(super) until: DateTime<Utc>,
}

impl Desk {
    pub(super) fn new(app: App, bot: BotKind, owner: &str, lease: StdDuration) -> Self {
        Self {
            app,
            bot,
            owner: owner.into(),
            lease: Duration::from_std(lease).unwrap_or(Duration::seconds(30)),
        }
    }

    pub(super) fn app(&self) -> &App {
        &self.app
    }

    pub(super) fn bot(&self) -> BotKind {
        self.bot
    }

    pub(super) fn lease(&self) -> StdDuration {
        self.lease.to_std().unwrap_or_default()
    }

    /// Whether a handler that begins now ends before a claim does.
    pub(super) fn has_time_until(&self, until: DateTime<Utc>) -> bool {
        self.app.now() + self.lease * 3 / 4 <= until
    }

    pub(super) async fn accept(&self, updates: Vec<IncomingUpdate>) -> Result<Claimed, PortError> {
        let claim = self.claim();
        let until = claim.until;
        let updates = self
            .app
            .ports
            .inbox
            .accept(self.bot, updates, claim)
            .await?;
        Ok(Claimed { updates, until })
    }

    pub(super) async fn claim_waiting(&self, limit: u32) -> Result<Claimed, PortError> {
        let claim = self.claim();
        let until = claim.until;
        let updates = self
            .app
            .ports
            .inbox
            .claim_waiting(self.bot, claim, limit)
            .await?;
        Ok(Claimed { updates, until })
    }

    /// Answers for each the next of its chat, if it is this process's to handle and it goes on: whoever gave one back
    /// would not look at another, and it would lie there until its claim runs out.
    pub(super) async fn finish(
        &self,
        ended: Vec<EndedUpdate>,
    ) -> Result<Vec<Option<ClaimedUpdate>>, PortError> {
        let chats: Vec<Option<i64>> = ended
            .iter()
            .map(|ended| ended.update.update.chat_id.filter(|_| ended.goes_on))
            .collect();
        let mut next = self
            .app
            .ports
            .inbox
            .finish(self.bot, ended, self.claim())
            .await?;
        let mut next_of = |chat: i64| {
            let place = next
                .iter()
                .position(|next| next.update.chat_id == Some(chat));
            place.map(|place| next.swap_remove(place))
        };
        Ok(chats
            .into_iter()
            .map(|chat| chat.and_then(&mut next_of))
            .collect())
    }

    fn claim(&self) -> InboxClaim {
        let now = self.app.now();
        InboxClaim {
            owner: self.owner.to_string(),
            now,
            until: now + self.lease,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use marmelad_core::intake::{Handling, MockUpdateInbox};
    use marmelad_core::kernel::MockClock;
    use marmelad_core::{AppContext, Ports};
    use serde_json::json;

    use super::*;

    fn desk(inbox: MockUpdateInbox) -> Desk {
        let mut clock = MockClock::new();
        clock.expect_now().return_const(DateTime::UNIX_EPOCH);
        let ports = Ports {
            clock: Arc::new(clock),
            inbox: Arc::new(inbox),
            ..Ports::mocked()
        };
        let context = AppContext {
            zone: chrono_tz::UTC,
            test_ids: std::collections::BTreeSet::new(),
            panel_url: String::new(),
            own_bot_api: false,
        };
        let app = App::new(ports, context);
        Desk::new(app, BotKind::Main, "one", StdDuration::from_secs(30))
    }

    fn claimed(update_id: i64, attempts: u32) -> ClaimedUpdate {
        ClaimedUpdate {
            bot: BotKind::Main,
            update: IncomingUpdate {
                update_id,
                chat_id: Some(7),
                payload: json!({}),
            },
            attempts,
        }
    }

    /// An update that stood in line for longer than its claim held, and was claimed again and handled meanwhile, may
    /// be given back in the same group in which its handling ends.
    #[tokio::test]
    async fn the_next_of_a_chat_goes_to_who_will_handle_it() {
        let mut inbox = MockUpdateInbox::new();
        inbox
            .expect_finish()
            .returning(|_, _, _| Ok(vec![claimed(11, 0)]));
        let given_back = EndedUpdate {
            update: claimed(10, 0),
            ending: Handling::NotBegun,
            goes_on: false,
        };
        let handled = EndedUpdate {
            update: claimed(10, 1),
            ending: Handling::Done,
            goes_on: true,
        };
        let next = desk(inbox).finish(vec![given_back, handled]).await;
        assert_eq!(next.unwrap(), [None, Some(claimed(11, 0))]);
    }
}
