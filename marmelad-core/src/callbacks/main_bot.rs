//! Callback data of the main bot's buttons.

use std::fmt;
use std::str::FromStr;

use crate::callbacks::{ChatDraft, UnknownButton};
use crate::kernel::{BroadcastId, MessageId};
use crate::people::Gender;

/// A button in the main bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MainButton {
    /// «Согласен на обработку данных»: `consent`.
    Consent,
    /// «Хочу получать предложения»: `consent:marketing`.
    MarketingConsent,
    /// The button «Указать ДР», sent as `birthday`.
    Birthday,
    Phone,
    AskGender,
    /// A choice of gender: `gender:female`, `gender:male`, `gender:unknown`.
    Gender(Gender),
    /// «Не присылать рассылки»: `marketing:off`.
    StopMarketing,
    /// «Снова получать рассылки»: `marketing:on`.
    ResumeMarketing,
    /// «Удалить мои данные»: `erase`.
    Erase,
    EraseConfirm,
    /// «Отправить» under the preview of a broadcast: `broadcast:send:{broadcast_id}:{message_id}`.
    SendBroadcast(ChatDraft),
    /// «Отмена» under the preview of a broadcast: `broadcast:cancel:{broadcast_id}:{message_id}`.
    CancelBroadcast(ChatDraft),
    Cancel,
}

impl fmt::Display for MainButton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Consent => "consent",
            Self::MarketingConsent => "consent:marketing",
            Self::Birthday => "birthday",
            Self::Phone => "phone",
            Self::AskGender => "gender",
            Self::Gender(gender) => return write!(f, "gender:{gender}"),
            Self::StopMarketing => "marketing:off",
            Self::ResumeMarketing => "marketing:on",
            Self::Erase => "erase",
            Self::EraseConfirm => "erase:yes",
            Self::SendBroadcast(ChatDraft { id, message }) => {
                return write!(f, "broadcast:send:{id}:{message}");
            }
            Self::CancelBroadcast(ChatDraft { id, message }) => {
                return write!(f, "broadcast:cancel:{id}:{message}");
            }
            Self::Cancel => "cancel",
        })
    }
}

impl FromStr for MainButton {
    type Err = UnknownButton;

    fn from_str(data: &str) -> Result<Self, Self::Err> {
        if let Some(gender) = data.strip_prefix("gender:") {
            return gender.parse().map(Self::Gender).map_err(|_| UnknownButton);
        }
        if let Some(rest) = data.strip_prefix("broadcast:") {
            let (word, draft) = rest.split_once(':').ok_or(UnknownButton)?;
            let draft = draft_of(draft).ok_or(UnknownButton)?;
            return match word {
                "send" => Ok(Self::SendBroadcast(draft)),
                "cancel" => Ok(Self::CancelBroadcast(draft)),
                _ => Err(UnknownButton),
            };
        }
        [
            Self::Consent,
            Self::MarketingConsent,
            Self::Birthday,
            Self::Phone,
            Self::AskGender,
            Self::StopMarketing,
            Self::ResumeMarketing,
            Self::Erase,
            Self::EraseConfirm,
            Self::Cancel,
        ]
        .into_iter()
        .find(|button| button.to_string() == data)
        .ok_or(UnknownButton)
    }
}

/// Reads `{broadcast_id}:{message_id}`, such as `17:4242`.
fn draft_of(text: &str) -> Option<ChatDraft> {
    let (id, message) = text.split_once(':')?;
    Some(ChatDraft { id: BroadcastId(id.parse().ok()?), message: MessageId(message.parse().ok()?) })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn draft(id: i64) -> ChatDraft {
        ChatDraft { id: BroadcastId(id), message: MessageId(i32::MAX.into()) }
    }

    #[rstest]
    #[case(MainButton::Consent, "consent")]
    #[case(MainButton::MarketingConsent, "consent:marketing")]
    #[case(MainButton::Birthday, "birthday")]
    #[case(MainButton::Phone, "phone")]
    #[case(MainButton::AskGender, "gender")]
    #[case(MainButton::Gender(Gender::Female), "gender:female")]
    #[case(MainButton::Gender(Gender::Unknown), "gender:unknown")]
    #[case(MainButton::StopMarketing, "marketing:off")]
    #[case(MainButton::ResumeMarketing, "marketing:on")]
    #[case(MainButton::Erase, "erase")]
    #[case(MainButton::EraseConfirm, "erase:yes")]
    #[case(
        MainButton::SendBroadcast(draft(i64::MAX)),
        "broadcast:send:9223372036854775807:2147483647"
    )]
    #[case(MainButton::CancelBroadcast(draft(1)), "broadcast:cancel:1:2147483647")]
    #[case(MainButton::Cancel, "cancel")]
    fn every_button_is_read_back(#[case] button: MainButton, #[case] data: &str) {
        assert!(data.len() <= 64);
        assert_eq!(button.to_string(), data);
        assert_eq!(data.parse(), Ok(button));
    }

    #[rstest]
    #[case("")]
    #[case("gender:")]
    #[case("gender:other")]
    #[case("erase:no")]
    #[case("broadcast:send")]
    #[case("broadcast:send:1")]
    #[case("broadcast:send:x:1")]
    #[case("broadcast:stop:1:1")]
    #[case("redeem:ДЯА4589")]
    fn unknown_callback_data_is_refused(#[case] data: &str) {
        assert_eq!(data.parse::<MainButton>(), Err(UnknownButton));
    }
}
