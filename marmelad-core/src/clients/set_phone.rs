//! A client shares their phone.

use crate::clients::{ClientService, ConsentState, UserChange, consent_state};
use crate::kernel::{PortError, TelegramId};
use crate::people::{Phone, User};

/// A contact as Telegram hands it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedContact {
    /// Whose, if they use Telegram.
    pub owner: Option<TelegramId>,
    /// The number, in any form.
    pub phone: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetPhone {
    /// Kept.
    Saved(Phone),
    /// Somebody else's contact, or no number.
    NotOwn,
    /// Consent is needed first.
    ConsentNeeded,
}

impl ClientService {
    /// Keeps the number of the client's own contact; nobody else's.
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
                self.change_client(user.id, UserChange::Phone(phone.clone()))
                    .await?;
                Ok(SetPhone::Saved(phone))
            }
            _ => Ok(SetPhone::NotOwn),
        }
    }
}
