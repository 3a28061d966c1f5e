//! Templates are written and changed.

use std::cmp::Ordering;

use crate::audit::Actor;
use crate::discounts::{
    DiscountService, RemoveTemplate, RemoveTemplateOutcome, SaveTemplate, Template, TemplateChange,
    TemplateDraft, TemplateEvent, TemplateTerms, TermsError, UpdateTemplate, UpdateTemplateOutcome,
    describe_template_change,
};
use crate::kernel::{Page, PageRequest, PortError, TemplateId};

/// Which templates are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TemplateFilter {
    /// Those that issue, or those that do not.
    pub is_active: Option<bool>,
    /// Those for one event.
    pub event: Option<TemplateEvent>,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TemplateSort {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
    /// By name.
    Name,
    /// By name, backwards.
    NameBackwards,
    /// Most issued first.
    MostIssued,
    /// Least issued first.
    LeastIssued,
}

/// What came of writing a template.
#[derive(Debug, Clone, PartialEq)]
pub enum SavedTemplate {
    /// Kept.
    Saved(Box<Template>),
    /// Rules that the terms break.
    Invalid(Vec<TermsError>),
    /// No such template.
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
        // A shop has some dozens.
        let mut templates = self.templates.list().await?;
        templates.retain(|template| {
            let terms = &template.terms;
            filter
                .is_active
                .is_none_or(|wanted| terms.is_active == wanted)
                && filter.event.is_none_or(|wanted| terms.event == wanted)
        });
        templates.sort_by(|one, other| sort.compare(one, other));
        Ok(Page::cut(templates, page))
    }

    /// One template.
    pub async fn find_template(&self, id: TemplateId) -> Result<Option<Template>, PortError> {
        self.templates.find(id).await
    }

    /// Adds a template as somebody wrote it.
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

    /// Adds a template.
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
        let command = SaveTemplate {
            terms,
            audit,
            now: self.context.now(),
        };
        let template = self.templates.add(command).await?;
        Ok(SavedTemplate::Saved(Box::new(template)))
    }

    /// Changes what is given of a template; discounts already issued keep theirs.
    pub async fn change_template(
        &self,
        id: TemplateId,
        change: TemplateChange,
        actor: &Actor,
    ) -> Result<SavedTemplate, PortError> {
        let entry = actor.audit("update_template", "discount_template");
        let command = UpdateTemplate {
            id,
            change,
            audit: entry.about(id.0),
            now: self.context.now(),
        };
        Ok(match self.templates.update(command).await? {
            UpdateTemplateOutcome::Updated(template) => SavedTemplate::Saved(Box::new(template)),
            UpdateTemplateOutcome::Invalid(problems) => SavedTemplate::Invalid(problems),
            UpdateTemplateOutcome::NotFound => SavedTemplate::NotFound,
        })
    }

    /// Replaces a template's terms; discounts already issued keep theirs.
    pub async fn set_template(
        &self,
        id: TemplateId,
        terms: TemplateTerms,
        actor: &Actor,
    ) -> Result<SavedTemplate, PortError> {
        self.change_template(id, terms.into(), actor).await
    }

    /// Deletes a template, or switches it off once something refers to it.
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
