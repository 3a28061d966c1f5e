//! `/start`, with or without a campaign's link.

use crate::App;
use crate::domain::campaign::Slug;
use crate::domain::consent::{ConsentState, consent_state};
use crate::domain::user::{TelegramProfile, User};
use crate::ports::{JoinCampaign, JoinOutcome, PortError};

/// What `/start` led to.
#[derive(Debug, Clone, PartialEq)]
pub struct Started {
    /// The client.
    pub user: User,
    /// Whether this was their first contact.
    pub is_new: bool,
    /// What the privacy policy asks of them.
    pub consent: ConsentState,
    /// The campaign of the link. Unknown, ended and malformed links lead to the normal welcome: `None`.
    pub campaign: Option<JoinOutcome>,
}

impl App {
    /// Creates or refreshes the client and joins them to the link's campaign. Without the consent that
    /// a policy asks for, the campaign's discount is held back until it is given.
    pub async fn start_client(
        &self,
        profile: TelegramProfile,
        payload: Option<&str>,
    ) -> Result<Started, PortError> {
        let met = self.register_client(profile).await?;
        let consent = consent_state(&*self.settings().await?, &met.user);
        let campaign = match payload.and_then(Slug::from_start_payload) {
            Some(slug) => {
                self.join_campaign(&met.user, met.is_new, slug, consent)
                    .await?
            }
            None => None,
        };
        Ok(Started {
            user: met.user,
            is_new: met.is_new,
            consent,
            campaign,
        })
    }

    async fn join_campaign(
        &self,
        user: &User,
        is_new_user: bool,
        slug: Slug,
        consent: ConsentState,
    ) -> Result<Option<JoinOutcome>, PortError> {
        let outcome = self
            .ports
            .campaigns
            .join(JoinCampaign {
                user_id: user.id,
                slug,
                is_new_user,
                may_issue: consent != ConsentState::Needed,
                codes: self.draw_codes(),
                now: self.now(),
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
    use crate::ports::{MockCampaignRepo, MockUserRepo, Ports, Upserted};
    use crate::usecases::testing::{NOW, app_with_settings, client, codes, profile};

    #[rstest]
    #[case::no_policy(&[], true)]
    #[case::policy_not_yet_accepted(&[("privacy_policy_url", "https://example.org/privacy")], false)]
    #[tokio::test]
    async fn a_campaign_gives_its_code_only_after_consent(
        #[case] settings: &[(&str, &str)],
        #[case] may_issue: bool,
    ) {
        let mut users = MockUserRepo::new();
        users.expect_upsert().returning(|_| {
            Ok(Upserted {
                user: client(),
                is_new: true,
            })
        });
        let mut campaigns = MockCampaignRepo::new();
        campaigns
            .expect_join()
            .once()
            .withf(move |join| {
                join.slug.as_str() == "leto" && join.is_new_user && join.may_issue == may_issue
            })
            .returning(|_| Ok(JoinOutcome::NotOpen));
        let ports = Ports {
            users: Arc::new(users),
            campaigns: Arc::new(campaigns),
            codes: codes(),
            ..Ports::mocked()
        };

        let started = app_with_settings(NOW, settings, ports)
            .start_client(profile(), Some("ref_LETO"))
            .await
            .unwrap();

        assert_eq!(started.campaign, None);
        assert_eq!(started.consent == ConsentState::Needed, !may_issue);
    }

    #[tokio::test]
    async fn a_malformed_link_is_the_normal_welcome() {
        let mut users = MockUserRepo::new();
        users.expect_upsert().returning(|_| {
            Ok(Upserted {
                user: client(),
                is_new: false,
            })
        });
        let ports = Ports {
            users: Arc::new(users),
            ..Ports::mocked()
        };
        let started = app_with_settings(NOW, &[], ports)
            .start_client(profile(), Some("ref_<script>"))
            .await
            .unwrap();
        assert_eq!(started.campaign, None);
    }
}
