//! «Проверить подписку»: a subscriber gets a code.

use chrono::{DateTime, Duration, Utc};

use crate::App;
use crate::domain::bot::BotKind;
use crate::domain::consent::{ConsentState, consent_state};
use crate::domain::discount::{Discount, DiscountSource};
use crate::domain::notice::Alert;
use crate::domain::template::TemplateEvent;
use crate::domain::user::User;
use crate::ports::{IssueBy, IssueDiscount, IssueOutcome, PortError, SendError};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimOutcome {
    /// A code, just issued.
    Issued(Discount),
    /// The last one still holds.
    AlreadyHas(Discount),
    /// The last one is gone; another is possible from that instant, or never (`None`).
    NotYet(Option<DateTime<Utc>>),
    /// Not subscribed to this channel.
    NotSubscribed {
        /// The channel, as configured.
        channel: String,
    },
    /// No usable template.
    NoTemplate,
    /// The subscription cannot be checked now; owners are told.
    CannotCheck,
    /// Consent is needed first.
    ConsentNeeded,
}

/// How often owners are told that subscriptions cannot be checked.
const ALERT_QUIET: Duration = Duration::hours(1);

enum Subscription {
    Subscribed,
    NotSubscribed,
    CannotCheck,
}

impl App {
    /// Checks the subscription, believing a positive answer for a minute, and issues by the newest
    /// usable `subscription` template.
    pub async fn claim_subscription_discount(
        &self,
        user: &User,
    ) -> Result<ClaimOutcome, PortError> {
        let settings = self.settings().await?;
        if consent_state(&settings, user) == ConsentState::Needed {
            return Ok(ClaimOutcome::ConsentNeeded);
        }
        let Some(channel) = settings.telegram_channel_id() else {
            self.alert_cannot_check("—", "the setting telegram_channel_id is empty")
                .await?;
            return Ok(ClaimOutcome::CannotCheck);
        };
        match self.check_subscription(user, channel).await? {
            Subscription::CannotCheck => Ok(ClaimOutcome::CannotCheck),
            Subscription::NotSubscribed => Ok(ClaimOutcome::NotSubscribed {
                channel: channel.to_owned(),
            }),
            Subscription::Subscribed => self.issue_for_subscription(user).await,
        }
    }

    async fn check_subscription(
        &self,
        user: &User,
        channel: &str,
    ) -> Result<Subscription, PortError> {
        let now = self.now();
        // The cache only saves a question; without it the question is asked.
        if self
            .ports
            .subscriptions
            .is_known_member(channel, user.id, now)
            .await
            .unwrap_or(false)
        {
            return Ok(Subscription::Subscribed);
        }
        let membership = match self
            .ports
            .messenger
            .membership(BotKind::Main, channel, user.telegram_id)
            .await
        {
            Ok(membership) => membership,
            Err(error) => {
                self.alert_cannot_check(channel, &explain(&error)).await?;
                return Ok(Subscription::CannotCheck);
            }
        };
        let subscribed = membership.is_subscribed();
        self.ports
            .users
            .record_subscription(user.id, subscribed, now)
            .await?;
        if !subscribed {
            return Ok(Subscription::NotSubscribed);
        }
        // Not remembering costs one more question a minute later, nothing else.
        let _ = self
            .ports
            .subscriptions
            .remember_member(channel, user.id, now)
            .await;
        Ok(Subscription::Subscribed)
    }

    async fn issue_for_subscription(&self, user: &User) -> Result<ClaimOutcome, PortError> {
        let now = self.now();
        let outcome = self
            .ports
            .discounts
            .issue(IssueDiscount {
                user_id: user.id,
                by: IssueBy::Event(TemplateEvent::Subscription),
                source: DiscountSource::Subscription,
                admin_id: None,
                codes: self.draw_codes(),
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
        self.ports
            .alerts
            .raise(alert, Some(ALERT_QUIET), self.now())
            .await?;
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
    use crate::domain::subscription::Membership;
    use crate::ports::{
        MockDiscountRepo, MockMessenger, MockOutbox, MockSubscriptionCache, MockUserRepo, Ports,
    };
    use crate::usecases::testing::{NOW, app_with_settings, client, codes, discount};

    const CHANNEL: [(&str, &str); 1] = [("telegram_channel_id", "@sweets")];

    fn asked(answer: Result<Membership, SendError>) -> MockMessenger {
        let mut messenger = MockMessenger::new();
        messenger
            .expect_membership()
            .once()
            .returning(move |_, _, _| answer.clone());
        messenger
    }

    fn cache(known: bool) -> MockSubscriptionCache {
        let mut cache = MockSubscriptionCache::new();
        cache
            .expect_is_known_member()
            .returning(move |_, _, _| Ok(known));
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

    #[tokio::test]
    async fn a_subscriber_gets_a_code() {
        let ports = Ports {
            messenger: Arc::new(asked(Ok(Membership::Member))),
            subscriptions: Arc::new(cache(false)),
            users: Arc::new(recorded(true)),
            discounts: Arc::new(issuing(IssueOutcome::Issued(discount()))),
            codes: codes(),
            ..Ports::mocked()
        };
        let outcome = app_with_settings(NOW, &CHANNEL, ports)
            .discounts
            .claim_for_subscription(&client())
            .await
            .unwrap();
        assert_eq!(outcome, ClaimOutcome::Issued(discount()));
    }

    #[tokio::test]
    async fn a_known_member_is_not_asked_about_again() {
        let ports = Ports {
            subscriptions: Arc::new(cache(true)),
            discounts: Arc::new(issuing(IssueOutcome::NoTemplate)),
            codes: codes(),
            ..Ports::mocked()
        };
        let outcome = app_with_settings(NOW, &CHANNEL, ports)
            .discounts
            .claim_for_subscription(&client())
            .await
            .unwrap();
        assert_eq!(outcome, ClaimOutcome::NoTemplate);
    }

    #[rstest]
    #[case(Membership::Outside)]
    #[case(Membership::Restricted { is_member: false })]
    #[tokio::test]
    async fn somebody_outside_is_recorded_and_told_where_to_subscribe(
        #[case] membership: Membership,
    ) {
        let ports = Ports {
            messenger: Arc::new(asked(Ok(membership))),
            subscriptions: Arc::new(cache(false)),
            users: Arc::new(recorded(false)),
            ..Ports::mocked()
        };
        let outcome = app_with_settings(NOW, &CHANNEL, ports)
            .discounts
            .claim_for_subscription(&client())
            .await
            .unwrap();
        assert_eq!(
            outcome,
            ClaimOutcome::NotSubscribed {
                channel: "@sweets".into()
            }
        );
    }

    #[rstest]
    #[case::telegram_away(&CHANNEL, Some(SendError::NotSent("no route".into())))]
    #[case::no_channel(&[], None)]
    #[tokio::test]
    async fn when_it_cannot_be_checked_owners_are_told_at_most_hourly(
        #[case] settings: &[(&str, &str)],
        #[case] error: Option<SendError>,
    ) {
        let mut outbox = MockOutbox::new();
        outbox
            .expect_alert()
            .once()
            .withf(|_, quiet, _| *quiet == Some(Duration::hours(1)))
            .returning(|_, _, _| Ok(1));
        let ports = Ports {
            messenger: error.map_or_else(
                || Arc::new(MockMessenger::new()),
                |error| Arc::new(asked(Err(error))),
            ),
            subscriptions: Arc::new(cache(false)),
            outbox: Arc::new(outbox),
            ..Ports::mocked()
        };
        let outcome = app_with_settings(NOW, settings, ports)
            .discounts
            .claim_for_subscription(&client())
            .await
            .unwrap();
        assert_eq!(outcome, ClaimOutcome::CannotCheck);
    }

    #[tokio::test]
    async fn the_second_time_the_client_sees_the_code_that_holds_or_when_the_next_is_possible() {
        let next_at = Some("2026-04-01T00:00:00Z".parse().unwrap());
        let mut used = discount();
        used.uses_count = 1;
        for (last, expected) in [
            (discount(), ClaimOutcome::AlreadyHas(discount())),
            (used, ClaimOutcome::NotYet(next_at)),
        ] {
            let ports = Ports {
                subscriptions: Arc::new(cache(true)),
                discounts: Arc::new(issuing(IssueOutcome::NotYet { last, next_at })),
                codes: codes(),
                ..Ports::mocked()
            };
            let app = app_with_settings(NOW, &CHANNEL, ports);
            assert_eq!(
                app.discounts
                    .claim_for_subscription(&client())
                    .await
                    .unwrap(),
                expected
            );
        }
    }
}
