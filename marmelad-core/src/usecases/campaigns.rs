//! Campaigns are written, changed, looked at, and linked to.

use crate::App;
use crate::domain::campaign::{Campaign, CampaignChange, CampaignTerms};
use crate::domain::ids::CampaignId;
use crate::domain::page::{Page, PageRequest};
use crate::ports::{CampaignFilter, NewCampaign, PortError, SaveCampaignOutcome, UpdateCampaign};
use crate::usecases::Actor;

/// The link into a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CampaignLink {
    /// `https://t.me/<bot>?start=ref_<slug>`
    Link {
        /// Of which.
        campaign: Box<Campaign>,
        /// The address.
        url: String,
    },
    /// The main bot's name is not known yet: it tells it when it starts, or the setting `main_bot_username` does.
    NoBotYet,
    /// No such campaign.
    NotFound,
}

impl App {
    /// A page of campaigns.
    pub async fn list_campaigns(
        &self,
        filter: CampaignFilter,
        page: PageRequest,
    ) -> Result<Page<Campaign>, PortError> {
        self.ports.campaigns.list(filter, page).await
    }

    /// One campaign.
    pub async fn find_campaign(&self, id: CampaignId) -> Result<Option<Campaign>, PortError> {
        self.ports.campaigns.find(id).await
    }

    /// Adds a campaign.
    pub async fn create_campaign(
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
            now: self.now(),
        };
        self.ports.campaigns.add(command).await
    }

    /// Changes what is given of a campaign. Another slug makes the links with the old one lead nowhere.
    pub async fn update_campaign(
        &self,
        id: CampaignId,
        change: CampaignChange,
        actor: &Actor,
    ) -> Result<SaveCampaignOutcome, PortError> {
        let command = UpdateCampaign {
            id,
            change,
            audit: actor.audit("update_campaign", "campaign").about(id.0),
            now: self.now(),
        };
        self.ports.campaigns.update(command).await
    }

    /// The link into a campaign, for people and QR codes.
    pub async fn campaign_link(&self, id: CampaignId) -> Result<CampaignLink, PortError> {
        let Some(campaign) = self.ports.campaigns.find(id).await? else {
            return Ok(CampaignLink::NotFound);
        };
        let settings = self.settings().await?;
        Ok(match settings.main_bot_username() {
            Some(username) => CampaignLink::Link {
                url: campaign.slug.link(username),
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
    use crate::ports::{MockCampaignRepo, Ports};
    use crate::usecases::testing::{NOW, app_at, app_with_settings, campaign};

    fn with(campaigns: MockCampaignRepo) -> Ports {
        Ports {
            campaigns: Arc::new(campaigns),
            ..Ports::mocked()
        }
    }

    #[tokio::test]
    async fn what_breaks_a_rule_is_not_stored() {
        let mut terms = campaign().terms();
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
    async fn names_are_stored_without_spaces_around() {
        let mut campaigns = MockCampaignRepo::new();
        campaigns
            .expect_add()
            .once()
            .withf(|command| command.terms.name == "Лето" && command.terms.description.is_none())
            .returning(|_| Ok(SaveCampaignOutcome::SlugTaken));
        let mut terms = campaign().terms();
        (terms.name, terms.description) = (" Лето ".into(), Some(" ".into()));
        let outcome = app_at(NOW, with(campaigns))
            .campaigns
            .create(terms, &Actor::Cli)
            .await;
        assert_eq!(outcome.unwrap(), SaveCampaignOutcome::SlugTaken);
    }

    #[tokio::test]
    async fn a_link_needs_the_bots_name() {
        let found = || {
            let mut campaigns = MockCampaignRepo::new();
            campaigns.expect_find().returning(|_| Ok(Some(campaign())));
            with(campaigns)
        };
        let id = campaign().id;
        let app = app_at(NOW, found());
        assert_eq!(
            app.campaigns.link(id).await.unwrap(),
            CampaignLink::NoBotYet
        );
        let settings = [("main_bot_username", "sweet_bot")];
        let app = app_with_settings(NOW, &settings, found());
        let CampaignLink::Link { url, campaign } = app.campaigns.link(id).await.unwrap() else {
            panic!("no link")
        };
        assert_eq!(url, campaign.slug.link("sweet_bot"));
    }
}
