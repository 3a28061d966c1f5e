//! Exports discounts in portions.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::audit::Actor;
use crate::discounts::{DiscountFilter, DiscountService, ListedDiscount};
use crate::kernel::{DiscountId, EXPORT_PORTION, PortError, TimeRange};

/// A started export of discounts; portions are ordered by id.
#[derive(Debug, Clone)]
pub struct DiscountExport {
    filter: DiscountFilter,
    now: DateTime<Utc>,
    after: Option<DiscountId>,
}

impl DiscountExport {
    /// The reference time for the states.
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }
}

impl DiscountService {
    /// Starts an export and records it in the audit log.
    pub async fn export(
        &self,
        filter: DiscountFilter,
        format: &str,
        actor: &Actor,
    ) -> Result<DiscountExport, PortError> {
        let entry = actor.audit("export_discounts", "discount").exported(format, asked(&filter));
        self.audit.record(entry, self.context.now()).await?;
        Ok(DiscountExport { filter, now: self.context.now(), after: None })
    }

    /// The next portion of discounts; empty at the end.
    pub async fn next_exported(
        &self,
        export: &mut DiscountExport,
    ) -> Result<Vec<ListedDiscount>, PortError> {
        let lists = &self.discount_lists;
        let found = lists.portion(&export.filter, export.now, export.after, EXPORT_PORTION);
        let found = found.await?;
        export.after = found.last().map(|one| one.discount.id).or(export.after);
        Ok(found)
    }
}

/// The filter for the audit log; of a searched code only the fact that one was given.
fn asked(filter: &DiscountFilter) -> [(&'static str, Option<Value>); 14] {
    let text = |at: Option<DateTime<Utc>>| at.map(|at| Value::from(at.to_rfc3339()));
    let period = |period: &TimeRange| (text(period.from), text(period.to));
    let (created_from, created_to) = period(&filter.created);
    let (expires_from, expires_to) = period(&filter.expires);
    let (used_from, used_to) = period(&filter.used);
    [
        ("code_prefix", filter.code_prefix.as_ref().and(Some(Value::from("…")))),
        ("user_id", filter.user_id.map(|id| id.0.into())),
        ("template_id", filter.template_id.map(|id| id.0.into())),
        ("campaign_id", filter.campaign_id.map(|id| id.0.into())),
        ("broadcast_id", filter.broadcast_id.map(|id| id.0.into())),
        ("state", filter.state.map(|state| state.as_str().into())),
        ("source", filter.source.map(|source| source.as_str().into())),
        ("created_from", created_from),
        ("created_to", created_to),
        ("expires_from", expires_from),
        ("expires_to", expires_to),
        ("used_from", used_from),
        ("used_to", used_to),
        ("is_test", filter.is_test.map(Value::from)),
    ]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Ports;
    use crate::discounts::MockDiscountLists;
    use crate::testing::{NOW, app_at, client_card, discount, recording};

    #[tokio::test]
    async fn an_export_is_audited_once_and_continues_in_portions() {
        let mut lists = MockDiscountLists::new();
        lists.expect_portion().times(2).returning(|_, _, after, _| {
            let one = ListedDiscount { discount: discount(), client: client_card() };
            Ok(if after.is_none() { vec![one] } else { Vec::new() })
        });
        let ports = Ports {
            discount_lists: Arc::new(lists),
            audit: recording("export_discounts"),
            ..Ports::mocked()
        };
        let app = app_at(NOW, ports);
        let export = app.discounts.export(DiscountFilter::default(), "csv", &Actor::Cli);
        let mut export = export.await.unwrap();
        assert_eq!(app.discounts.next_exported(&mut export).await.unwrap().len(), 1);
        assert_eq!(app.discounts.next_exported(&mut export).await.unwrap().len(), 0);
    }
}
