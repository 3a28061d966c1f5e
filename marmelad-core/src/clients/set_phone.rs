//! A client shares the phone number.

use crate::clients::{ClientService, ConsentState, UserChange, consent_state};
use crate::kernel::{PortError, TelegramId};
use crate::people::{Phone, User};

/// A contact as Telegram delivers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedContact {
    /// Telegram id of the contact's owner, if a Telegram user.
    pub owner: Option<TelegramId>,
    /// The number, in any notation.
    pub phone: String,
}

/// Result of sharing a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetPhone {
    Saved(Phone),
    /// The contact of another person, or not a phone number.
    NotOwn,
    /// The client must consent to data processing first.
    ConsentNeeded,
}

impl ClientService {
    /// Stores the number if the contact is the client's own.
    pub async fn set_phone(
        &self,
        user: &User,
        contact: &SharedContact,
    ) -> Result<SetPhone, PortError> {
        if consent_state(&*self.context.settings().await?, user) == ConsentState::Needed {
            return Ok(SetPhone::ConsentNeeded);
        }
        let own = contact.owner == Some(user.telegram_id);
        match contact.phone.parse::<Phone>() {
            Ok(phone) if own => {
                self.change_client(user.id, UserChange::Phone(phone.clone())).await?;
                Ok(SetPhone::Saved(phone))
            }
            _ => Ok(SetPhone::NotOwn),
        }
    }
}
