//! The two consents of a client.

use crate::campaigns::IssueOwed;
use crate::clients::UserChange;
use crate::discounts::{Discount, DiscountSource, draw_codes};
use crate::kernel::PortError;
use crate::onboarding::OnboardingService;
use crate::people::User;

impl OnboardingService {
    /// Records consent to the processing of personal data, once per policy version, and issues the discounts that
    /// joined campaigns held back. Returns the valid codes of campaigns.
    pub async fn give_consent(&self, user: &User) -> Result<Vec<Discount>, PortError> {
        let version = self.context.settings().await?.consent_version().to_owned();
        if user.consent_at.is_none() || user.consent_version.as_ref() != Some(&version) {
            self.clients.change_client(user.id, UserChange::Consent { version }).await?;
        }
        let codes = (0..4).flat_map(|_| draw_codes(&*self.codes)).collect();
        self.campaigns
            .issue_owed(IssueOwed {
                user_id: user.id,
                codes,
                now: self.context.now(),
                zone: self.context.zone,
            })
            .await?;
        let mut discounts = self.discounts.active_of(user).await?;
        discounts.retain(|discount| discount.source == DiscountSource::Campaign);
        Ok(discounts)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Ports;
    use crate::campaigns::MockCampaignRepo;
    use crate::clients::MockUserRepo;
    use crate::discounts::MockDiscountRepo;
    use crate::testing::{NOW, app_with_settings, client, codes, discount};

    fn ports(users: MockUserRepo) -> Ports {
        let mut campaigns = MockCampaignRepo::new();
        campaigns.expect_issue_owed().once().returning(|_| Ok(Vec::new()));
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
            .withf(|command| command.change == UserChange::Consent { version: "2".into() })
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
