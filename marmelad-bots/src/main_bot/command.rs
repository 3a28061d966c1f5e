//! What a client can write at any time: commands, and the labels of the keyboard.

use marmelad_core::delivery::BotCommand;

use super::keyboards;
use crate::shared::Input;

/// The command list that Telegram shows.
pub const COMMANDS: &[BotCommand] = &[
    BotCommand { command: "start", description: "Начать" },
    BotCommand { command: "help", description: "Как это работает" },
    BotCommand { command: "cancel", description: "Отменить начатое" },
    BotCommand { command: "stop", description: "Не получать рассылки" },
];

/// A command, or a label of the keyboard. Each leaves the dialogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    /// `/start`, with the payload of a link.
    Start(Option<String>),
    Help,
    /// `/cancel`, or «Назад» on the keyboard.
    Cancel,
    Stop,
    Broadcast,
    MyDiscounts,
    CheckSubscription,
    SetBirthday,
    Profile,
    /// A command that this bot does not have.
    Unknown,
}

impl Command {
    /// `None` for any other text.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let input = Input::parse(text);
        let Input::Command { name, argument } = &input else {
            let labels = [
                (keyboards::MY_DISCOUNTS, Self::MyDiscounts),
                (keyboards::CHECK_SUBSCRIPTION, Self::CheckSubscription),
                (keyboards::SET_BIRTHDAY, Self::SetBirthday),
                (keyboards::PROFILE, Self::Profile),
                (keyboards::BACK, Self::Cancel),
            ];
            let command = labels.into_iter().find(|(label, _)| input.is_label(label))?;
            return Some(command.1);
        };
        Some(match name.as_str() {
            "start" => {
                Self::Start(Some((*argument).to_owned()).filter(|payload| !payload.is_empty()))
            }
            "help" => Self::Help,
            "cancel" => Self::Cancel,
            "stop" => Self::Stop,
            "broadcast" => Self::Broadcast,
            _ => Self::Unknown,
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn start(payload: &str) -> Command {
        Command::Start(Some(payload.to_owned()))
    }

    #[rstest]
    #[case("/start", Some(Command::Start(None)))]
    #[case(" /START ", Some(Command::Start(None)))]
    #[case("/start@marmelad_bot  ref_leto ", Some(start("ref_leto")))]
    #[case("/startle", Some(Command::Unknown))]
    #[case("/help@marmelad_bot", Some(Command::Help))]
    #[case("/cancel", Some(Command::Cancel))]
    #[case("Назад", Some(Command::Cancel))]
    #[case("/stop", Some(Command::Stop))]
    #[case("/broadcast@marmelad_bot", Some(Command::Broadcast))]
    #[case(" мои СКИДКИ\n", Some(Command::MyDiscounts))]
    #[case("Проверить подписку", Some(Command::CheckSubscription))]
    #[case("Указать ДР", Some(Command::SetBirthday))]
    #[case("Профиль", Some(Command::Profile))]
    #[case("Мои скидки?", None)]
    #[case("🍬", None)]
    fn texts(#[case] text: &str, #[case] command: Option<Command>) {
        assert_eq!(Command::parse(text), command);
    }
}
