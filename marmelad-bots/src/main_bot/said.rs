//! What a message says, before anybody looks at the state of the dialogue.

use marmelad_core::clients::SharedContact;
use marmelad_core::kernel::TelegramId;
use marmelad_core::messages::texts::buttons;
use teloxide::types::Message;

/// A message from a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// `/start`, with what a link adds to it.
    Start(Option<String>),
    /// `/help`.
    Help,
    /// `/cancel`, or «Назад» on the keyboard.
    Cancel,
    /// `/stop`.
    Stop,
    /// `/broadcast`.
    Broadcast,
    /// «Мои скидки».
    MyDiscounts,
    /// «Проверить подписку».
    CheckSubscription,
    /// «Указать ДР».
    SetBirthday,
    /// «Профиль».
    Profile,
    /// A command that this bot does not have.
    UnknownCommand,
    /// A contact, the client's own or another's.
    Contact(SharedContact),
    /// Anything else: text, a sticker, a photo, …
    Other,
}

impl Said {
    /// Reads a message.
    pub(super) fn of(message: &Message) -> Self {
        match (message.text(), message.contact()) {
            (Some(text), _) => Self::of_text(text),
            (None, Some(contact)) => {
                let owner = contact.user_id.and_then(|id| i64::try_from(id.0).ok());
                Self::Contact(SharedContact {
                    owner: owner.map(TelegramId),
                    phone: contact.phone_number.clone(),
                })
            }
            (None, None) => Self::Other,
        }
    }

    fn of_text(text: &str) -> Self {
        let text = text.trim();
        if let Some(command) = text.strip_prefix('/') {
            return Self::of_command(command);
        }
        let is = |label: &str| label.to_lowercase() == text.to_lowercase();
        match text {
            _ if is(buttons::MY_DISCOUNTS) => Self::MyDiscounts,
            _ if is(buttons::CHECK_SUBSCRIPTION) => Self::CheckSubscription,
            _ if is(buttons::SET_BIRTHDAY) => Self::SetBirthday,
            _ if is(buttons::PROFILE) => Self::Profile,
            _ if is(buttons::BACK) => Self::Cancel,
            _ => Self::Other,
        }
    }

    /// `start@our_bot payload` and the like; Telegram shows a bot only commands meant for it.
    fn of_command(command: &str) -> Self {
        let (name, rest) = command
            .split_once(char::is_whitespace)
            .unwrap_or((command, ""));
        let name = name.split_once('@').map_or(name, |(name, _)| name);
        match name.to_ascii_lowercase().as_str() {
            "start" => {
                Self::Start(Some(rest.trim().to_owned()).filter(|payload| !payload.is_empty()))
            }
            "help" => Self::Help,
            "cancel" => Self::Cancel,
            "stop" => Self::Stop,
            "broadcast" => Self::Broadcast,
            _ => Self::UnknownCommand,
        }
    }

    /// Whether it ends what was begun, whatever that is.
    pub(super) fn leaves_state(&self) -> bool {
        !matches!(self, Self::Contact(_) | Self::Other)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn start(payload: &str) -> Said {
        Said::Start(Some(payload.to_owned()))
    }

    #[rstest]
    #[case("/start", Said::Start(None))]
    #[case(" /START ", Said::Start(None))]
    #[case("/start ref_leto", start("ref_leto"))]
    #[case("/start@marmelad_bot  ref_leto ", start("ref_leto"))]
    #[case("/start\nref_leto", start("ref_leto"))]
    #[case("/startle", Said::UnknownCommand)]
    #[case("/help@marmelad_bot", Said::Help)]
    #[case("/cancel", Said::Cancel)]
    #[case("Назад", Said::Cancel)]
    #[case("/stop", Said::Stop)]
    #[case("/broadcast@marmelad_bot", Said::Broadcast)]
    #[case("/", Said::UnknownCommand)]
    #[case("Мои скидки", Said::MyDiscounts)]
    #[case(" мои СКИДКИ\n", Said::MyDiscounts)]
    #[case("Проверить подписку", Said::CheckSubscription)]
    #[case("Указать ДР", Said::SetBirthday)]
    #[case("Профиль", Said::Profile)]
    #[case("Мои скидки?", Said::Other)]
    #[case("", Said::Other)]
    #[case("🍬", Said::Other)]
    fn texts(#[case] text: &str, #[case] said: Said) {
        assert_eq!(Said::of_text(text), said);
    }

    #[test]
    fn only_what_may_answer_a_question_stays_in_it() {
        assert!(Said::Help.leaves_state() && Said::UnknownCommand.leaves_state());
        assert!(!Said::Other.leaves_state());
    }
}
