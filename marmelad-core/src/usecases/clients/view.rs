//! Looking at clients.

use crate::App;
use crate::domain::discount::Discount;
use crate::domain::ids::TelegramId;
use crate::domain::page::{Page, PageRequest};
use crate::domain::user::User;
use crate::ports::{PortError, UserFilter};

/// A client with what they hold.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientView {
    /// The client.
    pub user: User,
    /// What would be redeemed now, the earliest to expire first.
    pub active_discounts: Vec<Discount>,
}

impl App {
    /// A page of clients, newest first.
    pub async fn list_clients(
        &self,
        filter: UserFilter,
        page: PageRequest,
    ) -> Result<Page<User>, PortError> {
        self.ports.users.list(filter, page).await
    }

    /// One client by Telegram id.
    pub async fn view_client(
        &self,
        telegram_id: TelegramId,
    ) -> Result<Option<ClientView>, PortError> {
        let Some(user) = self.ports.users.find_by_telegram_id(telegram_id).await? else {
            return Ok(None);
        };
        let active_discounts = self
            .ports
            .discounts
            .active_of_user(user.id, self.now())
            .await?;
        Ok(Some(ClientView {
            user,
            active_discounts,
        }))
    }

    /// The discounts that a client could show at a till now.
    pub async fn my_discounts(&self, user: &User) -> Result<Vec<Discount>, PortError> {
        self.ports
            .discounts
            .active_of_user(user.id, self.now())
            .await
    }
}
