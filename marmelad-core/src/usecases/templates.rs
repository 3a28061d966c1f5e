//! Templates are written and changed.

use crate::App;
use crate::domain::audit::AuditEntry;
use crate::domain::ids::TemplateId;
use crate::domain::template::{Template, TemplateTerms, TermsError};
use crate::ports::{PortError, SaveTemplate};
use crate::usecases::Actor;

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

impl App {
    /// All templates, newest first.
    pub async fn list_templates(&self) -> Result<Vec<Template>, PortError> {
        self.ports.templates.list().await
    }

    /// One template.
    pub async fn find_template(&self, id: TemplateId) -> Result<Option<Template>, PortError> {
        self.ports.templates.find(id).await
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
        let audit = describe(
            actor.audit("create_template", "discount_template"),
            None,
            &terms,
        );
        let template = self
            .ports
            .templates
            .add(SaveTemplate {
                terms,
                audit,
                now: self.now(),
            })
            .await?;
        Ok(SavedTemplate::Saved(Box::new(template)))
    }

    /// Replaces a template's terms; discounts already issued keep theirs.
    pub async fn set_template(
        &self,
        id: TemplateId,
        terms: TemplateTerms,
        actor: &Actor,
    ) -> Result<SavedTemplate, PortError> {
        let problems = terms.problems();
        if !problems.is_empty() {
            return Ok(SavedTemplate::Invalid(problems));
        }
        let Some(old) = self.ports.templates.find(id).await? else {
            return Ok(SavedTemplate::NotFound);
        };
        let audit = describe(
            actor.audit("update_template", "discount_template"),
            Some(&old.terms),
            &terms,
        );
        let saved = self
            .ports
            .templates
            .replace(
                id,
                SaveTemplate {
                    terms,
                    audit,
                    now: self.now(),
                },
            )
            .await?;
        Ok(saved.map_or(SavedTemplate::NotFound, |template| {
            SavedTemplate::Saved(Box::new(template))
        }))
    }
}

/// Every term that differs, old and new.
fn describe(entry: AuditEntry, old: Option<&TemplateTerms>, new: &TemplateTerms) -> AuditEntry {
    let new = rows(new);
    let old = old.map(rows);
    new.into_iter()
        .enumerate()
        .fold(entry, |entry, (place, (field, value))| {
            let before = old.as_ref().map(|rows| rows[place].1.clone());
            if before.as_ref() == Some(&value) {
                entry
            } else {
                entry.field(field, before, Some(value))
            }
        })
}

fn rows(terms: &TemplateTerms) -> Vec<(&'static str, String)> {
    let optional = |value: Option<String>| value.unwrap_or_default();
    vec![
        ("template_name", terms.name.clone()),
        ("description", optional(terms.description.clone())),
        ("value", format!("{:?}", terms.value)),
        ("event", terms.event.to_string()),
        ("usage", format!("{:?}", terms.usage)),
        ("duration_days", terms.duration_days.to_string()),
        ("recurrence", format!("{:?}", terms.recurrence)),
        (
            "min_order_amount",
            optional(terms.min_order_amount.map(|amount| amount.to_string())),
        ),
        (
            "total_limit",
            optional(terms.total_limit.map(|limit| limit.to_string())),
        ),
        (
            "valid_from",
            optional(terms.valid_from.map(|at| at.to_rfc3339())),
        ),
        (
            "valid_until",
            optional(terms.valid_until.map(|at| at.to_rfc3339())),
        ),
        ("message_text", optional(terms.message_text.clone())),
        ("is_active", terms.is_active.to_string()),
    ]
}
