//! Who is writing.

use marmelad_core::kernel::TelegramId;
use marmelad_core::people::TelegramProfile;
use teloxide::types::User;

/// The sender as the domain knows people.
pub fn profile_of(user: &User) -> TelegramProfile {
    TelegramProfile {
        telegram_id: TelegramId(i64::try_from(user.id.0).unwrap_or(i64::MAX)),
        username: user.username.clone(),
        first_name: Some(user.first_name.clone()).filter(|name| !name.is_empty()),
        last_name: user.last_name.clone(),
    }
}
