//! «Проверить подписку»: a subscriber of the channel gets a code.

use chrono::{DateTime, Duration, Utc};

use crate::alerts::Alert;
use crate::clients::{ConsentState, consent_state};
use crate::delivery::SendError;
use crate::discounts::{
    Discount, DiscountService, DiscountSource, IssueBy, IssueDiscount, IssueOutcome, TemplateEvent,
    draw_codes,
};
use crate::kernel::{BotKind, PortError};
use crate::people::User;

/// Result of claiming the subscription discount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimOutcome {
    /// A new code was issued.
    Issued(Discount),
    /// The last code is still valid.
    AlreadyHas(Discount),
    /// The last code is used or expired; a new one is possible from this instant, or never (`None`).
    NotYet(Option<DateTime<Utc>>),
    /// The client is not subscribed to the channel.
    NotSubscribed {
        /// The channel as configured.
        channel: String,
    },
    /// No usable template exists.
    NoTemplate,
    /// The subscription cannot be checked now; owners get an alert.
    CannotCheck,
    /// The client must consent to data processing first.
    ConsentNeeded,
}

/// Minimum time between two alerts that subscriptions cannot be checked.
const ALERT_QUIET: Duration = Duration::hours(1);

impl DiscountService {
    /// Checks the subscription and issues a code by the newest usable `subscription` template. A
    /// positive answer is cached for a minute.
    pub async fn claim_for_subscription(&self, user: &User) -> Result<ClaimOutcome, PortError> {
        let settings = self.context.settings().await?;
        if consent_state(&settings, user) == ConsentState::Needed {
            return Ok(ClaimOutcome::ConsentNeeded);
        }
        let Some(channel) = settings.telegram_channel_id() else {
            self.alert_cannot_check("—", "the setting telegram_channel_id is empty").await?;
            return Ok(ClaimOutcome::CannotCheck);
        };
        match self.why_not_subscribed(user, channel).await? {
            Some(refused) => Ok(refused),
            None => self.issue_for_subscription(user).await,
        }
    }

    async fn why_not_subscribed(
        &self,
        user: &User,
        channel: &str,
    ) -> Result<Option<ClaimOutcome>, PortError> {
        let now = self.context.now();
        // The cache is optional: without an answer, Telegram is asked.
        if self.subscriptions.is_known_member(channel, user.id, now).await.unwrap_or(false) {
            return Ok(None);
        }
        let membership =
            match self.messenger.membership(BotKind::Main, channel, user.address()).await {
                Ok(membership) => membership,
                Err(error) => {
                    self.alert_cannot_check(channel, &explain(&error)).await?;
                    return Ok(Some(ClaimOutcome::CannotCheck));
                }
            };
        let subscribed = membership.is_subscribed();
        self.users.record_subscription(user.id, subscribed, now).await?;
        if !subscribed {
            return Ok(Some(ClaimOutcome::NotSubscribed { channel: channel.to_owned() }));
        }
        // A failed write to the cache costs one more question to Telegram.
        let _ = self.subscriptions.remember_member(channel, user.id, now).await;
        Ok(None)
    }

    async fn issue_for_subscription(&self, user: &User) -> Result<ClaimOutcome, PortError> {
        let now = self.context.now();
        let outcome = self
            .discounts
            .issue(IssueDiscount {
                user_id: user.id,
                by: IssueBy::Event(TemplateEvent::Subscription),
                source: DiscountSource::Subscription,
                admin_id: None,
                codes: draw_codes(&*self.codes),
                now,
                zone: self.context.zone,
                audit: None,
            })
            .await?;
        Ok(match outcome {
            IssueOutcome::Issued(discount) => ClaimOutcome::Issued(discount),
            IssueOutcome::NotYet { last, .. } if last.check(now).is_ok() => {
                ClaimOutcome::AlreadyHas(last)
            }
            IssueOutcome::NotYet { next_at, .. } => ClaimOutcome::NotYet(next_at),
            IssueOutcome::NoTemplate => ClaimOutcome::NoTemplate,
            IssueOutcome::UserNotFound => {
                return Err(PortError::Broken {
                    what: "issuing a code",
                    source: "the client was removed meanwhile".into(),
                });
            }
            IssueOutcome::CodesTaken => {
                return Err(PortError::Broken {
                    what: "drawing a free code",
                    source: "every code drawn was taken; the code space may be nearly full".into(),
                });
            }
        })
    }

    async fn alert_cannot_check(&self, channel: &str, reason: &str) -> Result<(), PortError> {
        let alert = Alert::CannotCheckSubscription {
            channel: channel.to_owned(),
            reason: reason.to_owned(),
        };
        self.alerts.raise(alert, Some(ALERT_QUIET), self.context.now()).await?;
        Ok(())
    }
}

fn explain(error: &SendError) -> String {
    match error {
        SendError::Blocked(why) | SendError::BodyRejected(why) | SendError::Rejected(why) => {
            why.clone()
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rstest::rstest;

    use super::*;
    use crate::Ports;
    use crate::alerts::MockAlerts;
    use crate::clients::{MockSubscriptionCache, MockUserRepo};
    use crate::delivery::{Membership, MockMessenger};
    use crate::discounts::MockDiscountRepo;
    use crate::testing::{NOW, app_with_settings, client, codes, discount};

    const CHANNEL: [(&str, &str); 1] = [("telegram_channel_id", "@sweets")];

    fn asked(answer: Result<Membership, SendError>) -> MockMessenger {
        let mut messenger = MockMessenger::new();
        messenger.expect_membership().once().returning(move |_, _, _| answer.clone());
        messenger
    }

    fn cache(known: bool) -> MockSubscriptionCache {
        let mut cache = MockSubscriptionCache::new();
        cache.expect_is_known_member().returning(move |_, _, _| Ok(known));
        cache.expect_remember_member().returning(|_, _, _| Ok(()));
        cache
    }

    fn recorded(expected: bool) -> MockUserRepo {
        let mut users = MockUserRepo::new();
        users
            .expect_record_subscription()
            .once()
            .withf(move |_, is, _| *is == expected)
            .returning(|_, _, _| Ok(()));
        users
    }

    fn issuing(outcome: IssueOutcome) -> MockDiscountRepo {
        let mut discounts = MockDiscountRepo::new();
        discounts
            .expect_issue()
            .once()
            .withf(|issue| {
                issue.codes.len() == 5 && issue.by == IssueBy::Event(TemplateEvent::Subscription)
            })
            .returning(move |_| Ok(outcome.clone()));
        discounts
    }

    async fn claim(settings: &[(&str, &str)], ports: Ports) -> ClaimOutcome {
        let app = app_with_settings(NOW, settings, Ports { codes: codes(), ..ports });
        app.discounts.claim_for_subscription(&client()).await.unwrap()
    }

    #[tokio::test]
    async fn a_subscriber_gets_a_code() {
        let ports = Ports {
            messenger: Arc::new(asked(Ok(Membership::Member))),
            subscriptions: Arc::new(cache(false)),
            users: Arc::new(recorded(true)),
            discounts: Arc::new(issuing(IssueOutcome::Issued(discount()))),
            ..Ports::mocked()
        };
        assert_eq!(claim(&CHANNEL, ports).await, ClaimOutcome::Issued(discount()));
    }

    #[rstest]
    #[case(Membership::Outside)]
    #[case(Membership::Restricted { is_member: false })]
    #[tokio::test]
    async fn a_non_subscriber_is_recorded_and_told_where_to_subscribe(
        #[case] membership: Membership,
    ) {
        let ports = Ports {
            messenger: Arc::new(asked(Ok(membership))),
            subscriptions: Arc::new(cache(false)),
            users: Arc::new(recorded(false)),
            ..Ports::mocked()
        };
        let expected = ClaimOutcome::NotSubscribed { channel: "@sweets".into() };
        assert_eq!(claim(&CHANNEL, ports).await, expected);
    }

    #[rstest]
    #[case::telegram_away(&CHANNEL, Some(SendError::NotSent("no route".into())))]
    #[case::no_channel(&[], None)]
    #[tokio::test]
    async fn a_failing_check_alerts_owners_at_most_hourly(
        #[case] settings: &[(&str, &str)],
        #[case] error: Option<SendError>,
    ) {
        let mut alerts = MockAlerts::new();
        alerts
            .expect_raise()
            .once()
            .withf(|_, quiet, _| *quiet == Some(Duration::hours(1)))
            .returning(|_, _, _| Ok(1));
        let messenger = error.map_or_else(MockMessenger::new, |error| asked(Err(error)));
        let ports = Ports {
            messenger: Arc::new(messenger),
            subscriptions: Arc::new(cache(false)),
            alerts: Arc::new(alerts),
            ..Ports::mocked()
        };
        assert_eq!(claim(settings, ports).await, ClaimOutcome::CannotCheck);
    }

    /// For a cached member Telegram is not asked: the messenger's mock expects no call.
    #[tokio::test]
    async fn a_member_is_told_why_no_code_is_issued() {
        let next_at = Some("2026-04-01T00:00:00Z".parse().unwrap());
        let used = Discount { uses_count: 1, ..discount() };
        let valid = IssueOutcome::NotYet { last: discount(), next_at };
        for (issue, expected) in [
            (IssueOutcome::NoTemplate, ClaimOutcome::NoTemplate),
            (valid, ClaimOutcome::AlreadyHas(discount())),
            (IssueOutcome::NotYet { last: used, next_at }, ClaimOutcome::NotYet(next_at)),
        ] {
            let ports = Ports {
                subscriptions: Arc::new(cache(true)),
                discounts: Arc::new(issuing(issue)),
                ..Ports::mocked()
            };
            assert_eq!(claim(&CHANNEL, ports).await, expected);
        }
    }
}
