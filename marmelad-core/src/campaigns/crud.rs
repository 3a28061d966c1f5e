//! The jobs of [`CampaignService`]: list, find, create, update, link.

use crate::audit::Actor;
use crate::campaigns::{
    Campaign, CampaignChange, CampaignFilter, CampaignService, CampaignTerms, NewCampaign,
    SaveCampaignOutcome, UpdateCampaign,
};
use crate::kernel::{CampaignId, Page, PageRequest, PortError};

/// Result of asking for a campaign's link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CampaignLink {
    Link {
        campaign: Box<Campaign>,
        url: String,
    },
    /// The main bot's user name is unknown: neither has the bot started nor is `main_bot_username` set.
    NoBotYet,
    NotFound,
}

impl CampaignService {
    /// A page of campaigns.
    pub async fn list(
        &self,
        filter: CampaignFilter,
        page: PageRequest,
    ) -> Result<Page<Campaign>, PortError> {
        self.campaigns.list(filter, page).await
    }

    pub async fn find(&self, id: CampaignId) -> Result<Option<Campaign>, PortError> {
        self.campaigns.find(id).await
    }

    pub async fn create(
        &self,
        terms: CampaignTerms,
        actor: &Actor,
    ) -> Result<SaveCampaignOutcome, PortError> {
        let terms = terms.tidied();
        let problems = terms.problems();
        if !problems.is_empty() {
            return Ok(SaveCampaignOutcome::Invalid(problems));
        }
        let command = NewCampaign {
            terms,
            audit: actor.audit("create_campaign", "campaign"),
            now: self.context.now(),
        };
        self.campaigns.add(command).await
    }

    /// Changes the given fields. After a change of the slug, old links lead nowhere.
    pub async fn update(
        &self,
        id: CampaignId,
        change: CampaignChange,
        actor: &Actor,
    ) -> Result<SaveCampaignOutcome, PortError> {
        let command = UpdateCampaign {
            id,
            change,
            audit: actor.audit("update_campaign", "campaign").about(id.0),
            now: self.context.now(),
        };
        self.campaigns.update(command).await
    }

    /// The link into a campaign, also used for its QR code.
    pub async fn link(&self, id: CampaignId) -> Result<CampaignLink, PortError> {
        let Some(campaign) = self.campaigns.find(id).await? else {
            return Ok(CampaignLink::NotFound);
        };
        let settings = self.context.settings().await?;
        Ok(match settings.main_bot_username() {
            Some(username) => CampaignLink::Link {
                url: campaign.terms.slug.link(username),
                campaign: Box::new(campaign),
            },
            None => CampaignLink::NoBotYet,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Ports;
    use crate::campaigns::MockCampaignRepo;
    use crate::testing::{NOW, app_at, app_with_settings, campaign};

    fn with(campaigns: MockCampaignRepo) -> Ports {
        Ports { campaigns: Arc::new(campaigns), ..Ports::mocked() }
    }

    #[tokio::test]
    async fn terms_that_break_a_rule_are_not_stored() {
        let mut terms = campaign().terms;
        terms.name = " ".into();
        let app = app_at(NOW, with(MockCampaignRepo::new()));
        let SaveCampaignOutcome::Invalid(problems) =
            app.campaigns.create(terms, &Actor::Cli).await.unwrap()
        else {
            panic!("stored")
        };
        assert_eq!(problems[0].field, "name");
    }

    #[tokio::test]
    async fn names_are_trimmed_before_they_are_stored() {
        let mut campaigns = MockCampaignRepo::new();
        campaigns
            .expect_add()
            .once()
            .withf(|command| command.terms.name == "Лето" && command.terms.description.is_none())
            .returning(|_| Ok(SaveCampaignOutcome::SlugTaken));
        let mut terms = campaign().terms;
        (terms.name, terms.description) = (" Лето ".into(), Some(" ".into()));
        let outcome = app_at(NOW, with(campaigns)).campaigns.create(terms, &Actor::Cli).await;
        assert_eq!(outcome.unwrap(), SaveCampaignOutcome::SlugTaken);
    }

    #[tokio::test]
    async fn a_link_needs_the_main_bots_user_name() {
        let found = || {
            let mut campaigns = MockCampaignRepo::new();
            campaigns.expect_find().returning(|_| Ok(Some(campaign())));
            with(campaigns)
        };
        let id = campaign().id;
        let app = app_at(NOW, found());
        assert_eq!(app.campaigns.link(id).await.unwrap(), CampaignLink::NoBotYet);
        let settings = [("main_bot_username", "sweet_bot")];
        let app = app_with_settings(NOW, &settings, found());
        let CampaignLink::Link { url, campaign } = app.campaigns.link(id).await.unwrap() else {
            panic!("no link")
        };
        assert_eq!(url, campaign.terms.slug.link("sweet_bot"));
    }
}
