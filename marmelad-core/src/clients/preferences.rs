//! Gender, and marketing on or off.

use crate::clients::{ChangeUser, ClientService, UserChange};
use crate::kernel::{PortError, UserId};
use crate::people::{Gender, User};

impl ClientService {
    /// Keeps the gender. `None`: there is no such client any more.
    pub async fn set_gender(&self, id: UserId, gender: Gender) -> Result<Option<User>, PortError> {
        self.change_client(id, UserChange::Gender(gender)).await
    }

    /// Stops marketing; only the client does.
    pub async fn stop_marketing(&self, id: UserId) -> Result<Option<User>, PortError> {
        self.change_client(id, UserChange::OptedOut(true)).await
    }

    /// Keeps the consent to marketing.
    pub async fn give_marketing_consent(&self, id: UserId) -> Result<Option<User>, PortError> {
        self.change_client(id, UserChange::MarketingConsent).await
    }

    /// Lets marketing begin again, at the client's own wish: that is the consent to it, too.
    pub async fn resume_marketing(&self, id: UserId) -> Result<Option<User>, PortError> {
        self.give_marketing_consent(id).await?;
        self.change_client(id, UserChange::OptedOut(false)).await
    }

    pub(crate) async fn change_client(
        &self,
        id: UserId,
        change: UserChange,
    ) -> Result<Option<User>, PortError> {
        self.users
            .change(ChangeUser {
                id,
                change,
                now: self.context.now(),
                audit: None,
            })
            .await
    }
}
