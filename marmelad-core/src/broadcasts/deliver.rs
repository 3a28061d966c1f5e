//! A broadcast on its way: what a worker does.

use chrono::{DateTime, Duration, Utc};

use super::Attempt;
use crate::broadcasts::{
    Broadcast, BroadcastService, LayOut, LedgerTurn, LedgerTurned, MarkedRecipient,
    PreparedContent, Rates, RecipientResult, SendOutcome, UnmarkRecipients, rates,
};
use crate::delivery::{SendError, UNAUTHORIZED_PAUSE, backoff, retry_after};
use crate::kernel::{BotKind, BroadcastId, BroadcastLogId, PortError};

/// After so many failed tries a recipient is given up.
const TRIES: u32 = 5;
/// Codes drawn beyond one for each recipient: some may be taken.
const SPARE_CODES: usize = 8;

impl BroadcastService {
    /// Broadcasts that are being sent, the oldest first.
    pub async fn running(&self) -> Result<Vec<Broadcast>, PortError> {
        self.ledger.running().await
    }

    /// Until when nothing of a broadcast may go out, because of quiet hours; shown in its row.
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
            self.ledger.wait_until(broadcast.id, until, now).await?;
            let _ = self.progress.announce(broadcast.id).await;
        }
        Ok(until)
    }

    /// What limits a broadcast's pace, by the settings in force.
    pub async fn rates(&self, broadcast: &Broadcast) -> Result<Rates, PortError> {
        let settings = self.context.settings().await?;
        Ok(rates(&settings, broadcast.terms.rate_per_minute))
    }

    /// Lays down the next recipients. True when all are laid down.
    pub async fn fan_out(&self, id: BroadcastId, limit: u32) -> Result<bool, PortError> {
        let needs_consent = self
            .context
            .settings()
            .await?
            .privacy_policy_url()
            .is_some();
        self.ledger
            .lay_out(LayOut {
                id,
                limit,
                needs_consent,
                zone: self.context.zone,
                now: self.context.now(),
            })
            .await
    }

    /// Claims recipients to be tried now.
    pub async fn claim_recipients(
        &self,
        id: BroadcastId,
        claim_id: &str,
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<BroadcastLogId>, PortError> {
        let command = self.claim_of(id, claim_id, limit, lease);
        self.ledger.claim(command).await
    }

    /// Records how tries ended and marks claimed recipients for the next ones.
    pub async fn record_and_mark(
        &self,
        broadcast: &Broadcast,
        claim_id: &str,
        results: Vec<RecipientResult>,
        mark: Vec<BroadcastLogId>,
        lease: Duration,
    ) -> Result<LedgerTurned, PortError> {
        let (now, needs_consent) = (
            self.context.now(),
            self.context
                .settings()
                .await?
                .privacy_policy_url()
                .is_some(),
        );
        let codes = match broadcast.terms.template_id {
            Some(_) if !mark.is_empty() => mark.len() + SPARE_CODES,
            _ => 0,
        };
        let moved = !results.is_empty();
        let turned = self
            .ledger
            .turn(LedgerTurn {
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
            // Watchers look by themselves too.
            let _ = self.progress.announce(broadcast.id).await;
        }
        Ok(turned)
    }

    /// Gives recipients back whom a turn was to mark, when nobody knows whether it did and nothing was sent to them.
    pub async fn unmark_recipients(
        &self,
        id: BroadcastId,
        claim_id: &str,
        rows: Vec<BroadcastLogId>,
    ) -> Result<(), PortError> {
        let command = UnmarkRecipients {
            id,
            claim_id: claim_id.to_owned(),
            rows,
            now: self.context.now(),
        };
        self.ledger.unmark(command).await
    }

    /// Lets claimed recipients go that were not marked.
    pub async fn release_recipients(&self, claim_id: &str) -> Result<(), PortError> {
        self.ledger.release(claim_id, self.context.now()).await
    }

    /// Gives up waiting for answers whose time is over. Answers for how many.
    pub async fn expire_sends(&self) -> Result<u64, PortError> {
        self.ledger.expire(self.context.now()).await
    }

    /// Ends a broadcast in which nobody is left to be tried. False when somebody is.
    pub async fn finish(&self, id: BroadcastId) -> Result<bool, PortError> {
        let finished = self.ledger.finish(id, self.context.now()).await?;
        if finished {
            let _ = self.progress.announce(id).await;
        }
        Ok(finished)
    }

    /// Sends to one recipient. Whatever Telegram answers becomes an outcome to record. Of the messages on their way at
    /// once one alone may carry a file's bytes; the others wait until Telegram knows the file.
    pub async fn send_to_recipient(
        &self,
        content: &PreparedContent,
        marked: &MarkedRecipient,
        may_carry_bytes: bool,
    ) -> SendOutcome {
        let answer = match self
            .try_content(content, &marked.recipient, may_carry_bytes)
            .await
        {
            Attempt::Answered(answer) => answer,
            // With the others whose messages went by that id: one of them carries the bytes, and they wait for it.
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
            let _ = self
                .delivery
                .apply_rate_limit_answer(BotKind::Main, error)
                .await;
        }
        let answer = answer.map(|delivered| delivered.message);
        match answer {
            Ok(message) => SendOutcome::Sent(message),
            Err(error) => failed(&error, marked, self.context.now()),
        }
    }

    /// What follows when a marked recipient's message did not go out at all: later, uncounted.
    pub fn untried(&self, at: DateTime<Utc>) -> SendOutcome {
        SendOutcome::Retry {
            at,
            error: "the bot's messages have to wait".to_owned(),
            counts: false,
        }
    }

    /// What follows when nobody waits for Telegram's answer any longer.
    pub fn unanswered() -> SendOutcome {
        SendOutcome::Uncertain("no answer in time".to_owned())
    }
}

/// What an answer other than success means for the row. Only what certainly did not arrive is tried again.
fn failed(error: &SendError, marked: &MarkedRecipient, now: DateTime<Utc>) -> SendOutcome {
    let text = error.to_string();
    match error {
        SendError::Blocked(_) => SendOutcome::Blocked(text),
        SendError::BodyRejected(_) | SendError::FileRejected(_) => SendOutcome::BodyRejected(text),
        SendError::Rejected(_) => SendOutcome::Failed(text),
        SendError::Unknown(_) => SendOutcome::Uncertain(text),
        SendError::RetryAfter(pause) => SendOutcome::Retry {
            at: now + retry_after(*pause),
            error: text,
            counts: false,
        },
        SendError::Unauthorized => SendOutcome::Retry {
            at: now + UNAUTHORIZED_PAUSE,
            error: text,
            counts: false,
        },
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
    use crate::broadcasts::Recipient;
    use crate::kernel::{TelegramId, UserId};

    fn marked(attempts: u32) -> MarkedRecipient {
        MarkedRecipient {
            log: BroadcastLogId(1000),
            user_id: UserId(1),
            recipient: Recipient {
                chat: TelegramId(100),
                first_name: None,
                display_name: "Анна".into(),
                discount: None,
            },
            attempts,
        }
    }

    /// `Err`: an outcome for good; `Ok`: again after so many seconds, counted or not.
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
    fn only_what_did_not_arrive_is_tried_again(
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
