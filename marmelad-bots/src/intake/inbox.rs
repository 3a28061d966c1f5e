//! One bot's inbox as this process uses it: claims carry its name and lease, and updates are written in batches.

use std::time::Duration as StdDuration;

use chrono::{DateTime, Duration, Utc};
use marmelad_core::App;
use marmelad_core::intake::{ClaimedUpdate, EndedUpdate, InboxClaim, IncomingUpdate};
use marmelad_core::kernel::{BotKind, PortError};

use super::batcher::Batcher;

/// Client of the port `UpdateInbox`.
pub(super) struct Inbox {
    app: App,
    bot: BotKind,
    owner: String,
    lease: Duration,
    accepting: Batcher<Vec<IncomingUpdate>, Vec<Claimed>>,
    finishing: Batcher<EndedUpdate, Option<ClaimedUpdate>>,
}

/// An update that this process handles, and the end of its claim.
pub(super) struct Claimed {
    pub(super) update: ClaimedUpdate,
    pub(super) until: DateTime<Utc>,
}

impl Inbox {
    pub(super) fn new(app: App, bot: BotKind, owner: &str, lease: StdDuration) -> Self {
        Self {
            app,
            bot,
            owner: owner.to_owned(),
            lease: Duration::from_std(lease).unwrap_or(Duration::seconds(30)),
            accepting: Batcher::default(),
            finishing: Batcher::default(),
        }
    }

    pub(super) fn bot(&self) -> BotKind {
        self.bot
    }

    pub(super) fn lease(&self) -> StdDuration {
        self.lease.to_std().unwrap_or_default()
    }

    /// How long a handler may take. The rest of the lease is for recording the ending.
    pub(super) fn handling_limit(&self) -> StdDuration {
        self.lease() * 3 / 4
    }

    /// Whether a handler that begins now ends before the claim does.
    pub(super) fn is_time_left(&self, claimed: &Claimed) -> bool {
        self.app.now() + self.handling_limit() <= claimed.until
    }

    /// Stores updates durably and returns those for this process to handle now. Of the callers of a batch, one gets
    /// the updates of the whole batch.
    pub(super) async fn accept(
        &self,
        updates: Vec<IncomingUpdate>,
    ) -> Result<Vec<Claimed>, PortError> {
        let write = |batch| self.accept_batch(batch);
        self.accepting.submit(updates, write).await
    }

    async fn accept_batch(
        &self,
        batch: Vec<Vec<IncomingUpdate>>,
    ) -> Result<Vec<Vec<Claimed>>, PortError> {
        let mut claimed: Vec<Vec<Claimed>> = batch.iter().map(|_| Vec::new()).collect();
        let updates = batch.into_iter().flatten().collect();
        let claim = self.claim();
        let until = claim.until;
        let inbox = &self.app.ports.inbox;
        let updates = inbox.accept(self.bot, updates, claim).await?;
        if let Some(first) = claimed.first_mut() {
            *first = claimed_until(updates, until);
        }
        Ok(claimed)
    }

    /// Claims at most `limit` updates that nobody handles: left by a dead process, or put off until now.
    pub(super) async fn claim_waiting(&self, limit: u32) -> Result<Vec<Claimed>, PortError> {
        let claim = self.claim();
        let until = claim.until;
        let inbox = &self.app.ports.inbox;
        let updates = inbox.claim_waiting(self.bot, claim, limit).await?;
        Ok(claimed_until(updates, until))
    }

    /// Ends the handling of an update, and returns the chat's next one if this process has claimed it.
    pub(super) async fn finish(
        &self,
        ended: EndedUpdate,
    ) -> Result<Option<ClaimedUpdate>, PortError> {
        let write = |batch| self.finish_batch(batch);
        self.finishing.submit(ended, write).await
    }

    /// An update that was given back gets no next one: its caller would not handle it before its claim runs out.
    async fn finish_batch(
        &self,
        ended: Vec<EndedUpdate>,
    ) -> Result<Vec<Option<ClaimedUpdate>>, PortError> {
        let chats: Vec<Option<i64>> = ended
            .iter()
            .map(|ended| ended.update.update.chat_id.filter(|_| ended.goes_on))
            .collect();
        let inbox = &self.app.ports.inbox;
        let mut claimed = inbox.finish(self.bot, ended, self.claim()).await?;
        let next_of = |chat: Option<i64>| {
            let index =
                claimed.iter().position(|next| chat.is_some() && next.update.chat_id == chat)?;
            Some(claimed.swap_remove(index))
        };
        Ok(chats.into_iter().map(next_of).collect())
    }

    fn claim(&self) -> InboxClaim {
        let now = self.app.now();
        InboxClaim { owner: self.owner.clone(), now, until: now + self.lease }
    }
}

fn claimed_until(updates: Vec<ClaimedUpdate>, until: DateTime<Utc>) -> Vec<Claimed> {
    let claimed = |update| Claimed { update, until };
    updates.into_iter().map(claimed).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Arc;

    use marmelad_core::Ports;
    use marmelad_core::intake::{Handling, MockUpdateInbox};
    use serde_json::json;

    use super::*;
    use crate::testing::app;

    fn claimed(update_id: i64, attempts: u32) -> ClaimedUpdate {
        ClaimedUpdate {
            bot: BotKind::Main,
            update: IncomingUpdate { update_id, chat_id: Some(7), payload: json!({}) },
            attempts,
        }
    }

    /// An update that waited longer than its claim held, and was claimed again and handled meanwhile, may be given
    /// back in the same batch in which its handling ends.
    #[tokio::test]
    async fn the_next_of_a_chat_goes_to_the_caller_that_handles_it() {
        let mut port = MockUpdateInbox::new();
        port.expect_finish().returning(|_, _, _| Ok(vec![claimed(11, 0)]));
        let given_back =
            EndedUpdate { update: claimed(10, 0), ending: Handling::NotBegun, goes_on: false };
        let handled = EndedUpdate { update: claimed(10, 1), ending: Handling::Done, goes_on: true };
        let ports = Ports { inbox: Arc::new(port), ..Ports::mocked() };
        let lease = StdDuration::from_secs(30);
        let inbox = Inbox::new(app(ports), BotKind::Main, "one", lease);
        let next = inbox.finish_batch(vec![given_back, handled]).await;
        assert_eq!(next.unwrap(), [None, Some(claimed(11, 0))]);
    }
}
