//! Who makes a change: an admin, an operator or the system.

use crate::audit::AuditEntry;
use crate::kernel::AdminId;

/// The originator of a change, as recorded in the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// An operator, through `marmelad-cli`.
    Cli,
    Admin {
        id: AdminId,
        ip: Option<String>,
        /// Id of the HTTP request, when there is one.
        request_id: Option<String>,
    },
    /// The system itself, for example a scheduled job.
    System,
}

impl Actor {
    /// An admin who acts in a bot's chat: no address, no request id.
    pub fn admin_in_chat(id: AdminId) -> Self {
        Self::Admin { id, ip: None, request_id: None }
    }

    /// The admin's row id; `None` for operators and the system.
    pub fn admin_id(&self) -> Option<AdminId> {
        match self {
            Self::Admin { id, .. } => Some(*id),
            Self::Cli | Self::System => None,
        }
    }

    /// Starts an audit entry for a change by this actor.
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
