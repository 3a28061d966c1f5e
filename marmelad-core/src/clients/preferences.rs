//! A client's gender and marketing preference.

use crate::clients::{ChangeUser, ClientService, UserChange};
use crate::kernel::{ClientId, PortError};
use crate::people::{Gender, User};

impl ClientService {
    /// Stores the gender. `None`: the client does not exist.
    pub async fn set_gender(
        &self,
        id: ClientId,
        gender: Gender,
    ) -> Result<Option<User>, PortError> {
        self.change_client(id, UserChange::Gender(gender)).await
    }

    /// Opts the client out of marketing; only the client can do so.
    pub async fn stop_marketing(&self, id: ClientId) -> Result<Option<User>, PortError> {
        self.change_client(id, UserChange::OptedOut(true)).await
    }

    /// Stores the consent to marketing.
    pub async fn give_marketing_consent(&self, id: ClientId) -> Result<Option<User>, PortError> {
        self.change_client(id, UserChange::MarketingConsent).await
    }

    /// Ends the opt-out at the client's own request, which also counts as consent to marketing.
    pub async fn resume_marketing(&self, id: ClientId) -> Result<Option<User>, PortError> {
        self.give_marketing_consent(id).await?;
        self.change_client(id, UserChange::OptedOut(false)).await
    }

    pub(crate) async fn change_client(
        &self,
        id: ClientId,
        change: UserChange,
    ) -> Result<Option<User>, PortError> {
        self.users.change(ChangeUser { id, change, now: self.context.now(), audit: None }).await
    }
}
