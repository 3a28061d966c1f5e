//! What a shop has besides its bots.

use marmelad_core::audit::Actor;
use marmelad_core::campaigns::{CampaignTerms, SaveCampaignOutcome};
use marmelad_core::discounts::{SavedTemplate, Template, TemplateEvent, TemplateTerms};
use marmelad_core::kernel::TemplateId;

use super::Shop;

impl Shop {
    pub async fn add_template(&self, terms: TemplateTerms) -> TemplateId {
        let saved =
            self.within(|app| async move { app.discounts.add_template(terms, &Actor::Cli).await });
        match saved.await.unwrap() {
            SavedTemplate::Saved(template) => template.id,
            refused => panic!("{refused:?}"),
        }
    }

    /// Changes the newest template for an event.
    pub async fn change_template(
        &self,
        event: TemplateEvent,
        change: impl FnOnce(&mut TemplateTerms),
    ) {
        let templates = self.within(|app| async move { app.discounts.list_templates().await });
        let newest =
            templates.await.unwrap().into_iter().find(|template| template.terms.event == event);
        let Template { id, mut terms, .. } = newest.unwrap();
        change(&mut terms);
        let saved = self.within(move |app| async move {
            app.discounts.change_template(id, terms.into(), &Actor::Cli).await
        });
        assert!(matches!(saved.await.unwrap(), SavedTemplate::Saved(_)));
    }

    /// Adds a campaign that is open to everybody; the change may narrow it.
    pub async fn add_campaign(
        &self,
        slug: &str,
        template_id: Option<TemplateId>,
        change: impl FnOnce(&mut CampaignTerms),
    ) {
        let mut terms = CampaignTerms {
            slug: slug.parse().unwrap(),
            name: slug.to_owned(),
            description: None,
            template_id,
            starts_at: None,
            ends_at: None,
            total_limit: None,
            is_active: true,
        };
        change(&mut terms);
        let added =
            self.within(|app| async move { app.campaigns.create(terms, &Actor::Cli).await });
        let added = added.await.unwrap();
        assert!(matches!(added, SaveCampaignOutcome::Saved(_)), "{added:?}");
    }
}
