//! Exports a broadcast's recipients in portions.

use serde_json::Value;

use super::{RecallStatus, RecipientFilter, RecipientLog};
use crate::audit::Actor;
use crate::broadcasts::BroadcastService;
use crate::kernel::{BroadcastId, ClientId, EXPORT_PORTION, PortError};

/// A started export of recipients; portions are ordered by `users.id`.
#[derive(Debug, Clone)]
pub struct RecipientExport {
    id: BroadcastId,
    filter: RecipientFilter,
    after: Option<ClientId>,
}

impl BroadcastService {
    /// Starts an export and records it in the audit log. `None`: the broadcast does not exist.
    pub async fn export(
        &self,
        id: BroadcastId,
        filter: RecipientFilter,
        format: &str,
        actor: &Actor,
    ) -> Result<Option<RecipientExport>, PortError> {
        if self.broadcasts.find(id).await?.is_none() {
            return Ok(None);
        }
        let entry = actor.audit("export_broadcast_logs", "broadcast").about(id.0);
        let entry = entry.exported(format, asked(&filter));
        self.audit.record(entry, self.context.now()).await?;
        Ok(Some(RecipientExport { id, filter, after: None }))
    }

    /// The next portion of recipients; empty at the end.
    pub async fn next_exported(
        &self,
        export: &mut RecipientExport,
    ) -> Result<Vec<RecipientLog>, PortError> {
        let broadcasts = &self.broadcasts;
        let (id, after) = (export.id, export.after);
        let found = broadcasts.recipients_portion(id, &export.filter, after, EXPORT_PORTION);
        let found = found.await?;
        export.after = found.last().map(|one| one.user_id).or(export.after);
        Ok(found)
    }
}

/// The filter as written to the audit log.
fn asked(filter: &RecipientFilter) -> [(&'static str, Option<Value>); 3] {
    let words: Vec<_> = filter.statuses.iter().map(|one| one.as_str()).collect();
    let recalled = filter.recall_status.map(RecallStatus::as_str);
    [
        ("status", (!words.is_empty()).then(|| words.into())),
        ("recall_status", recalled.map(Value::from)),
        ("user_id", filter.user_id.map(|id| id.0.into())),
    ]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Ports;
    use crate::broadcasts::MockBroadcastRepo;
    use crate::testing::{NOW, app_at, broadcast, recording};

    #[tokio::test]
    async fn an_unknown_broadcast_has_no_export() {
        let mut broadcasts = MockBroadcastRepo::new();
        broadcasts.expect_find().returning(|id| Ok((id == broadcast().id).then(broadcast)));
        broadcasts.expect_recipients_portion().returning(|_, _, _, _| Ok(Vec::new()));
        let ports = Ports {
            broadcasts: Arc::new(broadcasts),
            audit: recording("export_broadcast_logs"),
            ..Ports::mocked()
        };
        let app = app_at(NOW, ports);
        let export = async |id| {
            app.broadcasts
                .export(BroadcastId(id), RecipientFilter::default(), "csv", &Actor::Cli)
                .await
                .unwrap()
        };
        assert!(export(9).await.is_none());
        let mut begun = export(1).await.unwrap();
        assert!(app.broadcasts.next_exported(&mut begun).await.unwrap().is_empty());
    }
}
