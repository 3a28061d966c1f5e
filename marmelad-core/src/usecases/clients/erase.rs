//! Forgetting a client.

use crate::App;
use crate::domain::audit::AuditEntry;
use crate::domain::ids::UserId;
use crate::ports::{AnonymizeUser, PortError};

/// The audit log's word for it.
pub const ANONYMIZE_USER: &str = "anonymize_user";

impl App {
    /// Removes everything personal at the client's own wish. `false`: there was nothing left to remove.
    pub async fn erase_own_data(&self, id: UserId) -> Result<bool, PortError> {
        let audit = AuditEntry::system(ANONYMIZE_USER, "user")
            .about(id.0)
            .field("requested_by", None, Some("client"));
        self.ports
            .users
            .anonymize(AnonymizeUser {
                id,
                now: self.now(),
                audit,
            })
            .await
    }
}
