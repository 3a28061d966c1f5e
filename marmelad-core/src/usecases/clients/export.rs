//! Clients for a file, however many.

use crate::App;
use crate::domain::ids::UserId;
use crate::domain::segment::Moment;
use crate::domain::user::User;
use crate::domain::user_list::UserFilter;
use crate::ports::PortError;
use crate::usecases::{Actor, ClientQuery};

/// So many rows of an export are in memory at a time.
pub const EXPORT_PORTION: u32 = 1_000;

/// An export that was begun: portions follow each other in the order of ids.
#[derive(Debug, Clone)]
pub struct ClientExport {
    filter: UserFilter,
    moment: Moment,
    after: Option<UserId>,
}

impl App {
    /// Begins an export: from here on the audit log knows of it.
    pub async fn export_clients(
        &self,
        query: ClientQuery,
        format: &str,
        actor: &Actor,
    ) -> Result<ClientExport, PortError> {
        let entry = actor.audit("export_users", "user");
        let entry = query.describe(entry.field("format", None, Some(format)));
        let filter = self.client_filter(query).await?;
        self.ports.audit.record(entry, self.now()).await?;
        Ok(ClientExport {
            filter,
            moment: self.moment(),
            after: None,
        })
    }

    /// How many clients an export has in all.
    pub async fn count_exported(&self, export: &ClientExport) -> Result<u64, PortError> {
        self.ports.users.count(&export.filter, export.moment).await
    }

    /// The next clients; none when all were given.
    pub async fn next_exported(&self, export: &mut ClientExport) -> Result<Vec<User>, PortError> {
        let users = self
            .ports
            .users
            .portion(&export.filter, export.moment, export.after, EXPORT_PORTION)
            .await?;
        export.after = users.last().map(|user| user.id).or(export.after);
        Ok(users)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::ports::{MockAuditRepo, MockUserRepo, Ports};
    use crate::usecases::testing::{NOW, app_at, client};

    #[tokio::test]
    async fn an_export_is_written_down_once_and_goes_on_where_it_was() {
        let mut audit = MockAuditRepo::new();
        audit
            .expect_record()
            .once()
            .withf(|entry, _| {
                let text = entry
                    .clone()
                    .into_row(chrono::DateTime::UNIX_EPOCH)
                    .canonical_json();
                text.contains("csv") && text.contains("\"tag\":\"vip\"") && !text.contains("Секрет")
            })
            .returning(|_, _| Ok(()));
        let mut users = MockUserRepo::new();
        users.expect_portion().times(2).returning(|_, _, after, _| {
            Ok(if after.is_none() {
                vec![client()]
            } else {
                Vec::new()
            })
        });
        let ports = Ports {
            users: Arc::new(users),
            audit: Arc::new(audit),
            ..Ports::mocked()
        };
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
        assert_eq!(
            app.clients.next_exported(&mut export).await.unwrap(),
            [client()]
        );
        assert_eq!(app.clients.next_exported(&mut export).await.unwrap(), []);
    }
}
