//! One notification's way to Telegram.

use std::num::NonZeroU32;
use std::time::Duration as StdDuration;

use chrono::{DateTime, Duration, Utc};

use crate::App;
use crate::domain::bot::BotKind;
use crate::domain::budget::BudgetGrant;
use crate::domain::ids::{MessageId, NotificationId};
use crate::domain::notice::{Alert, ClaimedNotification, Notice, NotificationResult};
use crate::ports::{ClaimNotifications, PortError, SendError};

use super::{RenderedNotice, render_notice};

/// After so many failed tries a notification is given up.
const TRIES: u32 = 5;
/// How long to leave a bot alone whose token is refused.
pub(crate) const UNAUTHORIZED_PAUSE: Duration = Duration::seconds(60);
/// How often owners are told of it.
const UNAUTHORIZED_ALERT_QUIET: Duration = Duration::hours(1);

/// When a bot may send its next delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryTurn {
    /// At once; this has been taken from the budget.
    Now,
    /// Ask again then.
    At(DateTime<Utc>),
}

impl App {
    /// Asks leave to send one delivery of a bot, within the pace `telegram_rate_per_second` that all
    /// processes share. The budget may be away: then Telegram's own limiter is all there is.
    pub async fn delivery_turn(&self, bot: BotKind) -> Result<DeliveryTurn, PortError> {
        let pace = NonZeroU32::new(self.settings().await?.telegram_rate_per_second());
        let grant = self.ports.budget.take(bot, 1, pace, self.now()).await;
        Ok(match grant {
            Ok(BudgetGrant {
                granted: 0,
                retry_at: Some(at),
            }) => DeliveryTurn::At(at),
            _ => DeliveryTurn::Now,
        })
    }

    /// What follows when the turn comes too late for a claim: the row waits for it without being held.
    pub fn postponed_notification(at: DateTime<Utc>) -> NotificationResult {
        NotificationResult::Retry {
            at,
            error: "the bot's messages have to wait".to_owned(),
            counts: false,
        }
    }

    /// Claims up to `limit` due notifications for `lease`.
    pub async fn claim_notifications(
        &self,
        claim_id: &str,
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<ClaimedNotification>, PortError> {
        let now = self.now();
        let command = ClaimNotifications {
            claim_id: claim_id.to_owned(),
            limit,
            now,
            lease_until: now + lease,
        };
        self.ports.outbox.claim(command).await
    }

    /// Puts a claimed notification into words and sends it. Whatever Telegram answers becomes a result
    /// to record; an error means that it was not even tried.
    pub async fn send_notification(
        &self,
        claimed: &ClaimedNotification,
    ) -> Result<NotificationResult, PortError> {
        let answer = self.try_to_send(claimed).await?;
        match &answer {
            Err(SendError::Unauthorized) => self.alert_unauthorized(claimed.bot).await?,
            Err(SendError::RetryAfter(pause)) => self.pause_deliveries(claimed.bot, *pause).await,
            _ => {}
        }
        Ok(result_of(answer, claimed, self.now()))
    }

    async fn try_to_send(
        &self,
        claimed: &ClaimedNotification,
    ) -> Result<Result<MessageId, SendError>, PortError> {
        if let Notice::BroadcastTest { broadcast_id, code } = &claimed.notice {
            return self
                .send_test(*broadcast_id, code.as_deref(), claimed)
                .await;
        }
        let settings = self.settings().await?;
        // What was queued in time may come up late, or the hours may have been changed since.
        if claimed.notice.is_marketing()
            && let Some(quiet) = settings.quiet_hours()
            && let Some(until) = quiet.wait_until(self.now(), self.context.zone)
        {
            return Ok(Self::postponed_notification(until));
        }
        let rendered = render_notice(&claimed.notice, claimed.chat, &self.wording(&settings));
        Ok(match rendered {
            RenderedNotice::Message(message) => {
                self.ports.messenger.send(claimed.bot, &message).await
            }
            RenderedNotice::Edit(edit) => {
                let message = edit.message;
                self.ports
                    .messenger
                    .edit(claimed.bot, &edit)
                    .await
                    .map(|()| message)
            }
        })
    }

    /// What follows when nobody waits for Telegram's answer any longer.
    pub fn unanswered_notification(&self, claimed: &ClaimedNotification) -> NotificationResult {
        let error = SendError::Unknown("no answer in time".to_owned());
        result_of(Err(error), claimed, self.now())
    }

    /// Records how the sends of one claim ended.
    pub async fn record_notifications(
        &self,
        claim_id: &str,
        results: Vec<(NotificationId, NotificationResult)>,
    ) -> Result<(), PortError> {
        self.ports
            .outbox
            .record(claim_id, results, self.now())
            .await
    }

    /// Telegram's wish holds for all deliveries of the bot. Where it cannot be told to the others, each finds
    /// out by itself.
    pub(crate) async fn pause_deliveries(&self, bot: BotKind, pause: StdDuration) {
        let now = self.now();
        let until = now + Duration::from_std(pause).unwrap_or(Duration::seconds(60));
        let _ = self.ports.budget.pause(bot, until, now).await;
    }

    pub(crate) async fn alert_unauthorized(&self, bot: BotKind) -> Result<(), PortError> {
        let alert = Alert::BotUnauthorized { bot };
        self.ports
            .outbox
            .alert(alert, Some(UNAUTHORIZED_ALERT_QUIET), self.now())
            .await?;
        Ok(())
    }
}

/// What an answer means for the row. An answer that was lost is tried again: a notification is sent at
/// least once.
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
        SendError::BodyRejected(_) | SendError::Rejected(_) => NotificationResult::Failed(text),
        SendError::RetryAfter(pause) => {
            let pause = Duration::from_std(pause).unwrap_or(Duration::seconds(60));
            NotificationResult::Retry {
                at: now + pause,
                error: text,
                counts: false,
            }
        }
        SendError::Unauthorized => NotificationResult::Retry {
            at: now + UNAUTHORIZED_PAUSE,
            error: text,
            counts: false,
        },
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

/// 1, 5, 25, 125 seconds, spread a little by the row's id so that a crowd does not come back at once.
pub(crate) fn backoff(attempts: u32, row: i64) -> Duration {
    Duration::seconds(5_i64.pow(attempts.min(3))) + Duration::milliseconds(row % 500)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rstest::rstest;

    use super::*;
    use crate::domain::ids::TelegramId;
    use crate::ports::{MockMessenger, MockOutbox, MockSendBudget, Ports};
    use crate::usecases::testing::{NOW, app_at};

    fn claimed(attempts: u32) -> ClaimedNotification {
        ClaimedNotification {
            id: NotificationId(1000),
            bot: BotKind::Main,
            chat: TelegramId(100),
            user_id: None,
            notice: Notice::Undone {
                code: "ДЯА4589".into(),
            },
            attempts,
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn retry(when: &str, error: &SendError, counts: bool) -> NotificationResult {
        NotificationResult::Retry {
            at: at(when),
            error: error.to_string(),
            counts,
        }
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
        messenger
            .expect_send()
            .once()
            .return_once(move |_, _| Err(error));
        let mut budget = MockSendBudget::new();
        // Only a wait that Telegram asks for holds the others up.
        budget
            .expect_pause()
            .times(usize::from(matches!(asked, SendError::RetryAfter(_))))
            .withf(|bot, until, _| *bot == BotKind::Main && *until == at("2026-03-05T02:00:07Z"))
            .returning(|_, _, _| Ok(()));
        let ports = Ports {
            messenger: Arc::new(messenger),
            budget: Arc::new(budget),
            ..Ports::mocked()
        };
        let expected = match expected {
            Some((when, counts)) => retry(when, &asked, counts),
            None => NotificationResult::Failed(asked.to_string()),
        };
        assert_eq!(
            app_at(NOW, ports)
                .send_notification(&claimed(attempts))
                .await
                .unwrap(),
            expected
        );
    }

    #[tokio::test]
    async fn a_refused_token_alerts_and_fails_nobody() {
        let mut messenger = MockMessenger::new();
        messenger
            .expect_send()
            .once()
            .return_once(|_, _| Err(SendError::Unauthorized));
        let mut outbox = MockOutbox::new();
        outbox
            .expect_alert()
            .once()
            .withf(|alert, _, _| {
                *alert == Alert::BotUnauthorized { bot: BotKind::Main }
                    && alert.bot() == BotKind::Auth
            })
            .returning(|_, _, _| Ok(1));
        let ports = Ports {
            messenger: Arc::new(messenger),
            outbox: Arc::new(outbox),
            ..Ports::mocked()
        };
        let result = app_at(NOW, ports)
            .send_notification(&claimed(9))
            .await
            .unwrap();
        assert_eq!(
            result,
            retry("2026-03-05T02:01:00Z", &SendError::Unauthorized, false)
        );
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
        let ports = Ports {
            messenger: Arc::new(messenger),
            ..Ports::mocked()
        };
        let result = app_at(NOW, ports)
            .send_notification(&claimed(0))
            .await
            .unwrap();
        assert_eq!(result, NotificationResult::Sent(MessageId(7)));
    }

    #[tokio::test]
    async fn marketing_waits_through_the_quiet_hours_and_nothing_else_does() {
        let mut marketing = claimed(0);
        marketing.notice = Notice::Birthday {
            first_name: None,
            gift: None,
            note: None,
        };
        let evening = "2026-03-05T11:00:00Z";
        let result = app_at(evening, Ports::mocked())
            .send_notification(&marketing)
            .await;
        let waits = App::postponed_notification(at("2026-03-05T23:00:00Z"));
        assert_eq!(result.unwrap(), waits);

        for (now, notification) in [(evening, claimed(0)), (NOW, marketing)] {
            let mut messenger = MockMessenger::new();
            messenger
                .expect_send()
                .once()
                .return_once(|_, _| Ok(MessageId(7)));
            let ports = Ports {
                messenger: Arc::new(messenger),
                ..Ports::mocked()
            };
            let result = app_at(now, ports).send_notification(&notification).await;
            assert_eq!(result.unwrap(), NotificationResult::Sent(MessageId(7)));
        }
    }

    #[rstest]
    #[case::granted(Some((1, None)), DeliveryTurn::Now)]
    #[case::later(Some((0, Some("2026-03-05T02:00:07Z"))), DeliveryTurn::At(at("2026-03-05T02:00:07Z")))]
    #[case::budget_away(None, DeliveryTurn::Now)]
    #[tokio::test]
    async fn a_delivery_asks_the_budget_that_all_share(
        #[case] grant: Option<(u32, Option<&str>)>,
        #[case] expected: DeliveryTurn,
    ) {
        let grant = grant.map(|(granted, retry_at)| BudgetGrant {
            granted,
            retry_at: retry_at.map(at),
        });
        let mut budget = MockSendBudget::new();
        budget
            .expect_take()
            .once()
            .withf(|bot, wanted, pace, _| {
                (*bot, *wanted, pace.map(NonZeroU32::get)) == (BotKind::Auth, 1, Some(25))
            })
            .return_once(move |_, _, _, _| {
                grant.ok_or_else(|| PortError::Unavailable {
                    what: "the cache",
                    source: "away".into(),
                })
            });
        let ports = Ports {
            budget: Arc::new(budget),
            ..Ports::mocked()
        };
        let turn = app_at(NOW, ports).delivery_turn(BotKind::Auth).await;
        assert_eq!(turn.unwrap(), expected);
    }
}
