//! The two consents of a client.

use crate::App;
use crate::domain::consent::{ConsentState, consent_state};
use crate::domain::discount::{Discount, DiscountSource};
use crate::domain::ids::UserId;
use crate::domain::user::User;
use crate::ports::{IssueOwed, PortError, UserChange};

impl App {
    /// Whether the client must consent before codes, phone and birthday.
    pub async fn needs_consent(&self, user: &User) -> Result<bool, PortError> {
        let settings = self.settings().await?;
        Ok(consent_state(&settings, user) == ConsentState::Needed)
    }

    /// Keeps the consent to the processing of personal data, once for each version of it, and issues
    /// what joined campaigns held back. Answers with the codes that campaigns gave and that are good.
    pub async fn give_consent(&self, user: &User) -> Result<Vec<Discount>, PortError> {
        let version = self.settings().await?.consent_version().to_owned();
        if user.consent_at.is_none() || user.consent_version.as_ref() != Some(&version) {
            self.change_client(user.id, UserChange::Consent { version })
                .await?;
        }
        let codes = (0..4).flat_map(|_| self.draw_codes()).collect();
        self.ports
            .campaigns
            .issue_owed(IssueOwed {
                user_id: user.id,
                codes,
                now: self.now(),
                zone: self.context.zone,
            })
            .await?;
        let mut discounts = self.my_discounts(user).await?;
        discounts.retain(|discount| discount.source == DiscountSource::Campaign);
        Ok(discounts)
    }

    /// Keeps the consent to marketing.
    pub async fn give_marketing_consent(&self, id: UserId) -> Result<Option<User>, PortError> {
        self.change_client(id, UserChange::MarketingConsent).await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::ports::{MockCampaignRepo, MockDiscountRepo, MockUserRepo, Ports};
    use crate::usecases::testing::{NOW, app_with_settings, client, codes, discount};

    fn ports(users: MockUserRepo) -> Ports {
        let mut campaigns = MockCampaignRepo::new();
        campaigns
            .expect_issue_owed()
            .once()
            .returning(|_| Ok(Vec::new()));
        let mut discounts = MockDiscountRepo::new();
        discounts.expect_active_of_user().returning(|_, _| {
            let mut gift = discount();
            gift.source = DiscountSource::Campaign;
            Ok(vec![discount(), gift])
        });
        Ports {
            users: Arc::new(users),
            campaigns: Arc::new(campaigns),
            discounts: Arc::new(discounts),
            codes: codes(),
            ..Ports::mocked()
        }
    }

    #[tokio::test]
    async fn consent_is_kept_and_the_codes_of_campaigns_are_shown() {
        let mut users = MockUserRepo::new();
        users
            .expect_change()
            .once()
            .withf(|command| {
                command.change
                    == UserChange::Consent {
                        version: "2".into(),
                    }
            })
            .returning(|_| Ok(Some(client())));
        let app = app_with_settings(NOW, &[("consent_version", "2")], ports(users));
        let gifts = app.onboarding.give_consent(&client()).await.unwrap();
        assert_eq!(gifts.len(), 1);
        assert_eq!(gifts[0].source, DiscountSource::Campaign);
    }

    #[tokio::test]
    async fn a_second_press_keeps_the_first_instant() {
        let app = app_with_settings(NOW, &[], ports(MockUserRepo::new()));
        let mut user = client();
        user.consent_at = Some(app.now());
        user.consent_version = Some("1".into());
        assert_eq!(app.onboarding.give_consent(&user).await.unwrap().len(), 1);
    }
}
