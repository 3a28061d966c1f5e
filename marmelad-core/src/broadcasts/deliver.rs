//! The worker's jobs for a running broadcast.

use chrono::{DateTime, Duration, Utc};

use super::Attempt;
use crate::alerts::StopCode;
use crate::broadcasts::{
    Broadcast, BroadcastService, FanOut, MarkedRecipient, PreparedContent, Rates, RecipientResult,
    RecordAndMark, RecordedAndMarked, SendOutcome, UnmarkRecipients, rates,
};
use crate::delivery::{SendError, UNAUTHORIZED_PAUSE, backoff, retry_after};
use crate::kernel::{BotKind, BroadcastId, BroadcastLogId, PortError};

/// A recipient fails for good after this many counted attempts.
const TRIES: u32 = 5;
/// Codes drawn in addition to one per recipient, because some may be taken.
const SPARE_CODES: usize = 8;

impl BroadcastService {
    /// Broadcasts in state `sending`, oldest first.
    pub async fn running(&self) -> Result<Vec<Broadcast>, PortError> {
        self.delivery_log.running().await
    }

    /// The content of a broadcast to send. `None`: its uploaded file is gone, and the broadcast is stopped.
    pub async fn content_to_send(
        &self,
        broadcast: &Broadcast,
    ) -> Result<Option<PreparedContent>, PortError> {
        let content = self.prepare_content(broadcast.terms.content.clone()).await?;
        if content.is_none() {
            let message = "its uploaded file is gone; upload it again";
            self.stop(broadcast, StopCode::MediaGone, message).await?;
        }
        Ok(content)
    }

    /// The end of the quiet hours that pause the broadcast; also stored in its row for the panel.
    pub async fn pause_of(
        &self,
        broadcast: &Broadcast,
    ) -> Result<Option<DateTime<Utc>>, PortError> {
        let now = self.context.now();
        let quiet = self.context.settings().await?.quiet_hours();
        let until = quiet
            .filter(|_| !broadcast.terms.ignore_quiet_hours)
            .and_then(|quiet| quiet.wait_until(now, self.context.zone));
        if until != broadcast.waiting_until {
            self.delivery_log.wait_until(broadcast.id, until, now).await?;
            let _ = self.progress.announce(broadcast.id).await;
        }
        Ok(until)
    }

    /// The rate limits of a broadcast, by the current settings.
    pub async fn rates(&self, broadcast: &Broadcast) -> Result<Rates, PortError> {
        let settings = self.context.settings().await?;
        Ok(rates(&settings, broadcast.terms.rate_per_minute))
    }

    /// Writes log rows for up to `limit` further recipients. True when all recipients have a row.
    pub async fn fan_out(&self, id: BroadcastId, limit: u32) -> Result<bool, PortError> {
        let needs_consent = self.context.settings().await?.privacy_policy_url().is_some();
        self.delivery_log
            .fan_out(FanOut {
                id,
                limit,
                needs_consent,
                zone: self.context.zone,
                now: self.context.now(),
            })
            .await
    }

    /// Claims recipients that are to be tried now.
    pub async fn claim_recipients(
        &self,
        id: BroadcastId,
        claim_id: &str,
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<BroadcastLogId>, PortError> {
        let command = self.claim_of(id, claim_id, limit, lease);
        self.delivery_log.claim(command).await
    }

    /// Records the outcomes of attempts and marks claimed recipients as `sending` for the next attempts.
    pub async fn record_and_mark(
        &self,
        broadcast: &Broadcast,
        claim_id: &str,
        results: Vec<RecipientResult>,
        mark: Vec<BroadcastLogId>,
        lease: Duration,
    ) -> Result<RecordedAndMarked, PortError> {
        let (now, needs_consent) =
            (self.context.now(), self.context.settings().await?.privacy_policy_url().is_some());
        let codes = match broadcast.terms.template_id {
            Some(_) if !mark.is_empty() => mark.len() + SPARE_CODES,
            _ => 0,
        };
        let moved = !results.is_empty();
        let turned = self
            .delivery_log
            .turn(RecordAndMark {
                id: broadcast.id,
                claim_id: claim_id.to_owned(),
                results,
                mark,
                codes: (0..codes).map(|_| self.codes.draw()).collect(),
                needs_consent,
                zone: self.context.zone,
                now,
                lease_until: now + lease,
            })
            .await?;
        if moved {
            // A lost hint only delays watchers: they also poll.
            let _ = self.progress.announce(broadcast.id).await;
        }
        Ok(turned)
    }

    /// Returns recipients to `pending` after a failed call of [`Self::record_and_mark`] that may or
    /// may not have marked them. Only for recipients to whom nothing was sent.
    pub async fn unmark_recipients(
        &self,
        id: BroadcastId,
        claim_id: &str,
        rows: Vec<BroadcastLogId>,
    ) -> Result<(), PortError> {
        let command =
            UnmarkRecipients { id, claim_id: claim_id.to_owned(), rows, now: self.context.now() };
        self.delivery_log.unmark(command).await
    }

    /// Releases claimed recipients that were not marked.
    pub async fn release_recipients(&self, claim_id: &str) -> Result<(), PortError> {
        self.delivery_log.release(claim_id, self.context.now()).await
    }

    /// Marks recipients as `uncertain` whose answer is overdue. Returns their number.
    pub async fn expire_sends(&self) -> Result<u64, PortError> {
        self.delivery_log.expire(self.context.now()).await
    }

    /// Finishes a broadcast without pending recipients. False when some recipients are left.
    pub async fn finish(&self, id: BroadcastId) -> Result<bool, PortError> {
        let finished = self.delivery_log.finish(id, self.context.now()).await?;
        if finished {
            let _ = self.progress.announce(id).await;
        }
        Ok(finished)
    }

    /// Sends to one recipient and turns Telegram's answer into an outcome to record. While several messages
    /// are in flight, only one may carry the file's bytes; the others wait until Telegram knows the file.
    pub async fn send_to_recipient(
        &self,
        content: &PreparedContent,
        marked: &MarkedRecipient,
        may_carry_bytes: bool,
    ) -> SendOutcome {
        let answer = match self.try_content(content, &marked.recipient, may_carry_bytes).await {
            Attempt::Answered(answer) => answer,
            // Another message carries the bytes; this recipient is tried again when Telegram knows
            // the file.
            Attempt::OldId => {
                return SendOutcome::Retry {
                    at: self.context.now(),
                    error: "Telegram does not know the file any more; it is sent anew".to_owned(),
                    counts: false,
                };
            }
        };
        if let Err(error) = &answer {
            // That nobody could be told is no reason to lose the outcome.
            let _ = self.delivery.apply_rate_limit_answer(BotKind::Main, error).await;
        }
        let answer = answer.map(|delivered| delivered.message);
        match answer {
            Ok(message) => SendOutcome::Sent(message),
            Err(error) => failed(&error, marked, self.context.now()),
        }
    }

    /// The outcome for a marked recipient whose message was not sent: retry later, not counted as an attempt.
    pub fn untried(&self, at: DateTime<Utc>) -> SendOutcome {
        SendOutcome::Retry {
            at,
            error: "the bot's messages have to wait".to_owned(),
            counts: false,
        }
    }

    /// The outcome when the answer of Telegram is no longer awaited.
    pub fn unanswered() -> SendOutcome {
        SendOutcome::Uncertain("no answer in time".to_owned())
    }
}

/// The outcome for an error. Only a message that certainly did not arrive is sent again.
fn failed(error: &SendError, marked: &MarkedRecipient, now: DateTime<Utc>) -> SendOutcome {
    let text = error.to_string();
    match error {
        SendError::Blocked(_) => SendOutcome::Blocked(text),
        SendError::BodyRejected(_) | SendError::FileRejected(_) => SendOutcome::BodyRejected(text),
        SendError::Rejected(_) => SendOutcome::Failed(text),
        SendError::Unknown(_) => SendOutcome::Uncertain(text),
        SendError::RetryAfter(pause) => {
            SendOutcome::Retry { at: now + retry_after(*pause), error: text, counts: false }
        }
        SendError::Unauthorized => {
            SendOutcome::Retry { at: now + UNAUTHORIZED_PAUSE, error: text, counts: false }
        }
        SendError::NotSent(_) if marked.attempts + 1 >= TRIES => SendOutcome::Failed(text),
        SendError::NotSent(_) => SendOutcome::Retry {
            at: now + backoff(marked.attempts, marked.log.0),
            error: text,
            counts: true,
        },
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration as StdDuration;

    use rstest::rstest;

    use super::*;
    use crate::kernel::ClientId;
    use crate::testing::recipient;

    fn marked(attempts: u32) -> MarkedRecipient {
        MarkedRecipient {
            log: BroadcastLogId(1000),
            user_id: ClientId(1),
            recipient: recipient(),
            attempts,
        }
    }

    /// `Err`: a final outcome. `Ok`: retry after this many seconds, and whether the attempt counts.
    #[rstest]
    #[case::blocked(SendError::Blocked("x".into()), 0, Err("blocked"))]
    #[case::file(SendError::FileRejected("x".into()), 0, Err("body"))]
    #[case::body(SendError::BodyRejected("x".into()), 0, Err("body"))]
    #[case::refused(SendError::Rejected("x".into()), 0, Err("failed"))]
    #[case::answer_lost(SendError::Unknown("x".into()), 0, Err("uncertain"))]
    #[case::told_to_wait(SendError::RetryAfter(StdDuration::from_secs(7)), 4, Ok((7, false)))]
    #[case::token(SendError::Unauthorized, 4, Ok((60, false)))]
    #[case::not_sent(SendError::NotSent("x".into()), 0, Ok((1, true)))]
    #[case::not_sent_again(SendError::NotSent("x".into()), 2, Ok((25, true)))]
    #[case::fifth_time(SendError::NotSent("x".into()), 4, Err("failed"))]
    fn only_undelivered_messages_are_tried_again(
        #[case] error: SendError,
        #[case] attempts: u32,
        #[case] expected: Result<(i64, bool), &str>,
    ) {
        let now = DateTime::UNIX_EPOCH;
        let found = match failed(&error, &marked(attempts), now) {
            SendOutcome::Retry { at, counts, .. } => Ok(((at - now).num_seconds(), counts)),
            SendOutcome::Blocked(_) => Err("blocked"),
            SendOutcome::BodyRejected(_) => Err("body"),
            SendOutcome::Failed(_) => Err("failed"),
            SendOutcome::Uncertain(_) => Err("uncertain"),
            SendOutcome::Sent(_) => Err("sent"),
        };
        assert_eq!(found, expected);
    }
}
