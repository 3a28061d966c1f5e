//! The admin behind a request.

use marmelad_core::audit::Actor;
use marmelad_core::sessions::AccessClaims;
use marmelad_core::staff::{Admin, Role};

use crate::caller::Caller;
use crate::views::Sight;

/// An active admin, with the token that they showed. Operations take it as `Data(session)`.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// Who.
    pub(crate) admin: Admin,
    /// What their token says.
    pub(crate) claims: AccessClaims,
    /// From where, in which request.
    pub(crate) caller: Caller,
}

impl Session {
    /// Who the audit log is to name.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Admin {
            id: self.admin.id,
            ip: self.caller.ip.map(|ip| ip.to_string()),
            request_id: Some(self.caller.request_id.clone()),
        }
    }

    /// What they may see of clients and codes.
    pub(crate) fn sight(&self) -> Sight {
        match self.admin.role {
            Role::Readonly => Sight::Readonly,
            Role::Marketing | Role::Owner => Sight::Full,
        }
    }
}
