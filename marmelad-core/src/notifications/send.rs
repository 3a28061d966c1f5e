//! Claiming, sending and recording notifications.

use chrono::{DateTime, Duration, Utc};

use crate::delivery::{SendError, UNAUTHORIZED_PAUSE, backoff, retry_after};
use crate::kernel::{MessageId, NotificationId, PortError};
use crate::settings::Settings;

use crate::notifications::{
    ClaimNotifications, ClaimedNotification, Notice, NotificationResult, NotificationService,
    RenderedNotice, render_notice,
};

/// Number of failed tries after which a notification is given up.
const TRIES: u32 = 5;
impl NotificationService {
    /// The result for a notification whose send time lies beyond the claim: it is put off until `at`.
    pub fn postponed(at: DateTime<Utc>) -> NotificationResult {
        NotificationResult::Retry {
            at,
            error: "the bot's messages, or those into this chat, have to wait".to_owned(),
            counts: false,
        }
    }

    /// Claims up to `limit` due notifications for `lease`.
    pub async fn claim(
        &self,
        claim_id: &str,
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<ClaimedNotification>, PortError> {
        let now = self.context.now();
        let command = ClaimNotifications {
            claim_id: claim_id.to_owned(),
            limit,
            now,
            lease_until: now + lease,
        };
        self.outbox.claim(command).await
    }

    /// Renders and sends a claimed notification. Telegram's answer, whatever it is, becomes a result to record; an
    /// error means that nothing was sent.
    pub async fn send(
        &self,
        claimed: &ClaimedNotification,
    ) -> Result<NotificationResult, PortError> {
        let settings = self.context.settings().await?;
        // Quiet hours may have begun, or been changed, since the notification was queued.
        if claimed.notice.is_marketing()
            && let Some(quiet) = settings.quiet_hours()
            && let Some(until) = quiet.wait_until(self.context.now(), self.context.zone)
        {
            return Ok(Self::postponed(until));
        }
        let answer = self.try_to_send(claimed, &settings).await?;
        if let Err(error) = &answer {
            self.delivery.apply_rate_limit_answer(claimed.bot, error).await?;
        }
        Ok(result_of(answer, claimed, self.context.now()))
    }

    async fn try_to_send(
        &self,
        claimed: &ClaimedNotification,
        settings: &Settings,
    ) -> Result<Result<MessageId, SendError>, PortError> {
        if let Notice::BroadcastTest { broadcast_id, code } = &claimed.notice {
            return self
                .broadcasts
                .send_test(*broadcast_id, code.as_deref(), claimed.user_id, claimed.chat)
                .await;
        }
        let rendered =
            render_notice(&claimed.notice, claimed.chat, &self.context.wording(settings));
        Ok(match rendered {
            RenderedNotice::Message(message) => self.messenger.send(claimed.bot, &message).await,
            RenderedNotice::Edit(edit) => {
                let message = edit.message;
                self.messenger.edit(claimed.bot, &edit).await.map(|()| message)
            }
        })
    }

    /// The result after a timeout waiting for Telegram's answer.
    pub fn unanswered(&self, claimed: &ClaimedNotification) -> NotificationResult {
        let error = SendError::Unknown("no answer in time".to_owned());
        result_of(Err(error), claimed, self.context.now())
    }

    /// Records the results of one claim.
    pub async fn record(
        &self,
        claim_id: &str,
        results: Vec<(NotificationId, NotificationResult)>,
    ) -> Result<(), PortError> {
        self.outbox.record(claim_id, results, self.context.now()).await
    }
}

/// Maps Telegram's answer to a result. A lost answer is retried: delivery is at least once.
fn result_of(
    answer: Result<MessageId, SendError>,
    claimed: &ClaimedNotification,
    now: DateTime<Utc>,
) -> NotificationResult {
    let error = match answer {
        Ok(message) => return NotificationResult::Sent(message),
        Err(error) => error,
    };
    let text = error.to_string();
    match error {
        SendError::Blocked(_) => NotificationResult::Blocked(text),
        SendError::BodyRejected(_) | SendError::FileRejected(_) | SendError::Rejected(_) => {
            NotificationResult::Failed(text)
        }
        SendError::RetryAfter(wait) => {
            NotificationResult::Retry { at: now + retry_after(wait), error: text, counts: false }
        }
        SendError::Unauthorized => {
            NotificationResult::Retry { at: now + UNAUTHORIZED_PAUSE, error: text, counts: false }
        }
        SendError::NotSent(_) | SendError::Unknown(_) if claimed.attempts + 1 >= TRIES => {
            NotificationResult::Failed(text)
        }
        SendError::NotSent(_) | SendError::Unknown(_) => NotificationResult::Retry {
            at: now + backoff(claimed.attempts, claimed.id.0),
            error: text,
            counts: true,
        },
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration as StdDuration;

    use rstest::rstest;

    use super::*;
    use crate::Ports;
    use crate::alerts::{Alert, MockAlerts};
    use crate::delivery::{MockMessenger, MockRateLimiter};
    use crate::kernel::{BotKind, TelegramId};
    use crate::testing::{NOW, app_at};

    fn claimed(attempts: u32) -> ClaimedNotification {
        ClaimedNotification {
            id: NotificationId(1000),
            bot: BotKind::Main,
            chat: TelegramId(100).into(),
            user_id: None,
            notice: Notice::Undone { code: "ДЯА4589".into() },
            attempts,
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn retry(when: &str, error: &SendError, counts: bool) -> NotificationResult {
        NotificationResult::Retry { at: at(when), error: error.to_string(), counts }
    }

    #[rstest]
    #[case::asked_to_wait(SendError::RetryAfter(StdDuration::from_secs(7)), 4, Some(("2026-03-05T02:00:07Z", false)))]
    #[case::first_failure(SendError::NotSent("x".into()), 0, Some(("2026-03-05T02:00:01Z", true)))]
    #[case::answer_lost(SendError::Unknown("x".into()), 2, Some(("2026-03-05T02:00:25Z", true)))]
    #[case::fifth_failure(SendError::NotSent("x".into()), 4, None)]
    #[tokio::test]
    async fn passing_failures_are_tried_again_and_the_fifth_is_the_last(
        #[case] error: SendError,
        #[case] attempts: u32,
        #[case] expected: Option<(&str, bool)>,
    ) {
        let asked = error.clone();
        let mut messenger = MockMessenger::new();
        messenger.expect_send().once().return_once(move |_, _| Err(error));
        let mut limiter = MockRateLimiter::new();
        // Only a wait that Telegram asks for holds the others up.
        limiter
            .expect_pause()
            .times(usize::from(matches!(asked, SendError::RetryAfter(_))))
            .withf(|bot, until, _| *bot == BotKind::Main && *until == at("2026-03-05T02:00:07Z"))
            .return_const(());
        let ports = Ports {
            messenger: Arc::new(messenger),
            rate_limiter: Arc::new(limiter),
            ..Ports::mocked()
        };
        let expected = match expected {
            Some((when, counts)) => retry(when, &asked, counts),
            None => NotificationResult::Failed(asked.to_string()),
        };
        assert_eq!(
            app_at(NOW, ports).notifications.send(&claimed(attempts)).await.unwrap(),
            expected
        );
    }

    #[tokio::test]
    async fn a_refused_token_alerts_and_fails_nobody() {
        let mut messenger = MockMessenger::new();
        messenger.expect_send().once().return_once(|_, _| Err(SendError::Unauthorized));
        let mut alerts = MockAlerts::new();
        alerts
            .expect_raise()
            .once()
            .withf(|alert, _, _| {
                *alert == Alert::BotUnauthorized { bot: BotKind::Main }
                    && alert.bot() == BotKind::Auth
            })
            .returning(|_, _, _| Ok(1));
        let mut limiter = MockRateLimiter::new();
        limiter
            .expect_pause()
            .once()
            .withf(|bot, until, _| *bot == BotKind::Main && *until == at("2026-03-05T02:01:00Z"))
            .return_const(());
        let ports = Ports {
            messenger: Arc::new(messenger),
            alerts: Arc::new(alerts),
            rate_limiter: Arc::new(limiter),
            ..Ports::mocked()
        };
        let result = app_at(NOW, ports).notifications.send(&claimed(9)).await.unwrap();
        assert_eq!(result, retry("2026-03-05T02:01:00Z", &SendError::Unauthorized, false));
    }

    #[tokio::test]
    async fn a_notice_is_put_into_words_when_it_is_sent() {
        let mut messenger = MockMessenger::new();
        messenger
            .expect_send()
            .once()
            .withf(|bot, message| {
                *bot == BotKind::Main && message.html.contains("Погашение кода ДЯА4589 отменено")
            })
            .return_once(|_, _| Ok(MessageId(7)));
        let ports = Ports { messenger: Arc::new(messenger), ..Ports::mocked() };
        let result = app_at(NOW, ports).notifications.send(&claimed(0)).await.unwrap();
        assert_eq!(result, NotificationResult::Sent(MessageId(7)));
    }

    #[tokio::test]
    async fn marketing_waits_through_the_quiet_hours_and_nothing_else_does() {
        let mut marketing = claimed(0);
        marketing.notice = Notice::Birthday { first_name: None, gift: None, note: None };
        let evening = "2026-03-05T11:00:00Z";
        let result = app_at(evening, Ports::mocked()).notifications.send(&marketing).await;
        let waits = NotificationService::postponed(at("2026-03-05T23:00:00Z"));
        assert_eq!(result.unwrap(), waits);

        for (now, notification) in [(evening, claimed(0)), (NOW, marketing)] {
            let mut messenger = MockMessenger::new();
            messenger.expect_send().once().return_once(|_, _| Ok(MessageId(7)));
            let ports = Ports { messenger: Arc::new(messenger), ..Ports::mocked() };
            let result = app_at(now, ports).notifications.send(&notification).await;
            assert_eq!(result.unwrap(), NotificationResult::Sent(MessageId(7)));
        }
    }
}
