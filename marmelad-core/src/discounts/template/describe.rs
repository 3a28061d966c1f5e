//! Describes a change of a template for the audit log.

use serde_json::{Value, json};

use crate::audit::AuditEntry;
use crate::discounts::{TemplateTerms, UsageType};

/// Every field that differs between the terms before and after.
pub fn describe_template_change(
    entry: AuditEntry,
    old: Option<&TemplateTerms>,
    new: Option<&TemplateTerms>,
) -> AuditEntry {
    let (old, new) = (old.map(fields), new.map(fields));
    let names = old.as_ref().or(new.as_ref()).into_iter().flatten();
    let names: Vec<_> = names.map(|(name, _)| *name).collect();
    names.iter().enumerate().fold(entry, |entry, (place, name)| {
        let value = |all: &Option<[(&str, Value); 15]>| {
            let value = all.as_ref().map(|all| all[place].1.clone());
            value.filter(|value| !value.is_null())
        };
        let (before, after) = (value(&old), value(&new));
        if before == after { entry } else { entry.field(name, before, after) }
    })
}

/// Named as in the API, except the name: the audit log hides values of the key `name`.
fn fields(terms: &TemplateTerms) -> [(&'static str, Value); 15] {
    let max_uses = match terms.usage {
        UsageType::Single => None,
        UsageType::Multi { max_uses } => Some(max_uses),
    };
    let hundredths = terms.value.hundredths();
    [
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
    ]
}
