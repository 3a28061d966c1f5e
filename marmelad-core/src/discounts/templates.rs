//! Creates, changes, lists and removes templates.

use std::cmp::Ordering;

use crate::audit::Actor;
use crate::discounts::{
    DiscountService, RemoveTemplate, RemoveTemplateOutcome, SaveTemplate, Template, TemplateChange,
    TemplateDraft, TemplateEvent, TemplateTerms, TermsError, UpdateTemplate,
    describe_template_change,
};
use crate::kernel::{Page, PageRequest, PortError, TemplateId};

/// Selects templates that match every given field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TemplateFilter {
    /// Templates that issue codes (`true`) or do not (`false`).
    pub is_active: Option<bool>,
    pub event: Option<TemplateEvent>,
}

/// Order of the list of templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TemplateSort {
    #[default]
    Newest,
    Oldest,
    Name,
    NameBackwards,
    MostIssued,
    LeastIssued,
}

/// Result of saving a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SavedTemplate {
    /// The template after the change.
    Saved(Box<Template>),
    /// Every broken rule of the terms.
    Invalid(Vec<TermsError>),
    NotFound,
}

impl DiscountService {
    /// All templates, newest first.
    pub async fn list_templates(&self) -> Result<Vec<Template>, PortError> {
        self.templates.list().await
    }

    /// A page of templates.
    pub async fn find_templates(
        &self,
        filter: TemplateFilter,
        sort: TemplateSort,
        page: PageRequest,
    ) -> Result<Page<Template>, PortError> {
        // A shop has some dozen templates, so filtering in memory is enough.
        let mut templates = self.templates.list().await?;
        templates.retain(|template| {
            let terms = &template.terms;
            filter.is_active.is_none_or(|wanted| terms.is_active == wanted)
                && filter.event.is_none_or(|wanted| terms.event == wanted)
        });
        templates.sort_by(|one, other| sort.compare(one, other));
        Ok(Page::cut(templates, page))
    }

    pub async fn find_template(&self, id: TemplateId) -> Result<Option<Template>, PortError> {
        self.templates.find(id).await
    }

    /// Adds a template from fields that are not checked yet.
    pub async fn create_template(
        &self,
        draft: TemplateDraft,
        actor: &Actor,
    ) -> Result<SavedTemplate, PortError> {
        match draft.check() {
            Ok(terms) => self.add_template(terms, actor).await,
            Err(problems) => Ok(SavedTemplate::Invalid(problems)),
        }
    }

    /// Adds a template from terms.
    pub async fn add_template(
        &self,
        terms: TemplateTerms,
        actor: &Actor,
    ) -> Result<SavedTemplate, PortError> {
        let problems = terms.problems();
        if !problems.is_empty() {
            return Ok(SavedTemplate::Invalid(problems));
        }
        let entry = actor.audit("create_template", "discount_template");
        let audit = describe_template_change(entry, None, Some(&terms));
        let command = SaveTemplate { terms, audit, now: self.context.now() };
        let template = self.templates.add(command).await?;
        Ok(SavedTemplate::Saved(Box::new(template)))
    }

    /// Changes the given fields. Issued discounts keep their terms.
    pub async fn change_template(
        &self,
        id: TemplateId,
        change: TemplateChange,
        actor: &Actor,
    ) -> Result<SavedTemplate, PortError> {
        let entry = actor.audit("update_template", "discount_template");
        let command =
            UpdateTemplate { id, change, audit: entry.about(id.0), now: self.context.now() };
        self.templates.update(command).await
    }

    /// Deletes a template; if anything refers to the template, switches it off instead.
    pub async fn remove_template(
        &self,
        id: TemplateId,
        actor: &Actor,
    ) -> Result<RemoveTemplateOutcome, PortError> {
        let entry = |action| actor.audit(action, "discount_template").about(id.0);
        let command = RemoveTemplate {
            id,
            deleted: entry("delete_template"),
            deactivated: entry("deactivate_template"),
            now: self.context.now(),
        };
        self.templates.remove(command).await
    }
}

impl TemplateSort {
    fn compare(self, one: &Template, other: &Template) -> Ordering {
        let name = |template: &Template| template.terms.name.to_lowercase();
        let by = match self {
            Self::Newest | Self::Oldest => one.created_at.cmp(&other.created_at),
            Self::Name | Self::NameBackwards => name(one).cmp(&name(other)),
            Self::MostIssued | Self::LeastIssued => one.issued_count.cmp(&other.issued_count),
        };
        let by = by.then(one.id.cmp(&other.id));
        match self {
            Self::Oldest | Self::Name | Self::LeastIssued => by,
            Self::Newest | Self::NameBackwards | Self::MostIssued => by.reverse(),
        }
    }
}
