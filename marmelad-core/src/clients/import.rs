//! Imports clients from a file.

use crate::audit::Actor;
use crate::clients::{ClientService, ImportUsers, Imported, ImportedUser};
use crate::kernel::PortError;

/// Clients written per transaction.
pub const IMPORT_PORTION: usize = 200;

/// A started import of clients.
#[derive(Debug, Clone)]
pub struct ClientImport {
    /// A dry run writes nothing.
    is_dry_run: bool,
    /// Number of clients in the file.
    clients: u64,
    is_written_down: bool,
}

impl ClientService {
    /// Starts an import of this many clients. A dry run reports the results and writes nothing.
    pub fn begin_import(&self, clients: u64, is_dry_run: bool) -> ClientImport {
        ClientImport { is_dry_run, clients, is_written_down: false }
    }

    /// Writes up to [`IMPORT_PORTION`] clients: adds unknown ones and changes the others. Writing the same
    /// clients again changes nothing. Writes one audit entry for the whole import, with the first change.
    pub async fn import(
        &self,
        import: &mut ClientImport,
        users: Vec<ImportedUser>,
        actor: &Actor,
    ) -> Result<Vec<Imported>, PortError> {
        let entry = actor.audit("import_users", "user");
        let entry = entry.field("clients", None, Some(import.clients));
        let command = ImportUsers {
            users,
            is_dry_run: import.is_dry_run,
            now: self.context.now(),
            audit: (!import.is_written_down).then_some(entry),
        };
        let imported = self.users.import(command).await?;
        import.is_written_down |= imported.iter().any(|one| *one != Imported::Unchanged);
        Ok(imported)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::Ports;
    use crate::clients::MockUserRepo;
    use crate::testing::{NOW, app_at};

    #[tokio::test]
    async fn an_import_writes_one_audit_entry() {
        let audited = Arc::new(Mutex::new(Vec::new()));
        let mut users = MockUserRepo::new();
        let seen = Arc::clone(&audited);
        let mut answers = vec![Imported::Created, Imported::Updated, Imported::Unchanged];
        users.expect_import().returning(move |command| {
            seen.lock().unwrap().push(command.audit.is_some());
            Ok(answers.pop().into_iter().collect())
        });
        let ports = Ports { users: Arc::new(users), ..Ports::mocked() };
        let app = app_at(NOW, ports);
        let mut import = app.clients.begin_import(3, false);
        for _ in 0..3 {
            app.clients.import(&mut import, Vec::new(), &Actor::Cli).await.unwrap();
        }
        assert_eq!(*audited.lock().unwrap(), [true, true, false]);
    }
}
