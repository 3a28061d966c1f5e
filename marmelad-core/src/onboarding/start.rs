//! `/start`, with or without a campaign's link.

use crate::campaigns::{JoinCampaign, JoinOutcome, Slug};
use crate::clients::{ConsentState, consent_state};
use crate::discounts::{Discount, draw_codes};
use crate::kernel::PortError;
use crate::onboarding::OnboardingService;
use crate::people::{TelegramProfile, User};

#[derive(Debug, Clone, PartialEq)]
pub struct Started {
    pub user: User,
    /// Whether the client was created by this contact.
    pub is_new: bool,
    /// Whether the client's consent is needed or given.
    pub consent: ConsentState,
    /// The campaign of the link; `None` when the link is malformed or the campaign is unknown or over.
    pub campaign: Option<JoinOutcome>,
    /// The campaign's valid code, issued now or by an earlier visit.
    pub gift: Option<Discount>,
}

impl OnboardingService {
    /// Creates or updates the client and joins the client to the link's campaign. While a required consent is
    /// missing, the campaign's discount is held back.
    pub async fn start(
        &self,
        profile: TelegramProfile,
        payload: Option<&str>,
    ) -> Result<Started, PortError> {
        let met = self.clients.register_client(profile).await?;
        let consent = consent_state(&*self.context.settings().await?, &met.user);
        let campaign = match payload.and_then(Slug::from_start_payload) {
            Some(slug) => self.join_campaign(&met.user, met.is_new, slug, consent).await?,
            None => None,
        };
        let gift = match &campaign {
            Some(JoinOutcome::Joined { discount, .. }) => discount.clone(),
            Some(JoinOutcome::AlreadyJoined(joined)) if consent != ConsentState::Needed => self
                .discounts
                .active_of(&met.user)
                .await?
                .into_iter()
                .find(|discount| discount.campaign_id == Some(joined.id)),
            _ => None,
        };
        Ok(Started { user: met.user, is_new: met.is_new, consent, campaign, gift })
    }

    async fn join_campaign(
        &self,
        user: &User,
        is_new_user: bool,
        slug: Slug,
        consent: ConsentState,
    ) -> Result<Option<JoinOutcome>, PortError> {
        let outcome = self
            .campaigns
            .join(JoinCampaign {
                user_id: user.id,
                slug,
                is_new_user,
                may_issue: consent != ConsentState::Needed,
                codes: draw_codes(&*self.codes),
                now: self.context.now(),
                zone: self.context.zone,
            })
            .await?;
        Ok(Some(outcome).filter(|outcome| *outcome != JoinOutcome::NotOpen))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rstest::rstest;

    use super::*;
    use crate::Ports;
    use crate::campaigns::MockCampaignRepo;
    use crate::clients::{MockUserRepo, Upserted};
    use crate::discounts::MockDiscountRepo;
    use crate::testing::{NOW, app_with_settings, campaign, client, codes, discount, profile};

    #[rstest]
    #[case::no_policy(true, &[], true)]
    #[case::no_policy_and_known(false, &[], true)]
    #[case::policy_not_yet_accepted(true, &[("privacy_policy_url", "https://example.org/privacy")], false)]
    #[tokio::test]
    async fn a_campaign_gives_its_code_only_after_consent(
        #[case] is_new: bool,
        #[case] settings: &[(&str, &str)],
        #[case] may_issue: bool,
    ) {
        let mut users = MockUserRepo::new();
        users.expect_upsert().returning(move |_| Ok(Upserted { user: client(), is_new }));
        let mut campaigns = MockCampaignRepo::new();
        campaigns
            .expect_join()
            .once()
            .withf(move |join| {
                join.slug.as_str() == "leto"
                    && join.is_new_user == is_new
                    && join.may_issue == may_issue
            })
            .returning(|_| Ok(JoinOutcome::NotOpen));
        let ports = Ports {
            users: Arc::new(users),
            campaigns: Arc::new(campaigns),
            codes: codes(),
            ..Ports::mocked()
        };

        let started = app_with_settings(NOW, settings, ports)
            .onboarding
            .start(profile(), Some("ref_LETO"))
            .await
            .unwrap();

        assert_eq!(started.campaign, None);
        assert_eq!(started.consent == ConsentState::Needed, !may_issue);
    }

    #[tokio::test]
    async fn who_follows_the_link_again_is_shown_the_same_code() {
        let mut users = MockUserRepo::new();
        users.expect_upsert().returning(|_| Ok(Upserted { user: client(), is_new: false }));
        let mut campaigns = MockCampaignRepo::new();
        campaigns.expect_join().returning(|_| Ok(JoinOutcome::AlreadyJoined(campaign())));
        let mut discounts = MockDiscountRepo::new();
        let (of_another, mut of_this) = (discount(), discount());
        of_this.campaign_id = Some(campaign().id);
        let both = vec![of_another, of_this.clone()];
        discounts.expect_active_of_user().returning(move |_, _| Ok(both.clone()));
        let ports = Ports {
            users: Arc::new(users),
            campaigns: Arc::new(campaigns),
            discounts: Arc::new(discounts),
            codes: codes(),
            ..Ports::mocked()
        };
        let started = app_with_settings(NOW, &[], ports)
            .onboarding
            .start(profile(), Some("ref_leto"))
            .await
            .unwrap();
        assert_eq!(started.gift, Some(of_this));
    }

    #[tokio::test]
    async fn a_malformed_link_is_the_normal_welcome() {
        let mut users = MockUserRepo::new();
        users.expect_upsert().returning(|_| Ok(Upserted { user: client(), is_new: false }));
        let ports = Ports { users: Arc::new(users), ..Ports::mocked() };
        let started = app_with_settings(NOW, &[], ports)
            .onboarding
            .start(profile(), Some("ref_<script>"))
            .await
            .unwrap();
        assert_eq!(started.campaign, None);
    }
}
