//! Recall: deletes a broadcast's delivered messages from the chats.

use chrono::{DateTime, Duration, Utc};

use crate::audit::Actor;
use crate::broadcasts::{
    Broadcast, BroadcastService, ChangeBroadcastOutcome, ClaimedRecall, RecallBroadcast,
    RecallStatus,
};
use crate::delivery::{Deleted, SendError};
use crate::kernel::{BotKind, BroadcastId, BroadcastLogId, PortError};

/// How long Telegram lets a bot delete its own messages.
pub const RECALL_WINDOW: Duration = Duration::hours(48);

impl BroadcastService {
    /// Requests the recall of a broadcast that is not sending; optionally revokes its unused codes.
    pub async fn recall(
        &self,
        id: BroadcastId,
        revoke_codes: bool,
        actor: &Actor,
    ) -> Result<ChangeBroadcastOutcome, PortError> {
        self.broadcasts
            .recall(RecallBroadcast {
                id,
                revoke_codes,
                audit: actor.audit("recall_broadcast", "broadcast").about(id.0).field(
                    "revoke_codes",
                    None,
                    Some(revoke_codes),
                ),
                now: self.context.now(),
            })
            .await
    }

    /// Broadcasts with an unfinished recall.
    pub async fn to_recall(&self) -> Result<Vec<Broadcast>, PortError> {
        self.delivery_log.recalling().await
    }

    /// Claims delivered messages for deletion.
    pub async fn claim_recalls(
        &self,
        id: BroadcastId,
        claim_id: &str,
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<ClaimedRecall>, PortError> {
        let command = self.claim_of(id, claim_id, limit, lease);
        self.delivery_log.claim_recalls(command).await
    }

    /// Deletes one message. `Err`: temporarily impossible; the claim expires and the message is tried again.
    pub async fn take_back(&self, claimed: &ClaimedRecall) -> Result<RecallStatus, SendError> {
        if is_too_late(claimed.sent_at, self.context.now()) {
            return Ok(RecallStatus::TooLate);
        }
        let deleted = self.messenger.delete(BotKind::Main, claimed.chat, claimed.message);
        match deleted.await {
            Ok(Deleted::Done | Deleted::NotFound) => Ok(RecallStatus::Recalled),
            Ok(Deleted::TooOld) => Ok(RecallStatus::TooLate),
            Err(SendError::Blocked(_) | SendError::Rejected(_) | SendError::BodyRejected(_)) => {
                Ok(RecallStatus::Failed)
            }
            Err(error) => {
                let _ = self.delivery.apply_rate_limit_answer(BotKind::Main, &error).await;
                Err(error)
            }
        }
    }

    /// Revokes the next unused codes of a broadcast whose recall revokes codes. False: no code was left.
    pub async fn revoke_recalled_codes(
        &self,
        id: BroadcastId,
        limit: u32,
    ) -> Result<bool, PortError> {
        let revoked = self.delivery_log.revoke_codes(id, limit, self.context.now());
        Ok(revoked.await? > 0)
    }

    /// Records the outcomes of deletions.
    pub async fn record_recalls(
        &self,
        id: BroadcastId,
        claim_id: &str,
        results: Vec<(BroadcastLogId, RecallStatus)>,
    ) -> Result<(), PortError> {
        self.delivery_log.record_recalls(claim_id, results, self.context.now()).await?;
        let _ = self.progress.announce(id).await;
        Ok(())
    }
}

fn is_too_late(sent_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - sent_at >= RECALL_WINDOW
}
