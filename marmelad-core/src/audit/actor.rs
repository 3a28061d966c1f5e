//! Who changes something by panel, API or command line.

use crate::audit::AuditEntry;
use crate::kernel::AdminId;

/// The person behind a change, as the audit log keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// An operator on the server.
    Cli,
    /// An admin.
    Admin {
        /// Who.
        id: AdminId,
        /// From which address.
        ip: Option<String>,
        /// In which request.
        request_id: Option<String>,
    },
    /// The system by itself.
    System,
}

impl Actor {
    /// An admin who acts in a bot's chat.
    pub fn admin_in_chat(id: AdminId) -> Self {
        Self::Admin {
            id,
            ip: None,
            request_id: None,
        }
    }

    /// Their row id, if an admin.
    pub fn admin_id(&self) -> Option<AdminId> {
        match self {
            Self::Admin { id, .. } => Some(*id),
            Self::Cli | Self::System => None,
        }
    }

    /// The entry for one change of theirs.
    pub(crate) fn audit(&self, action: &'static str, entity: &'static str) -> AuditEntry {
        match self {
            Self::Cli => AuditEntry::cli(action, entity),
            Self::System => AuditEntry::system(action, entity),
            Self::Admin { id, ip, request_id } => {
                AuditEntry::admin(id.0, action, entity).seen_from(ip.clone(), request_id.clone())
            }
        }
    }
}
