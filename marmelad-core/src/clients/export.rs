//! Exports clients in portions.

use crate::audit::Actor;
use crate::clients::{ClientQuery, ClientService, UserFilter};
use crate::kernel::{ClientId, EXPORT_PORTION, Moment, PortError};
use crate::people::User;

/// A started export; portions are ordered by id.
#[derive(Debug, Clone)]
pub struct ClientExport {
    filter: UserFilter,
    moment: Moment,
    after: Option<ClientId>,
}

impl ClientService {
    /// Starts an export and records it in the audit log.
    pub async fn export(
        &self,
        query: ClientQuery,
        format: &str,
        actor: &Actor,
    ) -> Result<ClientExport, PortError> {
        let entry = actor.audit("export_users", "user");
        let entry = query.describe(entry.field("format", None, Some(format)));
        let filter = self.client_filter(query).await?;
        self.audit.record(entry, self.context.now()).await?;
        Ok(ClientExport { filter, moment: self.context.moment(), after: None })
    }

    /// Total number of clients in the export.
    pub async fn count_exported(&self, export: &ClientExport) -> Result<u64, PortError> {
        self.users.count(&export.filter, export.moment).await
    }

    /// The next portion of clients; empty at the end.
    pub async fn next_exported(&self, export: &mut ClientExport) -> Result<Vec<User>, PortError> {
        let users =
            self.users.portion(&export.filter, export.moment, export.after, EXPORT_PORTION).await?;
        export.after = users.last().map(|user| user.id).or(export.after);
        Ok(users)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Ports;
    use crate::audit::MockAuditRepo;
    use crate::clients::MockUserRepo;
    use crate::testing::{NOW, app_at, client};

    #[tokio::test]
    async fn an_export_is_audited_once_and_continues_in_portions() {
        let mut audit = MockAuditRepo::new();
        audit
            .expect_record()
            .once()
            .withf(|entry, _| {
                let text = entry.clone().into_row(chrono::DateTime::UNIX_EPOCH).canonical_json();
                text.contains("csv") && text.contains("\"tag\":\"vip\"") && !text.contains("Секрет")
            })
            .returning(|_, _| Ok(()));
        let mut users = MockUserRepo::new();
        users.expect_portion().times(2).returning(|_, _, after, _| {
            Ok(if after.is_none() { vec![client()] } else { Vec::new() })
        });
        let ports = Ports { users: Arc::new(users), audit: Arc::new(audit), ..Ports::mocked() };
        let app = app_at(NOW, ports);
        let query = ClientQuery {
            filter: UserFilter {
                search: Some("Секрет".into()),
                tag: Some("vip".into()),
                ..UserFilter::default()
            },
            segment_id: None,
        };
        let mut export = app.clients.export(query, "csv", &Actor::Cli).await.unwrap();
        assert_eq!(app.clients.next_exported(&mut export).await.unwrap(), [client()]);
        assert_eq!(app.clients.next_exported(&mut export).await.unwrap(), []);
    }
}
