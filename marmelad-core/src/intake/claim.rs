//! Storing, claiming and finishing updates of the inbox.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::intake::{ClaimedUpdate, EndedUpdate, InboxClaim, IncomingUpdate, IntakeService};
use crate::kernel::{BotKind, PortError};

/// A process that claims updates.
#[derive(Debug, Clone)]
pub struct Claimant {
    /// Id unique to the process.
    pub owner: String,
    /// How long a claim holds before another process may claim the update.
    pub lease: Duration,
}

impl Claimant {
    /// How long a handler may take. The rest of the lease is for recording the ending.
    pub fn handling_limit(&self) -> Duration {
        self.lease * 3 / 4
    }
}

/// An update that this process handles, and the end of its claim.
#[derive(Debug)]
pub struct HeldUpdate {
    pub update: ClaimedUpdate,
    pub until: DateTime<Utc>,
}

impl IntakeService {
    /// Stores updates durably, each once, and returns those that `claimant` handles now: of each chat at most one.
    pub async fn accept(
        &self,
        bot: BotKind,
        updates: Vec<IncomingUpdate>,
        claimant: &Claimant,
    ) -> Result<Vec<HeldUpdate>, PortError> {
        let claim = self.claim(claimant);
        let until = claim.until;
        Ok(held(self.inbox.accept(bot, updates, claim).await?, until))
    }

    /// Claims at most `limit` updates that nobody handles: left by a dead process, or put off until now.
    pub async fn claim_waiting(
        &self,
        bot: BotKind,
        limit: u32,
        claimant: &Claimant,
    ) -> Result<Vec<HeldUpdate>, PortError> {
        let claim = self.claim(claimant);
        let until = claim.until;
        Ok(held(self.inbox.claim_waiting(bot, claim, limit).await?, until))
    }

    /// Whether a handler that begins now ends before the claim does.
    pub fn is_time_left(&self, held: &HeldUpdate, claimant: &Claimant) -> bool {
        self.context.now() + claimant.handling_limit() <= held.until
    }

    /// Finishes updates of one bot in one transaction. Returns for each, in their order, the next update of its chat if
    /// the claimant is to handle it. An update that was given back gets no next one: its caller would not handle that
    /// before its claim runs out.
    pub async fn finish(
        &self,
        bot: BotKind,
        ended: Vec<EndedUpdate>,
        claimant: &Claimant,
    ) -> Result<Vec<Option<ClaimedUpdate>>, PortError> {
        let chats: Vec<Option<i64>> = ended
            .iter()
            .map(|ended| ended.update.update.chat_id.filter(|_| ended.claim_next))
            .collect();
        let mut claimed = self.inbox.finish(bot, ended, self.claim(claimant)).await?;
        let next_of = |chat: Option<i64>| {
            let index =
                claimed.iter().position(|next| chat.is_some() && next.update.chat_id == chat)?;
            Some(claimed.swap_remove(index))
        };
        Ok(chats.into_iter().map(next_of).collect())
    }

    fn claim(&self, claimant: &Claimant) -> InboxClaim {
        let now = self.context.now();
        InboxClaim { owner: claimant.owner.clone(), now, until: now + claimant.lease }
    }
}

fn held(updates: Vec<ClaimedUpdate>, until: DateTime<Utc>) -> Vec<HeldUpdate> {
    updates.into_iter().map(|update| HeldUpdate { update, until }).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Ports;
    use crate::intake::{HandlingOutcome, MockUpdateInbox};
    use crate::testing::{NOW, app_at};

    fn claimed(update_id: i64, attempts: u32) -> ClaimedUpdate {
        let update = IncomingUpdate { update_id, chat_id: Some(7), payload: "".into() };
        ClaimedUpdate { bot: BotKind::Main, update, attempts }
    }

    /// An update that waited longer than its claim held, and was claimed again and handled meanwhile, may be given
    /// back in the same batch in which its handling ends.
    #[tokio::test]
    async fn the_next_of_a_chat_goes_to_the_caller_that_handles_it() {
        let mut inbox = MockUpdateInbox::new();
        inbox.expect_finish().returning(|_, _, _| Ok(vec![claimed(11, 0)]));
        let given_back = EndedUpdate {
            update: claimed(10, 0),
            ending: HandlingOutcome::NotBegun,
            claim_next: false,
        };
        let handled =
            EndedUpdate { update: claimed(10, 1), ending: HandlingOutcome::Done, claim_next: true };
        let app = app_at(NOW, Ports { inbox: Arc::new(inbox), ..Ports::mocked() });
        let claimant = Claimant { owner: "one".to_owned(), lease: Duration::from_secs(30) };
        let next = app.intake.finish(BotKind::Main, vec![given_back, handled], &claimant).await;
        assert_eq!(next.unwrap(), [None, Some(claimed(11, 0))]);
    }
}
