//! Describes a change of a template for the audit log.

use serde_json::{Value, json};

use crate::audit::AuditEntry;
use crate::discounts::{TemplateTerms, UsageType};

/// Adds every field that differs between the terms before and after.
pub fn describe_template_change(
    entry: AuditEntry,
    old: Option<&TemplateTerms>,
    new: Option<&TemplateTerms>,
) -> AuditEntry {
    entry.differences(&old.map(fields).unwrap_or_default(), &new.map(fields).unwrap_or_default())
}

/// The fields with a value, named as in the API, except the name: the audit log hides values of the key `name`.
fn fields(terms: &TemplateTerms) -> Vec<(&'static str, Value)> {
    let max_uses = match terms.usage {
        UsageType::Single => None,
        UsageType::Multi { max_uses } => Some(max_uses),
    };
    let hundredths = terms.value.hundredths();
    let fields = [
        ("template_name", json!(terms.name)),
        ("description", json!(terms.description)),
        ("value", json!(format!("{}.{:02}", hundredths / 100, hundredths % 100))),
        ("value_type", json!(terms.value.value_type().as_str())),
        ("event", json!(terms.event.as_str())),
        ("usage_type", json!(terms.usage.as_str())),
        ("max_uses", json!(max_uses)),
        ("duration_days", json!(terms.duration_days)),
        ("recurrence", json!(terms.recurrence)),
        ("min_order_amount", json!(terms.min_order_amount)),
        ("total_limit", json!(terms.total_limit)),
        ("valid_from", json!(terms.valid_from)),
        ("valid_until", json!(terms.valid_until)),
        ("message_text", json!(terms.message_text)),
        ("is_active", json!(terms.is_active)),
    ];
    fields.into_iter().filter(|(_, value)| !value.is_null()).collect()
}
