//! Clients from a file.

use crate::App;
use crate::domain::user_edit::ImportedUser;
use crate::ports::{ImportUsers, Imported, PortError};
use crate::usecases::Actor;

/// So many clients of a file are written by one transaction.
pub const IMPORT_PORTION: usize = 200;

/// An import that was begun.
#[derive(Debug, Clone)]
pub struct ClientImport {
    /// Nothing is kept.
    is_dry_run: bool,
    /// So many clients the file has.
    clients: u64,
    is_written_down: bool,
}

impl App {
    /// Begins an import of so many clients. A dry run tells what would become of them, and keeps nothing.
    pub fn begin_import(&self, clients: u64, is_dry_run: bool) -> ClientImport {
        ClientImport {
            is_dry_run,
            clients,
            is_written_down: false,
        }
    }

    /// Writes the next clients, at most [`IMPORT_PORTION`]: those who are not known are added, the others get what the
    /// file says. Writing them again changes nothing. One audit entry is written for the whole, with the first change.
    pub async fn import_clients(
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
            now: self.now(),
            audit: (!import.is_written_down).then_some(entry),
        };
        let imported = self.ports.users.import(command).await?;
        import.is_written_down |= imported.iter().any(|one| *one != Imported::Unchanged);
        Ok(imported)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::ports::{MockUserRepo, Ports};
    use crate::usecases::testing::{NOW, app_at};

    #[tokio::test]
    async fn one_audit_entry_stands_for_the_whole_file() {
        let audited = Arc::new(Mutex::new(Vec::new()));
        let mut users = MockUserRepo::new();
        let seen = Arc::clone(&audited);
        let mut answers = vec![Imported::Created, Imported::Updated, Imported::Unchanged];
        users.expect_import().returning(move |command| {
            seen.lock().unwrap().push(command.audit.is_some());
            Ok(answers.pop().into_iter().collect())
        });
        let ports = Ports {
            users: Arc::new(users),
            ..Ports::mocked()
        };
        let app = app_at(NOW, ports);
        let mut import = app.clients.begin_import(3, false);
        for _ in 0..3 {
            app.clients
                .import(&mut import, Vec::new(), &Actor::Cli)
                .await
                .unwrap();
        }
        assert_eq!(*audited.lock().unwrap(), [true, true, false]);
    }
}
