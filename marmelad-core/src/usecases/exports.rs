//! Discounts and recipients for a file, however many. Clients: [`super::ClientExport`].

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::App;
use crate::domain::broadcast::{RecallStatus, RecipientFilter, RecipientLog};
use crate::domain::discount_list::{DiscountFilter, ListedDiscount};
use crate::domain::ids::{BroadcastId, DiscountId, UserId};
use crate::domain::report;
use crate::domain::sorting::Period;
use crate::ports::PortError;
use crate::usecases::{Actor, EXPORT_PORTION};

/// An export of discounts that was begun: portions follow each other in the order of ids.
#[derive(Debug, Clone)]
pub struct DiscountExport {
    filter: DiscountFilter,
    now: DateTime<Utc>,
    after: Option<DiscountId>,
}

impl DiscountExport {
    /// By which states are meant.
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }
}

/// An export of a broadcast's recipients that was begun: portions follow each other in the order of `users.id`.
#[derive(Debug, Clone)]
pub struct RecipientExport {
    id: BroadcastId,
    filter: RecipientFilter,
    after: Option<UserId>,
}

impl App {
    /// Begins an export of discounts: from here on the audit log knows of it.
    pub async fn export_discounts(
        &self,
        filter: DiscountFilter,
        format: &str,
        actor: &Actor,
    ) -> Result<DiscountExport, PortError> {
        let entry = actor.audit("export_discounts", "discount");
        let entry = entry.field("format", None, Some(format));
        let entry = entry.field("filter", None, Some(asked(&filter)));
        self.ports.audit.record(entry, self.now()).await?;
        Ok(DiscountExport {
            filter,
            now: self.now(),
            after: None,
        })
    }

    /// The next discounts; none when all were given.
    pub async fn next_discounts(
        &self,
        export: &mut DiscountExport,
    ) -> Result<Vec<ListedDiscount>, PortError> {
        let lists = &self.ports.discount_lists;
        let found = lists.portion(&export.filter, export.now, export.after, EXPORT_PORTION);
        let found = found.await?;
        export.after = found.last().map(|one| one.discount.id).or(export.after);
        Ok(found)
    }

    /// Begins an export of a broadcast's recipients: from here on the audit log knows of it. `None`: no such broadcast.
    pub async fn export_recipients(
        &self,
        id: BroadcastId,
        filter: RecipientFilter,
        format: &str,
        actor: &Actor,
    ) -> Result<Option<RecipientExport>, PortError> {
        if self.ports.broadcasts.find(id).await?.is_none() {
            return Ok(None);
        }
        let entry = actor
            .audit("export_broadcast_logs", "broadcast")
            .about(id.0);
        let entry = entry.field("format", None, Some(format));
        let entry = entry.field("filter", None, Some(asked_of(&filter)));
        self.ports.audit.record(entry, self.now()).await?;
        Ok(Some(RecipientExport {
            id,
            filter,
            after: None,
        }))
    }

    /// Tells the audit log that a report is exported.
    pub async fn note_report_export(
        &self,
        report: &str,
        period: &report::Period,
        format: &str,
        actor: &Actor,
    ) -> Result<(), PortError> {
        let days = format!("{}/{}", period.from, period.to);
        let entry = actor
            .audit("export_report", "report")
            .field("report", None, Some(report))
            .field("days", None, Some(days.as_str()))
            .field("format", None, Some(format));
        self.ports.audit.record(entry, self.now()).await?;
        Ok(())
    }

    /// The next recipients; none when all were given.
    pub async fn next_recipients(
        &self,
        export: &mut RecipientExport,
    ) -> Result<Vec<RecipientLog>, PortError> {
        let broadcasts = &self.ports.broadcasts;
        let (id, after) = (export.id, export.after);
        let found = broadcasts.recipients_portion(id, &export.filter, after, EXPORT_PORTION);
        let found = found.await?;
        export.after = found.last().map(|one| one.user_id).or(export.after);
        Ok(found)
    }
}

/// What was asked for, for the audit log; of a code only that it was.
fn asked(filter: &DiscountFilter) -> Map<String, Value> {
    let text = |at: Option<DateTime<Utc>>| at.map(|at| Value::from(at.to_rfc3339()));
    let period = |period: &Period| (text(period.from), text(period.to));
    let (created_from, created_to) = period(&filter.created);
    let (expires_from, expires_to) = period(&filter.expires);
    let (used_from, used_to) = period(&filter.used);
    let asked = [
        (
            "code_prefix",
            filter.code_prefix.as_ref().and(Some(Value::from("…"))),
        ),
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
    ];
    asked
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}

/// The same of recipients.
fn asked_of(filter: &RecipientFilter) -> Map<String, Value> {
    let words: Vec<_> = filter.statuses.iter().map(|one| one.as_str()).collect();
    let recalled = filter.recall_status.map(RecallStatus::as_str);
    let asked = [
        ("status", (!words.is_empty()).then(|| words.into())),
        ("recall_status", recalled.map(Value::from)),
        ("user_id", filter.user_id.map(|id| id.0.into())),
    ];
    asked
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::ports::{MockAuditRepo, MockBroadcastRepo, MockDiscountLists, Ports};
    use crate::usecases::testing::{NOW, app_at, broadcast, client_card, discount};

    fn audit(action: &'static str) -> MockAuditRepo {
        let mut audit = MockAuditRepo::new();
        audit
            .expect_record()
            .once()
            .withf(move |entry, _| entry.action() == action)
            .returning(|_, _| Ok(()));
        audit
    }

    #[tokio::test]
    async fn discounts_are_written_down_once_and_go_on_where_they_were() {
        let mut lists = MockDiscountLists::new();
        lists.expect_portion().times(2).returning(|_, _, after, _| {
            let one = ListedDiscount {
                discount: discount(),
                client: client_card(),
            };
            Ok(if after.is_none() {
                vec![one]
            } else {
                Vec::new()
            })
        });
        let ports = Ports {
            discount_lists: Arc::new(lists),
            audit: Arc::new(audit("export_discounts")),
            ..Ports::mocked()
        };
        let app = app_at(NOW, ports);
        let export = app
            .discounts
            .export(DiscountFilter::default(), "csv", &Actor::Cli);
        let mut export = export.await.unwrap();
        assert_eq!(
            app.discounts
                .next_exported(&mut export)
                .await
                .unwrap()
                .len(),
            1
        );
        assert_eq!(
            app.discounts
                .next_exported(&mut export)
                .await
                .unwrap()
                .len(),
            0
        );
    }

    #[tokio::test]
    async fn a_broadcast_that_is_not_there_has_no_recipients() {
        let mut broadcasts = MockBroadcastRepo::new();
        broadcasts
            .expect_find()
            .returning(|id| Ok((id == broadcast().id).then(broadcast)));
        broadcasts
            .expect_recipients_portion()
            .returning(|_, _, _, _| Ok(Vec::new()));
        let ports = Ports {
            broadcasts: Arc::new(broadcasts),
            audit: Arc::new(audit("export_broadcast_logs")),
            ..Ports::mocked()
        };
        let app = app_at(NOW, ports);
        let export = async |id| {
            app.broadcasts
                .export(
                    BroadcastId(id),
                    RecipientFilter::default(),
                    "csv",
                    &Actor::Cli,
                )
                .await
                .unwrap()
        };
        assert!(export(9).await.is_none());
        let mut begun = export(1).await.unwrap();
        assert!(
            app.broadcasts
                .next_exported(&mut begun)
                .await
                .unwrap()
                .is_empty()
        );
    }
}
