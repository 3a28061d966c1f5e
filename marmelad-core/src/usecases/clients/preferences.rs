//! Gender, and marketing on or off.

use crate::App;
use crate::domain::ids::UserId;
use crate::domain::user::{Gender, User};
use crate::ports::{ChangeUser, PortError, UserChange};

impl App {
    /// Keeps the gender. `None`: there is no such client any more.
    pub async fn set_gender(&self, id: UserId, gender: Gender) -> Result<Option<User>, PortError> {
        self.change_client(id, UserChange::Gender(gender)).await
    }

    /// Stops marketing, or lets it begin again; only the client does either.
    pub async fn set_opted_out(
        &self,
        id: UserId,
        opted_out: bool,
    ) -> Result<Option<User>, PortError> {
        self.change_client(id, UserChange::OptedOut(opted_out))
            .await
    }

    pub(super) async fn change_client(
        &self,
        id: UserId,
        change: UserChange,
    ) -> Result<Option<User>, PortError> {
        self.ports
            .users
            .change(ChangeUser {
                id,
                change,
                now: self.now(),
                audit: None,
            })
            .await
    }
}
